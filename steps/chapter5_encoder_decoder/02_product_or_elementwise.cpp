#include "chapter5_encoder_decoder/steps.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// Two products that a single sign tells apart.
void product_or_elementwise(const Settings& s, Page& page) {
  const Tensor A = Tensor({2, 2}, {1, 2, 3, 4}).named("A");
  const Tensor B = Tensor({2, 2}, {5, 6, 7, 8}).named("B");
  const Tensor matrix_product = matmul(A, B).named("matrix_product");
  const Tensor cell_products = (A * B).named("cell_products");

  page.text(
      "행렬 곱 A @ B의 (i, j) 칸은 A의 i행과 B의 j열의 내적(dot product)입니다. A * B는 같은 "
      "자리의 원소끼리 곱할 뿐입니다. 쿼리, 키, 값을 만드는 것은 언제나 행렬 곱이며, 입력의 모든 "
      "차원이 새 벡터의 모든 차원에 들어갑니다. *로는 차원끼리 섞이지 않습니다.",
      "Cell (i, j) of the matrix product A @ B is the dot product of row i of A and column j of B. "
      "A * B only multiplies cells that stand at the same place. Queries, keys and values always "
      "come from the matrix product, in which every dimension of the input goes into every "
      "dimension of the new vector; with * the dimensions never mix.");
  page.code(
      "A = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\n"
      "B = torch.tensor([[5.0, 6.0], [7.0, 8.0]])\n"
      "matrix_product = A @ B    # also torch.matmul(A, B)\n"
      "cell_products = A * B     # also torch.mul(A, B)");
  page.tensor(A);
  page.tensor(B);
  page.tensor(matrix_product);
  page.tensor(cell_products);
  const Tensor first = dot(select(A, 0, 0), select(B, 1, 0));
  page.check(matrix_product.at({0, 0}) == first.item(),
             "matrix_product[0,0]은 A의 첫 행과 B의 첫 열의 내적 {:.0f}입니다",
             "matrix_product[0,0] is the dot product of A's first row and B's first column, {:.0f}",
             first.item());
  page.check(allclose(cell_products, B * A) && !allclose(matrix_product, matmul(B, A)),
             "*는 순서를 바꾸어도 같지만 @는 다릅니다",
             "the order of the two makes no difference to *, but it does to @");
  const Tensor columns = ones({s.d_in(), 2});
  page.check(matmul(s.inputs(), columns).shape() == Shape{s.num_tokens(), 2},
             "@는 안쪽 크기만 맞으면 됩니다: {} @ ({},2) → ({},2)",
             "@ only needs the inner sizes to agree: {} @ ({},2) → ({},2)",
             to_string(s.inputs().shape()), s.d_in(), s.num_tokens());
  page.note(
      "두 행렬의 모양이 같으면 @ 자리에 *를 써도 오류가 나지 않고, 수만 조용히 틀립니다.",
      "Where both matrices have one shape, a * in the place of @ raises no error: the numbers are "
      "silently wrong.");
  page.ask_cell(
      {"아래의 A와 B로 A @ B를 계산하면 [1,0] 칸은 얼마입니까?",
       "With A and B as below, what is cell [1,0] of A @ B?"},
      matrix_product, {1, 0}, {A, B},
      {{cell_products.at({1, 0}),
        {"같은 자리의 원소끼리 곱한 A * B입니다", "that is A * B, element by element"}},
       {matmul(B, A).at({1, 0}), {"순서가 바뀐 B @ A입니다", "that is B @ A, the other way round"}},
       {matrix_product.at({0, 1}),
        {"[0,1] 칸이며, 첫 인덱스가 행입니다", "that is cell [0,1]; the first index is the row"}},
       {A.at({1, 0}) * B.at({0, 0}),
        {"첫 곱뿐이며, 나머지 곱도 더해야 합니다",
         "that is the first product alone; the others must be added"}}});
}

}  // namespace attn::chapter5
