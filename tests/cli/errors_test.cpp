#include <gtest/gtest.h>

#include <sstream>

#include "catalogue.h"
#include "chapter3_attention/chapter.h"
#include "cli/process.h"

/// Whole messages for everything that a user can get wrong. None writes to standard output.

namespace attn::errors_test {

struct Wrong {
  const char* arguments;
  const char* message;
};

/// A text with {chapters} as their numbers, {last} as that of the last step of chapter 3, and {no
/// step} as the next, which does not exist.
std::string filled_in(std::string text) {
  std::string numbers;
  for (const Chapter* chapter : chapters()) {
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(chapter->number);
  }
  const int last = chapter3_attention.steps.back().number;
  for (const auto& [place, number] : {std::pair<std::string, std::string>("{chapters}", numbers),
                                      {"{last}", std::to_string(last)},
                                      {"{no step}", std::to_string(last + 1)}}) {
    const std::size_t at = text.find(place);
    if (at != std::string::npos) text.replace(at, place.size(), number);
  }
  return text;
}

void PrintTo(const Wrong& wrong, std::ostream* os) {
  *os << wrong.arguments;
}

class WrongWords : public testing::TestWithParam<Wrong> {};

TEST_P(WrongWords, AreAnsweredWithWhereWhatAndFix) {
  const Outcome outcome = attn("--lang en " + filled_in(GetParam().arguments));
  EXPECT_EQ(outcome.err, filled_in(GetParam().message));
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.code, 2);
}

