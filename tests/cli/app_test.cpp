#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "chapter3_attention/chapter.h"
#include "cli/process.h"
#include "lesson/text.h"
#include "render/width.h"
#include "sanitized.h"

/// The program as its user meets it.

namespace attn::app_test {

using Json = nlohmann::json;

TEST(Run, AStepAlonePrintsWhatItPrintsInTheChapter) {
  std::string alone;
  for (const Step& each : chapter3_attention.steps) {
    const std::string step = std::to_string(each.number);
    const Outcome outcome = attn("run " + step);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out.substr(0, outcome.out.find("  ")), "3." + step);
    alone += outcome.out;
  }
  EXPECT_EQ(attn("run").out, alone);
  EXPECT_EQ(attn("run ch3").out, alone);
  EXPECT_NE(attn("run all").out.find(alone), std::string::npos);
}

TEST(Run, TakesRangesAndSeveralSteps) {
  EXPECT_EQ(attn("run 5-7 23").out,
            attn("run 5").out + attn("run 6").out + attn("run 7").out + attn("run 23").out);
  EXPECT_EQ(attn("run 3.5-3.7").out, attn("run 5-7").out);
}

TEST(Run, PrintsTheSameEveryTimeAndNoEscapeSequences) {
  const std::string first = attn("run").out;
  EXPECT_EQ(attn("run", "TERM=xterm-256color").out, first);
  EXPECT_EQ(first.find('\x1b'), std::string::npos);
  EXPECT_EQ(first.find(" ms"), std::string::npos) << "a time is different every time";
}

TEST(Run, MeasuresOnlyWhenAsked) {
  EXPECT_NE(attn("run 40 --measure").out.find(" ms"), std::string::npos);
  EXPECT_NE(attn("run 10 --measure").out.find(" ms"), std::string::npos);
}

TEST(Run, KeepsWithinTheWidth) {
  EXPECT_EQ(attn("run 23").out, attn("run 23 --width 80").out);
  EXPECT_NE(attn("run 23 --width 60").out, attn("run 23").out);
}

TEST(Run, SpeaksTheLanguageAskedFor) {
  const std::string ko = attn("run 23 --lang ko").out;
  const std::string en = attn("run 23 --lang en").out;
  EXPECT_NE(ko.find("나눈 다음"), std::string::npos);
  EXPECT_EQ(ko.find("Attention that divides"), std::string::npos);
  EXPECT_NE(en.find("Attention that divides"), std::string::npos);
  EXPECT_EQ(en.find("나눈"), std::string::npos);
  EXPECT_EQ(attn("run 23", "ATTN_LANG=ko").out, ko);
  EXPECT_EQ(attn("run 23 --lang en", "ATTN_LANG=ko").out, en);
  EXPECT_EQ(attn("--lang en run 23").out, en) << "options may stand before the command";
}

TEST(Run, ColorsOnlyWhenAsked) {
  EXPECT_NE(attn("run 23 --color always").out.find("\x1b["), std::string::npos);
  EXPECT_EQ(attn("run 23 --color auto").out.find("\x1b["), std::string::npos);
}

TEST(Run, TakesSettings) {
  const Outcome outcome = attn(
      "run 2 23 40 --format json --input data/korean.csv --query 4 --seed -5 --d-out 4 --heads 4 "
      "--dropout 0.25");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json pages = Json::parse(outcome.out);
  EXPECT_EQ(pages[0]["tensors"][0]["shape"], Json({4, 5}));
  EXPECT_EQ(pages[1]["tensors"][0]["name"], "attn_scores_2");
  EXPECT_EQ(pages[2]["tensors"][0]["shape"], Json({2, 4, 4}));
}

TEST(Run, TakesTheInputInPlaceOfAChaptersOwnSentence) {
  const auto tokens = [](const std::string& options) {
    return Json::parse(attn("run 2.7 --format json " + options).out)[0]["tensors"][0]["shape"];
  };
  EXPECT_EQ(tokens(""), Json({3, 2}));
  EXPECT_EQ(tokens("--input data/korean.csv"), Json({4, 5}));
  EXPECT_EQ(tokens("--input data/journey.csv"), Json({6, 3}));
}

