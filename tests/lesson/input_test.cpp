#include "lesson/input.h"

#include <gtest/gtest.h>

#include "lesson/settings.h"
#include "lesson/user_error.h"

namespace attn::input_test {

Tensor parse(std::string_view text) {
  return parse_input(text, "tokens.csv");
}

TEST(Input, ReadsTokensAndNumbers) {
  const Tensor inputs = parse("token,x1,x2\nYour,0.5,-1\njourney,1e-3,+2\n");
  EXPECT_EQ(inputs.shape(), (Shape{2, 2}));
  EXPECT_EQ(inputs.values(), (std::vector<float>{0.5F, -1, 0.001F, 2}));
  EXPECT_EQ(*inputs.labels(0), (Labels{"Your", "journey"}));
  EXPECT_EQ(*inputs.labels(1), (Labels{"x1", "x2"}));
  EXPECT_EQ(inputs.name(), "inputs");
}

TEST(Input, PassesOverWhatSpreadsheetsAdd) {
  const Tensor inputs = parse("\xEF\xBB\xBFtoken,x1\r\n나는,1\r\n간다,2\r\n\r\n");
  EXPECT_EQ(*inputs.labels(0), (Labels{"나는", "간다"}));
  EXPECT_EQ(inputs.values(), (std::vector<float>{1, 2}));
}

TEST(Input, PassesOverEmptyLines) {
  EXPECT_EQ(parse("\n \ntoken,x1\n\na,1\n\t\nb,2\n\n").values(), (std::vector<float>{1, 2}));
}

TEST(Input, WhatIsTooSmallForAFloatIsZeroAsInPyTorch) {
  EXPECT_EQ(parse("token,x1,x2\na,1e-50,-1e-999\n").values(), (std::vector<float>{0, 0}));
  EXPECT_EQ(parse("token,x1\na,1e-40\n").values(), (std::vector<float>{1e-40F}));
}

TEST(Input, TakesBlanksAroundFieldsAndNoLineEndAtTheEnd) {
  EXPECT_EQ(parse("token, x1\n a , 1.5 ").values(), (std::vector<float>{1.5F}));
}

TEST(Input, TokensMayStandInQuotes) {
  const Tensor inputs = parse("token,x1\n\",\",1\n\"say \"\"hi\"\"\",2\n");
  EXPECT_EQ((*inputs.labels(0))[0], ",");
  EXPECT_EQ((*inputs.labels(0))[1], "say \"hi\"");
}

struct Bad {
  const char* text;
  const char* where;
  const char* problem;
  std::size_t column;  ///< 0: no line is shown
};

class BadInput : public testing::TestWithParam<Bad> {};

TEST_P(BadInput, SaysWhereAndWhat) {
  const Bad& bad = GetParam();
  try {
    parse(bad.text);
    FAIL() << "taken: " << bad.text;
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, bad.where);
    EXPECT_EQ(error.problem.en, bad.problem);
    EXPECT_EQ(error.excerpt ? error.excerpt->column : 0, bad.column);
    EXPECT_FALSE(error.problem.ko.empty());
    EXPECT_FALSE(error.fix.ko.empty());
    EXPECT_FALSE(error.fix.en.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Input, BadInput,
    testing::Values(
        Bad{"", "tokens.csv", "the file is empty", 0},
        Bad{"\n \n", "tokens.csv", "the file is empty", 0},
        Bad{"token,x1\n", "tokens.csv", "there is no token", 0},
        Bad{"Your,0.4\njourney,0.5\n", "tokens.csv:1:1", "expected a header that starts with token",
            1},
        Bad{"token\na\n", "tokens.csv:1:6", "the header names no column", 6},
        Bad{"token,x1\na,abc\n", "tokens.csv:2:3", "expected a number, got \"abc\"", 3},
        Bad{"token,x1\n가나,다\n", "tokens.csv:2:4", "expected a number, got \"다\"", 4},
        Bad{"token,x1\na,0.5x\n", "tokens.csv:2:3", "expected a number, got \"0.5x\"", 3},
        Bad{"token,x1\na,0.5 x\n", "tokens.csv:2:3", "expected a number, got \"0.5 x\"", 3},
        Bad{"token,x1\na,0x1F\n", "tokens.csv:2:3", "expected a number, got \"0x1F\"", 3},
        Bad{"token,x1\na,\"0.5\"\n", "tokens.csv:2:3", "expected a number, got \"0.5\"", 3},
        Bad{"token,x1\na,+-1\n", "tokens.csv:2:3", "expected a number, got \"+-1\"", 3},
        Bad{"token,x1\na,\n", "tokens.csv:2:3", "expected a number, got nothing", 3},
        Bad{"token,x1\na,nan\n", "tokens.csv:2:3", "expected a finite number, got \"nan\"", 3},
        Bad{"token,x1\na,-inf\n", "tokens.csv:2:3", "expected a finite number, got \"-inf\"", 3},
        Bad{"token,x1\na,1e39\n", "tokens.csv:2:3", "1e39 does not fit into a float32", 3},
        Bad{"token,x1,x2\na,1\n", "tokens.csv:2:4", "expected 3 values as in the header, got 2", 4},
        Bad{"token,x1\na,1,2\n", "tokens.csv:2:5", "expected 2 values as in the header, got 3", 5},
        Bad{"token,x1\na,1\n\nb\n", "tokens.csv:4:2", "expected 2 values as in the header, got 1",
            2},
        Bad{"token,x1\ra,1\r", "tokens.csv", "its lines end in \\r, not in \\n", 0},
        Bad{"token,x1\n,1\n", "tokens.csv:2:1", "the token is empty", 1},
        Bad{"token,x1\n\"a,1\n", "tokens.csv:2:1", "this quote is never closed", 1},
        Bad{"token,x1\n\"a\"b,1\n", "tokens.csv:2:4", "expected a comma after the closing quote",
            4},
        Bad{"token,x1\n\xB3\xAA,1\n", "tokens.csv:2", "there is a byte that is not UTF-8", 0}));

TEST(BadInput, AnotherSeparatorIsNamed) {
  const auto fix = [](std::string_view text) {
    try {
      parse(text);
    } catch (const UserError& error) {
      return error.fix.en;
    }
    return std::string("taken");
  };
  EXPECT_EQ(fix("token;x1\na;1\n"), "separate the values with commas, not with ;");
  EXPECT_EQ(fix("token\tx1\na\t1\n"), "separate the values with commas, not with tabs");
  EXPECT_EQ(fix("token,x1\na;1\n"), "separate the values with commas, not with ;");
}

TEST(BadInput, ANulByteIsNoText) {
  try {
    parse(std::string_view("token,x1\na,1\0\n", 14));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, "tokens.csv:2");
    EXPECT_EQ(error.problem.en, "there is a NUL byte, so this is no text file");
  }
}

TEST(BadInput, MoreTokensOrColumnsThanTheLimitAreRefused) {
  std::string many = "token,x1\n";
  for (Size i = 0; i < Settings::max_tokens; ++i) many += "a,1\n";
  EXPECT_EQ(parse(many).size(0), Settings::max_tokens);
  EXPECT_THROW(parse(many + "a,1\n"), UserError);

  std::string header = "token";
  std::string row = "a";
  for (Size i = 0; i < Settings::max_d_in; ++i) header += ",x", row += ",1";
  EXPECT_EQ(parse(header + "\n" + row + "\n").size(1), Settings::max_d_in);
  EXPECT_THROW(parse(header + ",x\n" + row + ",1\n"), UserError);
}

TEST(DefaultHeads, AreTheSmallestDivisorAboveOne) {
  EXPECT_EQ(default_heads(2), 2);
  EXPECT_EQ(default_heads(12), 2);
  EXPECT_EQ(default_heads(9), 3);
  EXPECT_EQ(default_heads(7), 7);
  EXPECT_EQ(default_heads(1), 1);
  EXPECT_EQ(default_heads(1009), 1);
}

Settings settings_of(const std::string& input, const Choices& choices = {}) {
  return make_settings(parse(input), choices);
}

TEST(Settings, TheSecondTokenAsksOrTheLastIfThereAreFewer) {
  EXPECT_EQ(settings_of("token,x\na,1\nb,2\nc,3\n").query(), 1);
  EXPECT_EQ(settings_of("token,x\na,1\n").query(), 0);
}

TEST(Settings, FollowFromOneAnother) {
  const std::string input = "token,x\na,1\nb,2\n";
  const Settings usual = settings_of(input);
  EXPECT_EQ(usual.d_out(), 2);
  EXPECT_EQ(usual.heads(), 2);
  EXPECT_EQ(usual.d_out_or(4), 4);
  const Settings heads = settings_of(input, {{Setting::heads, "3"}});
  EXPECT_EQ(heads.d_out(), 3) << "no less than the heads need";
  EXPECT_EQ(heads.d_out_or(4), 6);
  const Settings d_out = settings_of(input, {{Setting::d_out, "9"}});
  EXPECT_EQ(d_out.heads(), 3);
  EXPECT_EQ(d_out.d_out_or(4), 9);
  EXPECT_THROW(settings_of(input, {{Setting::d_out, "9"}, {Setting::heads, "2"}}), UserError);
  EXPECT_EQ(usual.context_length(), 8);
  EXPECT_EQ(settings_of(input, {{Setting::context_length, "2"}}).context_length(), 2);
}

TEST(Settings, RememberWhatWasAskedFor) {
  const Settings settings = settings_of("token,x\na,1\nb,2\n");
  EXPECT_FALSE(settings.was_asked(Setting::input));
  settings.query_token();
  EXPECT_TRUE(settings.was_asked(Setting::input));
  EXPECT_TRUE(settings.was_asked(Setting::query));
  EXPECT_FALSE(settings.was_asked(Setting::bias));
  settings.bias();
  EXPECT_TRUE(settings.was_asked(Setting::bias));
  EXPECT_FALSE(settings.was_asked(Setting::heads));
  settings.d_out();
  EXPECT_TRUE(settings.was_asked(Setting::heads)) << "d_out follows from them";
}

TEST(Settings, AreWrittenAsAShellTakesThem) {
  EXPECT_EQ(command_line({}), "");
  EXPECT_EQ(command_line({{Setting::bias, ""}, {Setting::d_out, "6"}}), "--d-out 6 --bias");
  EXPECT_EQ(command_line({{Setting::input, "my file.csv"}}), "--input 'my file.csv'");
  EXPECT_EQ(command_line({{Setting::input, "it's $5.csv"}}), "--input 'it'\\''s $5.csv'");
  EXPECT_EQ(command_line({{Setting::input, "나는.csv"}}), "--input '나는.csv'");
}

}  // namespace attn::input_test
