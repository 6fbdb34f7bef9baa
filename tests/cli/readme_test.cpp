#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "cli/process.h"

/// What the README shows is what the program prints, and every command in it works.

namespace attn {
namespace {

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
    } else if (inside) {
      shown.back().output += line + "\n";
    }
  }
  return shown;
}

/// The command with the program that was just built in the place of the script that builds it.
std::string with_built_program(std::string command) {
  const std::string script = "./attn";
  for (std::size_t at = 0; (at = command.find(script, at)) != std::string::npos;) {
    command.replace(at, script.size(), ATTN_BINARY);
    at += std::string(ATTN_BINARY).size();
  }
  return command;
}

TEST(Readme, EveryCommandWorksAndPrintsWhatIsShown) {
  const std::vector<Shown> commands = console_blocks();
  EXPECT_GE(commands.size(), 6U);
  for (const Shown& shown : commands) {
    if (shown.command == "./attn test") continue;  // this very test is part of it
    const Outcome outcome = run_shell(with_built_program(shown.command));
    EXPECT_EQ(outcome.err, "") << shown.command;
    EXPECT_EQ(outcome.code, 0) << shown.command;
    if (!shown.output.empty()) {
      EXPECT_EQ(outcome.out, shown.output) << shown.command;
    }
  }
}

}  // namespace
}  // namespace attn
