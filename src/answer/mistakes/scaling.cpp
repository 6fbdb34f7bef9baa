#include <algorithm>
#include <cmath>

#include "answer/mistakes.h"
#include "lesson/korean.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// The divisions of a program that scale scores.
using Scalings = std::vector<const Operation*>;

/// Whether the scores x become, or on the way to a softmax, stay scores in what was made of them.
bool stay_scores(const Tensor& made) {
  return made_by<MaskedFill>(made) || made_by<Contiguous>(made) || made_by<View>(made) ||
         made_by<Select>(made) || made_by<Mul>(made) || made_by<Div>(made);
}

/// Whether these are products of queries and keys, divided by the root of a key's size.
bool divides_products_by_root(const Tensor& x) {
  const auto scaling = as_scaling(call_of(x));
  if (!scaling || !made_by<Matmul>(scaling->x)) return false;
  const float root = std::sqrt(static_cast<float>(scaling->x.operands()[0].size(-1)));
  return scaling->divisor == root;
}

/// A division by a number scales scores if softmax comes of it, or if it divides by √d_k. A
/// gradient goes back through it by another division by the very same number.
Scalings scalings_in(const Program& program) {
  Scalings scalings;
  std::vector<const void*> divisors;
  std::vector<const void*> to_softmax;
  const std::vector<Tensor> tensors = program.tensors();
  for (auto x = tensors.rbegin(); x != tensors.rend(); ++x) {
    if (!x->operation()) continue;
    const Call call = call_of(*x);
    const bool leads = std::find(to_softmax.begin(), to_softmax.end(), x->id()) != to_softmax.end();
    if (const auto softmax = as_softmax(call)) to_softmax.push_back(softmax->x.id());
    if (leads && stay_scores(*x)) to_softmax.push_back(x->operands()[0].id());
    if (as_scaling(call) && (leads || divides_products_by_root(*x))) {
      divisors.push_back(x->operands()[1].id());
    }
  }
  for (const Tensor& x : divisors.empty() ? std::vector<Tensor>() : tensors) {
    if (!made_by<Div>(x)) continue;
    const void* divisor = x.operands()[1].id();
    const bool scales = std::find(divisors.begin(), divisors.end(), divisor) != divisors.end();
    if (scales) scalings.push_back(x.operation());
  }
  return scalings;
}

/// What `made` makes of each scaling.
template <class F>
std::vector<Way> at_scalings(const Program& program, F made) {
  Scalings scalings = scalings_in(program);
  if (scalings.empty()) return {};
  return {[scalings = std::move(scalings), made](const Call& call) -> std::optional<Tensor> {
    if (std::find(scalings.begin(), scalings.end(), call.operation) == scalings.end()) return {};
    return made(ScalingCall{call.operands[0], call.operands[1].item()});
  }};
}

/// The sizes of embeddings and of projections in a program: what might be taken for d_k.
std::vector<Size> model_sizes(const Program& program) {
  std::vector<Size> sizes;
  const auto add = [&](Size size) {
    if (std::find(sizes.begin(), sizes.end(), size) == sizes.end()) sizes.push_back(size);
  };
  for (const std::string& name : {std::string(names::inputs), std::string(names::W_query),
                                  names::of(names::W_query, names::weight)}) {
    for (const Tensor& tensor : program.named(name)) {
      for (int axis = name == names::inputs ? 1 : 0; axis < tensor.dim(); ++axis) {
        add(tensor.size(axis));
      }
    }
  }
  return sizes;
}

/// How many heads there are, where queries have an axis for them: (…, h, T, hd).
std::vector<Size> numbers_of_heads(const Program& program) {
  for (const Tensor& scores : program.named(names::attn_scores)) {
    if (scores.dim() > 2 && made_by<Matmul>(scores) && made_by<Transpose>(scores.operands()[0])) {
      return {scores.size(-3)};
    }
  }
  return {};
}

/// The root of a size in place of √d_k, where it is another number.
std::vector<Way> divided_by_roots(const Program& program, const std::vector<Size>& sizes) {
  std::vector<Way> ways;
  for (const Size size : sizes) {
    const float root = std::sqrt(static_cast<float>(size));
    for (Way& way : at_scalings(program, [root](const ScalingCall& right) -> std::optional<Tensor> {
           if (right.divisor == root) return {};
           return right.x / root;
         })) {
      way.which = [size] {
        return Text(formatted_ko("√{}[으로/로] 나누었습니다.", size),
                    formatted("It was √{} that they were divided by.", size));
      };
      ways.push_back(std::move(way));
    }
  }
  return ways;
}

/// The d numbers that each of the scores x was added up from, if none was scaled on the way.
std::optional<Size> added_up(Tensor x) {
  while (made_by<MaskedFill>(x) || made_by<Contiguous>(x) || made_by<View>(x) ||
         made_by<Select>(x) || made_by<Stack>(x)) {
    x = x.operands()[0];
  }
  if (!made_by<Matmul>(x)) return {};
  return x.operands()[0].size(-1);
}

