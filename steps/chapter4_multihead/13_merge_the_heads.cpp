#include <set>

#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// (b, h, T, hd) → (b, T, h · hd) the long way: heads taken out and laid side by side.
Tensor side_by_side(const Tensor& context_vec) {
  std::vector<Tensor> heads;
  for (Size h = 0; h < context_vec.size(1); ++h) heads.push_back(select(context_vec, 1, h));
  return cat(std::move(heads), -1);
}

/// From how many tokens the first row of context_vec (b, h, T, hd) comes, seen as (b, T, h · hd).
Size tokens_in_a_row(const Tensor& context_vec) {
  std::set<Size> tokens;
  const Size head_dim = context_vec.size(3);
  for (Size place = 0; place < context_vec.size(1) * head_dim; ++place) {
    tokens.insert(place / head_dim % context_vec.size(2));
  }
  return static_cast<Size>(tokens.size());
}

}  // namespace

// Back to a row for each token, its heads side by side; then the heads are mixed.
void merge_the_heads(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const auto weights =
      weights_in_pytorch(s, "mha", f.mha, s.seed_or(seed_of_models), f.mha.p > 0, true);
  const Tensor& joined_heads = f.joined_heads;
  const Tensor merged_wrongly =
      view(contiguous(f.context_vec), joined_heads.shape()).named("merged_wrongly");

  page.text(
      "헤드로 나눌 때와 반대로 합니다. transpose(1, 2)로 토큰을 다시 헤드 앞에 두어 (b, T, h, "
      "hd)로 만들고, view로 헤드를 이어 (b, T, d_out)으로 만듭니다. transpose는 데이터를 옮기지 "
      "않으므로 view를 하기 전에 contiguous()로 차례대로 복사해야 하며, reshape(b, T, d_out)은 이 "
      "둘을 한 번에 합니다. transpose를 빠뜨리면 모양은 같아도, 헤드가 여럿일 때 한 행에 서로 다른 "
      "토큰의 값이 섞여 들어갑니다(merged_wrongly). 끝으로 out_proj가 이어 붙인 헤드들을 섞습니다.",
      "This is the split in reverse. transpose(1, 2) puts the tokens before the heads again, (b, "
      "T, h, hd), and view joins the heads to (b, T, d_out). A transpose moves no data, so "
      "contiguous() has to copy the numbers into order before view; reshape(b, T, d_out) does both "
      "in one call. Leave the transpose out, and the shape is the same, but with several heads one "
      "row holds numbers of different tokens (merged_wrongly). Last, out_proj mixes the joined "
      "heads.");
  page.code(
      "joined_heads = context_vec.transpose(1, 2).contiguous()\n"
      "joined_heads = joined_heads.view(b, num_tokens, d_out)\n"
      "merged_wrongly = context_vec.contiguous().view(b, num_tokens, d_out)\n"
      "context_vecs = out_proj(joined_heads)                    # (b, T, d_out)\n"
      "# The class does all of it:\n"
      "{0}"
      "mha = MultiHeadAttention(d_in, d_out, context_length, dropout={1},\n"
      "                         num_heads=num_heads, qkv_bias=qkv_bias)\n"
      "{2}"
      "assert torch.allclose(mha(x), context_vecs, atol=1e-6)",
      weights.seed, f.mha.p, weights.load);
  page.tensor(joined_heads);
  page.counter_example(merged_wrongly);
  page.text("이어 붙인 헤드들이 out_proj를 지난 결과입니다.", "The joined heads, after out_proj:");
  page.tensor(f.context_vecs);
  if (out_of_range(page, {f.attn_scores, joined_heads, f.context_vecs})) return;
  page.check(joined_heads.values() == side_by_side(f.context_vec).values(),
             "joined_heads의 행마다 그 토큰의 헤드들이 나란히 있습니다",
             "each row of joined_heads has the heads of its token side by side");
  if (s.heads() > 1 && s.num_tokens() > 1) {
    const Tensor row = select(select(merged_wrongly, 0, 0), 0, 0);
    const Size head_dim = f.context_vec.size(-1);
    const Tensor second_token = select(select(select(f.context_vec, 0, 0), 0, 0), 0, 1);
    page.check(narrow(row, 0, head_dim, head_dim).values() == second_token.values(),
               "merged_wrongly의 첫 행에는 첫 토큰의 둘째 헤드가 아니라 둘째 토큰의 첫 헤드가 들어 "
               "있습니다",
               "row 1 of merged_wrongly holds the first head of token 2, not the second head of "
               "token 1");
  }
  Generator same(s.seed_or(seed_of_models));
  const Tensor at_once = multi_head_attention(s, same)(f.x, same);
  page.check(allclose(at_once, f.context_vecs), "클래스로 한 번에 계산해도 같습니다",
             "the class gives the same in one go");
  page.check(by_hand::is_attention(f.context_vec, by_hand::Sees::so_far, f.mha.p) &&
                 by_hand::is_linear(f.context_vecs, joined_heads, f.mha.out_proj),
             "점수부터 out_proj까지 수 하나씩 손으로 계산해도 같습니다",
             "from the scores to out_proj, all is the same worked out number by number");
  page.ask_count(
      {formatted("모양이 (b, h, T, hd) = {}인 context_vec을 transpose하지 않고 view(b, T, "
                 "d_out)으로 보면, 첫 행에는 토큰 몇 개에서 온 값이 들어갑니까?",
                 to_string(f.context_vec.shape())),
       formatted("context_vec is (b, h, T, hd) = {}. Seen as (b, T, d_out) without a transpose, "
                 "from how many tokens do the numbers of its first row come?",
                 to_string(f.context_vec.shape()))},
      {"view는 메모리에 놓인 차례대로 d_out개씩 자릅니다. 첫 헤드에서는 토큰마다 hd개씩 놓여 "
       "있습니다",
       "a view cuts d_out numbers at a time as they lie in memory, where the first head has hd "
       "numbers for each token"},
      tokens_in_a_row(f.context_vec), {},
      {{1,
        {"transpose했을 때의 수인데, 여기서는 하지 않았습니다",
         "so it would be after a transpose, but there was none"}},
       {s.num_tokens(),
        {"모든 토큰이 들어가기에는 한 행이 짧습니다", "a row is too short for all tokens"}}});
}

}  // namespace attn::chapter4
