#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "answer/verdict.h"
#include "catalogue.h"
#include "steps/cases.h"

namespace attn {

using Names = std::set<std::string>;

inline Names names_in(const Diagnosis& diagnosis) {
  Names names;
  for (const Mistake* mistake : diagnosis.mistakes) names.emplace(mistake->name);
  return names;
}

inline std::string joined(const Names& names) {
  std::string line;
  for (const std::string& name : names) line += (line.empty() ? "" : "+") + name;
  return line;
}

inline Place place_of_step(int number, int chapter_number = 3) {
  for (const Chapter* chapter : chapters()) {
    if (chapter->number != chapter_number) continue;
    return {chapter, &chapter->steps[static_cast<std::size_t>(number) - 1]};
  }
  throw std::runtime_error("no chapter " + std::to_string(chapter_number));
}

/// A wrong program that was run in PyTorch, and what it printed.
struct MistakeCase {
  int chapter = 3;
  int step = 0;
  std::vector<std::string> options{};
  std::string tensor{};  ///< the step's tensor that it computes
  std::string text{};
  Names mistakes{};
  std::vector<Names> alike{};  ///< other mistakes that give the same numbers
  std::string where{};         ///< for messages

  explicit MistakeCase(const nlohmann::json& json)
      : chapter(json.value("chapter", 3)),
        step(json.at("step")),
        options(json.at("options")),
        tensor(json.at("tensor")),
        text(json.at("text")),
        mistakes(json.at("mistakes")) {
    for (const auto& names : json.value("alike", nlohmann::json::array())) {
      alike.push_back(names.get<Names>());
    }
    where = "step " + std::to_string(chapter) + "." + std::to_string(step);
    for (const std::string& option : options) where += " " + option;
    where += ", " + tensor + ", " + joined(mistakes);
    if (json.contains("variant")) where += " " + json.at("variant").dump();
  }

  std::vector<Answer> answers() const { return read_answers({text, "case"}); }
  Place place() const { return place_of_step(step, chapter); }
  Settings settings() const { return settings_from(options); }
  Verdict verdict() const { return judge(place(), settings(), answers()); }
};

}  // namespace attn
