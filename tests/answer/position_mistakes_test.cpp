#include <gtest/gtest.h>

#include "answer/mistake_case.h"

/// Diagnoses against wrong programs of chapter 1 that were run in PyTorch.

namespace attn {
namespace {

TEST(DiagnosePositions, NamesFirstWhatWasDoneWrong) {
  const auto reference = nlohmann::json::parse(read_source("tests/oracle/mistakes1.json"));
  for (const auto& json : reference.at("cases")) {
    const MistakeCase made(json);
    const Verdict verdict = made.verdict();
    ASSERT_FALSE(verdict.diagnoses.empty()) << made.where;
    EXPECT_EQ(names_in(verdict.diagnoses.front()), made.mistakes) << made.where;
  }
}

}  // namespace
}  // namespace attn
