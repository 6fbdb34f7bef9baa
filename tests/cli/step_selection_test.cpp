#include "cli/step_selection.h"

#include <gtest/gtest.h>

#include "chapter3_attention/chapter.h"
#include "lesson/user_error.h"

namespace attn::step_selection_test {

std::vector<std::string> selected(const std::vector<std::string>& words) {
  std::vector<std::string> ids;
  for (const Place& place : select_steps(words)) ids.push_back(id(place));
  return ids;
}

using Ids = std::vector<std::string>;

TEST(SelectSteps, WithoutWordsIsChapter3) {
  const Ids ids = selected({});
  EXPECT_EQ(ids.size(), chapter3_attention.steps.size());
  EXPECT_EQ(ids.front(), "3.1");
  EXPECT_EQ(ids, selected({"ch3"}));
}

TEST(SelectSteps, ABareNumberIsOfChapter3) {
  EXPECT_EQ(selected({"11"}), Ids{"3.11"});
}

TEST(SelectSteps, TakesRangesOfEveryForm) {
  EXPECT_EQ(selected({"5-7"}), (Ids{"3.5", "3.6", "3.7"}));
  EXPECT_EQ(selected({"3.5-3.7"}), selected({"5-7"}));
  EXPECT_EQ(selected({"3.5-7"}), selected({"5-7"}));
  EXPECT_EQ(selected({"7-7"}), Ids{"3.7"});
}

TEST(SelectSteps, TakesTheStepsOfOtherChaptersByTheirIds) {
  EXPECT_EQ(selected({"2.3"}), Ids{"2.3"});
  EXPECT_EQ(selected({"2.3-4"}), (Ids{"2.3", "2.4"}));
  EXPECT_EQ(selected({"ch2"}).front(), "2.1");
}

TEST(SelectSteps, KeepsTheOrderAndRepetitionsAsked) {
  EXPECT_EQ(selected({"23", "5-6", "23"}), (Ids{"3.23", "3.5", "3.6", "3.23"}));
}

TEST(SelectSteps, RefusesWhatIsNoStep) {
  for (const char* word : {"", "-", "5-", "-5", "3.", ".5", "3.5.1", "5-6-7", "ch", "chx", "+5",
                           "5 ", "0x5", "5-x", "４"}) {
    EXPECT_THROW(selected({word}), UserError) << word;
  }
}

}  // namespace attn::step_selection_test
