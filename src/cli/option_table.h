#pragma once

#include <span>
#include <string_view>

#include "cli/arguments.h"
#include "lesson/text.h"

namespace attn {

/// An option that takes a value, and where the value is kept.
struct Option {
  std::string_view name;
  std::string_view takes;
  FixedText meaning;
  std::optional<std::string> Arguments::*word;
};

/// An option that takes none.
struct Flag {
  std::string_view names;  ///< "-h,--help"
  FixedText meaning;
  bool Arguments::*on;
  std::string_view name() const { return names.substr(names.find("--")); }
};

/// What changes the numbers, what only changes how they are shown, and what is for attn check.
/// Parsing, help and "did you mean" all read these tables.
std::span<const Option> setting_options();
std::span<const Option> output_options();
std::span<const Option> check_options();
std::span<const Option> option_table();  ///< all
std::span<const Flag> flag_table();      ///< all; first those that change the numbers
std::span<const Flag> setting_flags();

}  // namespace attn
