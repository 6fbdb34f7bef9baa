#include "lesson/tokens.h"

#include <gtest/gtest.h>

#include "lesson/settings.h"
#include "lesson/user_error.h"
#include "tensor/operations.h"

namespace attn::tokens_test {

TEST(Tokens, StandBetweenBlanksOfAnyScriptAsInPython) {
  EXPECT_EQ(parse_tokens("나는 오늘\t학교에\n간다"), (Labels{"나는", "오늘", "학교에", "간다"}));
  // No-break, ideographic and em space, line separator, next line, unit separator.
  EXPECT_EQ(parse_tokens("a\u00A0b\u3000c\u2003d\u2028e\u0085f\x1Fg"),
            (Labels{"a", "b", "c", "d", "e", "f", "g"}));
  // What str.split() leaves: zero-width space and joiner.
  EXPECT_EQ(parse_tokens("a\u200Bb \u200D"), (Labels{"a\u200Bb", "\u200D"}));
  EXPECT_EQ(parse_tokens("  the  the "), (Labels{"the", "the"}));
}

TEST(Tokens, AreOneAtLeastAndNoMoreThanAreTaken) {
  EXPECT_THROW(parse_tokens(""), UserError);
  EXPECT_THROW(parse_tokens("\xC3"), UserError);
  std::string many;
  for (int i = 0; i < 128; ++i) many += "a ";
  EXPECT_EQ(parse_tokens(many).size(), 128U);
  EXPECT_THROW(parse_tokens(many + "a"), UserError);
}

TEST(Tokens, AMatrixBecomesInputsWithNumberedTokens) {
  const Tensor inputs = as_inputs(zeros({2, 3}));
  EXPECT_EQ(inputs.name(), "inputs");
  EXPECT_EQ(*inputs.labels(0), (Labels{"t1", "t2"}));
  EXPECT_EQ(*inputs.labels(1), (Labels{"x1", "x2", "x3"}));
  EXPECT_EQ(*with_tokens(inputs, {"a", "b"}).labels(0), (Labels{"a", "b"}));
  EXPECT_THROW(with_tokens(inputs, {"a"}), UserError);
}

TEST(Tokens, OfASentenceAloneDrawItsEmbeddings) {
  const Settings drawn = make_settings(as_inputs(zeros({1, 3})), {{Setting::tokens, "a"}});
  EXPECT_TRUE(drawn.inputs_drawn());
  EXPECT_TRUE(drawn.inputs_chosen());
  drawn.inputs();
  EXPECT_TRUE(drawn.was_asked(Setting::seed));
  const Settings named =
      make_settings(as_inputs(zeros({1, 3})), {{Setting::tokens, "a"}, {Setting::input, "korean"}});
  EXPECT_FALSE(named.inputs_drawn());
  named.inputs();
  EXPECT_TRUE(named.was_asked(Setting::tokens));
  EXPECT_FALSE(named.was_asked(Setting::seed));
}

}  // namespace attn::tokens_test
