#pragma once

#include <vector>

#include "tensor/operation.h"

/// The operations, named as in PyTorch. Each is a class that holds its parameters, and a function
/// that runs it and remembers it; the class is public because a remembered operation can be looked
/// at and run again with other parameters. One file in ops/ for each.
///
/// Shapes that do not fit throw ShapeError. A negative `dim` counts from the last axis.

namespace attn {

// ---- Arithmetic, cell by cell; shapes are broadcast as in PyTorch ------------------------------

struct Add final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
struct Sub final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
struct Mul final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
struct Div final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
struct Exp final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
struct Log final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};

Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, float b);
Tensor operator/(const Tensor& a, float b);
Tensor exp(const Tensor& x);
/// The natural logarithm.
Tensor log(const Tensor& x);

struct Sqrt final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor sqrt(const Tensor& x);

/// The error function, 2/√π ∫₀ˣ exp(-t²) dt.
struct Erf final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor erf(const Tensor& x);

/// The hyperbolic tangent.
struct Tanh final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor tanh(const Tensor& x);

/// The sine of an angle in radians.
struct Sin final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor sin(const Tensor& x);

/// The cosine of an angle in radians.
struct Cos final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor cos(const Tensor& x);

/// max(x, 0).
struct Relu final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor relu(const Tensor& x);

// ---- Products ----------------------------------------------------------------------------------

/// (…,n,k) @ (…,k,m) → (…,n,m); PyTorch's `@`. A vector (k) stands for a row on the left, for a
/// column on the right, and its axis is gone from the result; axes in front are broadcast.
struct Matmul final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  std::string_view row_label(Operands operands) const override;
};
Tensor matmul(const Tensor& a, const Tensor& b);
/// (k) · (k) → (): the sum of the products of two vectors.
Tensor dot(const Tensor& a, const Tensor& b);

// ---- Along one axis ----------------------------------------------------------------------------

