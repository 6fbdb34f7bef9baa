#include "chapter1_words/positions.h"

#include <cmath>

#include "tensor/operations.h"

namespace attn::chapter1 {

Tensor div_terms(Size d) {
  const Tensor two_i = arange(d / 2) * 2.0F;  // 0, 2, 4 …
  return exp(two_i * static_cast<float>(-std::log(10000.0) / static_cast<double>(d)))
      .named("div_term");
}

Tensor waves(Size n, const Tensor& div_term) {
  const Tensor position = view(arange(n), {n, 1}).named("position");
  const Tensor angles = (position * div_term).named("angles");      // (n, d/2)
  const Tensor sin_and_cos = stack({sin(angles), cos(angles)}, 2);  // (n, d/2, 2)
  Labels positions;
  for (Size pos = 0; pos < n; ++pos) positions.push_back(formatted("pos {}", pos));
  return view(sin_and_cos, {n, 2 * div_term.size(0)})
      .labelled(0, std::make_shared<const Labels>(std::move(positions)));
}

Tensor positional_encoding(Size n, Size d) {
  Labels columns;
  for (Size i = 0; i < d / 2; ++i) {
    columns.push_back(formatted("sin{}", i));
    columns.push_back(formatted("cos{}", i));
  }
  return waves(n, div_terms(d))
      .named("pe")
      .labelled(1, std::make_shared<const Labels>(std::move(columns)));
}

Tensor row_lengths(const Tensor& x) {
  return sqrt(sum(x * x, 1));
}

}  // namespace attn::chapter1
