#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// Of the first sentence, the first head.
Tensor first(const Tensor& x) {
  return select(select(x, 0, 0), 0, 0);
}

}  // namespace

// d_out becomes heads of head_dim; then the heads must come before the tokens.
void split_into_heads(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const Size b = f.x.size(0);
  const Size head_dim = d_model(s) / s.heads();
  const auto tokens = std::make_shared<const Labels>(s.tokens());
  const auto scores = [](const Tensor& q, const Tensor& k) {
    return matmul(q, transpose(k, 2, 3));
  };
  // By view alone, straight to (b, h, T, hd); and by view to (b, T, h, hd), but not transposed.
  const Shape straight = {b, s.heads(), s.num_tokens(), head_dim};
  const Tensor jumbled = scores(view(f.flat_queries, straight), view(f.flat_keys, straight));
  const Tensor not_transposed = scores(f.split_queries, f.split_keys);  // (b, T, h, h)
  const Tensor right_scores =
      first(f.attn_scores).named("right_scores").labelled(0, tokens).labelled(1, tokens);
  const Tensor jumbled_scores = first(jumbled).named("jumbled_scores");

  page.text(
      "view로 d_out = {0}열을 헤드 {1}개 × {2}열로 나누면 (b, T, h, hd)가 되고, transpose(1, 2)로 "
      "헤드를 토큰 앞에 두면 (b, h, T, hd)가 됩니다. transpose를 빠뜨리면 토큰끼리가 아니라 한 "
      "토큰 안의 헤드끼리 비교한 점수가 됩니다. 곧바로 view(b, h, T, hd)를 하면 모양은 맞지만, "
      "메모리를 순서대로 끊어 담을 뿐이어서 헤드가 여럿이면 서로 다른 토큰과 헤드에 속한 값이 "
      "뒤섞입니다.",
      "view splits the columns, d_out = {0}, into {1} head{3} of {2}, which gives (b, T, h, hd); "
      "transpose(1, 2) puts the heads before the tokens, (b, h, T, hd). Leave the transpose out, "
      "and the scores compare the heads within one token, not tokens with each other. A view "
      "straight to (b, h, T, hd) has the right shape, but it just cuts the memory up in order, and "
      "with several heads it jumbles numbers of different tokens and heads.",
      d_model(s), s.heads(), head_dim, s.heads() == 1 ? "" : "s");
  page.code(
      "flat_queries, flat_keys = queries, keys             # (b, T, d_out)\n"
      "def split(y):\n"
      "    y = y.view(b, num_tokens, num_heads, head_dim)  # (b, T, h, hd)\n"
      "    return y.transpose(1, 2)                        # (b, h, T, hd)\n"
      "queries, keys, values = split(queries), split(keys), split(values)\n"
      "right_scores = (queries @ keys.transpose(2, 3))[0, 0]\n"
      "# wrong: straight to (b, h, T, hd)\n"
      "shape = (b, num_heads, num_tokens, head_dim)\n"
      "jumbled = flat_queries.view(shape) @ flat_keys.view(shape).transpose(2, 3)\n"
      "jumbled_scores = jumbled[0, 0]");
  page.tensor(f.queries);
  page.text("첫 문장의 첫 헤드에서, 맞게 나눈 점수와 곧바로 view(b, h, T, hd)로 나눈 점수입니다.",
            "Scores of the first head of the first sentence, split correctly, and split by view "
            "straight to (b, h, T, hd):");
  page.tensor(right_scores);
  page.counter_example(jumbled_scores);
  page.table(
      {{"나누는 방법", "how it is split"}, {"쿼리", "queries"}, {"점수", "scores"}},
      {{"view(b, T, h, hd), transpose(1, 2)", to_string(f.queries.shape()),
        to_string(f.attn_scores.shape())},
       {"view(b, T, h, hd)", to_string(f.split_queries.shape()), to_string(not_transposed.shape())},
       {"view(b, h, T, hd)", to_string(straight), to_string(jumbled.shape())}});
  page.ask_shape(
      {formatted("(b, T, h, hd) = {}에서 transpose(1, 2)를 빠뜨리고 queries @ "
                 "keys.transpose(2, 3)을 계산하면 어떤 모양이 나옵니까?",
                 to_string(f.split_queries.shape())),
       formatted("From (b, T, h, hd) = {}, without transpose(1, 2), what is the shape of "
                 "queries @ keys.transpose(2, 3)?",
                 to_string(f.split_queries.shape()))},
      not_transposed);

  out_of_range(page, {right_scores, jumbled_scores});
  page.check(
      f.flat_queries.shares_storage(f.split_queries) && f.split_queries.shares_storage(f.queries),
      "나누기와 축 바꾸기는 데이터를 옮기지 않습니다", "splitting and swapping axes moves no data");
  if (s.heads() == 1 || s.num_tokens() == 1) {
    page.check(f.queries.values() == view(f.flat_queries, straight).values(),
               "헤드나 토큰이 하나뿐이면 두 축의 순서가 상관없어, 뒤섞이지 않습니다",
               "with one head or one token the order of the two axes does not matter");
    return;
  }
  if (!all_finite(f.queries)) return;
  page.check(
      by_hand::are_heads_of(f.queries, f.flat_queries),
      "맞게 나누면 토큰 t의 헤드 h는 flat_queries[b, t]에서 {0}·h번 열부터 {0}개입니다",
      "split correctly, head h of token t is flat_queries[b, t] from column {0}·h on, {0} of them",
      head_dim);
  // Row 2 of a jumbled head is the second head of token 1.
  const Tensor second_row = select(first(view(f.flat_queries, straight)), 0, 1);
  const Tensor second_head = select(select(select(f.queries, 0, 0), 0, 1), 0, 0);
  page.check(second_row.values() == second_head.values(),
             "view(b, h, T, hd)의 첫 헤드에서 둘째 행은 둘째 토큰이 아니라 첫 토큰의 둘째 "
             "헤드입니다",
             "in the first head of view(b, h, T, hd) row 2 is not token 2, but the second head of "
             "token 1");
}

}  // namespace attn::chapter4
