#include <cmath>

#include "random/draw.h"

namespace attn {
namespace {

double minus_log(double u) {
  return -std::log(1 - u);
}

struct ExponentialOp final : Draw<Exponential> {
  Tensor draw_from(Generator& generator) const override {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(shape.product()));
    for (const double u : generator.uniform_double(shape.product())) {
      values.push_back(static_cast<float>(minus_log(u)));
    }
    return Tensor(shape, std::move(values));
  }

  Size cost(Operands, const Tensor& result) const override { return 16 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override {
    Generator generator(from);
    const Size place = row_major_place(at, shape);
    return draw(minus_log(generator.uniform_double(place + 1).back()), from.seed);
  }

  std::string notation(Written) const override { return "exponential_" + to_string(shape); }
};

}  // namespace

Tensor exponential(Shape shape, Generator& generator) {
  return record_draw<ExponentialOp>({shape, {}}, generator);
}

Tensor drawn(const Exponential& draw) {
  return record<ExponentialOp>(draw, {});
}

}  // namespace attn
