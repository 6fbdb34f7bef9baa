#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// All scores of one layer at one place, to the token at another: (h).
Tensor scores_between(const Run& run, std::size_t layer, Size from, Size to) {
  const Tensor scores = operand_of(run.maps[layer], "attn_scores");  // (h, T, T)
  return select(select(scores, 1, from), 1, to);
}

std::string in_python(const Tensor& numbers) {
  std::string list = "[";
  for (Size i = 0; i < numbers.size(0); ++i) {
    if (i > 0) list += i % 8 == 0 ? ",\n    " : ", ";
    list += formatted("{}", numbers.at({i}));
  }
  return list + "]";
}

}  // namespace

// Kept numbers say that it does not learn it; two scores say why it cannot.
void one_layer_is_not_enough(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const auto [ids, period] = twice(s, model);
  const Learning learning = learning_curves();
  const Size behind = 1, asks = period;  // the token of place 0 comes again, 1 stands behind it
  // The same tokens, but another one before the place that is looked at.
  std::vector<float> changed = ids.values();
  changed[static_cast<std::size_t>(behind) - 1] = ids.at({behind});
  const Tensor other_ids =
      spelled(Tensor(ids.shape(), std::move(changed)).named("other_ids"), model);
  const Run run = model(ids);
  const Run other = model(other_ids);
  const Tensor layer_0 = scores_between(run, 0, asks, behind).named("layer_0");
  const Tensor other_0 = scores_between(other, 0, asks, behind).named("other_0");
  const Tensor layer_1 = scores_between(run, 1, asks, behind).named("layer_1");
  const Tensor other_1 = scores_between(other, 1, asks, behind).named("other_1");
  const Size last = learning.step.size(0) - 1;

  page.text(
      "같은 모델을 한 층으로 줄여 똑같이 학습하면 어떻게 될까요? 학습하는 동안 되풀이되는 곳에서 잰 손실을 "
      "저장해 둔 것입니다. 두 층은 {:.4f}까지 내려갔지만 한 층은 {:.4f}에 머뭅니다. 한 층도 앞에 나온 "
      "토큰들을 세어 두고 그 가운데에서 고를 수는 있어 처음보다는 나아지지만, 그 가운데 어느 것인지는 알지 "
      "못합니다.",
      "What if the model had one layer only and was trained in the same way? These are the losses that "
      "were kept while both learned, measured in the repeat. With two layers it came down to {:.4f}, with "
      "one it stays at {:.4f}. One layer can note which tokens have been there and pick among them, which "
      "is better than nothing, but it does not know which of them comes.",
      learning.two_layers.at({last}), learning.one_layer.at({last}));
  page.practice_gives({"step", "two_layers", "one_layer", "other_ids"});
  page.code(
      "step = torch.arange({0}) * {1:.0f}\n"
      "two_layers = torch.tensor(\n    {2})\n"
      "one_layer = torch.tensor(\n    {3})\n"
      "other_ids = ids.clone()\n"
      "other_ids[0] = ids[1]                   # another token before place 1\n"
      "def scores(ids, layer):        # of all heads, from place {4} to place 1\n"
      "    x = model(ids)[0][layer] + model.pos_emb.weight[:len(ids)]\n"
      "    block = model.blocks[layer]\n"
      "    queries = block.split(block.W_query(x))\n"
      "    keys = block.split(block.W_key(x))\n"
      "    return (queries[:, {4}] * keys[:, 1]).sum(-1)\n"
      "layer_0, other_0 = scores(ids, 0), scores(other_ids, 0)\n"
      "layer_1, other_1 = scores(ids, 1), scores(other_ids, 1)",
      learning.step.size(0), learning.step.at({1}), in_python(learning.two_layers),
      in_python(learning.one_layer), asks);
  page.plot(learning.step, {learning.two_layers, learning.one_layer});
  page.text(
      "왜 그런지는 점수 하나면 알 수 있습니다. {0}번 자리에는 0번과 같은 토큰 {1}[이/가] 다시 왔으니, 볼 "
      "만한 곳은 1번 자리입니다. 그런데 첫 층에서 두 자리의 점수는 두 자리의 토큰과 위치로만 정해집니다. "
      "0번의 토큰을 {2}[으로/로] 바꾸어 1번 앞에 다른 토큰이 오게 해도, 첫 층의 점수는 조금도 달라지지 "
      "않습니다. 앞에 무엇이 있었는지 모르니 찾아갈 수도 없습니다.",
      "One score tells why. At place {0} token {1} of place 0 has come again, so place 1 is the one to look "
      "at. But in the first layer the score between two places follows from their tokens and positions "
      "alone. Put {2} at place 0, so that another token stands before place 1: the first layer's score "
      "does not change at all. It cannot know what stood before, so it cannot look for it.",
      asks, token_at(ids, 0), token_at(other_ids, 0));
  page.tensor(layer_0);
  page.tensor(other_0);
  page.text("둘째 층의 점수는 첫 층이 적어 둔 것에서 나오므로 달라질 수 있습니다.",
            "Scores of the second layer are made of what the first wrote, so they can change.");
  page.tensor(layer_1);
  page.tensor(other_1);
  const float moved = largest_size(layer_1 - other_1);
  page.check(layer_0.values() == other_0.values(),
             "첫 층의 점수는 모든 헤드에서 한 자리도 다르지 않습니다",
             "the first layer's scores are the same to the last digit, in every head");
  page.text("둘째 층에서는 가장 많이 달라진 헤드의 점수가 {:.2f}만큼 움직였습니다.",
            "In the second layer, the score that changed most moved by {:.2f}.", moved);
  check_runs(page, model, run, model, other);
  page.ask_choice(
      {"첫 층에서 i번 자리와 j번 자리의 점수는 무엇으로 정해집니까?",
       "What does the score between places i and j follow from in the first layer?"},
      {{{"두 자리의 토큰과 위치", "their tokens and positions"}},
       {{"그 사이의 모든 토큰", "all tokens between them"},
        {"점수는 쿼리 하나와 키 하나의 내적이고, 첫 층의 키는 자기 자리의 것만으로 만듭니다",
         "a score is the dot product of one query and one key, and in the first layer a key is made of "
         "its own place alone"}},
       {{"j번 앞의 토큰도", "the token before place j, too"},
        {"그것을 키에 적어 줄 앞 층이 없습니다",
         "there is no layer before to write it into the key"}},
       {{"손실", "the loss"},
        {"손실은 학습할 때에만 쓰이고, 점수를 계산하는 데에는 들어가지 않습니다",
         "a loss is for training and has no part in computing a score"}}},
      0);
}

}  // namespace attn::chapter7
