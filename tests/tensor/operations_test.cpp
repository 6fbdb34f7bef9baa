#include "tensor/operations.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "tensor/argmax.h"
#include "tensor/examples.h"
#include "tensor/ranking.h"
#include "tensor/shape_error.h"

namespace attn::operations_test {

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(Arithmetic, GoesCellByCell) {
  const Tensor a({3}, {1, 2, 3});
  const Tensor b({3}, {4, 5, 8});
  EXPECT_EQ((a + b).values(), floats({5, 7, 11}));
  EXPECT_EQ((a - b).values(), floats({-3, -3, -5}));
  EXPECT_EQ((a * b).values(), floats({4, 10, 24}));
  EXPECT_EQ((b / a).values(), floats({4, 2.5F, 8.0F / 3}));
  EXPECT_EQ((a * 2.0F).values(), floats({2, 4, 6}));
}

TEST(Arithmetic, RepeatsAxesOfOne) {
  const Tensor column({2, 1}, {1, 10});
  const Tensor row({3}, {1, 2, 3});
  EXPECT_EQ((column * row).values(), floats({1, 2, 3, 10, 20, 30}));
  EXPECT_THROW(row + Tensor({2}, {1, 2}), ShapeError);
}

TEST(Arithmetic, RepeatsAxesOfViewsToo) {
  const Tensor x = T(example({3, 2}));                // (2,3), not in order
  const Tensor column = T(narrow(x, 0, 1, 1));        // (3,1)
  const Tensor result = transpose(x, 0, 1) + column;  // (3,2)
  for_each_cell(result.shape(), [&](const Index& at) {
    EXPECT_EQ(result.at(at), x.at({at[1], at[0]}) + x.at({1, at[0]}));
  });
}

TEST(Arithmetic, SeesCellsAndNotTheOrderInMemory) {
  const Tensor x({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ((T(x) + x).values(), floats({2, 5, 5, 8}));
}

TEST(Matmul, IsTheTextbooksProduct) {
  const Tensor a({2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor b({3, 2}, {7, 8, 9, 10, 11, 12});
  EXPECT_EQ(matmul(a, b).values(), floats({58, 64, 139, 154}));
}

TEST(Matmul, TakesVectorsOnEitherSide) {
  const Tensor a({2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor three({3}, {1, 0, -1});
  const Tensor two({2}, {1, 2});
  EXPECT_EQ(matmul(a, three).values(), floats({-2, -2}));
  EXPECT_EQ(matmul(two, a).values(), floats({9, 12, 15}));
  EXPECT_EQ(dot(three, three).item(), 2);
  EXPECT_EQ(dot(three, three).dim(), 0);
}

TEST(Matmul, BroadcastsTheAxesInFront) {
  const Tensor batch = example({2, 1, 3, 4});
  const Tensor heads = example({5, 4, 2});
  const Tensor product = matmul(batch, heads);
  ASSERT_EQ(product.shape(), (Shape{2, 5, 3, 2}));
  const Tensor one = matmul(select(select(batch, 0, 1), 0, 0), select(heads, 0, 3));
  EXPECT_TRUE(allclose(select(select(product, 0, 1), 0, 3), one));
}

TEST(Matmul, OfABatchAndOneMatrixIsThatOfEachOfTheBatch) {
  const Tensor batch = example({2, 3, 4, 5});
  const Tensor matrix = example({5, 2});
  for (const Tensor& operand : {matrix, T(contiguous(T(matrix)))}) {
    const Tensor product = matmul(batch, operand);
    EXPECT_EQ(product.shape(), (Shape{2, 3, 4, 2}));
    EXPECT_TRUE(allclose(select(select(product, 0, 1), 0, 2),
                         matmul(select(select(batch, 0, 1), 0, 2), matrix)));
  }
}

TEST(Matmul, WorksOnTransposedViewsOfEverySize) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const auto size = [&] { return static_cast<Size>(random() % 40 + 1); };
    const Tensor a = example({size(), size()});
    const Tensor b = example({a.size(0), size()});
    const Tensor product = matmul(T(a), b);
    const Tensor copied = matmul(contiguous(T(a)), b);
    ASSERT_TRUE(allclose(product, copied, 1e-5F, 1e-4F)) << to_string(a.shape());
    const Size row = product.size(0) - 1;
    double expected = 0;
    for (Size k = 0; k < a.size(0); ++k) expected += a.at({k, row}) * b.at({k, 0});
    ASSERT_NEAR(product.at({row, 0}), expected, 1e-3);
  }
}

TEST(Matmul, RefusesSizesThatDoNotMeet) {
  EXPECT_THROW(matmul(example({2, 3}), example({2, 3})), ShapeError);
  EXPECT_THROW(matmul(example({2, 2, 3}), example({3, 3, 2})), ShapeError);
  EXPECT_THROW(matmul(scalar(1), example({2})), ShapeError);
  EXPECT_THROW(dot(example({2, 2}), example({2})), ShapeError);
}

TEST(Sum, RunsAlongItsAxis) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(sum(x, -1).values(), floats({6, 15}));
  EXPECT_EQ(sum(x, 0).values(), floats({5, 7, 9}));
  EXPECT_EQ(sum(x, -1, true).shape(), (Shape{2, 1}));
}

TEST(Amax, FindsTheLargest) {
  const Tensor x({2, 2}, {1, -2, -3, -4});
  EXPECT_EQ(amax(x, -1).values(), floats({1, -3}));
  EXPECT_EQ(amax(x, 0).values(), floats({1, -2}));
}

TEST(Argmax, TellsWhereTheLargestIs) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor x({2, 3}, {1, 5, 5, -3, nan, infinity});
  EXPECT_EQ(argmax(x, -1).values(), floats({1, 1}));
  EXPECT_EQ(argmax(x, 0, true).shape(), (Shape{1, 3}));
  EXPECT_THROW(argmax(Tensor({2, 0}, {}), 1), ShapeError);
}

TEST(Argsort, PutsTheLargestFirstAndTheEarlierOfEquals) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor x({2, 4}, {1, 5, 5, -3, 2, nan, infinity, 3});
  EXPECT_EQ(argsort_descending(x).values(), floats({1, 2, 0, 3, 1, 2, 3, 0}));
  EXPECT_EQ(argsort_descending(T(Tensor({2, 1}, {3, 4}))).values(), floats({1, 0}));
  EXPECT_THROW(argsort_descending(scalar(1)), ShapeError);
}

TEST(Cumsum, AddsUpEachRowSoFar) {
  EXPECT_EQ(cumsum(Tensor({2, 3}, {1, 2, 3, 4, 5, 6})).values(), floats({1, 3, 6, 4, 9, 15}));
  EXPECT_EQ(cumsum(T(Tensor({2, 1}, {1, 2}))).values(), floats({1, 3}));
  EXPECT_THROW(cumsum(scalar(1)), ShapeError);
}

TEST(Cumsum, LosesNoDigitsOverManyCells) {
  EXPECT_EQ(cumsum(ones({1 << 12}) * 0.1F).values().back(), 4096 * 0.1F);
}

TEST(Amax, IsNanWhereAnyCellIs) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Tensor& x : {Tensor({3}, {nan, infinity, 1}), Tensor({3}, {1, infinity, nan})}) {
    EXPECT_TRUE(std::isnan(amax(x, 0).item()));
  }
}

