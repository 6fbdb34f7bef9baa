#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>

#include "chapter3_attention/chapter.h"
#include "cli/process.h"

/// attn learn, as its user meets it: through a pipe. What counts as an answer is tested in the room
/// of answers.

namespace attn::learn_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A learner with progress of their own.
class Learner : public testing::Test {
 protected:
  Learner() : home_(testing::TempDir() + "attn_learner_" + std::to_string(getpid())) {
    fs::remove_all(home_);
    fs::create_directories(home_);
  }
  ~Learner() override {
    fs::permissions(home_, fs::perms::owner_all);
    fs::remove_all(home_);
  }

  /// What `attn learn` does with these lines.
  Outcome learn(const std::string& words, const std::string& lines) const {
    return run("printf '%b' '" + lines + "' | '" ATTN_BINARY "' learn --lang en " + words);
  }
  Outcome run(const std::string& line) const {
    return run_shell("export XDG_STATE_HOME='" + home_ + "'; " + line);
  }
  std::string folder() const { return home_ + "/attn"; }
  std::string file() const { return folder() + "/progress.json"; }
  Json progress() const { return Json::parse(read_all(file())); }
  void keep(const std::string& content) const {
    fs::create_directories(folder());
    std::ofstream(file(), std::ios::binary) << content;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder())) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string home_;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Learner, IsAskedBeforeThePageIsShown) {
  const Outcome outcome = learn("18", "q\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "3.18  Keys and values of all tokens"));
  EXPECT_TRUE(contains(outcome.out, "> q"));
  EXPECT_FALSE(contains(outcome.out, "keys   = inputs @ W_key")) << "the page was shown";
  EXPECT_TRUE(contains(outcome.out, "To go on from step 3.18:\n  attn learn --lang en\n"));
}

TEST_F(Learner, SeesThePageAfterSkipping) {
  const Outcome outcome = learn("18", "s\ns\ns\ns\nq\n");
  EXPECT_TRUE(contains(outcome.out, "answer: "));
  EXPECT_TRUE(contains(outcome.out, "keys   = inputs @ W_key"));
  EXPECT_TRUE(contains(outcome.out, "3.19  What sets the size of the output"));
  EXPECT_EQ(progress()["steps"]["3.18"]["mastery"], "seen");
}

TEST_F(Learner, GetsHintsAndThenTheAnswer) {
  const Outcome outcome = learn("18", "h\nh\nh\nh\nq\n");
  EXPECT_TRUE(contains(outcome.out, "hint 1/"));
  EXPECT_TRUE(contains(outcome.out, "answer: "));
}

TEST_F(Learner, IsNeverStuckHoweverWrong) {
  std::string nonsense;
  for (int i = 0; i < 60; ++i) nonsense += "1\\n7,7,7\\n0.123456\\n";
  const Outcome outcome = learn("18", nonsense);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(contains(outcome.out, "3.19")) << outcome.out;
}

TEST_F(Learner, CommandsAndNonsenseAreNoAnswers) {
  const Outcome outcome = learn("18", "?\n\nblah blah\n1e999\n\\x9b31m\nb\nq\n");
  EXPECT_TRUE(contains(outcome.out, "s:skip  h:hint  b:back  q:quit  ?:help"));
  EXPECT_FALSE(contains(outcome.out, "✗"));
  EXPECT_FALSE(contains(outcome.out, "\x9b"));
  EXPECT_TRUE(contains(outcome.out, "3.17"));
}

TEST_F(Learner, GoesOnWhereTheyLeft) {
  learn("20", "s\ns\ns\nq\n");
  const std::string at = progress()["at"];
  EXPECT_NE(at, "3.20");
  EXPECT_TRUE(contains(learn("", "q\n").out, at + "  "));
  fs::remove_all(folder());
  EXPECT_TRUE(contains(learn("", "q\n").out, "3.1  A map of the whole flow"));
}

TEST_F(Learner, IsToldHowToGoOnWithTheSameSettings) {
  const Outcome outcome = learn("18 --query 3 --input korean --precision 5", "q\n");
  EXPECT_TRUE(contains(
      outcome.out, "step 3.18:\n  attn learn --input korean --query 3 --lang en --precision 5\n"))
      << outcome.out;
  const Outcome flags = learn("4.4 --bias --d-out 6 --width 120", "q\n");
  EXPECT_TRUE(contains(flags.out, "attn learn --d-out 6 --bias --lang en --width 120\n"));
}

TEST_F(Learner, IsToldHowToGoOnInWordsThatAShellTakes) {
  const std::string input = home_ + "/it's my file.csv";
  std::ofstream(input) << "token,x1\na,1\nb,2\n";
  const Outcome outcome = run(
      "printf 'q\\n' | '" ATTN_BINARY "' learn 3 --lang en --width 300 --input \"" + input + "\"");
  const std::size_t at = outcome.out.find("attn learn --input ");
  ASSERT_NE(at, std::string::npos) << outcome.out << outcome.err;
  const std::string line = outcome.out.substr(at + 4, outcome.out.find('\n', at) - at - 4);
  const Outcome again = run("printf 'q\\n' | '" ATTN_BINARY "'" + line);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(contains(again.out, "'b'")) << "it is the same input";
}

TEST_F(Learner, IsToldWhichSettingsMakeNoDifference) {
  EXPECT_EQ(learn("39 --bias", "q\n").err, "attn: --bias: the chosen steps make no use of it\n");
  EXPECT_EQ(learn("4.1 --bias", "q\n").err, "");
  EXPECT_EQ(learn("--progress --bias", "").err,
            "attn: --bias: progress does not depend on settings\nfix: leave it out\n");
  EXPECT_EQ(learn("--progress --reset", "").code, 2);
}

TEST_F(Learner, IsNotRightAtTheFirstTryAfterTheAnswerWasShown) {
  learn("2", "s\nb\n(6, 3)\nq\n");
  EXPECT_EQ(progress()["steps"]["3.2"]["mastery"], "seen");
  learn("2", "(3, 6)\n(6, 3)\nq\n");
  EXPECT_EQ(progress()["steps"]["3.2"]["mastery"], "with-hints");
  learn("2", "(6, 3)\nq\n");
  EXPECT_EQ(progress()["steps"]["3.2"]["mastery"], "first-try");
}

TEST_F(Learner, EndsAtTheEndOfTheChapter) {
  const Outcome outcome =
      learn(std::to_string(chapter3_attention.steps.back().number), "s\ns\ns\ns\n");
  EXPECT_TRUE(contains(outcome.out, "That was the last step of chapter 3."));
  EXPECT_TRUE(contains(outcome.out, "Scores came from dot products")) << "what it has taught";
  EXPECT_TRUE(contains(outcome.out, "attn learn --review"));
  EXPECT_TRUE(contains(outcome.out, "Next is step 4.1"));
  EXPECT_EQ(progress()["at"], "4.1");
}

TEST_F(Learner, InABrowserIsAskedOneStepAsFarAsTheAnswersGo) {
  const std::string asked = learn("18 --format html", "").out;
  EXPECT_TRUE(contains(asked, "<div class=\"asked\">"));
  EXPECT_FALSE(contains(asked, "data-step=\"3.18\"")) << "the page is not shown yet";
  EXPECT_FALSE(contains(asked, "<details")) << "nor any answer";
  EXPECT_FALSE(fs::exists(file()));
  const std::string answered = learn("18 --format html", "<b>\ns\ns\ns\ns\ns\ns\n").out;
  EXPECT_TRUE(contains(answered, "<p class=\"typed\">&gt; &lt;b&gt;</p>"));
  EXPECT_TRUE(contains(answered, "data-step=\"3.18\""));
  EXPECT_FALSE(contains(answered, "3.19")) << "one step alone";
  EXPECT_EQ(progress()["steps"]["3.18"]["mastery"], "seen");
}

/// Every step of these chapters taken so well, and what is to come next.
Json taken(const std::vector<int>& numbers, const std::string& mastery, const std::string& at) {
  Json steps = Json::object();
  for (const int number : numbers) {
    const Json list = Json::parse(
        run_shell("'" ATTN_BINARY "' list " + std::to_string(number) + " --format json").out);
    for (const Json& step : list) {
      steps[step["id"].get<std::string>()] = {{"mastery", mastery}, {"questions", ""}};
    }
  }
  return {{"version", 1}, {"at", at}, {"steps", steps}};
}

TEST_F(Learner, IsLedThroughAllChaptersFromThatOfTheNotesOn) {
  keep(taken({3, 4}, "first-try", "").dump());
  EXPECT_TRUE(contains(learn("", "q\n").out, "\n5.1  "));
  keep(taken({3, 4, 5, 6, 7, 8}, "first-try", "").dump());
  EXPECT_TRUE(contains(learn("", "q\n").out, "\n1.1  "));
  keep(taken({1, 2, 3, 4, 5, 6, 7, 8}, "with-hints", "").dump());
  EXPECT_TRUE(contains(learn("", "q\n").out, "\n3.1  ")) << "what was not right at once";
  keep(taken({1, 2, 3, 4, 5, 6, 7, 8}, "first-try", "").dump());
  EXPECT_TRUE(contains(learn("", "q\n").out, "right at the first try in every step"));
  EXPECT_FALSE(contains(learn("", "q\n").out, "> "));
}

TEST_F(Learner, IsToldOnTheFirstVisitWhatThereIs) {
  const Outcome first = learn("", "q\n");
  EXPECT_TRUE(contains(first.out, "goes through attention step by step"));
  EXPECT_TRUE(contains(first.out, "Transfer learning and the vision transformer"));
  EXPECT_TRUE(contains(first.out, "attn learn ch1"));
  EXPECT_FALSE(contains(learn("", "q\n").out, "goes through attention step by step"));
  fs::remove_all(folder());
  EXPECT_FALSE(contains(learn("18", "q\n").out, "goes through attention step by step"));
}

TEST_F(Learner, IsToldWhyAChoiceIsWrong) {
  const Outcome outcome = learn("22", "1\n1\nh\nq\n");
  EXPECT_TRUE(contains(outcome.out, "✗ not right: 16 is 4 squared"));
  EXPECT_TRUE(contains(outcome.out, "hint: it is not number 4: the more products are added up"))
      << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "answer: 3, it doubles"));
}

