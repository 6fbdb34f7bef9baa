#include <algorithm>
#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// Loss and accuracy in the repeat, without one head: (2, h) each.
struct Ablations {
  std::vector<Tensor> losses{}, accuracies{};
};

/// The logits of a model that is another only from `layer` on: what came before is taken from
/// `run`.
Tensor logits_from(const Model& model, std::size_t layer, const Run& run) {
  Tensor x = run.streams[layer];
  Run again{.logits = x};
  for (; layer < model.blocks.size(); ++layer) x = x + model.attend(layer, x, again);
  return model.head(x);
}

Tensor by_layer_and_head(const std::vector<Tensor>& numbers, Size num_heads, const char* name) {
  std::vector<Tensor> layers;
  Labels names, heads;
  for (std::size_t first = 0; first < numbers.size();
       first += static_cast<std::size_t>(num_heads)) {
    const auto from = numbers.begin() + static_cast<std::ptrdiff_t>(first);
    names.push_back(formatted("layer {}", layers.size()));
    layers.push_back(stack({from, from + num_heads}));
  }
  for (Size head = 0; head < num_heads; ++head) heads.push_back(formatted("head {}", head));
  return stack(std::move(layers))
      .named(name)
      .labelled(0, std::make_shared<const Labels>(std::move(names)))
      .labelled(1, std::make_shared<const Labels>(std::move(heads)));
}

}  // namespace

// What a head is good for shows when it is gone.
void heads_taken_out(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const Repeated sequences = repeated(s, model);
  const Run run = model(sequences.batch);
  const Scored whole = scored_in_repeat(run.logits, sequences);
  Ablations without;
  Size worst_layer = 0, worst_head = 0;
  float least = 2;
  for (std::size_t layer = 0; layer < model.blocks.size(); ++layer) {
    for (Size head = 0; head < model.num_heads; ++head) {
      const Model cut = model.without(layer, head);
      const Scored scored = scored_in_repeat(logits_from(cut, layer, run), sequences);
      without.losses.push_back(scored.loss_in_repeat);
      without.accuracies.push_back(scored.accuracy);
      if (scored.accuracy.item() >= least) continue;
      least = scored.accuracy.item();
      worst_layer = static_cast<Size>(layer);
      worst_head = head;
    }
  }
  const Tensor loss_without = by_layer_and_head(without.losses, model.num_heads, "loss_without");
  const Tensor accuracy_without =
      by_layer_and_head(without.accuracies, model.num_heads, "accuracy_without");

  page.text(
      "헤드 하나를 뺀다는 것은 그 헤드의 문맥 벡터(context vector)를 0으로 만드는 일입니다. 그러면 잔차 연결에 아무것도 적지 "
      "않습니다. 헤드를 하나씩 빼 가며 되풀이되는 곳의 손실과 정확도(accuracy)를 다시 잽니다. 이렇게 일부를 "
      "빼고 무엇이 나빠지는지 보는 실험을 제거 실험(ablation)이라고 합니다.",
      "To take a head out is to set its context vectors to 0: then it writes nothing into the residual "
      "stream. Take out one head at a time, and measure loss and accuracy in the repeat again. Such an "
      "experiment, to leave a part out and see what gets worse, is called an ablation.");
  page.practice_gives({"cut"});
  page.code(
      "def score_without(layer, head):\n"
      "    cut = keep.clone()\n"
      "    cut[layer, head] = 0\n"
      "    return score(with_weights(cut)(batch)[2], batch, periods)\n"
      "without = [[score_without(layer, head) for head in range({0})]\n"
      "           for layer in range(2)]\n"
      "loss_without = torch.tensor(\n"
      "    [[one[1] for one in layer] for layer in without])\n"
      "accuracy_without = torch.tensor(\n"
      "    [[one[2] for one in layer] for layer in without])",
      model.num_heads);
  page.tensor(loss_without);
  page.tensor(accuracy_without);
  page.text(
      "아무것도 더 빼지 않으면 손실은 {0:.4f}, 정확도는 {1:.4f}입니다. 하나를 빼서 정확도가 가장 낮아지는 것은 "
      "헤드 {2}.{3}이고, 그때 {4:.4f}입니다. 다른 헤드가 대신할 수 없는 일을 하는 헤드일수록 많이 떨어집니다. "
      "여러 헤드를 한꺼번에 빼 보려면 --ablate 0.0,1.2처럼 층과 헤드를 쓰십시오. 이 장의 페이지가 모두 그 헤드 "
      "없이 계산됩니다.",
      "With no more taken out, the loss is {0:.4f} and the accuracy {1:.4f}. It gets lowest without "
      "head {2}.{3}: {4:.4f}. The less others can stand in for what a head does, the more is lost. To take "
      "out several at once, name layers and heads as in --ablate 0.0,1.2: then every page of this model "
      "is computed without them.",
      whole.loss_in_repeat.item(), whole.accuracy.item(), worst_layer, worst_head, least);
  bool unchanged = true;
  for (std::size_t layer = 0; layer < model.keep.size(); ++layer) {
    for (Size head = 0; head < model.num_heads; ++head) {
      if (model.keep[layer].at({head, 0, 0}) != 0) continue;
      unchanged = unchanged &&
                  loss_without.at({static_cast<Size>(layer), head}) == whole.loss_in_repeat.item();
    }
  }
  const Model cut = model.without(0, 0);
  const Run of_cut = cut(sequences.batch);
  const Size hd = model.d() / model.num_heads;
  const Tensor by_weights = narrow(operand_of(of_cut.written[0], "joined_heads"), -1, 0,
                                   hd);  // what head 0.0 hands on, once it is out
  page.check(
      largest_size(by_weights) == 0 && unchanged,
      "뺀 헤드가 out_proj에 넘기는 수 {}개는 자리마다 모두 0이고, 이미 뺀 헤드를 또 빼도 그대로입니다",
      "the {} numbers that a head hands to out_proj are all 0 once it is out, and to take one out "
      "again changes nothing",
      hd);
  check_losses(page, of_cut.logits, sequences.batch);
  check_runs(page, model, run, cut, of_cut);
  page.ask_choice(
      {"헤드 하나의 문맥 벡터를 모두 0으로 만들면 그 층이 잔차 연결에 더하는 것은 어떻게 됩니까?",
       "All context vectors of one head are set to 0. What becomes of what its layer adds to the stream?"},
      {{{"모두 0이 됩니다", "all of it becomes 0"},
        {"다른 헤드의 문맥 벡터가 남아 있습니다",
         "the other heads' context vectors are still there"}},
       {{"그 헤드가 더하던 몫만 빠집니다", "it lacks what that head added, and no more"}},
       {{"다른 헤드의 몫이 그만큼 커집니다", "the other heads' shares grow to make up for it"},
        {"softmax는 헤드마다 따로 취하므로 다른 헤드는 달라지지 않습니다",
         "softmax is taken in each head by itself, so that the others stay as they are"}},
       {{"달라지지 않습니다", "nothing"},
        {"out_proj는 헤드들의 결과를 섞어 더하므로 그 헤드의 몫이 빠집니다",
         "out_proj mixes and adds what all heads hand on, and this one's share is gone"}}},
      1);
}

}  // namespace attn::chapter7