TEST(Softmax, EachLaneSumsToOneAlongAnyAxis) {
  const Tensor x = example({3, 4, 5});
  for (const int dim : {0, 1, 2, -1}) {
    const Tensor sums = sum(softmax(x, dim), dim);
    EXPECT_TRUE(allclose(sums, ones(sums.shape()))) << dim;
  }
}

TEST(Softmax, StaysFiniteForLargeScores) {
  const Tensor y = softmax(Tensor({3}, {10, 100, 1000}), 0);
  EXPECT_EQ(y.values(), floats({0, 0, 1}));
}

TEST(Softmax, GivesMaskedScoresExactlyNothing) {
  EXPECT_EQ(softmax(Tensor({2}, {0.3F, -infinity}), 0).values(), floats({1, 0}));
}

TEST(Softmax, OfNothingButMaskedScoresIsNan) {
  EXPECT_TRUE(std::isnan(softmax(Tensor({1}, {-infinity}), 0).item()));
}

TEST(Softmax, AddingANumberToAllScoresChangesNothing) {
  const Tensor x = example({4, 6});
  EXPECT_TRUE(allclose(softmax(x, -1), softmax(x + scalar(3.25F), -1)));
}

TEST(Statistics, AreThoseOfTheSample) {
  const Tensor x({4}, {2, 4, 4, 6});
  EXPECT_FLOAT_EQ(mean(x).item(), 4);
  EXPECT_FLOAT_EQ(std_dev(x).item(), std::sqrt(8.0F / 3));
}