INSTANTIATE_TEST_SUITE_P(
    Commands, WrongWords,
    testing::Values(
        Wrong{"rum 11", "attn: rum: there is no such command\nfix: did you mean run?\n"},
        Wrong{"frobnicate", "attn: frobnicate: there is no such command\nfix: see attn help\n"},
        Wrong{"rnu", "attn: rnu: there is no such command\nfix: did you mean run?\n"},
        Wrong{"lsit", "attn: lsit: there is no such command\nfix: did you mean list?\n"},
        Wrong{"dfif 11 -", "attn: dfif: there is no such command\nfix: did you mean diff?\n"},
        Wrong{"laern", "attn: laern: there is no such command\nfix: did you mean learn?\n"},
        Wrong{"chekc", "attn: chekc: there is no such command\nfix: did you mean check?\n"},
        Wrong{"exlpain 3", "attn: exlpain: there is no such command\nfix: did you mean explain?\n"},
        Wrong{"ls", "attn: ls: there is no such command\nfix: did you mean list?\n"},
        Wrong{"show 11", "attn: show: there is no such command\nfix: did you mean run?\n"},
        Wrong{"all", "attn: all: there is no such command\nfix: did you mean attn run all?\n"},
        Wrong{"ch3", "attn: ch3: there is no such command\nfix: did you mean attn run ch3?\n"},
        Wrong{"chapter3",
              "attn: chapter3: there is no such command\nfix: did you mean attn run ch3?\n"},
        Wrong{"help rnu", "attn: rnu: there is no such command\nfix: did you mean run?\n"},
        Wrong{"help run list", "attn: list: help takes one command\nfix: write attn help run\n"},
        Wrong{"11", "attn: 11: there is no such command\nfix: did you mean attn run 11?\n"},
        Wrong{"run --sed 3", "attn: --sed: there is no such option\nfix: did you mean --seed?\n"},
        Wrong{"run -x", "attn: -x: there is no such option\nfix: see attn help\n"},
        Wrong{"run 11 --json",
              "attn: --json: there is no such option\nfix: did you mean --format json?\n"},
        Wrong{"--json",
              "attn: --json: there is no such option\nfix: did you mean --format json?\n"},
        Wrong{"run 40 --num-heads 2",
              "attn: --num-heads: there is no such option\nfix: did you mean --heads?\n"},
        Wrong{"run 40 --num-heads=2",
              "attn: --num-heads=2: there is no such option\nfix: did you mean --heads?\n"},
        Wrong{"run --language ko",
              "attn: --language: there is no such option\nfix: did you mean --lang?\n"},
        Wrong{"-v", "attn: -v: there is no such option\nfix: did you mean --version?\n"},
        Wrong{"-V", "attn: -V: there is no such option\nfix: did you mean --version?\n"},
        Wrong{"--helpp", "attn: --helpp: there is no such option\nfix: did you mean --help?\n"},
        Wrong{
            "list --seed 3",
            "attn: --seed: attn list has no use for it\n"
            "fix: taken by: attn learn, attn run, attn inputs, attn explain, attn diff, attn code, "
            "attn practice, attn watch, attn check\n"},
        Wrong{"inputs 3",
              "attn: 3: inputs takes nothing but options\nfix: write attn inputs --input FILE\n"},
        Wrong{"help --format html",
              "attn: --format: help is not written as HTML\nfix: write --format json\n"},
        Wrong{"learn 3 --format json",
              "attn: --format: learn is a dialogue, it has no such form\n"
              "fix: for your progress: attn learn --progress --format json\n"},
        Wrong{"watch",
              "attn: watch: expected a file or a folder, got 0 words\n"
              "fix: attn watch mine.py, or in another language attn watch mine.cpp -- COMMAND\n"},
        Wrong{"watch a.py b.py -- c",
              "attn: watch: expected a file or a folder, got 2 words\n"
              "fix: attn watch mine.py, or in another language attn watch mine.cpp -- COMMAND\n"},
        Wrong{"watch -",
              "attn: watch: standard input is never saved\n"
              "fix: attn watch mine.py, or in another language attn watch mine.cpp -- COMMAND\n"},
        Wrong{"watch README.md",
              "attn: README.md: it is no Python file (.py), so how to run it is not known\n"
              "fix: write the command behind --: attn watch README.md -- COMMAND…\n"},
        Wrong{"watch data",
              "attn: data: no program (.py) in it says which step it is for\n"
              "fix: write a line such as # attn 3.23 or // attn 3.23 into the first five of the "
              "file\n"},
        Wrong{"run 11 --update",
              "attn: --update: attn run has no use for it\nfix: taken by: attn check\n"},
        Wrong{"run --version",
              "attn: --version: attn run has no use for it\nfix: taken by: attn\n"},
        Wrong{"--update",
              "attn: --update: it is of no use without a command\nfix: taken by: attn check\n"},
        Wrong{
            "--seed 3 run 16",
            "attn: --seed: it stands before the command\nfix: write it behind: attn run --seed N\n"},
        Wrong{"completion",
              "attn: completion: expected one of bash, zsh, fish\n"
              "fix: write, say, source <(attn completion bash)\n"},
        Wrong{"run -- --seed",
              "attn: --seed: there is no such step\n"
              "fix: write 11, 5-7, 3.11, ch3 or all (attn list)\n"},
        Wrong{"run list",
              "attn: list: there is no such step\n"
              "fix: write 11, 5-7, 3.11, ch3 or all (attn list)\n"},
        Wrong{"run --seed",
              "attn: --seed: its value is missing\n"
              "fix: write --seed N: the seed of all random numbers\n"},
        Wrong{"run --seed=",
              "attn: --seed: its value is missing\n"
              "fix: write --seed N: the seed of all random numbers\n"},
        Wrong{"run --seed -- 5",
              "attn: --seed: its value is missing\n"
              "fix: write --seed N: the seed of all random numbers\n"},
        Wrong{"run --seed --color never",
              "attn: --seed: its value is missing\n"
              "fix: write --seed N: the seed of all random numbers\n"},
        Wrong{"run --measure=yes",
              "attn: --measure: it takes no value\nfix: write --measure alone\n"},
        Wrong{"--help=3", "attn: --help: it takes no value\nfix: write --help alone\n"}));

