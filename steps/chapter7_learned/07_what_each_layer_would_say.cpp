#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/argmax.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// The probability of each next token (n), from those of all tokens (n, V).
Tensor of_next(const Tensor& probs, const Tensor& next) {
  return sum(probs * embedding(next, eye(probs.size(-1))), -1);
}

std::vector<std::vector<block::Cell>> rows_of(const std::vector<Tensor>& said, const Tensor& ids,
                                              Size first) {
  const auto names = token_names(said.front().size(-1));
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < said.front().size(0); ++i) {
    std::vector<block::Cell> row = {first + i, token_at(ids, first + i),
                                    token_at(ids, first + i + 1)};
    for (const Tensor& logits : said) {
      const auto most = static_cast<std::size_t>(argmax(select(logits, 0, i), 0).item());
      row.emplace_back((*names)[most]);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

// The head takes what stands in the stream at the end; nothing keeps it from taking it earlier.
void what_each_layer_would_say(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const auto [ids, period] = twice(s, model);
  const Run run = model(ids);
  const Size places = period - 1;  // of the repeat, but for the last, whose next has not come
  const Tensor next = narrow(ids, 0, period + 1, places);
  std::vector<Tensor> said, probs;
  for (const Tensor& stream : run.streams) {
    said.push_back(model.head(narrow(stream, 0, period, places)).named("logits"));  // (L - 1, V)
    probs.push_back(of_next(softmax(said.back(), -1), next));
  }
  const Tensor prob_of_next =
      stack(probs)
          .named("prob_of_next")  // (3, L - 1)
          .labelled(0, std::make_shared<const Labels>(Labels{"tokens", "layer 0", "layer 1"}))
          .labelled(1, tokens_from(ids, period + 1, places));
  const Tensor by_layer = mean(prob_of_next, 1).named("mean_prob");  // (3)

  page.text(
      "머리(head) 층은 잔차 연결에 마지막으로 남은 벡터를 토큰의 점수로 바꿉니다. 같은 머리를 층마다 중간의 "
      "벡터에 대어 보면, 거기까지만 보고 답한다면 무엇이라고 할지 알 수 있습니다. 이 방법을 로짓 "
      "렌즈(logit lens)라고 합니다(nostalgebraist, 2020). 이때도 logits가 아니라 softmax를 취한 확률끼리 "
      "비교해야 합니다.",
      "The output head makes scores for tokens of the vectors that stand in the stream at the end. Hold "
      "the same head to the vectors in between, and you see what the model would say if it had to answer "
      "there. This is called the logit lens (nostalgebraist, 2020). What is compared is not logits but "
      "the probabilities that softmax makes of them.");
  page.practice_gives({"asked"});
  page.code(
      "asked = slice({0}, {1})    # the repeat, but for its last place\n"
      "probs = [torch.softmax(model.head(x[asked]), dim=-1) for x in streams]\n"
      "prob_of_next = torch.stack([p[torch.arange({2}), ids[{3}:]] for p in probs])\n"
      "mean_prob = prob_of_next.mean(dim=1)",
      period, 2 * period - 1, places, period + 1);
  page.tensor(prob_of_next);
  page.tensor(by_layer);
  page.table({{"자리", "place"},
              {"토큰", "token"},
              {"다음", "next"},
              {"토큰만 보고", "from tokens"},
              {"0층 뒤", "after layer 0"},
              {"1층 뒤", "after layer 1"}},
             rows_of(said, ids, period));
  const float first = by_layer.at({1}), last = by_layer.at({2});
  if (last > 0.25F && first < last / 2) {
    page.text(
        "답은 둘째 층을 지나야 나옵니다. 첫 층이 쓸모없어서가 아닙니다. 첫 층은 답이 아니라 둘째 층이 찾아갈 "
        "단서(앞 토큰)를 적어 두었고, 머리로는 그것이 보이지 않습니다.",
        "The answer comes only with the second layer. That does not make the first useless: it wrote no "
        "answer but a clue for the second, the token before, and that is not what the head reads.");
  } else if (last > 0.25F) {
    page.text("이 모델은 첫 층을 지나면서 이미 답을 어느 정도 압니다.",
              "This model knows something of the answer after its first layer already.");
  } else {
    page.text(
        "이 모델은 끝까지 가서도 다음 토큰에 평균 {:.2f}의 확률만 줍니다.",
        "Even at its end this model gives the next token a probability of {:.2f} only, on average.",
        last);
  }
  bool right = true;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const Tensor stream = narrow(run.streams[i], 0, period, places);
    right = right && by_hand::is_linear(said[i], stream, model.head) &&
            by_hand::are_softmax_of(softmax(said[i], -1), said[i]);
  }
  page.check(right, "세 곳의 logits와 확률을 손으로 계산해도 같습니다",
             "logits and probabilities of all three are the same worked out by hand");
  page.check(allclose(said.back(), narrow(run.logits, 0, period, places), 1e-5F, 1e-4F),
             "마지막 층 뒤의 logits는 모델이 내는 것과 같습니다",
             "those after the last layer are the model's own");
  check_run(page, model, run);
  page.ask_choice(
      {"머리를 0층 뒤의 벡터에 대었더니 답이 나오지 않습니다. 여기서 알 수 있는 것은 무엇입니까?",
       "Held to the vectors after layer 0, the head finds no answer. What does that tell?"},
      {{{"0층은 아무 일도 하지 않는다", "layer 0 does nothing"},
        {"머리가 읽지 않는 방향에 적힌 것은 이 방법으로 보이지 않습니다",
         "what is written in directions that the head does not read does not show this way"}},
       {{"0층이 적은 것은 아직 다음 토큰의 점수가 아니다",
         "what layer 0 wrote is not yet a score of the next token"}},
       {{"0층을 빼도 모델은 똑같이 답한다", "the model answers just as well without layer 0"},
        {"6번에서 보았듯, 첫 층의 헤드를 빼면 둘째 층이 읽을 것이 없어집니다",
         "as step 6 measured, without heads of layer 0 the second has nothing to read"}},
       {{"머리를 층마다 따로 학습해야 한다", "each layer needs a head of its own"},
        {"모델에는 머리가 하나뿐이고, 여기서는 그것을 일찍 대어 보았을 뿐입니다",
         "the model has a single head, which was only held there early"}}},
      1);
}

}  // namespace attn::chapter7
