#include <gtest/gtest.h>

#include "answer/mistake_case.h"
#include "sanitized.h"

/// Diagnoses against wrong programs of steps 6.8 to 6.12 that were run in PyTorch.

namespace attn::vision_mistakes_test {

using Json = nlohmann::json;

std::vector<MistakeCase> cases() {
  const Json json = Json::parse(read_source("tests/oracle/mistakes_vision.json"));
  const Json& all = json.at("cases");
  return {all.begin(), all.end()};
}

TEST(DiagnoseVision, NamesFirstWhatWasDoneWrong) {
  for (const MistakeCase& made : some_of(cases())) {
    const Verdict verdict = made.verdict();
    EXPECT_FALSE(verdict.equal()) << made.where;
    ASSERT_FALSE(verdict.diagnoses.empty()) << made.where;
    EXPECT_EQ(names_in(verdict.diagnoses.front()), made.mistakes)
        << made.where << ": " << joined(names_in(verdict.diagnoses.front()));
  }
}

/// An encoder hides nothing, and an image has no heads: nobody is told of mistakes with them.
TEST(DiagnoseVision, SaysNothingOfMasksAndHeadsWhereThereAreNone) {
  const struct {
    int step;
    std::string tensor;
    Names never;
  } places[] = {
      {8, "attn_weights", {"no-mask", "mask-wrong-triangle", "mask-hides-self"}},
      {9, "patches", {"split-without-transpose", "split-as-hd-h", "merge-without-transpose"}},
      {11, "encoded", {"no-mask", "mask-zero-not-inf", "mask-not-renormalised"}},
  };
  for (const auto& place : places) {
    Names tried;
    const Page page = write_page(place_of_step(place.step, 6), settings_from({}));
    for (const Block& block : page.blocks()) {
      const auto* matrix = std::get_if<block::Matrix>(&block);
      if (!matrix || matrix->tensor.name() != place.tensor) continue;
      const Program program(matrix->tensor);
      for (const Mistake* mistake : all_mistakes()) {
        if (!place.never.contains(std::string(mistake->name))) continue;
        tried.emplace(mistake->name);
        Budget budget;
        for (const Slip& slip : mistake->slips(program)) {
          EXPECT_TRUE(program.places(slip, budget).empty()) << place.step << " " << mistake->name;
        }
      }
    }
    EXPECT_EQ(tried, place.never) << place.step << " " << place.tensor;
  }
}

}  // namespace attn::vision_mistakes_test
