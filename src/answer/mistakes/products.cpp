#include "answer/mistakes.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// a @ b of two matrices, not what a layer does within.
bool is_product(const Call& call) {
  return calls<Matmul>(call) && call.operands[0].dim() > 1 && call.operands[1].dim() > 1 &&
         !weight_of(call.operands[1]);
}

/// A row or rows times a square matrix of weights, which is drawn.
bool is_projection(const Call& call) {
  if (!calls<Matmul>(call) || !call.operands[1].name().starts_with("W_")) return false;
  const Tensor& W = call.operands[1];
  return W.dim() == 2 && W.size(0) == W.size(1) && W.size(0) > 1;
}

constexpr Mistake about_products[] = {
    {"elementwise-for-product",
     {"행렬 곱 @ 대신 원소끼리 곱하는 *를 썼습니다. 두 행렬의 모양이 같으면 오류가 나지 않지만, 행과 "
      "열의 내적이 아니라 같은 자리의 곱이 됩니다.",
      "* multiplied cell by cell where the matrix product @ belongs. For two matrices of one shape "
      "that raises no error, but gives products of cells at one place, not of rows and columns."},
     "A @ B    # torch.matmul(A, B)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_product)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
                 if (!is_product(call)) return {};
                 if (call.operands[0].shape() != call.operands[1].shape()) return {};
                 return call.operands[0] * call.operands[1];
               },
               {[](const Call& call) -> std::optional<Tensor> {
                  if (!is_product(call)) return {};
                  const Tensor& b = call.operands[1];
                  if (!made_by<Transpose>(b) && !made_by<ReverseAxes>(b)) return {};
                  if (call.operands[0].shape() != b.operands()[0].shape()) return {};
                  return call.operands[0] * b.operands()[0];
                },
                [] {
                  return Text("둘째 행렬을 전치하지 않은 채로 곱했습니다.",
                              "The second was not transposed, either.");
                }}};
     },
     {.combines = false}},
    {"product-in-other-order",
     {"행렬 곱의 순서가 바뀌었습니다. 행렬 곱은 A @ B와 B @ A가 서로 다르고, 모양이 다를 수도 "
      "있습니다.",
      "The matrices were multiplied in the other order. A @ B and B @ A are different products, often "
      "of different shapes."},
     "A @ B    # rows of A with columns of B",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_product)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_product(call)) return {};
         return matmul(call.operands[1], call.operands[0]);
       }};
     },
     {.combines = false}},
    {"weight-transposed",
     {"가중치 행렬을 전치해서 곱했습니다. 행렬이 정사각형이라 오류가 나지 않지만, 여기서 W는 (들어오는 "
      "차원, 나가는 차원)이므로 그대로 x @ W입니다. 전치하는 것은 torch.nn.Linear의 weight입니다.",
      "The weight matrix was transposed. It is square, so no error is raised, but W is (in, out) "
      "here and is multiplied as it is, x @ W. It is the weight of torch.nn.Linear that is "
      "transposed."},
     "x @ W",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_projection)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_projection(call)) return {};
         return matmul(call.operands[0], T(call.operands[1]));
       }};
     }},
};

}  // namespace

std::span<const Mistake> product_mistakes() {
  return about_products;
}

}  // namespace attn
