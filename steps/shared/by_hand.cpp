#include "shared/by_hand.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tensor/float32.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::by_hand {
namespace {

/// How far float32 may be off, as a share of what was added up.
constexpr double rounding = 1e-5;

/// Whether two numbers agree; `size` is how large the numbers were that went into them.
bool agree(double got, double expected, double size) {
  constexpr double underflow = 1e-36;  // what float32 cannot tell from 0 and still add up
  return got == expected || std::abs(got - expected) <= rounding * size + underflow;
}

/// What row `row` of a softmax should be, given its scores over the divisor.
std::vector<double> softmax_row(const std::vector<float>& scores, std::size_t visible) {
  const float largest =
      *std::max_element(scores.begin(), scores.begin() + static_cast<Size>(visible));
  std::vector<double> weights(scores.size());
  double sum = 0;
  for (std::size_t j = 0; j < visible; ++j) {
    sum += weights[j] = std::exp(double{scores[j]} - double{largest});
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// A sum of products, and the sum of their sizes.
struct SumOfProducts {
  double value = 0, size = 0;
  void add(float a, float b) {
    value += double{a} * b;
    size += std::abs(double{a} * b);
  }
};

/// The cells (…, i, j) of `x` as a function of i and j, for the leading axes of `cell`.
class Table {
 public:
  Table(const Tensor& x, const Index& cell) : x_(x), at_(cell) {}
  float operator()(Size i, Size j) {
    at_[x_.dim() - 2] = i;
    at_[x_.dim() - 1] = j;
    return x_.at(at_);
  }

 private:
  const Tensor& x_;
  Index at_;
};

/// Whether dropout at rate p made these of the weights.
bool are_dropped(const Tensor& dropped, const Tensor& weights, double p) {
  bool same = true;
  for_each_cell(weights.shape(), [&](const Index& cell) {
    const double kept = weights.at(cell) / (1 - p);
    const float now = dropped.at(cell);
    same = same && ((now == 0 && p > 0) || agree(now, kept, kept));
  });
  return same;
}

bool is_softmax_of_products(const Tensor& weights, const Tensor& scores, Size d_k, Sees sees) {
  return are_dot_products(scores) &&
         are_softmax_of(weights, scores, std::sqrt(static_cast<float>(d_k)), sees);
}

/// ". The first cell of the last row is 1.2345 ÷ 6.7890 = 0.1818": that of its softmax, in which
/// the last token sees all. Empty where the numbers would be too long or too short to read.
Text example_of(const Tensor& scores, Size d_k) {
  const int last = scores.dim() - 1;
  Index cell = scores.shape();
  for (int axis = 0; axis <= last; ++axis) --cell[axis];
  float sum = 0;
  float first = 0;
  for (Size j = scores.size(last); j-- > 0;) {
    const float scaled = scores.at(cell.with(last, j)) / std::sqrt(static_cast<float>(d_k));
    sum += first = float32::exp(scaled);
  }
  if (first < 1e-2F || sum > 1e5F) return {};
  const std::string numbers = formatted("{:.4f} ÷ {:.4f} = {:.4f}", first, sum, first / sum);
  const FixedText row =
      last == 0 ? FixedText{"", ""} : FixedText{"마지막 행의 ", " of the last row"};
  return {formatted(". {}첫 칸은 {}입니다", row.ko, numbers),
          formatted("; the first cell{} is {}", row.en, numbers)};
}

}  // namespace

bool are_softmax_of(const Tensor& weights, const Tensor& scores, float divisor, Sees sees) {
  if (!(weights.shape() == scores.shape())) return false;
  const int last = scores.dim() - 1;
  const Size n = scores.size(last);
  bool same = true;
  for_each_cell(scores.shape().with(last, 1), [&](const Index& row) {
    std::vector<float> scaled;
    for (Size j = 0; j < n; ++j) scaled.push_back(scores.at(row.with(last, j)) / divisor);
    const Size visible = sees == Sees::all ? n : std::min(n, row[last - 1] + 1);
    const std::vector<double> expected = softmax_row(scaled, static_cast<std::size_t>(visible));
    for (Size j = 0; j < n; ++j) {
      const double weight = expected[static_cast<std::size_t>(j)];
      same = same && agree(weights.at(row.with(last, j)), weight, weight + 1e-3);
    }
  });
  return same;
}

void check_weights(Page& page, const Tensor& weights, const Tensor& scores, Size d_k, Sees sees) {
  const bool right = is_softmax_of_products(weights, scores, d_k, sees);
  const bool one_row = weights.dim() == 1;
  const std::string exp_ko = d_k == 1 ? "exp(점수)" : formatted("exp(점수 ÷ √{})", d_k);
  const std::string exp_en = d_k == 1 ? "exp(score)" : formatted("exp(score ÷ √{})", d_k);
  const FixedText over =
      sees == Sees::so_far
          ? FixedText{"그 행에서 볼 수 있는 칸의 합", "what its row may see"}
          : (one_row ? FixedText{"모두의 합", "them all"} : FixedText{"그 행의 합", "its row"});
  const Text example = example_of(scores, d_k);
  page.check(right,
             {formatted_ko("{}[은/는] 손으로 계산해도 같습니다: 칸마다 {}[을/를] {}[으로/로] 나눈 "
                           "값입니다{}",
                           weights.name(), exp_ko, over.ko, example.ko),
              formatted("worked out by hand, {} comes out the same: {} over the sum of {}{}",
                        weights.name(), exp_en, over.en, example.en)});
}

void check_weights_of(Page& page, std::string_view step, const Tensor& weights,
                      const Tensor& scores, Size d_k, Sees sees) {
  page.check(
      is_softmax_of_products(weights, scores, d_k, sees),
      {formatted_ko("{}[은/는] {}번의 것이며, 손으로 계산해도 같습니다", weights.name(), step),
       formatted("{} comes from step {}, and is the same worked out by hand", weights.name(),
                 step)});
}

bool are_dot_products_of(const Tensor& scores, const Tensor& queries, const Tensor& keys) {
  bool same = true;
  for_each_cell(scores.shape(), [&](const Index& cell) {
    const Size i = cell[scores.dim() - 2];
    const Size j = cell[scores.dim() - 1];
    Table query(queries, cell);
    Table key(keys, cell);
    SumOfProducts sum;
    for (Size c = 0; c < queries.size(-1); ++c) sum.add(query(i, c), key(j, c));
    same = same && agree(scores.at(cell), sum.value, sum.size);
  });
  return same;
}

bool are_dot_products(const Tensor& scores) {
  if (!as<Matmul>(scores.operation())) return true;
  const Tensor& queries = scores.operands()[0];
  const Tensor& turned = scores.operands()[1];
  if (!as<ReverseAxes>(turned.operation()) && !as<Transpose>(turned.operation())) return true;
  const Tensor& keys = turned.operands()[0];
  if (scores.dim() > 1) return are_dot_products_of(scores, queries, keys);
  return are_dot_products_of(view(scores, {1, -1}), view(queries, {1, -1}), keys);
}

bool are_mixtures_of(const Tensor& mixed, const Tensor& weights, const Tensor& values) {
  bool same = true;
  for_each_cell(mixed.shape(), [&](const Index& cell) {
    const Size i = cell[mixed.dim() - 2];
    const Size c = cell[mixed.dim() - 1];
    Table weight(weights, cell);
    Table value(values, cell);
    SumOfProducts sum;
    for (Size j = 0; j < weights.size(-1); ++j) sum.add(weight(i, j), value(j, c));
    same = same && agree(mixed.at(cell), sum.value, sum.size);
  });
  return same;
}

bool is_attention(const Tensor& context, Sees sees, double p) {
  const Tensor& mixing = given_to<Matmul>(context, 0);
  const Tensor& values = given_to<Matmul>(context, 1);
  const Tensor weights = operand_of(context, "attn_weights");
  const Tensor scores = operand_of(context, "attn_scores");
  const Tensor& queries = given_to<Matmul>(scores, 0);
  const Tensor keys = operand_of(scores, "keys");
  return are_dropped(mixing, weights, p) && are_dot_products_of(scores, queries, keys) &&
         are_softmax_of(weights, scores, std::sqrt(static_cast<float>(keys.size(-1))), sees) &&
         are_mixtures_of(context, mixing, values);
}

bool is_linear(const Tensor& y, const Tensor& x, const Linear& layer) {
  bool same = true;
  const int last = y.dim() - 1;
  for_each_cell(y.shape(), [&](const Index& cell) {
    SumOfProducts sum;
    for (Size i = 0; i < x.size(-1); ++i) {
      sum.add(x.at(cell.with(last, i)), layer.weight.at({cell[last], i}));
    }
    if (layer.bias) sum.add(layer.bias->at({cell[last]}), 1);
    same = same && agree(y.at(cell), sum.value, sum.size);
  });
  return same;
}

bool are_heads_of(const Tensor& split, const Tensor& flat) {
  const Size head_dim = split.size(3);
  bool same = true;
  for_each_cell(split.shape(), [&](const Index& cell) {
    const Size column = cell[1] * head_dim + cell[3];
    same = same && split.at(cell) == flat.at({cell[0], cell[2], column});
  });
  return same;
}

bool are_normalized(const Tensor& normed, const Tensor& x, float eps) {
  const int last = x.dim() - 1;
  const auto n = static_cast<double>(x.size(last));
  bool same = true;
  for_each_cell(x.shape().with(last, 1), [&](const Index& row) {
    double mean = 0;
    for (Size c = 0; c < x.size(last); ++c) mean += double{x.at(row.with(last, c))} / n;
    double var = 0;
    for (Size c = 0; c < x.size(last); ++c) {
      const double apart = double{x.at(row.with(last, c))} - mean;
      var += apart * apart / n;
    }
    const double root = std::sqrt(var + double{eps});
    for (Size c = 0; c < x.size(last); ++c) {
      const double expected = (double{x.at(row.with(last, c))} - mean) / root;
      // The mean is subtracted in float32, where it may be large against what is left.
      same = same && agree(normed.at(row.with(last, c)), expected,
                           std::abs(expected) + 1e-2 + std::abs(mean) / root);
    }
  });
  return same;
}

}  // namespace attn::by_hand
