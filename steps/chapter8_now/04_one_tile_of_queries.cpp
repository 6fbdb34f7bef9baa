#include <algorithm>
#include <cmath>

#include "chapter8_now/online.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// Whether after each tile of r keys, from the last, the maxima and the sums are those of the
/// scores so far, up to `off` of a score. The scores are (rows, T).
bool are_of_all_so_far(const TileOfQueries& tile, const Tensor& scores, Size r, double off) {
  bool same = true;
  for (Size row = 0; row < scores.size(0); ++row) {
    for (std::size_t i = 0; i < tile.maxima.size(); ++i) {
      const Size from = (static_cast<Size>(tile.maxima.size() - i) - 1) * r;
      double largest = scores.at({row, from});
      for (Size j = from; j < scores.size(1); ++j) {
        largest = std::max(largest, double{scores.at({row, j})});
      }
      double sum = 0;
      for (Size j = from; j < scores.size(1); ++j) {
        sum += std::exp(double{scores.at({row, j})} - largest);
      }
      same = same && std::abs(double{tile.maxima[i].at({row, 0})} - largest) <= off &&
             std::abs(double{tile.sums[i].at({row, 0})} - sum) <= (1e-5 + 2 * off) * sum;
    }
  }
  return same;
}

}  // namespace

// One tile of queries meets the keys and values tile by tile, and corrects what it has.
void one_tile_of_queries(const Settings& s, Page& page) {
  const Head h = head(s);
  const Size r = tile_size(s.num_tokens());
  const Size first = s.query() / r * r;
  const TileOfQueries tile = attend(h, first, r, Meets::all);
  const Size rows = tile.queries.size(0);
  const auto at_first = s.tokens().begin() + first;
  const auto tokens = std::make_shared<const Labels>(at_first, at_first + rows);
  const auto of_tokens = [&](const Tensor& x, std::string_view name, int axis = 0) {
    return x.named(name).labelled(axis, tokens);
  };
  const Tensor running_max = of_tokens(cat(tile.maxima, 1), "running_max");  // (rows, tiles)
  const Tensor running_sum = of_tokens(cat(tile.sums, 1), "running_sum");    // (rows, tiles)
  const Tensor outputs = of_tokens(stack(tile.outputs), "outputs", 1);       // (tiles, rows, d_out)
  const Tensor context_tile = of_tokens(tile.context(), "context_tile");     // (rows, d_out)

  page.text(
      "토큰이 많아지면 점수 행렬 (T,T)를 메모리에 썼다가 다시 읽는 데 시간이 다 갑니다. flash "
      "attention(Dao et al., 2022)은 쿼리, 키, 값을 타일(tile)로 자르고, 쿼리 타일 하나를 붙든 채 키와 "
      "값의 타일을 차례로 지나갑니다. 3번의 l에 더해, 값을 섞은 o도 함께 고쳐 갑니다: 최댓값이 바뀌면 "
      "o에도 exp(m - m_new)를 곱합니다. 끝에서 o를 l로 나누면 문맥 벡터(context vector)입니다. 여기서는 "
      "타일이 토큰 {}개씩이고, '{}'[이/가] 있는 쿼리 타일을 따라갑니다.",
      "With many tokens, the time goes into writing the (T,T) matrix of scores to memory and "
      "reading it again. Flash attention (Dao et al., 2022) cuts queries, keys and values into "
      "tiles, holds on to one tile of queries, and goes through the tiles of keys and values one "
      "by one. Besides l of step 3 it keeps o, the values mixed so far, and corrects it, too: when "
      "the maximum changes, o is multiplied by exp(m - m_new). At the end o divided by l are the "
      "context vectors. Here a tile has {0} token{2}, and this is the tile of queries with '{1}'.",
      r, s.query_token(), r == 1 ? "" : "s");
  page.practice_gives({"starts"});
  page.code(
      "r = {}                                           # tokens in a tile\n"
      "q = queries[{}:{}]\n"
      "starts = range((len(keys) - 1) // r * r, -1, -r)    # the last tile first\n"
      "m, l, o = torch.tensor(-torch.inf), torch.tensor(0.0), torch.tensor(0.0)\n"
      "maxima, sums, outputs = [], [], []\n"
      "for start in starts:\n"
      "    k, v = keys[start:start + r], values[start:start + r]\n"
      "    tile = q @ k.T / d_out**0.5             # (r, r): the only scores\n"
      "    m_new = torch.maximum(m, tile.amax(dim=1, keepdim=True))\n"
      "    factor = torch.exp(m - m_new)\n"
      "    p = torch.exp(tile - m_new)\n"
      "    l = l * factor + p.sum(dim=1, keepdim=True)\n"
      "    o = o * factor + p @ v\n"
      "    m = m_new\n"
      "    maxima.append(m)\n"
      "    sums.append(l)\n"
      "    outputs.append(o)\n"
      "running_max = torch.cat(maxima, dim=1)          # a column for each tile\n"
      "running_sum = torch.cat(sums, dim=1)\n"
      "outputs = torch.stack(outputs)\n"
      "context_tile = o / l",
      r, first, first + rows);
  page.tensor(running_max);
  page.tensor(running_sum);
  page.text(
      "열은 키 타일을 하나씩 지난 뒤의 m과 l입니다. 어느 타일부터 지나도 결과는 같으며, 여기서는 맨 뒤의 "
      "타일부터 지났습니다. 그때마다의 o는 다음과 같습니다.",
      "The columns are m and l after each tile of keys. The tiles may come in any order; here they "
      "come from the last to the first. This is o after each of them:");
  page.tensor(outputs);
  page.tensor(context_tile);
  page.ask_count(
      {"토큰이 1000개이고 타일은 50개씩입니다. 쿼리 타일 하나를 계산하는 동안 점수를 한 번에 몇 칸까지 "
       "들고 있습니까?",
       "There are 1000 tokens, in tiles of 50. How many scores are held at once while one tile of "
       "queries is computed?"},
      {"쿼리 타일 하나와 키 타일 하나 사이의 점수입니다",
       "they are those between one tile of queries and one tile of keys"},
      50 * 50, {},
      {{50 * 1000,
        {"모든 키와의 점수이며, 키도 타일로 나누어 하나씩 지나갑니다",
         "those are the scores against all keys, but the keys, too, come tile by tile"}},
       {1000 * 1000, {"(T,T) 행렬 전체입니다", "that is the whole (T,T) matrix"}},
       {50,
        {"쿼리 하나의 것이며, 타일에는 쿼리가 여럿 있습니다",
         "those are of a single query, and a tile has many"}}});
  if (out_of_range(page, {h.attn_scores, h.values})) return;

  const float root = std::sqrt(static_cast<float>(s.d_out()));
  const Tensor scores = narrow(h.attn_scores, 0, first, rows) / root;  // (rows, T)
  const Tensor score_sizes = product_sizes(tile.queries, transpose(h.keys, 0, 1)) / root;
  const float off = 2e-6F * largest_size(score_sizes);
  if (off < 1e-2F) {
    page.check(are_of_all_so_far(tile, scores, r, double{off}),
               "타일마다 m과 l은 그때까지 만난 키의 점수를 한꺼번에 놓고 구한 것과 같습니다",
               "after each tile m and l are what all scores met so far give at once");
  }
  check_same_context(page, context_tile, matmul(softmax(scores, -1), h.values), h.values,
                     score_sizes,
                     {"3.27처럼 행 전체에 softmax를 취해 얻은 문맥 벡터와 같습니다",
                      "they are the context vectors that softmax of whole rows gives, as in 3.27"});
}

}  // namespace attn::chapter8
