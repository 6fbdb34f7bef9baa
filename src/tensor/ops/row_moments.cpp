#include <algorithm>
#include <array>
#include <utility>

#include "tensor/normalize.h"
#include "tensor/over_axis.h"

namespace attn {
namespace {

/// What is known of some numbers.
struct Moments {
  Size count = 0;
  float mean = 0;
  float squares = 0;  ///< of the distances from the mean
};

/// Of two sets of numbers together (Chan, Golub and LeVeque, 1979).
Moments together(const Moments& a, const Moments& b) {
  const Size count = a.count + b.count;
  const float share = count == 0 ? 0 : static_cast<float>(b.count) / static_cast<float>(count);
  const float apart = b.mean - a.mean;
  return {count, a.mean + share * apart,
          a.squares + (b.squares + apart * apart * share * static_cast<float>(a.count))};
}

constexpr Size parts = 8;   // floats in a vector of AVX2
constexpr Size chunk = 16;  // numbers of a part that follow each other

/// Of `count` numbers of a part, beginning with the row's number `first`. By factors, as vectors
/// are divided.
Moments of_chunk(const Lane& row, Size first, Size count) {
  Moments moments{.count = count};
  for (Size i = 0; i < count; ++i) {
    const float x = row[first + i * parts];
    const float apart = x - moments.mean;
    moments.mean += apart * (1.0F / static_cast<float>(i + 1));
    moments.squares += apart * (x - moments.mean);
  }
  return moments;
}

/// Of a part, `count` numbers: its chunks are put together in pairs, and pairs of pairs.
Moments of_part(const Lane& row, Size part, Size count) {
  std::array<Moments, 32> levels{};
  int depth = 0;
  while ((Size{1} << depth) * chunk < count) ++depth;
  Size chunks = 0;
  for (Size i = 0; i < count; i += chunk) {
    levels[0] =
        together(levels[0], of_chunk(row, part + i * parts, std::min<Size>(chunk, count - i)));
    Size whole = ++chunks;
    for (std::size_t j = 1; j < static_cast<std::size_t>(depth) && whole % 2 == 0; ++j) {
      levels[j] = together(levels[j], std::exchange(levels[j - 1], {}));
      whole /= 2;
    }
  }
  for (std::size_t j = 1; j < static_cast<std::size_t>(depth); ++j) {
    levels[0] = together(levels[0], levels[j]);
  }
  return levels[0];
}

Moments moments_of(const Lane& row) {
  const Size each = row.size() / parts;
  Moments moments;
  for (Size i = each * parts; i < row.size(); ++i) {
    const float apart = row[i] - moments.mean;
    moments.mean += apart / static_cast<float>(++moments.count);
    moments.squares += apart * (row[i] - moments.mean);
  }
  for (Size part = 0; part < parts; ++part) {
    moments = together(moments, of_part(row, part, each));
  }
  return moments;
}

/// Told as what the running mean comes to.
struct RowMeanOp final : SomeMean<RowMean> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [](const Lane& row) { return moments_of(row).mean; });
  }
};

struct RowVarOp final : OverAxis<RowVar> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [](const Lane& row) {
      return moments_of(row).squares / static_cast<float>(row.size());
    });
  }

  Size cost(Operands operands, const Tensor&) const override { return 2 * operands[0].numel(); }

  // What the running squares come to.
  Derivation explain(Operands operands, const Index& at) const override {
    return variance_of_lane(operands[0], at, divisor(operands[0]));
  }

  Wording words(const Told& told) const override {
    return words_of_quotient("제곱", "squares", told);
  }

  std::string notation(Written operands) const override {
    return written_along("var", operands[0], ", unbiased=False");
  }

  Tensor backward(const Backward& flow) const override {
    return spread_variance(flow, divisor(flow.asked()));
  }

  double divisor(const Tensor& x) const { return static_cast<double>(x.size(dim)); }
};

}  // namespace

Tensor row_mean(const Tensor& x) {
  return record<RowMeanOp>({}, {x});
}
Tensor row_var(const Tensor& x) {
  return record<RowVarOp>({}, {x});
}

}  // namespace attn
