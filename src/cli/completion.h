#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lesson/text.h"

namespace attn {

// Scripts that teach a shell to complete what attn takes: commands, the options of each, the values
// of options, steps, and the names of a step's tensors, for which `attn explain STEP` is called.

std::string bash_completion();
std::string zsh_completion(Language language);
std::string fish_completion(Language language);

/// What a word of a command, or the value of an option, can be.
enum class Completed {
  nothing,
  steps,
  chapters,
  tensors,
  commands,
  files,
  inputs,
  folders,
  choices
};

/// For one word of a usage: "[STEP…]", "FILE|-", "text|json".
Completed completed(std::string_view takes);

/// The words of a usage: "STEP" and "FILE|-" for "STEP FILE|-".
std::vector<std::string_view> words_of(std::string_view takes);

/// The words that can stand there, with a blank between, as far as they are known beforehand.
std::string words_offered(std::string_view takes);

}  // namespace attn
