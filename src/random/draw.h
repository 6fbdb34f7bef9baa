#pragma once

#include "random/draws.h"

namespace attn {

/// "a random number from seed 123, number 5 of this draw": of a cell that was drawn, of one that
/// was stretched to a range, and of one that tells whether a number was below a threshold.
Wording words_of_draw(const Told& told);

/// A generator that stands at `from`, to be drawn from at once: the last one, if that can go on to
/// there, since to leave numbers out takes nearly as long as to draw them.
Generator& generator_at(const Generator::State& from);

/// An operation that draws numbers. Where its generator stood, `from`, is among the parameters.
template <class Parameters>
struct Draw : FromNothing<Parameters> {
  /// Takes the numbers from a generator that stands at `from`.
  virtual Tensor draw_from(Generator& generator) const = 0;

  Tensor value(Operands) const final { return draw_from(generator_at(this->from)); }
  Size cost(Operands, const Tensor& result) const override { return 4 * result.numel(); }
  Wording words(const Told& told) const final { return words_of_draw(told); }
};

/// Draws from where the generator stands; it goes on.
template <class SomeDraw>
Tensor record_draw(typename SomeDraw::Kind parameters, Generator& generator) {
  parameters.from = generator.state();
  auto draw = operation<SomeDraw>(std::move(parameters));
  Tensor result = draw->draw_from(generator);
  return remember(std::move(draw), {}, std::move(result));
}

}  // namespace attn
