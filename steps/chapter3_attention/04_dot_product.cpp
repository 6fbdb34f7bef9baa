#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// The products written under each other, with the sum so far.
void running_sum(const Tensor& a, const Tensor& b, const Tensor& products, const Settings& s,
                 Page& page) {
  constexpr Size most_rows = 8;
  std::vector<std::vector<block::Cell>> rows;
  float sum_so_far = 0;
  for (Size i = 0; i < products.numel(); ++i) {
    sum_so_far += products.at({i});
    const bool last = i == products.numel() - 1;
    if (i == most_rows - 1 && !last) rows.push_back({"…", "…", "…", "…", "…"});
    if (i >= most_rows - 1 && !last) continue;
    rows.push_back({i, a.at({i}), b.at({i}), products.at({i}), sum_so_far});
  }
  page.table({{"원소", "element"},
              s.tokens()[0],
              {"쿼리", "query"},
              {"곱", "product"},
              {"누적 합", "sum so far"}},
             std::move(rows));
}

}  // namespace

// The comparison behind every score: multiply place by place, then add up.
void dot_product(const Settings& s, Page& page) {
  const Tensor query = simple_attention(s).query;
  const Tensor x_1 = select(s.inputs(), 0, 0).named("inputs[0]");
  const Tensor products = (x_1 * query).named("products");               // (d_in)
  const Tensor attn_score_21 = sum(products, 0).named("attn_score_21");  // ()

  page.text(
      "내적(dot product)은 같은 자리의 원소끼리 곱해서 모두 더한 값입니다. 두 벡터가 같은 방향을 "
      "가리킬수록 커지므로 서로 얼마나 닮았는지를 재는 데 씁니다. 다만 방향이 같아도 벡터가 길면 "
      "더 커진다는 점을 기억해 두십시오. 표에서는 첫 토큰과 쿼리의 내적을 원소 하나씩 더해 "
      "갑니다.",
      "The dot product multiplies two vectors element by element and adds everything up. The "
      "more the vectors point the same way, the bigger it is, so it measures how alike they are; "
      "keep in mind that longer vectors make it bigger, too. The table adds up the dot product "
      "of the first token and the query, one element at a time.");
  page.code(
      "products = inputs[0] * query\nattn_score_21 = products.sum()    # torch.dot(inputs[0], "
      "query)");
  running_sum(x_1, query, products, s, page);
  page.tensor(products);
  page.tensor(attn_score_21);
  if (out_of_range(page, {products, attn_score_21})) return;
  const Tensor first_score = select(simple_attention(s).attn_scores_2, 0, 0);
  page.check(same_product(attn_score_21, first_score, x_1, query), "3번의 첫 번째 점수와 같습니다",
             "it equals the first score of step 3");

  if (s.d_in() <= 4) {
    page.ask_cell(
        {"inputs[0]과 query의 내적 attn_score_21은 얼마입니까?",
         "What is attn_score_21, the dot product of inputs[0] and query?"},
        attn_score_21, {}, {x_1, query},
        {{products.at({0}),
          {"첫째 원소의 곱뿐이며, 나머지 곱도 더해야 합니다",
           "that is the first product alone; the others must be added"}},
         {dot(query, query).item(),
          {"query를 자기 자신과 내적한 것입니다", "that is the dot product of query with itself"}},
         {dot(x_1, x_1).item(),
          {"inputs[0]을 자기 자신과 내적한 것입니다",
           "that is the dot product of inputs[0] with itself"}},
         {attn_score_21.item() / static_cast<float>(s.d_in()),
          {"곱의 합이 아니라 평균입니다", "that is the mean of the products, not their sum"}}});
  } else {
    page.ask_cell(
        {"내적을 구하려고 inputs[0]과 query를 원소끼리 곱했습니다. products[0]의 값은 얼마입니까?",
         "For the dot product inputs[0] and query are multiplied element by element. What is "
         "products[0]?"},
        products, {0}, {x_1, query},
        {{x_1.at({0}) + query.at({0}),
          {"곱하지 않고 더한 것입니다", "that is the sum of the two, not their product"}},
         {attn_score_21.item(),
          {"곱을 모두 더한 내적입니다", "that is the dot product, all products added up"}}});
  }
}

}  // namespace attn::chapter3
