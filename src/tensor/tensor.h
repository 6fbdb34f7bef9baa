#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/dims.h"

namespace attn {

class Operation;
class Tensor;

/// The names of the places along one axis: tokens, mostly.
using Labels = std::vector<std::string>;

/// The values an operation was given, in order.
using Operands = std::span<const Tensor>;

/// A float32 array that remembers how it was computed.
///
/// A handle: copies share values and history. Values never change after they are made. The
/// values lie in a storage that `view` and `transpose` share with their operand: only shape and
/// strides differ, so they move no data.
class Tensor {
 public:
  /// Given values, row-major; the tensor has no history.
  /// REQUIRES: values.size() == shape.product().
  Tensor(Shape shape, std::vector<float> values);
  /// Another look at this tensor's storage: cell 0 lies `offset` elements further on.
  Tensor viewed(Shape shape, Strides strides, Size offset = 0) const;

  const Shape& shape() const { return node_->shape; }
  const Strides& strides() const { return node_->strides; }
  /// How many axes there are; torch's `dim()`.
  int dim() const { return shape().rank(); }
  /// The size of one axis; a negative `dim` counts from the last.
  Size size(int dim) const { return shape()[axis_of(dim, this->dim())]; }
  Size numel() const { return shape().product(); }
  /// Whether the cells lie one after another in row-major order.
  bool is_contiguous() const;
  /// Whether both look into the same values, as a view and what it views.
  bool shares_storage(const Tensor& other) const;

  /// One cell. REQUIRES: cell.rank() == dim(), each place in its axis.
  float at(const Index& cell) const { return data()[position(cell)]; }
  /// The only value. REQUIRES: numel() == 1.
  float item() const;
  /// All values, row-major.
  std::vector<float> values() const;
  /// The first cell; the others are reached by strides().
  const float* data() const { return node_->first; }
  /// Where `cell` lies, in elements from data().
  Size position(const Index& cell) const {
    assert(cell.rank() == dim());
    Size position = 0;
    for (int axis = 0; axis < dim(); ++axis) position += cell[axis] * strides()[axis];
    return position;
  }

  /// The operation that made this tensor; null when it was given or not recorded.
  const Operation* operation() const { return node_->operation.get(); }
  /// What that operation was given; empty if there is none.
  Operands operands() const { return node_->operands; }
  /// What the operation that made this tensor makes of other operands. REQUIRES: operation().
  Tensor recomputed(std::vector<Tensor> operands) const;
  /// These values, name and labels without a history, which is forgotten with the last tensor that
  /// needs it; torch's `detach()`, but a copy.
  Tensor detached() const { return detached(values()); }
  /// The same of other values. REQUIRES: values.size() == numel().
  Tensor detached(std::vector<float> values) const;
  const std::string& name() const { return node_->name; }
  /// These values and their history under a name. A tensor of its own, so that nobody else's is
  /// renamed; this very one only if nobody else holds it, as what was just computed.
  [[nodiscard]] Tensor named(std::string_view name) const&;
  [[nodiscard]] Tensor named(std::string_view name) &&;
  /// The same with names for the places along axis `axis`. REQUIRES: there are size(axis) of them,
  /// or as many in each item of a batch.
  [[nodiscard]] Tensor labelled(int axis, std::shared_ptr<const Labels> labels) const&;
  [[nodiscard]] Tensor labelled(int axis, std::shared_ptr<const Labels> labels) &&;
  /// The names along an axis, its own or those it came by from its operands; null if none, or if
  /// they are not the same in all items of a batch.
  const Labels* labels(int axis) const;
  /// The same, and names that differ from item to item of a batch, whose places lie along axis 0:
  /// of two sentences of tokens those of the first, then those of the second.
  const Labels* labels_of_items(int axis) const;
  /// The name of a cell's place along an axis, in its item of the batch; null if it has none.
  const std::string* label(int axis, const Index& cell) const;
  /// For a row taken out of a tensor, the name of that row; empty if it has none.
  std::string_view row_label() const;

  /// Tells this tensor from all others, as long as it lives.
  const void* id() const { return node_.get(); }
  /// Whether both are the very same tensor.
  friend bool operator==(const Tensor& a, const Tensor& b) { return a.node_ == b.node_; }

 private:
  struct Node {
    Shape shape;
    Strides strides;
    std::vector<float> values{};          // the storage, unless it is another's
    std::shared_ptr<const Node> owner{};  // whose storage this looks into; null: its own
    const float* first = nullptr;         // cell 0, wherever it is
    std::shared_ptr<const Operation> operation{};
    std::vector<Tensor> operands{};
    std::string name{};
    std::vector<std::shared_ptr<const Labels>> own_labels{};
    // These point into own_labels, or into those of an operand, which the history keeps alive.
    std::array<const Labels*, Dims::max_rank> labels{};
    std::string_view row_label{};
  };

  explicit Tensor(std::shared_ptr<Node> node) : node_(std::move(node)) {}
  /// Another tensor of the same storage, history, name and labels.
  Tensor copied() const;
  friend Tensor remember(std::shared_ptr<const Operation>, std::vector<Tensor>, Tensor);

  std::shared_ptr<Node> node_;
};

/// A tensor of no axes.
Tensor scalar(float value);

/// Runs `operation` on `operands`; the result remembers both, unless recording is off.
Tensor perform(std::shared_ptr<const Operation> operation, std::vector<Tensor> operands);

/// The same for a result that was computed already.
/// REQUIRES: operation->value(operands) would give this result.
Tensor remember(std::shared_ptr<const Operation> operation, std::vector<Tensor> operands,
                Tensor result);

/// How much all operations so far have cost, in multiply-adds: a measure of time that is the same
/// on every machine.
std::uint64_t work_done();

/// While one of these lives, results forget how they were made: for large sizes.
class WithoutRecording {
 public:
  WithoutRecording();
  ~WithoutRecording();
  WithoutRecording(const WithoutRecording&) = delete;
  WithoutRecording& operator=(const WithoutRecording&) = delete;

 private:
  bool before_;
};

/// Whether |a - b| <= atol + rtol |b| in every cell; torch.allclose with an atol for float32
/// values around one. Shapes must be equal; nan equals nothing.
bool allclose(const Tensor& a, const Tensor& b, float rtol = 1e-5F, float atol = 1e-6F);

}  // namespace attn
