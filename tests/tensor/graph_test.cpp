#include "tensor/graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tensor/examples.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn::graph_test {

using Lines = std::vector<std::string>;

TEST(Written, RootsAreShownAsRoots) {
  EXPECT_EQ(written(std::sqrt(2.0F)), "√2");
  EXPECT_EQ(written(std::sqrt(64.0F)), "8");
  EXPECT_EQ(written(0.5F), "0.5");
  EXPECT_EQ(written(1.25F), "1.25");
  EXPECT_EQ(written(-std::numeric_limits<float>::infinity()), "-inf");
}

TEST(Expression, StopsAtNames) {
  const Tensor keys = example({3, 2}).named("keys");
  const Tensor query = example({2}).named("query");
  EXPECT_EQ(expression(softmax(matmul(query, T(keys)) / std::sqrt(2.0F), -1)),
            "softmax((query @ keys.T) ÷ √2, dim=-1)");
}

TEST(Expression, OfAnUnnamedTensorWithoutHistoryIsItsShape) {
  EXPECT_EQ(expression(example({2, 3})), "(2,3)");
}

TEST(Expression, SpeaksPyTorch) {
  const Tensor x = example({2, 3}).named("x");
  EXPECT_EQ(expression(transpose(x, 0, -1)), "x.transpose(0, -1)");
  EXPECT_EQ(expression(view(x, {3, -1})), "x.view(3, -1)");
  EXPECT_EQ(expression(sum(x, -1, true)), "x.sum(dim=-1, keepdim=True)");
  EXPECT_EQ(expression(masked_fill(x, x, -1)), "x.masked_fill(x, -1)");
  EXPECT_EQ(expression(select(x, 0, 1)), "x[1]");
  EXPECT_EQ(expression(select(x, 1, 2)), "x[:, 2]");
  EXPECT_EQ(expression(select(x, -1, 2)), "x[…, 2]");
  EXPECT_EQ(expression(select(x, -2, 1)), "x[…, 1, :]");
  EXPECT_EQ(expression(select(x + x, 0, 1)), "(x + x)[1]");
  EXPECT_EQ(expression(select(example({2, 3, 4}).named("y"), 2, 1)), "y[:, :, 1]");
  EXPECT_EQ(expression(embedding(Tensor({2}, {0, 1}).named("ids"), x)), "x[ids]");
  EXPECT_EQ(expression(expand(x, {4, 2, 3})), "x.expand(4, 2, 3)");
  EXPECT_EQ(expression(log_softmax(x, -1)), "log_softmax(x, dim=-1)");
  EXPECT_EQ(expression(nll_loss(x, Tensor({2}, {0, 1}).named("y"))), "nll_loss(x, y)");
  EXPECT_EQ(expression(log(x)), "log(x)");
  EXPECT_EQ(expression(stack({x, x}, 1)), "stack(x, x, dim=1)");
  EXPECT_EQ(expression(triu(ones({2, 2}), 1)), "triu(ones(2,2), diagonal=1)");
  EXPECT_EQ(expression(eye(5)), "eye(5)");
  EXPECT_EQ(expression((x + x) * x), "(x + x) × x");
  EXPECT_EQ(expression(exp(x)), "exp(x)");
}

TEST(ShapeTrace, TellsWhatMetAndWhatCameOfIt) {
  EXPECT_EQ(shape_trace(matmul(example({6, 3}), example({3, 2}))), "(6,3) @ (3,2) → (6,2)");
  EXPECT_EQ(shape_trace(view(example({6, 2}), {6, 2, 1})), "(6,2).view(6, 2, 1) → (6,2,1)");
}

TEST(OperationsBetween, AreTheStepsOfTheWay) {
  const Tensor scores = example({3, 3}).named("scores");
  EXPECT_EQ(operations_between(scores, softmax(scores / std::sqrt(2.0F), -1)),
            (Lines{"÷ √2", "softmax(dim=-1)"}));
}

TEST(OperationsBetween, NameTheOtherOperand) {
  const Tensor x = example({3, 2}).named("x");
  const Tensor w = example({2, 2}).named("w");
  EXPECT_EQ(operations_between(x, matmul(x, w)), Lines{"@ w"});
  EXPECT_EQ(operations_between(w, matmul(x, w)), Lines{"x @ w"});
}

TEST(OperationsBetween, TakeTheShortestWay) {
  const Tensor x = example({4}).named("x");
  EXPECT_EQ(operations_between(x, x / sum(x, 0)), Lines{"÷ x.sum(dim=0)"});
}

TEST(OperationsBetween, AreNoneWithoutAWay) {
  const Tensor x = example({2});
  EXPECT_TRUE(operations_between(x, example({2}) * 2.0F).empty());
  EXPECT_TRUE(operations_between(x * 2.0F, x).empty());
  EXPECT_TRUE(operations_between(x, x).empty());
}

TEST(WayTo, GoesBackToNames) {
  const Tensor x = ones({2, 3}).named("x");
  const Tensor y = (x * 2.0F).named("y");
  const Tensor doubled = y + y;
  const Tensor z = T(doubled).named("z");
  EXPECT_EQ(way_to(z, 0), (std::vector<Tensor>{doubled, z}));
  const std::vector<Tensor> further = way_to(z, 1);
  EXPECT_EQ(std::vector<Tensor>(further.end() - 3, further.end()),
            (std::vector<Tensor>{y, doubled, z}));
  EXPECT_EQ(std::count(further.begin(), further.end(), x), 0);
  const std::vector<Tensor> whole = way_to(z, 2);
  EXPECT_EQ(std::count(whole.begin(), whole.end(), x), 1);
}

TEST(FindOperand, FindsTheNearestOfThatName) {
  const Tensor far = example({2}).named("keys");
  const Tensor near = (far * 2.0F).named("keys");
  const Tensor result = exp(near);
  ASSERT_TRUE(find_operand(result, "keys"));
  EXPECT_TRUE(operand_of(result, "keys") == near);
  EXPECT_FALSE(find_operand(result, "values"));
}

TEST(GivenTo, LooksBehindOneOperationOfTheRightKindOnly) {
  const Tensor x = example({2, 3});
  const Tensor turned = T(x).named("turned");
  EXPECT_TRUE(given_to<ReverseAxes>(turned) == x);
  EXPECT_THROW(given_to<View>(turned), std::logic_error);
  EXPECT_THROW(given_to<View>(x), std::logic_error);
}

TEST(OperandOf, SaysWhichNameIsNotOnTheWayToWhat) {
  const Tensor keys = example({2}).named("keys");
  const Tensor result = exp(keys).named("weights");
  EXPECT_TRUE(operand_of(result, "keys") == keys);
  try {
    operand_of(result, "values");
    FAIL();
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "no tensor named values is on the way to weights (2)");
  }
}

}  // namespace attn::graph_test
