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
  Choices choices;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const SettingWord& word : setting_words()) {
      if (word.name == words[i]) choices[word.setting] = word.takes.empty() ? "" : words.at(++i);
    }
  }
  const auto input = choices.find(Setting::input);
  const std::string file = input == choices.end() ? "data/journey.csv" : input->second;
  return make_settings(parse_input(read_source(file), file), choices);
}

}  // namespace attn
