#include <limits>

#include "chapter6_transfer_vision/pieces.h"
#include "chapter6_transfer_vision/steps.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// Nobody may look at padding: columns, not rows, become -inf.
void mask_the_padding(const Settings& s, Page& page) {
  const Batch batch = padded_batch(s);
  const auto pieces = std::make_shared<const Labels>(batch.english);
  const Size d = d_model(s);
  Generator generator(s.seed_or(seed_of_models));
  const SelfAttention_v2 attention(d, d, generator);

  const Tensor english_x = select(batch.x, 0, 0).named("english_x").labelled(0, pieces);  // (T, d)
  const Tensor padding =
      (scalar(1) - select(batch.attention_mask, 0, 0)).named("padding").labelled(0, pieces);  // (T)
  const Tensor attn_scores = attention.attn_scores(english_x).labelled(1, pieces);  // (T, T)
  const Tensor masked =
      masked_fill(attn_scores, padding, -std::numeric_limits<float>::infinity()).named("masked");
  const Tensor attn_weights = scaled_softmax(masked, d).named("attn_weights");  // (T, T)
  const Tensor values = attention.W_value(english_x).named(names::values);
  const Tensor context_vecs = matmul(attn_weights, values).named("context_vecs");  // (T, d)
  const Tensor unmasked_weights = scaled_softmax(attn_scores, d).named("unmasked_weights");
  const Tensor unmasked_vecs = matmul(unmasked_weights, values).named("unmasked_vecs");
  const Tensor alone = attention(narrow(english_x, 0, 0, batch.length)).named("alone");

  page.text(
      "채운 자리는 뜻이 없으므로 아무도 보지 말아야 합니다. 인과 마스크(causal mask)처럼 점수를 "
      "-inf로 가리고 softmax를 취하면 가중치가 0이 되며, 이번에는 미래가 아니라 [PAD]의 열을 "
      "가립니다. 가리지 않으면 unmasked_weights처럼 가중치의 일부가 [PAD]로 새어, 같은 문장인데도 "
      "얼마나 채웠는지에 따라 결과가 달라집니다. [PAD] 자신의 행에서도 문맥 벡터(context vector)는 "
      "나오지만 쓰지 않습니다.",
      "Padding means nothing, and nobody should look at it. As with the causal mask, scores become "
      "-inf and softmax turns them into weights of 0; here it is not the future that is hidden but "
      "the columns of [PAD]. Without the mask, as in unmasked_weights, some weight leaks to [PAD], "
      "and the result for the same sentence depends on how much it was padded. The rows of [PAD] "
      "have context vectors as well, which nobody uses.");
  page.practice_gives({"english_x"});
  page.code(
      "torch.manual_seed({})\n"
      "W_query = torch.nn.Linear(d, d, bias=False)\n"
      "W_key   = torch.nn.Linear(d, d, bias=False)\n"
      "W_value = torch.nn.Linear(d, d, bias=False)\n"
      "english_x = x[0]                                 # (T, d)\n"
      "padding = 1 - attention_mask[0]                  # (T)\n"
      "attn_scores = W_query(english_x) @ W_key(english_x).T\n"
      "masked = attn_scores.masked_fill(padding.bool(), -torch.inf)\n"
      "attn_weights = torch.softmax(masked / d**0.5, dim=-1)\n"
      "context_vecs = attn_weights @ W_value(english_x)\n"
      "unmasked_weights = torch.softmax(attn_scores / d**0.5, dim=-1)",
      generator.state().seed);
  page.whole_numbers(padding);
  page.tensor(attn_scores);
  page.tensor(masked);
  page.tensor(attn_weights);
  page.tensor(context_vecs);
  page.text("마스크를 빠뜨리면 [PAD]가 가중치를 나누어 갖습니다.",
            "Forget the mask, and [PAD] takes its share of the weight.");
  page.counter_example(unmasked_weights);

  const Tensor leaked = matmul(unmasked_weights, padding);  // (T)
  const auto real_columns = [&](const Tensor& x) { return narrow(x, 1, 0, batch.length); };
  page.check(largest_size(matmul(attn_weights, padding)) == 0 &&
                 by_hand::are_softmax_of(real_columns(attn_weights), real_columns(attn_scores),
                                         std::sqrt(static_cast<float>(d))),
             "마스크가 있으면 [PAD]에 주는 가중치는 모두 0이고, 나머지는 진짜 조각끼리만 계산한 "
             "softmax와 같습니다",
             "with the mask every weight given to [PAD] is 0, and the others are the softmax of "
             "the real pieces alone");
  page.check(smallest(leaked) > 0,
             "마스크가 없으면 모든 행에서 가중치가 [PAD]로 샙니다. [CLS]의 행에서는 {:.4f}입니다",
             "without it every row leaks weight to [PAD], that of [CLS] {:.4f}", leaked.at({0}));
  const auto real = [&](const Tensor& x) { return narrow(x, 0, 0, batch.length); };
  page.check(allclose(real(context_vecs), alone, 1e-4F, 1e-5F),
             "마스크가 있으면 채우지 않은 문장의 문맥 벡터와 같습니다",
             "with the mask the context vectors are those of the sentence without padding");
  page.check(largest_size(real(unmasked_vecs) - alone) > 0,
             "마스크가 없으면 문맥 벡터가 최대 {:.4f}만큼 달라집니다",
             "without it they are off by up to {:.4f}", largest_size(real(unmasked_vecs) - alone));
  page.ask_cell({"아래의 masked에서 첫 [PAD]의 열을 보십시오. [CLS]가 이 [PAD]에 주는 가중치는 "
                 "얼마입니까?",
                 "Look at the first column of [PAD] in masked. What weight does [CLS] give it?"},
                attn_weights, {0, batch.length}, {masked},
                {{-std::numeric_limits<double>::infinity(),
                  {"가린 점수이며, softmax를 취하면 달라집니다",
                   "that is the masked score, and softmax makes something else of it"}},
                 {unmasked_weights.at({0, batch.length}),
                  {"마스크가 없을 때의 가중치입니다", "that is the weight without the mask"}},
                 {1, {"exp(-inf)는 1이 아닙니다", "exp(-inf) is not 1"}}});
}

}  // namespace attn::chapter6
