#include "render/text.h"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "render/width.h"
#include "tensor/operations.h"

/// Pictures: a small page, and how it looks.

namespace attn::text_test {

TextStyle style(int width = 60, Language language = Language::both) {
  return {.language = language, .color = false, .width = width, .precision = 4};
}

Page small_page() {
  return Page("3.7", {"안정적인 softmax", "The stable softmax"});
}

Tensor tokens_by_two(std::vector<float> values) {
  return Tensor({2, 2}, std::move(values))
      .labelled(0, std::make_shared<const Labels>(Labels{"나는", "간다"}));
}

TEST(Heading, StandsOnOneLineIfItCan) {
  EXPECT_EQ(render_text(small_page(), style(50)),
            "3.7  안정적인 softmax           The stable softmax\n"
            "──────────────────────────────────────────────────\n\n");
}

TEST(Heading, TakesTwoLinesIfItMust) {
  EXPECT_EQ(render_text(small_page(), style(40)),
            "3.7  안정적인 softmax\n"
            "     The stable softmax\n"
            "────────────────────────────────────────\n\n");
}

TEST(Heading, ComesInOneLanguageIfAsked) {
  EXPECT_EQ(render_text(small_page(), style(40, Language::ko)),
            "3.7  안정적인 softmax\n"
            "────────────────────────────────────────\n\n");
}

std::string body(const Page& page, const TextStyle& style) {
  const std::string text = render_text(page, style);
  return text.substr(text.find('\n', text.find("───")) + 1);
}

TEST(Question, IsNotShownAndLeavesNoGap) {
  Page asking = small_page();
  asking.ask_count({"몇 개입니까?", "How many?"}, {"세어 보십시오", "count them"}, 1, {}, {});
  asking.check(true, "하나", "one");
  asking.ask_count({"몇 개입니까?", "How many?"}, {"세어 보십시오", "count them"}, 2, {}, {});
  asking.check(true, "둘", "two");
  asking.text("셋", "three");
  asking.ask_count({"몇 개입니까?", "How many?"}, {"세어 보십시오", "count them"}, 3, {}, {});
  Page plain = small_page();
  plain.check(true, "하나", "one");
  plain.check(true, "둘", "two");
  plain.text("셋", "three");
  EXPECT_EQ(body(asking, style()), body(plain, style()));
}

TEST(Paragraph, IsWrappedKoreanFirst) {
  Page page = small_page();
  page.text("가중치의 합이 1이 되도록 점수를 바꿉니다.", "Scores become weights that sum to one.");
  EXPECT_EQ(body(page, style(44)),
            "가중치의 합이 1이 되도록 점수를 바꿉니다.\n"
            "Scores become weights that sum to one.\n\n");
  EXPECT_EQ(body(page, style(40)),
            "가중치의 합이 1이 되도록 점수를\n"
            "바꿉니다.\n"
            "Scores become weights that sum to one.\n\n");
}

TEST(Code, CarriesItsLabelBesideTheFirstLine) {
  Page page = small_page();
  page.code("y = torch.softmax(x, dim=0)\n\nfor i in y:\n    print(i)");
  EXPECT_EQ(body(page, style(40)),
            "y = torch.softmax(x, dim=0)    # PyTorch\n"
            "\n"
            "for i in y:\n"
            "    print(i)\n\n");
}

TEST(Code, GoesOnFurtherInWhenItIsTooLong) {
  Page page = small_page();
  page.code("attn_weights = torch.softmax(attn_scores, dim=-1)");
  EXPECT_EQ(body(page, style(40)),
            "attn_weights = torch.softmax(  # PyTorch\n"
            "    attn_scores, dim=-1)\n\n");
}

TEST(Code, IsNeverBrokenInsideANameOrANumber) {
  Page page = small_page();
  page.code(
      "d_k_of_many = 0.123456 + keys.transpose(-2, -1)\n"
      "masked = attn_scores.masked_fill(mask.bool(), -torch.inf)");
  EXPECT_EQ(body(page, style(40)),
            "                               # PyTorch\n"
            "d_k_of_many = 0.123456 + keys.transpose(\n"
            "    -2, -1)\n"
            "masked = attn_scores.masked_fill(\n"
            "    mask.bool(), -torch.inf)\n\n");
}

/// Python takes a line for finished that ends outside brackets.
TEST(Code, EndsALineThatGoesOnOutsideBracketsInABackslash) {
  Page page = small_page();
  page.code("attn_scores_of_head = queries_of_head * keys_of_head");
  EXPECT_EQ(body(page, style(40)),
            "                               # PyTorch\n"
            "attn_scores_of_head = queries_of_head \\\n"
            "    * keys_of_head\n\n");
}

TEST(Code, PutsACommentThatHasNoRoomBeforeItsLine) {
  Page page = small_page();
  page.code(
      "total = products.sum()    # torch.dot(inputs[0], query)\n"
      "print('# no comment')\n"
      "# words that are too many to stand on one line of the terminal");
  EXPECT_EQ(body(page, style(40)),
            "# torch.dot(inputs[0], query)  # PyTorch\n"
            "total = products.sum()\n"
            "print('# no comment')\n"
            "# words that are too many to stand on\n"
            "# one line of the terminal\n\n");
}

TEST(Matrix, LinesUpUnderHangul) {
  Page page = small_page();
  const Tensor keys = tokens_by_two({0.25F, -1, 10, 0.5F}).named("keys");
  page.tensor(keys);
  page.tensor(softmax(matmul(keys, T(keys)), -1).named("attn_weights"));
  EXPECT_EQ(body(page, style()),
            "  keys (2,2)\n"
            "    나는   0.2500  -1.0000\n"
            "    간다  10.0000   0.5000\n"
            "    │ @ keys.T\n"
            "    │ softmax(dim=-1)\n"
            "    ▼\n"
            "  attn_weights (2,2)\n"
            "            나는    간다\n"
            "    나는  0.2814  0.7186\n"
            "    간다  0.0000  1.0000\n\n");
}

TEST(Matrix, OfNoAxesStandsBesideItsName) {
  Page page = small_page();
  page.tensor(scalar(0.95441F).named("attn_score_21"));
  EXPECT_EQ(body(page, style()), "  attn_score_21 ()   0.9544\n\n");
}

TEST(Matrix, ShowsTheNameOfItsRow) {
  Page page = small_page();
  page.tensor(select(tokens_by_two({1, 2, 3, 4}), 0, 1).named("query"));
  EXPECT_EQ(body(page, style()), "  query (2)\n    간다  3.0000  4.0000\n\n");
}

TEST(Matrix, WithMoreAxesComesSliceBySlice) {
  Page page = small_page();
  page.whole_numbers(view(arange(8), {1, 2, 2, 2}).named("heads"));
  EXPECT_EQ(body(page, style()),
            "  heads (1,2,2,2)\n"
            "    [0, 0]      [0, 1]\n"
            "      0  1      4  5\n"
            "      2  3      6  7\n\n");
}

TEST(Matrix, HeadsStandSideBySideUnderTheirTokens) {
  Page page = small_page();
  const auto tokens = std::make_shared<const Labels>(Labels{"나는", "간다"});
  page.whole_numbers(
      view(arange(12), {3, 2, 2}).named("heads").labelled(1, tokens).labelled(2, tokens));
  EXPECT_EQ(body(page, style()),
            "  heads (3,2,2)\n"
            "    [0]                   [1]           [2]\n"
            "            나는  간다    나는  간다    나는  간다\n"
            "      나는     0     1       4     5       8     9\n"
            "      간다     2     3       6     7      10    11\n\n");
  EXPECT_EQ(body(page, style(40)),
            "  heads (3,2,2)\n"
            "    [0]                   [1]\n"
            "            나는  간다    나는  간다\n"
            "      나는     0     1       4     5\n"
            "      간다     2     3       6     7\n"
            "    [2]\n"
            "            나는  간다\n"
            "      나는     8     9\n"
            "      간다    10    11\n\n");
}

TEST(Matrix, SentencesOfABatchStandBelowEachOtherUnderTheirOwnTokens) {
  Page page = small_page();
  const Tensor one = tokens_by_two({1, 2, 3, 4});
  page.whole_numbers(stack({one, flip(one, 0)}).named("batch"));
  EXPECT_EQ(body(page, style()),
            "  batch (2,2,2)\n"
            "    [0]\n"
            "      나는  1  2\n"
            "      간다  3  4\n"
            "    [1]\n"
            "      간다  3  4\n"
            "      나는  1  2\n\n");
}

TEST(Matrix, ASliceIsCalledByItsNames) {
  Page page = small_page();
  const auto tokens = std::make_shared<const Labels>(Labels{"나는", "간다"});
  page.whole_numbers(view(arange(4), {2, 1, 2}).named("x").labelled(0, tokens));
  EXPECT_EQ(body(page, style()),
            "  x (2,1,2)\n"
            "    [0]  나는      [1]  간다\n"
            "      0  1         2  3\n\n");
}

TEST(Matrix, WhichIsTooWideGoesOnBelow) {
  Page page = small_page();
  const auto tokens =
      std::make_shared<const Labels>(Labels{"alpha", "beta", "gamma", "delta", "epsilon"});
  page.tensor((ones({2, 5}) * 0.5F).named("wide").labelled(1, tokens));
  EXPECT_EQ(body(page, style(40)),
            "  wide (2,5)\n"
            "     alpha    beta   gamma   delta\n"
            "    0.5000  0.5000  0.5000  0.5000\n"
            "    0.5000  0.5000  0.5000  0.5000\n"
            "    epsilon\n"
            "     0.5000\n"
            "     0.5000\n\n");
}

TEST(Matrix, OfManyCellsIsSummarised) {
  Page page = small_page();
  page.whole_numbers(view(arange(1200), {40, 30}).named("large"));
  EXPECT_EQ(body(page, style()),
            "  large (40,30)\n"
            "           0     1     2  …    27    28    29\n"
            "    0      0     1     2  …    27    28    29\n"
            "    1     30    31    32  …    57    58    59\n"
            "    2     60    61    62  …    87    88    89\n"
            "    …      …     …     …  …     …     …     …\n"
            "    37  1110  1111  1112  …  1137  1138  1139\n"
            "    38  1140  1141  1142  …  1167  1168  1169\n"
            "    39  1170  1171  1172  …  1197  1198  1199\n\n");
}

TEST(Matrix, ShowsInfinityAndNan) {
  Page page = small_page();
  const float infinity = std::numeric_limits<float>::infinity();
  page.tensor(
      Tensor({3}, {-infinity, infinity, std::numeric_limits<float>::quiet_NaN()}).named("x"));
  EXPECT_EQ(body(page, style()), "  x (3)\n    -inf  inf  nan\n\n");
}

TEST(Matrix, TakesThePrecisionAskedFor) {
  Page page = small_page();
  page.tensor(Tensor({2}, {0.123456F, 2}).named("x"));
  TextStyle two = style();
  two.precision = 2;
  EXPECT_EQ(body(page, two), "  x (2)\n    0.12  2.00\n\n");
}

TEST(Matrix, EscapesAndShortensTokens) {
  Page page = small_page();
  const auto labels =
      std::make_shared<const Labels>(Labels{"\x1b[31mred", "a very long token indeed"});
  page.tensor(Tensor({2, 1}, {1, 2}).named("x").labelled(0, labels));
  EXPECT_EQ(body(page, style()),
            "  x (2,1)\n"
            "    \\x1b[31mred     1.0000\n"
            "    a very long t…  2.0000\n\n");
}

TEST(Check, SaysWhetherItHeld) {
  Page page = small_page();
  page.check(true, "합이 1입니다", "the weights sum to 1");
  page.check(false, "모두 같습니다", "all are equal");
  EXPECT_EQ(body(page, style()),
            "✓ 합이 1입니다 · the weights sum to 1\n"
            "✗ 모두 같습니다 · all are equal\n\n");
}

TEST(Check, TakesALineForEachLanguageIfItMust) {
  Page page = small_page();
  page.check(true, "모든 행의 합이 다시 1입니다", "every row sums to 1 again");
  EXPECT_EQ(body(page, style(44)),
            "✓ 모든 행의 합이 다시 1입니다\n"
            "  every row sums to 1 again\n\n");
}

TEST(Table, PutsNumbersToTheRight) {
  Page page = small_page();
  page.table({"d_k", {"평균", "mean"}}, {{Size{2}, 1.4142F}, {Size{1024}, 32.0F}});
  EXPECT_EQ(body(page, style()),
            "   d_k  평균 · mean\n"
            "     2       1.4142\n"
            "  1024      32.0000\n\n");
}

TEST(Table, StacksLanguagesAndWrapsCellsWhenNarrow) {
  Page page = small_page();
  page.table({{"하는 일", "what happens"}, {"모양", "shape"}},
             {{Text("헤드로 나누기", "split into heads"), "(2,6,2) → (2,6,2,1) → (2,2,6,1)"}});
  EXPECT_EQ(body(page, style(44)),
            "  하는 일           모양\n"
            "  what happens      shape\n"
            "  헤드로 나누기     (2,6,2) → (2,6,2,1)\n"
            "  split into heads  → (2,2,6,1)\n\n");
}

TEST(Table, BreaksNoNumberButGoesOnBelow) {
  Page page = small_page();
  page.table({"element", "product", {"누적 합", "sum so far"}, "a", "b", "c"},
             {{Size{0}, 7.4506e-09F, 123456.5F, 0.5F, 0.5F, 0.5F},
              {Size{1}, 0.5F, 0.25F, 0.5F, 0.5F, 0.5F}});
  EXPECT_EQ(body(page, style(40, Language::en)),
            "  element  product   sum so far       a\n"
            "        0   0.0000  123456.5000  0.5000\n"
            "        1   0.5000       0.2500  0.5000\n"
            "  element       b       c\n"
            "        0  0.5000  0.5000\n"
            "        1  0.5000  0.5000\n\n");
}

TEST(Plot, DrawsCurvesThatAreToldApartByTheirDots) {
  Page page = small_page();
  const Tensor x = (arange(5) - scalar(2)).named("x");
  page.plot(x, {(x * x).named("square"), relu(x).named("relu")});
  EXPECT_EQ(body(page, style(40)),
            "     ⠒⠒⠒⠒ square   ⠂⠐ ⠂ relu\n"
            "  4 ┤⠱⡀              ┊             ⢀⠎\n"
            "    │ ⠑⡄             ┊            ⢠⠊\n"
            "  3 ┤  ⠈⢆            ┊           ⡰⠁\n"
            "    │   ⠈⢢           ┊          ⡔⠁\n"
            "  2 ┤     ⠣⡀         ┊        ⢀⠜   ⡀⠐\n"
            "    │      ⠑⡄        ┊       ⢠⠊ ⠄⠈\n"
            "  1 ┤       ⠘⢄⡀      ┊     ⢀⡠⠃⠈\n"
            "    │         ⠈⠑⠢⣀   ┊  ⣀⠤⠊⠁\n"
            "  0 ┤⡀⢀ ⡀⢀ ⡀⢀ ⡀⢀ ⡀⢉⠒⡤⡠⠔⠊\n"
            "    └┬───────────────┬──────────────┬ x\n"
            "    -2               0              2\n\n");
}

TEST(Plot, LeavesOutWhatIsNoNumber) {
  Page page = small_page();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  page.plot(arange(4).named("step"), {Tensor({4}, {0.25F, nan, 0.75F, 0.75F}).named("loss")});
  EXPECT_EQ(body(page, style(40)),
            "       ⠒⠒⠒⠒ loss\n"
            "  0.7 ┤                  ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠉\n"
            "      │\n"
            "  0.6 ┤\n"
            "      │\n"
            "  0.5 ┤\n"
            "      │\n"
            "  0.4 ┤\n"
            "  0.3 ┤\n"
            "      │⡀\n"
            "      └┬─────────────────┬───────── step\n"
            "       0                 2\n\n");
}

TEST(Plot, ShowsAConstantAndNothingAtAll) {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float value : {0.0F, 3.0F, -1e30F, 1e-30F, infinity}) {
    Page page = small_page();
    page.plot(arange(2).named("step"), {Tensor({2}, {value, value}).named("constant")});
    page.plot(arange(1).named("step"), {Tensor({1}, {value}).named("point")});
    EXPECT_NE(body(page, style()).find("constant"), std::string::npos) << value;
  }
}

