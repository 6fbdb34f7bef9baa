#include <algorithm>
#include <cmath>

#include "chapter8_now/steps.h"
#include "chapter8_now/turned.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/models.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// Whether pair i of row m is that of x turned by m / 10000^(2i/d), worked out by hand.
bool is_turned_by_place(const Tensor& turned, const Tensor& x) {
  const Size d = x.size(1);
  bool same = true;
  for_each_cell({x.size(0), d / 2}, [&](const Index& pair) {
    const auto place = static_cast<double>(pair[0]);
    const double angle = place / std::pow(10000.0, 2.0 * static_cast<double>(pair[1]) / double(d));
    const double a = x.at({pair[0], 2 * pair[1]});
    const double b = x.at({pair[0], 2 * pair[1] + 1});
    const double off = 1e-5 * (1 + angle) * std::hypot(a, b) + 1e-36;
    const double a_turned = a * std::cos(angle) - b * std::sin(angle);
    const double b_turned = a * std::sin(angle) + b * std::cos(angle);
    same = same && std::abs(turned.at({pair[0], 2 * pair[1]}) - a_turned) <= off &&
           std::abs(turned.at({pair[0], 2 * pair[1] + 1}) - b_turned) <= off;
  });
  return same;
}

/// The pairs of the query's token: by what angle they turn, and what becomes of them.
void show_pairs_of_query(const Settings& s, const Turned& t, Page& page) {
  std::vector<std::vector<block::Cell>> rows;
  const auto pair_of = [&](const Tensor& x, Size i) {
    return formatted("({:.4f}, {:.4f})", x.at({s.query(), 2 * i}), x.at({s.query(), 2 * i + 1}));
  };
  for (Size i = 0; i < std::min<Size>(t.angles.size(1), 4); ++i) {
    const float a = t.queries.at({s.query(), 2 * i});
    const float b = t.queries.at({s.query(), 2 * i + 1});
    rows.push_back({i, t.angles.at({s.query(), i}), pair_of(t.queries, i),
                    pair_of(t.turned_queries, i), std::hypot(a, b)});
  }
  page.text("'{}'의 쿼리에서 쌍마다 돌린 각(라디안)과, 돌리기 전과 후의 수입니다.",
            "The pairs in the query of '{}': the angle in radians, and the numbers before and "
            "after the turn.",
            s.query_token());
  page.table({{"쌍", "pair"},
              {"각", "angle"},
              {"돌리기 전", "before"},
              {"돌린 후", "after"},
              {"길이", "length"}},
             std::move(rows));
}

void ask_of_a_turn(Page& page) {
  const Tensor rotation =
      Tensor({2, 2}, {0.6F, -0.8F, 0.8F, 0.6F}).named("rotation");  // cos 0.6, sin 0.8
  const Tensor pair = Tensor({2}, {2, 1}).named("pair");
  page.ask_cell(
      {"쌍 (2, 1)을 cos이 0.6, sin이 0.8인 각만큼 돌립니다. 돌린 쌍의 둘째 수는 얼마입니까?",
       "The pair (2, 1) is turned by an angle whose cosine is 0.6 and whose sine is 0.8. What is "
       "the second number of the turned pair?"},
      matmul(rotation, pair).named("turned_pair"), {1}, {rotation, pair},
      {{2 * 0.6 - 1 * 0.8,
        {"돌린 쌍의 첫째 수입니다", "that is the first number of the turned pair"}},
       {-2 * 0.8 + 1 * 0.6, {"반대 방향으로 돌린 것입니다", "that is turned the other way round"}},
       {1 * 0.6 - 2 * 0.8, {"sin의 부호가 바뀌었습니다", "the sine has the wrong sign"}},
       {2 * 0.6 + 1 * 0.8, {"cos과 sin의 자리가 바뀌었습니다", "cosine and sine changed places"}}});
}

}  // namespace