TEST_F(Learner, IsToldWhereAPredictableWrongNumberComesFrom) {
  EXPECT_TRUE(contains(learn("4.15", "-1.2247\nq\n").out,
                       "✗ not right: that is normalized with the population variance"));
  EXPECT_TRUE(contains(learn("23", "0.6353\nq\n").out, "✗ not right: that is divided by d_k"));
  EXPECT_TRUE(contains(learn("4.4", "12\nq\n").out, "✗ not right: the bias is missing"));
  EXPECT_TRUE(contains(learn("6.13", "196\nq\n").out, "✗ not right: the class token is missing"));
  EXPECT_TRUE(contains(learn("35", "0.8\nq\n").out, "✗ not right: that is multiplied by 1 - p"));
}

TEST_F(Learner, IsAskedAgainAfterSomeOthersWhatTookHelp) {
  const Outcome outcome = learn("2", "(3, 6)\n(6, 3)\ns\ns\ns\ns\n(6, 3)\nq\n");
  const std::size_t again = outcome.out.find("This step took you hints or retries a while ago");
  ASSERT_NE(again, std::string::npos) << outcome.out;
  EXPECT_LT(outcome.out.find("\n3.6  "), again);
  EXPECT_GT(outcome.out.find("\n3.7  "), again);
  EXPECT_EQ(progress()["steps"]["3.2"]["mastery"], "first-try");
  EXPECT_EQ(progress()["steps"]["3.3"]["mastery"], "seen") << "what was skipped is left alone";
}