INSTANTIATE_TEST_SUITE_P(
    Steps, WrongWords,
    testing::Values(
        Wrong{"run {no step}",
              "attn: chapter 3 has no step {no step}\nfix: it has steps 1 to {last} (attn list)\n"},
        Wrong{"run 0",
              "attn: chapter 3 has no step 0\nfix: it has steps 1 to {last} (attn list)\n"},
        Wrong{"run 40-{no step}",
              "attn: chapter 3 has no step {no step}\nfix: it has steps 1 to {last} (attn list)\n"},
        Wrong{"run 9.1", "attn: there is no chapter 9\nfix: chapters: {chapters} (attn list)\n"},
        Wrong{"run ch9", "attn: there is no chapter 9\nfix: chapters: {chapters} (attn list)\n"},
        Wrong{
            "list 11",
            "attn: there is no chapter 11\nfix: chapters: {chapters}; to see a step: attn run 11\n"},
        Wrong{"list x", "attn: x: expected the number of a chapter\nfix: chapters: {chapters}\n"},
        Wrong{"run 7-5",
              "attn: 7-5: the range runs backwards\nfix: start with the smaller number: 5-7\n"},
        Wrong{"run 3.40-4.2",
              "attn: 3.40-4.2: a range stays within one chapter\n"
              "fix: name each chapter's part: 3.40-3.42 4.1-4.3\n"},
        Wrong{"run al", "attn: al: there is no such step\nfix: did you mean all?\n"},
        Wrong{
            "run 1a",
            "attn: 1a: there is no such step\nfix: write 11, 5-7, 3.11, ch3 or all (attn list)\n"},
        Wrong{"run chapter3", "attn: chapter3: there is no such step\nfix: did you mean ch3?\n"},
        Wrong{"run 1,2", "attn: 1,2: there is no such step\nfix: put blanks between steps: 5 7\n"},
        Wrong{"run 11 99999999999999999999",
              "attn: chapter 3 has no step 99999999999999999999\n"
              "fix: it has steps 1 to {last} (attn list)\n"},
        Wrong{"run 1-99999999999",
              "attn: chapter 3 has no step 99999999999\n"
              "fix: it has steps 1 to {last} (attn list)\n"}));

