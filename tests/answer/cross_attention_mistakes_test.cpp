#include <gtest/gtest.h>

#include "answer/mistake_case.h"
#include "sanitized.h"

/// Diagnoses against wrong programs of chapter 5 that were run in PyTorch.

namespace attn::cross_attention_mistakes_test {

using Json = nlohmann::json;

std::vector<MistakeCase> cases() {
  const Json json = Json::parse(read_source("tests/oracle/mistakes5.json"));
  const Json& all = json.at("cases");
  return {all.begin(), all.end()};
}

TEST(DiagnoseCrossAttention, NamesWhatWasDoneWrong) {
  for (const MistakeCase& made : some_of(cases())) {
    const Verdict verdict = made.verdict();
    ASSERT_FALSE(verdict.diagnoses.empty()) << made.where;
    EXPECT_EQ(names_in(verdict.diagnoses.front()), made.mistakes) << made.where;
  }
}

TEST(DiagnoseCrossAttention, IsTriedOnBothMistakesAndOnEveryTensorOfTheAttention) {
  Names mistakes;
  Names tensors;
  for (const MistakeCase& made : cases()) {
    mistakes.insert(made.mistakes.begin(), made.mistakes.end());
    if (made.step == 12) tensors.insert(made.tensor);
  }
  EXPECT_EQ(mistakes, (Names{"cross-attention-roles-swapped", "elementwise-for-product"}));
  EXPECT_EQ(tensors, (Names{"attn_scores", "attn_weights", "context_vecs"}));
}

}  // namespace attn::cross_attention_mistakes_test
