#pragma once

#include "random/generator.h"
#include "tensor/operation.h"

/// Random tensors as operations without operands. Each remembers where its generator stood, so
/// that it can be drawn again, or drawn from another seed.

namespace attn {

/// Uniform on [low, high); one word a cell, row-major.
struct Uniform final : FromNothing {
  Uniform(Shape shape, double low, double high, Generator::State from)
      : shape(shape), low(low), high(high), from(from) {}
  Shape shape;
  double low, high;
  Generator::State from;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
/// torch's `empty(shape).uniform_(low, high)`.
Tensor uniform(Shape shape, double low, double high, Generator& generator);
/// Uniform on [0, 1); torch.rand.
Tensor rand(Shape shape, Generator& generator);

/// Normal with mean 0 and standard deviation 1.
struct Normal final : FromNothing {
  Normal(Shape shape, Generator::State from) : shape(shape), from(from) {}
  Shape shape;
  Generator::State from;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
/// torch.randn.
Tensor randn(Shape shape, Generator& generator);

/// 1 with probability p, else 0: 1 where a 53-bit uniform number, two words a cell, is below p.
struct Bernoulli final : FromNothing {
  Bernoulli(Shape shape, double p, Generator::State from) : shape(shape), p(p), from(from) {}
  Shape shape;
  double p;
  Generator::State from;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
/// torch's `empty(shape).bernoulli_(p)`.
Tensor bernoulli(Shape shape, double p, Generator& generator);

/// The same of another stream: what official x86 builds with Intel MKL draw, up to PyTorch 2.6.
/// They take a single word of the generator, whatever the shape, and go on from it with a
/// multiplicative congruential generator: x → 1132489760 x mod (2³¹ - 1), 1 where x / (2³¹ - 1) is
/// below p.
struct MklBernoulli final : FromNothing {
  MklBernoulli(Shape shape, double p, Generator::State from) : shape(shape), p(p), from(from) {}
  Shape shape;
  double p;
  Generator::State from;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};

}  // namespace attn
