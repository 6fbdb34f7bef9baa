#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace attn {

/// std::mt19937, but on words of 32 bits: where std keeps them in 64, this one is twice as fast.
using MersenneTwister =
    std::mersenne_twister_engine<std::uint32_t, 32, 624, 397, 31, 0x9908b0dfU, 11, 0xffffffffU, 7,
                                 0x9d2c5680U, 15, 0xefc60000U, 18, 1812433253U>;

/// Which of PyTorch's two float arithmetics to follow, to the bit.
enum class Profile {
  x86,     ///< what PyTorch runs on any machine with AVX2: fused multiply-adds
  scalar,  ///< what it runs without SIMD
};

/// PyTorch's CPU generator: what torch.manual_seed(seed) starts. Facts about its streams are those
/// of PyTorch's CPU generator, checked against PyTorch 1.13.1 bit for bit.
class Generator {
 public:
  /// Where a generator stands. From it, and any seed, the same draws can be made again.
  struct State {
    std::uint64_t seed = 0;
    std::uint64_t words = 0;  ///< 32-bit words taken so far
    /// A spare normal number is kept; it was made from the words that start here.
    std::optional<std::uint64_t> spare_from{};
    Profile profile = Profile::x86;
  };

  explicit Generator(std::uint64_t seed, Profile profile = Profile::x86);
  /// A generator that stands at `state`.
  explicit Generator(const State& state);

  const State& state() const { return state_; }
  /// Goes on until it stands at `to`; false if that lies behind, or in another stream.
  bool go_on_to(const State& to);

  /// n numbers uniform on [low, high), in float32.
  std::vector<float> uniform(std::int64_t n, double low, double high);
  /// n normal numbers, in float32.
  std::vector<float> normal(std::int64_t n, double mean = 0, double std = 1);
  /// n numbers uniform on [0, 1), in double: what decides about keeping a cell in dropout.
  std::vector<double> uniform_double(std::int64_t n);
  /// The next 32 bits.
  std::uint32_t word() {
    ++state_.words;
    return engine_();
  }

 private:
  float u24() {  // 24 random bits, one word
    return static_cast<float>(word() & 0xFFFFFFU) * 0x1p-24F;
  }
  double u53() {  // 53 random bits, two words
    const std::uint64_t high = word();
    const std::uint64_t both = (high << 32U) | word();
    return static_cast<double>(both & ((1ULL << 53U) - 1)) * 0x1p-53;
  }
  double normal_one_by_one();

  MersenneTwister engine_;
  State state_;
  double spare_ = 0;  // REQUIRES: state_.spare_from
};

}  // namespace attn