TEST_F(Learner, IsAskedAgainWhatWasHardWithOtherNumbers) {
  EXPECT_TRUE(contains(learn("--review", "").out, "There is nothing to ask again"));
  learn("23", "0.1\n0.8984\nq\n");
  const std::string at = progress()["at"];
  const Outcome notes = learn("23", "q\n");
  const Outcome review = learn("--review --seed 5 --query 2", "0.1\nq\n");
  EXPECT_TRUE(contains(review.out, "another seed and query than the notes': --query 2 --seed 5"));
  EXPECT_TRUE(contains(review.out, "3.23  Scale by"));
  EXPECT_TRUE(contains(review.out, "attn learn --review --query 2 --seed 5\n"));
  EXPECT_TRUE(contains(notes.out, "1.2705"));
  EXPECT_FALSE(contains(review.out, "1.2705"));
  const Outcome drawn = learn("--review", "q\n");
  EXPECT_TRUE(contains(drawn.out, "than the notes': --query "));
  EXPECT_FALSE(contains(drawn.out, "1.2705"));
  EXPECT_EQ(learn("--review --reset", "").code, 2);
  EXPECT_EQ(learn("--review --format json", "").code, 2);
}

TEST_F(Learner, HasMasteredWhatIsRightAtTheFirstTryInAReview) {
  learn("2", "(3, 6)\n(6, 3)\nq\n");
  const Json before = progress();
  const Outcome review = learn("--review 2", "(6, 3)\n");
  EXPECT_TRUE(contains(review.out, "Right at the first try: 1 of 1 steps."));
  EXPECT_EQ(progress()["steps"]["3.2"]["mastery"], "first-try");
  EXPECT_EQ(progress()["at"], before["at"]) << "a review leaves the way alone";
  EXPECT_TRUE(contains(learn("--review", "").out, "There is nothing to ask again"));
}

