#include "random/draw.h"

namespace attn {
namespace {

struct UniformOp final : Draw<Uniform> {
  Tensor draw_from(Generator& generator) const override {
    return Tensor(shape, generator.uniform(shape.product(), low, high));
  }

  Derivation explain(Operands, const Index& at) const override {
    Generator generator(from);
    const Size place = row_major_place(at, shape);
    const float u = generator.uniform(place + 1, 0, 1).back();
    const Derivation drawn = draw(u, from.seed);
    if (low == 0 && high == 1) return drawn;
    return sum_of({number(low), product_of({drawn, number(high - low)})});
  }

  std::string notation(Written) const override {
    return (low == 0 && high == 1 ? "rand" : "uniform") + to_string(shape);
  }
};

}  // namespace

Tensor uniform(Shape shape, double low, double high, Generator& generator) {
  return record_draw<UniformOp>({shape, low, high, {}}, generator);
}

Tensor rand(Shape shape, Generator& generator) {
  return uniform(shape, 0, 1, generator);
}

Tensor drawn(const Uniform& draw) {
  return record<UniformOp>(draw, {});
}

}  // namespace attn
