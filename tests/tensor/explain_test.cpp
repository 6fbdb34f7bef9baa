#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tensor/argmax.h"
#include "tensor/examples.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"

namespace attn::explain_test {

/// Whether the explanation of every cell comes to the cell's value.
void expect_explains_itself(const Tensor& x) {
  ASSERT_NE(x.operation(), nullptr);
  for_each_cell(x.shape(), [&](const Index& cell) {
    const double told = evaluate(x.operation()->explain(x.operands(), cell), x.operands());
    const double value = x.at(cell);
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(told)) << to_string(cell);
    } else if (std::isinf(value)) {
      EXPECT_EQ(told, value) << to_string(cell);
    } else {
      EXPECT_NEAR(told, value, 2e-6 * (1 + std::abs(value))) << to_string(cell);
    }
  });
}

class Explains : public testing::TestWithParam<std::pair<const char*, Tensor>> {};

TEST_P(Explains, EveryCell) {
  expect_explains_itself(GetParam().second);
}

const Tensor x = example({3, 4});
const Tensor cube = example({2, 3, 4});

INSTANTIATE_TEST_SUITE_P(
    Operation, Explains,
    testing::Values(
        std::pair("Add", x + example({4}, 2)), std::pair("Sub", x - example({3, 1})),
        std::pair("Mul", x* x), std::pair("MulScalar", x * 2.5F), std::pair("Div", x / exp(x)),
        std::pair("Exp", exp(x)), std::pair("MatmulMatrices", matmul(x, T(x))),
        std::pair("MatmulVectorLeft", matmul(example({3}), x)),
        std::pair("MatmulVectorRight", matmul(x, example({4}))),
        std::pair("MatmulBatch", matmul(cube, transpose(cube, 1, 2))),
        std::pair("MatmulBroadcast", matmul(cube, example({4, 2}))),
        std::pair("MatmulVectorOnBatch", matmul(cube, example({4}))),
        std::pair("Dot", dot(example({5}), example({5}, 3))), std::pair("Sum", sum(cube, 1)),
        std::pair("SumKeepdim", sum(cube, -1, true)), std::pair("Amax", amax(cube, 0)),
        std::pair("Argsort", argsort_descending(cube)), std::pair("Cumsum", cumsum(cube)),
        std::pair("Argmax", argmax(cube, 1)), std::pair("ArgmaxKeepdim", argmax(x, -1, true)),
        std::pair("AmaxNan", amax(Tensor({2, 2}, {std::nanf(""), 1, 1, std::nanf("")}), 0)),
        std::pair("Softmax", softmax(cube, 1)), std::pair("SoftmaxLarge", softmax(x * 100.0F, -1)),
        std::pair("SoftmaxMasked", softmax(masked_fill(x, triu(ones({3, 4}), 1),
                                                       -std::numeric_limits<float>::infinity()),
                                           -1)),
        std::pair("Std", std_dev(x)), std::pair("Mean", mean(cube)),
        std::pair("Sqrt", sqrt(exp(x))), std::pair("Erf", erf(x)), std::pair("Tanh", tanh(x)),
        std::pair("Sin", sin(x)), std::pair("Cos", cos(x)), std::pair("Relu", relu(x)),
        std::pair("MeanOver", mean(cube, 1)), std::pair("MeanOverKeepdim", mean(cube, -1, true)),
        std::pair("Var", var(cube, 0, false)), std::pair("RowMean", row_mean(cube)),
        std::pair("RowVar", row_var(cube)),
        std::pair("Normalize", normalize(cube, row_mean(cube), sqrt(row_var(cube)))),
        std::pair("VarUnbiasedKeepdim", var(cube, -1, true, true)),
        std::pair("Tril", tril(cube, 1)), std::pair("Triu", triu(x, -1)),
        std::pair("MaskedFill", masked_fill(cube, triu(ones({3, 4})), -7.0F)),
        std::pair("Transpose", transpose(cube, 0, 2)), std::pair("ReverseAxes", T(cube)),
        std::pair("View", view(cube, {4, -1})), std::pair("Contiguous", contiguous(T(cube))),
        std::pair("Select", select(cube, 1, 2)), std::pair("Diagonal", diagonal(matmul(x, T(x)))),
        std::pair("Narrow", narrow(cube, -1, 1, 2)), std::pair("Stack", stack({x, x * 2.0F}, 1)),
        std::pair("Cat", cat({x, x * 2.0F}, -1)), std::pair("Log", log(x* x + scalar(1))),
        std::pair("LogSoftmax", log_softmax(cube, 1)),
        std::pair("Expand", expand(example({3, 1}), {2, 3, 4})),
        std::pair("Embedding", embedding(Tensor({2, 2}, {2, 0, 1, 2}), x)),
        std::pair("IndexAdd", index_add(cube, Tensor({2, 3}, {0, 3, 1, 3, 3, 0}), 5)),
        std::pair("NllLoss", nll_loss(x, Tensor({3}, {2, 0, 3}))),
        std::pair("Clone", clone(T(cube))), std::pair("Zeros", zeros({2, 2})),
        std::pair("Ones", ones({2, 2})), std::pair("Eye", eye(3)), std::pair("Flip", flip(cube, 1)),
        std::pair("Arange", arange(5))),
    [](const auto& test) { return test.param.first; });

