#include "answer/prediction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tensor/operations.h"

/// What counts as an answer, and what is said of a wrong one.

namespace attn::prediction_test {

using Kind = Judgement::Kind;
using Question = block::Question;

Tensor inputs() {
  return Tensor({3, 2}, {0.43F, 0.15F, 0.55F, 0.87F, 0.57F, 0.85F}).named("inputs");
}
Tensor attn_scores() {
  return matmul(inputs(), transpose(inputs(), 0, 1)).named("attn_scores");
}
Question shape_of(const Tensor& x) {
  return {{"모양은?", "its shape?"}, {}, Question::ShapeOf{x}};
}
Question cell_of(const Tensor& x, const Index& index) {
  return {{"얼마?", "how much?"}, {}, Question::Cell{x, index}};
}
Question count_of(Size count) {
  return {
      {"몇 개?", "how many?"}, {}, Question::Count{{"셋씩 여섯입니다", "three times six"}, count}};
}
Question choice() {
  return {{"어느 것?", "which?"},
          {},
          Question::Choice{{{{"행", "rows"}, {"행은 옆으로 갑니다", "rows go across"}},
                            {{"열", "columns"}},
                            {{"둘 다", "both"}, {"하나뿐입니다", "it is one of them"}}},
                           1}};
}

TEST(Shapes, AreTakenAsPeopleWriteThem) {
  const Tensor x = ones({6, 2});
  for (const char* typed : {"(6, 2)", "6x2", "6,2", "6 2", "[6, 2]", "torch.Size([6, 2])", "6 × 2",
                            "6X2", "  (6,2) ", "6*2", "6 by 2", "6행 2열"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"(2, 6)", "(6)", "6,2,1", "12", "()"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::wrong) << typed;
  }
  for (const char* typed :
       {"", "six by two", "6.5x2", "6 or 2", "-6,2", "1,2,3,4,5,6,7", "99999999999999999999,2"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::unclear) << typed;
  }
  EXPECT_EQ(judge(shape_of(Tensor({}, {1.0F})), "()").kind, Kind::right);
  EXPECT_EQ(judge(shape_of(Tensor({}, {1.0F})), "torch.Size([])").kind, Kind::right);
  EXPECT_EQ(judge(shape_of(ones({6})), "(6,)").kind, Kind::right);
}

TEST(Shapes, AreTakenInTheWordsOfPrograms) {
  const Tensor x = ones({6, 2});
  for (const char* typed : {"Size([6,2])", "size (6, 2)", "shape (6,2)", "keys.shape == (6,2)",
                            "keys.shape = torch.Size([6, 2])", "<6,2>", "（６，２）", "６ｘ２",
                            "모양은 (6, 2)", "(6,2)입니다"}) {
    EXPECT_EQ(judge(shape_of(x), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"(T, d_out)", "T x d", "tokens by dimensions"}) {
    const Judgement judgement = judge(shape_of(x), typed);
    EXPECT_EQ(judgement.kind, Kind::unclear) << typed;
    EXPECT_EQ(judgement.why.en, "write the sizes as numbers, not by name: (6, 2)") << typed;
  }
  EXPECT_EQ(judge(shape_of(x), "(2*3, 2)").kind, Kind::unclear) << "it is not (2, 3, 2)";
}

TEST(Shapes, WrongOnesAreNamedWhereTheyAreKnown) {
  EXPECT_EQ(judge(shape_of(ones({6, 2})), "2,6").why.en,
            "the sizes are right, but their order is not");
  EXPECT_EQ(judge(shape_of(ones({6, 2})), "6").why.en, "wrong number of axes: yours has 1");
}

TEST(Cells, AreTakenRoundedOrCutOffAtTheSecondPlace) {
  const Question question = cell_of(Tensor({1}, {0.2379F}), {0});
  for (const char* typed : {"0.23", "0.24", ".2379", "0.238", "0.2379", "2.4e-1", "0.237900"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"0.2", "0"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::unclear) << typed;
  }
  for (const char* typed :
       {"0.22", "0.25", "0.2382", "-0.2379", "2.379", "2379", "inf", "nan", "0.3", "1"}) {
    EXPECT_EQ(judge(question, typed).kind, Kind::wrong) << typed;
  }
  for (const char* typed : {"", "x", "0.2.3", "0.23 0.24", "1/0", "/", "1e999", "9e-999"}) {
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
  const Tensor keys = matmul(inputs(), Tensor({2, 2}, {0.3F, 0.5F, 0.25F, -0.6F}).named("W_key"));
  const Tensor scores = matmul(inputs(), transpose(keys, 0, 1)).named("attn_scores");
  const Tensor weights = softmax(scores, -1).named("attn_weights");
  const Tensor by_columns = softmax(scores, 0);
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
  EXPECT_EQ(judgement.why.en, "that is the value of keys[1,0]");
}

TEST(Counts, AreWholeNumbers) {
  EXPECT_EQ(judge(count_of(1024), "1024").kind, Kind::right);
  EXPECT_EQ(judge(count_of(1024), "1,024").kind, Kind::right);
  EXPECT_EQ(judge(count_of(18), "12").why.en, "it is more");
  EXPECT_EQ(judge(count_of(18), "20").why.en, "it is less");
  EXPECT_EQ(judge(count_of(18), "eighteen").kind, Kind::unclear);
  EXPECT_EQ(judge(count_of(18), "18.5").kind, Kind::unclear);
}

TEST(Counts, AreTakenAsPeopleWriteThem) {
  for (const char* typed :
       {"48", "48.0", "48개", "48 개입니다", "48 tokens", "48 numbers", "2 × 4 × 6", "2*4*6",
        "2 x 4 x 6", "= 48", "４８", "48.", "+48", "(48)"}) {
    EXPECT_EQ(judge(count_of(48), typed).kind, Kind::right) << typed;
  }
  EXPECT_EQ(judge(count_of(51200), "51,200").kind, Kind::right);
  EXPECT_EQ(judge(count_of(51200), "51_200개").kind, Kind::right);
  EXPECT_EQ(judge(count_of(1234567), "1,234,567").kind, Kind::right);
  for (const char* typed : {"48 or 49", "4,8", "48k", "48 thousand", "4 8", "forty-eight", "48.5",
                            "1/0", "1,0240", ",048", "9e99", "48 49"}) {
    EXPECT_EQ(judge(count_of(48), typed).kind, Kind::unclear) << typed;
  }
}

TEST(Counts, AskedWithTheirSlipsAreToldWhichWasMade) {
  Question question = count_of(197);
  question.causes = {{14 * 14, {"클래스 토큰이 빠졌습니다", "the class token is missing"}}};
  EXPECT_EQ(judge(question, "196").why.en, "the class token is missing");
  EXPECT_EQ(judge(question, "195").why.en, "it is more");
}

TEST(Choices, AreTakenByNumberAndByWords) {
  for (const char* typed : {"2", "2.", "2)", "2번", "columns", "Columns", "열"}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"1", "3", "rows", "둘 다"}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::wrong) << typed;
  }
  for (const char* typed : {"(2)", "#2", "②", "option 2", "2번입니다", "2. 열", "2: columns", "２",
                            "no. 2", "보기 2", "columns."}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::right) << typed;
  }
  for (const char* typed :
       {"0", "4", "", "-1", "second", "2nd", "2 or 3", "2. rows", "22", "#", "()"}) {
    EXPECT_EQ(judge(choice(), typed).kind, Kind::unclear) << typed;
  }
}

