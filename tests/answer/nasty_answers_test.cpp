#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <regex>
#include <set>

#include "answer/prediction.h"
#include "answer/reply.h"
#include "catalogue.h"
#include "sanitized.h"
#include "steps/cases.h"

/// Whatever is typed at a question is judged: nothing that a keyboard, a paste or a pipe can send
/// ends in an exception.

namespace attn::nasty_answers_test {

using Kind = Judgement::Kind;
using Question = block::Question;
using Answers = std::vector<std::string>;

std::string utf8(char32_t code) {
  std::string bytes;
  const auto add = [&](char32_t byte) { bytes += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
  return bytes;
}

/// Every byte, and every two that start with C2 or C3: alone, and between digits.
void add_bytes(Answers& answers) {
  for (int byte = 0; byte < 0x100; ++byte) {
    const auto last = static_cast<char>(byte);
    for (const std::string& before : {std::string(), std::string("\xC2"), std::string("\xC3")}) {
      answers.push_back(before + last);
      answers.push_back("1" + before + last + "2");
      answers.push_back("0." + before + last);
    }
  }
}

/// What a Korean keyboard gives: all letters, and the syllables that end in a byte of "÷" or "×".
void add_hangul(Answers& answers) {
  for (char32_t letter = 0x1100; letter < 0x1200; ++letter) answers.push_back(utf8(letter));
  for (char32_t letter = 0x3130; letter < 0x3190; ++letter) {
    answers.push_back(utf8(letter));
    answers.push_back("1" + utf8(letter) + "-3");
  }
  for (char32_t syllable = 0xAC00; syllable < 0xD7A4; ++syllable) {
    const std::string typed = utf8(syllable);
    if (typed.back() == '\xB7' || typed.back() == '\x97') answers.push_back(typed);
  }
}

const Answers fragments = {"÷",
                           "×",
                           "·",
                           "√",
                           "ㄷ",
                           "갷",
                           "/",
                           "//",
                           "−",
                           "±",
                           "½",
                           "π",
                           "∞",
                           "…",
                           "１",
                           "é",
                           "e",
                           "E",
                           "x",
                           "(",
                           ")",
                           "[",
                           "]",
                           ",",
                           ".",
                           "-",
                           "+",
                           "0",
                           "1",
                           "9",
                           "12",
                           " ",
                           "\t",
                           "\r",
                           "\n",
                           "_",
                           "*",
                           "^",
                           "%",
                           "inf",
                           "nan",
                           "행",
                           "열",
                           "번",
                           " by",
                           "sqrt(",
                           "torch.Size",
                           "scalar",
                           "#",
                           "\"",
                           "\\n",
                           "{}",
                           "%s",
                           "1e9",
                           "\xC3",
                           "\xB7",
                           "\xFF",
                           "\xE3\x84",
                           "\xEF\xBB\xBF",
                           "\x1B[31m"};

/// Each alone, every two, and some longer ones.
void add_mixtures(Answers& answers) {
  for (const std::string& first : fragments) {
    answers.push_back(first);
    for (const std::string& second : fragments) answers.push_back(first + second);
    std::string repeated;
    while (repeated.size() < 1000) repeated += first;
    answers.push_back(repeated);
  }
  std::mt19937 random(11);
  const auto below = [&](std::size_t end) { return random() % end; };
  for (int i = 0; i < 1000; ++i) {
    std::string typed;
    for (std::size_t parts = 3 + below(8); parts > 0; --parts) {
      typed += fragments[below(fragments.size())];
    }
    answers.push_back(typed);
  }
}

const Answers limits = {"1÷0",
                        "1/÷",
                        "÷1",
                        "0/0",
                        "-1/-0",
                        "1/1e-300",
                        "1e300/1e-300",
                        "inf/inf",
                        "nan÷nan",
                        "1/2/3",
                        "1÷2÷3",
                        "√(√(√(2)))",
                        "sqrt(sqrt(2))/√2",
                        "3.4028235e38",
                        "3.4028236e38",
                        "-1.7976931348623157e308",
                        "1.8e308",
                        "4.9e-324",
                        "1e-400",
                        "1e99999999999999999999",
                        "0e99999999999999999999",
                        "9223372036854775807",
                        "9223372036854775808",
                        "-9223372036854775808",
                        "18446744073709551616",
                        "9223372036854775807x9223372036854775807",
                        "99999999999999999999,2",
                        "1,2,3,4,5,6,7,8,9",
                        "()",
                        "(,)",
                        "torch.Size([])",
                        "-0",
                        "-0.0",
                        "0x1p-3",
                        "NaN",
                        "-inf",
                        "Infinity",
                        std::string("1\0002", 3),
                        std::string(100'000, '9'),
                        "0." + std::string(100'000, '3'),
                        std::string(100'000, '(')};

const Answers& nasty_answers() {
  static const Answers all = [] {
    Answers answers = limits;
    add_bytes(answers);
    add_hangul(answers);
    add_mixtures(answers);
    return answers;
  }();
  return all;
}

/// Whether it says anything of what could be an answer: a digit, a letter, a bracket.
bool says_something(const std::string& typed) {
  return std::any_of(typed.begin(), typed.end(), [](char c) {
    return ('0' <= c && c <= '9') || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '(' ||
           c == '[';
  });
}

std::string in_hex(const std::string& typed) {
  std::string hex;
  for (const char c : typed.substr(0, 40)) {
    hex += formatted("{:02x} ", static_cast<unsigned char>(c));
  }
  return hex;
}

void expect_judged(const Question& question, const std::string& typed, const std::string& id) {
  const auto where = [&] { return id + ": " + in_hex(typed); };
  try {
    const Judgement judgement = judge(question, typed);
    const auto* choice = std::get_if<Question::Choice>(&question.answer);
    if (judgement.kind == Kind::unclear) {
      EXPECT_FALSE(judgement.why.ko.empty() || judgement.why.en.empty()) << where();
    } else if (choice) {
      EXPECT_TRUE(typed_option(*choice, typed)) << where();
    } else {
      EXPECT_TRUE(says_something(plain_line(typed)) || typed.find("스칼라") == 0) << where();
    }
  } catch (const std::exception& error) {
    ADD_FAILURE() << where() << error.what();
  }
}

TEST(AnyAnswer, IsJudgedAtEveryQuestionOfEveryStep) {
  const Settings settings = settings_from({});
  const Answers& answers = nasty_answers();
  ASSERT_GT(answers.size(), 5000U);
  const std::size_t apart = is_sanitized ? 70 : 1;  // there, each question has others
  std::size_t questions = 0;
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      const Place place{chapter, &step};
      const Page page = write_page(place, settings);
      for (const Block& block : page.blocks()) {
        const auto* question = std::get_if<Question>(&block);
        if (!question) continue;
        for (std::size_t i = questions++ % apart; i < answers.size(); i += apart) {
          expect_judged(*question, answers[i], id(place));
        }
      }
    }
  }
}

/// find_first_of("÷") looks for one of its bytes, which other characters have as well.
TEST(Sources, SearchForNoSingleByteOfACharacter) {
  if (is_sanitized) GTEST_SKIP() << "sources are the same without the sanitizers";
  const std::regex search("find_(first|last)(_not)?_of\\([^;]*[\x80-\xFF]");
  std::size_t files = 0;
  for (const char* folder : {"/src", "/steps"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(ATTN_SOURCE_DIR) + folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      ++files;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        EXPECT_FALSE(std::regex_search(line, search)) << entry.path() << ": " << line;
      }
    }
  }
  EXPECT_GT(files, 100U);
}

}  // namespace attn::nasty_answers_test
