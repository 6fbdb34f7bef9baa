#include "shared/positions.h"

#include <cmath>

#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {

Tensor div_terms(Size d) {
  const Tensor two_i = arange(d / 2) * 2.0F;  // 0, 2, 4 …
  return exp(two_i * static_cast<float>(-std::log(10000.0) / static_cast<double>(d)))
      .named(names::div_term);
}

std::shared_ptr<const Labels> position_names(Size first, Size n) {
  Labels names;
  for (Size pos = first; pos < first + n; ++pos) names.push_back(formatted("pos {}", pos));
  return std::make_shared<const Labels>(std::move(names));
}

std::shared_ptr<const Labels> wave_names(Size pairs) {
  Labels names;
  for (Size i = 0; i < pairs; ++i) {
    names.push_back(formatted("sin{}", i));
    names.push_back(formatted("cos{}", i));
  }
  return std::make_shared<const Labels>(std::move(names));
}

Tensor waves(Size n, const Tensor& div_term) {
  const Size pairs = div_term.size(0);
  const Tensor position = view(arange(n), {n, 1}).named("position");
  const Tensor angles =
      (position * div_term).named("angles").labelled(0, position_names(0, n));  // (n, d/2)
  const Tensor sin_and_cos = stack({sin(angles), cos(angles)}, 2);              // (n, d/2, 2)
  return view(sin_and_cos, {n, 2 * pairs})
      .labelled(0, position_names(0, n))
      .labelled(1, wave_names(pairs));
}

Tensor positional_encoding(Size n, Size d) {
  return waves(n, div_terms(d)).named(names::pe);
}

}  // namespace attn
