#include "chapter3_attention/flow.h"
#include "chapter3_attention/heads.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "lesson/race.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// The multiplications, the calls that make them and, if asked for, the time at a larger size.
void race_wrapper_against_one_piece(const Settings& s, Page& page) {
  // Of two sentences: queries, keys and values, then QKᵀ and the weighted sum of the values.
  const Size products = 2 * s.num_tokens() * s.d_out() * (3 * s.d_in() + 2 * s.num_tokens());
  page.table({{"방법", "way"}, {"곱셈", "multiplications"}, {"행렬 곱의 호출", "calls of @"}},
             {{Text("헤드를 차례로", "heads in turn"), products, 5 * s.heads()},
              {Text("한 번에", "all at once"), products, Size{5}}});
  if (!s.measure) return;
  page.text(
      "곱셈의 수는 같고 호출의 수만 줄어듭니다. 그래서 얼마나 빨라지는지는 기계와 라이브러리에 "
      "달려 있습니다. 호출 하나하나가 비싼 GPU에서는 크게 빨라집니다. 여기처럼 CPU의 코어 하나로 "
      "계산하면 아래처럼 문장이 짧을 때는 차이가 보이지만, 길어지면 거의 없거나 거꾸로일 수도 "
      "있습니다.",
      "There are as many multiplications, only fewer calls. How much time that saves depends on "
      "the machine and the library: much on a GPU, where every call is expensive. On one core of a "
      "CPU, as here, it shows while sentences are short, as below; in long ones it is little, or "
      "it may be the other way round.");
  const WithoutRecording large;
  Generator generator(s.seed_or(seed_of_weights));
  const Tensor x = randn({2, 8, 64}, generator);
  const MultiHeadAttention mha(64, 64, 0, 16, generator);
  const MultiHeadAttentionWrapper wrapper = taken_apart(mha);
  race(s, page,
       {{"39번처럼 헤드 16개를 차례로, (2,8,64)", "16 heads in turn as in 39, (2,8,64)"},
        [&] { mha.out_proj(wrapper(x, generator)); }},
       {{"40번처럼 한 번에, (2,8,64)", "all at once as in 40, (2,8,64)"},
        [&] { mha(x, generator); }});
}

void shapes_on_the_way(const Tensor& context_vecs, double p, Page& page) {
  const Tensor queries = operand_of(context_vecs, "queries");          // (b, h, T, hd)
  const Tensor attn_scores = operand_of(context_vecs, "attn_scores");  // (b, h, T, T)
  const Tensor context_vec = operand_of(context_vecs, "context_vec");  // (b, h, T, hd)
  const Tensor joined = operand_of(context_vecs, "joined_heads");      // (b, T, d_out)
  const Tensor& split = given_to<Transpose>(queries);                  // (b, T, h, hd)
  const auto shape = [](const Tensor& tensor) { return to_string(tensor.shape()); };
  page.table(
      {{"하는 일", "what happens"}, {"모양", "shape"}},
      {{"W_query(x)", shape(given_to<View>(split))},
       {Text("view: d_out을 헤드로 나누기", "view: split d_out into heads"), shape(split)},
       {Text("transpose(1, 2): 헤드를 앞으로", "transpose(1, 2): heads first"), shape(queries)},
       {"queries @ keys.transpose(2, 3)", shape(attn_scores)},
       {"attn_weights @ values", shape(context_vec)},
       {Text("transpose, contiguous, view: 다시 잇기", "transpose, contiguous, view: join"),
        shape(joined)},
       {"out_proj", shape(context_vecs)}});
  page.check(given_to<View>(split).shares_storage(split) && split.shares_storage(queries),
             "나누기와 축 바꾸기는 데이터를 옮기지 않습니다",
             "splitting and swapping axes moves no data");
  if (!all_finite(attn_scores) || !all_finite(context_vec)) return;
  page.check(
      by_hand::are_heads_of(queries, given_to<View>(split)) &&
          by_hand::are_heads_of(context_vec, joined) &&
          by_hand::is_attention(context_vec, by_hand::Sees::so_far, p),
      "헤드마다 자기 열 {}개만으로 점수, softmax, 가중합을 손으로 계산해도 같습니다",
      "worked out by hand with each head's own columns ({}), scores, softmax and weighted sums "
      "are the same",
      queries.size(-1));
}

}  // namespace

