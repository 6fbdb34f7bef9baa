#pragma once

#include <string>

#include "tensor/derivation.h"

namespace attn {

/// A number with this many decimals, "nan" and "inf" spelled as PyTorch does.
std::string decimal(float value, int decimals);

/// A derivation as a line of arithmetic, with this many decimals:
/// "0.2098 × 0.1500 + 0.2006 × 0.8700 + … + 0.1452 × 0.8000". Sums of more than `most_terms` terms
/// show the first ones and the last.
std::string in_numbers(const Derivation& derivation, Operands operands, int decimals,
                       int most_terms);

/// The same line for every cell that was computed alike: in place of an operand's cell stands which
/// operand it is of, "{0} × {1} + {0} × {!1}"; with a "!", a negative number takes brackets there.
std::string in_places(const Derivation& derivation);

/// What the line comes to when it is taken at its word, every number as it is printed.
double as_printed(const Derivation& derivation, Operands operands, int decimals);

}  // namespace attn
