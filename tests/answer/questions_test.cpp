#include <gtest/gtest.h>

#include <cmath>

#include "answer/prediction.h"
#include "catalogue.h"
#include "sanitized.h"
#include "steps/cases.h"
#include "steps/places.h"

/// What the questions of all steps know of wrong answers.

namespace attn::questions_test {

using Kind = Judgement::Kind;
using Question = block::Question;

class Questions : public testing::TestWithParam<std::vector<std::string>> {
 protected:
  /// Calls `check` for each question of each step.
  template <class Check>
  void for_each_question(Check check) {
    const Settings settings = settings_from(GetParam());
    for (const Place& place : all_places()) {
      const Page page = write_page(place, settings);
      for (const Block& block : page.blocks()) {
        if (const auto* question = std::get_if<Question>(&block)) check(page.id(), *question);
      }
    }
  }
};

/// A number as a learner would type it; exactly enough to be told from others.
std::string typed(double number) {
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  if (number == std::round(number) && std::abs(number) < 1e15) return formatted("{:.0f}", number);
  return formatted("{:.6f}", number);
}

/// The causes that are told when their number is typed.
std::size_t causes_told(const Question& question) {
  std::size_t told = 0;
  for (const Question::Cause& cause : question.causes) {
    const Judgement judgement = judge(question, typed(cause.number));
    told += judgement.kind == Kind::wrong && judgement.why.en == cause.why.en ? 1 : 0;
  }
  return told;
}

TEST_P(Questions, ForANumberKnowASlipThatPeopleMake) {
  std::size_t questions = 0;
  std::size_t causes = 0;
  for_each_question([&](const std::string& id, const Question& question) {
    const bool is_number = std::holds_alternative<Question::Cell>(question.answer) ||
                           std::holds_alternative<Question::Count>(question.answer);
    if (!is_number) return;
    ++questions;
    causes += causes_told(question);
    EXPECT_FALSE(question.causes.empty()) << id;
    if (GetParam().empty()) {
      EXPECT_GT(causes_told(question), 0U) << id << ": " << question.ask.en;
    }
  });
  EXPECT_GT(causes, 2 * questions);
  RecordProperty("questions", static_cast<int>(questions));
  RecordProperty("causes", static_cast<int>(causes));
}

TEST_P(Questions, AreNeverAnsweredByASlipUnlessItMakesNoDifference) {
  for_each_question([&](const std::string& id, const Question& question) {
    const auto* cell = std::get_if<Question::Cell>(&question.answer);
    const auto* count = std::get_if<Question::Count>(&question.answer);
    if (!cell && !count) return;
    const double right =
        cell ? double{cell->tensor.at(cell->index)} : static_cast<double>(count->number);
    for (const Question::Cause& cause : question.causes) {
      const Judgement judgement = judge(question, typed(cause.number));
      if (judgement.kind != Kind::right) continue;
      EXPECT_NEAR(cause.number, right, 3e-4 * std::max(1.0, std::abs(right)))
          << id << ": " << cause.why.en;
    }
    EXPECT_EQ(judge(question, typed(right)).kind, Kind::right) << id;
  });
}

TEST_P(Questions, SayWhyAnOptionIsWrong) {
  std::size_t reasons = 0;
  for_each_question([&](const std::string& id, const Question& question) {
    const auto* choice = std::get_if<Question::Choice>(&question.answer);
    if (!choice) return;
    for (std::size_t i = 0; i < choice->options.size(); ++i) {
      const Judgement judgement = judge(question, std::to_string(i + 1));
      if (i == choice->right) {
        EXPECT_EQ(judgement.kind, Kind::right) << id;
        continue;
      }
      EXPECT_EQ(judgement.kind, Kind::wrong) << id;
      EXPECT_NE(judgement.why.en, "") << id << ": " << choice->options[i].en;
      ++reasons;
    }
  });
  RecordProperty("reasons", static_cast<int>(reasons));
}

const std::vector<std::vector<std::string>> settings_of_questions = {
    {},
    {"--input", "data/korean.csv"},
    {"--input", "tests/oracle/inputs/17x8.csv", "--query", "17"},
    {"--input", "tests/oracle/inputs/1x1.csv", "--d-out", "1"},
    {"--query", "1", "--dropout", "0.3", "--d-out", "9"},
    {"--dropout", "0", "--d-out", "12", "--heads", "4"},
    {"--bias", "--seed", "5", "--d-out", "6", "--heads", "3"},
};
INSTANTIATE_TEST_SUITE_P(Settings, Questions, testing::ValuesIn(some_of(settings_of_questions)));

}  // namespace attn::questions_test
