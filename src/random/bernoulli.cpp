#include "random/draw.h"

namespace attn {
namespace {

struct BernoulliOp final : Draw<Bernoulli> {
  Tensor draw_from(Generator& generator) const override {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(shape.product()));
    for (const double u : generator.uniform_double(shape.product())) {
      values.push_back(u < p ? 1.0F : 0.0F);
    }
    return Tensor(shape, std::move(values));
  }

  Size cost(Operands, const Tensor& result) const override { return 16 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override {
    Generator generator(from);
    const Size place = row_major_place(at, shape);
    const double u = generator.uniform_double(place + 1).back();
    return less(draw(u, from.seed), number(p));
  }

  std::string notation(Written) const override { return "bernoulli" + to_string(shape); }
};

}  // namespace

Tensor bernoulli(Shape shape, double p, Generator& generator) {
  return record_draw<BernoulliOp>({shape, p, {}}, generator);
}

Tensor drawn(const Bernoulli& draw) {
  return record<BernoulliOp>(draw, {});
}

}  // namespace attn
