# The program as WebAssembly beside a loader, attn.js and attn.wasm, and the page that holds both.

# Of a call nothing stays: each has a memory of its own. Without "eval", which the page forbids.
target_link_options(attn PRIVATE
  "SHELL:-sMODULARIZE -sEXPORT_NAME=createAttn -sENVIRONMENT=web -sINVOKE_RUN=0 -sEXIT_RUNTIME=1"
  "SHELL:-sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2GB -sTOTAL_STACK=4MB -sDYNAMIC_EXECUTION=0"
  "SHELL:-sFORCE_FILESYSTEM -sEXPORTED_RUNTIME_METHODS=callMain,FS,ENV -sINCOMING_MODULE_JS_API=instantiateWasm,preRun,thisProgram,quit"
  # Its optimiser would take minutes for a tenth of the size.
  "SHELL:-sSUPPORT_LONGJMP=0 -O1")

set(pako /usr/share/nodejs/pako/dist/pako_inflate.min.js)
if(NOT EXISTS "${pako}")
  fail_missing(node-pako)
endif()
set(parts "${CMAKE_CURRENT_LIST_DIR}/page.html" "${CMAKE_CURRENT_LIST_DIR}/engine.js"
  "${CMAKE_CURRENT_LIST_DIR}/web.js" "${CMAKE_CURRENT_LIST_DIR}/web.css"
  "${CMAKE_CURRENT_SOURCE_DIR}/render/page.js" "${CMAKE_CURRENT_SOURCE_DIR}/render/page.css")
set(page "${PROJECT_BINARY_DIR}/attn.html")
add_custom_command(
  OUTPUT "${page}"
  COMMAND /usr/bin/python3 "${CMAKE_CURRENT_LIST_DIR}/make_page.py" "${CMAKE_CURRENT_SOURCE_DIR}"
          "${PROJECT_BINARY_DIR}/attn" "${pako}" "${page}"
  DEPENDS attn ${parts} "${CMAKE_CURRENT_LIST_DIR}/make_page.py"
  VERBATIM)
add_custom_target(page ALL DEPENDS "${page}")
