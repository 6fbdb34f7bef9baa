#include <cmath>

#include "chapter7_learned/steps.h"
#include "chapter7_learned/trainee.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

constexpr Size losses_shown = 10;

/// -log of the probability of the token before, averaged, worked out in double.
double loss_by_hand(const Tensor& logits, const Tensor& ids) {
  double sum = 0;
  for (Size i = 0; i < ids.size(0); ++i) {
    for (Size t = 1; t < ids.size(1); ++t) {
      double exps = 0;
      for (Size v = 0; v < logits.size(2); ++v) exps += std::exp(double{logits.at({i, t, v})});
      sum += std::log(exps) - double{logits.at({i, t, static_cast<Size>(ids.at({i, t - 1}))})};
    }
  }
  return sum / static_cast<double>(ids.size(0) * (ids.size(1) - 1));
}

/// The loss with one number of head.weight moved by `by`.
float loss_beside(const Trained& t, float by) {
  Trainee beside = t.start;
  std::vector<float> weight = beside.head.weight.values();
  weight.front() += by;
  beside.head.weight = beside.head.weight.detached(std::move(weight));
  return loss_of(beside(t.ids).logits, t.ids).item();
}

/// The gradient of a number of head.weight against the slope between two neighbours.
void check_the_gradient(Page& page, const Trained& t, const Tensor& loss) {
  constexpr float step = 0.01F;
  const float gradient = gradients(loss, {t.start.head.weight})[0].at({0, 0});
  const float slope = (loss_beside(t, step) - loss_beside(t, -step)) / (2 * step);
  page.check(
      std::abs(gradient - slope) < 1e-3F,
      "head.weight[0,0]의 기울기 {:.4f}[은/는] 그 수를 조금 늘리고 줄여 잰 손실의 변화와 같습니다",
      "the gradient of head.weight[0,0], {:.4f}, is how the loss changes when that number is "
      "made a little larger and smaller",
      gradient);
}

/// The first sentence, each token behind its place: "3:7".
std::shared_ptr<const Labels> places_and_tokens(const Tensor& ids) {
  Labels names;
  for (Size i = 0; i < ids.size(1); ++i) names.push_back(formatted("{}:{}", i, ids.at({0, i})));
  return std::make_shared<const Labels>(std::move(names));
}

/// The map of the first sentence after training, rounded: what comes of many steps depends on the
/// last digit of the first.
void show_map_after(Page& page, const Tensor& map, const Labels& names) {
  std::vector<Text> header = {"map_after"};
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < map.size(1); ++i) {
    const std::string& name = names[static_cast<std::size_t>(i)];
    header.emplace_back(name);
    std::vector<block::Cell> row = {name};
    for (Size j = 0; j < map.size(2); ++j) row.emplace_back(formatted("{:.2f}", map.at({0, i, j})));
    rows.push_back(std::move(row));
  }
  page.table(header, std::move(rows));
}

void say_what_became_of_it(Page& page, const Trained& t, const Trainee::Run& before,
                           const Trainee::Run& after) {
  const float share_before = share_on_previous(before.attn_weights);
  const float share_after = share_on_previous(after.attn_weights);
  const float last = loss_of(after.logits, t.ids).item();
  const Size asked = t.new_ids.size(0) * (t.new_ids.size(1) - 1);
  page.table({"", {"학습 전", "before"}, {"학습 뒤", "after"}},
             {{Text("손실", "loss"), t.losses.at({0}), last},
              {Text("바로 앞 토큰에 준 가중치(평균)", "mean weight on the token before"),
               share_before, share_after},
              {Text(formatted("새 문장에서 맞힌 자리({}곳 중)", asked),
                    formatted("right at new places, of {}", asked)),
               count_right(t.start(t.new_ids).logits, t.new_ids),
               count_right(t.model(t.new_ids).logits, t.new_ids)}});
  if (last < 0.5F * t.losses.at({0}) && share_after > 2 * share_before) {
    page.text(
        "손실이 줄었고 지도가 바뀌었습니다. 어디를 보라고 일러 준 적이 없는데도, 바로 앞을 보는 것이 "
        "손실을 줄이는 길이어서 가중치가 대각선 바로 아래로 모였습니다. 7.3의 헤드도 이렇게 생겨난 "
        "것입니다.",
        "The loss has fallen and the map has changed. Nobody told the head where to look, but "
        "looking one place back is what makes the loss smaller, and so the weights gathered just "
        "below the diagonal. The head of step 7.3 came about in the same way.");
  } else {
    page.text(
        "이번 시드에서는 아직 다 배우지 못했습니다. 손실이나 지도가 위의 표만큼만 달라졌습니다. 어디서 "
        "출발하느냐에 따라 배우는 데 걸리는 횟수가 다릅니다.",
        "With this seed it has not learned all of it yet: loss and map changed no more than the table "
        "says. How many steps it takes depends on where they start.");
  }
}

}  // namespace

