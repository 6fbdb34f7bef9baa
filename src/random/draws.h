#pragma once

#include "random/generator.h"
#include "tensor/operation.h"

/// Random tensors as operations without operands. Each remembers where its generator stood, so
/// that it can be drawn again, or drawn from another seed.

namespace attn {

/// Uniform on [low, high); one word a cell, row-major.
struct Uniform {
  Shape shape;
  double low, high;
  Generator::State from;
};
/// torch's `empty(shape).uniform_(low, high)`.
Tensor uniform(Shape shape, double low, double high, Generator& generator);
/// Uniform on [0, 1); torch.rand.
Tensor rand(Shape shape, Generator& generator);

/// Normal with mean 0 and standard deviation 1.
struct Normal {
  Shape shape;
  Generator::State from;
};
/// torch.randn.
Tensor randn(Shape shape, Generator& generator);

/// Whole numbers from low to high - 1, one word a cell.
struct Randint {
  Shape shape;
  Size low, high;
  Generator::State from;
};
/// torch.randint. REQUIRES: low < high, and high - low below 2³².
Tensor randint(Size low, Size high, Shape shape, Generator& generator);

/// 0 to n - 1 in an order that is drawn: each place but the last changes with one from there on.
struct Randperm {
  Size n;
  Generator::State from;
};
/// torch.randperm: (n).
Tensor randperm(Size n, Generator& generator);

/// 1 with probability p, else 0: 1 where a 53-bit uniform number, two words a cell, is below p.
struct Bernoulli {
  Shape shape;
  double p;
  Generator::State from;
};
/// torch's `empty(shape).bernoulli_(p)`.
Tensor bernoulli(Shape shape, double p, Generator& generator);

/// The same of another stream: what official x86 builds with Intel MKL draw, up to PyTorch 2.6.
/// They take a single word of the generator, whatever the shape, and go on from it with a
/// multiplicative congruential generator: x → 1132489760 x mod (2³¹ - 1), 1 where x / (2³¹ - 1) is
/// below p.
struct MklBernoulli {
  Shape shape;
  double p;
  Generator::State from;
};

/// Exponential with mean 1: -log(1 - u) of a 53-bit uniform number u, two words a cell.
struct Exponential {
  Shape shape;
  Generator::State from;
};
/// torch's `empty(shape).exponential_()`.
Tensor exponential(Shape shape, Generator& generator);

/// What is drawn with these parameters, by a generator that stands where they say.
Tensor drawn(const Uniform& draw);
Tensor drawn(const Normal& draw);
Tensor drawn(const Bernoulli& draw);
Tensor drawn(const MklBernoulli& draw);
Tensor drawn(const Exponential& draw);
Tensor drawn(const Randint& draw);
Tensor drawn(const Randperm& draw);

}  // namespace attn