TEST_F(Learner, SeesTheirProgress) {
  learn("18", "s\nq\n");
  const Outcome list = run("'" ATTN_BINARY "' list --lang en");
  EXPECT_TRUE(contains(list.out, "\n· 3.18  Keys and values")) << list.out;
  EXPECT_TRUE(contains(list.out, "\n  3.17  Query, key"));
  const Outcome table = run("'" ATTN_BINARY "' learn --progress --lang en --width 120");
  EXPECT_TRUE(contains(table.out, "seen"));
  EXPECT_TRUE(contains(
      table.out, std::to_string(chapter3_attention.steps.size()) +
                     " steps: 0 right at the first try, 0 after retries or hints, 1 only seen."));
  const Json json = Json::parse(run("'" ATTN_BINARY "' learn --progress 18 --format json").out);
  EXPECT_EQ(json,
            Json::parse(R"([{"id":"3.18","progress":"seen","changed":false,"practiced":false}])"));
}

TEST_F(Learner, SeesWhereALessonAsksSomethingElseNow) {
  learn("18", "s\ns\ns\ns\nq\n");
  Json changed = progress();
  changed["steps"]["3.18"]["questions"] = "0";
  keep(changed.dump());
  EXPECT_TRUE(contains(run("'" ATTN_BINARY "' learn --progress --lang en").out, "(asks anew)"));
  EXPECT_EQ(progress()["steps"]["3.18"]["mastery"], "seen") << "old progress stays";
}

TEST_F(Learner, KeepsTheBestOfWhatTheyDid) {
  learn("18", "s\ns\ns\ns\nq\n");
  Json better = progress();
  better["steps"]["3.18"]["mastery"] = "first-try";
  keep(better.dump());
  learn("18", "s\ns\ns\ns\nq\n");
  EXPECT_EQ(progress()["steps"]["3.18"]["mastery"], "first-try");
}

TEST_F(Learner, CanForgetAndHasACopy) {
  learn("18", "s\ns\ns\ns\ns\ns\ns\ns\nq\n");
  const std::string before = read_all(file());
  EXPECT_EQ(run("'" ATTN_BINARY "' learn --reset 18 --lang en").code, 0);
  EXPECT_FALSE(progress()["steps"].contains("3.18"));
  EXPECT_TRUE(progress()["steps"].contains("3.19"));
  EXPECT_EQ(read_all(file() + ".backup-1"), before);
  const Outcome all = run("'" ATTN_BINARY "' learn --reset --lang en");
  EXPECT_TRUE(contains(all.out, "progress.json.backup-2"));
  EXPECT_TRUE(progress()["steps"].empty());
  EXPECT_TRUE(contains(run("'" ATTN_BINARY "' learn --reset --lang en").out,
                       "There is no progress to forget."));
  EXPECT_EQ(run("'" ATTN_BINARY "' learn --reset 99").code, 2);
}

