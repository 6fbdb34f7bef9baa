#include <cmath>

#include "answer/mistakes.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Heads side by side, as the wrapper joins them: each is a product of weights and values.
bool joins_heads(const Call& call) {
  const auto* cat = calls<Cat>(call);
  return cat && made_by<Matmul>(call.operands[0]) &&
         axis_of(cat->dim, call.operands[0].dim()) == call.operands[0].dim() - 1 &&
         call.operands.size() > 1;
}

std::vector<Tensor> listed(Operands operands) {
  return {operands.begin(), operands.end()};
}

/// The heads of (b, h, T, hd), which are about to be merged.
bool moves_heads_back(const Call& call) {
  return calls<Transpose>(call) && call.operands[0].name() == names::context_vec;
}

std::vector<Tensor> heads_of(const Tensor& context_vec) {
  std::vector<Tensor> heads;
  for (Size h = 0; h < context_vec.size(1); ++h) heads.push_back(select(context_vec, 1, h));
  return heads;
}

Tensor sum_of_all(Operands heads) {
  Tensor sum = heads[0];
  for (const Tensor& head : heads.subspan(1)) sum = sum + head;
  return sum;
}

/// A projection (b, T, d_out), or one without b, split into heads: transpose(-3, -2) of
/// view(b, T, h, hd).
bool splits_heads(const Call& call) {
  const auto* turn = calls<Transpose>(call);
  if (!turn) return false;
  const Tensor& split = call.operands[0];
  const int rank = split.dim();
  return (rank == 3 || rank == 4) && axis_of(turn->dim0, rank) == rank - 3 &&
         axis_of(turn->dim1, rank) == rank - 2 && made_by<View>(split) &&
         split.operands()[0].dim() == rank - 1;
}

/// A shape with two of its axes, counted from the last, exchanged.
Shape with_exchanged(const Shape& shape, int a, int b) {
  const int rank = shape.rank();
  return shape.with(rank + a, shape[rank + b]).with(rank + b, shape[rank + a]);
}

/// Heads moved back and joined: view(transpose(-3, -2)) of (b, h, T, hd), or of one without b.
bool merges_heads(const Call& call) {
  if (!calls<View>(call) || !made_by<Contiguous>(call.operands[0])) return false;
  const Tensor& turned = call.operands[0].operands()[0];
  if (!made_by<Transpose>(turned)) return false;
  return turned.dim() == 4 ? !cuts_patches(turned) : call.name == names::joined_heads;
}

/// The columns dealt out to the heads in turn, as (hd, h), instead of in blocks.
std::optional<Tensor> split_in_turn(const Call& call) {
  if (!splits_heads(call)) return {};
  const Tensor& split = call.operands[0];
  const Tensor in_turn = view(split.operands()[0], with_exchanged(split.shape(), -2, -1));
  return transpose(transpose(in_turn, -2, -1), -3, -2);
}

/// The heads merged the same way: (b, h, T, hd) → (b, T, hd, h) → (b, T, d_out).
std::optional<Tensor> merged_in_turn(const Call& call) {
  if (!merges_heads(call)) return {};
  const Tensor& turned = call.operands[0].operands()[0];
  return view(contiguous(transpose(turned, -2, -1)), calls<View>(call)->shape);
}

/// As many heads as a head has numbers, and as long as there should be heads.
std::optional<Tensor> split_with_sizes_swapped(const Call& call) {
  if (!splits_heads(call)) return {};
  const Tensor& split = call.operands[0];
  return transpose(view(split.operands()[0], with_exchanged(split.shape(), -2, -1)), -3, -2);
}

/// Each place of axis 0 n times in a row: x.repeat_interleave(n, dim=0).
bool repeats_in_a_row(const Call& call) {
  if (!calls<View>(call) || !made_by<Contiguous>(call.operands[0])) return false;
  const Tensor& repeated = call.operands[0].operands()[0];  // (g, n, …)
  if (!made_by<Expand>(repeated) || !made_by<View>(repeated.operands()[0])) return false;
  const Tensor& apart = repeated.operands()[0];  // (g, 1, …)
  const Tensor& x = apart.operands()[0];
  return x.dim() > 0 && apart.dim() == x.dim() + 1 && apart.shape() == x.shape().inserted(1, 1);
}

constexpr std::string_view joining = "joining of heads";

