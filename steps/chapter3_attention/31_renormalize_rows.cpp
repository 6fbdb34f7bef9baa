#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Each row's rest is shared out again.
void renormalize_rows(const Settings& s, Page& page) {
  const MaskedAttention flow = masked_attention(s);
  const Tensor& masked_simple = flow.masked_simple;
  const Tensor row_sums = sum(masked_simple, -1, true);  // (T, 1)
  const Tensor masked_simple_norm =
      (masked_simple / row_sums).named("masked_simple_norm");  // (T, T)

  page.text(
      "남은 가중치를 행의 합으로 나누면 다시 합이 1이 됩니다. keepdim=True를 주면 합의 모양이 (T, "
      "1)로 남아, 나눗셈이 행마다 이루어집니다. 첫 토큰은 자기 자신밖에 볼 수 없으므로 가중치가 "
      "1입니다.",
      "Dividing what is left by its row sum makes each row sum to 1 again. With keepdim=True the "
      "sums keep the shape (T, 1), so the division goes row by row. The first token can see only "
      "itself, so its weight is 1.");
  page.code(
      "row_sums = masked_simple.sum(dim=-1, keepdim=True)\n"
      "masked_simple_norm = masked_simple / row_sums");
  page.tensor(masked_simple);
  page.tensor(masked_simple_norm);
  if (out_of_range(page, {masked_simple})) return;
  if (smallest(row_sums) == 0) {
    page.check(!all_finite(masked_simple_norm),
               "이 입력에서는 남은 가중치가 모두 0인 행이 있어, 0을 0으로 나눈 nan이 나옵니다",
               "with this input a row has nothing left but zeros, and 0 divided by 0 is nan");
    return;
  }
  page.check(rows_sum_to_one(masked_simple_norm) && masked_simple_norm.at({0, 0}) == 1,
             "모든 행의 합이 다시 1이고, 첫 토큰은 그 1을 자기 자신에게 줍니다",
             "every row sums to 1 again, and the first token gives all of it to itself");
  // Where hardly anything was left to share out, float32 has lost its digits.
  if (all_finite(flow.attn_scores) && smallest(row_sums) > 1e-30F) {
    by_hand::check_weights(page, masked_simple_norm, flow.attn_scores, s.d_out(),
                           by_hand::Sees::so_far);
  }

  const Size row = s.num_tokens() == 1 ? 0 : 1;
  page.ask_cell(
      {formatted("masked_simple의 행마다 그 행의 합으로 나눕니다. masked_simple_norm[{},0]의 값은 "
                 "얼마입니까?",
                 row),
       formatted(
           "Each row of masked_simple is divided by its sum. What is masked_simple_norm[{},0]?",
           row)},
      masked_simple_norm, {row, 0}, {masked_simple},
      {{masked_simple.at({row, 0}),
        {"나누기 전의 값입니다", "that is the number before the division"}},
       {row_sums.at({row, 0}), {"나누는 합입니다", "that is the sum that divides it"}},
       {masked_simple.at({row, 0}) / sum(masked_simple, 0).at({0}),
        {"행이 아니라 열의 합으로 나눈 것입니다",
         "that is divided by the sum of the column, not of the row"}},
       {masked_simple_norm.at({row, row}),
        {"토큰이 자기 자신에게 주는 값입니다", "that is what the token gives to itself"}}});
}

}  // namespace attn::chapter3
