#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

Tensor divided_by_sum(const Tensor& x, int dim) {
  return x / sum(x, dim, x.dim() > 1);
}

/// x / x.sum(), but not that of a softmax.
bool divides_by_sum(const Call& call) {
  if (!calls<Div>(call) || made_by<Exp>(call.operands[0])) return false;
  return made_by<Sum>(call.operands[1]) && call.operands[1].operands()[0] == call.operands[0];
}

/// Whether it is scores of attention that are divided by their sum, as before softmax is known.
bool divides_scores_by_sum(const Call& call) {
  return divides_by_sum(call) && call.operands[0].name().starts_with(names::attn_scores);
}

/// x / x.sum(dim, keepdim) with the sum along another axis, or of everything.
std::vector<Way> sums_of_others() {
  std::vector<Way> ways;
  for (int axis = 0; axis < 3; ++axis) {
    ways.emplace_back(
        [axis](const Call& call) -> std::optional<Tensor> {
          if (!divides_by_sum(call)) return {};
          const Tensor& x = call.operands[0];
          const int right = axis_of(made_by<Sum>(call.operands[1])->dim, x.dim());
          if (axis >= x.dim() || axis == right) return {};
          return x / sum(x, axis, true);
        },
        [axis] { return along_axis(axis); });
  }
  ways.emplace_back(
      [](const Call& call) -> std::optional<Tensor> {
        if (!divides_by_sum(call) || call.operands[0].dim() < 2) return {};
        const Tensor& x = call.operands[0];
        return x / sum(view(contiguous(x), {-1}), 0);
      },
      [] {
        return Text("모든 원소의 합으로 나누었습니다.", "They were divided by the sum of all.");
      });
  return ways;
}

bool hides_scores(const Call& call) {
  return calls<MaskedFill>(call);
}

/// The weights, transposed where they come out of softmax, or of dropout.
std::optional<Tensor> transposed_weights(const Call& call) {
  const auto right = as_softmax(call);
  if (!right || !is_square(right->x)) return {};
  return contiguous(transpose(softmax(right->x, right->dim), -2, -1));
}
std::optional<Tensor> transposed_dropped_weights(const Call& call) {
  const bool drops = calls<Mul>(call) && call.operands[0].operation() &&
                     is_square(call.operands[0]) && as_softmax(call_of(call.operands[0]));
  if (!drops || call.operands[0].shape() != call.operands[1].shape()) return {};
  return contiguous(transpose(call.operands[0] * call.operands[1], -2, -1));
}

/// Softmax along `axis`, counted from the front, where the lesson takes another.
Slip softmax_over(int axis) {
  return [axis](const Call& call) -> std::optional<Tensor> {
    const auto right = as_softmax(call);
    if (!right || axis >= right->x.dim() || axis == axis_of(right->dim, right->x.dim())) return {};
    return softmax(right->x, axis);
  };
}

constexpr std::string_view weights = "weights of a sum";

