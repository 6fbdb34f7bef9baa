#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "catalogue.h"
#include "cli/process.h"

/// attn check: the outputs that are kept, in the binary and in a folder.

namespace attn::check_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A folder that lives as long as this does, with a copy of the kept outputs.
class KeptCopy {
 public:
  KeptCopy() : path_(testing::TempDir() + "attn_kept_" + std::to_string(getpid())) {
    fs::remove_all(path_);
    fs::copy(ATTN_SOURCE_DIR "/data/expected", path_, fs::copy_options::recursive);
  }
  ~KeptCopy() { fs::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string file(const std::string& step) const { return path_ + "/chapter3/" + step + ".txt"; }

  /// Puts `by` in the place of the first `what` in a step's file.
  void change(const std::string& step, const std::string& what, const std::string& by) const {
    std::string text = read_all(file(step));
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos);
    std::ofstream(file(step), std::ios::binary) << text.replace(at, what.size(), by);
  }

 private:
  std::string path_;
};

TEST(Check, FindsEveryStepAsItWasKept) {
  const Outcome outcome = attn("check all --lang en");
  std::size_t steps = 0;
  for (const Chapter* chapter : chapters()) steps += chapter->steps.size();
  EXPECT_EQ(outcome.out, formatted("{0} steps: {0} equal\n", steps)) << outcome.err;
  EXPECT_EQ(outcome.code, 0);
}

TEST(Check, KeepsWhatRunPrints) {
  for (const std::string step : {"01", "11", "23", "40"}) {
    const Outcome outcome = run_shell("env -u ATTN_LANG '" ATTN_BINARY "' run " + step +
                                      " | diff - data/expected/chapter3/" + step + ".txt");
    EXPECT_EQ(outcome.code, 0) << outcome.out;
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(Check, WorksInAnyFolderAndLanguage) {
  const Outcome outcome = run_shell("cd / && '" ATTN_BINARY "' check 5-7 23 --lang ko");
  EXPECT_EQ(outcome.out, "단계 4개 가운데 4개가 같습니다\n");
  EXPECT_EQ(outcome.code, 0);
}

TEST(Check, NamesTheCellThatDiffers) {
  const KeptCopy kept;
  kept.change("11", "0.2006", "0.2016");
  const Outcome outcome = attn("check 11-12 --lang en --expected " + kept.path());
  EXPECT_EQ(outcome.out,
            "✗ 3.11  lines that differ: 1\n"
            "  line 27, attn_weights[0,1]: expected 0.2016, got 0.2006\n"
            "    -     Your     0.2098   0.2016  0.1981  0.1242  0.1220  0.1452\n"
            "    +     Your     0.2098   0.2006  0.1981  0.1242  0.1220  0.1452\n"
            "\n"
            "2 steps: 1 equal\n");
  EXPECT_EQ(outcome.code, 1);
  const Json json = Json::parse(attn("check 11 --format json --expected " + kept.path()).out);
  EXPECT_EQ(json[0]["equal"], false);
  EXPECT_EQ(json[0]["differences"][0]["tensor"], "attn_weights");
  EXPECT_EQ(json[0]["differences"][0]["index"], Json({0, 1}));
}

TEST(Check, LetsTheLastDigitDifferByOne) {
  const KeptCopy kept;
  kept.change("11", "0.2006", "0.2007");
  EXPECT_EQ(attn("check 11 --expected " + kept.path()).code, 0);
  kept.change("11", "0.2007", "-0.2006");
  EXPECT_EQ(attn("check 11 --expected " + kept.path()).code, 1);
}

TEST(Check, LetsNoWordDiffer) {
  const KeptCopy kept;
  kept.change("11", "Softmax of each row", "Softmax of every row");
  EXPECT_EQ(attn("check 12 --expected " + kept.path()).code, 0);
  kept.change("12", "sums to 1", "sums to one");
  const Outcome outcome = attn("check 12 --lang en --expected " + kept.path());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find("sums to one"), std::string::npos);
}

TEST(Check, LetsNoLineBeMissingOrTooMany) {
  const KeptCopy kept;
  std::ofstream(kept.file("20"), std::ios::app) << "one more\n";
  EXPECT_EQ(attn("check 20 --expected " + kept.path()).code, 1);
  kept.change("21", "\n\n", "\n");
  EXPECT_EQ(attn("check 21 --expected " + kept.path()).code, 1);
}

TEST(Check, UpdatesOnlyWhatHasChanged) {
  const KeptCopy kept;
  kept.change("11", "0.2006", "0.2007");  // within a unit: stays
  kept.change("12", "sums to 1", "sums to one");
  EXPECT_EQ(attn("check --update --expected " + kept.path()).code, 0);
  EXPECT_NE(read_all(kept.file("11")).find("0.2007"), std::string::npos);
  EXPECT_EQ(read_all(kept.file("12")).find("sums to one"), std::string::npos);
  EXPECT_EQ(attn("check 12 --expected " + kept.path()).code, 0);
  for (const auto& entry : fs::recursive_directory_iterator(kept.path())) {
    EXPECT_NE(entry.path().extension(), ".new");
  }
}

TEST(Check, KeepsOutputsOfOtherSettingsInAFolder) {
  const std::string folder = testing::TempDir() + "attn_other_" + std::to_string(getpid());
  EXPECT_EQ(attn("check 23 --seed 7 --update --expected " + folder).code, 0);
  EXPECT_EQ(attn("check 23 --seed 7 --expected " + folder).code, 0);
  EXPECT_EQ(attn("check 23 --seed 8 --expected " + folder).code, 1);
  const Outcome missing = attn("check 24 --lang en --expected " + folder);
  EXPECT_EQ(missing.code, 2);
  EXPECT_EQ(missing.out, "");
  EXPECT_NE(missing.err.find("there is no such file"), std::string::npos);
  fs::remove_all(folder);
}

TEST(Check, RefusesToUpdateElsewhere) {
  const Outcome outcome = run_shell("cd / && '" ATTN_BINARY "' check --update --lang en");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(
      outcome.err,
      "attn: --update: this is not inside attn's source tree, so there is nothing to rewrite\n"
      "fix: run it in the source tree, or name a folder with --expected DIR\n");
}

TEST(Check, KnowsDefaultSettingsOnly) {
  const Outcome outcome = attn("check --seed 7 --lang en");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "attn: --seed: the kept outputs are of the default settings\n"
            "fix: leave out --seed, or name a folder of outputs made with it: --expected DIR\n");
}

}  // namespace attn::check_test
