#include "random/generator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <bit>
#include <fstream>
#include <nlohmann/json.hpp>

#include "random/draws.h"
#include "random/multinomial.h"

namespace attn::generator_test {

using Floats = std::vector<float>;

/// FNV-1a, 32 bits, over the little-endian bytes of the values, as eight hex digits.
std::string fnv(const Floats& values) {
  std::uint32_t state = 0x811C9DC5U;
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int byte = 0; byte < 4; ++byte) {
      state = (state ^ (bits >> (8 * byte) & 0xFFU)) * 0x01000193U;
    }
  }
  char text[9];
  std::snprintf(text, sizeof text, "%08x", state);
  return text;
}

Floats dropout_of_ones(Generator& generator, std::int64_t n, double p) {
  Floats values;
  for (const double u : generator.uniform_double(n)) {
    values.push_back(u < 1 - p ? 1.0F / static_cast<float>(1 - p) : 0.0F);
  }
  return values;
}

/// arange(n) % period + least.
Tensor weights(std::int64_t n, std::int64_t period, float least) {
  Floats values;
  for (std::int64_t i = 0; i < n; ++i) values.push_back(static_cast<float>(i % period) + least);
  return Tensor({n}, std::move(values));
}

/// The kinds of draws in the reference, by its names.
Floats draw(const std::string& kind, Generator& generator, std::int64_t n) {
  const double bound = 1 / std::sqrt(3.0);
  if (kind == "rand") return generator.uniform(n, 0, 1);
  if (kind == "uniform") return generator.uniform(n, -bound, bound);
  if (kind == "randn") return generator.normal(n);
  if (kind == "normal") return generator.normal(n, 0.5, 0.02);
  if (kind == "dropout 0.1") return dropout_of_ones(generator, n, 0.1);
  if (kind == "dropout 0.5") return dropout_of_ones(generator, n, 0.5);
  if (kind == "exponential") return exponential({n}, generator).values();
  if (kind == "multinomial")
    return multinomial(weights(n, 7, 1), std::min<std::int64_t>(n, 16), false, generator).values();
  if (kind == "multinomial 1") {
    return multinomial(weights(n, 3, 0.1F), 1, false, generator).values();
  }
  if (kind == "multinomial with replacement") {
    return multinomial(weights(n, 7, 1), 9, true, generator).values();
  }
  if (kind == "multinomial 1 with replacement") {
    return multinomial(weights(n, 3, 0.1F), 1, true, generator).values();
  }
  if (kind == "randint") return randint(3, 67, {n}, generator).values();
  if (kind == "randperm") return randperm(n, generator).values();
  throw std::invalid_argument(kind);
}

/// Draws of several kinds after one another, as in the reference.
Floats sequence(Generator& generator) {
  Floats all;
  const auto add = [&](const Floats& values) {
    all.insert(all.end(), values.begin(), values.end());
  };
  add(generator.normal(3));
  add(generator.uniform(2, 0, 1));
  add(generator.normal(20));
  add(generator.normal(1));
  add(dropout_of_ones(generator, 5, 0.3));
  add(generator.normal(2));
  add(generator.uniform(4, -0.5, 0.5));
  add(generator.normal(15));
  add(generator.normal(1));
  return all;
}

std::uint64_t seed_from(const std::string& text) {
  return text[0] == '-' ? static_cast<std::uint64_t>(std::stoll(text)) : std::stoull(text);
}

class MatchesPyTorch : public testing::TestWithParam<Profile> {
 protected:
  static const nlohmann::json& reference() {
    static const nlohmann::json json =
        nlohmann::json::parse(std::ifstream(ATTN_SOURCE_DIR "/tests/oracle/generator.json"));
    return json;
  }
  const nlohmann::json& kinds() const {
    return reference().at(GetParam() == Profile::x86 ? "x86" : "scalar");
  }
};

TEST_P(MatchesPyTorch, BitForBitForManySeedsAndSizes) {
  int compared = 0;
  for (const auto& [kind, seeds] : kinds().items()) {
    if (kind == "sequence") continue;
    for (const auto& [seed, hashes] : seeds.items()) {
      std::string got;
      for (const std::int64_t n : reference().at("sizes")) {
        Generator generator(seed_from(seed), GetParam());
        got += fnv(draw(kind, generator, n));
        ++compared;
      }
      EXPECT_EQ(got, hashes.get<std::string>()) << kind << ", seed " << seed;
    }
  }
  EXPECT_GT(compared, 6000);
}

TEST_P(MatchesPyTorch, WhenKindsFollowOnEachOther) {
  for (const auto& [seed, hash] : kinds().at("sequence").items()) {
    Generator generator(seed_from(seed), GetParam());
    EXPECT_EQ(fnv(sequence(generator)), hash.get<std::string>()) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Generator, MatchesPyTorch, testing::Values(Profile::x86, Profile::scalar),
                         [](const auto& test) {
                           return test.param == Profile::x86 ? "X86" : "Scalar";
                         });

TEST(Generator, OnlyTheLowHalfOfASeedCounts) {
  Generator small(123);
  Generator large((7ULL << 32U) + 123);
  EXPECT_EQ(small.uniform(5, 0, 1), large.uniform(5, 0, 1));
}

TEST(GeneratorState, TakesUpWhereItStood) {
  for (const int before : {0, 1, 2, 15, 16, 21}) {
    Generator generator(42);
    generator.normal(before);
    generator.uniform(3, 0, 1);
    Generator again(generator.state());
    EXPECT_EQ(again.normal(3), generator.normal(3)) << before;
    EXPECT_EQ(again.uniform(3, 0, 1), generator.uniform(3, 0, 1)) << before;
  }
}

TEST(GeneratorState, CanBeMovedToAnotherSeed) {
  Generator first(1);
  first.uniform(10, 0, 1);
  Generator::State state = first.state();
  state.seed = 2;
  Generator second(2);
  second.uniform(10, 0, 1);
  Generator moved(state);
  EXPECT_EQ(moved.uniform(4, 0, 1), second.uniform(4, 0, 1));
}

}  // namespace attn::generator_test
