#include "random/draws.h"

#include <gtest/gtest.h>

#include <cmath>

namespace attn {
namespace {

TEST(Draws, FollowEachOtherInOneStream) {
  Generator generator(123);
  const Tensor first = rand({3, 2}, generator);
  const Tensor second = rand({3, 2}, generator);
  Generator same(123);
  const Tensor both = rand({12}, same);
  std::vector<float> joined = first.values();
  for (const float value : second.values()) joined.push_back(value);
  EXPECT_EQ(joined, both.values());
}

TEST(Draws, CanBeDrawnAgainFromWhatTheyRemember) {
  Generator generator(5);
  const std::vector<Tensor> draws = {
      rand({2, 2}, generator), randn({3}, generator),          uniform({4}, -0.5, 0.5, generator),
      randn({20}, generator),  bernoulli({6}, 0.3, generator), randn({1}, generator)};
  for (const Tensor& draw : draws) {
    EXPECT_EQ(draw.operation()->value({}).values(), draw.values());
  }
}

TEST(Draws, CanBeDrawnFromAnotherSeed) {
  Generator generator(5);
  rand({7}, generator);
  const Tensor drawn = rand({2}, generator);
  const auto& uniform = dynamic_cast<const Uniform&>(*drawn.operation());
  Uniform other = uniform;
  other.from.seed = 6;
  Generator six(6);
  rand({7}, six);
  EXPECT_EQ(other.value({}).values(), rand({2}, six).values());
}

TEST(Draws, ExplainEveryCell) {
  Generator generator(9);
  const std::vector<Tensor> draws = {rand({2, 3}, generator), uniform({5}, -0.7, 0.7, generator),
                                     randn({17}, generator), randn({3}, generator),
                                     bernoulli({4, 2}, 0.6, generator)};
  for (const Tensor& draw : draws) {
    for_each_cell(draw.shape(), [&](const Index& cell) {
      const Derivation told = draw.operation()->explain({}, cell);
      EXPECT_NEAR(evaluate(told, {}), draw.at(cell), 1e-6) << to_string(cell);
    });
  }
}

TEST(Draws, SayWhichDrawACellWas) {
  Generator generator(9);
  rand({4}, generator);
  const Tensor drawn = rand({2, 3}, generator);
  const Derivation told = drawn.operation()->explain({}, {1, 0});
  EXPECT_EQ(told.seed, 9U);
  EXPECT_EQ(told.draw_number, 4 + 3);
}

TEST(Draws, AreWrittenWithTheirShape) {
  Generator generator(1);
  EXPECT_EQ(rand({3, 2}, generator).operation()->notation({}), "rand(3,2)");
  EXPECT_EQ(randn({2}, generator).operation()->notation({}), "randn(2)");
}

}  // namespace
}  // namespace attn
