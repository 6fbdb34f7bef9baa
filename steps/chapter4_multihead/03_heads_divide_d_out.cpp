#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn::chapter4 {
namespace {

/// What view says when it cannot split d_out into so many heads; empty if it can.
std::string refusal(const Tensor& columns, Size heads) {
  try {
    view(columns, {heads, columns.numel() / heads});
    return "";
  } catch (const ShapeError& error) {
    return error.what();
  }
}

/// The smallest number of heads that does not divide d_out.
Size wrong_heads(Size d_out) {
  Size heads = 2;
  while (d_out % heads == 0) ++heads;
  return heads;
}

}  // namespace

// The columns of a projection are dealt out to the heads, and none may be left over.
void heads_divide_d_out(const Settings& s, Page& page) {
  const Size size = d_model(s);
  const Size wrong = wrong_heads(size);
  const Tensor columns = arange(size).named("columns");
  const Tensor columns_of_head =
      view(columns, {s.heads(), size / s.heads()}).named("columns_of_head");

  page.text(
      "헤드 {1}개가 투영(projection)된 벡터의 열 {0}개를 {2}개씩(head_dim = {0} // {1}) 나누어 "
      "갖습니다. 열이 남으면 똑같이 나눌 수 없으므로, 클래스는 assert로 먼저 확인합니다. 그러지 "
      "않으면 한참 뒤 forward의 view에서야 이해하기 어려운 오류가 납니다.",
      "The heads share the columns of a projected vector, {0} in all, evenly. With {1} head{3}, "
      "each gets head_dim = {0} // {1} = {2}. No column may be left over, and the class asserts "
      "that at once. Otherwise the error would come much later, from view in forward, and be hard "
      "to understand.",
      size, s.heads(), size / s.heads(), s.heads() == 1 ? "" : "s");
  page.code(
      "d_in, d_out, num_heads = {0}, {1}, {2}\n"
      "assert d_out % num_heads == 0, \"num_heads must divide d_out\"\n"
      "head_dim = d_out // num_heads\n"
      "columns = torch.arange({1}.)\n"
      "columns_of_head = columns.view(num_heads, head_dim)    # a row for each head\n"
      "# With num_heads = {3}:\n"
      "#   assert: AssertionError: num_heads must divide d_out\n"
      "#   view:   RuntimeError: shape '[{3}, {4}]' is invalid for input of size {1}",
      s.d_in(), size, s.heads(), wrong, size / wrong);
  page.whole_numbers(columns);
  page.whole_numbers(columns_of_head);
  page.check(columns_of_head.size(0) * columns_of_head.size(1) == size &&
                 refusal(columns, s.heads()).empty(),
             "헤드 수 × head_dim = d_out이어서 열이 남지 않습니다",
             "heads × head_dim = d_out, and no column is left over");
  page.check(!refusal(columns, wrong).empty(), "헤드 {0}개로는 나눌 수 없어 view가 거부합니다",
             "{0} heads cannot share them, and view refuses", wrong);
  page.ask_count(
      {formatted("d_out이 {}이고 헤드가 {}개이면 head_dim은 얼마입니까?", size, s.heads()),
       formatted("What is head_dim for d_out = {} and num_heads = {}?", size, s.heads())},
      {"d_out을 헤드의 수로 나눕니다", "d_out divided by the number of heads"}, size / s.heads(),
      {},
      {{size,
        {"헤드가 열을 나누어 갖지 않고 저마다 모두 가질 때입니다",
         "that is what a head would have if the heads did not share the columns"}},
       {size * s.heads(), {"나누지 않고 곱한 것입니다", "that is the product, not the quotient"}},
       {s.heads(), {"헤드의 수입니다", "that is the number of heads"}}});
}

}  // namespace attn::chapter4
