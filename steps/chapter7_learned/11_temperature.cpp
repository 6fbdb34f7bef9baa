#include <cmath>
#include <limits>

#include "chapter7_learned/choosing.h"
#include "chapter7_learned/steps.h"
#include "shared/by_hand.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn::chapter7 {

// Logits divided by a number before softmax: sharper or flatter, in the same order.
void temperature(const Settings& s, Page& page) {
  const Unsure unsure(s);
  const double middle = s.temperature();
  const std::vector<double> temperatures = {middle / 2, middle, middle * 2};
  std::vector<Tensor> all;
  Labels names;
  std::vector<std::vector<block::Cell>> rows;
  bool right = true;
  for (const double one : temperatures) {
    const auto divisor = static_cast<float>(one);
    const Tensor probabilities = softmax(unsure.sorted_logits / divisor, -1);  // (V)
    all.push_back(probabilities);
    names.push_back(formatted("T={}", shortest(one)));
    rows.push_back({shortest(one), probabilities.at({0}), needed_for(probabilities, 0.9)});
    right = right && by_hand::are_softmax_of(probabilities, unsure.sorted_logits, divisor);
  }
  const auto labels = std::make_shared<const Labels>(names);
  const Tensor by_temperature = narrow(stack(all), 1, 0, unsure.shown())
                                    .named("by_temperature")
                                    .labelled(0, labels)
                                    .labelled(1, unsure.names_of_shown());  // (3, 8)
  const Tensor top_logits = narrow(unsure.sorted_logits, 0, 0, unsure.shown())
                                .named("top_logits")
                                .labelled(0, unsure.names_of_shown());
  const std::string first = token_at(unsure.ids, 0);

  page.text(
      "늘 가장 그럴듯한 토큰만 고르면 글이 뻔해지고 같은 말을 되풀이하기 쉽습니다. 그래서 확률대로 뽑기도 "
      "하는데, 그 전에 logits를 온도(temperature) T로 나누어 분포를 다듬습니다. 여기서는 {0} 다음에 매번 "
      "다른 토큰이 왔던 unsure를 넣습니다. 이번에는 무엇이 올지 하나로 정해지지 않습니다. T가 1보다 작으면 "
      "큰 것이 더 커지고, 크면 고르게 퍼집니다.",
      "Always to take the likeliest makes text dull, and it easily goes round in circles. So tokens are "
      "also drawn by their probabilities, and before that the logits are divided by a temperature T. "
      "What goes in here is unsure, where {0} came three times with another token behind it each time: "
      "nothing tells which of them comes now. A T below 1 makes large probabilities "
      "larger, one above 1 spreads them out.",
      first);
  page.practice_gives({"unsure"});
  page.code(
      "{0}"
      "top_logits = sorted_logits[:{1}]\n"
      "by_temperature = torch.stack([torch.softmax(sorted_logits / T, dim=-1)[:{1}]\n"
      "                              for T in ({2}, {3}, {4})])",
      unsure_in_pytorch(s, unsure), unsure.shown(), shortest(temperatures[0]),
      shortest(temperatures[1]), shortest(temperatures[2]));
  page.whole_numbers(unsure.ids);
  page.tensor(top_logits);
  page.tensor(by_temperature);
  page.table({"T",
              {"가장 큰 확률", "largest probability"},
              {"합이 0.9가 되는 데 드는 토큰", "tokens that make up 0.9"}},
             std::move(rows));
  page.text(
      "순서는 T가 얼마든 그대로입니다. 두 토큰의 logit 차이가 T로 나뉠 뿐이어서, 확률의 비는 T = 1일 때의 "
      "1/T제곱이 됩니다. T가 0에 가까워지면 10번의 greedy와 같아지고, 끝없이 커지면 모든 토큰의 확률이 같아집니다.",
      "The order is the same at any T. It only divides the difference of two logits, so that the ratio "
      "of their probabilities is that at T = 1 to the power of 1/T. Towards 0 this becomes the greedy "
      "choice of step 10; the larger T, the closer all tokens come to the same probability.");
  check_run(page, unsure.model, unsure.run);
  page.check(right, "세 분포 모두 exp(logit ÷ T)를 그 합으로 나눈 값입니다",
             "all three are exp(logit ÷ T), divided by their sum");
  const auto gap = static_cast<double>(unsure.sorted_logits.at({0}) - unsure.sorted_logits.at({1}));
  bool divided = true;
  // Whether the second of two probabilities is too small for float32.
  const bool vanishes =
      std::exp(-gap / temperatures.front()) < double{std::numeric_limits<float>::min()};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double ratio = double{all[i].at({0})} / double{all[i].at({1})};
    divided = divided && std::abs(std::log(ratio) * temperatures[i] - gap) < 1e-3 * (1 + gap);
  }
  if (vanishes) {
    page.text(
        "T가 아주 작으면 둘째 토큰의 확률도 float32에서는 0이 되어, 두 확률의 비를 구할 수 없습니다.",
        "With T this small even the second probability is 0 in float32, and the two have no "
        "ratio.");
  } else {
    page.check(
        divided,
        "첫째와 둘째 토큰의 확률의 비에 로그를 취해 T를 곱하면 언제나 두 logit의 차이 {:.4f}입니다",
        "the logarithm of the ratio of the first two, times T, is always {:.4f}, the difference of "
        "their logits",
        gap);
  }
  page.ask_choice(
      {"logits를 softmax 전에 T = 2로 나눕니다. T = 1일 때와 비교하면 확률이 어떻게 됩니까?",
       "Logits are divided by T = 2 before softmax. How do the probabilities compare with those at T = "
       "1?"},
      {{{"가장 큰 확률이 더 커집니다", "the largest becomes larger"},
        {"그것은 T가 1보다 작을 때의 일입니다", "that happens with a T below 1"}},
       {{"순서는 그대로이고 서로 더 비슷해집니다", "in the same order, but closer together"}},
       {{"모두 절반이 됩니다", "each is half as large"},
        {"softmax가 합을 1로 맞추므로 모두 줄어들 수는 없습니다",
         "softmax makes them sum to 1, so they cannot all shrink"}},
       {{"작은 것과 큰 것의 순서가 뒤집힙니다", "their order is turned round"},
        {"양수로 나누어도 큰 것은 여전히 큽니다",
         "dividing by a positive number leaves the larger the larger"}}},
      1);
}

}  // namespace attn::chapter7