TEST_F(Learner, LosesNothingOfAFileThatIsNotUnderstood) {
  const std::string strange[] = {"",
                                 "{",
                                 "[]",
                                 "{\"version\":0}",
                                 "{\"version\":1,\"steps\":[]}",
                                 "{\"version\":1,\"steps\":{\"3.1\":{\"mastery\":\"great\"}}}",
                                 "{\"version\":1,\"at\":7,\"steps\":{}}",
                                 std::string(100, '\0')};
  int number = 0;
  for (const std::string& content : strange) {
    keep(content);
    const Outcome outcome = learn("18", "s\ns\ns\ns\nq\n");
    EXPECT_EQ(outcome.code, 0);
    const std::string aside = file() + ".damaged-" + std::to_string(++number);
    EXPECT_TRUE(contains(outcome.out, "is damaged")) << content;
    EXPECT_EQ(read_all(aside), content);
    EXPECT_TRUE(progress()["steps"].contains("3.18"));
  }
  const std::string newer = "{\"version\":2,\"steps\":{},\"more\":1}";
  keep(newer);
  const Outcome outcome = learn("18", "q\n");
  EXPECT_TRUE(contains(outcome.out, "is of a newer version"));
  EXPECT_EQ(read_all(file() + ".newer-1"), newer);
}

TEST_F(Learner, MayHaveNoHomeOrAReadOnlyOne) {
  const std::string pipe = "printf 's\\ns\\ns\\ns\\nq\\n' | ";
  for (const std::string home :
       {"env -u HOME -u XDG_STATE_HOME", "env -u XDG_STATE_HOME HOME=",
        "env -u XDG_STATE_HOME HOME=/nowhere/at/all", "env XDG_STATE_HOME=/proc/nothing"}) {
    const Outcome outcome = run(pipe + home + " '" ATTN_BINARY "' learn 18 --lang en");
    EXPECT_EQ(outcome.code, 0) << home << outcome.err;
    EXPECT_TRUE(contains(outcome.out, "progress is not kept")) << home << outcome.out;
    EXPECT_TRUE(contains(outcome.out, "3.19")) << home;
  }
}

TEST_F(Learner, IsToldWhatCannotBe) {
  EXPECT_EQ(learn("99", "").code, 2);
  EXPECT_EQ(learn("1 2", "").code, 2);
  EXPECT_EQ(learn("--format json", "").code, 2);
  EXPECT_EQ(learn("ch9", "").code, 2);
  EXPECT_FALSE(fs::exists(folder()));
}

TEST_F(Learner, TwoAtOnceLoseNothing) {
  const std::string one = "yes s | '" ATTN_BINARY "' learn ";
  run("{ " + one + "1 & " + one + "20 & " + one + "40 & wait; } >/dev/null 2>&1");
  EXPECT_EQ(progress()["steps"].size(), 42U);
}

/// Whenever the program is killed, the file is the old one or the new one.
TEST_F(Learner, KilledAtAnyMomentLosesNothing) {
  learn("1", "s\ns\ns\ns\nq\n");
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "s\n";
  const TemporaryFile skipping(lines, "attn_skipping.txt");
  std::mt19937 random(7);
  std::size_t most = 0;
  for (int round = 0; round < 300; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      dup2(open(skipping.path().c_str(), O_RDONLY), STDIN_FILENO);
      dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
      setenv("XDG_STATE_HOME", home_.c_str(), 1);
      execl(ATTN_BINARY, "attn", "learn", "1", nullptr);
      _exit(127);
    }
    usleep(std::uniform_int_distribution<useconds_t>(500, 15'000)(random));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const Json now = progress();  // throws if it is half a file
    EXPECT_GE(now["steps"].size(), most);
    most = now["steps"].size();
  }
  EXPECT_GT(most, 1U) << "it was never as far as to write";
  for (const std::string& name : files()) EXPECT_EQ(name.find("damaged"), std::string::npos);
}

}  // namespace attn::learn_test
