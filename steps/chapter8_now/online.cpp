#include "chapter8_now/online.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {

Tensor maximum(const Tensor& a, const Tensor& b) {
  return amax(stack({a, b}), 0);
}

Online online_softmax(const Tensor& scores) {
  Tensor m = select(scores, 0, 0);
  Tensor l = ones({});
  Online online{{m}, {l}};
  for (Size i = 1; i < scores.numel(); ++i) {
    const Tensor score = select(scores, 0, i);
    const Tensor m_new = maximum(m, score).named(names::m_new);
    const Tensor factor = exp(m - m_new).named(names::factor);
    l = l * factor + exp(score - m_new);
    m = m_new;
    online.maxima.push_back(m);
    online.sums.push_back(l);
  }
  return online;
}

Size tile_size(Size tokens) {
  return (tokens + 2) / 3;
}

void TileOfQueries::take_in(const Tensor& scores, const Tensor& v) {
  const Tensor largest = amax(scores, 1, true);  // (r, 1)
  if (maxima.empty()) {
    const Tensor p = exp(scores - largest);  // (r, c)
    maxima = {largest};
    sums = {sum(p, 1, true)};
    outputs = {matmul(p, v)};
    return;
  }
  const Tensor m_new = maximum(maxima.back(), largest).named(names::m_new);
  const Tensor factor = exp(maxima.back() - m_new).named(names::factor);
  const Tensor p = exp(scores - m_new);
  maxima.push_back(m_new);
  sums.push_back(sums.back() * factor + sum(p, 1, true));
  outputs.push_back(outputs.back() * factor + matmul(p, v));
}

TileOfQueries attend(const Head& h, Size first, Size r, Meets meets) {
  const Size tokens = h.keys.size(0);
  const Size rows = std::min(r, tokens - first);
  const float root = std::sqrt(static_cast<float>(h.keys.size(1)));
  TileOfQueries tile{narrow(h.queries, 0, first, rows)};
  for (Size start = meets == Meets::all ? (tokens - 1) / r * r : first; start >= 0; start -= r) {
    const Size columns = std::min(r, tokens - start);
    const Tensor k = narrow(h.keys, 0, start, columns);
    Tensor scores = matmul(tile.queries, T(k)) / root;  // (rows, columns)
    if (meets == Meets::so_far && start == first) {
      scores = masked_fill(scores, triu(ones(scores.shape()), 1),
                           -std::numeric_limits<float>::infinity());
    }
    tile.take_in(scores, narrow(h.values, 0, start, columns));
  }
  return tile;
}

Traffic traffic_in_tiles(Size tokens, Size d, Size r) {
  Traffic traffic{0, 0};
  for (Size first = 0; first < tokens; first += r) {
    const Size rows = std::min(r, tokens - first);
    traffic.moved += rows * d;  // the queries
    for (Size start = 0; start <= first; start += r) {
      const Size columns = std::min(r, tokens - start);
      traffic.moved += 2 * columns * d;  // keys and values
      traffic.held = std::max(traffic.held, rows * columns);
    }
    traffic.moved += rows * d;  // the context vectors
  }
  return traffic;
}

Traffic traffic_of_whole(Size tokens, Size d) {
  const Size square = tokens * tokens;
  const Size scores = 2 * tokens * d + square;   // queries and keys in, scores out
  const Size weights = 2 * square;               // scores in, weights out
  const Size context = square + 2 * tokens * d;  // weights and values in, context vectors out
  return {scores + weights + context, square};
}

}  // namespace attn::chapter8
