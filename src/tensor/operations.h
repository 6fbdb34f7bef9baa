#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tensor/operation.h"

/// The operations, named as in PyTorch. A function runs one and remembers it; the struct before it
/// names its kind and holds its parameters, so that a remembered operation can be looked at:
/// as<Softmax>(x.operation())->dim. One file in ops/ for each, where all the rest about it is.
///
/// Shapes that do not fit throw ShapeError. A negative `dim` counts from the last axis.

namespace attn {

// ---- Arithmetic, cell by cell; shapes are broadcast as in PyTorch ------------------------------

struct Add {};
Tensor operator+(const Tensor& a, const Tensor& b);

struct Sub {};
Tensor operator-(const Tensor& a, const Tensor& b);

struct Mul {};
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, float b);

struct Div {};
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, float b);

struct Exp {};
Tensor exp(const Tensor& x);

/// The natural logarithm.
struct Log {};
Tensor log(const Tensor& x);

struct Sqrt {};
Tensor sqrt(const Tensor& x);

/// The error function, 2/√π ∫₀ˣ exp(-t²) dt.
struct Erf {};
Tensor erf(const Tensor& x);

/// The hyperbolic tangent.
struct Tanh {};
Tensor tanh(const Tensor& x);

/// The sine of an angle in radians.
struct Sin {};
Tensor sin(const Tensor& x);

/// The cosine of an angle in radians.
struct Cos {};
Tensor cos(const Tensor& x);

/// max(x, 0).
struct Relu {};
Tensor relu(const Tensor& x);

// ---- Products ----------------------------------------------------------------------------------

/// (…,n,k) @ (…,k,m) → (…,n,m); PyTorch's `@`. A vector (k) stands for a row on the left, for a
/// column on the right, and its axis is gone from the result; axes in front are broadcast.
struct Matmul {};
Tensor matmul(const Tensor& a, const Tensor& b);
/// (k) · (k) → (): the sum of the products of two vectors.
Tensor dot(const Tensor& a, const Tensor& b);

// ---- Along one axis, which is gone from the result or, if `keepdim`, an axis of 1 --------------

/// Adds up along `dim`.
struct Sum {
  int dim;
  bool keepdim;
};
Tensor sum(const Tensor& x, int dim, bool keepdim = false);
/// Adds up along the axes that broadcasting would repeat to make `shape` the shape of x:
/// broadcasting backwards. torch's `x.sum_to_size(shape)`. x itself if it has that shape.
Tensor sum_to_size(const Tensor& x, const Shape& shape);

/// The largest along `dim`, nan where one is nan; torch.amax. Throws ShapeError if the axis has no
/// places.
struct Amax {
  int dim;
  bool keepdim;
};
Tensor amax(const Tensor& x, int dim, bool keepdim = false);

/// The mean along `dim`.
struct MeanOver {
  int dim;
  bool keepdim;
};
Tensor mean(const Tensor& x, int dim, bool keepdim = false);

/// The variance along `dim`: the squares of the n distances from the mean, added up and divided by
/// n, or by n - 1 if `unbiased` (Bessel's correction; of a single number it is nan then).
struct Var {
  int dim;
  bool unbiased;
  bool keepdim;
};
Tensor var(const Tensor& x, int dim, bool unbiased, bool keepdim = false);

/// y_j = exp(x_j - max x) / Σ_k exp(x_k - max x) along `dim`, which stays. The maximum changes
/// nothing but keeps exp from overflowing.
struct Softmax {
  int dim;
};
Tensor softmax(const Tensor& x, int dim);

/// The logarithm of softmax, y_j = x_j - max x - log Σ_k exp(x_k - max x) along `dim`; finite where
/// softmax is too small for a float.
struct LogSoftmax {
  int dim;
};
Tensor log_softmax(const Tensor& x, int dim);

// ---- Of all cells ------------------------------------------------------------------------------

/// The mean of all cells → ().
struct Mean {};
Tensor mean(const Tensor& x);

/// The standard deviation of all cells, √(Σ(x - mean)² / (n - 1)) → (); torch's `x.std()`.
struct Std {};
Tensor std_dev(const Tensor& x);

// ---- Masks -------------------------------------------------------------------------------------

/// Keeps row i's cells up to column i + diagonal; the others become 0.
struct Tril {
  Size diagonal;
};
Tensor tril(const Tensor& x, Size diagonal = 0);

/// Keeps row i's cells from column i + diagonal on; the others become 0.
struct Triu {
  Size diagonal;
};
Tensor triu(const Tensor& x, Size diagonal = 0);

/// x, with `fill` wherever `mask`, which is broadcast, is not 0.
struct MaskedFill {
  float fill;
};
Tensor masked_fill(const Tensor& x, const Tensor& mask, float fill);

// ---- Shape: the same numbers seen otherwise ----------------------------------------------------

