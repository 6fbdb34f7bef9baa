#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "lesson/input.h"
#include "lesson/settings.h"

namespace attn {

/// A file of the source tree, or one whose whole path is given.
inline std::string read_source(const std::string& path) {
  std::ifstream file(std::filesystem::path(ATTN_SOURCE_DIR) / path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Settings from the words of a command line, whose files are named from the project's root.
inline Settings settings_from(const std::vector<std::string>& words) {
  std::string input = "data/journey.csv";
  bool input_chosen = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--input") input = words[i + 1], input_chosen = true;
  }
  Settings settings = Settings::for_input(parse_input(read_source(input), input));
  settings.inputs_chosen = input_chosen;
  settings.input_file = input;
  bool heads_chosen = false;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (words[i] == "--bias") {
      settings.bias = true;
      --i;  // it has no value
      continue;
    }
    const std::string& value = words[i + 1];
    if (words[i] == "--query") settings.query = std::stoll(value) - 1;
    if (words[i] == "--d-out") settings.choose_d_out(std::stoll(value));
    if (words[i] == "--heads") settings.heads = std::stoll(value), heads_chosen = true;
    if (words[i] == "--dropout") settings.dropout = std::stod(value);
    if (words[i] == "--context-length") settings.context_length = std::stoll(value);
    if (words[i] == "--seed") {
      settings.seed =
          value[0] == '-' ? static_cast<std::uint64_t>(std::stoll(value)) : std::stoull(value);
    }
  }
  if (!heads_chosen) settings.heads = default_heads(settings.d_out);
  return settings;
}

}  // namespace attn