TEST(Derivation, EvaluatesItsTree) {
  const std::vector<Tensor> operands = {Tensor({2}, {3, 4})};
  const Derivation three = cell(0, {0});
  const Derivation four = cell(0, {1});
  EXPECT_EQ(evaluate(sum_of({three, four, number(1)}), operands), 8);
  EXPECT_EQ(evaluate(product_of({three, four}), operands), 12);
  EXPECT_EQ(evaluate(difference(three, four), operands), -1);
  EXPECT_EQ(evaluate(quotient(four, number(8)), operands), 0.5);
  EXPECT_EQ(evaluate(max_of({three, four}), operands), 4);
  EXPECT_EQ(evaluate(less(three, four), operands), 1);
  EXPECT_EQ(evaluate(less(four, three), operands), 0);
  EXPECT_EQ(evaluate(exp_of(number(0)), operands), 1);
  EXPECT_EQ(evaluate(log_of(number(1)), operands), 0);
  EXPECT_EQ(evaluate(sqrt_of(four), operands), 2);
  EXPECT_EQ(evaluate(draw(0.25, 123), operands), 0.25);
  const Function half{"half", [](double x) { return x / 2; }};
  EXPECT_EQ(evaluate(function_of(half, three), operands), 1.5);
  EXPECT_EQ(evaluate(met_cell(operands, 0, {5, 1}), operands), 4);
}

std::string told(const Tensor& x, const Index& cell) {
  const Derivation derivation = x.operation()->explain(x.operands(), cell);
  return x.operation()->words({derivation, x, cell}).en;
}

TEST(Wording, TellsWhatWasDoneToGetACell) {
  EXPECT_EQ(told(matmul(x, T(x)), {0, 0}), "the sum of 4 products");
  EXPECT_EQ(told(sum(x, 0), {0}), "the sum of 3 numbers");
  EXPECT_EQ(told(mean(x, 0), {0}), "the mean of 3 numbers");
  EXPECT_EQ(told(var(x, 1, true), {0}), "squares added up and divided: 4, ÷ 3");
  EXPECT_EQ(told(amax(x, 0), {0}), "the largest of 3");
  EXPECT_EQ(told(argmax(x, 0), {0}), "the place of the largest, counted from 0");
  EXPECT_EQ(told(argsort_descending(x), {0, 1}),
            "the place, from 0, of what comes as number 2 from the largest");
  EXPECT_EQ(told(cumsum(x), {0, 2}), "the sum of 3 numbers");
  EXPECT_EQ(told(triu(x, 1), {0, 0}), "set to 0");
  EXPECT_EQ(told(masked_fill(x, ones({4}), -std::numeric_limits<float>::infinity()), {0, 0}),
            "the mask is 1 there: filled with -inf");
  EXPECT_EQ(told(index_add(x, Tensor({3}, {0, 1, 0}), 3), {0, 0}), "the sum of 2 numbers");
  EXPECT_EQ(told(index_add(x, Tensor({3}, {0, 1, 0}), 3), {2, 0}), "set to 0");
}

/// What a result cost, in multiply-adds.
Size cost_of(const Tensor& x) {
  return x.operation()->cost(x.operands(), x);
}

TEST(Cost, CountsMultiplyAddsAndNothingForWhatOnlyMoves) {
  EXPECT_EQ(cost_of(matmul(cube, example({4, 5}))), 2 * 3 * 4 * 5);
  EXPECT_EQ(cost_of(matmul(example({3}), x)), 3 * 4);
  EXPECT_EQ(cost_of(sum(cube, 1)), 24);
  EXPECT_EQ(cost_of(x + example({4})), 12);
  EXPECT_EQ(cost_of(transpose(cube, 0, 1)), 0);
  EXPECT_EQ(cost_of(contiguous(T(x))), 12);
  EXPECT_EQ(cost_of(ones({2, 2})), 4);
}

}  // namespace attn::explain_test
