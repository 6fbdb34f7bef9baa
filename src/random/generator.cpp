#include "random/generator.h"

#include <cmath>
#include <cstddef>
#include <numbers>

#include "random/normal_block.h"

namespace attn {
namespace {

/// Two normal numbers from two uniform ones (Box and Muller, 1958).
struct NormalPair {
  double first, second;
};

NormalPair box_muller(double u1, double u2) {
  const double r = std::sqrt(-2.0 * std::log(1.0 - u2));
  const double angle = 2.0 * std::numbers::pi * u1;
  return {r * std::cos(angle), r * std::sin(angle)};
}

}  // namespace

Generator::Generator(std::uint64_t seed, Profile profile)
    : engine_(static_cast<std::uint32_t>(seed)), state_{.seed = seed, .profile = profile} {}

Generator::Generator(const State& state) : Generator(state.seed, state.profile) {
  if (state.spare_from) {
    engine_.discard(*state.spare_from);
    state_.words = *state.spare_from;
    normal_one_by_one();
  }
  engine_.discard(state.words - state_.words);
  state_ = state;
}

bool Generator::go_on_to(const State& to) {
  const bool is_ahead = to.seed == state_.seed && to.profile == state_.profile && !to.spare_from &&
                        to.words >= state_.words;
  if (!is_ahead) return false;
  engine_.discard(to.words - state_.words);
  state_ = to;
  return true;
}

std::vector<float> Generator::uniform(std::int64_t n, double low, double high) {
  const auto from = static_cast<float>(low);
  const float width = static_cast<float>(high) - from;
  std::vector<float> values(static_cast<std::size_t>(n));
  for (float& value : values) value = u24();
  if (from == 0 && width == 1) return values;
  // Around zero it is (k - 2^23) · 2^-23 · |from| with a whole k: exact in double, where nothing is
  // left for a fused multiply-add to do better, and faster than one that is a call.
  if (state_.profile == Profile::x86 && width == -2 * from) {
    const auto wide = static_cast<double>(width);
    for (float& value : values) {
      value = static_cast<float>(static_cast<double>(value) * wide + static_cast<double>(from));
    }
    return values;
  }
  for (float& value : values) {
    value = state_.profile == Profile::x86 ? std::fma(value, width, from) : value * width + from;
  }
  return values;
}

std::vector<double> Generator::uniform_double(std::int64_t n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  for (double& value : values) value = u53();
  return values;
}

double Generator::normal_one_by_one() {
  if (state_.spare_from) {
    state_.spare_from.reset();
    return spare_;
  }
  state_.spare_from = state_.words;
  const double u1 = u53();
  const double u2 = u53();
  const NormalPair pair = box_muller(u1, u2);
  spare_ = pair.second;
  return pair.first;
}

// Few numbers are made one by one, in double. From 16 on PyTorch fills the whole array with
// uniform numbers and turns them into normal ones in blocks of 16; when the last block is not
// full, the LAST 16 numbers are drawn anew and turned again.
std::vector<float> Generator::normal(std::int64_t n, double mean, double std) {
  constexpr std::size_t block = 16;
  std::vector<float> values(static_cast<std::size_t>(n));
  if (values.size() < block) {
    for (float& value : values) value = static_cast<float>(normal_one_by_one() * std + mean);
    return values;
  }
  const NormalBlock transform{static_cast<float>(mean), static_cast<float>(std), state_.profile};
  for (float& value : values) value = u24();
  const std::size_t full = values.size() / block * block;
  transform(values.data(), full);
  if (full != values.size()) {
    float* last = values.data() + values.size() - block;
    for (std::size_t i = 0; i < block; ++i) last[i] = u24();
    transform(last, block);
  }
  return values;
}

}  // namespace attn
