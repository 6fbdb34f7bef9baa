#include "tensor/tensor.h"

#include <gtest/gtest.h>

#include <limits>

#include "tensor/examples.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn::tensor_test {

TEST(Tensor, KeepsItsValuesRowMajor) {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(x.at({0, 2}), 3);
  EXPECT_EQ(x.at({1, 0}), 4);
  EXPECT_EQ(x.size(-1), 3);
  EXPECT_EQ(x.numel(), 6);
  EXPECT_EQ(x.strides(), (Strides{3, 1}));
}

TEST(Tensor, AScalarHasNoAxes) {
  EXPECT_EQ(scalar(2.5F).item(), 2.5F);
  EXPECT_EQ(scalar(2.5F).dim(), 0);
}

TEST(Tensor, RemembersOperationAndOperands) {
  const Tensor x = example({2, 3});
  const Tensor y = softmax(x, -1);
  ASSERT_NE(y.operation(), nullptr);
  ASSERT_NE(as<Softmax>(y.operation()), nullptr);
  EXPECT_EQ(as<Softmax>(y.operation())->dim, -1);
  EXPECT_EQ(as<LogSoftmax>(y.operation()), nullptr);
  EXPECT_EQ(as<Softmax>(x.operation()), nullptr);
  ASSERT_EQ(y.operands().size(), 1U);
  EXPECT_TRUE(y.operands()[0] == x);
}

TEST(Tensor, ForgetsWhileRecordingIsOff) {
  const Tensor x = example({2, 2});
  {
    const WithoutRecording off;
    EXPECT_EQ((x + x).operation(), nullptr);
    { const WithoutRecording again; }
    EXPECT_EQ((x + x).operation(), nullptr) << "an inner scope must not switch it on again";
  }
  EXPECT_NE((x + x).operation(), nullptr);
}

TEST(Tensor, ANameIsNotGivenUnderTheHandsOfOthers) {
  const Tensor x = example({2}).named("x");
  const Tensor query = x.named("query");
  const Tensor moved = Tensor(query).named("moved");
  EXPECT_EQ(x.name(), "x");
  EXPECT_EQ(query.name(), "query");
  EXPECT_EQ(moved.name(), "moved");
  EXPECT_TRUE(query.shares_storage(x));
}

TEST(Tensor, NamedKeepsHistoryAndLabels) {
  const auto tokens = std::make_shared<const Labels>(Labels{"a", "b"});
  const Tensor y = exp(example({2}).labelled(0, tokens));
  const Tensor named = y.named("y");
  EXPECT_EQ(named.operation(), y.operation());
  EXPECT_TRUE(named.operands()[0] == y.operands()[0]);
  EXPECT_EQ(named.labels(0), tokens.get());
}

TEST(Tensor, WhatWasJustComputedIsNamedAsItIs) {
  Tensor x = example({2});
  const void* id = x.id();
  EXPECT_EQ(std::move(x).named("x").id(), id);
}

TEST(Tensor, LabelsAreNotGivenUnderTheHandsOfOthers) {
  const Tensor x = example({2});
  const auto tokens = std::make_shared<const Labels>(Labels{"a", "b"});
  EXPECT_EQ(x.labelled(0, tokens).labels(0), tokens.get());
  EXPECT_EQ(x.labels(0), nullptr);
}

TEST(Labels, FollowTheirAxisThroughOperations) {
  const auto tokens = std::make_shared<const Labels>(Labels{"a", "b", "c"});
  const Tensor inputs = example({3, 2}).labelled(0, tokens);
  const Tensor scores = matmul(inputs, T(inputs));
  EXPECT_EQ(scores.labels(0), tokens.get());
  EXPECT_EQ(scores.labels(1), tokens.get());
  EXPECT_EQ(softmax(scores / 2.0F, -1).labels(1), tokens.get());
  EXPECT_EQ((ones({3, 3}) * scores).labels(0), tokens.get());
  const auto one = std::make_shared<const Labels>(Labels{"only"});
  const Tensor row = example({1, 3}).labelled(0, one);
  EXPECT_EQ((row / 2.0F).labels(0), one.get());
  EXPECT_EQ((row + ones({2, 3})).labels(0), nullptr) << "one name for two rows";
  EXPECT_EQ(sum(scores, -1).labels(0), tokens.get());
  EXPECT_EQ(sum(inputs, 0).labels(0), nullptr);
  EXPECT_EQ(stack({inputs, inputs}).labels(1), tokens.get());
  EXPECT_EQ(stack({inputs, inputs}).labels(0), nullptr);
  EXPECT_EQ(*flip(inputs, 0).labels(0), (Labels{"c", "b", "a"}));
  EXPECT_EQ(flip(inputs, 1).labels(0), tokens.get());
  EXPECT_EQ(stack({inputs, flip(inputs, 0)}).labels(1), nullptr) << "two names for one place";
  EXPECT_EQ(cat({inputs, inputs}, 0).labels(0), nullptr);
  EXPECT_EQ(cat({inputs, inputs}, 1).labels(0), tokens.get());
  EXPECT_EQ(transpose(inputs, 0, 1).labels(1), tokens.get());
  EXPECT_EQ(view(inputs, {3, 2, 1}).labels(0), tokens.get());
  EXPECT_EQ(view(inputs, {2, 3}).labels(0), nullptr);
  EXPECT_EQ(narrow(inputs, 1, 0, 1).labels(0), tokens.get());
  EXPECT_EQ(narrow(inputs, 0, 0, 1).labels(0), nullptr);
}

