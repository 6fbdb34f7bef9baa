#include "lesson/korean.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace attn::korean_test {

/// Each text, as it is read aloud, and what follows it.
using Table = std::vector<std::pair<std::string, std::string>>;

void expect(const std::string& pair, const Table& table) {
  for (const auto& [text, expected] : table) {
    EXPECT_EQ(with_particles(text + "[" + pair + "] x"), text + expected + " x");
  }
}

TEST(Particles, FollowTheLastDigitAsItIsRead) {
  expect("은/는", {{"0", "은"},
                   {"1", "은"},
                   {"2", "는"},
                   {"3", "은"},
                   {"4", "는"},
                   {"5", "는"},
                   {"6", "은"},
                   {"7", "은"},
                   {"8", "은"},
                   {"9", "는"},
                   {"10", "은"},
                   {"1000", "은"},
                   {"1.02", "는"},
                   {"0.0036", "은"},
                   {"-7", "은"},
                   {"1e-05", "는"}});
}

TEST(Particles, KnowThatRieulTakesRo) {
  expect("으로/로", {{"0", "으로"},
                     {"1", "로"},
                     {"2", "로"},
                     {"3", "으로"},
                     {"6", "으로"},
                     {"7", "로"},
                     {"8", "로"},
                     {"9", "로"},
                     {"말", "로"},
                     {"답", "으로"},
                     {"l", "로"},
                     {"n", "으로"},
                     {"scale", "로"},
                     {"50%", "로"}});
  expect("이/가", {{"1", "이"}, {"말", "이"}, {"l", "이"}});  // a consonant to all others
}

TEST(Particles, FollowHangulAndItsLetters) {
  expect("을/를", {{"나무", "를"}, {"책", "을"}, {"물", "을"}, {"ㄱ", "을"}, {"ㅏ", "를"}});
}

TEST(Particles, ReadSingleLettersAndCapitalsByTheirNames) {
  expect("과/와", {{"Q", "와"},
                   {"W_q", "와"},
                   {"d_k", "와"},
                   {"n", "과"},
                   {"M", "과"},
                   {"r", "과"},
                   {"RNN", "과"},
                   {"GPT", "와"},
                   {"√d_k", "와"},
                   {"x²", "과"},
                   {"γ", "와"},
                   {"ε", "과"},
                   {"Kᵀ", "와"}});
}

TEST(Particles, ReadOtherLettersAsWords) {
  expect("이/가", {{"journey", "가"},
                   {"step", "이"},
                   {"cat", "이"},
                   {"one", "이"},
                   {"with", "가"},
                   {"attn_scores", "가"},
                   {"mean", "이"},
                   {"scale", "이"},
                   {"head", "가"},
                   {"embedding", "이"},
                   {"mask", "가"},
                   {"point", "가"},
                   {"vec", "이"},
                   {"state", "가"},
                   {"enc_out", "이"},
                   {"token", "이"},
                   {"vector", "가"}});
}

TEST(Particles, DoNotReadBracketsAndQuotes) {
  expect("이어야/여야", {{"(6,3)", "이어야"},
                         {"(6,2)", "여야"},
                         {"[0, 1]", "이어야"},
                         {"'cat'", "이어야"},
                         {"\"나무\"", "여야"},
                         {"긴 말…", "이어야"}});
}

TEST(Particles, MayBeNothing) {
  expect("이/", {{"3", "이"}, {"2", ""}});
}

TEST(Particles, AreBothWrittenBehindWhatCannotBeRead) {
  expect("은/는", {{"家", "은(는)"}, {"🙂", "은(는)"}, {"", "은(는)"}});
  expect("으로/로", {{"家", "(으)로"}});
  expect("이라고/라고", {{"家", "(이)라고"}});
  expect("이/", {{"家", "(이)"}});
}

TEST(Particles, LeaveOtherBracketsAlone) {
  for (const std::string text :
       {"[CLS]와 [PAD]", "x[0, 1]", "[", "[]", "[/는]", "[은]", "[은/는", "a[b/c]"}) {
    EXPECT_EQ(with_particles(text), text);
  }
}

TEST(Particles, OfATextAreAllChosen) {
  EXPECT_EQ(with_particles("1[과/와] 2[을/를] 3[으로/로]"), "1과 2를 3으로");
}

TEST(Ordinals, AreWordsUpToTen) {
  EXPECT_EQ(ordinal_in_korean(1), "첫 번째");
  EXPECT_EQ(ordinal_in_korean(2), "두 번째");
  EXPECT_EQ(ordinal_in_korean(10), "열 번째");
  EXPECT_EQ(ordinal_in_korean(11), "11번째");
}

}  // namespace attn::korean_test