INSTANTIATE_TEST_SUITE_P(
    Settings, WrongWords,
    testing::Values(
        Wrong{"run 23 --query 7",
              "attn: --query: expected a whole number from 1 to 6, got \"7\"\n"
              "fix: number a token: --query 1 is the first\n"},
        Wrong{"run 23 --query 0",
              "attn: --query: expected a whole number from 1 to 6, got \"0\"\n"
              "fix: number a token: --query 1 is the first\n"},
        Wrong{"run 23 --d-out 0",
              "attn: --d-out: expected a whole number from 1 to 1024, got \"0\"\n"
              "fix: write, say, --d-out 4\n"},
        Wrong{"run 23 --d-out 1025",
              "attn: --d-out: expected a whole number from 1 to 1024, got \"1025\"\n"
              "fix: write, say, --d-out 4\n"},
        Wrong{"run 23 --d-out 4.0",
              "attn: --d-out: expected a whole number from 1 to 1024, got \"4.0\"\n"
              "fix: write, say, --d-out 4\n"},
        Wrong{"run 40 --d-out 2 --heads 3",
              "attn: --heads: 3 heads do not divide d_out 2\n"
              "fix: use a multiple of the heads, such as --d-out 6\n"},
        Wrong{"run 40 --heads 0",
              "attn: --heads: expected a whole number from 1 to 16, got \"0\"\n"
              "fix: use a number that divides d_out\n"},
        Wrong{"run 4.6 --context-length 5",
              "attn: --context-length: expected a whole number from 6 to 256, got \"5\"\n"
              "fix: the mask must cover the input (6 tokens): write, say, --context-length 8\n"},
        Wrong{"run 4.6 --context-length 257",
              "attn: --context-length: expected a whole number from 6 to 256, got \"257\"\n"
              "fix: the mask must cover the input (6 tokens): write, say, --context-length 8\n"},
        Wrong{"run 4.6 --context-length long",
              "attn: --context-length: expected a whole number from 6 to 256, got \"long\"\n"
              "fix: the mask must cover the input (6 tokens): write, say, --context-length 8\n"},
        Wrong{"run 7.2 --ablate 2.0",
              "attn: --ablate: expected layer.head, several with commas between, got \"2.0\"\n"
              "fix: layers go from 0 to 1, heads from 0 to 3: write, say, --ablate 0.0,1.3\n"},
        Wrong{"run 7.2 --ablate 0.1,",
              "attn: --ablate: expected layer.head, several with commas between, got \"0.1,\"\n"
              "fix: layers go from 0 to 1, heads from 0 to 3: write, say, --ablate 0.0,1.3\n"},
        Wrong{"run 7.2 --ablate 1",
              "attn: --ablate: expected layer.head, several with commas between, got \"1\"\n"
              "fix: layers go from 0 to 1, heads from 0 to 3: write, say, --ablate 0.0,1.3\n"},
        Wrong{"run 7.2 --ablate 0.4",
              "attn: --ablate: expected layer.head, several with commas between, got \"0.4\"\n"
              "fix: layers go from 0 to 1, heads from 0 to 3: write, say, --ablate 0.0,1.3\n"},
        Wrong{"weights a b",
              "attn: weights: \"b\" follows the file\n"
              "fix: name one file, or none: attn weights\n"},
        Wrong{"run 4.6 --context-length",
              "attn: --context-length: its value is missing\n"
              "fix: write --context-length N: chapter 4: how many tokens its mask is for (default "
              "8, or all there are)\n"},
        Wrong{"run 4.4 --bias=yes", "attn: --bias: it takes no value\nfix: write --bias alone\n"},
        Wrong{"check 4.4 --bias",
              "attn: --bias: the kept outputs are of the default settings\n"
              "fix: leave out --bias, or name a folder of outputs made with it: --expected DIR\n"},
        Wrong{"run 36 --dropout 1",
              "attn: --dropout: expected a number from 0 up to, but not including, 1, got \"1\"\n"
              "fix: write the share to drop, such as 0.1\n"},
        Wrong{"run 36 --dropout 1e400",
              "attn: --dropout: expected a number from 0 up to, but not including, 1, got "
              "\"1e400\"\nfix: write the share to drop, such as 0.1\n"},
        Wrong{"run 36 --dropout -0.1",
              "attn: --dropout: expected a number from 0 up to, but not including, 1, got "
              "\"-0.1\"\nfix: write the share to drop, such as 0.1\n"},
        Wrong{"run 36 --dropout nan",
              "attn: --dropout: expected a number from 0 up to, but not including, 1, got "
              "\"nan\"\nfix: write the share to drop, such as 0.1\n"},
        Wrong{"run 7.11 --temperature 0",
              "attn: --temperature: expected a number from 0.001 to 100, got \"0\"\n"
              "fix: write, say, --temperature 0.7\n"},
        Wrong{"run 7.11 --temperature warm",
              "attn: --temperature: expected a number from 0.001 to 100, got \"warm\"\n"
              "fix: write, say, --temperature 0.7\n"},
        Wrong{"run 7.12 --top-k 0",
              "attn: --top-k: expected a whole number from 1 to 256, got \"0\"\n"
              "fix: write, say, --top-k 5\n"},
        Wrong{"run 7.12 --top-p 1.01",
              "attn: --top-p: expected a number from 0.001 to 1, got \"1.01\"\n"
              "fix: write, say, --top-p 0.8\n"},
        Wrong{"run 7.12 --top-p nan",
              "attn: --top-p: expected a number from 0.001 to 1, got \"nan\"\n"
              "fix: write, say, --top-p 0.8\n"},
        Wrong{"run 16 --seed 18446744073709551616",
              "attn: --seed: expected a seed that PyTorch takes, got \"18446744073709551616\"\n"
              "fix: write a whole number from -9223372036854775808 to 18446744073709551615\n"},
        Wrong{"run 16 --seed -9223372036854775809",
              "attn: --seed: expected a seed that PyTorch takes, got \"-9223372036854775809\"\n"
              "fix: write a whole number from -9223372036854775808 to 18446744073709551615\n"},
        Wrong{"run 16 --seed 1.5",
              "attn: --seed: expected a seed that PyTorch takes, got \"1.5\"\n"
              "fix: write a whole number from -9223372036854775808 to 18446744073709551615\n"}));

