#include "tensor/argmax.h"

#include "tensor/over_axis.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

float place_of_largest(const Lane& lane) {
  const float max = largest(lane);
  Size place = 0;
  while (!(lane[place] == max) && !std::isnan(lane[place])) ++place;
  return static_cast<float>(place);
}

struct ArgmaxOp final : OverAxis<Argmax> {
  Tensor value(Operands operands) const override {
    require_shape(operands[0].size(dim) > 0, [] { return "no cell is the largest of none"; });
    return reduced(operands[0], place_of_largest);
  }

  // The place itself is no arithmetic on the cells.
  Derivation explain(Operands operands, const Index& at) const override {
    return number(place_of_largest(
        Lane(operands[0], axis_in(operands[0]), lane_of(operands[0], at).front())));
  }

  Wording words(const Told&) const override {
    return {"가장 큰 수가 있는 자리입니다. 0부터 셉니다",
            "the place of the largest, counted from 0"};
  }

  std::string notation(Written operands) const override {
    return written_along("argmax", operands[0]);
  }

  // A small change moves no place.
  Tensor backward(const Backward& flow) const override { return zeros(flow.asked().shape()); }
};

}  // namespace

Tensor argmax(const Tensor& x, int dim, bool keepdim) {
  return record<ArgmaxOp>({dim, keepdim}, {x});
}

}  // namespace attn
