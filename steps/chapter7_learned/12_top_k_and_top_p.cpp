#include <algorithm>
#include <cmath>

#include "chapter7_learned/choosing.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/names.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"

namespace attn::chapter7 {
namespace {

/// Whether `cut` has the first `kept` of the probabilities, made larger alike to sum to 1, and
/// zeros behind them.
bool is_cut_off(const Tensor& cut, const Tensor& probabilities, Size kept) {
  double sum = 0;
  for (Size i = 0; i < kept; ++i) sum += double{probabilities.at({i})};
  bool right = true;
  for (Size i = 0; i < cut.numel(); ++i) {
    const double expected = i < kept ? double{probabilities.at({i})} / sum : 0;
    right = right && std::abs(double{cut.at({i})} - expected) < 1e-5;
  }
  return right;
}

/// Whether the first `kept` come to p and one fewer do not, as far as float32 can tell.
bool just_reach(const Tensor& probabilities, Size kept, double p) {
  double before = 0;
  for (Size i = 0; i + 1 < kept; ++i) before += double{probabilities.at({i})};
  const double with_last = before + double{probabilities.at({kept - 1})};
  return with_last > p - 1e-5 && (kept == 1 || before < p + 1e-5);
}

/// How many of an example's tokens it takes.
Size needed_in_example(const std::vector<float>& probabilities, double p) {
  return needed_for(Tensor({static_cast<Size>(probabilities.size())}, probabilities), p);
}

void ask_how_many(Page& page) {
  page.ask_count(
      {"다섯 토큰의 확률이 큰 것부터 0.5, 0.2, 0.15, 0.1, 0.05입니다. top-p에서 p = 0.8이면 몇 개가 "
       "남습니까?",
       "Five tokens have the probabilities 0.5, 0.2, 0.15, 0.1 and 0.05. How many are left by top-p with "
       "p = 0.8?"},
      {"큰 것부터 더해 처음으로 0.8에 이르는 데까지입니다",
       "add up from the largest until the sum first comes to 0.8"},
      needed_in_example({0.5F, 0.2F, 0.15F, 0.1F, 0.05F}, 0.8), {},
      {{2,
        {"둘의 합 0.7은 아직 0.8에 이르지 못하므로 넘게 하는 토큰까지 남깁니다",
         "two come to 0.7 only, and the one that takes the sum past p stays as well"}},
       {4, {"셋의 합이 이미 0.8을 넘습니다", "three are past 0.8 already"}},
       {0,
        {"확률이 p보다 큰 토큰을 고르는 것이 아니라 합이 p가 될 때까지 모으는 것입니다",
         "not those with a probability above p stay, but as many as it takes for their sum"}}});
}

}  // namespace

// Two ways to leave out the tail before a token is drawn.
void top_k_and_top_p(const Settings& s, Page& page) {
  const Unsure unsure(s);
  const auto T = static_cast<float>(s.temperature());
  const Size V = unsure.model.vocabulary();
  const Size k = std::min(s.top_k(), V);
  const double p = s.top_p();
  const Tensor scaled = unsure.sorted_logits / T;    // (V)
  const Tensor probabilities = softmax(scaled, -1);  // (V), the largest first
  const Size needed = needed_for(probabilities, p);
  const Tensor top_k = softmax(only_first(scaled, k, "rank"), -1);
  const Tensor top_p = softmax(only_first(scaled, needed, names::too_far), -1);
  const auto methods = std::make_shared<const Labels>(
      Labels{"all", formatted("k={}", s.top_k()), formatted("p={}", shortest(p))});
  const Tensor cut_off = narrow(stack({probabilities, top_k, top_p}), 1, 0, unsure.shown())
                             .named("cut_off")
                             .labelled(0, methods)
                             .labelled(1, unsure.names_of_shown());  // (3, 8)
  const Tensor so_far = narrow(cumsum(probabilities), 0, 0, unsure.shown())
                            .named("so_far")
                            .labelled(0, unsure.names_of_shown());  // (8)

  page.text(
      "확률대로 뽑다 보면 하나하나는 확률이 낮아도 다 모으면 적지 않은 꼬리에서 엉뚱한 토큰이 나오기도 "
      "합니다. 그래서 꼬리를 잘라 냅니다. top-k는 확률이 큰 k개만 남깁니다. top-p(nucleus, Holtzman 외, "
      "2020)는 큰 것부터 더해 합이 처음으로 p에 이르는 데까지 남깁니다. 남은 것은 softmax를 다시 취해 합을 "
      "1로 맞춥니다.",
      "Drawing by probabilities, now and then an odd token comes out of the tail, where each is unlikely "
      "but all together are not. So the tail is cut off. Top-k keeps the k likeliest. Top-p (nucleus "
      "sampling, Holtzman et al., 2020) adds up from the likeliest until the sum first comes to p, and "
      "keeps those. Softmax is then taken of what is left, so that it sums to 1 again.");
  page.practice_gives({"rank", "before"});
  page.code(
      "{0}"
      "scaled = sorted_logits / {1}                  # temperature\n"
      "probabilities = torch.softmax(scaled, dim=-1)\n"
      "rank = torch.arange({2})\n"
      "top_k = torch.softmax(scaled.masked_fill(rank >= {3}, -torch.inf), dim=-1)\n"
      "cumulative = probabilities.cumsum(dim=-1)\n"
      "before = cumulative - probabilities          # of those before it\n"
      "too_far = before >= {4}\n"
      "top_p = torch.softmax(scaled.masked_fill(too_far, -torch.inf), dim=-1)\n"
      "cut_off = torch.stack([probabilities, top_k, top_p])[:, :{5}]\n"
      "so_far = cumulative[:{5}]",
      unsure_in_pytorch(s, unsure), shortest(s.temperature()), V, s.top_k(), shortest(p),
      unsure.shown());
  page.tensor(cut_off);
  page.tensor(so_far);
  const auto sum_of_first = [&](Size kept) { return cumsum(probabilities).at({kept - 1}); };
  page.table(
      {{"방법", "method"}, {"남은 토큰", "tokens left"}, {"자르기 전의 합", "their sum before"}},
      {{formatted("top-k, k = {}", s.top_k()), k, sum_of_first(k)},
       {formatted("top-p, p = {}", shortest(p)), needed, sum_of_first(needed)}});
  page.text(
      "k는 모델이 확신하든 망설이든 늘 같은 수를 남깁니다. p는 확신할 때는 적게, 망설일 때는 많이 남깁니다. "
      "둘 다 온도로 나눈 다음에 자르는 것이 보통이며, 온도를 바꾸면 top-p가 남기는 수도 달라집니다.",
      "k leaves the same number whether the model is sure or in doubt; p leaves few when it is sure and "
      "many when it is not. Both usually come after the temperature, and another temperature changes "
      "how many top-p leaves.");
  check_probabilities(page, unsure, probabilities, s.temperature());
  page.check(
      is_cut_off(top_k, probabilities, k) && is_cut_off(top_p, probabilities, needed),
      "남은 {}개와 {}개는 자르기 전의 확률을 그 합으로 나눈 값이고, 나머지는 0입니다",
      "the {} and the {} that are left have their probabilities from before, divided by their "
      "sum; all others are 0",
      k, needed);
  page.check(just_reach(probabilities, needed, p),
             "{}개의 합은 {}에 이르고, 하나가 모자라면 이르지 못합니다",
             "the sum of {} comes to {}, and with one fewer it does not", needed, shortest(p));
  page.note(
      "자르고 남은 확률을 다시 정규화하지 않으면 합이 1보다 작습니다. multinomial은 합으로 나누어 뽑으므로 "
      "결과는 같지만, 확률로 읽거나 로그를 취하면 틀립니다.",
      "Left as they are, probabilities of which some were cut off sum to less than 1. multinomial divides "
      "by their sum, so that it draws the same, but read as probabilities, or with a logarithm taken, "
      "they are wrong.");
  ask_how_many(page);
}

}  // namespace attn::chapter7
