#include <utility>

#include "answer/mistakes.h"
#include "nn/descent.h"
#include "tensor/operations.h"

namespace attn {
namespace {

bool trains(const Call& call) {
  return calls<Descent>(call);
}

/// The loop, run in another way than the right one.
template <class Change>
Slip run_with(Change change) {
  return [change](const Call& call) -> std::optional<Tensor> {
    const auto* descent = calls<Descent>(call);
    if (!descent) return {};
    Descent::Way way = descent->right;
    if (!change(way)) return {};
    return descent->again(way);
  };
}

/// One of the ways in which a loop is run, where it is another than the right one.
template <bool Descent::Way::*Flag>
std::vector<Way> with_flag(const Program& program) {
  if (!program.has(trains)) return {};
  return {run_with([](Descent::Way& way) { return way.*Flag = true; })};
}

/// W - rate × gradient.
bool descends(const Call& call) {
  return calls<Sub>(call) && made_by<Mul>(call.operands[1]) &&
         call.operands[1].operands()[0].name().ends_with(".grad") &&
         call.operands[1].operands()[1].dim() == 0;
}

/// A step, or a loop, with another learning rate.
std::vector<Way> other_rates() {
  std::vector<Way> ways;
  for (const float rate : {0.1F, 0.01F, 0.001F, 1.0F, 0.5F, 0.05F, 0.0001F, 0.2F, 2.0F, 3.0F}) {
    const Slip in_loop = run_with(
        [rate](Descent::Way& way) { return std::exchange(way.learning_rate, rate) != rate; });
    ways.emplace_back(
        [rate, in_loop](const Call& call) -> std::optional<Tensor> {
          if (!descends(call)) return in_loop(call);
          if (call.operands[1].operands()[1].item() == rate) return {};
          return call.operands[0] - call.operands[1].operands()[0] * rate;
        },
        [rate] {
          return Text(formatted("학습률이 {}입니다.", rate), formatted("It was {}.", rate));
        });
  }
  return ways;
}

/// Those of the first loop of a program, by which the parameters are known.
const Descent* descent_in(const Program& program) {
  for (const Tensor& x : program.tensors()) {
    if (const auto* descent = made_by<Descent>(x)) return descent;
  }
  return nullptr;
}

/// More parameters frozen than should be, or fewer: from the first on.
std::vector<Way> frozen_otherwise(const Program& program, bool more) {
  const Descent* descent = descent_in(program);
  std::vector<Way> ways;
  for (std::size_t n = 0; descent && n < descent->parameters.size(); ++n) {
    if (n == descent->right.frozen || (n > descent->right.frozen) != more) continue;
    std::string names;
    for (std::size_t i = 0; i < n; ++i) names += (i > 0 ? ", " : "") + descent->parameters[i];
    ways.emplace_back(run_with([n](Descent::Way& way) {
                        way.frozen = n;
                        return true;
                      }),
                      [names] {
                        if (names.empty()) {
                          return Text("동결한 것이 하나도 없습니다.", "Nothing was frozen.");
                        }
                        return Text(formatted("동결한 것: {}.", names),
                                    formatted("What was frozen: {}.", names));
                      });
  }
  return ways;
}

constexpr Mistake about_training[] = {
    {"gradient-added",
     {"기울기를 빼지 않고 더했습니다. 기울기는 손실이 늘어나는 쪽이므로 그 반대쪽으로 옮겨야 "
      "합니다.",
      "The gradient was added, not subtracted. It points to where the loss grows; a step of learning "
      "goes the other way."},
     "W = W - learning_rate * W.grad",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(descends)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!descends(call)) return {};
         return call.operands[0] + call.operands[1];
       }};
     }},
    {"gradients-piled-up",
     {"걸음마다 기울기를 0으로 되돌리지 않았습니다. backward()는 .grad에 더하므로, 이번 기울기에 지난 "
      "걸음들의 기울기가 모두 쌓여 갈수록 크게 움직입니다.",
      "The gradients were not set back to zero before each step. backward() adds to .grad, so that "
      "those of all earlier steps pile up, and steps grow too large."},
     "optimizer.zero_grad()\nloss.backward()\noptimizer.step()",
     with_flag<&Descent::Way::piles_up>,
     {.combines = false}},
    {"loss-summed",
     {"손실을 예제마다 더하기만 하고 평균을 내지 않았습니다. 그러면 손실이 예제의 수만큼 커지고, 기울기도 "
      "그만큼 커져 학습률을 높인 것과 같습니다.",
      "The losses of the examples were added up and not averaged. The loss is as many times larger, "
      "and so are its gradients, as if the learning rate were."},
     "loss = torch.nn.functional.cross_entropy(logits, labels)    # reduction=\"mean\"",
     with_flag<&Descent::Way::sums>,
     {.combines = false}},
    {"trained-on",
     {"모델을 새로 만들지 않고 이미 학습한 모델을 이어서 학습했습니다. 노트북에서 학습하는 칸만 다시 "
      "실행하면 이렇게 됩니다.",
      "The model was not made anew: it went on from what it had already learned. That happens where "
      "only the cell with the loop is run again in a notebook."},
     "model = Model(…)    # anew, then the loop",
     with_flag<&Descent::Way::goes_on>,
     {.combines = false}},
    {"weights-not-loaded",
     {"사전 학습한 몸통을 옮겨 담지 않았습니다. 몸통이 난수인 채로 학습이 시작되었습니다.",
      "The pre-trained body was not loaded. Training started with a body of random numbers."},
     "model.body.load_state_dict(pretrained.body.state_dict())",
     with_flag<&Descent::Way::loads_none>,
     {.combines = false}},
    {"not-frozen",
     {"동결해야 할 파라미터도 함께 학습했습니다. 동결하려면 requires_grad_(False)를 부르고, 옵티마이저에 "
      "학습할 파라미터만 넘깁니다.",
      "Parameters that should be frozen learned as well. To freeze them call requires_grad_(False), "
      "and give the optimizer those alone that learn."},
     "model.body.requires_grad_(False)\noptimizer = torch.optim.SGD(model.head.parameters(), lr=lr)",
     [](const Program& program) { return frozen_otherwise(program, false); },
     {.combines = false}},
    {"too-much-frozen",
     {"학습해야 할 파라미터까지 동결했습니다. 옵티마이저에 넘기지 않은 파라미터는 움직이지 않습니다.",
      "Parameters that should learn were frozen. What is not given to the optimizer does not move."},
     "optimizer = torch.optim.SGD(model.parameters(), lr=lr)",
     [](const Program& program) { return frozen_otherwise(program, true); },
     {.combines = false}},
    {"other-learning-rate",
     {"학습률이 다릅니다. 한 걸음의 크기가 달라지므로 손실이 줄어드는 모양도 달라집니다.",
      "The learning rate was another. Steps are of another size, and the loss falls differently."},
     "W = W - learning_rate * W.grad    # with the step's rate",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(trains) && !program.has(descends)) return {};
       return other_rates();
     },
     {.combines = false}},
};

}  // namespace

std::span<const Mistake> training_mistakes() {
  return about_training;
}

}  // namespace attn
