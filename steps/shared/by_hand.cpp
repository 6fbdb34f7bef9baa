#include "shared/by_hand.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "tensor/float32.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::by_hand {
namespace {

/// How far float32 may be off, as a share of what was added up.
constexpr double rounding = 1e-5;
constexpr float infinity = std::numeric_limits<float>::infinity();

/// Whether two numbers agree; `size` is how large the numbers were that went into them.
bool agree(double got, double expected, double size) {
  constexpr double underflow = 1e-36;  // what float32 cannot tell from 0 and still add up
  return got == expected || std::abs(got - expected) <= rounding * size + underflow;
}

/// What a row of a softmax should be, given its scores over the divisor; those that may not be
/// looked at are -inf.
std::vector<double> softmax_row(const std::vector<float>& scores) {
  const float largest = *std::max_element(scores.begin(), scores.end());
  std::vector<double> weights(scores.size());
  double sum = 0;
  for (std::size_t j = 0; j < scores.size(); ++j) {
    sum += weights[j] = std::exp(double{scores[j]} - double{largest});
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// The rows along the last axis, one after another.
class Rows {
 public:
  explicit Rows(const Tensor& x)
      : cells_(x.values()), width_(static_cast<std::size_t>(x.size(-1))) {}
  std::size_t count() const { return width_ == 0 ? 0 : cells_.size() / width_; }
  std::size_t width() const { return width_; }
  const float* operator[](std::size_t row) const { return cells_.data() + row * width_; }

 private:
  std::vector<float> cells_;
  std::size_t width_;
};

/// The dot product of two rows of n numbers; four sums, so that they need not wait for each other.
double dot_of(const float* a, const float* b, std::size_t n) {
  std::array<double, 4> sums{};
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (std::size_t part = 0; part < 4; ++part) {
      sums[part] += double{a[i + part]} * double{b[i + part]};
    }
  }
  for (; i < n; ++i) sums[0] += double{a[i]} * double{b[i]};
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// The length of every row: products of lengths are at least what a dot product adds up.
std::vector<double> lengths_of(const Rows& rows) {
  std::vector<double> lengths;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    lengths.push_back(std::sqrt(dot_of(rows[i], rows[i], rows.width())));
  }
  return lengths;
}

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

bool are_softmax_of(const Tensor& weights, const Tensor& scores, float divisor,
                    const MayLook& may_look) {
  if (!(weights.shape() == scores.shape())) return false;
  const int last = scores.dim() - 1;
  const Size n = scores.size(last);
  bool same = true;
  for_each_cell(scores.shape().with(last, 1), [&](const Index& row) {
    std::vector<float> scaled;
    for (Size j = 0; j < n; ++j) {
      const bool seen = may_look(last == 0 ? 0 : row[last - 1], j);
      scaled.push_back(seen ? scores.at(row.with(last, j)) / divisor : -infinity);
    }
    const std::vector<double> expected = softmax_row(scaled);
    for (Size j = 0; j < n; ++j) {
      const double weight = expected[static_cast<std::size_t>(j)];
      same = same && agree(weights.at(row.with(last, j)), weight, weight + 1e-3);
    }
  });
  return same;
}

bool are_softmax_of(const Tensor& weights, const Tensor& scores, float divisor, Sees sees) {
  return are_softmax_of(weights, scores, divisor, [sees](Size asking, Size asked) {
    return sees == Sees::all || asked <= asking;
  });
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
  const Rows got(scores);
  const Rows asking(queries);
  const Rows asked(keys);
  const std::vector<double> of_asking = lengths_of(asking);
  const std::vector<double> of_asked = lengths_of(asked);
  const auto T = static_cast<std::size_t>(queries.size(-2));
  const auto S = static_cast<std::size_t>(keys.size(-2));
  bool same = true;
  for (std::size_t i = 0; i < got.count(); ++i) {
    const std::size_t first = i / T * S;  // of the keys of the same head
    for (std::size_t j = 0; j < S; ++j) {
      const double expected = dot_of(asking[i], asked[first + j], asked.width());
      same = same && agree(got[i][j], expected, of_asking[i] * of_asked[first + j]);
    }
  }
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
  const Rows got(mixed);
  const Rows shares(weights);
  const Rows mixing(values);
  const auto T = static_cast<std::size_t>(weights.size(-2));
  const auto S = static_cast<std::size_t>(values.size(-2));
  bool same = true;
  for (std::size_t i = 0; i < got.count(); ++i) {
    std::vector<double> sum(got.width());
    std::vector<double> size(got.width());
    for (std::size_t j = 0; j < S; ++j) {
      const double share = shares[i][j];
      const float* row = mixing[i / T * S + j];
      for (std::size_t c = 0; c < got.width(); ++c) {
        sum[c] += share * double{row[c]};
        size[c] += std::abs(share * double{row[c]});
      }
    }
    for (std::size_t c = 0; c < got.width(); ++c) same = same && agree(got[i][c], sum[c], size[c]);
  }
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
  const Rows got(y);
  const Rows given(x);
  const Rows weight(layer.weight);
  const std::vector<float> bias =
      layer.bias ? layer.bias->values() : std::vector<float>(got.width());
  const std::vector<double> of_given = lengths_of(given);
  const std::vector<double> of_weight = lengths_of(weight);
  bool same = true;
  for (std::size_t i = 0; i < got.count(); ++i) {
    for (std::size_t o = 0; o < got.width(); ++o) {
      const double expected = dot_of(given[i], weight[o], weight.width()) + double{bias[o]};
      const double size = of_given[i] * of_weight[o] + std::abs(double{bias[o]});
      same = same && agree(got[i][o], expected, size);
    }
  }
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

bool are_normalized(const Tensor& normed, const Tensor& x, const LayerNorm& norm) {
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
    const double root = std::sqrt(var + double{norm.eps});
    for (Size c = 0; c < x.size(last); ++c) {
      const double scale = double{norm.scale.at({c})};
      const double shift = double{norm.shift.at({c})};
      const double scaled = (double{x.at(row.with(last, c))} - mean) / root * scale;
      // The mean is subtracted in float32, where it may be large against what is left.
      same =
          same && agree(normed.at(row.with(last, c)), scaled + shift,
                        std::abs(scaled) + std::abs(shift) + 1e-2 + std::abs(mean * scale) / root);
    }
  });
  return same;
}

bool are_normalized(const Tensor& normed, const Tensor& x, float eps) {
  LayerNorm norm(x.size(-1));
  norm.eps = eps;
  return are_normalized(normed, x, norm);
}

}  // namespace attn::by_hand