TEST(Run, TheLastOfARepeatedOptionCounts) {
  EXPECT_EQ(attn("run 16 --seed 1 --seed 2").out, attn("run 16 --seed=2").out);
}

TEST(Json, IsOneArrayOfSteps) {
  const Json pages = Json::parse(attn("run 11 12 --format json").out);
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0]["id"], "3.11");
  EXPECT_EQ(pages[0]["tensors"][1]["name"], "attn_weights");
  EXPECT_TRUE(pages[0]["checks"][0]["holds"].get<bool>());
}

TEST(List, ShowsEveryStepInBothLanguages) {
  const std::string list = attn("list").out;
  EXPECT_NE(list.find("  3.11  행마다 softmax"), std::string::npos);
  EXPECT_NE(list.find("Softmax of each row"), std::string::npos);
  EXPECT_NE(list.find(attn("list 3").out), std::string::npos);
  EXPECT_EQ(attn("list ch3").out, attn("list 3").out);
  EXPECT_EQ(attn("list all").out, list);
}

TEST(List, HasTheIdInEachLineThatATitleStandsIn) {
  const auto found = [](const std::string& words, const std::string& title) {
    return run_shell("'" ATTN_BINARY "' list " + words + " | grep '" + title + "'").out;
  };
  EXPECT_EQ(found("--lang en", "buffer of the causal mask"),
            "   4.6  The buffer of the causal mask\n");
  EXPECT_EQ(found("--width 40", "buffer of the causal mask"),
            "   4.6  The buffer of the causal mask\n");
  EXPECT_EQ(found("--lang ko", "행마다 softmax"), "  3.11  행마다 softmax\n");
}

TEST(List, AsJsonHasIdsAndTitles) {
  const Json steps = Json::parse(attn("list --format json").out);
  EXPECT_GT(steps.size(), 42U);
  const Json third = Json::parse(attn("list 3 --format json").out);
  ASSERT_EQ(third.size(), 42U);
  EXPECT_EQ(
      third[10],
      Json::parse(R"({"id":"3.11","title":{"ko":"행마다 softmax","en":"Softmax of each row"}})"));
}

TEST(Inputs, AreReadBackAsTheSameNumbers) {
  for (const char* words : {"", "--input korean", "--tokens 'a, \"b\" c' --d-in 5 --seed 3",
                            "--input tests/files/samples/inputs.npz:x"}) {
    const TemporaryFile file(attn(std::string("inputs ") + words).out);
    EXPECT_EQ(attn("inputs --input " + file.path()).out, read_all(file.path())) << words;
    const Json one = Json::parse(attn(std::string("run 3 --format json ") + words).out);
    const Json other = Json::parse(attn("run 3 --format json --input " + file.path()).out);
    EXPECT_EQ(one[0]["tensors"][1], other[0]["tensors"][1]) << words;
  }
  EXPECT_TRUE(attn("inputs").out.starts_with("token,x1,x2,x3\nYour,0.43,0.15,0.89\njourney,"));
  EXPECT_EQ(attn("inputs --seed 3 --lang en").err,
            "attn: --seed: the chosen steps make no use of it\n");
  EXPECT_EQ(attn("inputs --tokens 'a b' --d-in 2 --seed 3").err, "");
}

TEST(Inputs, SteerNoTerminal) {
  const TemporaryFile file("token,x1\n\x1b[31m,1\nb,2\n");
  EXPECT_EQ(attn("inputs --input " + file.path()).out.find('\x1b'), std::string::npos);
}

TEST(Version, IsPrinted) {
  EXPECT_EQ(attn("--version").out, "attn " ATTN_VERSION "\n");
}

