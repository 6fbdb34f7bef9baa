#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// What becomes of the context vectors when the last token becomes another one, dropout aside.
void change_the_last_token(const CausalAttention& ca, const Tensor& x, Page& page) {
  const Size before = x.size(0) - 1;
  if (before == 0) {
    page.note("토큰이 하나뿐이어서 가릴 미래가 없습니다.",
              "There is one token only, and no future to hide.");
    return;
  }
  const Tensor last = narrow(x, 0, before, 1);
  const Tensor changed = cat({narrow(x, 0, 0, before), last + scalar(1 + largest_size(last))}, 0);
  Generator unused(0);
  const CausalAttention no_dropout(ca.attention, 0);
  const Tensor now = no_dropout(stack({x}), unused);
  const Tensor then = no_dropout(stack({changed}), unused);
  const bool first_stay = allclose(narrow(now, 1, 0, before), narrow(then, 1, 0, before));
  if (narrow(now, 1, before, 1).values() == narrow(then, 1, before, 1).values()) {
    page.check(first_stay, "마지막 토큰을 바꾸어도 앞의 문맥 벡터는 변하지 않습니다",
               "another last token leaves all context vectors before it unchanged");
  } else {
    page.check(first_stay,
               "마지막 토큰을 바꾸면 마지막 문맥 벡터만 달라지고 앞의 것은 그대로입니다",
               "another last token changes the last context vector and none before it");
  }
}

}  // namespace

// Causal attention as a module for whole batches.
void causal_attention_with_batch(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_weights));
  const double p = s.dropout_or(0);
  const Tensor batch = batch_of_two(s);  // (b, T, d_in)
  const std::uint64_t seed = generator.state().seed;
  const CausalAttention ca = own(s, "ca", CausalAttention(s.d_in(), s.d_out(), p, generator));
  const auto weights = weights_in_pytorch(s, "ca", ca, seed, p > 0);
  const Tensor context_vecs = ca(batch, generator).named("context_vecs");  // (b, T, d_out)

  page.text(
      "v2에 인과 마스크와 드롭아웃을 더하고 배치 축을 받게 합니다. 축이 하나 늘었으므로 keys.T "
      "대신 keys.transpose(1, 2)를 쓰고, 나머지 계산은 문장마다 똑같이 이루어집니다. BERT 같은 "
      "인코더(encoder)는 문장 전체를 읽으므로 미래를 가리지 않고, 길이를 맞추려고 채운 자리(패딩, "
      "padding)만 가립니다(6.8).",
      "v2 gets a causal mask, dropout and an axis for the batch. With one axis more, "
      "keys.transpose(1, 2) takes the place of keys.T; the rest happens to each sentence alike. "
      "Encoders such as BERT read the whole sentence and do not hide the future, only padding "
      "(step 6.8).");
  page.text(
      "여기까지의 모든 것을 인과(causal) 어텐션이라고 부르는 것은 아닙니다. 배치나 드롭아웃은 어느 "
      "어텐션에나 있고, 인과는 누가 누구를 보는가만을 가리킵니다. 의도는 과거만으로 다음 토큰을 "
      "맞히는 것, 수단은 대각선 위를 가리는 삼각형 마스크, 쓰이는 곳은 글을 앞에서부터 써 나가는 "
      "GPT 같은 디코더(decoder)입니다.",
      "Not everything up to here is what causal attention means. Batches and dropout belong to any "
      "attention; causal tells only who may look at whom. Its intent is to predict the next token "
      "from the past alone; its means is the triangular mask above the diagonal; and the model "
      "that has it is a decoder such as GPT, which writes from left to right.");
  page.practice_gives({"batch"});
  page.code(
      "class CausalAttention(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out, dropout):\n"
      "        super().__init__()\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_key   = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.dropout = torch.nn.Dropout(dropout)\n"
      "\n"
      "    def forward(self, x):                               # (b, T, d_in)\n"
      "        queries = self.W_query(x)                       # (b, T, d_out)\n"
      "        keys    = self.W_key(x)\n"
      "        values  = self.W_value(x)\n"
      "        attn_scores = queries @ keys.transpose(1, 2)    # (b, T, T)\n"
      "        mask = torch.ones_like(attn_scores[0]).triu(diagonal=1)\n"
      "        masked = attn_scores.masked_fill(mask.bool(), -torch.inf)\n"
      "        d_k = keys.shape[-1]\n"
      "        attn_weights = torch.softmax(masked / d_k**0.5, dim=-1)\n"
      "        return self.dropout(attn_weights) @ values      # (b, T, d_out)\n"
      "\n"
      "batch = torch.stack((inputs, inputs), dim=0)\n"
      "{}"
      "ca = CausalAttention(d_in, d_out, dropout={})\n"
      "{}"
      "context_vecs = ca(batch)",
      weights.seed, p, weights.load);
  page.tensor(context_vecs);
  page.ask_choice({"토큰이 둘 이상인 문장에서 마지막 토큰만 다른 토큰으로 바꿉니다. 인과 "
                   "어텐션에서는 어느 문맥 벡터가 달라질 수 있습니까?",
                   "In a sentence of two tokens or more only the last one is replaced by another. "
                   "Which context vectors can change in causal attention?"},
                  {{{"모든 토큰의 문맥 벡터", "those of all tokens"},
                    {"마지막 토큰을 볼 수 없는 토큰이 있습니다",
                     "there are tokens that cannot look at the last one"}},
                   {{"첫 토큰의 문맥 벡터만", "only that of the first token"},
                    {"첫 토큰은 자기 자신만 봅니다", "the first token looks at itself only"}},
                   {{"마지막 토큰을 뺀 모든 토큰의 문맥 벡터", "those of all tokens but the last"},
                    {"이 토큰들은 뒤에 오는 토큰을 볼 수 없습니다",
                     "these tokens cannot look at what comes after them"}},
                   {{"마지막 토큰의 문맥 벡터만", "only that of the last token"}}},
                  3);
  if (out_of_range(page, {context_vecs})) return;
  if (p == 0) {
    page.check(allclose(select(context_vecs, 0, 0), select(context_vecs, 0, 1)),
               "두 문장이 같으므로 결과도 같습니다",
               "the two sentences are the same, and so are their results");
  }
  change_the_last_token(ca, s.inputs(), page);
  if (!all_finite(operand_of(context_vecs, names::attn_scores))) return;
  page.check(
      by_hand::is_attention(context_vecs, by_hand::Sees::so_far, p),
      "문장마다 점수, 앞의 토큰만의 softmax, 가중합을 수 하나씩 손으로 계산해도 같습니다",
      "scores, softmax over the tokens so far and weighted sums, worked out number by number for "
      "each sentence, give the same");
}

}  // namespace attn::chapter3