TEST(Choices, SayWhyAnOptionIsWrong) {
  EXPECT_EQ(judge(choice(), "1").why.ko, "행은 옆으로 갑니다");
  EXPECT_EQ(judge(choice(), "rows").why.en, "rows go across");
}

TEST(Hints, GoFromTheIdeaToTheNumbersAndNeverGiveTheAnswer) {
  const Tensor scores = attn_scores();
  std::vector<Text> said = hints(shape_of(scores), 4);
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].ko, "축이 2개입니다");
  EXPECT_EQ(said[1].en, "inputs @ inputs.transpose(0, 1): (3,2) @ (2,3) → ?");
  EXPECT_EQ(said[2].en, "(3,?)");

  said = hints(cell_of(scores, {0, 1}), 4);
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].en, "the sum of 2 products");
  EXPECT_EQ(said[1].en, "inputs @ inputs.transpose(0, 1)");
  EXPECT_EQ(said[2].en, "0.4300 × 0.5500 + 0.1500 × 0.8700 = ?");

  said = hints(cell_of(transpose(scores, 0, 1).named("turned"), {0, 1}), 4);
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].en, "nothing is computed: the number comes from another cell");
  EXPECT_NE(said[2].en.find("attn_scores[1,0]"), std::string::npos) << said[2].en;

  EXPECT_EQ(hints(count_of(18), 4)[0].en, "three times six");
  EXPECT_EQ(hints(count_of(18), 4)[1].en, "it lies between 12 and 21");
  for (const Text& hint : hints(cell_of(tril(ones({2, 2})), {0, 1}), 4)) {
    EXPECT_EQ(hint.en.find("0.0"), std::string::npos) << hint.en;
  }
  for (const Text& hint : hints(shape_of(ones({3, 2})), 4)) {
    EXPECT_EQ(hint.en.find("(3,2)"), std::string::npos) << hint.en;
  }
}

TEST(Hints, DoNotEndTheirIntervalAtTheAnswer) {
  const Tensor x({3}, {0.5F, 0.7F, -0.3F});
  EXPECT_EQ(hints(cell_of(x, {0}), 4)[0].en, "it lies between 0.4 and 0.6");
  EXPECT_EQ(hints(cell_of(x, {1}), 4)[0].en, "it lies between 0.6 and 0.8");
  EXPECT_EQ(hints(cell_of(x, {2}), 4)[0].en, "it lies between -0.4 and -0.2");
}