// A place is an angle: every pair of numbers in a query or key is turned by it.
void turn_pairs(const Settings& s, Page& page) {
  const Turned t = turned(s);
  const Size d = rope_size(s);
  const Tensor div_term = operand_of(t.angles, "div_term");  // (d/2)

  page.text(
      "1장의 사인과 코사인은 단어 벡터에 더해졌습니다. RoPE(rotary position embedding: Su et al., "
      "2021)는 아무것도 더하지 않고, 쿼리(query)와 키(key)의 수를 둘씩 짝지어 평면 위의 점으로 보고 "
      "토큰의 위치만큼 돌립니다. 위치 m에 있는 i번 쌍은 m · 10000^(-2i/d)만큼 돕니다. 위치가 한 칸 "
      "늘 때마다 돌아가는 각이 div_term이며, 앞쪽 쌍은 빨리, 뒤쪽 쌍은 천천히 돕니다. 1.17에서 pe를 "
      "몇 칸 뒤로 보낸 회전과 같은 회전입니다.",
      "In chapter 1 sines and cosines were added to the word vectors. RoPE (rotary position "
      "embedding: Su et al., 2021) adds nothing: it takes the numbers of queries and keys two by "
      "two as points of a plane, and turns them by the token's place. At place m, pair i turns by "
      "m · 10000^(-2i/d). div_term is the angle for one place; the first pairs turn fast, the last "
      "ones slowly. It is the rotation that moved pe some positions on in step 1.17.");
  page.code(
      "torch.manual_seed({0})\n"
      "W_query = torch.nn.Linear({1}, {2}, bias=False)\n"
      "W_key   = torch.nn.Linear({1}, {2}, bias=False)\n"
      "W_value = torch.nn.Linear({1}, {2}, bias=False)\n"
      "queries, keys, values = W_query(inputs), W_key(inputs), W_value(inputs)\n"
      "div_term = 10000.0 ** (-torch.arange(0, {2}, 2) / {2})        # (d/2)\n"
      "angles = torch.arange(len(inputs))[:, None] * div_term    # (T, d/2)\n"
      "def rope(x, angles):\n"
      "    first, second = x[..., 0::2], x[..., 1::2]\n"
      "    cos, sin = torch.cos(angles), torch.sin(angles)\n"
      "    turned = torch.stack([first * cos - second * sin,\n"
      "                          first * sin + second * cos], dim=-1)\n"
      "    return turned.flatten(-2)\n"
      "turned_queries = rope(queries, angles)",
      s.seed_or(seed_of_models), s.d_in(), d);
  page.tensor(t.queries);
  page.tensor(div_term);
  page.tensor(t.angles);
  page.tensor(t.turned_queries);
  show_pairs_of_query(s, t, page);
  if (d > s.d_out_or(4)) {
    page.note(
        "RoPE는 수를 둘씩 짝짓습니다. d_out이 홀수이면 여기서는 짝이 맞도록 하나 더 큰 {}차원을 "
        "씁니다.",
        "RoPE takes numbers two by two. Where d_out is odd, one more is taken here: {}.", d);
  }
  if (!out_of_range(page, {t.queries, t.turned_queries})) {
    page.check(by_hand::is_linear(t.queries, s.inputs(), t.W_query),
               "queries의 칸은 모두 토큰 하나와 weight 한 행의 내적(dot product)입니다",
               "each cell of queries is the dot product of a token with a row of weight");
    page.check(is_turned_by_place(t.turned_queries, t.queries),
               "쌍마다 (a cos φ - b sin φ, a sin φ + b cos φ)를 손으로 계산해도 같습니다",
               "worked out by hand, each pair is (a cos φ - b sin φ, a sin φ + b cos φ), too");
    const Tensor before = row_lengths(t.queries);
    if (all_finite(before)) {
      page.check(
          largest_size(row_lengths(t.turned_queries) - before) <= 1e-5F * largest_size(before),
          "돌려도 벡터의 길이는 그대로입니다", "turning leaves the length of a vector as it is");
    }
    page.check(allclose(narrow(t.turned_queries, 0, 0, 1), narrow(t.queries, 0, 0, 1)),
               "위치 0의 토큰은 각이 모두 0이라 그대로입니다",
               "the token at place 0 stays as it is: all its angles are 0");
  }
  ask_of_a_turn(page);
}

}  // namespace attn::chapter8
