#include <cassert>
#include <numeric>
#include <utility>

#include "random/draw.h"

namespace attn {
namespace {

/// A number below n, as PyTorch makes it of one word.
Size below(Size n, Generator& generator) {
  return static_cast<Size>(generator.word() % static_cast<std::uint32_t>(n));
}

struct RandintOp final : Draw<Randint> {
  Tensor draw_from(Generator& generator) const override {
    std::vector<float> values;
    for (Size i = 0; i < shape.product(); ++i) {
      values.push_back(static_cast<float>(low + below(high - low, generator)));
    }
    return Tensor(shape, std::move(values));
  }

  Derivation explain(Operands, const Index& at) const override {
    Generator generator(from);
    const Tensor drawn = draw_from(generator);
    return draw(drawn.at(at), from.seed);
  }

  std::string notation(Written) const override {
    return "randint(" + std::to_string(low) + ", " + std::to_string(high) + ", " +
           to_string(shape) + ")";
  }
};

struct RandpermOp final : Draw<Randperm> {
  Tensor draw_from(Generator& generator) const override {
    std::vector<float> values(static_cast<std::size_t>(n));
    std::iota(values.begin(), values.end(), 0.0F);
    for (Size i = 0; i + 1 < n; ++i) {
      std::swap(values[static_cast<std::size_t>(i)],
                values[static_cast<std::size_t>(i + below(n - i, generator))]);
    }
    return Tensor({n}, std::move(values));
  }

  Derivation explain(Operands, const Index& at) const override {
    Generator generator(from);
    return draw(draw_from(generator).at(at), from.seed);
  }

  std::string notation(Written) const override { return "randperm(" + std::to_string(n) + ")"; }
};

}  // namespace

Tensor randint(Size low, Size high, Shape shape, Generator& generator) {
  assert(low < high);
  return record_draw<RandintOp>({shape, low, high, {}}, generator);
}

Tensor randperm(Size n, Generator& generator) {
  return record_draw<RandpermOp>({n, {}}, generator);
}

Tensor drawn(const Randint& draw) {
  return record<RandintOp>(draw, {});
}

Tensor drawn(const Randperm& draw) {
  return record<RandpermOp>(draw, {});
}

}  // namespace attn
