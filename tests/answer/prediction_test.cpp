#include "answer/prediction.h"

#include <gtest/gtest.h>

#include "tensor/operations.h"

/// What counts as an answer, and what is said of a wrong one.

namespace attn {
namespace {

using Kind = Judgement::Kind;
using Question = block::Question;

Tensor inputs() {
  return Tensor({3, 2}, {0.43F, 0.15F, 0.55F, 0.87F, 0.57F, 0.85F}).named("inputs");
}
Tensor attn_scores() {
  return matmul(inputs(), transpose(inputs(), 0, 1)).named("attn_scores");
}
Tensor attn_weights() {
  return softmax(attn_scores(), -1).named("attn_weights");
}
Question shape_of(const Tensor& x) {
  return {{"모양은?", "its shape?"}, {}, Question::ShapeOf{x}};
}
Question cell_of(const Tensor& x, const Index& index) {
  return {{"얼마?", "how much?"}, {}, Question::Cell{x, index}};
}
Question count_of(Size count) {
  return {{"몇 개?", "how many?"}, {}, count};
}
Question choice() {
  return {{"어느 것?", "which?"},
          {},
          Question::Choice{{{"행", "rows"}, {"열", "columns"}, {"둘 다", "both"}}, 1}};
}

TEST(Shapes, AreTakenAsPeopleWriteThem) {
  const Tensor x = ones({6, 2});
  for (const char* typed : {"(6, 2)", "6x2", "6,2", "6 2", "[6, 2]", "torch.Size([6, 2])", "6 × 2",
                            "6X2", "  (6,2) ", "6*2"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"(2, 6)", "(6)", "6,2,1", "12", "()"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::wrong) << typed;
  }
  for (const char* typed :
       {"", "six by two", "6.5x2", "6 by 2", "-6,2", "1,2,3,4,5,6,7", "99999999999999999999,2"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::unclear) << typed;
  }
  EXPECT_EQ(judge(shape_of(Tensor({}, {1.0F})), "()").kind, Kind::right);
  EXPECT_EQ(judge(shape_of(Tensor({}, {1.0F})), "torch.Size([])").kind, Kind::right);
  EXPECT_EQ(judge(shape_of(ones({6})), "(6,)").kind, Kind::right);
}

TEST(Shapes, WrongOnesAreNamedWhereTheyAreKnown) {
  EXPECT_EQ(judge(shape_of(ones({6, 2})), "2,6").why.en, "the sizes are right, their order is not");
  EXPECT_EQ(judge(shape_of(ones({6, 2})), "6").why.en, "the number of axes is another: you gave 1");
}

TEST(Cells, AreTakenRoundedOrCutOffAtTheSecondPlace) {
  const Question question = cell_of(Tensor({1}, {0.2379F}), {0});
  for (const char* typed : {"0.23", "0.24", ".2379", "0.238", "0.2379", "2.4e-1", "0.237900"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"0.2", "0.3", "0", "1"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::unclear) << typed;
  }
  for (const char* typed : {"0.22", "0.25", "0.2381", "-0.2379", "2.379", "2379", "inf", "nan"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::wrong) << typed;
  }
  for (const char* typed : {"", "x", "0.2.3", "0.23 0.24", "1/0", "/"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::unclear) << typed;
  }
}

TEST(Cells, OfWholeNumbersAndFractions) {
  const Tensor x({4}, {2, 0, 1.0F / 3, -INFINITY});
  EXPECT_EQ(judge(cell_of(x, {0}), "2").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {0}), "2.0").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {0}), "3").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {1}), "0").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {2}), "1/3").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {2}), "1 / 2").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {3}), "-inf").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {3}), "inf").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {3}), "0").kind, Kind::wrong);
}

TEST(Cells, WrongOnesAreNamedByTheProgramThatGivesThem) {
  const Tensor weights = attn_weights();
  const Tensor by_columns = softmax(attn_scores(), 0);
  const Judgement judgement =
      judge(cell_of(weights, {0, 1}), formatted("{:.4f}", by_columns.at({0, 1})));
  EXPECT_EQ(judgement.kind, Kind::wrong);
  EXPECT_NE(judgement.why.en.find("Softmax ran over the columns"), std::string::npos)
      << judgement.why.en;
  EXPECT_NE(judgement.why.ko.find("softmax"), std::string::npos);
}

TEST(Cells, SaysWhichCellWasReadInstead) {
  const Tensor keys =
      matmul(inputs(), Tensor({2, 2}, {0.3F, 0.5F, 0.25F, 0.6F}).named("W_key")).named("keys");
  const Judgement judgement = judge(cell_of(keys, {0, 1}), formatted("{:.4f}", keys.at({1, 0})));
  EXPECT_EQ(judgement.why.en, "that is keys[1,0]; asked for is keys[0,1]");
}

TEST(Counts, AreWholeNumbers) {
  EXPECT_EQ(judge(count_of(1024), "1024").kind, Kind::right);
  EXPECT_EQ(judge(count_of(1024), "1,024").kind, Kind::right);
  EXPECT_EQ(judge(count_of(18), "12").why.en, "it is more");
  EXPECT_EQ(judge(count_of(18), "20").why.en, "it is less");
  EXPECT_EQ(judge(count_of(18), "eighteen").kind, Kind::unclear);
  EXPECT_EQ(judge(count_of(18), "18.5").kind, Kind::unclear);
}

TEST(Choices, AreTakenByNumberAndByWords) {
  for (const char* typed : {"2", "2.", "2)", "2번", "columns", "Columns", "열"}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"1", "3", "rows", "둘 다"}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::wrong) << typed;
  }
  for (const char* typed : {"0", "4", "", "-1", "second", "2nd"}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::unclear) << typed;
  }
}

TEST(Hints, GrowMoreTellingAndNeverGiveTheAnswer) {
  const Tensor scores = attn_scores();
  std::vector<Text> said = hints(shape_of(scores), 4);
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].en, "inputs @ inputs.transpose(0, 1): (3,2) @ (2,3) → ?");
  EXPECT_EQ(said[1].ko, "축이 2개입니다");
  EXPECT_EQ(said[2].en, "(3,?)");

  said = hints(cell_of(scores, {0, 1}), 4);
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[1].en, "0.4300 × 0.5500 + 0.1500 × 0.8700 = ?");
  EXPECT_EQ(said[2].en, "it lies between 0.3 and 0.4");

  EXPECT_EQ(hints(choice(), 4).size(), 1U);
  EXPECT_EQ(hints(choice(), 4)[0].en, "it is not number 3");
  EXPECT_EQ(hints(count_of(18), 4).size(), 3U);
}

TEST(RightAnswers, AreInWords) {
  EXPECT_EQ(right_answer(shape_of(attn_scores()), 4).ko, "(3,3)");
  EXPECT_EQ(right_answer(cell_of(attn_scores(), {0, 1}), 4).en, "0.3670");
  EXPECT_EQ(right_answer(choice(), 4).ko, "2번, 열");
  EXPECT_EQ(right_answer(count_of(7), 4).en, "7");
}

}  // namespace
}  // namespace attn
