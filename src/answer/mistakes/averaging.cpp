#include <algorithm>

#include "answer/mistakes.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// What is made of the T tokens at token t: those from `first` to before `last`, added up and
/// divided.
struct Window {
  Size first, last, divisor;
};
using Windows = Window (*)(Size t, Size num_tokens);

/// The average of tokens 0 to t, as a sum over a count.
struct Average {
  Tensor tokens;  ///< (T, d)
  Size t;
};
std::optional<Average> as_average(const Call& call) {
  if (!calls<Div>(call) || !made_by<Sum>(call.operands[0])) return {};
  const Tensor& seen = call.operands[0].operands()[0];
  const Tensor& count = call.operands[1];
  const auto* slice = made_by<Narrow>(seen);
  if (!slice || slice->dim != 0 || slice->start != 0) return {};
  if (made_by<Sum>(call.operands[0])->dim != 0 || count.dim() > 0 || count.operation()) return {};
  if (count.item() != static_cast<float>(slice->length)) return {};
  return Average{seen.operands()[0], slice->length - 1};
}

/// Whether all scores are the same whatever the data are.
bool are_equal_scores(const Tensor& x) {
  if (x.operation()) return false;
  const std::vector<float> values = x.values();
  return std::all_of(values.begin(), values.end(), [&](float v) { return v == values[0]; });
}

/// How many tokens are averaged by weights: a lower triangle over its row sums, or softmax of
/// equal scores without the future. Nothing if they are other weights.
std::optional<Size> as_averaging_weights(const Call& call) {
  if (const auto softmax = as_softmax(call)) {
    const Tensor& x = softmax->x;
    if (!made_by<MaskedFill>(x) || !are_equal_scores(x.operands()[0])) return {};
    return x.size(-1);
  }
  if (!calls<Div>(call) || !made_by<Tril>(call.operands[0])) return {};
  if (!made_by<Ones>(call.operands[0].operands()[0]) || !made_by<Sum>(call.operands[1])) return {};
  return call.operands[0].size(-1);
}

/// The weights (T, T) that make these windows.
Tensor weights_for(Windows windows, Size num_tokens) {
  std::vector<float> weights;
  for (Size t = 0; t < num_tokens; ++t) {
    const Window window = windows(t, num_tokens);
    for (Size j = 0; j < num_tokens; ++j) {
      const bool goes_in = window.first <= j && j < window.last;
      weights.push_back((goes_in ? 1.0F : 0.0F) / static_cast<float>(window.divisor));
    }
  }
  return Tensor({num_tokens, num_tokens}, std::move(weights));
}

/// Another window for that of the average, which is {0, t + 1, t + 1}.
Slip with(Windows windows) {
  return [windows](const Call& call) -> std::optional<Tensor> {
    if (const auto num_tokens = as_averaging_weights(call))
      return weights_for(windows, *num_tokens);
    const auto average = as_average(call);
    if (!average) return {};
    const Window window = windows(average->t, average->tokens.size(0));
    const Tensor seen = narrow(average->tokens, 0, window.first, window.last - window.first);
    return sum(seen, 0) / static_cast<float>(window.divisor);
  };
}

Window whole(Size, Size num_tokens) {
  return {0, num_tokens, num_tokens};
}
Window from(Size first, Size num_tokens) {
  return {first, num_tokens, num_tokens - first};
}
/// Up to the next token, if there is one.
Size next(Size t, Size num_tokens) {
  return std::min(t + 2, num_tokens);
}

constexpr Mistake about_averaging[] = {
    {"average-without-current",
     {"평균에서 지금 토큰이 빠졌습니다. t번까지의 평균에는 t번도 들어가므로 슬라이스는 :t + 1이고, "
      "삼각행렬은 대각선을 남겨야 합니다. 빠뜨리면 첫 토큰에는 평균할 것이 없어 0이나 nan이 됩니다.",
      "The current token is missing from the average. The average up to token t includes t: the "
      "slice ends at t + 1, and the triangle keeps its diagonal. Without it the first token has "
      "nothing to average and becomes 0 or nan."},
     "seen = embeddings[b, :t + 1]    # tril(..., diagonal=0)",
     [](const Program&) -> std::vector<Slip> {
       return {with([](Size t, Size) {
                 return Window{0, t, t};
               }),
               with([](Size t, Size) {
                 return Window{0, t, t + 1};
               }),
               with([](Size t, Size) {
                 return Window{0, t, std::max<Size>(t, 1)};
               }),
               with([](Size t, Size) {
                 return Window{0, std::max<Size>(t, 1), std::max<Size>(t, 1)};
               })};
     }},
    {"average-with-future",
     {"평균에 뒤의 토큰이 들어갔습니다. 토큰 t는 아직 오지 않은 토큰을 볼 수 없으므로 0번부터 "
      "t번까지만 평균해야 합니다. 슬라이스의 끝은 t + 1이고, 삼각행렬은 대각선 위가 0입니다.",
      "Later tokens went into the average. Token t cannot see what has not come yet, so it "
      "averages tokens 0 to t alone: the slice ends at t + 1, and the triangle is 0 above its "
      "diagonal."},
     "allowed = torch.tril(torch.ones(T, T))    # embeddings[b, :t + 1]",
     [](const Program&) -> std::vector<Slip> {
       return {with(whole),
               with([](Size t, Size n) {
                 return Window{0, next(t, n), next(t, n)};
               }),
               with([](Size t, Size n) { return from(t, n); }),
               with([](Size t, Size n) { return from(t + 1, n); }),
               with([](Size t, Size n) {
                 return Window{0, next(t, n), t + 1};
               }),
               with([](Size t, Size n) {
                 return Window{0, n, t + 1};
               })};
     }},
    {"sum-for-average",
     {"더하기만 하고 토큰의 수로 나누지 않았습니다. 평균이 아니라 합이므로 뒤의 토큰일수록 값이 "
      "커집니다. 가중치로 계산했다면 행의 합이 1이 되도록 나누어야 합니다.",
      "The tokens were added up but not divided by their number. These are sums, not averages, and "
      "they grow from token to token. As weights, each row must be divided so that it sums to 1."},
     "weights = allowed / allowed.sum(dim=1, keepdim=True)",
     [](const Program&) -> std::vector<Slip> {
       return {with([](Size t, Size) { return Window{0, t + 1, 1}; })};
     }},
};

}  // namespace

bool makes_averages(const Program& program) {
  return program.has(
      [](const Call& call) { return as_average(call) || as_averaging_weights(call); });
}

std::span<const Mistake> averaging_mistakes() {
  return about_averaging;
}

}  // namespace attn
