#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "shared/map.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

std::vector<std::vector<block::Cell>> rows_of(NamedParameters parameters) {
  std::vector<std::vector<block::Cell>> rows;
  Size all = 0;
  for (const NamedParameter& parameter : parameters) {
    all += parameter.tensor->numel();
    rows.push_back(
        {parameter.name, to_string(parameter.tensor->shape()), parameter.tensor->numel()});
  }
  rows.push_back({Text("모두", "all"), "", all});
  return rows;
}

/// What makes up the sizes, without counting cells.
Size parameters_by_sizes(const Model& model) {
  const Size layers = static_cast<Size>(model.blocks.size());
  return (2 * model.vocabulary() + model.positions()) * model.d() +
         layers * 4 * model.d() * model.d();
}

}  // namespace

// The weights come from a file: what they do is found out by running them.
void a_model_that_has_learned(const Settings& s, Page& page) {
  Model model = learned_model(s);
  const Repeated sequences = repeated(s, model);
  const Run run = model(sequences.batch);
  const Scored scored = scored_in_repeat(run.logits, sequences);
  const Size count = num_parameters(parameters_of(model));
  const Size h = model.num_heads;

  page.text(
      "지금까지 본 어텐션 지도는 모두 난수 가중치로 그린 것이었습니다. 이 장의 모델은 실제로 학습을 "
      "마쳤습니다. 층(layer) 둘에 헤드가 {0}개씩이고 피드포워드도 정규화도 없이 어텐션과 잔차 "
      "연결(residual connection)뿐입니다. 배운 일은 한 가지로, 아무렇게나 뽑은 토큰(token) 묶음이 되풀이될 "
      "때 다음 토큰을 맞히는 것입니다. 위치(position) 벡터는 쿼리와 키를 만들 때에만 더하므로, 값에는 "
      "어떤 토큰인지만 담깁니다.",
      "All maps so far were drawn with random weights. The model of this chapter has really learned. "
      "It has two layers of {0} head{1} each, attention and residual connections only: no "
      "feed-forward layer, no normalization. It learned one thing: to say which token comes next "
      "when a block of random tokens repeats itself. Position vectors are added only to what queries "
      "and keys are made of, so that values carry nothing but which token it is.",
      h, h == 1 ? "" : "s");
  begin_code(page);
  model_code(s, page);
  page.table({{"파라미터", "parameter"}, {"모양", "shape"}, {"개수", "numbers"}},
             rows_of(named_parameters(model)));
  if (!s.weights()) {
    page.text(
        "학습하는 동안의 손실(loss)입니다. 되풀이되는 곳에서만 잰 것으로, 처음에는 아무거나 고를 "
        "때의 ln 64 ≈ 4.159 근처에서 출발합니다. 두 층의 헤드가 서로 맞물리면서 빠르게 줄고, 한동안 "
        "그대로이다가 끝에 가서 다시 줍니다. 이때 헤드들이 여러 자리를 흐릿하게 보는 대신 한 자리를 "
        "또렷하게 보게 되었습니다.",
        "Its loss while it learned, measured where tokens repeat. It starts near ln 64 ≈ 4.159, that "
        "of a mere guess. It falls fast once heads of both layers work together, stays there for "
        "long, and falls again at the end. That was when heads that had looked at several places came "
        "to look at single ones.");
    const Learning learning = learning_curves();
    page.plot(learning.step, {learning.two_layers});
  }
  page.text(
      "이제 얼마나 잘하는지 이 페이지에서 직접 계산합니다. 시드로 새로 뽑은 토큰 묶음 {}개를 끝까지 "
      "되풀이해 넣었습니다. accuracy는 되풀이되는 곳에서 맞힌 비율입니다.",
      "How well it does now is computed on this page, on {} blocks drawn by the seed and repeated to "
      "the end. accuracy is the share of tokens that it gets right where they repeat.",
      sequences.batch.size(0));
  page.practice_gives({"places"});
  page.code(
      "torch.manual_seed({0})\n"
      "periods = torch.randint({1}, {2}, ({3},))\n"
      "blocks = torch.randint(0, {4}, ({3}, {5}))\n"
      "batch = torch.stack([block[torch.arange({6}) % period]\n"
      "                     for block, period in zip(blocks, periods)])\n"
      "\n"
      "def score(logits, batch, periods):\n"
      "    losses = torch.nn.functional.cross_entropy(\n"
      "        logits[:, :-1].transpose(1, 2), batch[:, 1:], reduction=\"none\")\n"
      "    right = (logits[:, :-1].argmax(dim=-1) == batch[:, 1:]).float()\n"
      "    places = torch.arange(losses.shape[1])\n"
      "    repeats = places >= periods.view(-1, 1)  # the token was there before\n"
      "    return (losses[~repeats].mean(), losses[repeats].mean(),\n"
      "            right[repeats].mean())\n"
      "\n"
      "streams, maps, logits = model(batch)\n"
      "loss_before, loss_in_repeat, accuracy = score(logits, batch, periods)",
      s.seed_or(seed_of_sequences), model.positions() / 8, model.positions() / 2 + 1,
      sequences.batch.size(0), model.vocabulary(), model.positions() / 2, model.positions());
  page.tensor(scored.loss_before);
  page.tensor(scored.loss_in_repeat);
  page.tensor(scored.accuracy);
  page.check(count == parameters_by_sizes(model),
             "파라미터(parameter)는 (2 × {} + {}) × {} + 2 × 4 × {}² = {}개입니다",
             "there are (2 × {} + {}) × {} + 2 × 4 × {}² = {} parameters", model.vocabulary(),
             model.positions(), model.d(), model.d(), count);
  check_run(page, model, run);
  check_losses(page, run.logits, sequences.batch);
  say_how_well(page, scored.accuracy.item());
  page.ask_count(
      {formatted("이 모델의 한 층에는 {0}×{0} 가중치 행렬이 W_query, W_key, W_value, out_proj로 "
                 "넷 있고 편향은 없습니다. 한 층의 파라미터는 몇 개입니까?",
                 model.d()),
       formatted(
           "A layer of this model has four weight matrices of {0} × {0}, W_query, W_key, W_value "
           "and out_proj, and no biases. How many parameters is that?",
           model.d())},
      {"행렬 하나의 칸 수에 4를 곱합니다", "four times the cells of one matrix"},
      4 * model.d() * model.d(), {},
      {{model.d() * model.d(),
        {"행렬 하나의 것이며, 행렬은 넷입니다", "that is one matrix of four"}},
       {4 * model.d() * model.d() * h,
        {"헤드는 행렬의 열을 나누어 가질 뿐이어서 헤드 수를 더 곱하지 않습니다",
         "heads share the columns of these matrices, so nothing is multiplied by their number"}},
       {3 * model.d() * model.d(), {"out_proj가 빠졌습니다", "that leaves out out_proj"}}});
}

}  // namespace attn::chapter7
