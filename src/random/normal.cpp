#include "random/draw.h"

namespace attn {
namespace {

struct NormalOp final : Draw<Normal> {
  Tensor draw_from(Generator& generator) const override {
    return Tensor(shape, generator.normal(shape.product()));
  }

  /// The number itself: 16 cells at a time share their words, so no single word made it.
  Derivation explain(Operands, const Index& at) const override {
    return draw(value({}).at(at), from.seed);
  }

  std::string notation(Written) const override { return "randn" + to_string(shape); }
};

}  // namespace

Tensor randn(Shape shape, Generator& generator) {
  return record_draw<NormalOp>({shape, {}}, generator);
}

Tensor drawn(const Normal& draw) {
  return record<NormalOp>(draw, {});
}

}  // namespace attn