TEST(Color, OnlyAddsEscapeSequences) {
  Page page = small_page();
  page.text("설명입니다.", "An explanation.");
  page.code("x");
  page.tensor(tokens_by_two({1, 0, -1, 2}).named("x"));
  page.plot(arange(3).named("x"), {arange(3).named("up"), exp(arange(3)).named("exp")});
  page.check(true, "맞습니다", "it holds");
  TextStyle colored = style();
  colored.color = true;
  std::string text = render_text(page, colored);
  EXPECT_NE(text.find("\x1b["), std::string::npos);
  for (std::size_t at; (at = text.find('\x1b')) != std::string::npos;) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  EXPECT_EQ(text, render_text(page, style()));
}

TEST(Widths, NoLineIsLongerThanTheTerminal) {
  Page page = small_page();
  page.text("이 문장은 좁은 터미널에서 여러 줄로 나뉘어야 합니다.",
            "This sentence has to be broken into several lines on a narrow terminal.");
  page.code("context_vecs = MultiHeadAttention(d_in, d_out, dropout, num_heads)(batch)");
  page.tensor((ones({3, 9}) * 0.5F).named("attn_weights"));
  page.table({"a", "b"}, {{"some longer words in a cell", "and in the one beside it, too"}});
  page.plot(arange(9).named("a_long_name_for_an_axis"),
            {arange(9).named("a_name_as_long_as_few_are"), exp(arange(9) * 3.0F).named("exp"),
             (arange(9) * -1e-3F).named("another_long_name")});
  page.check(true, "주장이 길면 이것도 나뉘어야 합니다",
             "a long claim is broken as well, if need be");
  for (int width = 40; width <= 120; ++width) {
    std::istringstream lines(render_text(page, style(width)));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(display_width(line), width) << line;
    }
  }
}

}  // namespace attn::text_test
