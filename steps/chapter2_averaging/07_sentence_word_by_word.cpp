#include <algorithm>

#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "lesson/pytorch_source.h"
#include "shared/own_sentence.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

/// What has been read after each of the first tokens, and the share of each of these.
void read_so_far(const Sentence& words, Page& page) {
  constexpr Size most_rows = 8;
  std::vector<std::vector<block::Cell>> rows;
  std::string read;
  for (Size t = 0; t < std::min(words.num_tokens(), most_rows); ++t) {
    read += (t > 0 ? " " : "") + words.tokens()[static_cast<std::size_t>(t)];
    rows.push_back({read, t + 1, words.weights.at({t, 0})});
  }
  if (words.num_tokens() > most_rows) rows.push_back({"…", "…", "…"});
  page.table({{"여기까지 읽은 말", "read so far"},
              {"토큰 수", "tokens"},
              {"토큰 하나의 몫", "share of each"}},
             std::move(rows));
}

}  // namespace

// A sentence grows, and its average with it.
void sentence_word_by_word(const Settings& s, Page& page) {
  const Sentence words = sentence(s);
  const Size num_tokens = words.num_tokens();

  page.text(
      "이번에는 문장 하나를 한 토큰씩 읽어 가며 평균합니다. 한 토큰을 더 읽을 때마다 평균이 새 "
      "토큰 쪽으로 움직이고, 앞선 토큰들의 몫은 똑같이 줄어듭니다. 마지막 토큰까지 읽고 나면 어느 "
      "토큰이든 몫이 1/{0}입니다. 중요한 단어이든 아니든 똑같이 다루는 것입니다.",
      "Now one sentence is read and averaged token by token. Each new token moves the average "
      "towards itself, and the shares of those before it shrink alike. After the last one the "
      "share of every token is 1/{0}, however important or unimportant the word may be.",
      num_tokens);
  if (!s.inputs_chosen()) {
    page.text(
        "이 문장의 벡터는 암산할 수 있도록 작은 정수로 정했습니다. --input을 주면 그 파일의 토큰을 "
        "씁니다. 조사까지 떼면(1.7) 토큰은 나, 는, 학교, 에, 간다의 다섯입니다. 다음 단어를 맞히는 "
        "모델이라면 앞의 넷을 읽은 평균이 '간다'를 예측하는 데 쓰는 전부입니다.",
        "The vectors of this sentence are small whole numbers, so that everything can be worked "
        "out in your head. With --input the tokens of that file take their place. With particles "
        "cut off (step 1.7) there would be five tokens: 나, 는, 학교, 에, 간다. A model that "
        "predicts the next word would have nothing but the average of the first four to predict "
        "'간다' (go) from.");
  }
  say_how_drawn(s, page);
  page.code(
      "{0}\n"
      "allowed = torch.tril(torch.ones({1}, {1}))\n"
      "weights = allowed / allowed.sum(dim=1, keepdim=True)\n"
      "averaged_inputs = weights @ inputs",
      inputs_in_pytorch(words.inputs, s), num_tokens);
  page.tensor(words.inputs);
  page.text("토큰을 하나씩 읽어 가면 이렇게 됩니다.", "Token by token:");
  read_so_far(words, page);
  page.tensor(words.weights);
  page.tensor(words.averaged_inputs);

  const Tensor shares = select(words.weights, 0, num_tokens - 1);
  page.check(allclose(shares, ones({num_tokens}) / static_cast<float>(num_tokens)),
             "마지막 행의 가중치는 모두 같습니다", "the weights of the last row are all equal");
  if (out_of_range(page, {words.averaged_inputs})) return;
  page.check(same_product(words.averaged_inputs, running_average(words.inputs), words.weights,
                          words.inputs),
             "averaged_inputs는 한 토큰씩 더하고 나누어 구한 평균과 같습니다",
             "averaged_inputs equals the averages computed one token at a time");
  const Size row = std::min<Size>(2, num_tokens);
  const auto in_row = [&](Size i) { return words.inputs.at({i, 0}); };
  const float sum_so_far = row == 1 ? in_row(0) : in_row(0) + in_row(1);
  page.ask_cell(
      {formatted("averaged_inputs는 inputs의 누적 평균입니다. 그 {} 행의 첫 칸은 얼마입니까?",
                 ordinal_in_korean(row)),
       formatted("averaged_inputs is the running average of inputs. What is the first "
                 "number in its row {}?",
                 row)},
      words.averaged_inputs, {row - 1, 0}, {words.inputs},
      {{in_row(row - 1),
        {"그 토큰의 값 그대로이며, 앞의 토큰들과 평균해야 합니다",
         "that is the token itself, not averaged with those before it"}},
       {sum_so_far, {"더하기만 하고 나누지 않은 것입니다", "that is the sum, not yet divided"}},
       {sum_so_far / static_cast<double>(num_tokens),
        {"읽은 토큰이 아니라 모든 토큰의 수로 나눈 것입니다",
         "that is divided by the number of all tokens, not of those read so far"}},
       {in_row(0),
        {"지금 토큰을 빠뜨리고 앞의 토큰만 평균한 것입니다",
         "that averages the tokens before it only, and leaves out the token itself"}}});
}

}  // namespace attn::chapter2
