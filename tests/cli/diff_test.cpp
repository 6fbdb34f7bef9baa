#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/process.h"
#include "sanitized.h"

/// attn diff, as its user meets it. What is named when is tested in the room of answers.

namespace attn::diff_test {

using Json = nlohmann::json;

/// Softmax of step 11 along the wrong axis, as PyTorch prints it.
constexpr std::string_view by_columns = R"(attn_weights = tensor([
        [0.2098, 0.1385, 0.1390, 0.1435, 0.1526, 0.1385],
        [0.2006, 0.2379, 0.2369, 0.2074, 0.1958, 0.2184],
        [0.1981, 0.2333, 0.2326, 0.2046, 0.1975, 0.2128],
        [0.1242, 0.1240, 0.1242, 0.1462, 0.1367, 0.1420],
        [0.1220, 0.1082, 0.1108, 0.1263, 0.1879, 0.0988],
        [0.1452, 0.1581, 0.1565, 0.1720, 0.1295, 0.1896]])
)";

TEST(DiffAsHtml, HasItsVerdictForTheScriptOfAPage) {
  const Outcome outcome =
      run_shell("echo '[1,2,3,4,5,6]' | '" ATTN_BINARY "' diff 23 - --format html");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out.find("<!DOCTYPE"), outcome.out.rfind("<!DOCTYPE"));
  EXPECT_TRUE(outcome.out.ends_with("</html>\n"));
  const std::string start = "<script type=\"application/json\" data-role=\"verdict\">";
  const std::size_t from = outcome.out.find(start) + start.size();
  const auto verdict =
      nlohmann::json::parse(outcome.out.substr(from, outcome.out.find("</script>", from) - from));
  EXPECT_EQ(verdict["tensors"][0]["different"], 6);
}

TEST(Diff, OfOurOwnOutputIsEqual) {
  for (const std::string options :
       {"", " --input korean --d-out 4", " --input telling --d-out 6"}) {
    for (const std::string form : {"", " --format json"}) {
      const Outcome outcome = run_shell("'" ATTN_BINARY "' run 40" + options + form +
                                        " | '" ATTN_BINARY "' diff 40 -" + options);
      EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    }
  }
}

/// The values of a step's tensor, or of one on the way to it, under a name or without.
std::string values_of(const std::string& step, const std::string& tensor, const std::string& name) {
  const Json pages = Json::parse(attn("run " + step + " --format json").out);
  for (const Json& shown : pages[0]["tensors"]) {
    if (shown["name"] != tensor) continue;
    std::string text = name + "[";
    const Json& shape = shown["shape"];
    if (shape.size() == 1) return name + shown["values"].dump();
    const auto rows = shape[0].get<std::size_t>();
    const std::size_t columns = shown["values"].size() / rows;
    for (std::size_t i = 0; i < shown["values"].size(); ++i) {
      text += i == 0 ? "[" : i % columns == 0 ? "], [" : ", ";
      text += shown["values"][i].dump();
    }
    return text + "]]";
  }
  return {};
}

TEST(Diff, TakesAResultOfTheStepWithoutItsName) {
  for (const auto& [step, tensor] :
       {std::pair("5.6", "dS"), std::pair("5.6", "dQ"), std::pair("5.8", "residual_out"),
        std::pair("4.19", "gelu_erf"), std::pair("6.10", "image_x")}) {
    const TemporaryFile file(values_of(step, tensor, ""), "attn_unnamed.txt");
    const Outcome outcome = attn(std::string("diff ") + step + " --lang en " + file.path());
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_NE(outcome.out.find(std::string("✓ ") + tensor), std::string::npos) << outcome.out;
  }
}

TEST(Diff, SaysThatNumbersWithoutANameAreComputedBeforeTheResult) {
  for (const auto& [step, tensor] : {std::pair("5.11", "after_norm1"), std::pair("4.18", "phi"),
                                     std::pair("3.8", "weighted_inputs")}) {
    const TemporaryFile file(values_of(step, tensor, ""), "attn_before.txt");
    const Outcome outcome = attn(std::string("diff ") + step + " --lang en " + file.path());
    EXPECT_EQ(outcome.code, 1);
    EXPECT_NE(outcome.out.find(std::string("these are the numbers of ") + tensor),
              std::string::npos)
        << outcome.out;
    EXPECT_EQ(outcome.out.find("✗"), std::string::npos) << outcome.out;

    const TemporaryFile named(values_of(step, tensor, std::string(tensor) + " = "),
                              "attn_by_name.txt");
    EXPECT_EQ(attn(std::string("diff ") + step + " " + named.path()).code, 0) << step;
    const Json json =
        Json::parse(attn(std::string("diff ") + step + " --format json " + file.path()).out);
    EXPECT_EQ(json["equal"], false);
    EXPECT_EQ(json["relations"][0]["kind"], "before-the-result");
    EXPECT_FALSE(json["relations"][0]["ko"].get<std::string>().empty());
  }
}

