#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/argmax.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// A row for each place but the last: the token there, the next one, and what the model says.
std::vector<std::vector<block::Cell>> rows_of(const Tensor& logits, const Tensor& ids,
                                              const Tensor& losses) {
  const Tensor said = argmax(logits, -1);
  const Tensor probs = softmax(logits, -1);
  const auto names = token_names(logits.size(-1));
  std::vector<std::vector<block::Cell>> rows;
  for (Size place = 0; place < losses.size(0); ++place) {
    const auto most = static_cast<Size>(said.at({place}));
    rows.push_back({place, token_at(ids, place), token_at(ids, place + 1),
                    (*names)[static_cast<std::size_t>(most)], probs.at({place, most}),
                    losses.at({place})});
  }
  return rows;
}

}  // namespace

// Every place is a question of its own, answered from the places before it.
void what_it_was_asked(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const auto [ids, period] = twice(s, model);
  const Run run = model(ids);
  const Tensor losses = losses_of_places(run.logits, ids).named("losses");  // (T - 1)
  const Size places = losses.size(0);
  const Tensor loss = cross_entropy(narrow(run.logits, 0, 0, places), narrow(ids, 0, 1, places));
  const float before = mean(narrow(losses, 0, 0, period)).item();
  const float after = mean(narrow(losses, 0, period, places - period)).item();
  const float guess = std::log(static_cast<float>(model.vocabulary()));

  page.text(
      "서로 다른 토큰 {0}개를 뽑아 두 번 이어 붙였습니다. 모델은 자리(place)마다 다음에 올 토큰을 "
      "묻는 질문을 하나씩 받고, 토큰 {1}개 각각에 점수를 매깁니다. 이 점수가 logits이고 softmax를 취하면 "
      "확률이 됩니다. 손실은 실제로 온 다음 토큰에 준 확률의 -log, 곧 교차 "
      "엔트로피(cross-entropy)입니다. 마지막 자리의 답은 아직 오지 않았으므로 재지 않습니다.",
      "{0} different tokens were drawn and put down twice. At each place the model is asked which token "
      "comes next, and gives each of {1} tokens a score. These are the logits; softmax makes them "
      "probabilities. The loss is -log of the probability of the token that really came, the "
      "cross-entropy. What follows the last place has not come yet, so it has no loss.",
      period, model.vocabulary());
  page.practice_gives({"ids"});
  page.code(
      "{}"
      "streams, maps, logits = model(ids)\n"
      "losses = torch.nn.functional.cross_entropy(logits[:-1], ids[1:],\n"
      "                                           reduction=\"none\")",
      twice_in_pytorch(s, model));
  page.whole_numbers(ids);
  page.tensor(losses);
  page.table({{"자리", "place"},
              {"토큰", "token"},
              {"다음", "next"},
              {"모델의 답", "model says"},
              {"그 확률", "its probability"},
              {"다음의 손실", "loss of next"}},
             rows_of(run.logits, ids, losses));
  page.text(
      "처음 나올 때의 평균 손실은 {:.4f}, 되풀이될 때는 {:.4f}입니다. 아무 단서가 없어 모든 토큰에 같은 "
      "확률을 주면 ln {} = {:.4f}입니다. 처음 나올 때 이보다 크다면, 되풀이가 아닌데도 되풀이를 "
      "찾으려다 틀린 것입니다. 다음 토큰을 알아낼 단서는 두 번째 묶음의 첫 토큰부터 생깁니다.",
      "Its mean loss is {:.4f} while tokens come for the first time and {:.4f} when they come again. "
      "With no clue, the same probability for all, it would be ln {} = {:.4f}. If it is more at first, "
      "the model looked for a repeat where there was none. There is a clue from the first token of the "
      "second block on.",
      before, after, model.vocabulary(), guess);
  check_losses(page, run.logits, ids);
  page.check(std::abs(mean(losses).item() - loss.item()) <= 1e-5F * (1 + loss.item()),
             "losses의 평균은 cross_entropy가 한 번에 내는 값 {:.4f}[과/와] 같습니다",
             "their mean is what cross_entropy gives at once, {:.4f}", loss.item());
  check_run(page, model, run);
  page.ask_choice(
      {formatted(
           "토큰 {}개를 아무렇게나 뽑아 두 번 이어 붙입니다. 다음 토큰을 앞의 토큰만 보고 알아낼 수 "
           "있는 첫 자리는 어디입니까?",
           period),
       formatted(
           "{} tokens are drawn at random and put down twice. From which place on can the next "
           "token be known from those before it?",
           period)},
      {{{"처음부터", "from the very first"},
        {"처음 나오는 토큰은 아무렇게나 뽑혀 앞의 토큰과 관계가 없습니다",
         "tokens that come for the first time are drawn at random, whatever came before"}},
       {{"첫 묶음의 마지막 자리", "the last place of the first block"},
        {"그 토큰은 처음 나온 것이어서, 이제 되풀이될지 어떨지 알 수 없습니다",
         "its token is new, and nothing tells yet that the block ends there"}},
       {{"두 번째 묶음의 첫 자리", "the first place of the second block"}},
       {{"두 번째 묶음의 마지막 자리", "the last place of the second block"},
        {"그때까지 기다리지 않아도, 지난번 같은 토큰 다음에 무엇이 왔는지 볼 수 있습니다",
         "no need to wait: what followed the same token last time can be seen before"}}},
      2);
}

}  // namespace attn::chapter7