TEST(Narrow, NothingIsWiderThanTheTerminalOrEndsInABlank) {
  for (const char* what : {"run all", "list", "help", "run all --lang en", "list --lang en",
                           "help --lang en", "help learn", "run all --lang ko --precision 8"}) {
    for (int width = 40; width <= 60; width += is_sanitized ? 40 : 5) {
      std::istringstream lines(attn(formatted("{} --width {}", what, width)).out);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(display_width(line), width) << what << "\n" << line;
        EXPECT_FALSE(line.ends_with(' ')) << what << "\n" << line;
      }
    }
  }
}

TEST(LongTokens, AreCutInSentencesHeadingsAndCells) {
  const std::string token(200, 'x');
  const TemporaryFile file("token,x1\n" + token + ",1\nb,2\n");
  const std::string out = attn("run 3 4 29 --query 1 --lang en --input " + file.path()).out;
  EXPECT_NE(out.find("'" + token.substr(0, 30) + "…'"), std::string::npos);
  EXPECT_NE(out.find("  element  " + token.substr(0, 13) + "…  "), std::string::npos);
  EXPECT_EQ(out.find(token.substr(0, 31)), std::string::npos);
}

/// Names of every length: one that is built in is taken for itself, any other for a file.
TEST(Input, IsTheOneThatIsNamed) {
  for (const std::string name : {"journey", "korean", "telling"}) {
    EXPECT_EQ(attn("run 2 --input " + name).out, attn("run 2 --input data/" + name + ".csv").out);
  }
  for (const std::string name : {"nofile", "no.file", "my.csv"}) {
    EXPECT_EQ(attn("run 2 --input " + name).code, 2) << name;
  }
}

TEST(Input, ADashIsStandardInput) {
  const Outcome outcome =
      run_shell("'" ATTN_BINARY "' run 2 --lang en --input - <data/journey.csv");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, attn("run 2 --lang en").out);
}

TEST(Words, BehindTwoDashesAreNoOptions) {
  EXPECT_EQ(attn("run -- 11").out, attn("run 11").out);
  EXPECT_EQ(attn("run 5 -- 11").out, attn("run 5 11").out);
}

TEST(StandardInput, IsToldHowItEndsAtATerminal) {
  const std::string end = "paste, then press Ctrl-D on a new line";
  const auto at_a_terminal = [](const std::string& words) {  // which is its standard input
    return run_shell("script -qec \"'" ATTN_BINARY "' " + words +
                     " --lang en 2>&1 >/dev/null\" /dev/null")
        .out;
  };
  EXPECT_EQ(at_a_terminal("diff 23 -").find(end), 0U);
  EXPECT_EQ(at_a_terminal("run 2 --input -").find(end), 0U);
  EXPECT_EQ(attn("diff 23 - --lang en").err.find(end), std::string::npos) << "no terminal";
}

TEST(Dropout, OfNothingLeavesTheMapsNamesAlone) {
  const std::string map = attn("run 1 --dropout 0 --width 120 --lang en").out;
  EXPECT_NE(map.find("masked (6,6) → attn_weights (6,6)\n"), std::string::npos) << map;
  EXPECT_NE(map.find("attn_weights (6,6) → attn_weights_dropped (6,6)\n"), std::string::npos);
}

TEST(Dropout, TooSmallForADoubleIsZero) {
  EXPECT_EQ(attn("run 35 --dropout 1e-400").out, attn("run 35 --dropout 0").out);
}

TEST(Output, ThatCannotBeWrittenIsSaidWithTheSystemsReason) {
  const auto message = [](const std::string& reason) {
    return "attn: the output could not be written in full (" + reason +
           ")\nfix: check where the output goes\n";
  };
  const Outcome full = attn("run --lang en >/dev/full");
  EXPECT_EQ(full.code, 2);
  EXPECT_EQ(full.err, message("No space left on device"));
  EXPECT_EQ(attn("run 11 --lang en >/dev/full").err, message("No space left on device"));
  EXPECT_EQ(attn("run --lang en >&-").err, message("Bad file descriptor"));
  EXPECT_EQ(run_shell("trap '' PIPE; '" ATTN_BINARY "' run --lang en | true").err,
            message("Broken pipe"));
}

}  // namespace attn::app_test