// One projection for all heads, split by view and transpose; no cat.
void multi_head_in_one_piece(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_weights));
  const double p = s.dropout_or(0);
  const Tensor batch = batch_of_two(s);
  const auto mha = own(s, "mha", MultiHeadAttention(s.d_in(), s.d_out(), p, s.heads(), generator));
  const auto weights = weights_in_pytorch(s, "mha", mha, generator.state().seed, p > 0);
  const Tensor context_vecs = mha(batch, generator).named("context_vecs");  // (b, T, d_out)

  page.text(
      "39번은 헤드마다 작은 행렬 곱을 따로 하고 cat으로 이었습니다. 여기서는 쿼리, 키, 값마다 큰 "
      "투영(projection)을 한 번만 하고, 결과를 view로 헤드 {0}개에 {1}차원씩 나눈 다음 transpose로 "
      "헤드 축을 앞으로 보내 모든 헤드를 병렬로(parallel) 계산합니다. GPT-2와 PyTorch의 "
      "MultiheadAttention이 쓰는 방법입니다. 39번에서는 d_out이 헤드 하나의 크기였지만 여기서는 "
      "모든 헤드를 합친 크기라는 점도 다릅니다. 끝의 out_proj는 헤드들의 결과를 서로 섞는 "
      "선형층입니다.",
      "Step 39 made separate small products for each head and joined the results with cat. Here "
      "one large projection is made for each of query, key and value, view splits it into {0} "
      "head{2} of {1}, transpose moves the heads to the front, and all heads are computed in "
      "parallel, as GPT-2 and PyTorch's MultiheadAttention do it. Note that in step 39 d_out was "
      "the size of one head, and here it is that of all heads together. out_proj, at the end, is a "
      "linear layer that mixes the results of the heads.",
      s.heads(), s.d_out() / s.heads(), s.heads() == 1 ? "" : "s");
  page.code(
      "class MultiHeadAttention(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out, dropout, num_heads):\n"
      "        super().__init__()\n"
      "        self.h, self.hd = num_heads, d_out // num_heads\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_key   = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.out_proj = torch.nn.Linear(d_out, d_out)\n"
      "        self.dropout = torch.nn.Dropout(dropout)\n"
      "\n"
      "    def forward(self, x):\n"
      "        b, T, _ = x.shape\n"
      "        def split(y):                                   # (b, h, T, hd)\n"
      "            return y.view(b, T, self.h, self.hd).transpose(1, 2)\n"
      "        queries = split(self.W_query(x))\n"
      "        keys    = split(self.W_key(x))\n"
      "        values  = split(self.W_value(x))\n"
      "        attn_scores = queries @ keys.transpose(2, 3)    # (b, h, T, T)\n"
      "        mask = torch.ones(T, T).triu(diagonal=1)\n"
      "        masked = attn_scores.masked_fill(mask.bool(), -torch.inf)\n"
      "        attn_weights = torch.softmax(masked / self.hd**0.5, dim=-1)\n"
      "        context_vec = self.dropout(attn_weights) @ values\n"
      "        context_vec = context_vec.transpose(1, 2).contiguous()\n"
      "        return self.out_proj(context_vec.view(b, T, -1))\n"
      "\n"
      "{}"
      "mha = MultiHeadAttention(d_in, d_out, dropout={}, num_heads={})\n"
      "{}"
      "context_vecs = mha(batch)",
      weights.seed, p, s.heads(), weights.load);
  shapes_on_the_way(context_vecs, p, page);
  page.tensor(context_vecs);
  page.text("헤드들이 키와 값을 함께 쓰는 방법(MQA, GQA)은 8.9와 8.10에서 봅니다.",
            "Steps 8.9 and 8.10 let heads share keys and values (MQA, GQA).");

  compare_with_heads_in_turn(mha, batch, page);
  race_wrapper_against_one_piece(s, page);

  page.ask_shape({formatted("W_query(batch)의 모양은 {}입니다. 마지막 축을 view로 헤드 {}개로 나눈 "
                            "다음 transpose(1, 2)를 취한 queries의 모양은 무엇입니까?",
                            to_string(context_vecs.shape()), s.heads()),
                  formatted("W_query(batch) has the shape {}. view splits its last axis into {} "
                            "head{}, then transpose(1, 2) follows. What is the shape of queries?",
                            to_string(context_vecs.shape()), s.heads(), s.heads() == 1 ? "" : "s")},
                 operand_of(context_vecs, "queries"));
}

}  // namespace attn::chapter3
