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

/// The stack (b, T, d) of a batch's averages, with running averages of sentences in place of
/// tokens.
std::optional<Tensor> over_batch(const Call& call) {
  if (!calls<Stack>(call) || call.operands[0].dim() != 2) return {};
  std::vector<Tensor> averages;
  std::optional<Tensor> sum_so_far;
  for (const Tensor& sentence : call.operands) {
    const Tensor& first = made_by<Stack>(sentence) ? sentence.operands()[0] : sentence;
    const auto average = first.operation() ? as_average(call_of(first)) : std::nullopt;
    if (!average) return {};
    sum_so_far = sum_so_far ? *sum_so_far + average->tokens : average->tokens;
    averages.push_back(*sum_so_far / static_cast<float>(averages.size() + 1));
  }
  return stack(averages);
}

/// Ones, where every weight is 1/T.
std::optional<Tensor> even_weights_undivided(const Call& call) {
  if (!calls<Div>(call) || !made_by<Ones>(call.operands[0]) || !is_square(call.operands[0]))
    return {};
  if (call.operands[1].dim() > 0) return {};
  return same_as(call.operands[0]);
}

/// The triangle of an average with its diagonal moved, whatever it is divided by.
Way with_diagonal_moved(Size by) {
  return [by](const Call& call) -> std::optional<Tensor> {
    const auto* right = calls<Tril>(call);
    if (!right || !made_by<Ones>(call.operands[0])) return {};
    return tril(call.operands[0], right->diagonal + by);
  };
}

/// The windows, and where a program has averages the triangle that makes them.
std::vector<Way> windows_or(std::vector<Way> windows, const Program& program, Size diagonal) {
  if (makes_averages(program)) windows.push_back(with_diagonal_moved(diagonal));
  return windows;
}

constexpr std::string_view window = "window of an average";

constexpr Mistake about_averaging[] = {
    {"average-without-current",
     {"평균에서 지금 토큰이 빠졌습니다. t번까지의 평균에는 t번도 들어가므로 슬라이스는 :t + 1이고, "
      "삼각행렬은 대각선을 남겨야 합니다. 빠뜨리면 첫 토큰에는 평균할 것이 없어 0이나 nan이 됩니다.",
      "The current token is missing from the average. The average up to token t includes t: the "
      "slice ends at t + 1, and the triangle keeps its diagonal. Without it the first token has "
      "nothing to average and becomes 0 or nan."},
     "seen = embeddings[b, :t + 1]    # tril(..., diagonal=0)",
     [](const Program& program) -> std::vector<Way> {
       return windows_or({with([](Size t, Size) {
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
                          })},
                         program, -1);
     },
     {.about = window}},
    {"average-with-future",
     {"평균에 뒤의 토큰이 들어갔습니다. 토큰 t는 아직 오지 않은 토큰을 볼 수 없으므로 0번부터 "
      "t번까지만 평균해야 합니다. 슬라이스의 끝은 t + 1이고, 삼각행렬은 대각선 위가 0입니다.",
      "Later tokens went into the average. Token t cannot see what has not come yet, so it "
      "averages tokens 0 to t alone: the slice ends at t + 1, and the triangle is 0 above its "
      "diagonal."},
     "allowed = torch.tril(torch.ones(T, T))    # embeddings[b, :t + 1]",
     [](const Program& program) -> std::vector<Way> {
       return windows_or(
           {with(whole), with([](Size t, Size n) {
              return Window{0, next(t, n), next(t, n)};
            }),
            with([](Size t, Size n) { return from(t, n); }),
            with([](Size t, Size n) { return from(t + 1, n); }), with([](Size t, Size n) {
              return Window{0, next(t, n), t + 1};
            }),
            with([](Size t, Size n) {
              return Window{0, n, t + 1};
            })},
           program, 1);
     },
     {.about = window}},
    {"sum-for-average",
     {"더하기만 하고 토큰의 수로 나누지 않았습니다. 평균이 아니라 합이므로 뒤의 토큰일수록 값이 "
      "커집니다. 가중치로 계산했다면 행의 합이 1이 되도록 나누어야 합니다.",
      "The tokens were added up but not divided by their number. These are sums, not averages, and "
      "they grow from token to token. As weights, each row must be divided so that it sums to 1."},
     "weights = allowed / allowed.sum(dim=1, keepdim=True)",
     [](const Program&) -> std::vector<Way> {
       return {with([](Size t, Size) { return Window{0, t + 1, 1}; }), even_weights_undivided};
     },
     {.about = window}},
    {"average-divided-by-other-count",
     {"0번부터 t번까지 더한 것은 맞지만 다른 수로 나누었습니다. t번까지는 토큰이 t + 1개이므로 t + "
      "1로 나누어야 합니다.",
      "Tokens 0 to t were added up rightly but divided by another number. There are t + 1 of them, "
      "so the sum is divided by t + 1."},
     "averaged[t] = x[:t + 1].sum(dim=0) / (t + 1)",
     [](const Program&) -> std::vector<Way> {
       return {{with([](Size t, Size) {
                  return Window{0, t + 1, t};
                }),
                [] {
                  return Text("t로 나누었으므로 첫 토큰에서 0으로 나눕니다.",
                              "It was t, so that the first token is divided by 0.");
                }},
               {with([](Size t, Size n) {
                  return Window{0, t + 1, n};
                }),
                [] {
                  return Text("토큰 전체의 수 T로 나누었습니다.",
                              "It was T, the number of all tokens.");
                }},
               {with([](Size t, Size) {
                  return Window{0, t + 1, std::max<Size>(t, 1)};
                }),
                [] {
                  return Text("첫 토큰 말고는 t로 나누었습니다.",
                              "It was t, but for the first token.");
                }},
               {with([](Size t, Size) {
                  return Window{0, t + 1, t + 2};
                }),
                [] { return Text("t + 2로 나누었습니다.", "It was t + 2."); }}};
     },
     {.about = window}},
    {"maximum-for-average",
     {"평균이 아니라 지금까지의 토큰에서 차원마다 가장 큰 값을 골랐습니다.",
      "The largest value of each dimension was taken of the tokens so far, not their average."},
     "averaged[t] = x[:t + 1].mean(dim=0)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto average = as_average(call);
         if (!average) return {};
         return amax(narrow(average->tokens, 0, 0, average->t + 1), 0);
       }};
     },
     {.about = window}},
    {"averaged-over-batch",
     {"토큰이 아니라 문장(배치)을 따라 평균을 냈습니다. 배치의 문장들은 서로 상관이 없으므로 섞으면 "
      "안 됩니다. 배치 축 다음에 있는 토큰 축을 따라 평균해야 합니다.",
      "The average ran over the sentences of the batch, not over tokens. The sentences have nothing "
      "to do with each other; it is the axis of tokens, after that of the batch, that is averaged."},
     "embeddings.cumsum(dim=1)    # dim=0 is the batch",
     [](const Program&) -> std::vector<Way> { return {over_batch}; },
     {.combines = false, .about = window}},
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
