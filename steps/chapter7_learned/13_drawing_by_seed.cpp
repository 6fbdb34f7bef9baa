#include <algorithm>
#include <cmath>

#include "chapter7_learned/choosing.h"
#include "chapter7_learned/steps.h"
#include "random/draws.h"
#include "random/multinomial.h"
#include "tensor/argmax.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"

namespace attn::chapter7 {
namespace {

constexpr Size few = 10, many = 1000, distinct = 3;

Generator seeded(const Settings& s) {
  return Generator(s.seed_or(seed_of_sequences));
}

/// How many tokens have a probability. At a small T float32 has none for the others.
Size possible(const Tensor& probabilities) {
  const auto p = probabilities.values();
  return static_cast<Size>(std::count_if(p.begin(), p.end(), [](float one) { return one > 0; }));
}

/// A name for each id that was drawn.
Tensor spelled_as(const char* name, const Tensor& ids, const Model& model) {
  return spelled(ids.named(name), model);
}

/// The draw by hand: the first place at which the probabilities so far come to u.
Size first_to_reach(const Tensor& probabilities, double u) {
  double sum = 0;
  double all = 0;
  for (const float p : probabilities.values()) all += double{p};
  Size place = 0;
  for (; place + 1 < probabilities.numel(); ++place) {
    sum += double{probabilities.at({place})} / all;
    if (sum >= u) break;
  }
  return place;
}

/// Whether shares of many draws are as near to the probabilities as chance lets them be: five
/// standard errors, and five draws.
bool are_near(const Tensor& shares, const Tensor& probabilities) {
  bool near = true;
  for (Size i = 0; i < shares.numel(); ++i) {
    const double p = double{probabilities.at({i})};
    const double apart = std::abs(double{shares.at({i})} - p);
    near = near && apart <= 5 * std::sqrt(p * (1 - p) / many) + 5.0 / many;
  }
  return near;
}

}  // namespace

// torch.multinomial, number by number.
void drawing_by_seed(const Settings& s, Page& page) {
  const Unsure unsure(s);
  const Size V = unsure.model.vocabulary();
  const Tensor probabilities =
      softmax(unsure.logits / static_cast<float>(s.temperature()), -1);  // (V)
  Generator generator = seeded(s);
  const Tensor q = exponential({V}, generator).named("q");  // (V)
  const Tensor quotients = probabilities / q;               // (V)
  Generator again = seeded(s);
  const Tensor token =
      spelled_as("token", multinomial(probabilities, 1, false, again), unsure.model);
  Generator third = seeded(s);
  const Tensor ten_tokens =
      spelled_as("ten_tokens", multinomial(probabilities, few, true, third), unsure.model);
  Generator fourth = seeded(s);
  const Size most_distinct = std::min(distinct, possible(probabilities));
  const Tensor all_different = spelled_as(
      "all_different", multinomial(probabilities, most_distinct, false, fourth), unsure.model);
  Generator fifth = seeded(s);
  const Tensor draws = multinomial(probabilities, many, true, fifth);
  const Tensor counts = index_add(ones({many}), draws, V);  // (V)
  const Tensor first = narrow(unsure.order, 0, 0, unsure.shown());
  const auto of_first = [&](const Tensor& x, const char* name) {
    return embedding(first, x).named(name).labelled(0, unsure.names_of_shown());
  };
  const Tensor top = of_first(probabilities, "top");
  const Tensor q_of_top = of_first(q, "q_of_top");
  const Tensor quotients_of_top = of_first(quotients, "quotients_of_top");
  const Tensor shares = of_first(counts / static_cast<float>(many), "shares");

  page.text(
      "확률대로 뽑는 일은 torch.multinomial이 합니다. 겹치지 않게 뽑을 때에는 토큰마다 지수 분포(exponential)의 "
      "난수 q를 하나씩 뽑아 확률을 q로 나누고, 몫이 가장 큰 것부터 차례로 고릅니다. 확률이 큰 토큰이 그만큼 "
      "자주 이깁니다. 겹쳐도 되게(replacement=True) 뽑을 때에는 0과 1 사이의 난수 u를 뽑아, 확률을 앞에서부터 "
      "더한 합이 처음으로 u에 이르는 토큰을 고릅니다.",
      "To draw by probabilities is what torch.multinomial does. Where none may come twice, it draws an "
      "exponential random number q for each token, divides the probabilities by them, and takes the "
      "largest quotients in turn: a likely token wins that much more often. With replacement=True it "
      "draws a number u between 0 and 1, and takes the token at which the probabilities, added up from "
      "the first on, first come to u.");
  page.practice_gives({"q"});
  page.code(
      "{0}"
      "by_id = torch.softmax(logits / {1}, dim=-1)     # in the order of the ids\n"
      "torch.manual_seed({2})\n"
      "q = torch.empty({3}).exponential_()\n"
      "quotients = by_id / q\n"
      "torch.manual_seed({2})\n"
      "token = torch.multinomial(by_id, num_samples=1)     # quotients.argmax()\n"
      "torch.manual_seed({2})\n"
      "ten_tokens = torch.multinomial(by_id, {4}, replacement=True)\n"
      "torch.manual_seed({2})\n"
      "all_different = torch.multinomial(by_id, {5})\n"
      "torch.manual_seed({2})\n"
      "draws = torch.multinomial(by_id, {6}, replacement=True)\n"
      "counts = torch.bincount(draws, minlength={3})\n"
      "first = order[:{7}]                                 # the likeliest\n"
      "top, q_of_top, quotients_of_top = by_id[first], q[first], quotients[first]\n"
      "shares = counts[first] / {6}",
      unsure_in_pytorch(s, unsure), shortest(s.temperature()), s.seed_or(seed_of_sequences), V, few,
      most_distinct, many, unsure.shown());
  page.text(
      "가장 그럴듯한 토큰들의 확률, 난수 q, 둘의 몫입니다.",
      "Of the likeliest tokens the probabilities, the random numbers q, and their quotients:");
  page.tensor(top);
  page.tensor(q_of_top);
  page.tensor(quotients_of_top);
  page.text("뽑힌 토큰의 번호입니다: 하나(token), 겹쳐도 되는 {}개, 겹치지 않는 {}개입니다.",
            "The ids that are drawn: one (token), {} that may come again, and {} that may not.",
            few, most_distinct);
  page.whole_numbers(token);
  page.whole_numbers(ten_tokens);
  page.whole_numbers(all_different);
  if (most_distinct < distinct) {
    page.text(
        "T가 작아 float32로 확률이 0이 아닌 토큰이 {}개뿐이므로, 겹치지 않게는 그만큼만 뽑습니다.",
        "With this small T only {} {} a probability that float32 can tell from 0, so no more are "
        "drawn without replacement.",
        most_distinct, most_distinct == 1 ? "token has" : "tokens have");
  }
  page.text(
      "겹쳐도 되게 {}번 뽑으면, 토큰마다 나온 비율 shares가 확률 top에 가까워집니다.",
      "Drawn {} times, with replacement, the share of each token comes close to its probability in "
      "top.",
      many);
  page.tensor(shares);

  check_probabilities(page, unsure, embedding(unsure.order, probabilities), s.temperature());
  const Tensor largest = argsort_descending(quotients);
  bool as_quotients = token.at({0}) == largest.at({0});
  for (Size i = 0; i < most_distinct; ++i) {
    as_quotients = as_quotients && all_different.at({i}) == largest.at({i});
  }
  page.check(as_quotients,
             "token은 몫이 가장 큰 토큰이고, all_different는 몫이 큰 차례로 {}개입니다",
             "token has the largest quotient, and all_different are the {} largest in turn",
             most_distinct);
  Generator uniform_numbers = seeded(s);
  bool as_reached = true;
  const std::vector<double> u = uniform_numbers.uniform_double(few);
  for (Size i = 0; i < few; ++i) {
    as_reached =
        as_reached && ten_tokens.at({i}) == static_cast<float>(first_to_reach(
                                                probabilities, u[static_cast<std::size_t>(i)]));
  }
  page.check(as_reached, "ten_tokens는 확률을 더한 합이 난수 u에 처음 이르는 토큰입니다",
             "ten_tokens are those at which the probabilities so far first come to u");
  page.check(are_near(shares, top),
             "{}번 뽑은 비율과 확률의 차이는 표준 오차의 다섯 배와 다섯 번을 넘지 않습니다",
             "over {} draws, shares are within five standard errors and five draws of the "
             "probabilities",
             many);
  page.note(
      "같은 시드라도 PyTorch의 버전과 빌드에 따라 exponential_이 다른 난수를 낼 수 있고, GPU의 난수는 또 "
      "다릅니다. 여기 나온 것은 CPU의 기본 난수입니다.",
      "With the same seed, exponential_ may give other numbers in another version or build of PyTorch, "
      "and a GPU has others again. These are those of the CPU's usual generator.");
  page.ask_choice(
      {"확률이 0.9인 토큰과 0.1인 토큰이 있습니다. multinomial로 하나를 뽑으면 무엇이 나옵니까?",
       "One token has a probability of 0.9, the other 0.1. What comes out when multinomial draws one?"},
      {{{"언제나 확률이 0.9인 토큰", "always the one with 0.9"},
        {"그것은 argmax로 고르는 greedy입니다", "that is greedy, by argmax"}},
       {{"번갈아 아홉 번과 한 번", "nine times the one, then once the other"},
        {"난수로 뽑으므로 차례가 정해져 있지 않습니다", "it draws at random, and no order is set"}},
       {{"시드에 따라 어느 쪽이든 나올 수 있고, 0.9인 쪽이 더 자주 나옵니다",
         "either, by the seed, and the one with 0.9 more often"}},
       {{"둘을 9 대 1로 섞은 것", "a mixture of the two, nine to one"},
        {"뽑히는 것은 토큰 하나의 번호이며 섞지 않습니다",
         "what is drawn is the id of one token, and nothing is mixed"}}},
      2);
}

}  // namespace attn::chapter7