INSTANTIATE_TEST_SUITE_P(
    Style, WrongWords,
    testing::Values(
        Wrong{"run 11 --precision 9",
              "attn: --precision: expected a whole number from 1 to 8, got \"9\"\n"
              "fix: give the number of decimals\n"},
        Wrong{"run 11 --width 39",
              "attn: --width: expected a whole number from 40 to 400, got \"39\"\n"
              "fix: give the terminal's width in columns\n"},
        Wrong{
            "run 11 --format jso",
            "attn: --format: expected one of text, json, html, got \"jso\"\nfix: did you mean json?\n"},
        Wrong{"run 11 --color maybe",
              "attn: --color: expected one of auto, always, never, got \"maybe\"\n"
              "fix: write --color auto\n"}));

INSTANTIATE_TEST_SUITE_P(
    Files, WrongWords,
    testing::Values(
        Wrong{"run 2 --input no/such.csv",
              "attn: no/such.csv: there is no such file\n"
              "fix: check the file's name and permissions\n"},
        Wrong{"run 2 --input ''",
              "attn: --input: its value is missing\n"
              "fix: write --input INPUT: input: CSV (header token,x1,x2,…), .npy, FILE.npz:name, "
              ".safetensors (-: standard input)\n"},
        Wrong{"check 2 --expected ''",
              "attn: --expected: its value is missing\n"
              "fix: write --expected DIR: the folder of kept outputs (default: built in)\n"},
        Wrong{
            "run 2 --input - </dev/null",
            "attn: -: the file is empty\n"
            "fix: make the first line token,x1,x2,… and give a token and its numbers on each line "
            "after it\n"},
        Wrong{"run 2 --input data",
              "attn: data: this is a directory, not a file\n"
              "fix: check the file's name and permissions\n"},
        Wrong{"run 2 --input - </dev/zero",
              "attn: -: the file is larger than 4 MiB\nfix: keep only the part you need\n"},
        Wrong{"run 2 --input /dev/zero",
              "attn: /dev/zero: this is no ordinary file but a pipe, a device or a socket\n"
              "fix: give an ordinary file, or - for standard input\n"},
        Wrong{"check 11 --update --expected ''",
              "attn: --expected: its value is missing\n"
              "fix: write --expected DIR: the folder of kept outputs (default: built in)\n"}));

TEST(WrongContextLength, IsSaidInBoth) {
  const Outcome outcome = attn("run 4.6 --context-length 3 --input data/korean.csv");
  EXPECT_EQ(
      outcome.err,
      "attn: --context-length: 4부터 256까지의 정수가 와야 하는데 \"3\"입니다\n"
      "attn: --context-length: expected a whole number from 4 to 256, got \"3\"\n"
      "고치기: 마스크는 입력의 토큰 수(4)보다 작을 수 없습니다: --context-length 6처럼 쓰십시오\n"
      "fix: the mask must cover the input (4 tokens): write, say, --context-length 6\n");
  EXPECT_EQ(outcome.code, 2);
}

TEST(WrongLanguage, IsSaidInBoth) {
  const Outcome outcome = attn("run 11 --lang kr");
  EXPECT_EQ(outcome.err,
            "attn: --lang: ko, en, both 중 하나가 와야 하는데 \"kr\"입니다\n"
            "attn: --lang: expected one of ko, en, both, got \"kr\"\n"
            "고치기: 혹시 ko입니까?\n"
            "fix: did you mean ko?\n");
  EXPECT_EQ(outcome.code, 2);
}

/// What once was written into a profile must not stand in the way of every command.
TEST(WrongEnvironment, IsSaidAndPassedOver) {
  const Outcome outcome = attn("run 11", "ATTN_LANG=fr");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, attn("run 11").out);
  EXPECT_EQ(
      outcome.err,
      "attn: ATTN_LANG: ko, en, both 중 하나가 와야 하는데 \"fr\"입니다 · expected one of ko, "
      "en, both, got \"fr\"\n");
  EXPECT_EQ(attn("--version", "ATTN_LANG=fr").code, 0);
  EXPECT_EQ(attn("--help", "ATTN_LANG=fr").code, 0);
}

