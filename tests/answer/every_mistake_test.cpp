#include <gtest/gtest.h>

#include "answer/mistake_case.h"
#include "sanitized.h"

/// Diagnoses against a wrong program of each kind that was run in PyTorch, over all chapters.

namespace attn::every_mistake_test {

using Json = nlohmann::json;

std::vector<MistakeCase> cases_in(const std::string& file) {
  const Json json = Json::parse(read_source("tests/oracle/" + file));
  const Json& all = json.is_array() ? json : json.at("cases");
  return {all.begin(), all.end()};
}

bool is_alike(const MistakeCase& made, const Names& names) {
  return std::find(made.alike.begin(), made.alike.end(), names) != made.alike.end();
}

/// Of a chapter.
class EveryMistake : public testing::TestWithParam<const Chapter*> {};

TEST_P(EveryMistake, IsNamedFirstOrAmongThoseThatGiveTheSameNumbers) {
  const Json json = Json::parse(read_source("tests/oracle/mistakes_every.json"));
  for (const Json& one : some_of(json.at("cases"), 8)) {
    const MistakeCase made(one);
    if (made.chapter != GetParam()->number) continue;
    const Verdict verdict = made.verdict();
    std::string named;
    bool is_named = false;
    bool only_alike = true;
    for (const Diagnosis& diagnosis : verdict.diagnoses) {
      const Names names = names_in(diagnosis);
      named += " | " + joined(names);
      is_named = is_named || names == made.mistakes;
      only_alike = only_alike && (names == made.mistakes || is_alike(made, names));
    }
    EXPECT_TRUE(is_named && only_alike) << made.where << named;
  }
}

INSTANTIATE_TEST_SUITE_P(Chapters, EveryMistake, testing::ValuesIn(chapters()));

TEST(Mistakes, WereMadeInPyTorch) {
  if (is_sanitized) GTEST_SKIP() << "names are the same without the sanitizers";
  Names made = {"padding-not-masked"};
  for (const char* file : {"mistakes.json", "mistakes1.json", "mistakes2.json", "mistakes4.json",
                           "mistakes5.json", "mistakes_vision.json", "mistakes_every.json"}) {
    for (const MistakeCase& one : cases_in(file)) {
      made.insert(one.mistakes.begin(), one.mistakes.end());
    }
  }
  const Json block = Json::parse(read_source("tests/oracle/mistakes_block.json"));
  for (const Json& one : block.at("cases")) made.merge(one.at("mistakes").get<Names>());
  for (const Mistake* mistake : all_mistakes()) {
    EXPECT_TRUE(made.contains(std::string(mistake->name))) << mistake->name;
  }
}

}  // namespace attn::every_mistake_test
