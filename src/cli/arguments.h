#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lesson/text.h"

namespace attn {

struct Command;

/// What was typed, taken apart but not yet understood: options hold the words given for them.
struct Arguments {
  const Command* command = nullptr;  ///< null if none was given
  std::vector<std::string> words;    ///< what follows it, options aside
  std::optional<std::string> lang, color, precision, width, format;
  std::optional<std::string> input, query, seed, d_out, heads, dropout, context_length;
  std::optional<std::string> expected, depth;
  bool bias = false;
  bool update = false;
  bool progress = false;
  bool reset = false;
  bool measure = false;
  bool help = false;
  bool version = false;
};

/// Takes the command line apart: the first word is the command, behind "--" nothing is an option.
/// Throws UserError for unknown commands and options, for options without their value and for
/// flags that are given one.
Arguments parse_arguments(const std::vector<std::string>& words);

/// The language that the words or the environment ask for, without complaining about either.
Language likely_language(const std::vector<std::string>& words);

}  // namespace attn
