#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tensor/tensor.h"

namespace attn {

/// A function of one number, and how it is written: "exp", "√".
struct Function {
  std::string_view name;
  double (*of)(double x);
};

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
    function,    ///< `function` of parts[0]
    max,         ///< the largest part; nan if one is
    less,        ///< 1 if parts[0] < parts[1], else 0
  };

  Kind kind = Kind::number;
  int operand = 0;
  Index index{};
  double value = 0;
  std::uint64_t seed = 0;
  Function function{};
  std::vector<Derivation> parts{};
};

/// What the tree comes to for these operands, in float32 like the cell itself: what overflows
/// there overflows here.
float evaluate(const Derivation& derivation, Operands operands);

// The trees' building blocks, one for each kind.
Derivation cell(int operand, const Index& index);
/// The cell of an operand that meets cell `at` of the result, to which it is broadcast.
Derivation met_cell(Operands operands, int operand, const Index& at);
/// Cells of operand 0.
std::vector<Derivation> cells_of(const std::vector<Index>& cells);
/// (cell - mean)² of each of these cells of operand 0.
std::vector<Derivation> squared_distances(const std::vector<Index>& cells, double mean);
Derivation number(double value);
Derivation draw(double value, std::uint64_t seed);
Derivation sum_of(std::vector<Derivation> parts);
Derivation difference(Derivation a, Derivation b);
Derivation product_of(std::vector<Derivation> parts);
Derivation quotient(Derivation a, Derivation b);
Derivation function_of(const Function& function, Derivation x);
Derivation max_of(std::vector<Derivation> parts);
Derivation less(Derivation a, Derivation b);

// Functions that several operations take.
Derivation exp_of(Derivation x);
Derivation log_of(Derivation x);  ///< the natural one
Derivation sqrt_of(Derivation x);

}  // namespace attn
