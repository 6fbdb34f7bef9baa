#pragma once

#include "tensor/tensor.h"

namespace attn {

/// How much may still be computed, in multiply-adds: so what is found depends on no clock.
class Effort {
 public:
  explicit Effort(double multiply_adds) : left_(multiply_adds) {}

  /// Takes as much; whether it was there.
  bool spend(double multiply_adds) {
    left_ -= multiply_adds;
    return left_ >= 0;
  }
  /// How often as much can be spent.
  double times(double multiply_adds) const { return left_ / multiply_adds; }

 private:
  double left_;
};

/// What it takes to compute x again from what was drawn or given, and to hold it against numbers.
double effort_of(const Tensor& x);

}  // namespace attn
