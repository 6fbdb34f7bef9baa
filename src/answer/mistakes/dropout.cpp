#include <algorithm>
#include <vector>

#include "answer/mistakes.h"
#include "lesson/korean.h"
#include "random/draws.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// What dropout multiplies by: keep / (1 - p).
const Bernoulli* kept_cells(const Call& call) {
  return calls<Div>(call) ? made_by<Bernoulli>(call.operands[0]) : nullptr;
}

/// The same draw with another probability.
Tensor drawn_with(const Bernoulli& like, double p) {
  return drawn(Bernoulli{like.shape, p, like.from});
}

bool is_dropout_mask(const Tensor& x) {
  return made_by<Bernoulli>(x) || made_by<MklBernoulli>(x) ||
         (made_by<Div>(x) &&
          (made_by<Bernoulli>(x.operands()[0]) || made_by<MklBernoulli>(x.operands()[0])));
}

/// The draw that is all of a program; null if it goes on from there. Such a mask does not tell what
/// is done with the cells it keeps.
const Bernoulli* mask_alone(const Program& program) {
  return made_by<Bernoulli>(program.result());
}

/// x * mask, where the mask drops cells.
bool is_dropping(const Call& call) {
  return calls<Mul>(call) && is_dropout_mask(call.operands[1]);
}

/// Softmax of x with dropout on the way to it: on x itself, or on the scores below its mask.
std::optional<Tensor> dropped_before(const Call& call, bool below_mask) {
  if (!is_dropping(call) || !call.operands[0].operation()) return {};
  const auto right = as_softmax(call_of(call.operands[0]));
  if (!right) return {};
  const Tensor& mask = call.operands[1];
  if (!below_mask) return softmax(right->x * mask, right->dim);
  const auto unmasked = without_mask(right->x);
  if (!unmasked) return {};
  constexpr float infinity = std::numeric_limits<float>::infinity();
  return softmax(masked_fill(unmasked->scores * mask, unmasked->mask, -infinity), right->dim);
}

/// Where each draw stands in the other stream, in which a draw takes one word, not two a cell.
Slip other_stream(const Program& program) {
  std::vector<const Bernoulli*> draws;
  for (const Tensor& tensor : program.tensors()) {
    if (const auto* draw = made_by<Bernoulli>(tensor)) draws.push_back(draw);
  }
  return [draws](const Call& call) -> std::optional<Tensor> {
    const auto* draw = calls<Bernoulli>(call);
    if (!draw) return {};
    Generator::State from = draw->from;
    for (const Bernoulli* earlier : draws) {
      // One that ends behind this one's start came from the same seed, set anew.
      const std::uint64_t words = 2 * static_cast<std::uint64_t>(earlier->shape.product());
      if (earlier->from.words + words > draw->from.words || from.words < words) continue;
      from.words -= words - 1;
    }
    return drawn(MklBernoulli{draw->shape, draw->p, from});
  };
}

/// Dropout with another rate than the lesson's.
std::vector<Way> other_rates(const Program& program) {
  std::vector<Way> ways;
  for (const double p : {0.1, 0.2, 0.5, 0.3, 0.4, 0.6, 0.8, 0.9}) {
    ways.emplace_back(
        [p, alone = mask_alone(program)](const Call& call) -> std::optional<Tensor> {
          if (alone && alone == calls<Bernoulli>(call) && alone->p != p) {
            return drawn_with(*alone, 1 - p);
          }
          const auto* keep = kept_cells(call);
          // With 1 - p in its place, p was taken for the share to keep.
          if (!keep || keep->p == 1 - p || keep->p == p) return {};
          return drawn_with(*keep, 1 - p) / static_cast<float>(1 - p);
        },
        [p] {
          return Text(formatted_ko("p = {}[으로/로] 끊었습니다.", p),
                      formatted("It was p = {}.", p));
        });
  }
  return ways;
}

/// Weights times values, where the weights come straight out of softmax.
bool mixes_values(const Call& call) {
  return calls<Matmul>(call) && call.operands[0].dim() > 1 && call.operands[0].operation() &&
         as_softmax(call_of(call.operands[0]));
}

bool draws_dropout(const Call& call) {
  return calls<Bernoulli>(call) || calls<MklBernoulli>(call);
}

/// Dropout on weights where the lesson has none: drawn behind everything else from that seed.
Slip left_on(const Program& program, double p) {
  std::vector<const Operation*> mixtures;
  for (const Tensor& x : program.tensors()) {
    if (x.operation() && mixes_values(call_of(x))) mixtures.push_back(x.operation());
  }
  const Draws draws(program);
  std::optional<Generator::State> end;
  for (const Tensor& draw : draws.all()) {
    const Generator::State after = Draws::after(draw);
    if (!end || after.words > end->words) end = after;
  }
  return [=](const Call& call) -> std::optional<Tensor> {
    const auto found = std::find(mixtures.begin(), mixtures.end(), call.operation);
    if (found == mixtures.end() || !end) return {};
    const Tensor& weights = call.operands[0];
    Generator::State from = *end;
    from.words += static_cast<std::uint64_t>(2 * weights.numel() * (found - mixtures.begin()));
    const Tensor keep = drawn(Bernoulli{weights.shape(), 1 - p, from});
    return matmul(weights * (keep / static_cast<float>(1 - p)), call.operands[1]);
  };
}

constexpr std::string_view dropped = "dropout";

