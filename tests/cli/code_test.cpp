#include <gtest/gtest.h>

#include <algorithm>

#include "cli/process.h"

/// The program of a step: its lines, and what they need. That all of them run, and print what the
/// pages show, is seen by tests/oracle/run_programs.py.

namespace attn::code_test {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

TEST(Program, HasThePagesLinesBehindThoseThatTheyNeed) {
  const Outcome outcome = attn("code 4 --query 3 --lang en");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, R"(# attn 3.4 --query 3

# 3.1  A map of the whole flow
import torch

# 3.2  The input: one embedding per token
inputs = torch.tensor([
    [0.43, 0.15, 0.89],
    [0.55, 0.87, 0.66],
    [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33],
    [0.77, 0.25, 0.1],
    [0.05, 0.8, 0.55],
])

# 3.3  Attention scores of one query
query = inputs[2]

# 3.4  What a dot product is
products = inputs[0] * query
attn_score_21 = products.sum()    # torch.dot(inputs[0], query)

torch.set_printoptions(profile="full", precision=8, sci_mode=False)
print("products =", products)
print("attn_score_21 =", attn_score_21)
)");
}

TEST(Program, NamesItsStepsInReadingOrderAndTheSettingsThatTheyUse) {
  const auto head = [](const std::string& words) { return first_line(attn("code " + words).out); };
  EXPECT_EQ(head("23"), "# attn 3.23");
  EXPECT_EQ(head("23 5 6 7 5 --seed 7 --bias"), "# attn 3.5-3.7 3.23 --seed 7");
  EXPECT_EQ(head("4.2-4.3 42"), "# attn 3.42 4.2-4.3");
  EXPECT_EQ(head("ch2 3.1"), "# attn 2.1-2.10 3.1");
  EXPECT_EQ(head("23 --input 'data/korean.csv'"), "# attn 3.23 --input data/korean.csv");
}

TEST(Program, HasEachStepOnce) {
  EXPECT_EQ(attn("code 5 5 4-5").out, attn("code 4 5").out);
}

TEST(Program, GivesTheTitlesInTheChosenLanguage) {
  EXPECT_TRUE(has(attn("code 23").out, "\n# 3.23  √d_k로 나누고 softmax · Scale by"));
  EXPECT_TRUE(has(attn("code 23 --lang ko").out, "\n# 3.23  √d_k로 나누고 softmax\n"));
}

TEST(Program, HasItsInputsWithinItHoweverLargeTheyAre) {
  for (const char* words : {"code 3 --input tests/oracle/inputs/17x8.csv",
                            "code 3 --input - <tests/oracle/inputs/17x8.csv"}) {
    const std::string program = attn(words).out;
    EXPECT_FALSE(has(program, "open(")) << words;
    const std::size_t begin = program.find("inputs = torch.tensor([\n");
    const std::size_t end = program.find("\n])", begin);
    ASSERT_NE(end, std::string::npos) << words;
    EXPECT_EQ(std::count(program.begin() + static_cast<long>(begin),
                         program.begin() + static_cast<long>(end), '\n'),
              17)
        << words;
  }
}

TEST(Program, PrintsNothingWhereThePageShowsNoTensor) {
  const std::string program = attn("code 2.5").out;
  EXPECT_TRUE(has(program, "assert torch.allclose(by_loops(x), by_product(x)"));
  EXPECT_FALSE(has(program, "print"));
}

/// What stands in a comment stays there.
TEST(Program, ShowsANameOfAFileOnOneLine) {
  const TemporaryFile own("token,x1\na,1\n", "a\nprint('b').csv");
  const Outcome outcome = attn("code 3 --input \"" + own.path() + "\"");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(has(first_line(outcome.out), "b")) << outcome.out;
  EXPECT_FALSE(has(outcome.out, "\nprint('b"));
}

TEST(Program, IsAsWithoutASettingThatTheStepsDoNotUse) {
  for (const char* words : {"5 --bias", "19 --query 3", "1.6 --seed 9 --input korean",
                            "4.6 --seed 3", "29 --d-out 6", "5 --input korean --bias"}) {
    const std::string all = words;
    const Outcome outcome = attn("code " + all + " --lang en");
    EXPECT_TRUE(has(outcome.err, ": the chosen steps make no use of it\n")) << words;
    const std::string fewer =
        has(all, "korean --bias") ? "5 --input korean" : all.substr(0, all.find(' '));
    EXPECT_EQ(outcome.out, attn("code " + fewer + " --lang en").out) << words;
  }
  EXPECT_EQ(attn("code 23 --seed 7 --d-out 3").err, "");
}

TEST(Program, IsOfNoStepThatThereIsNot) {
  const std::pair<const char*, const char*> cases[] = {
      {"code", "attn: code: expected a step\nfix: write, say, attn code 23\n"},
      {"code 9.1",
       "attn: there is no chapter 9\nfix: chapters: 1, 2, 3, 4, 5, 6, 7, 8 (attn list)\n"},
      {"code 5 --format json",
       "attn: --format: attn code has no use for it\n"
       "fix: taken by: attn learn, attn run, attn list, attn explain, attn diff, attn check, "
       "attn help\n"},
  };
  for (const auto& [words, message] : cases) {
    const Outcome outcome = attn(std::string(words) + " --lang en");
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_EQ(outcome.out, "") << words;
    EXPECT_EQ(outcome.err, message) << words;
  }
}

}  // namespace attn::code_test