constexpr Mistake about_heads[] = {
    {"split-without-transpose",
     {"헤드로 나눌 때 transpose 없이 view로 바로 (b, h, T, hd)를 만들었습니다. 모양은 맞지만 토큰의 "
      "순서와 헤드가 뒤섞입니다.",
      "The heads were split by view alone, straight to (b, h, T, hd). The shape is right, but "
      "tokens and heads are jumbled."},
     "x.view(b, T, h, hd).transpose(1, 2)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!splits_heads(call)) return {};
         const Tensor& split = call.operands[0];
         return view(split.operands()[0], with_exchanged(split.shape(), -3, -2));
       }};
     }},
    {"split-as-hd-h",
     {"투영의 열을 (h, hd)가 아니라 (hd, h)로 나누었습니다. 헤드마다 이어진 열 hd개를 가져야 하는데, "
      "띄엄띄엄한 열을 갖거나 헤드의 수와 크기가 서로 바뀝니다. 헤드의 수가 정말 다른 모듈이라면 "
      "--heads로 그 수를 주십시오.",
      "The columns were split as (hd, h) instead of (h, hd). A head should have hd columns in a "
      "row; here it has scattered ones, or the number of heads and their size are swapped. If the "
      "module is to have another number of heads, give that with --heads."},
     "x.view(b, T, h, hd).transpose(1, 2)",
     [](const Program&) -> std::vector<Way> {
       return {split_in_turn,
               [](const Call& call) -> std::optional<Tensor> {
                 std::optional<Tensor> split = split_in_turn(call);
                 return split ? split : merged_in_turn(call);
               },
               split_with_sizes_swapped,
               [](const Call& call) -> std::optional<Tensor> {
                 if (auto split = split_with_sizes_swapped(call)) return split;
                 // d_k is the size of what is taken for a head.
                 const auto scaling = as_scaling(call);
                 const auto keys = scaling ? find_operand(scaling->x, names::keys) : std::nullopt;
                 if (!keys) return {};
                 const float root = std::sqrt(static_cast<float>(keys->size(-1)));
                 if (root == scaling->divisor) return {};
                 return scaling->x / root;
               }};
     }},
    {"merge-without-transpose",
     {"헤드를 합치기 전에 축을 되돌리지 않았습니다. (b, h, T, hd)를 그대로 view하면 서로 다른 "
      "토큰의 값이 한 행에 섞입니다.",
      "The heads were merged without moving the axes back. A view straight from (b, h, T, hd) puts "
      "numbers of different tokens into one row."},
     "context_vec.transpose(1, 2).contiguous().view(b, T, d_out)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!merges_heads(call)) return {};
         const Tensor& turned = call.operands[0].operands()[0];
         return view(contiguous(turned.operands()[0]), calls<View>(call)->shape);
       }};
     }},
    {"merge-heads-before-batch",
     {"헤드를 합칠 때 배치 축과 헤드 축의 순서가 바뀌었습니다. 문장이 여럿이면 서로 다른 문장의 헤드가 "
      "섞입니다.",
      "The heads were merged with the axes of batch and heads in the wrong order. With several "
      "sentences, heads of different ones are mixed."},
     "context_vec.transpose(1, 2).contiguous().view(b, T, d_out)    # from (b, h, T, hd)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!moves_heads_back(call) || call.operands[0].dim() != 4) return {};
         const Shape& s = call.operands[0].shape();
         const Tensor swapped = view(contiguous(call.operands[0]), {s[1], s[0], s[2], s[3]});
         return transpose(transpose(swapped, 0, 1), 1, 2);
       }};
     }},
    {"repeat-for-repeat-interleave",
     {"키나 값의 헤드를 repeat으로 늘렸습니다. 이웃한 쿼리 헤드가 키 하나를 함께 쓰므로, 하나를 이어서 "
      "되풀이하는 repeat_interleave를 써야 합니다. repeat은 전체를 되풀이해서, 모양은 같아도 헤드가 "
      "다른 그룹의 키나 값을 봅니다.",
      "The heads of keys or values were repeated by repeat. Query heads that are neighbours share "
      "one, so it takes repeat_interleave, which repeats each one in a row. repeat goes through them "
      "all over again: the same shape, but heads look at another group."},
     "keys.repeat_interleave(h // g, dim=0)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!repeats_in_a_row(call)) return {};
         const Tensor& repeated = call.operands[0].operands()[0];
         const Tensor& x = repeated.operands()[0].operands()[0];
         const Shape over_again = x.shape().inserted(0, repeated.size(1));
         return view(contiguous(expand(x, over_again)), calls<View>(call)->shape);
       }};
     },
     {.by_line = true}},
    {"heads-added",
     {"헤드들의 결과를 이어 붙이지 않고 더했습니다. 더하면 어느 헤드가 본 것인지 구별할 수 없게 "
      "됩니다.",
      "The heads' results were added up instead of joined. Added up, what one head saw can no "
      "longer be told from what another did."},
     "torch.cat([head(x) for head in self.heads], dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!joins_heads(call)) return {};
         return sum_of_all(call.operands);
       }};
     },
     {.about = joining}},
    {"heads-averaged",
     {"헤드들의 결과를 이어 붙이지 않고 평균을 냈습니다. 평균을 내면 헤드를 여럿 두는 뜻이 "
      "없어집니다.",
      "The heads' results were averaged instead of joined, which takes the point out of having "
      "several."},
     "torch.cat([head(x) for head in self.heads], dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!joins_heads(call)) return {};
         return sum_of_all(call.operands) / static_cast<float>(call.operands.size());
       }};
     },
     {.about = joining}},
    {"heads-reversed",
     {"헤드의 순서가 거꾸로입니다. 0번 헤드가 맨 앞에 와야 합니다.",
      "The heads stand in reverse order; head 0 comes first."},
     "torch.cat([head(x) for head in self.heads], dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
                 const auto* joining = calls<Cat>(call);
                 if (!joins_heads(call)) return {};
                 return cat({call.operands.rbegin(), call.operands.rend()}, joining->dim);
               },
               [](const Call& call) -> std::optional<Tensor> {
                 if (!moves_heads_back(call)) return {};
                 const std::vector<Tensor> heads = heads_of(call.operands[0]);
                 return transpose(stack({heads.rbegin(), heads.rend()}, 1), 1, 2);
               }};
     },
     {.about = joining}},
    {"same-head-twice",
     {"모든 자리에 같은 헤드의 결과가 들어 있습니다. 헤드마다 자기 투영을 써야 합니다.",
      "One head's result stands in the place of all. Each head has its own projection."},
     "torch.cat([head(x) for head in self.heads], dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
                 const auto* joining = calls<Cat>(call);
                 if (!joins_heads(call)) return {};
                 return cat(std::vector<Tensor>(call.operands.size(), call.operands[0]),
                            joining->dim);
               },
               [](const Call& call) -> std::optional<Tensor> {
                 if (!moves_heads_back(call)) return {};
                 const std::vector<Tensor> heads = heads_of(call.operands[0]);
                 return transpose(stack(std::vector<Tensor>(heads.size(), heads[0]), 1), 1, 2);
               }};
     },
     {.about = joining}},
    {"cat-wrong-dim",
     {"cat의 축이 다릅니다. 어느 축이 길어졌는지는 모양을 보면 알 수 있습니다.",
      "cat went along another axis. The shape tells which axis became longer."},
     "torch.cat(tensors, dim=-1)    # of heads: the last axis",
     [](const Program&) {
       std::vector<Way> slips;
       for (int axis = 0; axis < 3; ++axis) {
         slips.push_back([axis](const Call& call) -> std::optional<Tensor> {
           const auto* right = calls<Cat>(call);
           if (call.name == names::key_cache || call.name == names::value_cache) return {};
           const int rank = right ? call.operands[0].dim() : 0;
           if (axis >= rank || axis == axis_of(right->dim, rank)) return {};
           return cat(listed(call.operands), axis);
         });
       }
       return slips;
     }},
    {"stack-for-cat",
     {"cat을 쓸 곳에 stack을 썼습니다. stack은 새 축을 만들고, cat은 있던 축을 늘립니다.",
      "stack was used where cat belongs. stack makes a new axis, cat lengthens one."},
     "torch.cat(tensors, dim=-1)",
     [](const Program&) {
       std::vector<Way> slips;
       for (int axis = 0; axis < 4; ++axis) {
         slips.push_back([axis](const Call& call) -> std::optional<Tensor> {
           if (!calls<Cat>(call) || axis > call.operands[0].dim()) return {};
           return stack(listed(call.operands), axis);
         });
       }
       return slips;
     }},
    {"cat-for-stack",
     {"stack을 쓸 곳에 cat을 썼습니다. cat은 있던 축을 늘릴 뿐 배치 축을 새로 만들지 않습니다.",
      "cat was used where stack belongs. cat only lengthens an axis; it makes no new one for the "
      "batch."},
     "torch.stack((inputs, inputs), dim=0)",
     // At the end only: what goes on with a batch asks for its three axes and finds two.
     [](const Program& program) {
       std::vector<Way> slips;
       for (int axis = 0; axis < 2; ++axis) {
         slips.push_back(
             [axis, end = program.result().operation()](const Call& call) -> std::optional<Tensor> {
               if (call.operation != end || !calls<Stack>(call)) return {};
               if (axis >= call.operands[0].dim()) return {};
               return cat(listed(call.operands), axis);
             });
       }
       return slips;
     }},
};

}  // namespace

std::span<const Mistake> head_mistakes() {
  return about_heads;
}

}  // namespace attn