TEST(Diff, SaysSoTooWhereAMistakeGivesTheNumbersOfAnEarlierTensor) {
  const TemporaryFile file(values_of("5.13", "logits", ""), "attn_logits.txt");
  const Outcome outcome = attn("diff 5.13 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find("these are the numbers of logits"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("scores-not-weights"), std::string::npos) << outcome.out;
}

TEST(Diff, TakesTheNearestOfSeveralTensorsOfOneName) {
  const std::string told = attn("explain 5.12 values[0,0,0] --lang en").out;
  EXPECT_NE(told.find("enc_out @ "), std::string::npos) << told;
}

TEST(Diff, ShowsSymptomsThenTheMistakeThenTheNumbers) {
  const TemporaryFile file(by_columns, "attn_by_columns.txt");
  const Outcome outcome = attn("diff 11 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out, R"(3.11  Softmax of each row
────────────────────────────────────────────────────────────────────────────────
✗ the columns sum to 1, not the rows
✗ attn_weights (6,6): 30 of 36 cells differ

2 different mistakes give exactly these numbers; this data cannot tell them
apart.

This gives exactly these numbers:

! softmax-over-columns: Softmax ran over the columns, or another axis that is
  not the last. What must sum to 1 is the row of one query; this way different
  queries share the weights among themselves. It ran along the axis dim=0.

torch.softmax(…, dim=-1)    # what goes in stays as it is              # PyTorch

This gives exactly these numbers:

! weights-transposed: The attention weights are transposed. Row i should hold
  what token i gives to others; here it holds what others give to token i, and
  rows do not sum to 1.

attn_weights    # not attn_weights.T                                   # PyTorch

The numbers given; ✗ marks those that differ.

         0        1        2        3        4        5
  [0,:]   0.2098  ✗0.1385  ✗0.1390  ✗0.1435  ✗0.1526  ✗0.1385
  [1,:]  ✗0.2006   0.2379  ✗0.2369  ✗0.2074  ✗0.1958  ✗0.2184
  [2,:]  ✗0.1981  ✗0.2333   0.2326  ✗0.2046  ✗0.1975  ✗0.2128
  [3,:]  ✗0.1242  ✗0.1240  ✗0.1242   0.1462  ✗0.1367  ✗0.1420
  [4,:]  ✗0.1220  ✗0.1082  ✗0.1108  ✗0.1263   0.1879  ✗0.0988
  [5,:]  ✗0.1452  ✗0.1581  ✗0.1565  ✗0.1720  ✗0.1295   0.1896

  first cell that differs    expected     got
  [0,1] ('Your', 'journey')    0.2006  0.1385

exp(0.9544 - 0.9995) ÷ (exp(0.9995 - 0.9995) + exp(0.9544 - 0.9995) +
exp(0.9422 - 0.9995) + … + exp(0.6310 - 0.9995)) = 0.2006

)");
}

TEST(Diff, AsJson) {
  const TemporaryFile file(by_columns, "attn_by_columns_json.txt");
  const Outcome outcome = attn("diff 11 --format json " + file.path());
  EXPECT_EQ(outcome.code, 1);
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["id"], "3.11");
  EXPECT_EQ(json["equal"], false);
  const Json& tensor = json["tensors"][0];
  EXPECT_EQ(tensor["name"], "attn_weights");
  EXPECT_EQ(tensor["equal"], false);
  EXPECT_EQ(tensor["cells"], 36);
  EXPECT_EQ(tensor["different"], 30);
  EXPECT_EQ(tensor["first"]["index"], Json({0, 1}));
  EXPECT_NEAR(tensor["first"]["expected"].get<double>(), 0.2006, 5e-5);
  EXPECT_EQ(tensor["first"]["got"], 0.1385);
  EXPECT_EQ(tensor["cells_that_differ"].size(), 30U);
  EXPECT_EQ(tensor["cells_that_differ"][5], Json({1, 0}));
  EXPECT_EQ(json["relations"], Json::array());
  EXPECT_TRUE(json["first_wrong"].is_null()) << "a single tensor has no way to it";
  EXPECT_EQ(json["search"], "complete");
  EXPECT_EQ(json["not_compared"], Json::array());
  EXPECT_EQ(json["diagnoses"][0]["mistakes"], Json({"softmax-over-columns"}));
  EXPECT_FALSE(json["diagnoses"][0]["ko"].get<std::string>().empty());
  EXPECT_FALSE(json["diagnoses"][0]["en"].get<std::string>().empty());
}

/// Scores of step 10, their softmax by columns, and the context vectors of that.
std::string printed_by_a_program() {
  const std::string scores = values_of("10", "attn_scores", "attn_scores = ");
  return scores + "\n" + std::string(by_columns) + R"(all_context_vecs = tensor([
        [0.4017, 0.5023, 0.5059],
        [0.5595, 0.7824, 0.6953],
        [0.5538, 0.7686, 0.6834],
        [0.3369, 0.4647, 0.4119],
        [0.3525, 0.4059, 0.3657],
        [0.3856, 0.5761, 0.5077]])
)";
}

