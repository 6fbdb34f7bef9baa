#include "lesson/own_weights.h"

#include <algorithm>
#include <charconv>

namespace attn {
namespace {

/// Whether `name` is `last`, or ends with it behind a dot.
bool is_named(std::string_view name, std::string_view last) {
  if (!name.ends_with(last)) return false;
  return name.size() == last.size() || name[name.size() - last.size() - 1] == '.';
}

/// d_out by the shape of a tensor of that name; 0 if it does not tell.
Size d_out_by(const Tensor& x) {
  if (x.dim() != 2) return 0;
  if (is_named(x.name(), "W_query.weight")) return x.size(0);  // (d_out, d_in)
  if (is_named(x.name(), "W_query")) return x.size(1);         // (d_in, d_out)
  if (is_named(x.name(), "in_proj_weight")) return x.size(1);  // (3 d_out, d_out)
  return 0;
}

/// One more than the number in "heads.3.W_query.weight"; 0 if there is none.
Size heads_by(std::string_view name) {
  constexpr std::string_view list = "heads.";
  const std::size_t at = name.find(list);
  if (at == std::string_view::npos || (at > 0 && name[at - 1] != '.')) return 0;
  Size head = -1;
  const std::string_view number = name.substr(at + list.size());
  std::from_chars(number.data(), number.data() + number.size(), head);
  return head < 0 || head >= 1000 ? 0 : head + 1;
}

}  // namespace

const Tensor* OwnWeights::find(std::string_view name) const {
  const auto found = std::find_if(tensors_.begin(), tensors_.end(),
                                  [&](const Tensor& one) { return one.name() == name; });
  return found == tensors_.end() ? nullptr : &*found;
}

void OwnWeights::remember_use(std::string_view name) const {
  const std::lock_guard lock(turn_);
  used_.emplace(name);
}

std::vector<std::string> OwnWeights::unused() const {
  const std::lock_guard lock(turn_);
  std::vector<std::string> names;
  for (const Tensor& one : tensors_) {
    if (!used_.contains(one.name())) names.push_back(one.name());
  }
  return names;
}

SizesOfWeights sizes_of(const OwnWeights& weights) {
  SizesOfWeights sizes;
  for (const Tensor& one : weights.tensors()) {
    if (const Size d_out = d_out_by(one); d_out > 0 && sizes.d_out == 0) {
      sizes.d_out = d_out;
      sizes.name = one.name();
    }
    sizes.heads = std::max(sizes.heads, heads_by(one.name()));
    sizes.has_bias = sizes.has_bias || is_named(one.name(), "W_query.bias");
  }
  return sizes;
}

}  // namespace attn
