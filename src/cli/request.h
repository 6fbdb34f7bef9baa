#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lesson/choices.h"
#include "render/render.h"

namespace attn {

struct Command;
struct Option;

/// What the command line asks for. Options are understood, except for settings, which have to fit
/// the input; the words are left to the command.
struct Request {
  const Command* command = nullptr;     ///< null if none was given
  std::vector<std::string> words{};     ///< what follows it, options aside
  std::optional<std::size_t> dashes{};  ///< if there is a "--": how many of the words precede it
  TextStyle style{};
  std::string_view heat = "auto";  ///< settled in `style` when all is read
  Format format = Format::text;
  Choices choices{};
  std::map<const Option*, std::string> given{};  ///< every option, and what was typed for it
  std::optional<std::string> expected{};
  std::optional<std::string> output{};
  int depth = 2;
  bool measure = false;
  bool update = false;
  bool progress = false;
  bool reset = false;
  bool review = false;
  bool manual = false;
  bool no_pager = false;
  bool help = false;
  bool version = false;
};

}  // namespace attn
