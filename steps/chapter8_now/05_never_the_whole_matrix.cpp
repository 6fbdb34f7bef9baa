#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "chapter8_now/online.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// What a computation really moved and held, by its memory: slices of queries, keys and values are
/// read, the result is written, and of the matrices in between the products with keys are scores.
Traffic traffic_of(const Tensor& context, const Head& h) {
  Traffic traffic{context.numel(), 0};
  std::unordered_set<const void*> seen;
  std::vector<Tensor> open = {context};
  while (!open.empty()) {
    const Tensor x = open.back();
    open.pop_back();
    if (x == h.queries || x == h.keys || x == h.values || !seen.insert(x.id()).second) continue;
    const bool is_slice = as<Narrow>(x.operation()) != nullptr;
    if (is_slice) traffic.moved += x.numel();
    const bool are_scores =
        as<Matmul>(x.operation()) && as<ReverseAxes>(x.operands()[1].operation());
    if (are_scores) traffic.held = std::max(traffic.held, x.numel());
    open.insert(open.end(), x.operands().begin(), x.operands().end());
  }
  return traffic;
}

/// Both ways, drawn for heads of a usual size.
void draw_both_ways(Page& page) {
  constexpr Size d = 64;
  constexpr Size r = 64;
  constexpr Size longest = 1024;
  std::vector<float> moved_whole;
  std::vector<float> moved_tiles;
  std::vector<float> held_whole;
  std::vector<float> held_tiles;
  std::vector<float> tokens;
  for (Size n = r; n <= longest; n += r) {
    tokens.push_back(static_cast<float>(n));
    moved_whole.push_back(static_cast<float>(traffic_of_whole(n, d).moved));
    moved_tiles.push_back(static_cast<float>(traffic_in_tiles(n, d, r).moved));
    held_whole.push_back(static_cast<float>(traffic_of_whole(n, d).held));
    held_tiles.push_back(static_cast<float>(traffic_in_tiles(n, d, r).held));
  }
  const Size points = static_cast<Size>(tokens.size());
  const auto curve = [points](std::vector<float> values, std::string_view name) {
    return Tensor({points}, std::move(values)).named(name);
  };
  page.text(
      "헤드가 d = {0}차원이고 타일이 {1}개씩일 때, 토큰의 수에 따라 센 것입니다. 위는 한 번에 들고 있는 "
      "점수의 수, 아래는 느린 메모리와 주고받는 수입니다.",
      "Counted against the number of tokens, for a head of d = {0} and tiles of {1}: above, how "
      "many scores are held at once; below, how many numbers go between slow and fast memory.",
      d, r);
  const Tensor x = curve(tokens, "tokens");
  page.plot(x, {curve(held_whole, "held_whole"), curve(held_tiles, "held_tiles")});
  page.plot(x, {curve(moved_whole, "moved_whole"), curve(moved_tiles, "moved_tiles")});
  page.check(
      held_tiles.front() == held_tiles.back() && held_whole.back() > held_whole.front() &&
          moved_tiles.back() < moved_whole.back(),
      "타일에서는 토큰이 늘어도 한 번에 들고 있는 점수의 수가 그대로이고, 토큰 {}개에서 옮기는 수는 "
      "{:.1f}분의 1입니다",
      "in tiles the scores held at once stay as many as tokens grow, and at {} tokens {:.1f} "
      "times fewer numbers are moved",
      longest, moved_whole.back() / moved_tiles.back());
}

}  // namespace

