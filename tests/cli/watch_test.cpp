#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "cli/child_program.h"
#include "cli/process.h"

/// attn watch runs and judges at each save, and leaves nothing behind.

namespace attn::watch_test {

using namespace std::chrono_literals;

const std::string right = "0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1820";
const std::string unscaled = "0.1401, 0.2507, 0.2406, 0.1157, 0.0687, 0.1842";
const std::string says_right = "equal to the last digit given";
const std::string says_unscaled = "no-scaling";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder of a learner's programs, which are shell scripts here, and of what they leave.
class Folder {
 public:
  Folder() : path_(testing::TempDir() + "attn_watch_" + std::to_string(getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

  /// A program that leaves its mark, then prints the numbers.
  std::string program(const std::string& mark, const std::string& numbers,
                      const std::string& line = "# attn 3.23") const {
    return line + "\necho " + mark + " >> '" + path_ + "/runs'\necho '[" + numbers + "]'\n";
  }
  void save(const std::string& name, const std::string& content) const {
    std::ofstream(*this / name) << content;
  }
  void save_beside_and_rename(const std::string& name, const std::string& content) const {
    save(name + ".new", content);
    std::filesystem::rename(*this / (name + ".new"), *this / name);
  }
  /// The marks that programs left, in a row.
  std::string runs() const {
    std::istringstream lines(read_all(*this / "runs"));
    std::string all;
    for (std::string mark; lines >> mark;) all += mark;
    return all;
  }

 private:
  std::string path_;
};

/// attn watch while it runs: at a terminal, or with its output in a pipe.
class Watcher {
 public:
  enum class At { pipe, terminal };

  Watcher(const Folder& folder, const std::vector<std::string>& words, At at = At::pipe) {
    int ends[2] = {-1, -1};
    if (at == At::pipe && pipe(ends) != 0) throw std::runtime_error("no pipe");
    child_ = at == At::pipe ? fork() : forkpty(&keys_, nullptr, nullptr, nullptr);
    if (child_ < 0) throw std::runtime_error("cannot start it");
    if (child_ == 0) {
      if (at == At::pipe) {
        freopen("/dev/null", "r", stdin);
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
      }
      become(folder, words);
    }
    if (at == At::terminal) return;
    close(ends[1]);
    keys_ = ends[0];
  }
  ~Watcher() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    close(keys_);
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  /// What it writes, up to the end of `end`; all of it, if that does not come.
  std::string until(const std::string& end, std::chrono::milliseconds most = 20s) {
    const auto last = std::chrono::steady_clock::now() + most;
    std::size_t at = written_.find(end);
    for (char bytes[4096]; at == std::string::npos; at = written_.find(end)) {
      const auto left = last - std::chrono::steady_clock::now();
      pollfd ready{keys_, POLLIN, 0};
      const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
      if (wait <= 0 || poll(&ready, 1, static_cast<int>(wait)) <= 0) break;
      const ssize_t count = read(keys_, bytes, sizeof bytes);
      if (count <= 0) break;
      written_.append(bytes, static_cast<std::size_t>(count));
    }
    const std::string text = written_.substr(0, at == std::string::npos ? at : at + end.size());
    written_.erase(0, text.size());
    return text;
  }
  bool says(const std::string& text) { return contains(until(text), text); }
  bool says_nothing() { return until("nothing that it ever says", 400ms).empty(); }

  void type(const std::string& keys) {
    ASSERT_EQ(write(keys_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }
  int end(int signal = 0) {
    if (signal != 0) kill(child_, signal);
    int status = 0;
    waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  /// Whether keys come one by one and unseen.
  bool has_terminal() const {
    termios how{};
    tcgetattr(keys_, &how);
    return (how.c_lflag & (ICANON | ECHO)) == 0;
  }

 private:
  [[noreturn]] static void become(const Folder& folder, const std::vector<std::string>& words) {
    setenv("TERM", "xterm", 1);
    setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
    unsetenv("ATTN_LANG");
    std::vector<std::string> all = {ATTN_BINARY, "watch", "--lang", "en", "--color", "never"};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }

  std::string written_{};
  int keys_ = -1;
  pid_t child_ = -1;
};

/// Whether a process does anything still; one that nobody has asked after does not.
bool is_running(const std::string& process) {
  const std::string status = read_all("/proc/" + process + "/stat");
  const std::size_t name_end = status.rfind(')');
  return name_end != std::string::npos && status.substr(name_end + 2, 1) != "Z";
}
bool ends_soon(const std::string& process) {
  for (int tries = 0; tries < 200 && is_running(process); ++tries) {
    std::this_thread::sleep_for(10ms);
  }
  return !is_running(process);
}

class Watch : public testing::Test {
 protected:
  std::vector<std::string> shell(const std::string& name = "mine.sh") const {
    return {folder / name, "--", "sh", folder / name};
  }
  Folder folder;
};

TEST_F(Watch, JudgesAtOnceAndAtEachSaveInPlace) {
  folder.save("mine.sh", folder.program("a", unscaled));
  Watcher watcher(folder, shell());
  EXPECT_TRUE(watcher.says(says_unscaled));
  watcher.until("= 0.1500\n\n");
  EXPECT_TRUE(watcher.says_nothing());
  folder.save("mine.sh", folder.program("b", right));
  EXPECT_TRUE(watcher.says(says_right));
  EXPECT_EQ(folder.runs(), "ab");
  EXPECT_EQ(watcher.end(SIGTERM), 0);
}

TEST_F(Watch, ASaveByRenameIsOneRun) {
  folder.save("mine.sh", folder.program("a", unscaled));
  Watcher watcher(folder, shell());
  watcher.until(says_unscaled);
  for (const std::string mark : {"b", "c", "d"}) {
    folder.save_beside_and_rename("mine.sh", folder.program(mark, right));
    EXPECT_TRUE(watcher.says(says_right));
  }
  EXPECT_EQ(folder.runs(), "abcd");
}

TEST_F(Watch, OfTwoQuickSavesTheLastIsJudgedAndNothingRunsTwice) {
  folder.save("mine.sh", folder.program("a", unscaled));
  Watcher watcher(folder, shell());
  watcher.until(says_unscaled);
  folder.save("mine.sh", folder.program("b", unscaled));
  folder.save("mine.sh", folder.program("c", right));  // of the same size, within the same tick
  EXPECT_TRUE(watcher.says(says_right));
  watcher.says_nothing();
  EXPECT_TRUE(folder.runs() == "ac" || folder.runs() == "abc") << folder.runs();
}

TEST_F(Watch, ATouchRunsNothing) {
  folder.save("mine.sh", folder.program("a", right));
  Watcher watcher(folder, shell());
  watcher.until(says_right);
  folder.save_beside_and_rename("mine.sh", folder.program("a", right));
  watcher.says_nothing();
  EXPECT_EQ(folder.runs(), "a");
}

TEST_F(Watch, AFileThatIsGoneOrEmptyForAMomentIsWaitedFor) {
  folder.save("mine.sh", folder.program("a", unscaled));
  Watcher watcher(folder, shell());
  watcher.until("= 0.1500\n\n");
  folder.save("mine.sh", "");
  EXPECT_TRUE(watcher.says_nothing());
  std::filesystem::remove(folder / "mine.sh");
  EXPECT_TRUE(watcher.says_nothing());
  folder.save("mine.sh", folder.program("b", right));
  EXPECT_TRUE(watcher.says(says_right));
  EXPECT_EQ(folder.runs(), "ab");
}

TEST_F(Watch, ASaveWhileItRunsEndsThatRun) {
  folder.save("mine.sh", "# attn 3.23\necho $$ > '" + folder / "runs" + "'\nsleep 1000\n");
  Watcher watcher(folder, shell());
  while (folder.runs().empty()) std::this_thread::sleep_for(10ms);
  const std::string process = folder.runs();
  folder.save("mine.sh", folder.program("b", right));
  EXPECT_TRUE(watcher.says(says_right));
  EXPECT_TRUE(ends_soon(process));
}

TEST_F(Watch, SaysWhatAProgramThatFailsSaidLastAndItsStatus) {
  folder.save("mine.sh",
              "# attn 3.23\nseq 100 >&2\necho \"ModuleNotFoundError: No module named 'torch'\" "
              ">&2\nexit 3\n");
  Watcher watcher(folder, shell());
  const std::string said = watcher.until("-- ./mine");
  EXPECT_TRUE(contains(said,
                       "  100\n  ModuleNotFoundError: No module named 'torch'\n"
                       "✗ the program ended with exit status 3\n"))
      << said;
  EXPECT_FALSE(contains(said, "  50\n"));
  EXPECT_TRUE(contains(said, "apt install python3-torch"));
  folder.save("mine.sh", read_all(folder / "mine.sh") + "#\n");
  watcher.until("exit status 3\n");
  EXPECT_FALSE(contains(watcher.until("apt", 400ms), "apt")) << "it is said once";
}

TEST_F(Watch, StopsWhatWritesTooMuch) {
  folder.save("mine.sh", "# attn 3.23\nyes\n");
  Watcher watcher(folder, shell());
  EXPECT_TRUE(watcher.says("the program wrote more than 16 MiB and was stopped"));
}

TEST_F(Watch, SaysWhatIsNoNumberAndWhatCannotBeRunAndGoesOn) {
  folder.save("mine.sh", "# attn 3.23\n");
  Watcher watcher(folder, shell());
  EXPECT_TRUE(watcher.says("fix: "));
  folder.save("mine.sh", "# nothing\n");
  EXPECT_TRUE(watcher.says("begin it with a line such as # attn 3.23"));
  folder.save("mine.sh", folder.program("b", right));
  EXPECT_TRUE(watcher.says(says_right));
  Watcher other(folder, {folder / "mine.sh", "--", "./no_such_program"});
  EXPECT_TRUE(other.says("cannot be run: ./no_such_program (No such file or directory)"));
}

TEST_F(Watch, TakesTheSettingsOfTheFileAndThoseOfTheCommandLineBeforeThem) {
  folder.save("mine.txt", "first\n/* attn 3.23 --query 4 --d-out 3 */\n");
  const std::string numbers = " run 23 --query 4 --d-out ";
  Watcher three(folder, {folder / "mine.txt", "--", "sh", "-c", ATTN_BINARY + numbers + "3"});
  EXPECT_TRUE(three.says(says_right));
  Watcher five(
      folder, {folder / "mine.txt", "--d-out", "5", "--", "sh", "-c", ATTN_BINARY + numbers + "5"});
  EXPECT_TRUE(five.says(says_right));
}

TEST_F(Watch, MarksInTheListWhatWasRight) {
  folder.save("mine.sh", folder.program("a", right));
  Watcher watcher(folder, shell());
  watcher.until(says_right);
  EXPECT_EQ(watcher.end(SIGINT), 0);
  const std::string state = "XDG_STATE_HOME='" + folder / "state" + "'";
  EXPECT_TRUE(contains(attn("list 3 --lang en", state).out, "\n + 3.23  Scale by"));
  EXPECT_TRUE(
      contains(attn("learn --progress 23 --format json", state).out, R"("practiced":true)"));
  attn("learn 23 < /dev/null", state);  // keeps the file anew
  EXPECT_TRUE(contains(attn("list 3 --lang en", state).out, "+ 3.23  Scale by"));
}

TEST_F(Watch, WhatIsRightOnTheWayIsNotYetTheStep) {
  folder.save("mine.sh",
              "# attn 3.23\n'" ATTN_BINARY "' run 21 --lang en | grep -A3 'attn_scores_2 ('\n");
  Watcher watcher(folder, shell());
  EXPECT_TRUE(watcher.says("The step's result, attn_weights_2, is not printed as yet."));
  EXPECT_FALSE(contains(attn("list 3", "XDG_STATE_HOME='" + folder / "state" + "'").out, "+"));
}

TEST_F(Watch, RunsNothingWithoutALineThatSaysTheStep) {
  folder.save("mine.py", "import torch\n\n\n\n\n# attn 3.23\n");
  const Outcome outcome = attn("watch --lang en " + folder / "mine.py");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "attn: " + folder / "mine.py" +
                ": no comment in its first five lines says which step it is for\n"
                "fix: begin it with a line such as # attn 3.23 or // attn 3.23 (settings behind: "
                "--seed 7)\n");
}

TEST_F(Watch, SaysInWhichLineAStepOrASettingIsUnknown) {
  const std::string where = folder / "mine.py" + ":2: ";
  const std::pair<std::string, std::string> wrong[] = {
      {"3.99", "chapter 3 has no step 99\n"},
      {"3.23 --sed 7", "--sed: there is no such option\nfix: did you mean --seed?\n"},
      {"3.23 --lang ko", "--lang: a program can name settings only\n"},
      {"3.23 24", "24: only settings stand behind the step\n"}};
  for (const auto& [words, message] : wrong) {
    folder.save("mine.py", "# -*- coding: utf-8 -*-\n# attn " + words + "\n");
    const Outcome outcome = attn("watch --lang en " + folder / "mine.py");
    EXPECT_EQ(outcome.code, 2);
    EXPECT_TRUE(outcome.err.starts_with("attn: " + where + message)) << outcome.err;
  }
}

TEST(ChildProgram, EndsWithAllItStartedWhenItsTimeIsOver) {
  ChildProgram program({"sh", "-c", "sleep 1000 & echo $!; wait"}, {.time = 300ms});
  std::optional<Ended> ended;
  while (!(ended = program.advance())) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(ended->how, Ended::How::over_time);
  EXPECT_TRUE(ends_soon(ended->out.substr(0, ended->out.size() - 1)));
}

TEST(ChildProgram, DoesNotWaitForWhatItLeavesBehind) {
  ChildProgram program({"sh", "-c", "sleep 1000 & echo $!"});
  std::optional<Ended> ended;
  while (!(ended = program.advance())) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(ended->is_fine());
  EXPECT_TRUE(ends_soon(ended->out.substr(0, ended->out.size() - 1)));
}

/// A bare root without /dev/pts has no terminals.
class WatchAtATerminal : public Watch {
 protected:
  void SetUp() override {
    int keys = -1;
    int screen = -1;
    if (openpty(&keys, &screen, nullptr, nullptr, nullptr) != 0) {
      GTEST_SKIP() << "there is no terminal to be had";
    }
    close(keys);
    close(screen);
  }
};

TEST_F(WatchAtATerminal, GivesItBackAndLeavesNothingRunningWhateverEndsIt) {
  folder.save("mine.sh", "# attn 3.23\necho $$ >> '" + folder / "runs" + "'\nsleep 1000\n");
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGABRT}) {
    std::filesystem::remove(folder / "runs");
    Watcher watcher(folder, shell(), Watcher::At::terminal);
    watcher.until("running…");
    while (folder.runs().empty()) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(watcher.has_terminal());
    const int code = watcher.end(signal);
    EXPECT_FALSE(watcher.has_terminal()) << signal;
    if (signal == SIGABRT) continue;  // a fault of its own, which ends as such
    EXPECT_EQ(code, 0) << signal;
    EXPECT_TRUE(ends_soon(folder.runs())) << signal;
  }
}

TEST_F(WatchAtATerminal, KeysHintShowListRunAgainAndLeave) {
  folder.save("mine.sh", folder.program("a", unscaled));
  Watcher watcher(folder, shell(), Watcher::At::terminal);
  watcher.until("q:quit");
  watcher.type("\x1b[H\x1bOHxh");  // Home, in both ways, and what is no key do nothing
  EXPECT_TRUE(watcher.says("hint 1/3: attn_weights_2[0]: "));
  watcher.type("hhh");
  EXPECT_TRUE(watcher.says("There are no more hints"));
  watcher.type("s");
  EXPECT_FALSE(contains(watcher.until("Press s again"), "torch.softmax"));
  watcher.type("s");
  EXPECT_TRUE(watcher.says("torch.softmax(attn_scores_2 / d_k**0.5, dim=-1)"));
  watcher.type("l");
  EXPECT_TRUE(watcher.says("mine.sh"));
  watcher.type("ㄱ");  // the key of r while Korean is typed
  EXPECT_TRUE(watcher.says(says_unscaled));
  watcher.until("q:quit");
  EXPECT_EQ(folder.runs(), "aa");
  watcher.type("q");
  EXPECT_EQ(watcher.end(), 0);
  EXPECT_FALSE(watcher.has_terminal());
}

TEST_F(WatchAtATerminal, OfAFolderTheNextComesWhenAskedFor) {
  folder.save("b.sh", folder.program("b", right));
  folder.save("a.sh", folder.program("a", "1, 2", "// attn 3.24"));
  folder.save("c.sh", folder.program("c", "1, 2", "-- attn 4.1"));
  folder.save("d.sh", "# no program\n");
  folder.save("b.sh~", folder.program("e", right));
  {
    Watcher watcher(folder, {folder.path(), "--", "sh", "{}"}, Watcher::At::terminal);
    EXPECT_TRUE(watcher.says(says_right));
    EXPECT_TRUE(watcher.says("Press n to go on with step 3.24"));
    watcher.until("q:quit");
    EXPECT_EQ(folder.runs(), "b");
    watcher.type("n");
    EXPECT_TRUE(watcher.says("a.sh: 3.24"));
    watcher.until("q:quit");
    EXPECT_EQ(folder.runs(), "ba");
  }
  Watcher later(folder, {folder.path(), "--", "sh", "{}"}, Watcher::At::terminal);
  EXPECT_TRUE(later.says("a.sh: 3.24")) << "what is right is not taken up again";
  later.type("nn");
  EXPECT_TRUE(later.says("c.sh: 4.1"));
  EXPECT_TRUE(later.says("a.sh: 3.24"));
}

}  // namespace attn::watch_test
