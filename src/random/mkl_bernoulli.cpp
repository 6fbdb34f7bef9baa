#include <algorithm>
#include <cstdint>

#include "random/draw.h"

namespace attn {
namespace {

/// The multiplicative congruential generator, from one word on.
class Congruential {
 public:
  explicit Congruential(Generator& generator)
      : x_(std::max<std::uint64_t>(generator.word() % modulus, 1)) {}
  /// The next number on [0, 1).
  double next() {
    const double u = static_cast<double>(x_) / static_cast<double>(modulus);
    x_ = x_ * multiplier % modulus;
    return u;
  }

 private:
  static constexpr std::uint64_t modulus = (1ULL << 31U) - 1;
  static constexpr std::uint64_t multiplier = 1132489760;
  std::uint64_t x_;
};

struct MklBernoulliOp final : Draw<MklBernoulli> {
  Tensor draw_from(Generator& generator) const override {
    Congruential numbers(generator);
    std::vector<float> values(static_cast<std::size_t>(shape.product()));
    for (float& value : values) value = numbers.next() < p ? 1.0F : 0.0F;
    return Tensor(shape, std::move(values));
  }

  Derivation explain(Operands, const Index& at) const override {
    Generator generator(from);
    Congruential numbers(generator);
    for (Size before = row_major_place(at, shape); before > 0; --before) numbers.next();
    return less(draw(numbers.next(), from.seed), number(p));
  }

  std::string notation(Written) const override { return "mkl_bernoulli" + to_string(shape); }
};

}  // namespace

Tensor drawn(const MklBernoulli& draw) {
  return record<MklBernoulliOp>(draw, {});
}

}  // namespace attn