/// Softmax of scores divided by √d, in a program that scales nowhere.
std::vector<Way> scaled_softmaxes(const Program& program) {
  const bool takes_softmax = program.has([](const Call& call) { return bool(as_softmax(call)); });
  if (!takes_softmax || !scalings_in(program).empty()) return {};
  return {[](const Call& call) -> std::optional<Tensor> {
    const auto right = as_softmax(call);
    const std::optional<Size> d = right ? added_up(right->x) : std::nullopt;
    if (!d || *d < 2) return {};
    return softmax(right->x / std::sqrt(static_cast<float>(*d)), right->dim);
  }};
}

constexpr std::string_view scaling = "scaling";

constexpr Mistake about_scaling[] = {
    {"no-scaling",
     {"점수를 √d_k로 나누지 않고 softmax를 취했습니다. 차원이 클수록 점수가 벌어져 softmax가 "
      "가중치를 한 토큰에 몰아주기 쉽습니다.",
      "Softmax was taken without dividing the scores by √d_k. The larger the dimension, the "
      "further the scores spread, and softmax tends to put everything on one token."},
     "torch.softmax(attn_scores / d_k**0.5, dim=-1)",
     [](const Program& program) {
       return at_scalings(program, [](const ScalingCall& right) { return same_as(right.x); });
     },
     {.about = scaling}},
    {"scaled-by-dk",
     {"점수를 √d_k가 아니라 d_k로 나누었거나 √d_k로 두 번 나누었습니다. 가중치가 너무 고르게 됩니다.",
      "The scores were divided by d_k instead of √d_k, or by √d_k twice, and the weights come out "
      "too even."},
     "attn_scores / d_k**0.5",
     [](const Program& program) {
       return at_scalings(program, [](const ScalingCall& right) {
         return right.x / std::round(right.divisor * right.divisor);
       });
     },
     {.about = scaling}},
    {"scaled-by-d-model",
     {"√d_k가 아니라 다른 크기의 제곱근으로 나누었습니다. d_k는 키 벡터 하나의 차원이며, "
      "임베딩의 차원(d_in)이나 헤드를 모두 합친 차원(d_out)이 아닙니다.",
      "The scores were divided by the root of another size. d_k is the size of one key: not that "
      "of the embeddings (d_in), and not that of all heads together (d_out)."},
     "d_k = keys.shape[-1]",
     [](const Program& program) { return divided_by_roots(program, model_sizes(program)); },
     {.about = scaling}},
    {"scaled-by-num-heads",
     {"√d_k가 아니라 헤드의 수의 제곱근으로 나누었습니다. d_k는 헤드 하나에서 키 벡터의 차원입니다.",
      "The scores were divided by the root of the number of heads. d_k is the size of a key in one "
      "head."},
     "attn_scores / head_dim**0.5",
     [](const Program& program) { return divided_by_roots(program, numbers_of_heads(program)); },
     {.about = scaling}},
    {"scaled-the-wrong-way",
     {"점수를 √d_k로 나누지 않고 곱했습니다. 점수가 벌어져 softmax가 더 한쪽으로 몰립니다.",
      "The scores were multiplied by √d_k instead of divided. They spread even further, and "
      "softmax leans to one side."},
     "attn_scores / d_k**0.5",
     [](const Program& program) {
       return at_scalings(program,
                          [](const ScalingCall& right) { return right.x * right.divisor; });
     },
     {.about = scaling}},
    {"scaled-after-softmax",
     {"√d_k로 나누는 일을 softmax 다음에 했습니다. 그러면 행의 합이 1이 아니라 1/√d_k이 되고, "
      "점수의 폭은 줄지 않은 채로 softmax에 들어갑니다.",
      "The division by √d_k came after softmax. Rows then sum to 1/√d_k instead of 1, and softmax "
      "still met the unscaled scores."},
     "torch.softmax(attn_scores / d_k**0.5, dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right || !right->x.operation()) return {};
         const auto scaled = as_scaling(call_of(right->x));
         if (!scaled) return {};
         return softmax(scaled->x, right->dim) / scaled->divisor;
       }};
     },
     {.about = scaling}},
    {"scaled-where-none-belongs",
     {"점수를 벡터 차원의 제곱근으로 나누고 softmax를 취했습니다. 여기서는 점수를 나누지 않고 그대로 "
      "씁니다. 나누는 것은 √d_k로 나누는 스케일링을 배우는 단계부터입니다.",
      "The scores were divided by the root of their vectors' size before softmax. Here they go into "
      "it as they are; it is later steps that scale by √d_k."},
     "torch.softmax(attn_scores, dim=-1)    # not attn_scores / d_k**0.5",
     scaled_softmaxes,
     {.combines = false, .about = scaling}},
};

}  // namespace

std::span<const Mistake> scaling_mistakes() {
  return about_scaling;
}

}  // namespace attn
