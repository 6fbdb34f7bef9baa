#include "answer/verdict.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "answer/mistake_case.h"
#include "sanitized.h"

/// Verdicts on what people print: the files in verdicts/, and what cases.tsv says of them.

namespace attn::verdict_test {

using Standing = Comparison::Standing;

struct Case {
  std::string file{}, step{}, verdict{}, relations{};
  std::size_t compared = 0, not_compared = 0;

  Place place() const {
    const std::size_t dot = step.find('.');
    return place_of_step(std::stoi(step.substr(dot + 1)), std::stoi(step.substr(0, dot)));
  }
  Verdict judged() const {
    const std::string text = read_source("tests/answer/verdicts/" + file);
    return judge(place(), settings_from({}), read_answers({text, file}));
  }
};

std::vector<Case> cases() {
  std::istringstream table(read_source("tests/answer/verdicts/cases.tsv"));
  std::vector<Case> all;
  std::string line;
  std::getline(table, line);  // the heading
  while (std::getline(table, line)) {
    std::istringstream fields(line);
    Case one;
    std::string count;
    for (std::string* field : {&one.file, &one.step, &one.verdict, &one.relations}) {
      std::getline(fields, *field, '\t');
    }
    std::getline(fields, count, '\t');
    one.compared = std::stoul(count);
    std::getline(fields, count, '\t');
    one.not_compared = std::stoul(count);
    all.push_back(std::move(one));
  }
  return all;
}

std::string verdict_of(const Verdict& verdict) {
  if (verdict.equal()) return "equal";
  const bool is_wrong =
      std::any_of(verdict.comparisons.begin(), verdict.comparisons.end(),
                  [](const Comparison& one) { return one.standing == Standing::wrong; });
  return is_wrong ? "wrong" : "related";
}

std::string relations_of(const Verdict& verdict) {
  Names kinds;
  for (const Comparison& comparison : verdict.comparisons) {
    for (const Relation& relation : comparison.relations) kinds.emplace(name_of(relation.kind));
  }
  return joined(kinds);
}

TEST(Verdict, IsWhatTheTableSays) {
  for (const Case& one : some_of(cases())) {
    const Verdict verdict = one.judged();
    EXPECT_EQ(verdict_of(verdict), one.verdict) << one.file;
    EXPECT_EQ(relations_of(verdict), one.relations) << one.file;
    EXPECT_EQ(verdict.comparisons.size(), one.compared) << one.file;
    EXPECT_EQ(verdict.not_compared.size(), one.not_compared) << one.file;
    // Nothing that is right has a cause.
    if (one.verdict != "wrong") {
      EXPECT_TRUE(verdict.diagnoses.empty()) << one.file;
    }
  }
}

TEST(Verdict, TableNamesEveryFileOnce) {
  std::multiset<std::string> named;
  for (const Case& one : cases()) named.insert(one.file);
  std::multiset<std::string> files;
  const auto folder = std::filesystem::path(ATTN_SOURCE_DIR) / "tests/answer/verdicts";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.insert(entry.path().filename().string());
  }
  EXPECT_EQ(named, files);
}

/// What the only relation of a case says in English.
std::string said_of(const std::string& file) {
  for (const Case& one : cases()) {
    if (one.file != file) continue;
    const Verdict verdict = one.judged();
    return verdict.comparisons.front().relations.front().text.en;
  }
  return {};
}

TEST(Verdict, SaysWhichPartItIs) {
  EXPECT_EQ(said_of("second-row.txt"), "equal to row 2 of attn_weights; the rest is missing");
  EXPECT_EQ(said_of("three-rows-one-by-one.txt"),
            "equal to rows 1 to 3 of attn_scores; the rest is missing");
  EXPECT_EQ(said_of("first-sentence.txt"), "equal to context_vecs[0]; the rest is missing");
  EXPECT_EQ(said_of("last-head-of-weights.txt"),
            "equal to attn_weights[0, 1]; the rest is missing");
  EXPECT_EQ(said_of("one-head.txt"), "equal to context_vecs[:, :, 0:2]; the rest is missing");
  EXPECT_EQ(said_of("batch-of-one.txt"),
            "all numbers are those of context_vecs, but the shape should be (6,2) and is (1,6,2)");
}

TEST(Verdict, SaysWhatFewDigitsCannotShow) {
  EXPECT_EQ(said_of("two-decimals.txt"),
            "with 2 decimals this cannot be told from wrong-query; give more");
  EXPECT_EQ(said_of("one-decimal.txt").substr(0, 39), "with one decimal this cannot be told fr");
}

TEST(Verdict, TellsMistakesThatNeverShowFromThoseThatMoreDigitsWouldShow) {
  const auto with_decimals = [](const char* text) {
    return judge(place_of_step(23), settings_from({}), read_answers({text, "text"}))
        .comparisons.front();
  };
  const Comparison few = with_decimals("[0.15, 0.23, 0.22, 0.13, 0.09, 0.18]");
  const Comparison many = with_decimals("[0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1820]");
  EXPECT_EQ(few.blind, many.blind);
  EXPECT_FALSE(few.relations.empty());
  EXPECT_TRUE(many.relations.empty());
}

TEST(Verdict, OfOtherMasksHoldsForMasksOnly) {
  const Verdict weights = judge(place_of_step(23), settings_from({}),
                                read_answers({"[0.85, 0.77, 0.78, 0.87, 0.91, 0.82]", "text"}));
  EXPECT_EQ(verdict_of(weights), "wrong");
}

TEST(Verdict, IsWrongIfACellOfAPartIs) {
  const Verdict verdict =
      judge(place_of_step(11), settings_from({}),
            read_answers({"tensor([0.2098, 0.2006, 0.1981, 0.1242, 0.1220, 0.1552])", "text"}));
  EXPECT_EQ(verdict_of(verdict), "wrong");
}

}  // namespace attn::verdict_test