/// Adds up along `dim`, which stays as an axis of 1 if `keepdim`.
struct Sum final : Operation {
  Sum(int dim, bool keepdim) : dim(dim), keepdim(keepdim) {}
  int dim;
  bool keepdim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor sum(const Tensor& x, int dim, bool keepdim = false);
/// Adds up along the axes that broadcasting would repeat to make `shape` the shape of x:
/// broadcasting backwards. torch's `x.sum_to_size(shape)`.
Tensor sum_to_size(const Tensor& x, const Shape& shape);

/// The largest along `dim`, nan where one is nan; torch.amax.
struct Amax final : Operation {
  explicit Amax(int dim) : dim(dim) {}
  int dim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor amax(const Tensor& x, int dim);

/// y_j = exp(x_j - max x) / Σ_k exp(x_k - max x) along `dim`. The maximum changes nothing but
/// keeps exp from overflowing.
struct Softmax final : Operation {
  explicit Softmax(int dim) : dim(dim) {}
  int dim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor softmax(const Tensor& x, int dim);

/// The logarithm of softmax, y_j = x_j - max x - log Σ_k exp(x_k - max x) along `dim`; finite where
/// softmax is too small for a float.
struct LogSoftmax final : Operation {
  explicit LogSoftmax(int dim) : dim(dim) {}
  int dim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor log_softmax(const Tensor& x, int dim);

/// The standard deviation of all cells, √(Σ(x - mean)² / (n - 1)) → (); torch's `x.std()`.
struct Std final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor std_dev(const Tensor& x);

/// The mean of all cells → ().
struct Mean final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor mean(const Tensor& x);

/// The mean along `dim`, which stays as an axis of 1 if `keepdim`.
struct MeanOver final : Operation {
  MeanOver(int dim, bool keepdim) : dim(dim), keepdim(keepdim) {}
  int dim;
  bool keepdim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor mean(const Tensor& x, int dim, bool keepdim = false);

/// The variance along `dim`: the squares of the n distances from the mean, added up and divided by
/// n, or by n - 1 if `unbiased` (Bessel's correction; of a single number it is nan then).
struct Var final : Operation {
  Var(int dim, bool unbiased, bool keepdim) : dim(dim), unbiased(unbiased), keepdim(keepdim) {}
  int dim;
  bool unbiased;
  bool keepdim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  /// What the squares of n numbers are divided by.
  double divisor(Size n) const { return static_cast<double>(unbiased ? n - 1 : n); }
};
Tensor var(const Tensor& x, int dim, bool unbiased, bool keepdim = false);

// ---- Masks -------------------------------------------------------------------------------------

/// Keeps row i's cells up to column i + diagonal; the others become 0.
struct Tril final : Operation {
  explicit Tril(Size diagonal) : diagonal(diagonal) {}
  Size diagonal;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor tril(const Tensor& x, Size diagonal = 0);

/// Keeps row i's cells from column i + diagonal on; the others become 0.
struct Triu final : Operation {
  explicit Triu(Size diagonal) : diagonal(diagonal) {}
  Size diagonal;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor triu(const Tensor& x, Size diagonal = 0);

/// x, with `fill` wherever `mask` is not 0.
struct MaskedFill final : Operation {
  explicit MaskedFill(float fill) : fill(fill) {}
  float fill;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor masked_fill(const Tensor& x, const Tensor& mask, float fill);

// ---- Shape: the same numbers seen otherwise ----------------------------------------------------

/// Swaps two axes. Strides change, no data moves.
struct Transpose final : Operation {
  Transpose(int dim0, int dim1) : dim0(dim0), dim1(dim1) {}
  int dim0, dim1;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor transpose(const Tensor& x, int dim0, int dim1);

/// Turns the order of all axes round; PyTorch's `x.T`. No data moves.
struct ReverseAxes final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor T(const Tensor& x);

/// The places of axis `dim` in reverse order; torch's `x.flip(dim)`. Unlike a transpose, a copy.
struct Flip final : Operation {
  explicit Flip(int dim) : dim(dim) {}
  int dim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor flip(const Tensor& x, int dim);

/// The same cells in the same order under another shape. No data moves, so x must be contiguous;
/// one size may be -1, which stands for what is left.
struct View final : Operation {
  explicit View(Shape shape) : shape(shape) {}
  Shape shape;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor view(const Tensor& x, Shape shape);

/// The same cells, lying one after another; this one copies, if they do not already.
struct Contiguous final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor contiguous(const Tensor& x);

/// A copy of x, cell for cell.
struct Clone final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor clone(const Tensor& x);

/// The same cells in the same order under another shape, copied only if they do not lie one after
/// another: a view, of contiguous cells; torch's `x.reshape(shape)`. x itself if it has that shape.
Tensor reshape(const Tensor& x, const Shape& shape);

/// x repeated along its axes of size 1, and along new ones in front, up to `shape`, as broadcasting
/// does. No data moves: the repeated axes have a stride of 0.
struct Expand final : Operation {
  explicit Expand(Shape shape) : shape(shape) {}
  Shape shape;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor expand(const Tensor& x, Shape shape);

/// Place `place` of axis `dim`, which is gone from the result: `x[1]` for dim 0. No data moves.
struct Select final : Operation {
  Select(int dim, Size place) : dim(dim), place(place) {}
  int dim;
  Size place;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  std::string_view row_label(Operands operands) const override;
};
Tensor select(const Tensor& x, int dim, Size place);

/// The cells [i, i] of a square table, (n, n) → (n); torch's `x.diagonal()`. No data moves.
struct Diagonal final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor diagonal(const Tensor& x);

/// `length` places of axis `dim` from `start` on; a slice. No data moves.
struct Narrow final : Operation {
  Narrow(int dim, Size start, Size length) : dim(dim), start(start), length(length) {}
  int dim;
  Size start, length;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor narrow(const Tensor& x, int dim, Size start, Size length);

// ---- Rows by their number ----------------------------------------------------------------------

/// The rows of a table that ids name: weight (V, …), ids (n…) of whole numbers from 0 to V - 1
/// → (n…, …); torch's `weight[ids]`. Its operands are weight and ids. Throws ShapeError where an id
/// has no row.
struct Embedding final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  std::string_view row_label(Operands operands) const override;
};
/// torch.nn.functional.embedding.
Tensor embedding(const Tensor& ids, const Tensor& weight);

/// Adds each row of x to the row of a table of zeros that its id names, which turns an embedding
/// round: x (n…, …), ids (n…) → (rows, …); torch's `zeros(rows, …).index_add(0, ids, x)`.
struct IndexAdd final : Operation {
  explicit IndexAdd(Size rows) : rows(rows) {}
  Size rows;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  std::string_view row_label(Operands operands) const override;
};
Tensor index_add(const Tensor& x, const Tensor& ids, Size rows);

// ---- Losses ------------------------------------------------------------------------------------

/// The negative mean of the cells that targets name: log_probs (n, V), targets (n) of whole numbers
/// from 0 to V - 1 → (). Throws ShapeError where a target has no column.
struct NllLoss final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
/// torch.nn.functional.nll_loss.
Tensor nll_loss(const Tensor& log_probs, const Tensor& targets);
/// How little softmax(logits) gives the targets: logits (n, V), targets (n) → ();
/// torch.nn.functional.cross_entropy, which is nll_loss(log_softmax(logits), targets).
Tensor cross_entropy(const Tensor& logits, const Tensor& targets);

// ---- Several into one --------------------------------------------------------------------------

/// Lays tensors of one shape along a new axis `dim`. The other axes keep the names that all agree
/// on.
struct Stack final : Operation {
  explicit Stack(int dim) : dim(dim) {}
  int dim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  std::string_view row_label(Operands operands) const override;
};
Tensor stack(std::vector<Tensor> tensors, int dim = 0);

/// Lays tensors one after another along axis `dim`, which gets as long as all of them together.
struct Cat final : Operation {
  explicit Cat(int dim) : dim(dim) {}
  int dim;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
  std::string_view row_label(Operands operands) const override;
};
Tensor cat(std::vector<Tensor> tensors, int dim = 0);
/// x with `before` zeros before it and `after` behind it along `dim`.
Tensor pad(const Tensor& x, int dim, Size before, Size after);

// ---- From nothing ------------------------------------------------------------------------------

/// Zeros.
struct Zeros final : FromNothing {
  explicit Zeros(Shape shape) : shape(shape) {}
  Shape shape;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
Tensor zeros(Shape shape);

/// Ones.
struct Ones final : FromNothing {
  explicit Ones(Shape shape) : shape(shape) {}
  Shape shape;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
Tensor ones(Shape shape);

/// (n, n): 1 on the diagonal, 0 elsewhere.
struct Eye final : FromNothing {
  explicit Eye(Size n) : n(n) {}
  Size n;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
Tensor eye(Size n);

/// 0, 1, 2 … n - 1.
struct Arange final : FromNothing {
  explicit Arange(Size n) : n(n) {}
  Size n;
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
};
Tensor arange(Size n);

}  // namespace attn
