#pragma once

#include "lesson/settings.h"
#include "tensor/tensor.h"

/// Where a token stands, as a vector: sines and cosines of the position, slower from pair to pair
/// (Vaswani et al., "Attention Is All You Need", 2017, section 3.5):
///
///     pe[pos, 2i] = sin(pos / 10000^(2i/d)),  pe[pos, 2i + 1] = cos(pos / 10000^(2i/d))

namespace attn {

/// (d/2): 1 / 10000^(2i/d), by how much pair i turns from one position to the next, in radians.
/// REQUIRES: d is even.
Tensor div_terms(Size d);
/// "pos 3", "pos 4" …, n of them.
std::shared_ptr<const Labels> position_names(Size first, Size n);
/// "sin0", "cos0", "sin1" …, the columns of so many pairs.
std::shared_ptr<const Labels> wave_names(Size pairs);
/// The angles of n positions, in pairs of sine and cosine: div_term (d/2) → (n, d).
Tensor waves(Size n, const Tensor& div_term);
/// (n, d), named `pe`. REQUIRES: d is even.
Tensor positional_encoding(Size n, Size d);

}  // namespace attn
