#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operation.h"
#include "tensor/operations.h"

namespace attn {

/// An operation that makes one number of each lane along `dim`; the axis is gone from the result
/// or, if `keepdim`, an axis of 1. Both are among the parameters.
template <class Parameters>
struct OverAxis : Op<Parameters> {
  Size cost(Operands operands, const Tensor&) const override { return operands[0].numel(); }

  const Labels* labels(Operands operands, int axis) const override {
    const int gone = axis_in(operands[0]);
    if (this->keepdim) return labels_but(operands[0], gone, axis);
    return labels_without(operands[0], gone, axis);
  }

 protected:
  int axis_in(const Tensor& x) const { return axis_of(this->dim, x.dim()); }

  /// f(lane) of each lane.
  template <class F>
  Tensor reduced(const Tensor& x, F f) const {
    const Tensor result = reduce_lanes(x, axis_in(x), f);
    return this->keepdim ? with_axis(result, axis_in(x)) : result;
  }

  /// The cells of x that cell `at` of the result was made of.
  std::vector<Index> lane_of(const Tensor& x, const Index& at) const {
    const int axis = axis_in(x);
    const Index first = this->keepdim ? at : at.inserted(axis, 0);
    std::vector<Index> cells;
    for (Size i = 0; i < x.size(axis); ++i) cells.push_back(first.with(axis, i));
    return cells;
  }

  /// The mean of the cells that cell `at` was made of, told.
  Derivation mean_of_lane(const Tensor& x, const Index& at) const {
    std::vector<Derivation> cells = cells_of(lane_of(x, at));
    const auto count = static_cast<double>(cells.size());
    return quotient(sum_of(std::move(cells)), number(count));
  }

  /// Their squared distances from their mean, added up and divided by `divisor`, told.
  Derivation variance_of_lane(const Tensor& x, const Index& at, double divisor) const {
    const std::vector<Index> lane = lane_of(x, at);
    const double mean = mean_of(Lane(x, axis_in(x), lane.front()));
    return quotient(sum_of(squared_distances(lane, mean)), number(divisor));
  }

  /// The gradient of a mean: an equal share for each cell of its lane.
  Tensor spread_mean(const Backward& flow) const {
    const Shape& shape = flow.asked().shape();
    const int axis = axis_in(flow.asked());
    const Tensor kept = reshape(flow.gradient, shape.with(axis, 1));
    return expand(kept / static_cast<float>(shape[axis]), shape);
  }

  /// That of a variance, 2 (x - mean) / divisor. That the mean moves, too, comes to nothing: the
  /// distances sum to 0.
  Tensor spread_variance(const Backward& flow, double divisor) const {
    const Tensor& x = flow.asked();
    const int axis = axis_in(x);
    const Tensor kept = reshape(flow.gradient, x.shape().with(axis, 1));
    return (x - mean(x, axis, true)) * (kept * static_cast<float>(2 / divisor));
  }

  /// "x.sum(dim=-1, keepdim=True)"; `parameters` are those between the two.
  std::string written_along(std::string_view function, std::string_view x,
                            std::string_view parameters = "") const {
    std::string rest(function);
    rest += "(dim=" + std::to_string(this->dim);
    rest += parameters;
    return method(x, rest + (this->keepdim ? ", keepdim=True)" : ")"));
  }
};

/// A mean, whichever way it is added up.
template <class Parameters>
struct SomeMean : OverAxis<Parameters> {
  Derivation explain(Operands operands, const Index& at) const final {
    return this->mean_of_lane(operands[0], at);
  }
  Wording words(const Told& told) const final { return words_of_mean(told); }
  std::string notation(Written operands) const final {
    return this->written_along("mean", operands[0]);
  }
  Tensor backward(const Backward& flow) const final { return this->spread_mean(flow); }
};

}  // namespace attn