TEST(Diff, NamesTheFirstOfSeveralTensorsThatIsWrong) {
  const TemporaryFile file(printed_by_a_program(), "attn_program.txt");
  const Outcome outcome = attn("diff 13 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find("✗ attn_weights is the first that is wrong; right up to attn_scores"),
            std::string::npos)
      << outcome.out;
  const Json json = Json::parse(attn("diff 13 --format json " + file.path()).out);
  const Json& first = json["first_wrong"];
  EXPECT_EQ(first["name"], "attn_weights");
  EXPECT_EQ(first["code"], "attn_weights = torch.softmax(attn_scores, dim=-1)");
  EXPECT_EQ(first["certain"], true);
  EXPECT_EQ(first["right_before"], Json({"attn_scores"}));
  EXPECT_EQ(first["not_printed"], Json::array());
  EXPECT_EQ(first["others"][0]["name"], "all_context_vecs");
  EXPECT_EQ(first["others"][0]["kind"], "follows");
  EXPECT_EQ(json["diagnoses"][0]["mistakes"], Json({"softmax-over-columns"}));
}

TEST(Diff, SaysWhatHoldsWhereNoMistakeIsKnown) {
  const TemporaryFile file(
      "tensor([[-0.0739,-0.0748,-0.0749,-0.0760,-0.0763,-0.0754],"
      "[0.0713,0.0703,0.0702,0.0685,0.0679,0.0693]])\n",
      "attn_turned.txt");
  const Outcome outcome = attn("diff 27 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find("✗ context_vecs (2,6): these are the numbers of context_vecs.T"),
            std::string::npos)
      << outcome.out;
  EXPECT_EQ(outcome.out.find("Not a mistake I know"), std::string::npos);
  const Json json = Json::parse(attn("diff 27 --format json " + file.path()).out);
  EXPECT_EQ(json["relations"][0]["kind"], "transposed");
}

TEST(Diff, SaysWhereTheSearchWasCutShort) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs at small sizes";
  std::string noise = "[[0.25";
  for (int i = 1; i < 6 * 1024; ++i)
    noise += (i % 1024 == 0 ? "], [0." : ", 0.") + std::to_string(i);
  const TemporaryFile file(noise + "]]", "attn_noise.txt");
  const std::string command = "diff 5.11 --d-out 1024 " + file.path();
  const Outcome outcome = attn(command);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find("탐색을 도중에 멈췄습니다"), std::string::npos);
  EXPECT_NE(outcome.out.find("The search was cut short"), std::string::npos);
  EXPECT_EQ(outcome.out.find("Not a mistake I know"), std::string::npos);
  EXPECT_EQ(Json::parse(attn(command + " --format json").out)["search"], "cut short");
}

TEST(Diff, InventsNothing) {
  const TemporaryFile file("attn_weights_2 = tensor([0.11, 0.23, 0.31, 0.07, 0.12, 0.16])\n",
                           "attn_guess.txt");
  const Outcome outcome = attn("diff 23 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find("Not a mistake I know."), std::string::npos) << outcome.out;
}

TEST(Diff, SaysWhatTheDataCannotShow) {
  const Outcome outcome =
      run_shell("'" ATTN_BINARY "' run 40 | '" ATTN_BINARY "' diff 40 - --lang en");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.out.find("no-scaling"), std::string::npos);
  EXPECT_NE(outcome.out.find("--input telling"), std::string::npos);
}

TEST(Diff, RefusesWhatItCannotCompare) {
  const TemporaryFile summary("tensor([[0.1, ..., 0.2]])\n", "attn_summary.txt");
  const Outcome outcome = attn("diff 11 --lang en " + summary.path());
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err.substr(outcome.err.find("attn_summary")),
            "attn_summary.txt:1:15: the middle is left out (...), so there is nothing to compare\n"
            "  tensor([[0.1, ..., 0.2]])\n"
            "                ^\n"
            "fix: print again after torch.set_printoptions(threshold=float('inf')) or "
            "np.set_printoptions(threshold=np.inf); with attn run use --format json\n");
  EXPECT_EQ(attn("diff 1 " + summary.path()).code, 2);
  EXPECT_EQ(attn("diff 11").code, 2);
  EXPECT_EQ(attn("diff 11-12 " + summary.path()).code, 2);
  EXPECT_EQ(attn("diff 11 /dev/zero").code, 2);
  EXPECT_EQ(attn("diff 11 -").code, 2) << "standard input is empty";
}

}  // namespace attn::diff_test
