#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/request.h"
#include "lesson/text.h"

namespace attn {

/// An option: how it is typed, who takes it, what it means.
struct Option {
  std::string_view names;     ///< "-h,--help"
  std::string_view takes;     ///< "N", "text|json"; empty if it is given without a value
  std::string_view commands;  ///< "run learn", those that it can change; "*": all, and attn alone
  FixedText meaning;
  void (*understand)(const Option& option, const std::string& typed, Request& request);
  std::optional<Setting> setting{};  ///< if it is one, it is only kept for make_settings()

  std::string_view name() const { return names.substr(names.find("--")); }
  std::string usage() const;  ///< "--seed N"

  /// "" is attn alone.
  bool is_of(std::string_view command) const;

  /// Keeps what was typed for it. Throws UserError if that is not understood.
  void take(const std::string& typed, Request& request) const;
};

/// The one table of options, first those that change what is computed. Parsing, help, the manual,
/// completion and "did you mean" all read it.
std::span<const Option> option_table();

/// Those that a command takes, in the table's order.
std::vector<const Option*> options_of(std::string_view command);

/// Null if there is none of that name.
const Option* find_option(std::string_view name);

/// "ko", "en" and "both" for "ko|en|both"; nothing for what is no choice.
std::vector<std::string_view> choices_in(std::string_view takes);

/// How output looks if nothing else is asked for: as the terminal and the environment (ATTN_LANG,
/// NO_COLOR) would have it.
TextStyle usual_style();

/// How cells show their values, for the words of --heat; COLORTERM says what the terminal can.
HeatStyle heat_style(std::string_view when, bool color);

/// What is wrong with ATTN_LANG, if anything. It then counts as not set: what was once written into
/// a profile must not stand in the way of every command.
std::optional<Text> complaint_about_environment();

}  // namespace attn