/// Two sentences, the second of which is the first from its end.
Tensor batch_of_two() {
  const auto tokens = std::make_shared<const Labels>(Labels{"a", "b", "c"});
  const Tensor inputs = Tensor({3, 2}, {1, 2, 3, 4, 5, 6}).named("x").labelled(0, tokens);
  return stack({inputs, flip(inputs, 0)});
}

std::string label(const Tensor& x, int axis, const Index& cell) {
  const std::string* name = x.label(axis, cell);
  return name ? *name : "";
}

TEST(Labels, OfABatchAreThoseOfEachSentence) {
  const Tensor batch = batch_of_two();
  EXPECT_EQ(label(batch, 1, {0, 0, 1}), "a");
  EXPECT_EQ(label(batch, 1, {1, 0, 1}), "c");
  const Tensor keys = transpose(view(matmul(batch, ones({2, 4})), {2, 3, 2, 2}), 1, 2);
  const Tensor scores = softmax(matmul(keys, transpose(keys, 2, 3)) / 2.0F, -1);  // (b, h, T, T)
  EXPECT_EQ(label(scores, 2, {0, 1, 0, 2}), "a");
  EXPECT_EQ(label(scores, 3, {0, 1, 0, 2}), "c");
  EXPECT_EQ(label(scores, 2, {1, 1, 0, 2}), "c");
  EXPECT_EQ(label(scores, 3, {1, 1, 0, 2}), "a");
  EXPECT_EQ(label(scores, 1, {1, 1, 0, 2}), "");
  EXPECT_EQ(scores.labels(2), nullptr) << "two names for one place";
  EXPECT_EQ(*select(batch, 0, 1).labels(0), (Labels{"c", "b", "a"}));
  EXPECT_EQ(select(select(batch, 0, 1), 0, 0).row_label(), "c");
  EXPECT_EQ(label(batch.detached(), 1, {1, 0, 1}), "c");
}

TEST(Labels, OfABatchAreLostWhereSentencesMoveOrMix) {
  const Tensor batch = batch_of_two();
  EXPECT_EQ(label(flip(batch, 0), 1, {0, 0, 0}), "");
  EXPECT_EQ(label(softmax(batch, 0), 1, {0, 0, 0}), "");
  EXPECT_EQ(label(transpose(batch, 0, 1), 0, {0, 0, 0}), "");
  EXPECT_EQ(label(transpose(batch, 0, 2), 1, {0, 0, 0}), "");
  EXPECT_EQ(label(narrow(batch, 0, 1, 1), 1, {0, 0, 0}), "");
  EXPECT_EQ(label(cat({batch, batch}, 0), 1, {2, 0, 0}), "");
  EXPECT_EQ(label(sum(batch, 0), 0, {0, 0}), "");
}

TEST(Labels, OutliveTheTensorTheyWereGivenTo) {
  Tensor scores = scalar(0);
  {
    const Tensor inputs =
        example({2, 2}).labelled(0, std::make_shared<const Labels>(Labels{"a", "b"}));
    scores = matmul(inputs, T(inputs));
  }
  EXPECT_EQ((*scores.labels(0))[1], "b");
}

TEST(RowLabel, IsThatOfTheRowTakenOut) {
  const Tensor inputs =
      example({2, 3}).labelled(0, std::make_shared<const Labels>(Labels{"a", "b"}));
  const Tensor query = select(inputs, 0, 1);
  EXPECT_EQ(query.row_label(), "b");
  EXPECT_EQ(matmul(inputs, query).row_label(), "b");
  EXPECT_EQ(matmul(query, T(inputs)).row_label(), "b");
  EXPECT_EQ(softmax(matmul(inputs, query), 0).row_label(), "b");
  EXPECT_EQ(inputs.row_label(), "");
  EXPECT_EQ(stack({query, query}).row_label(), "");
}

TEST(Allclose, TellsApartWhatDiffersInAPrintedDigit) {
  EXPECT_TRUE(allclose(Tensor({2}, {1, 2}), Tensor({2}, {1, 2.00001F})));
  EXPECT_FALSE(allclose(Tensor({2}, {1, 2}), Tensor({2}, {1, 2.0001F})));
}

TEST(Allclose, EqualInfinitiesAreCloseAndNanNever) {
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(allclose(scalar(inf), scalar(inf)));
  EXPECT_FALSE(allclose(scalar(inf), scalar(-inf)));
  EXPECT_FALSE(allclose(scalar(nan), scalar(nan)));
}

TEST(Allclose, OtherShapesAreAnError) {
  EXPECT_THROW(allclose(example({2}), example({3})), ShapeError);
}

}  // namespace attn::tensor_test
