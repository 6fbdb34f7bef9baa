#include "lesson/settings.h"

#include <algorithm>
#include <utility>

namespace attn {

Settings Settings::for_input(Tensor inputs) {
  const Size last = inputs.size(0) - 1;
  Settings settings{.inputs = std::move(inputs)};
  settings.query = std::min<Size>(1, last);
  return settings;
}

Size default_heads(Size d_out) {
  for (Size heads = 2; heads <= std::min(d_out, Settings::max_heads); ++heads) {
    if (d_out % heads == 0) return heads;
  }
  return 1;
}

}  // namespace attn
