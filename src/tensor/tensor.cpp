#include "tensor/tensor.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "tensor/operation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

bool recording = true;
std::uint64_t work = 0;

/// What an operation took, as multiply-adds of a large product. Measured: to set it up takes as
/// long as 5000 of them, and what is done cell by cell takes ten times as long as its share of a
/// product.
std::uint64_t work_of(const Operation& operation, Operands operands, const Tensor& result) {
  constexpr Size set_up = 5000;
  constexpr Size by_cell = 10;
  const Size cost = operation.cost(operands, result);
  const bool is_product = as<Matmul>(&operation);
  return static_cast<std::uint64_t>(
      set_up + (is_product ? cost + by_cell * result.numel() : by_cell * cost));
}

/// Whether an axis has names that differ from item to item of a batch.
bool has_names_of_items(const Tensor& x) {
  for (int axis = 1; axis < x.dim(); ++axis) {
    if (x.labels_of_items(axis) && !x.labels(axis)) return true;
  }
  return false;
}

/// Whether the cells in a derivation, of operands with such names, all lie in this item.
bool stays_in_item(const Derivation& d, Operands operands, Size item) {
  const bool is_named = d.kind == Derivation::Kind::cell &&
                        has_names_of_items(operands[static_cast<std::size_t>(d.operand)]);
  if (is_named && d.index[0] != item) return false;
  return std::all_of(d.parts.begin(), d.parts.end(),
                     [&](const Derivation& part) { return stays_in_item(part, operands, item); });
}

/// Whether names that differ from item to item are still those of the result's: whether each of its
/// items is computed from the same item alone. Two cells far from each other tell: what moves or
/// mixes items moves or mixes these.
bool are_of_items(const Labels& names, int axis, const Operation& operation, Operands operands,
                  const Tensor& result) {
  const bool fit = axis > 0 && std::cmp_equal(names.size(), result.size(0) * result.size(axis));
  if (!fit || result.numel() == 0) return false;
  Index first = Index::filled(result.dim(), 0);
  Index last = first;
  for (int a = 0; a < result.dim(); ++a) (a == 0 ? last : first)[a] = result.size(a) - 1;
  return stays_in_item(operation.explain(operands, first), operands, first[0]) &&
         stays_in_item(operation.explain(operands, last), operands, last[0]);
}

}  // namespace

Tensor::Tensor(Shape shape, std::vector<float> values) {
  assert(static_cast<Size>(values.size()) == shape.product());
  node_ = std::make_shared<Node>(
      Node{.shape = shape, .strides = row_major_strides(shape), .values = std::move(values)});
  node_->first = node_->values.data();
}

Tensor Tensor::viewed(Shape shape, Strides strides, Size offset) const {
  return Tensor(std::make_shared<Node>(Node{.shape = shape,
                                            .strides = strides,
                                            .owner = node_->owner ? node_->owner : node_,
                                            .first = node_->first + offset}));
}

bool Tensor::is_contiguous() const {
  Size expected = 1;
  for (int axis = dim() - 1; axis >= 0; --axis) {
    if (shape()[axis] != 1 && strides()[axis] != expected) return false;
    expected *= shape()[axis];
  }
  return true;
}

bool Tensor::shares_storage(const Tensor& other) const {
  const auto owner = [](const Tensor& x) {
    return x.node_->owner ? x.node_->owner.get() : x.node_.get();
  };
  return owner(*this) == owner(other);
}

float Tensor::item() const {
  assert(numel() == 1);
  return *data();
}

std::vector<float> Tensor::values() const {
  if (is_contiguous()) return {data(), data() + numel()};
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(numel()));
  const Size columns = size(-1);  // what is not contiguous has an axis
  const Size step = strides()[dim() - 1];
  for_each_cell(shape().with(dim() - 1, std::min<Size>(columns, 1)), [&](const Index& first) {
    const float* row = data() + position(first);
    for (Size i = 0; i < columns; ++i) values.push_back(row[i * step]);
  });
  return values;
}

Tensor Tensor::recomputed(std::vector<Tensor> operands) const {
  return perform(node_->operation, std::move(operands));
}

