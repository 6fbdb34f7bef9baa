#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "lesson/text.h"

namespace attn {

/// What a learner can set; each is an option of the command line.
enum class Setting {
  input,
  tokens,
  d_in,
  weights,
  query,
  seed,
  d_out,
  heads,
  dropout,
  bias,
  context_length,
  ablate,
  temperature,
  top_k,
  top_p
};

/// How a setting is typed, and what it means.
struct SettingWord {
  Setting setting;
  std::string_view name;   ///< "--seed"
  std::string_view takes;  ///< "N"; empty if it is given without a value
  FixedText meaning;
};

/// All of them, in the order in which they are shown.
std::span<const SettingWord> setting_words();

/// The settings that were chosen, as they were typed and not yet understood: make_settings() does
/// that. What takes no value has an empty one.
using Choices = std::map<Setting, std::string>;

/// A word as a shell takes it for one: quoted if need be.
std::string quoted_for_shell(std::string_view word);

/// The choices as one types them, quoted for a shell: `--input 'my file.csv' --bias`.
std::string command_line(const Choices& choices);

}  // namespace attn