// A head learns to look one place back, in a fraction of a second.
void train_one_yourself(const Settings& s, Page& page) {
  const Trained t = trained(s);
  const Trainee::Run before = t.start(t.ids);
  const Trainee::Run after = t.model(t.ids);
  const auto names = places_and_tokens(t.ids);
  const Tensor map_before = select(before.attn_weights, 0, 0)
                                .named("map_before")
                                .labelled(0, names)
                                .labelled(1, names);  // (T, T)
  const Tensor first_losses = narrow(t.losses, 0, 0, losses_shown).named("first_losses");

  page.text(
      "이번에는 직접 학습시켜 봅니다. 토큰 {0}가지를 마음대로 늘어놓은 길이 {1}의 문장 {2}개를 주고, "
      "자리마다 바로 앞 토큰이 무엇이었는지 말하게 합니다. 모델은 인과 어텐션 헤드 하나와 마지막 "
      "선형층(linear layer)뿐입니다. 난수에서 시작해 손실(loss)의 기울기(gradient)를 따라 학습률"
      "(learning rate) {3:.1f}[으로/로] {4}번 내려갑니다.",
      "Now train one yourself. There are {2} sentences of {1} tokens, drawn out of {0}, and at each "
      "place the model is to say which token stood one place before. It has one head of causal "
      "attention and a linear layer at the end. It starts at random and goes {4} steps down the "
      "gradient of its loss, with a learning rate of {3:.1f}.",
      Trainee::vocabulary, Trainee::places, sentences, rate_of_trainee, steps_of_trainee);
  page.practice_gives({"Trainee", "small"});
  page.code(
      "class Trainee(torch.nn.Module):\n"
      "    def __init__(self, V, T, d):\n"
      "        super().__init__()\n"
      "        self.tok_emb = torch.nn.Parameter(torch.randn(V, d))\n"
      "        self.pos_emb = torch.nn.Parameter(torch.randn(T, d))\n"
      "        self.W_query = torch.nn.Linear(d, d, bias=False)\n"
      "        self.W_key   = torch.nn.Linear(d, d, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d, d, bias=False)\n"
      "        self.head    = torch.nn.Linear(d, V, bias=False)\n"
      "\n"
      "    def forward(self, ids):                          # (n, T)\n"
      "        x = self.tok_emb[ids]                        # (n, T, d)\n"
      "        queries = self.W_query(x + self.pos_emb)\n"
      "        keys    = self.W_key(x + self.pos_emb)\n"
      "        values  = self.W_value(x)\n"
      "        attn_scores = queries @ keys.transpose(1, 2)  # (n, T, T)\n"
      "        future = torch.ones_like(attn_scores[0]).triu(diagonal=1).bool()\n"
      "        masked = attn_scores.masked_fill(future, -torch.inf)\n"
      "        weights = torch.softmax(masked / keys.shape[-1]**0.5, dim=-1)\n"
      "        return self.head(weights @ values), weights  # (n, T, V)\n"
      "\n"
      "def loss_of(logits, ids):                            # from place 1 on\n"
      "    return torch.nn.functional.cross_entropy(\n"
      "        logits[:, 1:].flatten(0, 1), ids[:, :-1].flatten())\n"
      "\n"
      "torch.manual_seed({0})\n"
      "small = Trainee({1}, {2}, {3})\n"
      "sentences = torch.randint(0, {1}, ({4}, {2}))\n"
      "map_before = small(sentences)[1][0]                  # of sentence 0\n"
      "optimizer = torch.optim.SGD(small.parameters(), lr={5:.1f})\n"
      "losses = []\n"
      "for _ in range({6}):\n"
      "    loss = loss_of(small(sentences)[0], sentences)\n"
      "    losses.append(loss.detach())\n"
      "    optimizer.zero_grad()\n"
      "    loss.backward()\n"
      "    optimizer.step()\n"
      "first_losses = torch.stack(losses)[:{7}]\n"
      "map_after = small(sentences)[1][0]",
      s.seed_or(seed_of_trainee), Trainee::vocabulary, Trainee::places, Trainee::d, sentences,
      rate_of_trainee, steps_of_trainee, losses_shown);
  page.plot(arange(steps_of_trainee).named("step"), {t.losses});
  page.tensor(first_losses);
  page.text(
      "첫 문장의 어텐션 지도입니다. 먼저 학습하기 전의 map_before이고, 표는 학습한 뒤의 map_after를 "
      "소수점 아래 두 자리까지 적은 것입니다. 행과 열의 이름은 자리:토큰입니다.",
      "The attention map of the first sentence: before training as map_before, then map_after, to "
      "two decimals. Rows and columns are named place:token.");
  page.tensor(map_before);
  show_map_after(page, after.attn_weights, *names);
  say_what_became_of_it(page, t, before, after);

  const Tensor loss = loss_of(before.logits, t.ids);
  page.check(std::abs(loss_by_hand(before.logits, t.ids) - double{t.losses.at({0})}) < 1e-5 &&
                 by_hand::is_attention(before.context_vec, by_hand::Sees::so_far) &&
                 by_hand::is_linear(before.logits, before.context_vec, t.start.head),
             "학습 전의 지도와 첫 손실 {:.4f}[은/는] 손으로 계산한 값과 같습니다",
             "the map before training and the first loss, {:.4f}, are as worked out by hand",
             t.losses.at({0}));
  check_the_gradient(page, t, loss);
  page.check(std::abs(loss_by_hand(after.logits, t.ids) -
                      double{loss_of(after.logits, t.ids).item()}) < 1e-5 &&
                 by_hand::is_attention(after.context_vec, by_hand::Sees::so_far),
             "학습한 뒤의 지도와 손실도 손으로 계산한 값과 같습니다",
             "so are the map and the loss after training");
  page.note(
      "학습에 쓴 문장을 맞히는 것만으로는 배웠다고 할 수 없습니다. 문장을 통째로 외웠을 수도 있기 "
      "때문입니다. 그래서 표의 마지막 줄은 학습할 때 쓰지 않은 문장으로 잽니다.",
      "To be right about the sentences it learned from does not show that it learned: it may have "
      "got them by heart. So the last line of the table is measured on sentences it has not seen.");
  page.ask_choice(
      {"헤드 하나가 자리마다 바로 앞 토큰을 말하도록 학습합니다. 잘 배웠다면 가중치는 주로 어디에 "
       "모입니까?",
       "A head learns to say at each place which token stood one place before. Where do its weights "
       "gather if it learned that well?"},
      {{{"대각선 위, 자기 자신", "on the diagonal, on the token itself"},
        {"값은 본 토큰의 것이므로 자기 자신을 보면 자기 토큰을 말하게 됩니다",
         "values are those of what is looked at, so looking at itself it would say its own token"}},
       {{"첫 토큰의 열", "in the column of the first token"},
        {"첫 토큰이 바로 앞 토큰인 것은 둘째 자리뿐입니다",
         "only at the second place is the first token the one before"}},
       {{"모든 칸에 고르게", "evenly over all cells"},
        {"고르게 섞으면 어느 것이 바로 앞이었는지 구별할 수 없습니다",
         "an even mixture does not tell which of them came just before"}},
       {{"대각선 바로 아래", "just below the diagonal"}}},
      3, {map_before});
}

}  // namespace attn::chapter7