TEST(Mean, OverAnAxisIsTheSumByItsSize) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 9});
  EXPECT_EQ(mean(x, -1).values(), floats({2, 6}));
  EXPECT_EQ(mean(x, 0).values(), floats({2.5F, 3.5F, 6}));
  EXPECT_EQ(mean(x, -1, true).shape(), (Shape{2, 1}));
  EXPECT_EQ(mean(example({2, 3, 4}), 1).shape(), (Shape{2, 4}));
}

TEST(Var, DividesByTheNumberOrByOneLess) {
  const Tensor x({2, 3}, {2, 4, 6, 1, 1, 1});
  EXPECT_EQ(var(x, -1, false).values(), floats({8.0F / 3, 0}));
  EXPECT_EQ(var(x, -1, true).values(), floats({4, 0}));
  EXPECT_EQ(var(x, -1, false, true).shape(), (Shape{2, 1}));
  EXPECT_EQ(var(x, 0, true).shape(), Shape{3});
}

TEST(Var, OfOneNumberIsNothingOrNan) {
  EXPECT_EQ(var(Tensor({1}, {5}), 0, false).item(), 0);
  EXPECT_TRUE(std::isnan(var(Tensor({1}, {5}), 0, true).item()));
}

TEST(Var, OfAllIsTheSquareOfStd) {
  const Tensor x = example({7});
  EXPECT_FLOAT_EQ(sqrt(var(x, 0, true)).item(), std_dev(x).item());
}

TEST(Functions, AreThoseOfTheTextbook) {
  const Tensor x({3}, {-1, 0, 4});
  EXPECT_EQ(relu(x).values(), floats({0, 0, 4}));
  EXPECT_EQ(sqrt(Tensor({2}, {2.25F, 0})).values(), floats({1.5F, 0}));
  EXPECT_TRUE(std::isnan(sqrt(scalar(-1)).item()));
  // Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, table 7.1.
  EXPECT_TRUE(allclose(erf(Tensor({3}, {0.5F, 1, 2})),
                       Tensor({3}, {0.5204998778F, 0.8427007929F, 0.9953222650F})));
  EXPECT_TRUE(allclose(sin(x) * sin(x) + cos(x) * cos(x), ones(x.shape())));
  EXPECT_TRUE(allclose(tanh(x), (exp(x) - exp(x * -1)) / (exp(x) + exp(x * -1))));
}

TEST(Relu, LeavesNanAsItIs) {
  EXPECT_TRUE(std::isnan(relu(scalar(std::nanf(""))).item()));
  EXPECT_EQ(relu(scalar(-infinity)).item(), 0);
}

TEST(Eye, HasOnesOnTheDiagonal) {
  EXPECT_EQ(eye(2).values(), floats({1, 0, 0, 1}));
  const Tensor x({2, 2}, {1, 2, 3, 4});
  EXPECT_TRUE(allclose(matmul(eye(2), x), x));
}