constexpr Mistake about_softmax[] = {
    {"softmax-over-columns",
     {"softmax를 행이 아니라 다른 축을 따라 취했습니다. 합이 1이 되는 것은 쿼리 하나의 행이어야 "
      "하는데, 이렇게 하면 서로 다른 쿼리들이 가중치를 나누어 갖습니다.",
      "Softmax ran over the columns, or another axis that is not the last. What must sum to 1 is "
      "the row of one query; this way different queries share the weights among themselves."},
     "torch.softmax(…, dim=-1)    # what goes in stays as it is",
     [](const Program&) -> std::vector<Way> {
       std::vector<Way> ways;
       for (int axis = 0; axis < 3; ++axis) {
         ways.emplace_back(softmax_over(axis), [axis] { return along_axis(axis); });
       }
       return ways;
     }},
    {"softmax-over-everything",
     {"softmax를 행마다가 아니라 행렬 전체에 한 번 취했습니다. 행의 합이 아니라 모든 원소의 합이 "
      "1이 됩니다.",
      "Softmax ran over the whole matrix at once instead of row by row, so all elements together "
      "sum to 1, not each row."},
     "torch.softmax(…, dim=-1)    # what goes in stays as it is",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right || right->x.dim() < 2) return {};
         const Tensor flat = view(contiguous(right->x), {-1});
         return view(softmax(flat, 0), right->x.shape());
       }};
     },
     {.about = weights}},
    {"softmax-over-one",
     {"크기가 1인 축을 따라 softmax를 취했습니다. 수 하나의 softmax는 언제나 1이므로 모든 "
      "가중치가 1이 됩니다.",
      "Softmax ran along an axis of size 1. Softmax of a single number is always 1, so all weights "
      "are ones."},
     "torch.softmax(attn_scores, dim=-1)    # an axis with a place for each key",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right || right->x.size(right->dim) < 2) return {};
         return ones(right->x.shape());
       }};
     },
     {.combines = false}},
    {"weights-transposed",
     {"어텐션 가중치가 전치되었습니다. i행에는 토큰 i가 다른 토큰에 주는 가중치가 있어야 하는데, "
      "다른 토큰이 토큰 i에 주는 가중치가 들어 있습니다. 그러면 행의 합도 1이 아닙니다.",
      "The attention weights are transposed. Row i should hold what token i gives to others; here "
      "it holds what others give to token i, and rows do not sum to 1."},
     "attn_weights    # not attn_weights.T",
     [](const Program&) -> std::vector<Way> {
       return {transposed_weights, transposed_dropped_weights};
     },
     {.combines = false}},
    {"attention-within-one-token",
     {"토큰마다 자기 자신에게만 가중치 1을 주었습니다. 배치 축과 토큰 축이 바뀌어, 저마다 토큰 하나인 "
      "문장들로 계산된 것입니다. torch.nn.MultiheadAttention은 배치를 앞에 두려면 "
      "batch_first=True를 주어야 합니다.",
      "Each token gives itself a weight of 1 and none to others: the axes of batch and tokens were "
      "exchanged, so that every token was a sentence of its own. torch.nn.MultiheadAttention takes "
      "the batch in front only with batch_first=True."},
     "torch.nn.TransformerEncoderLayer(d_model, num_heads, batch_first=True)",
     [](const Program& program) -> std::vector<Way> {
       if (program.has(hides_scores)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right || !is_square(right->x)) return {};
         return contiguous(expand(eye(right->x.size(-1)), right->x.shape()));
       }};
     },
     {.combines = false}},
    {"plain-sum-for-softmax",
     {"softmax 대신 합으로 나누었습니다. 점수에 음수가 있으면 가중치도 음수가 되고, 큰 점수가 "
      "두드러지지도 않습니다.",
      "The scores were divided by their sum where softmax belongs. Negative scores then give "
      "negative weights, and large scores do not stand out."},
     "torch.softmax(…, dim=-1)    # what goes in stays as it is",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right) return {};
         return divided_by_sum(right->x, right->dim);
       }};
     },
     {.about = weights}},
    {"softmax-for-plain-sum",
     {"합으로 나누어야 할 곳에서 softmax를 취했습니다. softmax는 exp를 거치므로 값의 비율이 "
      "달라집니다.",
      "Softmax was taken where the values were to be divided by their sum. Softmax goes through "
      "exp, which changes their proportions."},
     "x / x.sum(dim=-1, keepdim=True)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!divides_by_sum(call)) return {};
         return softmax(call.operands[0], made_by<Sum>(call.operands[1])->dim);
       }};
     },
     {.about = weights}},
    {"divided-by-other-sums",
     {"행의 합이 아니라 다른 합으로 나누었습니다. 행마다 합이 1이 되려면 마지막 축을 따라 더하고, 그 "
      "축을 남겨(keepdim=True) 나누어야 합니다.",
      "The values were divided by other sums than those of their rows. For each row to sum to 1, add "
      "along the last axis and keep it (keepdim=True)."},
     "x / x.sum(dim=-1, keepdim=True)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(divides_by_sum)) return {};
       return sums_of_others();
     },
     {.about = weights}},
    {"keepdim-forgotten",
     {"합을 구할 때 keepdim=True를 빠뜨렸습니다. 합이 (T, 1)이 아니라 (T) 모양이 되어, 나눌 때 행이 "
      "아니라 열마다 맞추어집니다(브로드캐스팅). 오류는 나지 않습니다.",
      "keepdim=True was left out of the sum. The sums are then (T) and not (T, 1), and broadcasting "
      "matches them with the columns, not with the rows. No error is raised."},
     "x / x.sum(dim=-1, keepdim=True)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Sum>(call) || !calls<Sum>(call)->keepdim) return {};
         const int rank = call.operands[0].dim();
         if (axis_of(calls<Sum>(call)->dim, rank) != rank - 1 || rank < 2) return {};
         return sum(call.operands[0], -1);
       }};
     },
     {.about = weights}},
    {"not-divided-by-sum",
     {"합으로 나누지 않았습니다. 행의 합이 1이 되어야 비율이나 확률로 읽을 수 있습니다.",
      "The values were not divided by their sum. Only rows that sum to 1 can be read as shares or "
      "probabilities."},
     "x / x.sum(dim=-1, keepdim=True)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!divides_by_sum(call) || divides_scores_by_sum(call)) return {};
         if (made_by<Mul>(call.operands[0]) || made_by<Tril>(call.operands[0])) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = weights}},
    {"softmax-twice",
     {"softmax를 두 번 취했습니다. 두 번째는 이미 0과 1 사이로 좁아진 값에 취하므로 가중치가 "
      "거의 고르게 됩니다.",
      "Softmax was taken twice. The second time it meets values between 0 and 1 and makes the "
      "weights nearly even."},
     "attn_weights = torch.softmax(attn_scores, dim=-1)    # once",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right) return {};
         return softmax(softmax(right->x, right->dim), right->dim);
       }};
     }},
    {"scores-not-weights",
     {"가중치나 확률이 올 자리에 softmax를 거치지 않은 점수가 있습니다. 점수는 합이 1이 아니므로 "
      "가중합에도, 확률로도 그대로 쓸 수 없습니다.",
      "These are scores where weights or probabilities belong: softmax was left out. Scores do not "
      "sum to 1, so they can neither mix vectors nor be read as probabilities."},
     "attn_weights = torch.softmax(attn_scores, dim=-1)",
     [](const Program& program) {
       std::vector<Way> ways = {[](const Call& call) -> std::optional<Tensor> {
                                  const auto right = as_softmax(call);
                                  if (!right) return {};
                                  return same_as(right->x);
                                },
                                [](const Call& call) -> std::optional<Tensor> {
                                  const auto right = as_softmax(call);
                                  if (!right || !right->x.operation()) return {};
                                  const auto scaling = as_scaling(call_of(right->x));
                                  if (!scaling) return {};
                                  return same_as(scaling->x);
                                },
                                [](const Call& call) -> std::optional<Tensor> {
                                  if (!divides_scores_by_sum(call)) return {};
                                  return same_as(call.operands[0]);
                                }};
       // Where a model has both, of tokens alone, not of its attention, too.
       if (program.has(makes_probabilities)) {
         ways.emplace_back([](const Call& call) -> std::optional<Tensor> {
           if (!makes_probabilities(call)) return {};
           return same_as(call.operands[0]);
         });
       }
       return ways;
     },
     {.about = weights}},
};

}  // namespace

std::span<const Mistake> softmax_mistakes() {
  return about_softmax;
}

}  // namespace attn
