#pragma once

#include <functional>
#include <string_view>

#include "lesson/page.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "tensor/tensor.h"

/// Results of operations, worked out again one number at a time: plain loops in double, without any
/// of the operations. A claim that rests on these says ✗ when an operation goes wrong, and not only
/// when two ways that share it differ.
///
/// Letters in shapes: T tokens that ask, S that are looked at, …: any axes, the same in all.

namespace attn::by_hand {

/// Which tokens a token may look at.
enum class Sees {
  all,    ///< every one
  so_far  ///< itself and those before it
};

/// Whether every row of weights (…, T, S), or of (S), is softmax(scores ÷ divisor) over what may be
/// looked at, and 0 elsewhere: exp(s_j ÷ divisor) ÷ Σ_k exp(s_k ÷ divisor). The scores are those
/// before any mask. REQUIRES: they are finite.
bool are_softmax_of(const Tensor& weights, const Tensor& scores, float divisor = 1,
                    Sees sees = Sees::all);

/// The same, where it is told of each pair of places in a row and along it whether one may look at
/// the other. REQUIRES: every row may look at something.
using MayLook = std::function<bool(Size asking, Size asked)>;
bool are_softmax_of(const Tensor& weights, const Tensor& scores, float divisor,
                    const MayLook& may_look);

/// Claims just that of weights that have a name: softmax(scores ÷ √d_k), or softmax(scores) for a
/// d_k of 1; and that the scores are dot products, if they were made as queries @ keys.T.
/// REQUIRES: the scores are finite.
void check_weights(Page& page, const Tensor& weights, const Tensor& scores, Size d_k,
                   Sees sees = Sees::all);

/// The same in short, of weights that an earlier step is about.
void check_weights_of(Page& page, std::string_view step, const Tensor& weights,
                      const Tensor& scores, Size d_k, Sees sees = Sees::all);

/// Whether scores[…, i, j] is queries[…, i] · keys[…, j] throughout: (…, T, S) of (…, T, d) and
/// (…, S, d).
bool are_dot_products_of(const Tensor& scores, const Tensor& queries, const Tensor& keys);

/// Whether scores that were made as queries @ keys.T are dot products throughout; true of scores
/// that were made otherwise.
bool are_dot_products(const Tensor& scores);

/// Whether every row of mixed (…, T, d) is the sum of the rows of values (…, S, d), each times its
/// weight (…, T, S).
bool are_mixtures_of(const Tensor& mixed, const Tensor& weights, const Tensor& values);

/// Whether every cell of y (…, out) is the row of x (…, in) times a row of the layer's weight, plus
/// its bias if it has one.
bool is_linear(const Tensor& y, const Tensor& x, const Linear& layer);

/// Whether split (b, h, T, hd) has the columns of flat (b, T, h · hd), hd in a row for each head.
bool are_heads_of(const Tensor& split, const Tensor& flat);

/// Whether attention is right all the way to context (…, T, d), the product of weights and values:
/// the scores are queries · keys, the weights their softmax (÷ √d_k), dropout at rate p makes each
/// of them 0 or 1/(1 - p) times as large, and context mixes the values. Reads the tensors from its
/// memory, by the names that src/nn gives them. REQUIRES: the scores are finite.
bool is_attention(const Tensor& context, Sees sees, double p = 0);

/// Whether every row of normed (…, d) is (x - mean) ÷ √(variance + eps), the squares divided by d.
bool are_normalized(const Tensor& normed, const Tensor& x, float eps);
/// The same, times the layer's scale, plus its shift.
bool are_normalized(const Tensor& normed, const Tensor& x, const LayerNorm& norm);

}  // namespace attn::by_hand
