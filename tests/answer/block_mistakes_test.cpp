#include <gtest/gtest.h>

#include <algorithm>

#include "answer/mistake_case.h"
#include "chapter4_multihead/chapter.h"
#include "sanitized.h"

/// Diagnoses against wrong programs of steps 4.14 to 4.22 that were run in PyTorch.

namespace attn::block_mistakes_test {

using Json = nlohmann::json;

const Json& reference() {
  static const Json json = Json::parse(read_source("tests/oracle/mistakes_block.json"));
  return json;
}

Place place_of(const Json& entry) {
  const auto number = entry.at("step").get<std::size_t>();
  return {&chapter4_multihead, &chapter4_multihead.steps[number - 1]};
}

Verdict verdict_on(const Json& entry, const std::string& text) {
  return judge(place_of(entry), settings_from(entry.at("options")), read_answers({text, "case"}));
}

std::string where(const Json& entry) {
  Json short_entry = entry;
  short_entry.erase("text");
  return short_entry.dump();
}

bool same_in_pytorch(const Json& made, const Names& one, const Names& other) {
  Names both = one;
  both.insert(other.begin(), other.end());
  const Json& alike = reference().at("alike");
  return std::any_of(alike.begin(), alike.end(), [&](const Json& entry) {
    return entry.at("step") == made.at("step") && entry.at("options") == made.at("options") &&
           entry.at("tensor") == made.at("tensor") && entry.at("mistakes").get<Names>() == both;
  });
}

TEST(DiagnoseBlock, NamesFirstWhatWasDoneWrong) {
  int ties = 0;
  int without_digits = 0;
  for (const Json& made : some_of(reference().at("cases"), 9)) {
    const Names mistakes = made.at("mistakes").get<Names>();
    const Verdict verdict = verdict_on(made, made.at("text"));
    if (verdict.diagnoses.empty()) {
      // A vector of one or two numbers has too few digits to be searched for.
      const auto& comparison = verdict.comparisons.front();
      ++without_digits;
      EXPECT_LE(comparison.expected.numel(), 3) << where(made);
      continue;
    }
    const Names first = names_in(verdict.diagnoses.front());
    if (first == mistakes) continue;
    ++ties;
    EXPECT_TRUE(same_in_pytorch(made, first, mistakes)) << where(made) << " " << joined(first);
  }
  EXPECT_LE(ties, 5);
  EXPECT_LE(without_digits, 6);
}

TEST(DiagnoseBlock, TellsWhichMistakesDoNotShow) {
  for (const Json& entry : reference().at("invisible")) {
    const Page page = write_page(place_of(entry), settings_from(entry.at("options")));
    for (const Block& block : page.blocks()) {
      const auto* matrix = std::get_if<block::Matrix>(&block);
      if (!matrix || matrix->tensor.name() != entry.at("tensor")) continue;
      std::string numbers;
      for (const float value : matrix->tensor.values()) {
        numbers += formatted("{}{:.4f}", numbers.empty() ? "" : ", ", value);
      }
      const std::string text = formatted("{} = tensor([{}])", matrix->tensor.name(), numbers);
      if (matrix->tensor.dim() > 1) continue;
      const Verdict verdict = verdict_on(entry, text);
      EXPECT_TRUE(verdict.equal()) << where(entry);
      Names blind;
      for (const Mistake* mistake : verdict.comparisons.front().blind) blind.emplace(mistake->name);
      EXPECT_TRUE(blind.contains(entry.at("mistake"))) << where(entry) << " " << joined(blind);
    }
  }
}

TEST(DiagnoseBlock, EndsForUnknownNumbersWhereASeedIsSetTwice) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs for other tensors";
  for (const Json& made : reference().at("cases")) {
    const auto options = made.at("options").get<std::vector<std::string>>();
    const bool drops = std::find(options.begin(), options.end(), "--dropout") != options.end();
    if (made.at("step") != 22 || !drops) continue;
    std::string text = made.at("text");
    text.replace(text.find("0."), 2, "7.");
    EXPECT_TRUE(verdict_on(made, text).diagnoses.empty());
    return;
  }
  FAIL() << "no case with dropout";
}

}  // namespace attn::block_mistakes_test
