#include <gtest/gtest.h>

#include "answer/mistake_case.h"

/// Diagnoses against wrong programs of chapter 1 that were run in PyTorch.

namespace attn::position_mistakes_test {

std::vector<MistakeCase> cases() {
  const auto json = nlohmann::json::parse(read_source("tests/oracle/mistakes1.json"));
  const auto& all = json.at("cases");
  return {all.begin(), all.end()};
}

TEST(DiagnosePositions, NamesFirstWhatWasDoneWrong) {
  for (const MistakeCase& made : cases()) {
    const Verdict verdict = made.verdict();
    ASSERT_FALSE(verdict.diagnoses.empty()) << made.where;
    EXPECT_EQ(names_in(verdict.diagnoses.front()), made.mistakes) << made.where;
  }
}

}  // namespace attn::position_mistakes_test
