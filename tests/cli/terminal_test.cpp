#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

/// attn at a terminal: what is typed can be edited, and long pages come in parts.

namespace attn::terminal_test {

/// The program at a terminal of 80 by 24.
class Terminal {
 public:
  explicit Terminal(const std::string& words, const std::string& command = "learn") {
    home_ = testing::TempDir() + "attn_terminal_" + std::to_string(getpid());
    std::filesystem::remove_all(home_);
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 80;
    child_ = forkpty(&keys_, nullptr, nullptr, &size);
    if (child_ < 0) throw std::runtime_error("there is no terminal to be had");
    if (child_ == 0) {
      setenv("TERM", "xterm", 1);
      setenv("XDG_STATE_HOME", home_.c_str(), 1);
      setenv("ATTN_PAGER", "less", 1);
      unsetenv("LESS");
      const std::string line = "set -m; '" ATTN_BINARY "' " + command +
                               " --lang en --color never " + words + "; echo stopped; fg";
      execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
      _exit(127);
    }
  }
  ~Terminal() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    close(keys_);
    std::filesystem::remove_all(home_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// What the program writes, up to the end of `end`; all of it, if that never comes.
  std::string until(const std::string& end) {
    std::size_t at = written_.find(end);
    for (char bytes[4096]; at == std::string::npos; at = written_.find(end)) {
      pollfd ready{keys_, POLLIN, 0};
      if (poll(&ready, 1, 20'000) <= 0) break;
      const ssize_t count = read(keys_, bytes, sizeof bytes);
      if (count <= 0) break;
      written_.append(bytes, static_cast<std::size_t>(count));
    }
    const std::string text = written_.substr(0, at == std::string::npos ? at : at + end.size());
    written_.erase(0, text.size());
    return text;
  }
  void type(const std::string& keys) {
    ASSERT_EQ(write(keys_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }

 private:
  std::string home_;
  std::string written_{};
  int keys_ = -1;
  pid_t child_ = -1;
};

/// A bare root without /dev/pts has no terminals.
class AtATerminal : public testing::Test {
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

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string left = "\x1b[D";
const std::string up = "\x1b[A";

TEST_F(AtATerminal, ALineCanBeEdited) {
  Terminal terminal("22");
  terminal.until("> ");
  terminal.type("34" + left + "\x7f" + "\x04" + "행렬" + "\x15" +
                "1\r");  // 34, 4, nothing, 행렬, 1
  EXPECT_TRUE(contains(terminal.until("squared"), "not right: 16 is 4 squared"));
  terminal.until("> ");
  terminal.type("2\r");
  EXPECT_TRUE(contains(terminal.until("fourfold"), "it is the variance"));
  terminal.until("> ");
  terminal.type(up + up + "\x05\x17" + "3\r");  // the line before the last one, emptied
  EXPECT_TRUE(contains(terminal.until("right"), "✓ right"));
}

TEST_F(AtATerminal, APageThatIsTallerComesInParts) {
  Terminal terminal("1");
  terminal.until("> ");
  terminal.type("2\r");
  const std::string part = terminal.until("Enter:more");
  EXPECT_TRUE(contains(part, "✓ right"));
  EXPECT_LT(std::count(part.begin(), part.end(), '\n'), 24);
  EXPECT_FALSE(contains(part, "on every path"));
  std::string rest;
  for (int more = 0; more < 5 && !contains(rest, "Enter:next step"); ++more) {
    terminal.until("> ");
    terminal.type("\r");
    rest += terminal.until("q:quit");
  }
  EXPECT_TRUE(contains(rest, "on every path"));
  terminal.until("> ");
  terminal.type("q\r");
  EXPECT_TRUE(contains(terminal.until("attn learn"), "To go on from step 3.2"));
}

TEST_F(AtATerminal, ALineIsDrawnAnewAfterTheProgramWasStopped) {
  Terminal terminal("22");
  terminal.until("> ");
  terminal.type("half a line");
  terminal.until("line");
  terminal.type("\x1a");
  EXPECT_TRUE(contains(terminal.until("stopped"), "stopped"));
  EXPECT_TRUE(contains(terminal.until("half a line"), "> half a line"));
}

TEST_F(AtATerminal, AFirstVisitChoosesTheChapter) {
  Terminal terminal("");
  EXPECT_TRUE(contains(terminal.until("q:quit"), "Enter:from chapter 3  1:from chapter 1"));
  terminal.until("> ");
  terminal.type("1\r");
  EXPECT_TRUE(contains(terminal.until("1.1  "), "1.1  "));
}

TEST_F(AtATerminal, LessGoesFromStepToStep) {
  if (std::system("command -v less >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no less";
  Terminal terminal("4.8 4.9 4.10", "run");
  const std::string first = terminal.until("previous step");
  EXPECT_TRUE(contains(first, "4.8  ")) << first;
  EXPECT_TRUE(contains(first, "n: next step")) << first;
  terminal.type("n");
  EXPECT_TRUE(contains(terminal.until("4.9  "), "4.9  "));
  terminal.until("previous step");
  terminal.type("n");
  EXPECT_TRUE(contains(terminal.until("4.10  "), "4.10  "));
  terminal.until("previous step");
  terminal.type("N");
  EXPECT_TRUE(contains(terminal.until("4.9  "), "4.9  "));
}

}  // namespace attn::terminal_test
