#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "cli/process.h"

/// What the README shows is what the program prints, and every command in it works.

namespace attn::readme_test {

/// A command of the README and what it is shown to print; nothing if nothing is shown.
struct Shown {
  std::string command;
  std::string output;
};

/// The README's console blocks: lines that start with "$ " are commands, others their output.
std::vector<Shown> console_blocks() {
  std::istringstream lines(read_all(ATTN_SOURCE_DIR "/README.md"));
  std::vector<Shown> shown;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      shown.push_back({line.substr(2), ""});
    } else if (inside && !shown.empty()) {
      shown.back().output += line + "\n";
    }
  }
  return shown;
}

/// The command with `from`, where it stands first, replaced by `to`.
std::string replaced(std::string command, const std::string& from, const std::string& to) {
  const std::size_t at = command.find(from);
  return at == std::string::npos ? command : command.replace(at, from.size(), to);
}

/// The command as it is run here: on the build that is tested, with a home of its own.
std::string on_this_build(const std::string& command) {
  const std::string built = replaced(replaced(command, "./attn", ATTN_BINARY),
                                     "cmake --install build", "cmake --install " ATTN_BUILD_DIR);
  return "export HOME='" + testing::TempDir() + "attn_home'; mkdir -p \"$HOME\"; " + built;
}

TEST(Readme, EveryCommandWorksAndPrintsWhatIsShown) {
  const std::vector<Shown> commands = console_blocks();
  EXPECT_GE(commands.size(), 6U);
  for (const Shown& shown : commands) {
    if (shown.command == "./attn test") continue;  // this very test is part of it
    const Outcome outcome = run_shell(on_this_build(shown.command));
    EXPECT_EQ(outcome.err, "") << shown.command;
    const bool is_verdict = shown.command.find("attn diff") != std::string::npos;
    const bool shows_difference = is_verdict && shown.output.find("\n✗ ") != std::string::npos;
    EXPECT_EQ(outcome.code, shows_difference ? 1 : 0) << shown.command;
    if (!shown.output.empty()) {
      EXPECT_EQ(outcome.out, shown.output) << shown.command;
    }
  }
}

TEST(Readme, QuotesTheTableThatTheBenchmarksPrinted) {
  const std::string table = read_all(ATTN_SOURCE_DIR "/tests/bench/table.md");
  EXPECT_FALSE(table.empty());
  EXPECT_NE(read_all(ATTN_SOURCE_DIR "/README.md").find(table), std::string::npos);
}

}  // namespace attn::readme_test