/// Swaps two axes. Strides change, no data moves.
struct Transpose {
  int dim0, dim1;
};
Tensor transpose(const Tensor& x, int dim0, int dim1);

/// Turns the order of all axes round; PyTorch's `x.T`. No data moves.
struct ReverseAxes {};
Tensor T(const Tensor& x);

/// The places of axis `dim` in reverse order; torch's `x.flip(dim)`. Unlike a transpose, a copy.
struct Flip {
  int dim;
};
Tensor flip(const Tensor& x, int dim);

/// The same cells in the same order under another shape. No data moves, so x must be contiguous;
/// one size may be -1, which stands for what is left.
struct View {
  Shape shape;
};
Tensor view(const Tensor& x, Shape shape);

/// The same cells, lying one after another; this one copies, if they do not already.
struct Contiguous {};
Tensor contiguous(const Tensor& x);

/// A copy of x, cell for cell.
struct Clone {};
Tensor clone(const Tensor& x);

/// The same cells in the same order under another shape, copied only if they do not lie one after
/// another: a view, of contiguous cells; torch's `x.reshape(shape)`. x itself if it has that shape.
Tensor reshape(const Tensor& x, const Shape& shape);

/// x repeated along its axes of size 1, and along new ones in front, up to `shape`, as broadcasting
/// does. No data moves: the repeated axes have a stride of 0.
struct Expand {
  Shape shape;
};
Tensor expand(const Tensor& x, Shape shape);

/// Place `place` of axis `dim`, which is gone from the result: `x[1]` for dim 0. No data moves.
struct Select {
  int dim;
  Size place;
};
Tensor select(const Tensor& x, int dim, Size place);

/// The cells [i, i] of a square table, (n, n) → (n); torch's `x.diagonal()`. No data moves.
struct Diagonal {};
Tensor diagonal(const Tensor& x);

/// `length` places of axis `dim` from `start` on; a slice. No data moves.
struct Narrow {
  int dim;
  Size start, length;
};
Tensor narrow(const Tensor& x, int dim, Size start, Size length);

// ---- Rows by their number ----------------------------------------------------------------------

/// The rows of a table that ids name: weight (V, …), ids (n…) of whole numbers from 0 to V - 1
/// → (n…, …); torch's `weight[ids]`. Its operands are weight and ids. Throws ShapeError where an id
/// has no row.
struct Embedding {};
/// torch.nn.functional.embedding.
Tensor embedding(const Tensor& ids, const Tensor& weight);

/// Adds each row of x to the row of a table of zeros that its id names, which turns an embedding
/// round: x (n…, …), ids (n…) → (rows, …); torch's `zeros(rows, …).index_add(0, ids, x)`. Throws
/// ShapeError where an id has no row.
struct IndexAdd {
  Size rows;
};
Tensor index_add(const Tensor& x, const Tensor& ids, Size rows);

// ---- Losses ------------------------------------------------------------------------------------

/// The negative mean of the cells that targets name: log_probs (n, V), targets (n) of whole numbers
/// from 0 to V - 1 → (). Throws ShapeError where a target has no column.
struct NllLoss {};
/// torch.nn.functional.nll_loss.
Tensor nll_loss(const Tensor& log_probs, const Tensor& targets);
/// How little softmax(logits) gives the targets: logits (n, V), targets (n) → ();
/// torch.nn.functional.cross_entropy, which is nll_loss(log_softmax(logits), targets).
Tensor cross_entropy(const Tensor& logits, const Tensor& targets);

// ---- Several into one; at least one ------------------------------------------------------------

/// Lays tensors of one shape along a new axis `dim`. The other axes keep the names that all agree
/// on.
struct Stack {
  int dim;
};
Tensor stack(std::vector<Tensor> tensors, int dim = 0);

/// Lays tensors one after another along axis `dim`, which gets as long as all of them together.
struct Cat {
  int dim;
};
Tensor cat(std::vector<Tensor> tensors, int dim = 0);
/// x with `before` zeros before it and `after` behind it along `dim`. x itself if there are none.
Tensor pad(const Tensor& x, int dim, Size before, Size after);

// ---- From nothing ------------------------------------------------------------------------------

/// What stands in a file.
struct Loaded {
  std::optional<Tensor> read;  ///< never without
  std::string file;            ///< as it was called by who chose it
};
Tensor loaded(Tensor read, std::string file);

struct Zeros {
  Shape shape;
};
Tensor zeros(Shape shape);

struct Ones {
  Shape shape;
};
Tensor ones(Shape shape);

/// (n, n): 1 on the diagonal, 0 elsewhere.
struct Eye {
  Size n;
};
Tensor eye(Size n);

/// 0, 1, 2 … n - 1.
struct Arange {
  Size n;
};
Tensor arange(Size n);

}  // namespace attn
