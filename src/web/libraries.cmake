# The libraries for WebAssembly, where Debian has none: most are headers, which are taken from where
# they are installed; what of utf8proc and zlib is called, src/web has.

# Exceptions as every browser of today has them; others are several times as slow.
add_compile_options(-fwasm-exceptions -include "${CMAKE_CURRENT_LIST_DIR}/missing.h")
add_link_options(-fwasm-exceptions)

# Only these, and not what else lies beside them: the C library there is another machine's.
set(headers "${PROJECT_BINARY_DIR}/headers")
file(MAKE_DIRECTORY "${headers}")
function(take_headers)
  foreach(name ${ARGN})
    get_filename_component(last "${name}" NAME)
    if(NOT EXISTS "/usr/include/${name}")
      fail_missing(${last})
    endif()
    file(CREATE_LINK "/usr/include/${name}" "${headers}/${last}" SYMBOLIC)
  endforeach()
endfunction()
take_headers(CLI fmt eigen3/Eigen nlohmann fast_float utf8proc.h zlib.h zconf.h)

foreach(name CLI11::CLI11 fmt::fmt-header-only Eigen3::Eigen nlohmann_json::nlohmann_json
        FastFloat::fast_float)
  add_library(${name} INTERFACE IMPORTED)
  target_include_directories(${name} SYSTEM INTERFACE "${headers}")
endforeach()

# utf8proc's tables, as the library that is installed tells them.
set(character_table "${PROJECT_BINARY_DIR}/character_table.h")
add_custom_command(
  OUTPUT "${character_table}"
  COMMAND /usr/bin/python3 "${CMAKE_CURRENT_LIST_DIR}/character_table.py" "${character_table}"
  DEPENDS "${CMAKE_CURRENT_LIST_DIR}/character_table.py"
  VERBATIM)
add_library(utf8proc STATIC "${CMAKE_CURRENT_LIST_DIR}/utf8proc.cpp" "${character_table}")
target_compile_features(utf8proc PRIVATE cxx_std_20)
target_include_directories(utf8proc SYSTEM PUBLIC "${headers}" PRIVATE "${PROJECT_BINARY_DIR}")

add_library(zlib STATIC "${CMAKE_CURRENT_LIST_DIR}/zlib.cpp")
target_compile_features(zlib PRIVATE cxx_std_20)
target_include_directories(zlib SYSTEM PUBLIC "${headers}")
add_library(ZLIB::ZLIB ALIAS zlib)
