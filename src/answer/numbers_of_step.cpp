#include "answer/numbers_of_step.h"

#include <cmath>
#include <map>
#include <numbers>
#include <string_view>

#include "answer/program.h"
#include "lesson/text.h"
#include "random/draws.h"
#include "tensor/names.h"

namespace attn {
namespace {

/// Sizes above one, and what each is called.
using NamedSizes = std::map<Size, std::vector<std::string>>;

void name_size(NamedSizes& sizes, Size size, const char* name) {
  if (size < 2) return;
  std::vector<std::string>& names = sizes[size];
  for (const std::string& known : names) {
    if (known == name) return;
  }
  names.emplace_back(name);
}

/// The sizes of the tensor that has this name.
void name_sizes_of(NamedSizes& sizes, const Tensor& x) {
  const std::string_view name = x.name();
  if (name == names::inputs && x.dim() >= 2) {
    name_size(sizes, x.size(-2), "T");
    name_size(sizes, x.size(-1), "d_in");
  } else if ((name == names::keys || name == "queries") && x.dim() >= 2) {
    name_size(sizes, x.size(-1), "d_k");
    if (x.dim() == 4) name_size(sizes, x.size(1), "h");
  } else if (name == names::joined_heads || name == "context_vecs") {
    if (x.dim() > 0) name_size(sizes, x.size(-1), "d_out");
  } else if (name == names::attn_scores && x.dim() >= 2) {
    name_size(sizes, x.size(-1), "T");
  }
}

NamedSizes sizes_on_the_way_to(const Tensor& x) {
  NamedSizes sizes;
  name_sizes_of(sizes, x);
  if (x.operation()) {
    for (const Tensor& tensor : Program(x).tensors()) {
      name_sizes_of(sizes, tensor);
      for (const Tensor& operand : tensor.operands()) name_sizes_of(sizes, operand);
    }
  }
  for (int axis = 0; axis < x.dim(); ++axis) {
    if (x.size(axis) > 1) sizes[x.size(axis)];
  }
  return sizes;
}

/// A number, and 1 over it.
void add_both(std::vector<NamedNumber>& all, double value, const std::string& symbol,
              const std::string& meaning = "") {
  all.push_back({value, symbol, meaning, false});
  all.push_back({1 / value, symbol, meaning, true});
}

void add_sizes(std::vector<NamedNumber>& all, const NamedSizes& sizes) {
  for (const auto& [size, names] : sizes) {
    std::string meaning;
    for (const std::string& name : names) meaning += " = " + name;
    if (!meaning.empty()) meaning = formatted(" ({}{})", size, meaning);
    const auto n = static_cast<double>(size);
    const double root = std::sqrt(n);
    if (root != std::round(root)) {
      add_both(all, root, formatted("√{}", size), meaning);
    } else {
      add_both(all, root, formatted("√{} = {}", size, root), meaning);
    }
    add_both(all, n, std::to_string(size), meaning);
  }
}

/// What dropout divides by, and what it leaves.
void add_rates(std::vector<NamedNumber>& all, const Tensor& x) {
  if (!x.operation()) return;
  for (const Tensor& tensor : Program(x).tensors()) {
    const auto* draw = as<Bernoulli>(tensor.operation());
    if (!draw || draw->p <= 0 || draw->p >= 1) continue;
    add_both(all, draw->p, formatted("{:.4g}", draw->p), " (= 1 - p)");
    add_both(all, 1 - draw->p, formatted("{:.4g}", 1 - draw->p), " (= p)");
  }
}

}  // namespace

std::vector<NamedNumber> numbers_of_step(const Tensor& x) {
  std::vector<NamedNumber> all;
  const NamedSizes sizes = sizes_on_the_way_to(x);
  add_sizes(all, sizes);
  add_rates(all, x);
  for (const auto& [size, names] : sizes) {
    const auto n = static_cast<double>(size);
    add_both(all, n / (n - 1), formatted("{}/{}", size, size - 1));
    add_both(all, std::sqrt(n / (n - 1)), formatted("√({}/{})", size, size - 1));
  }
  for (const int n : {2, 3, 4, 10, 100, 255, 1000}) {
    add_both(all, n, std::to_string(n));
    if (n < 4) add_both(all, std::sqrt(n), formatted("√{}", n));
  }
  add_both(all, 1, "1");
  add_both(all, std::numbers::ln2, "ln 2");
  add_both(all, std::numbers::ln10, "ln 10");
  add_both(all, std::numbers::pi, "π");
  add_both(all, std::numbers::e, "e");
  return all;
}

}  // namespace attn
