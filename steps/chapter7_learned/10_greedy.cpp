#include "chapter7_learned/choosing.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

std::vector<std::vector<block::Cell>> rows_of(const std::vector<Chosen>& steps,
                                              const Tensor& generated) {
  std::vector<std::vector<block::Cell>> rows;
  for (const Chosen& step : steps) {
    const Size length = step.ids.size(0);
    rows.push_back({length, token_at(generated, length - 1), to_string(step.run.logits.shape()),
                    token_at(generated, length), step.confidence.item()});
  }
  return rows;
}

void say_how_it_went(Page& page, Size as_before, Size of) {
  if (as_before == of) {
    page.text(
        "덧붙인 토큰 {}개가 모두 첫 묶음의 순서 그대로입니다. 배운 일이 되풀이를 알아보는 것이므로, 글을 "
        "쓰게 해도 되풀이를 이어 갑니다.",
        "All {} tokens that it added follow the order of the first block. What it learned is to "
        "notice a repeat, so when it writes, it goes on repeating.",
        of);
    return;
  }
  page.text(
      "덧붙인 토큰 {}개 가운데 {}개가 첫 묶음의 순서를 따랐습니다. 한 번 틀린 토큰은 다음 입력이 되므로, "
      "그 뒤도 어긋나기 쉽습니다.",
      "Of {} tokens that it added, {} follow the order of the first block. A wrong one becomes part "
      "of the next input, so what comes after it goes astray easily, too.",
      of, as_before);
}

/// One pass over all that was written gives each place the logits from which it was continued.
bool same_in_one_pass(const Tensor& logits, const std::vector<Chosen>& steps) {
  bool same = true;
  for (const Chosen& step : steps) {
    const Tensor row = select(logits, 0, step.ids.size(0) - 1);
    same = same && largest_size(row - step.logits) <= 1e-4F * (1 + largest_size(row));
  }
  return same;
}

}  // namespace

// The likeliest token goes to the end, and all of it in again.
void greedy(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const auto [ids, period] = twice(s, model);
  const Tensor prompt = spelled(narrow(ids, 0, 0, period + 1).named("prompt"), model);
  std::vector<Chosen> steps;
  std::vector<Tensor> confidences;
  Tensor generated = prompt;
  for (Size i = 0; i < period; ++i) {
    steps.push_back(likeliest_after(model, generated));
    confidences.push_back(steps.back().confidence);
    generated = spelled(cat({generated, steps.back().token}, 0).named("generated"), model);
  }
  const Tensor confidence = cat(std::move(confidences), 0).named("confidence");  // (L)

  page.text(
      "다음 토큰을 맞히는 모델로 글을 만드는 방법은 간단합니다. 지금까지의 토큰을 모두 넣으면 자리마다 "
      "logits 한 행이 나오는데, 그 가운데 마지막 행만이 아직 없는 토큰에 대한 것입니다. 거기서 가장 큰 "
      "것을 골라 뒤에 붙이고 다시 모두 넣습니다. 늘 가장 큰 것만 고르므로 탐욕적(greedy) 방법이라고 "
      "합니다. 토큰 {}개를 한 번 보여 주고, 그 첫 토큰까지 다시 적어 준 prompt에서 출발합니다.",
      "To write with a model that guesses the next token is simple. All tokens so far go in, and a "
      "row of logits comes out for each place; only the last row is about a token that is not there "
      "yet. The largest of it is put at the end, and everything goes in again. Since it takes the "
      "largest every time, this is called greedy. It starts from prompt: {} tokens once, and the "
      "first of them again.",
      period);
  page.practice_gives({"prompt"});
  page.code(
      "{0}"
      "prompt = ids[:{1}]\n"
      "\n"
      "generated, confidence = prompt, []\n"
      "for _ in range({2}):\n"
      "    logits = model(generated)[2]                     # (T, V)\n"
      "    probabilities = torch.softmax(logits[-1], dim=-1)  # of the last place\n"
      "    token = probabilities.argmax()\n"
      "    confidence.append(probabilities[token])\n"
      "    generated = torch.cat([generated, token.view(1)])\n"
      "confidence = torch.stack(confidence)",
      twice_in_pytorch(s, model), period + 1, period);
  page.whole_numbers(prompt);
  page.table({{"넣은 토큰의 수", "tokens in"},
              {"마지막 토큰", "the last"},
              {"logits", "logits"},
              {"고른 토큰", "chosen"},
              {"그 확률", "its probability"}},
             rows_of(steps, generated));
  page.whole_numbers(generated);
  page.tensor(confidence);

  Size as_before = 0;
  for (Size i = period + 1; i < generated.size(0); ++i) {
    as_before += generated.at({i}) == ids.at({i % period}) ? 1 : 0;
  }
  say_how_it_went(page, as_before, period);
  const Run all = model(narrow(generated, 0, 0, generated.size(0) - 1));
  page.check(
      same_in_one_pass(all.logits, steps),
      "다 쓴 글을 한 번에 넣어도 자리마다 같은 logits가 나옵니다: 뒤에 붙은 토큰은 앞의 것을 바꾸지 "
      "못합니다",
      "all that was written, put in at once, gives every place the same logits: a token at the "
      "end changes nothing before it");
  check_run(page, model, all);
  page.note(
      "자리마다 logits가 나오므로 logits[-1] 대신 logits[0]이나 logits.argmax()를 쓰는 실수가 잦습니다. "
      "앞 행들은 이미 있는 토큰을 맞힌 것이어서 새로 알려 주는 것이 없습니다. 앞의 토큰까지 매번 다시 "
      "계산하는 낭비는 14번에서 없앱니다.",
      "Every place has logits, and it is a common mistake to take logits[0] or logits.argmax() for "
      "logits[-1]. The earlier rows are guesses at tokens that are there already. That earlier "
      "tokens are computed anew each time is a waste that step 14 does away with.");
  page.ask_choice(
      {formatted(
           "토큰 {}개를 넣었더니 logits가 {} 모양으로 나왔습니다. 다음 토큰을 고를 때 쓰는 것은 "
           "무엇입니까?",
           prompt.size(0), to_string(steps.front().run.logits.shape())),
       formatted(
           "{} tokens went in, and logits of the shape {} came out. What is the next token chosen "
           "from?",
           prompt.size(0), to_string(steps.front().run.logits.shape()))},
      {{{"마지막 행", "the last row"}},
       {{"첫 행", "the first row"},
        {"첫 행은 둘째 자리의 토큰을 맞힌 것이고, 그 토큰은 이미 있습니다",
         "the first row is a guess at the second token, which is there already"}},
       {{"모든 행의 평균", "the mean of all rows"},
        {"행마다 맞히려는 자리가 달라 평균에는 뜻이 없습니다",
         "each row guesses at another place, so that their mean has no meaning"}},
       {{"모든 칸 가운데 가장 큰 칸", "the largest of all cells"},
        {"가장 확신하는 자리가 마지막 자리라는 법은 없습니다",
         "nothing says that the place it is surest of is the last one"}}},
      0, {prompt});
}

}  // namespace attn::chapter7
