#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

/// Whether a larger score never gets the smaller weight.
bool same_order(const Tensor& scores, const Tensor& weights) {
  bool same = true;
  for (Size i = 0; i < scores.numel(); ++i) {
    for (Size j = 0; j < scores.numel(); ++j) {
      same = same && (scores.at({i}) <= scores.at({j}) || weights.at({i}) >= weights.at({j}));
    }
  }
  return same;
}

/// The first place of the largest.
Size largest_place(const Tensor& x) {
  Size place = 0;
  for (Size i = 1; i < x.numel(); ++i) place = x.at({i}) > x.at({place}) ? i : place;
  return place;
}

}  // namespace

// The scores are no longer 0 but similarities, and so the sentence itself decides who matters.
void weights_from_similarity(const Settings& s, Page& page) {
  const Sentence words = sentence(s);
  const Size last = words.num_tokens() - 1;
  const Tensor last_scores = select(words.attn_scores, 0, last);  // (T)
  const Tensor factors = Tensor({3, 1}, {0, 1, 2}).named("factors");
  const Tensor last_weights =
      softmax(factors * last_scores, -1)
          .named("last_weights")
          .labelled(0, std::make_shared<const Labels>(Labels{"× 0", "× 1", "× 2"}));  // (3, T)

  page.text(
      "0으로 두었던 점수 자리에 이제 토큰끼리의 유사도(similarity)를 넣습니다. 여기서는 임베딩의 "
      "내적(dot product)으로 재며, 벡터가 길면 내적도 커진다는 점은 3.4에서 봅니다. 나머지는 6번과 "
      "똑같이 가리고 softmax를 취합니다. 그러면 유사도가 큰 토큰이 더 큰 몫을 가지므로, 어느 "
      "토큰이 중요한지를 데이터가 정합니다. last_weights는 마지막 토큰의 점수에 0, 1, 2를 곱해 "
      "구한 가중치로, 0을 곱하면 평균과 같고 곱하는 수가 클수록 점수가 큰 토큰으로 기웁니다.",
      "Where the scores were 0 there are now similarities of the tokens, measured by the dot "
      "products of their embeddings; that longer vectors make these larger, too, is seen in step "
      "3.4. The rest is as in step 6: mask, then softmax. Tokens of greater similarity get larger "
      "shares, so the data decide who matters. last_weights has the weights of the last token with "
      "its scores times 0, 1 and 2: times 0 they are those of the average, and the larger the "
      "factor, the more they lean towards the tokens with large scores.");
  page.code(
      "attn_scores = inputs @ inputs.T\n"
      "mask = torch.triu(torch.ones_like(attn_scores), diagonal=1)\n"
      "masked = attn_scores.masked_fill(mask.bool(), -torch.inf)\n"
      "attn_weights = torch.softmax(masked, dim=-1)\n"
      "factors = torch.tensor([[0.0], [1.0], [2.0]])\n"
      "last_weights = torch.softmax(factors * attn_scores[-1], dim=-1)");
  page.tensor(words.attn_scores);
  page.tensor(words.masked);
  page.tensor(words.attn_weights);
  page.text("마지막 토큰의 점수에 0, 1, 2를 곱했을 때의 가중치입니다.",
            "The weights of the last token, with its scores times 0, 1 and 2:");
  page.tensor(last_weights);

  if (out_of_range(page, {words.attn_scores, last_weights})) return;
  by_hand::check_weights(page, words.attn_weights, words.attn_scores, 1, by_hand::Sees::so_far);
  page.check(allclose(select(last_weights, 0, 0), select(words.weights, 0, last)),
             "점수에 0을 곱하면 7번의 평균과 가중치가 같습니다",
             "scores times 0 give the weights of the average in step 7");
  page.check(allclose(select(last_weights, 0, 1), select(words.attn_weights, 0, last)),
             "1을 곱하면 attn_weights의 마지막 행입니다",
             "times 1 they are the last row of attn_weights");
  page.check(same_order(last_scores, select(last_weights, 0, 1)),
             "마지막 토큰과의 점수가 클수록 가중치도 크거나 같습니다",
             "the larger a token's score with the last one, the larger its weight, or it is equal");
  page.check(
      largest_size(select(last_weights, 0, 2)) >= largest_size(select(last_weights, 0, 1)) - 1e-6F,
      "2를 곱하면 가장 큰 가중치가 1을 곱할 때보다 크거나 같습니다",
      "times 2 the largest weight is larger than times 1, or equal");
  page.ask_count(
      {"attn_scores의 마지막 행을 보십시오. 마지막 토큰이 가중치를 가장 많이 주는 것은 몇 "
       "번째 토큰입니까(같은 것이 여럿이면 그중 첫 번째)?",
       "Look at the last row of attn_scores. Which token, counted from 1, gets the largest weight "
       "from the last token (the first of them, if several do)?"},
      {"점수가 클수록 가중치도 큽니다", "the larger the score, the larger the weight"},
      largest_place(last_scores) + 1, {words.attn_scores},
      {{largest_place(last_scores),
        {"0부터 세면 그 번호이지만, 여기서는 1부터 셉니다",
         "so it would be counted from 0, but here counting starts at 1"}},
       {largest_place(last_scores * -1.0F) + 1,
        {"점수가 가장 작은 토큰입니다", "that is the token with the smallest score"}}});
}

}  // namespace attn::chapter2