TEST(Cells, AreAskedForTwoPlacesWhereFewerFit) {
  const Tensor x({3}, {0.8984F, 1.25F, 0.5F});
  for (const char* typed : {"0.9", "0.8", "1", "~0.9", "[0.9]"}) {
    EXPECT_EQ(judge(cell_of(x, {0}), typed).kind, Kind::unclear) << typed;
  }
  for (const char* typed : {"1.2", "1.3", "1"}) {
    EXPECT_EQ(judge(cell_of(x, {1}), typed).kind, Kind::unclear) << typed;
  }
  EXPECT_EQ(judge(cell_of(x, {0}), "0.7").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {1}), "1.4").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {2}), "0.5").kind, Kind::right) << "it has no more places";
}

TEST(Cells, AreTakenAsPeopleWriteThem) {
  const Tensor x({4}, {0.8984F, 1.41421356F, -4.0F, 0.5F});
  for (const char* typed : {"1.2705/sqrt(2)",
                            "1.2705 / √2",
                            "1.2705/2**0.5",
                            "1.2705/2^0.5",
                            "1.2705÷√2",
                            "1.2705 / math.sqrt(2)",
                            "1.2705/루트 2",
                            "tensor(0.8984)",
                            "torch.tensor(0.8984)",
                            "tensor(0.8984, grad_fn=<DivBackward0>)",
                            "[0.8984]",
                            "tensor([0.8984])",
                            "~0.898",
                            "≈0.898",
                            "= 0.8984",
                            "attn_scores_2[0] = 0.8984",
                            "1.2705/1.4142 = 0.8984",
                            "０.８９８４",
                            "약 0.898",
                            "0.8984입니다",
                            "89.84%",
                            "(0.8984)",
                            "1 - 0.1016",
                            "np.float32(0.8984)"}) {
    EXPECT_EQ(judge(cell_of(x, {0}), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"√2", "2**0.5", "2**(1/2)", "sqrt 2", "np.sqrt(2)"}) {
    EXPECT_EQ(judge(cell_of(x, {1}), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"(-4)", "-4", "−4", "-2/0.5", "-2**2", "- 4", "－４", "-(4)"}) {
    EXPECT_EQ(judge(cell_of(x, {2}), typed).kind, Kind::right) << typed;
  }
  for (const char* typed : {"50%", "1/2", "exp(0)/2", "5e-1", "50 %"}) {
    EXPECT_EQ(judge(cell_of(x, {3}), typed).kind, Kind::right) << typed;
  }
  for (const char* typed :
       {"2 + 2 = 5", "1.27/1.41 = 5", "0.5 or 0.6", "0,5", "sqrt", "√", "sqrt(-1)", "(0.5", "0.5)",
        "tensor(", "1/(1-1)", "0.5 0.6", "2x", "5%%", "((((", "x", "0x10", "1e999", "1..."}) {
    EXPECT_EQ(judge(cell_of(x, {3}), typed).kind, Kind::unclear) << typed;
  }
}

TEST(Cells, AskedWithTheirSlipsAreToldWhichWasMade) {
  Question question = cell_of(Tensor({1}, {0.8984F}), {0});
  question.causes = {{0.6353, {"d_k로 나눈 것입니다", "that is divided by d_k"}},
                     {1, {"나누지 않은 것입니다", "that is not divided"}}};
  for (const char* typed : {"0.6353", "0.63", "0.64", "0.635", "1.2705/2"}) {
    EXPECT_EQ(judge(question, typed).why.en, "that is divided by d_k") << typed;
  }
  EXPECT_EQ(judge(question, "1").why.en, "that is not divided") << "nobody rounds that far";
  EXPECT_EQ(judge(question, "0.6").why.en, "") << "it may be anything";
  EXPECT_EQ(judge(question, "0.6").kind, Kind::wrong);
  EXPECT_EQ(judge(question, "0.65").why.en, "");
}

TEST(Cells, WithFewPlacesOfTheirOwnAreTakenExactly) {
  const Tensor x({4}, {8, 1.25F, 0.57F, 0.1921F});
  EXPECT_EQ(judge(cell_of(x, {0}), "8.01").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {0}), "8.00").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {1}), "1.24").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {1}), "1.23").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {2}), "0.57").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {3}), "0.20").kind, Kind::wrong);
  EXPECT_EQ(judge(cell_of(x, {3}), "0.192100").kind, Kind::right);
  EXPECT_EQ(judge(cell_of(x, {3}), "0.19222").kind, Kind::right) << "operands have four places";
}

TEST(Cells, TakenFromWhatIsGivenAreNamed) {
  const Tensor scores = attn_scores();
  Question question = cell_of(scores / 2.0F, {0, 1});
  question.given = {scores};
  EXPECT_EQ(judge(question, formatted("{:.4f}", scores.at({0, 0}))).why.en,
            "that is the value of attn_scores[0,0]");
}

TEST(RightAnswers, AreInWords) {
  EXPECT_EQ(right_answer(shape_of(attn_scores()), 4).ko, "(3,3)");
  EXPECT_EQ(right_answer(cell_of(attn_scores(), {0, 1}), 4).en, "0.3670");
  EXPECT_EQ(right_answer(choice(), 4).ko, "2번, 열");
  EXPECT_EQ(right_answer(count_of(7), 4).en, "7");
}

}  // namespace attn::prediction_test