// All tiles of queries: the numbers of step 2, and no (T, T) anywhere.
void never_the_whole_matrix(const Settings& s, Page& page) {
  const Head h = head(s);
  const Size tokens = s.num_tokens();
  const Size r = tile_size(tokens);
  std::vector<Tensor> tiles;
  for (Size first = 0; first < tokens; first += r) {
    tiles.push_back(attend(h, first, r, Meets::so_far).context());
  }
  const Tensor context_vecs =  // (T, d_out)
      cat(tiles, 0).named("context_vecs").labelled(0, std::make_shared<const Labels>(s.tokens()));
  const Traffic moved = traffic_of(context_vecs, h);
  const Traffic counted = traffic_in_tiles(tokens, s.d_out(), r);
  const Traffic whole = traffic_of_whole(tokens, s.d_out());

  page.text(
      "4번을 쿼리 타일마다 되풀이하면 모든 토큰의 문맥 벡터가 나옵니다. 마스크도 타일로 씌웁니다: "
      "쿼리보다 뒤에 있는 키 타일은 건너뛰고, 대각선에 걸친 타일에서만 미래를 가립니다. 결과는 2번의 "
      "context_vecs와 같지만 (T,T) 행렬은 어디에도 없습니다. 어림으로 바꾼 것도 아니고, 보아야 할 쌍의 "
      "곱셈이 줄어든 것도 아닙니다. 줄어드는 것은 한 번에 들고 있는 수, 그리고 느린 메모리에서 읽고 쓰는 "
      "수입니다.",
      "Step 4 for every tile of queries gives the context vectors of all tokens. The mask comes in "
      "tiles, too: tiles of keys behind the queries are skipped, and only the tile on the diagonal "
      "hides the future. The result is context_vecs of step 2, but there is no (T,T) matrix "
      "anywhere. Nothing is approximated, and the pairs that may look at each other take as many "
      "multiplications as before. What is saved are numbers held at once, and numbers read from "
      "slow memory and written to it.");
  page.code(
      "def flash_attention(queries, keys, values, r):\n"
      "    d_k = keys.shape[-1]\n"
      "    tiles = []\n"
      "    for i in range(0, len(queries), r):\n"
      "        q = queries[i:i + r]\n"
      "        m, l, o = map(torch.tensor, (-torch.inf, 0.0, 0.0))\n"
      "        for j in range(i, -1, -r):               # none behind the queries\n"
      "            tile = q @ keys[j:j + r].T / d_k**0.5\n"
      "            if j == i:                           # the diagonal\n"
      "                future = torch.ones_like(tile).triu(diagonal=1)\n"
      "                tile = tile.masked_fill(future.bool(), -torch.inf)\n"
      "            m_new = torch.maximum(m, tile.amax(dim=1, keepdim=True))\n"
      "            factor = torch.exp(m - m_new)\n"
      "            p = torch.exp(tile - m_new)\n"
      "            l = l * factor + p.sum(dim=1, keepdim=True)\n"
      "            o = o * factor + p @ values[j:j + r]\n"
      "            m = m_new\n"
      "        tiles.append(o / l)\n"
      "    return torch.cat(tiles)\n"
      "\n"
      "context_vecs = flash_attention(queries, keys, values, r={})",
      r);
  page.tensor(context_vecs);
  page.table(
      {{"방법", "way"}, {"한 번에 든 점수", "scores at once"}, {"주고받는 수", "numbers moved"}},
      {{Text("(T,T)를 쓰고 읽기", "(T,T) written and read"), whole.held, whole.moved},
       {Text("타일로", "in tiles"), moved.held, moved.moved}});
  page.ask_choice(
      {"마스크가 없고 토큰이 많습니다. 점수 행렬을 통째로 만드는 방법을 flash attention으로 바꾸면 "
       "무엇이 그대로입니까?",
       "There is no mask, and there are many tokens. What stays the same when flash attention "
       "takes the place of the whole matrix of scores?"},
      {{{"점수를 담는 메모리", "the memory for scores"},
        {"타일 하나만큼만 들고 있으면 됩니다", "only one tile is held at a time"}},
       {{"쿼리와 키를 곱하는 곱셈의 수", "how often queries and keys are multiplied"}},
       {{"느린 메모리와 주고받는 수", "the numbers moved from and to slow memory"},
        {"점수와 가중치를 쓰고 다시 읽는 일이 없어집니다",
         "scores and weights are no longer written and read again"}},
       {{"더하는 순서", "the order in which numbers are added"},
        {"타일마다 더한 것을 다시 더하므로 순서가 달라지고, 그래서 끝자리도 다를 수 있습니다",
         "sums of tiles are added up, so the order is another, and the last digit may be, too"}}},
      1);
  page.check(
      moved.moved == counted.moved && moved.held == counted.held && moved.held <= r * r,
      "실제로 계산한 과정을 거슬러 세어도 주고받은 수는 {}개이고, 가장 큰 점수 행렬은 {}칸입니다",
      "counted back through what was really computed: {0} numbers moved, and the largest "
      "matrix of scores has {1} cell{2}",
      moved.moved, moved.held, moved.held == 1 ? "" : "s");
  draw_both_ways(page);
  if (out_of_range(page, {h.attn_scores, h.values})) return;
  const Tensor attn_weights = scaled_softmax(causal_masked(h.attn_scores), s.d_out());
  const Tensor of_rows = matmul(attn_weights, h.values);
  page.check(by_hand::are_dot_products(h.attn_scores) &&
                 by_hand::are_softmax_of(attn_weights, h.attn_scores,
                                         std::sqrt(static_cast<float>(s.d_out())),
                                         by_hand::Sees::so_far) &&
                 by_hand::are_mixtures_of(of_rows, attn_weights, h.values),
             "2번의 context_vecs는 행마다 점수, softmax, 가중합을 손으로 계산한 것과 같습니다",
             "context_vecs of step 2 is what scores, softmax and weighted sums of each row come to "
             "by hand");
  check_same_context(
      page, context_vecs, of_rows, h.values, product_sizes(h.queries, T(h.keys)),
      {"타일로 계산한 context_vecs는 그것과 같습니다", "context_vecs in tiles is the same"});
}

}  // namespace attn::chapter8
