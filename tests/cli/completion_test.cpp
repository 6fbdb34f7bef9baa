#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "cli/commands.h"
#include "cli/option_table.h"
#include "cli/process.h"

/// What bash really offers. Of zsh and fish, where they are installed, that they read their
/// scripts.

namespace attn::completion_test {

using Words = std::set<std::string>;

/// What is offered for the last of the words, which may be empty.
Words offered(const std::string& words) {
  const Outcome outcome = run_shell(
      "bash -c 'source <(\"$0\" completion bash) || exit 9; COMP_WORDS=(\"$0\" \"$@\"); "
      "COMP_CWORD=$#; _attn; printf \"%s\\n\" \"${COMPREPLY[@]}\"' '" ATTN_BINARY "' " +
      words);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  Words offered;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) offered.insert(line);
  }
  return offered;
}

TEST(Completion, OffersTheCommands) {
  Words all;
  for (const Command& command : commands()) all.emplace(command.name);
  EXPECT_EQ(offered("''"), all);
  EXPECT_EQ(offered("--lang en ''"), all) << "a value is no command";
  EXPECT_EQ(offered("ex"), Words{"explain"});
  EXPECT_EQ(offered("help l"), (Words{"learn", "list"}));
}

TEST(Completion, OffersTheOptionsOfEachCommand) {
  for (const Command& command : commands()) {
    Words options;
    for (const Option* option : options_of(command.name)) options.emplace(option->name());
    EXPECT_EQ(offered(std::string(command.name) + " -"), options) << command.name;
  }
  EXPECT_EQ(offered("--v"), Words{"--version"});
}

TEST(Completion, OffersTheValuesOfChoices) {
  EXPECT_EQ(offered("run --lang ''"), (Words{"ko", "en", "both"}));
  EXPECT_EQ(offered("run 5 --format = j"), Words{"json"}) << "bash parts --format=j";
  EXPECT_EQ(offered("run --color a"), (Words{"auto", "always"}));
  EXPECT_EQ(offered("completion ''"), (Words{"bash", "zsh", "fish"}));
  EXPECT_EQ(offered("run --input k"), Words{"korean"});
  EXPECT_EQ(offered("run --seed ''"), Words{});
}

TEST(Completion, OffersStepsChaptersAndFiles) {
  EXPECT_EQ(offered("run 3.4"), (Words{"3.4", "3.40", "3.41", "3.42"}));
  EXPECT_EQ(offered("run 5 4.2"), (Words{"4.2", "4.20", "4.21", "4.22", "4.23", "4.24"}));
  EXPECT_TRUE(offered("check ch").contains("ch6"));
  EXPECT_TRUE(offered("learn --bias 4").contains("42"));
  EXPECT_EQ(offered("learn 4.1 ''"), Words{}) << "it takes one";
  EXPECT_TRUE(offered("list ''").contains("all"));
  EXPECT_EQ(offered("diff 11 READ"), Words{"README.md"});
  EXPECT_EQ(offered("run --input data/kor"), Words{"data/korean.csv"});
  EXPECT_EQ(offered("check --expected data/exp"), Words{"data/expected"});
}

TEST(Completion, OffersTheTensorsOfTheStep) {
  EXPECT_EQ(offered("explain 18 ''"), (Words{"keys", "values", "W_key", "inputs", "W_value"}));
  EXPECT_EQ(offered("explain --depth 1 18 W"), (Words{"W_key", "W_value"}));
  EXPECT_EQ(offered("explain 99 ''"), Words{});
}

TEST(Completion, IsReadByTheOtherShellsWhereThereAreAny) {
  EXPECT_EQ(attn("completion zsh").code, 0);
  EXPECT_EQ(attn("completion fish").code, 0);
  const std::string script = "'" ATTN_BINARY "' completion ";
  const std::string if_there = "command -v $s >/dev/null || exit 0; ";
  EXPECT_EQ(run_shell("s=zsh; " + if_there + script + "zsh | zsh -n /dev/stdin").err, "");
  EXPECT_EQ(run_shell("s=fish; " + if_there + script + "fish | fish -n /dev/stdin").err, "");
}

TEST(Completion, AndTheManualAreInstalled) {
  const std::string prefix = testing::TempDir() + "attn_prefix_" + std::to_string(getpid());
  const Outcome outcome = run_shell("cmake --install '" ATTN_BUILD_DIR "' --prefix '" + prefix +
                                    "' && cd '" + prefix + "' && find . -type f | sort");
  for (const char* file :
       {"./bin/attn", "./share/bash-completion/completions/attn",
        "./share/fish/vendor_completions.d/attn.fish", "./share/man/ko/man1/attn.1",
        "./share/man/man1/attn.1", "./share/zsh/site-functions/_attn"}) {
    EXPECT_NE(outcome.out.find(std::string(file) + "\n"), std::string::npos) << file;
  }
  EXPECT_EQ(read_all(prefix + "/share/man/ko/man1/attn.1"), attn("help --man --lang ko").out);
  run_shell("rm -r '" + prefix + "'");
}

}  // namespace attn::completion_test
