#include "render/width.h"

#include <gtest/gtest.h>

namespace attn::width_test {

using Lines = std::vector<std::string_view>;

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width(""), 0);
  EXPECT_EQ(display_width("token"), 5);
  EXPECT_EQ(display_width("나는"), 4);
  EXPECT_EQ(display_width("√d_k로"), 6);
  EXPECT_EQ(display_width("ㄱ"), 2);
  EXPECT_EQ(display_width("漢字"), 4);
  EXPECT_EQ(display_width("🙂"), 2);
  EXPECT_EQ(display_width("e\u0301"), 1);             // a combining accent takes no column
  EXPECT_EQ(display_width("\u1112\u1161\u11ab"), 2);  // 한, as macOS takes it apart
  EXPECT_EQ(display_width("─│▼✓✗·÷×→…"), 10);
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("토큰마다 점수 하나", 8), (Lines{"토큰마다", "점수", "하나"}));
  EXPECT_EQ(wrap("토큰마다 점수 하나", 9), (Lines{"토큰마다", "점수 하나"}));
}

TEST(Wrap, NeverBreaksAKoreanWordIfASpaceIsNear) {
  for (int width = 12; width < 60; ++width) {
    for (const std::string_view line :
         wrap("가중치의 합이 1입니다. 열의 합은 그렇지 않습니다.", width)) {
      EXPECT_LE(display_width(line), width);
      EXPECT_NE(line.back(), ' ');
    }
  }
  EXPECT_EQ(wrap("합이 1입니다", 12), (Lines{"합이 1입니다"}));
}

TEST(Wrap, BreaksAWordThatIsLongerThanALine) {
  EXPECT_EQ(wrap("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
  EXPECT_EQ(wrap("가나다", 3), (Lines{"가", "나", "다"}));
}

TEST(Wrap, KeepsShapesWithTheirNames) {
  EXPECT_EQ(wrap("see attn_scores (6,6) here", 17), (Lines{"see", "attn_scores (6,6)", "here"}));
  EXPECT_EQ(wrap("a view of (b, T, d) is", 12), (Lines{"a view", "of (b, T, d)", "is"}));
  EXPECT_EQ(wrap("words (as they are)", 9), (Lines{"words (as", "they are)"}));
}

TEST(Wrap, BreaksNamesAndShapesOnlyWhenItMust) {
  EXPECT_EQ(wrap("attn_scores (6,6)", 12), (Lines{"attn_scores", "(6,6)"}));
  EXPECT_EQ(wrap("attn_weights_dropped", 16), (Lines{"attn_weights_", "dropped"}));
  EXPECT_EQ(wrap("view (b, T, d)", 6), (Lines{"view", "(b, T,", "d)"}));
}

TEST(Wrap, KeepsLineEnds) {
  EXPECT_EQ(wrap("a\nb c", 20), (Lines{"a", "b c"}));
}

TEST(Wrap, OfNothingIsOneEmptyLine) {
  EXPECT_EQ(wrap("", 10), Lines{""});
}

TEST(Visible, EscapesWhatSteersATerminal) {
  EXPECT_EQ(visible("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(visible("tab\tnew\nline"), "tab\\x09new\\x0aline");
  EXPECT_EQ(visible("\u202eabc"), "\\u202eabc");  // right-to-left override
  EXPECT_EQ(visible("\u0085"), "\\x85");
  EXPECT_EQ(visible("\u200b"), "\\u200b");
  EXPECT_EQ(visible("👨\u200d👩\u200d👧 ❤\ufe0f"), "👨\u200d👩\u200d👧 ❤\ufe0f");  // joined emoji
  EXPECT_EQ(visible("\x9b\x33\x31m"), "\\x9b31m");  // no UTF-8, but a control to some terminals
  EXPECT_EQ(visible("\xed\x1b["), "\\xed\\x1b[");   // only the first byte of a syllable
  EXPECT_EQ(visible("\xea\xb0"), "\\xea\\xb0");
  EXPECT_EQ(visible("나는 √2 → ✓"), "나는 √2 → ✓");
}

TEST(VisibleInJson, WritesTheEscapesOfJson) {
  EXPECT_EQ(visible_in_json("[\"a\u009b\u007f\"]"), "[\"a\\u009b\\u007f\"]");
  EXPECT_EQ(visible_in_json("\"\u202e\u2066\ufeff\u2028\""), "\"\\u202e\\u2066\\ufeff\\u2028\"");
  EXPECT_EQ(visible_in_json("\"\U000e0041!\""), "\"\\udb40\\udc41!\"");  // UTF-16 has two for it
  EXPECT_EQ(visible_in_json("{\"나는\":\"√2 → ✓ 👨\u200d👩\"}"), "{\"나는\":\"√2 → ✓ 👨\u200d👩\"}");
}

TEST(Shortened, EndsInAnEllipsis) {
  EXPECT_EQ(shortened("journey", 7), "journey");
  EXPECT_EQ(shortened("journey", 5), "jour…");
  EXPECT_EQ(shortened("나는학교에", 5), "나는…");
  EXPECT_EQ(shortened("나는학교에", 6), "나는…");
}

TEST(Shortened, KeepsEscapesWhole) {
  EXPECT_EQ(shortened("ab\x1b!", 7), "ab\\x1b!");
  EXPECT_EQ(shortened("ab\x1b!!", 7), "ab\\x1b…");
  EXPECT_EQ(shortened("ab\x1b!!", 6), "ab…");
}

TEST(Padded, CountsColumnsToo) {
  EXPECT_EQ(padded_left("나", 4), "  나");
  EXPECT_EQ(padded_right("나", 4), "나  ");
  EXPECT_EQ(padded_left("longer", 3), "longer");
}

}  // namespace attn::width_test