constexpr Mistake about_dropout[] = {
    {"dropout-not-rescaled",
     {"살아남은 값을 1/(1 - p)배로 키우지 않았습니다. 그러면 평균이 (1 - p)배로 줄어, 학습할 때와 "
      "쓸 때의 값이 달라집니다.",
      "The survivors were not made larger by 1/(1 - p). The mean then shrinks to 1 - p of what it "
      "was, and training and use no longer agree."},
     "attn_weights * keep / (1 - p)",
     [](const Program& program) -> std::vector<Way> {
       return {[alone = mask_alone(program)](const Call& call) -> std::optional<Tensor> {
         if (alone && alone == calls<Bernoulli>(call)) return drawn_with(*alone, alone->p);
         if (!kept_cells(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = dropped}},
    {"dropout-divided-by-p",
     {"살아남은 값을 1 - p가 아니라 p로 나누었습니다. p = 0.5에서는 둘이 같아 드러나지 않습니다.",
      "The survivors were divided by p instead of 1 - p. At p = 0.5 the two are the same and the "
      "mistake does not show."},
     "attn_weights * keep / (1 - p)",
     [](const Program& program) -> std::vector<Way> {
       return {[alone = mask_alone(program)](const Call& call) -> std::optional<Tensor> {
         if (alone && alone == calls<Bernoulli>(call)) return drawn_with(*alone, alone->p);
         const auto* keep = kept_cells(call);
         if (!keep) return {};
         return call.operands[0] / static_cast<float>(1 - keep->p);
       }};
     },
     {.about = dropped}},
    {"dropout-keep-drop-swapped",
     {"끊을 비율 p를 남길 비율로 썼습니다. torch.nn.Dropout(p)의 p는 0이 될 비율입니다.",
      "The rate p was taken for the share to keep. The p of torch.nn.Dropout(p) is the share that "
      "becomes 0."},
     "torch.nn.Dropout(p)    # p: the share to drop",
     [](const Program& program) -> std::vector<Way> {
       return {[alone = mask_alone(program)](const Call& call) -> std::optional<Tensor> {
                 if (alone && alone == calls<Bernoulli>(call))
                   return drawn_with(*alone, 1 - alone->p);
                 const auto* keep = kept_cells(call);
                 if (!keep) return {};
                 return drawn_with(*keep, 1 - keep->p) / static_cast<float>(1 - keep->p);
               },
               [](const Call& call) -> std::optional<Tensor> {
                 const auto* keep = kept_cells(call);
                 if (!keep) return {};
                 return (ones(keep->shape) - call.operands[0]) / static_cast<float>(keep->p);
               }};
     },
     {.about = dropped}},
    {"dropout-left-out",
     {"드롭아웃을 하지 않았습니다. 모듈이 평가 모드(eval)이거나 dropout을 부르지 않은 것입니다.",
      "Nothing was dropped: the module is in evaluation mode, or dropout was never called."},
     "attn_weights = self.dropout(attn_weights)    # in training mode",
     [](const Program& program) -> std::vector<Way> {
       return {[alone = mask_alone(program)](const Call& call) -> std::optional<Tensor> {
         if (alone && alone == calls<Bernoulli>(call)) return ones(alone->shape);
         if (!is_dropping(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = dropped}},
    {"dropout-before-softmax",
     {"드롭아웃을 softmax 전의 점수에 했습니다. 점수 0은 '보지 않음'이 아니므로 아무것도 끊기지 "
      "않고, -inf에 0을 곱하면 nan이 됩니다.",
      "Dropout came before softmax, on the scores. A score of 0 does not mean 'not looked at', so "
      "nothing is cut, and 0 times -inf is nan."},
     "self.dropout(torch.softmax(masked / d_k**0.5, dim=-1))",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) { return dropped_before(call, false); },
               [](const Call& call) { return dropped_before(call, true); }};
     }},
    {"dropout-other-rate",
     {"드롭아웃의 비율 p가 다릅니다. 남는 칸도, 남은 값에 곱하는 1/(1 - p)도 달라집니다.",
      "Dropout had another rate p. Other cells stay, and those that stay are multiplied by another "
      "1/(1 - p)."},
     "torch.nn.Dropout(p)    # with the step's p",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(draws_dropout)) return {};
       return other_rates(program);
     },
     {.combines = false, .alone = false, .about = dropped}},
    {"dropout-left-on",
     {"드롭아웃이 켜져 있습니다. 여기서는 끊지 않으므로 p = 0이거나 평가 모드(eval)여야 합니다.",
      "Dropout was on. Nothing is dropped here: p is 0, or the module is in evaluation mode."},
     "model.eval()    # or dropout=0.0",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(mixes_values) || program.has(draws_dropout)) return {};
       std::vector<Way> ways;
       for (const double p : {0.1, 0.5, 0.2, 0.3}) {
         ways.emplace_back(left_on(program, p), [p] {
           return Text(formatted_ko("p = {}[으로/로] 끊었습니다.", p),
                       formatted("It was p = {}.", p));
         });
       }
       return ways;
     },
     {.combines = false, .alone = false, .about = dropped}},
    {"dropout-other-stream",
     {"틀린 것이 아닙니다. 같은 시드라도 PyTorch 2.6까지의 공식 빌드는 Intel CPU에서(MKL) 드롭아웃에 "
      "다른 난수열을 쓰며, 이 수들은 그런 빌드에서 나온 것입니다. 여기서는 2.7 이후의 빌드나 데비안의 "
      "PyTorch와 같은 난수열을 씁니다.",
      "This is no mistake. From the same seed, official builds of PyTorch up to 2.6 on Intel "
      "CPUs (MKL) draw dropout from another stream, and these numbers come from such a build. The "
      "stream here is that of builds from 2.7 on and of Debian's PyTorch."},
     "# right as it is",
     [](const Program& program) -> std::vector<Way> { return {other_stream(program)}; }},
};

}  // namespace

std::span<const Mistake> dropout_mistakes() {
  return about_dropout;
}

}  // namespace attn
