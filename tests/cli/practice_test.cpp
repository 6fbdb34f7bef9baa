#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <utility>

#include "catalogue.h"
#include "cli/inputs.h"
#include "cli/process.h"
#include "lesson/page.h"
#include "sanitized.h"
#include "steps/places.h"

/// Programs to be completed. That they fail or are judged wrong, and are right when they are
/// complete, is tried in PyTorch: tests/oracle/run_practice.py.

namespace attn::practice_test {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string line_of(const std::string& text, int number) {
  std::size_t begin = 0;
  while (--number > 0) begin = text.find('\n', begin) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// A folder that lives as long as this does.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(testing::TempDir() + "attn_practice_" + std::to_string(getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::string path_;
};

TEST(Practice, HasAllButWhatTheStepComputes) {
  const Outcome outcome = attn("practice 4 - --lang en");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, R"(# attn 3.4
# checked at each save: attn watch 3.4.py
# checked once: python3 3.4.py | attn diff 3.4 -

# 3.1  A map of the whole flow
import torch

# 3.2  The input: one embedding per token
inputs = torch.tensor([
    [0.43, 0.15, 0.89],
    [0.55, 0.87, 0.66],
    [0.57, 0.85, 0.64],
    [0.22, 0.58, 0.33],
    [0.77, 0.25, 0.1],
    [0.05, 0.8, 0.55],
])

# 3.3  Attention scores of one query
query = inputs[1]

# 3.4  What a dot product is
# write here:
#   products (3)
#   attn_score_21 ()

# prints once all of these are there
products, attn_score_21

torch.set_printoptions(profile="full", precision=8, sci_mode=False)
print("products =", products)
print("attn_score_21 =", attn_score_21)
)");
}

TEST(Practice, SaysWhatIsWantedInTheChosenLanguage) {
  EXPECT_TRUE(contains(attn("practice 23 - --lang ko").out,
                       "\n# 여기에 쓰십시오:\n#   attn_weights_2 (6)\n"));
  EXPECT_TRUE(contains(attn("practice 23 -").out,
                       "\n# 여기에 쓰십시오 · write here:\n#   attn_weights_2 (6)\n"));
}

TEST(Practice, NamesTheSettingsThatTheStepUses) {
  const std::string text = attn("practice 23 - --seed 7 --input 'data/korean.csv'").out;
  EXPECT_EQ(line_of(text, 1), "# attn 3.23 --input data/korean.csv --seed 7");
  EXPECT_TRUE(contains(line_of(text, 3),
                       "python3 3.23.py | attn diff 3.23 - --input data/korean.csv --seed 7"));
  const Outcome unused = attn("practice 5 - --bias --lang en");
  EXPECT_EQ(unused.out, attn("practice 5 - --lang en").out);
  EXPECT_EQ(unused.err, "attn: --bias: the chosen steps make no use of it\n");
}

TEST(Practice, LeavesWhatOnlyShowsAMistakeOutUnlessTheStepIsAboutIt) {
  EXPECT_FALSE(contains(attn("practice 11 -").out, "by_columns"));
  EXPECT_TRUE(contains(attn("practice 1.15 -").out, "#   pe_doubled (8,8)\n"));
}

TEST(Practice, WritesAFileThatSaysHowToCheckItAndNamesItOnStandardOutput) {
  const TemporaryFolder folder;
  for (const auto& [words, file] : {std::pair{"23", "3.23.py"},
                                    {"23 'my file.py'", "my file.py"},
                                    {"4.9 .", "./4.9.py"},
                                    {"4.9 new/folder/", "new/folder/4.9.py"},
                                    {"4.9 new/a.py", "new/a.py"}}) {
    const Outcome outcome =
        run_shell("cd '" + folder.path() + "' && '" ATTN_BINARY "' practice " + words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, std::string(file) + "\n");
    EXPECT_TRUE(std::filesystem::exists(folder / file)) << file;
  }
  EXPECT_TRUE(contains(line_of(read_all(folder / "my file.py"), 2), ": attn watch 'my file.py'"));
}

