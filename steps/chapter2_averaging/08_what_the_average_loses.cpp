#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

/// The tokens from last to first.
Tensor backwards(const Tensor& inputs) {
  std::vector<Tensor> rows;
  for (Size i = inputs.size(0); i-- > 0;) rows.push_back(select(inputs, 0, i));
  const Labels& tokens = *inputs.labels(0);
  return stack(rows).labelled(0, std::make_shared<const Labels>(tokens.rbegin(), tokens.rend()));
}

/// Whether row t is the same for the sentence and for the one read backwards.
bool same_row(const Sentence& words, const Tensor& flipped, const Tensor& averaged, Size t) {
  const Tensor weights = select(words.weights, 0, t);
  const Tensor both = sizes(words.inputs) + sizes(flipped);
  const Tensor off = sizes(select(words.averaged_inputs, 0, t) - select(averaged, 0, t));
  return largest_size(off) <= 1e-5F * largest_size(matmul(weights, both));
}

}  // namespace

// The same words in another order: the average cannot tell.
void what_the_average_loses(const Settings& s, Page& page) {
  const Sentence words = sentence(s);
  const Tensor flipped = backwards(words.inputs).named("flipped");  // (T, d)
  const Tensor averaged_flipped =
      matmul(words.weights, flipped)
          .named("averaged_flipped")
          .labelled(0, std::make_shared<const Labels>(*flipped.labels(0)));  // (T, d)
  const Size last = words.num_tokens() - 1;

  page.text(
      "평균에 남는 것은 모든 토큰을 고르게 섞은 벡터 하나입니다. 그 벡터는 어떤 토큰이 얼마만큼의 "
      "비율로 있었는지에 따라 정해집니다. 그러나 순서는 사라집니다. 같은 토큰을 거꾸로 늘어놓아도 "
      "다 읽고 난 평균은 똑같으므로 '안 먹고 잤다'와 '먹고 안 잤다'를 구별하지 못합니다. 토큰이 "
      "여럿이면 하나하나의 벡터도 평균에서 되찾을 수 없고, 문장이 길수록 한 토큰의 몫은 "
      "작아집니다.",
      "What the average keeps is a single vector, an even mixture of all tokens; which tokens "
      "there were, and in what proportion, decides what it is. What it loses is their order: read "
      "the same tokens backwards, and the average of all of them is the same, so it cannot tell "
      "'dog bites man' from 'man bites dog'. Nor, once there are several tokens, can their vectors "
      "be recovered from it, and the longer a sentence gets, the smaller the share of each token.");
  page.code(
      "flipped = inputs.flip(0)\n"
      "averaged_flipped = weights @ flipped\n"
      "torch.allclose(averaged_flipped[-1], averaged_inputs[-1])    # True");
  page.tensor(words.averaged_inputs);
  page.text("거꾸로 읽으면 이렇습니다. 마지막 행을 비교해 보십시오.",
            "And backwards; compare the last rows:");
  page.tensor(flipped);
  page.tensor(averaged_flipped);

  if (out_of_range(page, {words.averaged_inputs, averaged_flipped})) return;
  page.check(same_row(words, flipped, averaged_flipped, last),
             "순서를 뒤집어도 마지막 평균은 같습니다", "the last average is the same backwards");
  page.check(select(words.averaged_inputs, 0, 0).values() == select(words.inputs, 0, 0).values() &&
                 select(averaged_flipped, 0, 0).values() == select(words.inputs, 0, last).values(),
             "첫 행은 어느 쪽에서나 처음 읽은 토큰 하나의 벡터입니다",
             "either way the first row is the vector of the one token read first");
  const bool same_first = same_row(words, flipped, averaged_flipped, 0);
  if (same_first) {
    page.note("이 입력은 첫 토큰과 마지막 토큰의 벡터가 같아 첫 행도 같습니다.",
              "With this input the first token and the last have the same vector, so that the "
              "first rows are the same as well.");
  } else {
    page.check(
        largest_size(select(words.averaged_inputs, 0, 0) - select(averaged_flipped, 0, 0)) > 0,
        "읽는 도중의 평균은 다를 수 있습니다: 첫 행은 서로 다릅니다",
        "on the way the averages may differ: the first rows do");
  }
  page.ask_choice(
      {"어떤 문장이든, 거꾸로 읽어도 누적 평균에서 달라지지 않는 것은 어느 행입니까?",
       "Whatever the sentence, which row of its running average stays the same when it is read "
       "backwards?"},
      {{{"첫 행", "the first"},
        {"첫 행에는 첫 토큰만 들어가는데, 거꾸로 읽으면 마지막 토큰이 그 자리에 옵니다",
         "the first row holds the first token alone, and backwards the other end comes first"}},
       {{"마지막 행", "the last"}},
       {{"없습니다", "none"},
        {"모든 토큰이 다 들어가는 행이 하나 있습니다",
         "there is one row into which all tokens go"}}},
      same_row(words, flipped, averaged_flipped, last) ? 1 : 2, {words.inputs});
}

}  // namespace attn::chapter2
