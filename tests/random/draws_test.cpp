#include "random/draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "random/multinomial.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn::draws_test {

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
  for (const Profile profile : {Profile::x86, Profile::scalar}) {
    Generator generator(5, profile);
    const std::vector<Tensor> draws = {rand({2, 2}, generator),
                                       randn({3}, generator),
                                       uniform({400}, -0.7, 0.7, generator),
                                       randn({400}, generator),
                                       bernoulli({6}, 0.3, generator),
                                       exponential({6}, generator),
                                       randint(2, 9, {5}, generator),
                                       randperm(7, generator),
                                       randn({1}, generator)};
    for (const Tensor& draw : draws) {
      EXPECT_EQ(draw.operation()->value({}).values(), draw.values());
    }
  }
}

TEST(Draws, CanBeDrawnFromAnotherSeed) {
  Generator generator(5);
  rand({7}, generator);
  Uniform other = *as<Uniform>(rand({2}, generator).operation());
  other.from.seed = 6;
  Generator six(6);
  rand({7}, six);
  EXPECT_EQ(drawn(other).values(), rand({2}, six).values());
}

/// The other stream of dropout, by the rule: one word of the generator, then multiplications.
std::vector<float> mkl_keeps(std::uint32_t seed, double p, int cells) {
  std::mt19937 w(seed);
  std::uint64_t x = w() % 2147483647;
  if (x == 0) x = 1;
  std::vector<float> keeps;
  for (int i = 0; i < cells; ++i) {
    keeps.push_back(static_cast<double>(x) / 2147483647.0 < 1 - p ? 1.0F : 0.0F);
    x = x * 1132489760 % 2147483647;
  }
  return keeps;
}

TEST(MklBernoulli, FollowsTheRuleOfItsStream) {
  for (const double p : {0.5, 0.2, 0.9}) {
    for (const std::uint32_t seed : {123U, 0U, 42U}) {
      const Tensor draw = drawn(MklBernoulli{{6, 6}, 1 - p, Generator(seed).state()});
      EXPECT_EQ(draw.values(), mkl_keeps(seed, p, 36)) << p << " " << seed;
    }
  }
}

TEST(MklBernoulli, GoesOnFromWhereTheGeneratorStands) {
  Generator generator(123);
  generator.word();
  std::mt19937 w(123);
  w();
  const std::uint64_t x = w() % 2147483647;
  const Tensor draw = drawn(MklBernoulli{{4}, 0.5, generator.state()});
  EXPECT_EQ(draw.at({0}), static_cast<double>(x) / 2147483647.0 < 0.5 ? 1.0F : 0.0F);
}

TEST(MklBernoulli, IsNotTheStreamOfBernoulli) {
  Generator generator(123);
  const Tensor draw = drawn(MklBernoulli{{6, 6}, 0.5, generator.state()});
  EXPECT_NE(draw.values(), bernoulli({6, 6}, 0.5, generator).values());
}

TEST(Draws, ExplainEveryCell) {
  Generator generator(9);
  const std::vector<Tensor> draws = {rand({2, 3}, generator),
                                     uniform({5}, -0.7, 0.7, generator),
                                     randn({17}, generator),
                                     randn({3}, generator),
                                     bernoulli({4, 2}, 0.6, generator),
                                     randint(-3, 9, {4, 2}, generator),
                                     randperm(6, generator),
                                     exponential({4, 2}, generator),
                                     drawn(MklBernoulli{{4, 2}, 0.6, generator.state()})};
  for (const Tensor& draw : draws) {
    for_each_cell(draw.shape(), [&](const Index& cell) {
      const Derivation told = draw.operation()->explain({}, cell);
      EXPECT_NEAR(evaluate(told, {}), draw.at(cell), 1e-6) << to_string(cell);
    });
  }
}

TEST(Multinomial, CanBeDrawnAgainFromWhatItRemembersAndSaysItsSeed) {
  Generator generator(9);
  const Tensor probabilities({4}, {0.1F, 0, 0.6F, 0.3F});
  for (const bool replacement : {true, false}) {
    const Tensor places = multinomial(probabilities, 3, replacement, generator);
    const Tensor again = places.operation()->value(places.operands());
    EXPECT_EQ(again.values(), places.values());
    for (Size i = 0; i < 3; ++i) {
      const Derivation told = places.operation()->explain(places.operands(), {i});
      EXPECT_EQ(evaluate(told, places.operands()), places.at({i}));
      EXPECT_EQ(told.seed, 9U);
    }
  }
}

TEST(Multinomial, NeverDrawsWhatHasNoProbability) {
  Generator generator(3);
  const Tensor probabilities({4}, {0, 1, 0, 2});
  for (const float place : multinomial(probabilities, 500, true, generator).values()) {
    EXPECT_TRUE(place == 1 || place == 3) << place;
  }
  std::vector<float> both = multinomial(probabilities, 2, false, generator).values();
  std::sort(both.begin(), both.end());
  EXPECT_EQ(both, (std::vector<float>{1, 3}));
}

TEST(Multinomial, RefusesMoreThanThereAre) {
  Generator generator(3);
  EXPECT_THROW(multinomial(Tensor({3}, {0, 1, 2}), 3, false, generator), ShapeError);
  EXPECT_THROW(multinomial(zeros({3}), 1, true, generator), ShapeError);
}

TEST(Draws, SayWhichSeedACellCameFrom) {
  Generator generator(9);
  const Tensor drawn = rand({2, 3}, generator);
  EXPECT_EQ(drawn.operation()->explain({}, {1, 0}).seed, 9U);
}

TEST(Draws, AreToldInWords) {
  Generator generator(9);
  const auto told = [](const Tensor& draw) {
    const Derivation derivation = draw.operation()->explain({}, {1});
    return draw.operation()->words({derivation, draw, {1}}).en;
  };
  EXPECT_EQ(told(rand({2}, generator)), "a random number from seed 9: number 2 of this draw");
  EXPECT_EQ(told(uniform({2}, -1, 1, generator)),
            "a random number from seed 9, number 2 of this draw, stretched to its range");
  EXPECT_EQ(told(bernoulli({2}, 0, generator)).substr(6),
            ", a random number from seed 9, number 2 of this draw, is not below the threshold 0: "
            "0");
}

TEST(Draws, AreWrittenWithTheirShape) {
  Generator generator(1);
  EXPECT_EQ(rand({3, 2}, generator).operation()->notation({}), "rand(3,2)");
  EXPECT_EQ(randn({2}, generator).operation()->notation({}), "randn(2)");
}

}  // namespace attn::draws_test
