#include "answer/mistakes.h"
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

/// Softmax along `axis`, counted from the front, where the lesson takes another.
Slip softmax_over(int axis) {
  return [axis](const Call& call) -> std::optional<Tensor> {
    const auto right = as_softmax(call);
    if (!right || axis >= right->x.dim() || axis == axis_of(right->dim, right->x.dim())) return {};
    return softmax(right->x, axis);
  };
}

constexpr Mistake about_softmax[] = {
    {"softmax-over-columns",
     {"softmax를 행이 아니라 다른 축을 따라 취했습니다. 합이 1이 되는 것은 쿼리 하나의 행이어야 "
      "하는데, 이렇게 하면 서로 다른 쿼리들이 가중치를 나누어 갖습니다.",
      "Softmax ran over the columns, or another axis that is not the last. What must sum to 1 is "
      "the row of one query; this way different queries share the weights among themselves."},
     "torch.softmax(attn_scores, dim=-1)",
     [](const Program&) -> std::vector<Slip> {
       return {softmax_over(0), softmax_over(1), softmax_over(2)};
     }},
    {"softmax-over-everything",
     {"softmax를 행마다가 아니라 행렬 전체에 한 번 취했습니다. 행의 합이 아니라 모든 원소의 합이 "
      "1이 됩니다.",
      "Softmax ran over the whole matrix at once instead of row by row, so all elements together "
      "sum to 1, not each row."},
     "torch.softmax(attn_scores, dim=-1)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right || right->x.dim() < 2) return {};
         const Tensor flat = view(contiguous(right->x), {-1});
         return view(softmax(flat, 0), right->x.shape());
       }};
     }},
    {"plain-sum-for-softmax",
     {"softmax 대신 합으로 나누었습니다. 점수에 음수가 있으면 가중치도 음수가 되고, 큰 점수가 "
      "두드러지지도 않습니다.",
      "The scores were divided by their sum where softmax belongs. Negative scores then give "
      "negative weights, and large scores do not stand out."},
     "torch.softmax(attn_scores, dim=-1)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right) return {};
         return divided_by_sum(right->x, right->dim);
       }};
     }},
    {"softmax-for-plain-sum",
     {"합으로 나누어야 할 곳에서 softmax를 취했습니다. softmax는 exp를 거치므로 값의 비율이 "
      "달라집니다.",
      "Softmax was taken where the values were to be divided by their sum. Softmax goes through "
      "exp, which changes their proportions."},
     "x / x.sum(dim=-1, keepdim=True)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!divides_by_sum(call)) return {};
         return softmax(call.operands[0], made_by<Sum>(call.operands[1])->dim);
       }};
     }},
    {"softmax-twice",
     {"softmax를 두 번 취했습니다. 두 번째는 이미 0과 1 사이로 좁아진 값에 취하므로 가중치가 "
      "거의 고르게 됩니다.",
      "Softmax was taken twice. The second time it meets values between 0 and 1 and makes the "
      "weights nearly even."},
     "attn_weights = torch.softmax(attn_scores, dim=-1)    # once",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right) return {};
         return softmax(softmax(right->x, right->dim), right->dim);
       }};
     }},
    {"scores-not-weights",
     {"어텐션 가중치가 올 자리에 softmax를 거치지 않은 어텐션 점수가 있습니다. 점수는 합이 1이 "
      "아니므로 가중합에 그대로 쓸 수 없습니다.",
      "These are attention scores where attention weights belong: softmax was left out. Scores do "
      "not sum to 1, so nothing can be mixed with them."},
     "attn_weights = torch.softmax(attn_scores, dim=-1)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
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
                 if (!divides_by_sum(call) || made_by<Mul>(call.operands[0])) return {};
                 if (made_by<Tril>(call.operands[0])) return {};  // a sum for an average
                 return same_as(call.operands[0]);
               }};
     }},
};

}  // namespace

std::span<const Mistake> softmax_mistakes() {
  return about_softmax;
}

}  // namespace attn
