#pragma once

#include <cstdint>
#include <vector>

#include "tensor/tensor.h"

namespace attn {

/// The arithmetic behind one cell, as a tree: its leaves are cells of the operands, plain numbers
/// and random draws. Evaluating the tree gives the cell's value again, so an explanation can be
/// checked.
struct Derivation {
  enum class Kind {
    cell,        ///< `index` of operand `operand`
    number,      ///< `value`
    draw,        ///< `value`: a random number from a generator seeded with `seed`
    sum,         ///< all parts added
    difference,  ///< parts[0] - parts[1]
    product,     ///< all parts multiplied
    quotient,    ///< parts[0] / parts[1]
    exp,
    log,  ///< natural
    sqrt,
    erf,
    tanh,
    sin,  ///< of radians, as cos
    cos,
    max,   ///< the largest part; nan if one is
    less,  ///< 1 if parts[0] < parts[1], else 0
  };

  Kind kind = Kind::number;
  int operand = 0;
  Index index{};
  double value = 0;
  std::uint64_t seed = 0;
  std::vector<Derivation> parts{};
};

/// What the tree comes to for these operands, in float32 like the cell itself: what overflows
/// there overflows here.
float evaluate(const Derivation& derivation, Operands operands);

// The trees' building blocks, one for each kind.
Derivation cell(int operand, const Index& index);
Derivation number(double value);
Derivation draw(double value, std::uint64_t seed);
Derivation sum_of(std::vector<Derivation> parts);
Derivation difference(Derivation a, Derivation b);
Derivation product_of(std::vector<Derivation> parts);
Derivation quotient(Derivation a, Derivation b);
Derivation exp_of(Derivation x);
Derivation log_of(Derivation x);
Derivation sqrt_of(Derivation x);
Derivation erf_of(Derivation x);
Derivation tanh_of(Derivation x);
Derivation sin_of(Derivation x);
Derivation cos_of(Derivation x);
Derivation max_of(std::vector<Derivation> parts);
Derivation less(Derivation a, Derivation b);

}  // namespace attn
