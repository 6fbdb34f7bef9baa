#include "answer/budget.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "answer/diagnose.h"
#include "answer/meet.h"
#include "answer/mistake_case.h"
#include "answer/mistakes.h"
#include "sanitized.h"
#include "tensor/operations.h"

/// The search for mistakes is bounded, by what is computed and not by a clock.

namespace attn::budget_test {

using Options = std::vector<std::string>;

Tensor shown(const Place& place, const Options& options) {
  return shown_by(place, settings_from(options)).result();
}

/// Numbers as nobody gets them.
Tensor noise(const Shape& shape) {
  std::mt19937 engine(7);
  std::vector<float> values(static_cast<std::size_t>(shape.product()));
  for (float& value : values) value = static_cast<float>(engine()) / 1e9F;
  return {shape, values};
}

/// What the first way to make a mistake gives in place of `right`.
Tensor with_mistake(const Tensor& right, std::string_view name) {
  const Program program(right);
  Budget budget;
  for (const Mistake* mistake : all_mistakes()) {
    if (mistake->name != name) continue;
    for (const Slip& slip : mistake->slips(program)) {
      if (const auto wrong = program.rerun(slip, budget)) return *wrong;
    }
  }
  throw std::runtime_error("cannot be made");
}

/// As it is printed, with four decimals.
Answer printed(const Tensor& x, const std::string& name = "") {
  Answer answer{.name = name, .shape = x.shape()};
  for (const float value : x.values()) {
    const double rounded = std::round(static_cast<double>(value) * 1e4) / 1e4;
    answer.readings.push_back({.value = rounded, .decimals = 4});
  }
  return answer;
}

Verdict verdict_on(const Place& place, const Options& options, const std::vector<Answer>& answers) {
  return judge(place, settings_from(options), answers);
}

std::vector<Names> names_in(const Verdict& verdict) {
  std::vector<Names> names;
  for (const Diagnosis& diagnosis : verdict.diagnoses) names.push_back(attn::names_in(diagnosis));
  return names;
}

const Place heads_at_once = place_of_step(40);
const Place block = place_of_step(11, 5);
const Options large = {"--d-out", "512"};

TEST(Budget, IsSpentByWhatIsComputed) {
  Budget budget(1'000'000);
  EXPECT_FALSE(budget.is_spent());
  const Tensor x = noise({100, 100});
  matmul(x, x);
  EXPECT_EQ(budget.left(), 0U);
  EXPECT_TRUE(budget.is_spent());
}

TEST(Budget, IsCutShortOnlyIfThereWasMoreToDo) {
  Budget budget(0);
  EXPECT_FALSE(budget.cut_short());
  EXPECT_TRUE(budget.is_spent());
  EXPECT_TRUE(budget.cut_short());
}

TEST(BoundedSearch, ComputesNoMoreThanItsBudgetByMuch) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs at small sizes";
  const Options largest = {"--d-out", "1024"};
  const Tensor right = shown(block, largest);
  const std::uint64_t before = work_done();
  const Verdict verdict = verdict_on(block, largest, {printed(noise(right.shape()))});
  EXPECT_LE(work_done() - before, Budget::of_a_call + Budget::of_a_call / 8);
  EXPECT_TRUE(verdict.diagnoses.empty());
}

TEST(BoundedSearch, DoesTheSameEveryTimeAndSaysThatItWasCutShort) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs at small sizes";
  const Answer unknown = printed(noise(shown(block, large).shape()));
  std::vector<std::uint64_t> work;
  for (int time = 0; time < 2; ++time) {
    const std::uint64_t before = work_done();
    const Verdict verdict = verdict_on(block, large, {unknown});
    work.push_back(work_done() - before);
    EXPECT_TRUE(verdict.cut_short);
  }
  EXPECT_EQ(work[0], work[1]);
}

TEST(BoundedSearch, NamesASimpleMistakeAmongLargeSizes) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs at small sizes";
  const auto expect_named = [](const Place& place, const Options& options, const char* name) {
    const Tensor right = shown(place, options);
    const Verdict verdict =
        verdict_on(place, options, {printed(with_mistake(right, name), right.name())});
    ASSERT_FALSE(verdict.diagnoses.empty()) << name;
    EXPECT_EQ(names_in(verdict).front(), Names{name});
  };
  for (const char* name : {"softmax-over-columns", "no-mask", "no-scaling", "out-proj-without-bias",
                           "query-key-swapped", "merge-without-transpose"}) {
    expect_named(heads_at_once, large, name);
  }
  expect_named(block, large, "residual-missing");
  expect_named(block, {"--d-out", "1024"}, "no-scaling");
}

TEST(BoundedSearch, SaysNothingOfItWhereAllWasTried) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs at small sizes";
  const Tensor right = shown(heads_at_once, {});
  EXPECT_FALSE(verdict_on(heads_at_once, {}, {printed(right)}).cut_short);
  EXPECT_FALSE(verdict_on(heads_at_once, {}, {printed(noise(right.shape()))}).cut_short);
  EXPECT_FALSE(verdict_on(heads_at_once, {}, {printed(with_mistake(right, "no-mask"))}).cut_short);
}

TEST(BoundedSearch, IsSharedByTheTensorsOfAText) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs at small sizes";
  const Tensor right = shown(block, {});
  const std::vector<Answer> unknown(16, printed(noise(right.shape())));
  const std::uint64_t before = work_done();
  const Verdict verdict = verdict_on(block, {}, unknown);
  EXPECT_LE(work_done() - before, Budget::of_a_call + Budget::of_a_call / 8);
  EXPECT_EQ(verdict.comparisons.size(), 16U);
}

TEST(BoundedSearch, FindsWithMoreWhatItFindsWithLess) {
  const Tensor right = shown(heads_at_once, {});
  const WrittenTensor written(printed(with_mistake(right, "no-mask")));
  bool was_found = false;
  for (std::uint64_t work = 1000; work < Budget::of_a_call; work *= 10) {
    Budget budget(work);
    const bool is_found = !diagnose({right}, written, budget).diagnoses.empty();
    EXPECT_TRUE(is_found || !was_found) << work;
    EXPECT_TRUE(is_found || budget.cut_short()) << work;
    was_found = is_found;
  }
  EXPECT_TRUE(was_found);
}

}  // namespace attn::budget_test