TEST(Environment, LargeLettersAreAsGood) {
  const Outcome outcome = attn("run 11", "ATTN_LANG=EN");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, attn("run 11 --lang en").out);
}

TEST(WrongWord, IsEscapedAndCutWhenSaidAgain) {
  EXPECT_EQ(attn("run --lang en \"$(printf '\\355\\033[31m\\2331m')\"").err,
            "attn: \\xed\\x1b[31m\\x9b1m: there is no such step\n"
            "fix: write 11, 5-7, 3.11, ch3 or all (attn list)\n");
  EXPECT_EQ(attn("run --lang en --query " + std::string(5000, '7')).err,
            "attn: --query: expected a whole number from 1 to 6, got \"" + std::string(40, '7') +
                "…\"\nfix: number a token: --query 1 is the first\n");
}

TEST(WrongInput, AMegabyteBeforeTheMistakeIsNoTrouble) {
  const TemporaryFile file("token,x1\n" + std::string(1 << 20, 'a') + ",oops\n");
  EXPECT_NE(attn("run 2 --lang en --input " + file.path()).err.find("got \"oops\""),
            std::string::npos);
}

TEST(WrongInput, IsShownWithACaret) {
  const TemporaryFile file("token,x1,x2\nYour,0.43,0.15\njourney,0.55,abc\n");
  const Outcome outcome = attn("run 2 --lang en --input " + file.path());
  EXPECT_EQ(outcome.err, "attn: " + file.path() +
                             ":3:14: expected a number, got \"abc\"\n"
                             "  journey,0.55,abc\n"
                             "               ^\n"
                             "fix: write a decimal such as 0.43 or -1.5e-3\n");
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.code, 2);
}

TEST(WrongInput, PutsTheCaretUnderTheRightHangul) {
  const TemporaryFile file("token,x1\n나는,하나\n");
  const Outcome outcome = attn("run 2 --lang ko --input " + file.path());
  EXPECT_EQ(outcome.err, "attn: " + file.path() +
                             ":2:4: 숫자가 와야 하는데 \"하나\"입니다\n"
                             "  나는,하나\n"
                             "       ^\n"
                             "고치기: 0.43이나 -1.5e-3처럼 십진수로 쓰십시오\n");
}

TEST(WrongInput, NeverSteersTheTerminal) {
  const TemporaryFile file("token,x1\na,\x1b[31m\n");
  const Outcome outcome = attn("run 2 --lang en --input " + file.path());
  EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
  EXPECT_NE(outcome.err.find("got \"\\x1b[31m\""), std::string::npos);
}

TEST(WrongInput, OfALongLineOnlyThePartAroundTheCaretIsShown) {
  std::string header = "token";
  std::string row = "a";
  for (int i = 0; i < 300; ++i) header += ",x", row += ",0.25";
  const TemporaryFile file(header + "\n" + row.substr(0, row.size() - 4) + "oops\n");
  const std::string err = attn("run 2 --lang en --input " + file.path()).err;
  std::istringstream lines(err.substr(err.find('\n') + 1));
  std::string excerpt;
  std::string caret;
  std::getline(lines, excerpt);
  std::getline(lines, caret);
  EXPECT_LE(excerpt.size(), 82U);
  EXPECT_EQ(excerpt.substr(excerpt.size() - 4), "oops");
  EXPECT_EQ(caret.find('^'), excerpt.size() - 4 - 2) << "the … before it is three bytes wide";
}

TEST(ControlCharactersInTokens, AreShownEscapedAndKeptInJson) {
  const TemporaryFile file("token,x1\n\x1b]0;title\x07,1\nb,2\n");
  const Outcome text = attn("run 2 --input " + file.path());
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.out.find('\x1b'), std::string::npos);
  EXPECT_NE(text.out.find("\\x1b]0;"), std::string::npos);
  const Outcome json = attn("run 2 --format json --input " + file.path());
  EXPECT_NE(json.out.find("\\u001b]0;title\\u0007"), std::string::npos);
}

}  // namespace attn::errors_test