TEST(Practice, WritesAChapterIntoAFolder) {
  const TemporaryFolder folder;
  const Outcome outcome = attn("practice ch4 '" + (folder / "ch4") + "' --lang en");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err,
            "attn: 4.1, 4.2, 4.4: no file, since they compute nothing that could be left out\n");
  EXPECT_EQ(line_of(outcome.out, 1), folder / "ch4/4.3.py");
  EXPECT_EQ(line_of(read_all(folder / "ch4/4.22.py"), 1), "# attn 4.22");
}

TEST(Practice, OverwritesNothingAndThenWritesNothing) {
  const TemporaryFolder folder;
  const std::string mine = folder / "3.5.py";
  std::ofstream(mine) << "mine";
  for (const std::string& words :
       {"5 '" + mine + "'", "5 '" + folder.path() + "'", "4-6 '" + folder.path() + "'"}) {
    const Outcome outcome = attn("practice " + words + " --lang en");
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err,
              "attn: " + mine +
                  ": it is there already and was left as it is\n"
                  "fix: give another name, or move it away; - prints the program instead\n");
  }
  EXPECT_EQ(read_all(mine), "mine");
  EXPECT_EQ(folder.files(), 1U);
}

TEST(Practice, RemovesWhatItWroteWhereTheRestCannotBeWritten) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("nowhere/x", folder / "3.5.py");  // neither there nor new
  const Outcome outcome = attn("practice 4-6 '" + folder.path() + "' --lang en");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "attn: " + (folder / "3.5.py") +
                             ": cannot be written (File exists)\n"
                             "fix: check permissions and room on the disk\n");
  EXPECT_EQ(folder.files(), 1U);
}

TEST(Practice, RefusesWhatItCannotWrite) {
  const TemporaryFile file("", "file.py");
  const std::pair<std::string, std::string> cases[] = {
      {"", "attn: practice: expected a step\nfix: write, say, attn practice 23\n"},
      {"3 a.py 5",
       "attn: practice: \"5\" follows the step and its file\n"
       "fix: name several steps as 5-7 or ch3: attn practice ch3 chapter3\n"},
      {"3 4",
       "attn: 4: a step stands where a file or a folder goes\n"
       "fix: write one at a time: attn practice 3; a file of that name is ./4\n"},
      {"ch3",
       "attn: ch3: several steps need a folder\n"
       "fix: write, say, attn practice ch3 practice; the folder is made\n"},
      {"4-5 -",
       "attn: 4-5: several steps need a folder\n"
       "fix: write, say, attn practice 4-5 practice; the folder is made\n"},
      {"4-5 '" + file.path() + "'", "attn: " + file.path() +
                                        ": this is a file, not a folder\n"
                                        "fix: give another name; the folder is made\n"},
      {"3.1",
       "attn: 3.1: it computes nothing that could be left out\n"
       "fix: see the page: attn run 3.1\n"},
      {"1-2 x",
       "attn: 1-2: it computes nothing that could be left out\n"
       "fix: see the page: attn run 1-2\n"},
      {"9.1", "attn: there is no chapter 9\nfix: chapters: 1, 2, 3, 4, 5, 6, 7, 8 (attn list)\n"},
  };
  for (const auto& [words, message] : cases) {
    const Outcome outcome = attn("practice " + words + " --lang en");
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_EQ(outcome.out, "") << words;
    EXPECT_EQ(outcome.err, message) << words;
  }
}

/// Whether the page shows a tensor.
bool shows_tensors(const Place& place) {
  const Page page = write_page(place, settings_of(Choices()));
  return std::any_of(page.blocks().begin(), page.blocks().end(), [](const Block& block) {
    return std::holds_alternative<block::Matrix>(block);
  });
}

/// A step that shows tensors but has no gap is named here, with the reason.
TEST(Practice, HasAGapInEveryStepThatComputesWhatItShows) {
  const std::set<std::string> only_made = {
      "2.2",   // draws embeddings
      "3.2",   // the input
      "3.16",  // draws weights
      "4.4",   // makes layers
  };
  for (const Place& place : some_of(all_places())) {
    if (!shows_tensors(place)) continue;
    const bool has_gap = attn("practice " + id(place) + " -").code == 0;
    EXPECT_EQ(has_gap, !only_made.contains(id(place))) << id(place);
  }
}

}  // namespace attn::practice_test
