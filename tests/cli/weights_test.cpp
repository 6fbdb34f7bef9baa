#include <gtest/gtest.h>

#include "cli/process.h"

/// --weights on the command line; what steps do with them is in tests/steps/own_weights_test.cpp.

namespace attn::weights_test {

const std::string weights = ATTN_SOURCE_DIR "/tests/oracle/inputs/mha.npz";

Outcome attn(const std::string& words) {
  return run_shell(std::string(ATTN_BINARY) + " " + words + " --lang en");
}

TEST(Weights, OfTheStepsClassAreShown) {
  const Outcome outcome = attn("run 40 --weights " + weights);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_NE(outcome.out.find("\nmha.load_state_dict(weights)\n"), std::string::npos);
  EXPECT_EQ(outcome.out.find("manual_seed"), std::string::npos);
  EXPECT_EQ(outcome.out.find("✗"), std::string::npos);
}

TEST(Weights, ThatAStepCannotUseAreRefused) {
  const Outcome outcome = attn("run 16 --weights " + weights);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "attn: " + weights +
                ": there is no W_query; this step reads W_query (3,4), W_key (3,4), W_value "
                "(3,4)\nfix: save the state_dict() of the class on this step's page\n");
}

TEST(Weights, ThatSomeOfTheStepsCannotUseAreSaidSo) {
  const Outcome outcome = attn("run 16 40 --weights " + weights);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err,
            "attn: " + weights +
                ": shown with drawn numbers, since they cannot use these weights: 3.16 (there is "
                "no W_query; this step reads W_query (3,4), W_key (3,4), W_value (3,4))\n");
}

TEST(Weights, ThatAreLeftOverAreNamed) {
  const Outcome outcome = attn("run 27 --weights " + weights);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err,
            "attn: " + weights + ": weights that were not used: out_proj.weight, out_proj.bias\n");
}

TEST(Weights, OfNoUseToTheStepsAreSaidToBe) {
  const Outcome outcome = attn("run 3 --weights " + weights);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "attn: --weights: the chosen steps make no use of it\n");
}

TEST(Weights, ContradictAnotherSize) {
  const Outcome outcome = attn("run 40 --d-out 6 --weights " + weights);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "attn: --d-out: the weights in " + weights +
                             " make it 4, not 6\nfix: leave it out, or write --d-out 4\n");
}

TEST(Weights, AreWhatDiffComparesWith) {
  const std::string run = "run 40 --format json --weights " + weights;
  const std::string diff = std::string(" | ") + ATTN_BINARY + " diff 40 - --format json";
  const auto verdict = [&](const std::string& options) {
    return run_shell(std::string(ATTN_BINARY) + " " + run + diff + options);
  };
  EXPECT_EQ(verdict(" --weights " + weights).code, 0);
  EXPECT_EQ(verdict(" --d-out 4").code, 1);
}

TEST(Weights, WithoutNamesAreRefused) {
  const Outcome outcome =
      attn("run 40 --weights " ATTN_SOURCE_DIR "/tests/files/samples/f4_little.npy");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("it holds a single tensor, without a name"), std::string::npos);
}

}  // namespace attn::weights_test