Tensor Tensor::detached(std::vector<float> values) const {
  Tensor result(shape(), std::move(values));
  result.node_->name = name();
  for (int axis = 0; axis < dim(); ++axis) {
    const Labels* names = labels_of_items(axis);
    if (!names) continue;
    const auto own = std::find_if(node_->own_labels.begin(), node_->own_labels.end(),
                                  [&](const auto& labels) { return labels.get() == names; });
    const bool is_own = own != node_->own_labels.end();
    result =
        std::move(result).labelled(axis, is_own ? *own : std::make_shared<const Labels>(*names));
  }
  return result;
}

Tensor Tensor::copied() const {
  Tensor copy = viewed(shape(), strides());
  Node& node = *copy.node_;
  node.operation = node_->operation;
  node.operands = node_->operands;
  node.name = node_->name;
  node.own_labels = node_->own_labels;
  node.labels = node_->labels;
  node.row_label = node_->row_label;
  return copy;
}

Tensor Tensor::named(std::string_view name) const& {
  return copied().named(name);
}

Tensor Tensor::named(std::string_view name) && {
  if (node_.use_count() > 1) return copied().named(name);
  node_->name = name;
  return std::move(*this);
}

Tensor Tensor::labelled(int axis, std::shared_ptr<const Labels> labels) const& {
  return copied().labelled(axis, std::move(labels));
}

Tensor Tensor::labelled(int axis, std::shared_ptr<const Labels> labels) && {
  if (node_.use_count() > 1) return copied().labelled(axis, std::move(labels));
  assert(std::cmp_equal(labels->size(), size(axis)) ||
         std::cmp_equal(labels->size(), size(0) * size(axis)));
  node_->labels[static_cast<std::size_t>(axis_of(axis, dim()))] = labels.get();
  node_->own_labels.push_back(std::move(labels));
  return std::move(*this);
}

const Labels* Tensor::labels(int axis) const {
  const Labels* names = labels_of_items(axis);
  return names && std::cmp_equal(names->size(), size(axis)) ? names : nullptr;
}

const std::string* Tensor::label(int axis, const Index& cell) const {
  const Labels* names = labels_of_items(axis);
  if (!names) return nullptr;
  const int own = axis_of(axis, dim());
  const Size before = labels(axis) ? 0 : cell[0] * size(axis);
  return &(*names)[static_cast<std::size_t>(before + cell[own])];
}

const Labels* Tensor::labels_of_items(int axis) const {
  return node_->labels[static_cast<std::size_t>(axis_of(axis, dim()))];
}

std::string_view Tensor::row_label() const {
  return node_->row_label;
}

Tensor scalar(float value) {
  return Tensor({}, {value});
}

Tensor remember(std::shared_ptr<const Operation> operation, std::vector<Tensor> operands,
                Tensor result) {
  work += work_of(*operation, operands, result);
  if (recording) {
    for (int axis = 0; axis < result.dim(); ++axis) {
      const Labels* names = operation->labels(operands, axis);
      const bool are_kept = names && (std::cmp_equal(names->size(), result.size(axis)) ||
                                      are_of_items(*names, axis, *operation, operands, result));
      result.node_->labels[static_cast<std::size_t>(axis)] = are_kept ? names : nullptr;
    }
    result.node_->row_label = operation->row_label(operands);
    result.node_->operation = std::move(operation);
    result.node_->operands = std::move(operands);
  }
  return result;
}

std::uint64_t work_done() {
  return work;
}

WithoutRecording::WithoutRecording() : before_(std::exchange(recording, false)) {}
WithoutRecording::~WithoutRecording() {
  recording = before_;
}

bool allclose(const Tensor& a, const Tensor& b, float rtol, float atol) {
  require_shape(a.shape() == b.shape(),
                [&] { return to_string(a.shape()) + " against " + to_string(b.shape()); });
  const auto are_close = [&](float x, float y) {
    // Equal infinities are close, although their difference is nan; all others are far.
    const bool both_finite = std::isfinite(x) && std::isfinite(y);
    return x == y || (both_finite && std::abs(x - y) <= atol + rtol * std::abs(y));
  };
  if (a.is_contiguous() && b.is_contiguous()) {
    return std::equal(a.data(), a.data() + a.numel(), b.data(), are_close);
  }
  bool close = true;
  for_each_cell(a.shape(),
                [&](const Index& cell) { close = close && are_close(a.at(cell), b.at(cell)); });
  return close;
}

}  // namespace attn