TEST(Triangles, KeepTheirSideOfTheDiagonal) {
  const Tensor x = ones({3, 3});
  EXPECT_EQ(tril(x).values(), floats({1, 0, 0, 1, 1, 0, 1, 1, 1}));
  EXPECT_EQ(triu(x, 1).values(), floats({0, 1, 1, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(triu(x, 2).values(), floats({0, 0, 1, 0, 0, 0, 0, 0, 0}));
  EXPECT_TRUE(allclose(tril(x) + triu(x, 1), x));
}

TEST(MaskedFill, WritesWhereTheMaskIsSet) {
  const Tensor x({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(masked_fill(x, triu(ones({2, 2}), 1), -infinity).values(),
            floats({1, -infinity, 3, 4}));
}

TEST(Transpose, MovesNoData) {
  const Tensor x = example({2, 3, 4});
  const Tensor y = transpose(x, 1, 2);
  EXPECT_EQ(y.shape(), (Shape{2, 4, 3}));
  EXPECT_EQ(y.strides(), (Strides{12, 1, 4}));
  EXPECT_TRUE(y.shares_storage(x));
  EXPECT_FALSE(y.is_contiguous());
  EXPECT_EQ(y.at({1, 3, 2}), x.at({1, 2, 3}));
  EXPECT_TRUE(allclose(transpose(y, 2, 1), x));
}

TEST(ReverseAxes, IsTransposeOnlyWithTwoAxes) {
  EXPECT_TRUE(allclose(T(example({2, 3})), transpose(example({2, 3}), 0, 1)));
  EXPECT_EQ(T(example({2, 3, 4})).shape(), (Shape{4, 3, 2}));
  EXPECT_EQ(T(example({3})).shape(), (Shape{3}));
}

TEST(View, SeesTheSameCellsInTheSameOrder) {
  const Tensor x = example({2, 6});
  EXPECT_EQ(view(x, {3, 4}).values(), x.values());
  EXPECT_EQ(view(x, {-1, 2}).shape(), (Shape{6, 2}));
  EXPECT_TRUE(view(x, {12}).shares_storage(x));
}

TEST(View, NeedsCellsInOrderAndOfTheSameNumber) {
  const Tensor x = example({2, 3});
  EXPECT_THROW(view(x, {4}), ShapeError);
  EXPECT_THROW(view(x, {-1, 4}), ShapeError);
  EXPECT_THROW(view(T(x), {6}), ShapeError);
  EXPECT_EQ(view(contiguous(T(x)), {6}).values(), T(x).values());
}

TEST(Contiguous, CopiesOnlyWhenItMust) {
  const Tensor x = example({2, 3});
  EXPECT_TRUE(contiguous(x).shares_storage(x));
  EXPECT_FALSE(contiguous(T(x)).shares_storage(x));
  EXPECT_TRUE(contiguous(T(x)).is_contiguous());
}

TEST(Clone, CopiesEveryCell) {
  const Tensor x = T(example({2, 3}));
  EXPECT_EQ(clone(x).values(), x.values());
  EXPECT_EQ(clone(x).shape(), x.shape());
  EXPECT_FALSE(clone(x).shares_storage(x));
}

TEST(Diagonal, IsTheCellsWithEqualPlaces) {
  const Tensor x({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(diagonal(x).values(), (std::vector<float>{1, 4}));
  EXPECT_EQ(diagonal(T(x)).values(), (std::vector<float>{1, 4}));
  EXPECT_TRUE(diagonal(x).shares_storage(x));
  EXPECT_THROW(diagonal(ones({2, 3})), ShapeError);
}

TEST(Select, TakesOnePlaceOfAnAxis) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(select(x, 0, 1).values(), floats({4, 5, 6}));
  EXPECT_EQ(select(x, -1, 0).values(), floats({1, 4}));
  EXPECT_TRUE(select(x, 0, 1).shares_storage(x));
  EXPECT_THROW(select(x, 0, 2), ShapeError);
}

TEST(Narrow, TakesAFewPlacesOfAnAxis) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(narrow(x, 1, 1, 2).values(), floats({2, 3, 5, 6}));
  EXPECT_THROW(narrow(x, 1, 2, 2), ShapeError);
}

TEST(Flip, TurnsOneAxisRound) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(flip(x, 0).values(), floats({4, 5, 6, 1, 2, 3}));
  EXPECT_EQ(flip(x, -1).values(), floats({3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(flip(T(x), 0).values(), floats({3, 6, 2, 5, 1, 4}));
  EXPECT_THROW(flip(x, 2), ShapeError);
}

TEST(Stack, MakesANewAxis) {
  const Tensor a({2}, {1, 2});
  const Tensor b({2}, {3, 4});
  EXPECT_EQ(stack({a, b}, 0).values(), floats({1, 2, 3, 4}));
  EXPECT_EQ(stack({a, b}, -1).values(), floats({1, 3, 2, 4}));
  EXPECT_THROW(stack({a, example({3})}), ShapeError);
}

TEST(Cat, MakesAnAxisLonger) {
  const Tensor a({1, 2}, {1, 2});
  const Tensor b({2, 2}, {3, 4, 5, 6});
  EXPECT_EQ(cat({a, b}, 0).values(), floats({1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(cat({b, b}, -1).shape(), (Shape{2, 4}));
  EXPECT_THROW(cat({a, b}, 1), ShapeError);
}

TEST(Shapes, ThatNoOperationCanTakeAreRefused) {
  EXPECT_THROW(tril(example({3})), ShapeError);
  EXPECT_THROW(triu(scalar(1)), ShapeError);
  EXPECT_THROW(amax(Tensor({2, 0}, {}), 1), ShapeError);
  EXPECT_THROW(cat({}), ShapeError);
  EXPECT_THROW(stack({}), ShapeError);
  EXPECT_THROW(view(example({6}), {-1, -1}), ShapeError);
  EXPECT_THROW(view(example({6}), {-2, -3}), ShapeError);
  EXPECT_THROW(view(Tensor({0, 3}, {}), {0, -1}), ShapeError);
}

TEST(Softmax, OfNoCellsIsNoCells) {
  EXPECT_EQ(softmax(Tensor({2, 0}, {}), -1).shape(), (Shape{2, 0}));
}

TEST(LogSoftmax, IsTheLogarithmOfSoftmaxEvenWhereThatIsNothing) {
  const Tensor x = example({3, 4});
  EXPECT_TRUE(allclose(log_softmax(x, 0), log(softmax(x, 0))));
  EXPECT_EQ(log_softmax(Tensor({2}, {0, -1000}), 0).values(), floats({0, -1000}));
}

TEST(CrossEntropy, IsTheLogarithmOfTheChoicesWhereNothingIsKnown) {
  EXPECT_FLOAT_EQ(cross_entropy(zeros({3, 8}), Tensor({3}, {0, 7, 3})).item(), std::log(8.0F));
}

TEST(Expand, MovesNoData) {
  const Tensor x({2, 1}, {1, 2});
  const Tensor y = expand(x, {2, 2, 3});
  EXPECT_TRUE(y.shares_storage(x));
  EXPECT_EQ(y.values(), floats({1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2}));
  EXPECT_TRUE(allclose(matmul(y, example({3, 2})), matmul(contiguous(y), example({3, 2}))));
  EXPECT_TRUE(allclose(matmul(example({2, 2}), y), matmul(example({2, 2}), contiguous(y))));
  EXPECT_THROW(expand(x, {3, 3}), ShapeError);
  EXPECT_THROW(expand(x, {2}), ShapeError);
}

TEST(SumToSize, UndoesABroadcast) {
  EXPECT_EQ(sum_to_size(ones({2, 3, 4}), {3, 1}).values(), floats({8, 8, 8}));
  EXPECT_EQ(sum_to_size(ones({2, 3}), {}).item(), 6);
  EXPECT_THROW(sum_to_size(ones({2, 3}), {2}), ShapeError);
}

TEST(Reshape, CopiesOnlyWhatDoesNotLieInOrder) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_TRUE(reshape(x, {6}).shares_storage(x));
  EXPECT_EQ(reshape(T(x), {6}).values(), floats({1, 4, 2, 5, 3, 6}));
}

TEST(Pad, PutsZerosAround) {
  EXPECT_EQ(pad(ones({1, 2}), 1, 1, 0).values(), floats({0, 1, 1}));
  EXPECT_EQ(pad(ones({1, 2}), 0, 0, 1).values(), floats({1, 1, 0, 0}));
}

TEST(Embedding, TakesTheRowsThatIdsName) {
  const Tensor table({3, 2}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(embedding(Tensor({2}, {2, 0}), table).values(), floats({5, 6, 1, 2}));
  EXPECT_EQ(embedding(Tensor({2}, {1, 1}), T(T(table))).values(), floats({3, 4, 3, 4}));
  EXPECT_EQ(embedding(Tensor({1, 2}, {0, 1}), T(table)).shape(), (Shape{1, 2, 3}));
  EXPECT_EQ(embedding(Tensor({1}, {1}), T(table)).values(), floats({2, 4, 6}));
  for (const float wrong : {-1.0F, 3.0F, 0.5F, infinity, std::nanf("")}) {
    EXPECT_THROW(embedding(scalar(wrong), table), ShapeError) << wrong;
  }
}

TEST(IndexAdd, AddsRowsThatShareAnId) {
  const Tensor x({3, 2}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(index_add(x, Tensor({3}, {2, 0, 2}), 4).values(), floats({3, 4, 0, 0, 6, 8, 0, 0}));
  EXPECT_THROW(index_add(x, Tensor({2}, {0, 1}), 4), ShapeError);
}

TEST(NllLoss, TakesATargetForEachRow) {
  EXPECT_THROW(nll_loss(example({3, 4}), Tensor({2}, {0, 1})), ShapeError);
  EXPECT_THROW(nll_loss(example({1, 4}), Tensor({1}, {4})), ShapeError);
}

TEST(Replay, GivesTheSameWithTheSameOperandsAndAnotherWithOthers) {
  const Tensor x = example({3, 3});
  const Tensor y = softmax(x, -1);
  EXPECT_EQ(y.operation()->value(y.operands()).values(), y.values());
  const std::vector<Tensor> others = {x * 2.0F};
  EXPECT_EQ(y.operation()->value(others).values(), softmax(x * 2.0F, -1).values());
}

}  // namespace attn::operations_test
