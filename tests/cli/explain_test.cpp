#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/process.h"

/// attn explain, as its user meets it. Whether the arithmetic is true is tested with the steps.

namespace attn::explain_test {

using Json = nlohmann::json;

TEST(Explain, TakesACellApartAndGoesUpstream) {
  const Outcome outcome = attn("explain 13 all_context_vecs[0,1] --lang en");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, R"(all_context_vecs[0,1] = 0.5931  ('Your', 'x2')
│   attn_weights @ inputs   (6,6) @ (6,3) → (6,3)
│   the sum of 6 products
│   0.2098 × 0.1500 + 0.2006 × 0.8700 + 0.1981 × 0.8500 + 0.1242 × 0.5800 +
│   0.1220 × 0.2500 + 0.1452 × 0.8000 = 0.5931
├─ attn_weights[0,1] = 0.2006  ('Your', 'journey')  one of 6
│  │   softmax(attn_scores, dim=-1)   softmax((6,6), dim=-1) → (6,6)
│  │   the maximum is subtracted, exp taken, and the result divided by the sum
│  │   of them all
│  │   exp(0.9544 - 0.9995) ÷ (exp(0.9995 - 0.9995) + exp(0.9544 - 0.9995) +
│  │   exp(0.9422 - 0.9995) + exp(0.4753 - 0.9995) + exp(0.4576 - 0.9995) +
│  │   exp(0.6310 - 0.9995)) = 0.2006
│  └─ attn_scores[0,1] = 0.9544  ('Your', 'journey')  one of 6
│         inputs @ inputs.T   (6,3) @ (3,6) → (6,6)
│         the sum of 3 products
│         0.4300 × 0.5500 + 0.1500 × 0.8700 + 0.8900 × 0.6600 = 0.9544
└─ inputs[1,1] = 0.8700  ('journey', 'x2')  one of 6
       given
)");
}

TEST(Explain, GoesAsFarAsAskedFor) {
  const Outcome near = attn("explain 13 all_context_vecs[0,1] --depth 0 --lang ko");
  EXPECT_EQ(near.out.find("attn_weights["), std::string::npos);
  EXPECT_NE(near.out.find("곱 6개를 더합니다"), std::string::npos);
  const Outcome far = attn("explain 40 context_vecs[0,0,0] --depth 9 --lang en");
  EXPECT_NE(far.out.find("inputs[0,"), std::string::npos) << far.out;
  EXPECT_NE(far.out.find("a random number from seed 123"), std::string::npos);
}

TEST(Explain, SaysWhenRoundingShows) {
  const Outcome outcome = attn("explain 40 context_vecs[0,0,0] --depth 0 --lang en");
  EXPECT_NE(outcome.out.find("the numbers as printed come to 0.3191: rounding"), std::string::npos);
}

TEST(Explain, TakesWhatAShellMadeOfIt) {
  const std::string expected = attn("explain 13 all_context_vecs[0,1]").out;
  EXPECT_EQ(attn("explain 13 'all_context_vecs[0, 1]'").out, expected);
  EXPECT_EQ(attn("explain 13 all_context_vecs[0, 1]").out, expected);
  EXPECT_EQ(attn("explain 3.13 all_context_vecs[-6,-2]").out, expected);
}

TEST(Explain, TakesPlacesByNameAndInBracketsOfTheirOwn) {
  const std::string expected = attn("explain 13 attn_weights[1,3]").out;
  EXPECT_EQ(attn("explain 13 attn_weights[journey,with]").out, expected);
  EXPECT_EQ(attn("explain 13 \"attn_weights['journey', with]\"").out, expected);
  EXPECT_EQ(attn("explain 13 attn_weights[1][3]").out, expected);
  EXPECT_EQ(attn("explain 13 'attn_weights[-5] [\"with\"]'").out, expected);
  // The second sentence is the first one from its end.
  EXPECT_EQ(attn("explain 4.9 attn_scores[1,0,step,journey]").out,
            attn("explain 4.9 attn_scores[1,0,0,4]").out);
}

/// What the lines of an explanation are headed by.
std::vector<std::string> names_in(const std::string& tree) {
  std::vector<std::string> names;
  std::istringstream lines(tree);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t start = line.find_first_not_of(" │├└─");
    const std::size_t end = line.find(" = ");
    const bool is_head = end != std::string::npos && line[end - 1] == ']' &&
                         line.find("─ ") != std::string::npos && start < end;
    if (is_head) names.push_back(line.substr(line.find("─ ") + std::string("─ ").size()));
    if (is_head) names.back().resize(names.back().find(" = "));
  }
  return names;
}

TEST(Explain, TakesSignsAsTheyAreTyped) {
  EXPECT_EQ(attn("explain 25 '(attn_scores/sqrt2)[0,1]'").out,
            attn("explain 25 '(attn_scores ÷ √2)[0,1]'").out);
}

TEST(Explain, TakesEveryNameThatItsTreePrints) {
  std::size_t count = 0;
  for (const char* const asked : {"25 context_vecs[0,1]", "4.9 attn_scores[0,1,2,3]",
                                  "3.40 context_vecs[0,0,0]", "4.13 context_vecs[1,2,3]"}) {
    const std::string step = std::string(asked).substr(0, std::string(asked).find(' '));
    const Outcome tree = attn("explain " + std::string(asked) + " --depth 4 --lang en --width 400");
    ASSERT_EQ(tree.code, 0) << tree.err;
    for (const std::string& name : names_in(tree.out)) {
      const Outcome again = attn("explain " + step + " '" + name + "' --lang en --width 400");
      EXPECT_EQ(again.out.substr(0, name.size() + 3), name + " = ") << step << "\n" << again.err;
      ++count;
    }
  }
  EXPECT_GE(count, 20U);
}

TEST(Explain, OfARowTellsOnceWhatItsCellsHaveInCommon) {
  EXPECT_EQ(attn("explain 13 all_context_vecs[0] --lang en --width 100").out,
            R"(all_context_vecs[0,0] = 0.4421  ('Your', 'x1')
    attn_weights @ inputs   (6,6) @ (6,3) → (6,3)
    the sum of 6 products
    0.2098 × 0.4300 + 0.2006 × 0.5500 + 0.1981 × 0.5700 + 0.1242 × 0.2200 + 0.1220 × 0.7700 + 0.1452
    × 0.0500 = 0.4421
    the numbers as printed come to 0.4420: rounding
all_context_vecs[0,1] = 0.5931  ('Your', 'x2')
    0.2098 × 0.1500 + 0.2006 × 0.8700 + 0.1981 × 0.8500 + 0.1242 × 0.5800 + 0.1220 × 0.2500 + 0.1452
    × 0.8000 = 0.5931
all_context_vecs[0,2] = 0.5790  ('Your', 'x3')
    0.2098 × 0.8900 + 0.2006 × 0.6600 + 0.1981 × 0.6400 + 0.1242 × 0.3300 + 0.1220 × 0.1000 + 0.1452
    × 0.5500 = 0.5790
    the numbers as printed come to 0.5789: rounding
)");
  EXPECT_EQ(attn("explain 13 all_context_vecs[Your]").out,
            attn("explain 13 all_context_vecs[0,:]").out);
  const Json json = Json::parse(attn("explain 13 all_context_vecs[:,1] --format json").out);
  ASSERT_EQ(json["cells"].size(), 6U);
  EXPECT_EQ(json["cells"][5]["index"], Json({5, 1}));
}

TEST(Explain, OfALoopTellsEachTurnOnce) {
  const std::string out = attn("explain 6.4 loss_fine_tuned --lang en").out;
  EXPECT_LT(std::count(out.begin(), out.end(), '\n'), 60) << out;
  EXPECT_NE(out.find("×\n"), std::string::npos) << out;
}

TEST(Explain, OfATensorIsTheTraceOfItsShape) {
  const Outcome outcome = attn("explain 18 keys --lang en");
  EXPECT_EQ(outcome.out,
            "W_key = rand(3,2)\n"
            "    rand(3,2) → (3,2)\n"
            "keys = inputs @ W_key\n"
            "    (6,3) @ (3,2) → (6,2)\n");
  for (const std::string width : {"60", "80"}) {
    const std::string out = attn("explain 22 score_std --lang en --width " + width).out;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), std::stoul(width) + 8) << line;  // some characters have three bytes
    }
  }
}

TEST(Explain, FollowsTheSettings) {
  const Outcome outcome = attn("explain 18 keys[3,0] --input korean --d-out 4 --lang en");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("(4,5) @ (5,4) → (4,4)"), std::string::npos);
  EXPECT_NE(outcome.out.find("'간다'"), std::string::npos);
}

TEST(Explain, AsJson) {
  const Json json = Json::parse(attn("explain 13 all_context_vecs[0,1] --format json").out);
  EXPECT_EQ(json["id"], "3.13");
  EXPECT_EQ(json["name"], "all_context_vecs");
  EXPECT_EQ(json["index"], Json({0, 1}));
  EXPECT_NEAR(json["value"].get<double>(), 0.5931, 5e-5);
  EXPECT_EQ(json["shapes"], "(6,6) @ (6,3) → (6,3)");
  EXPECT_EQ(json["upstream"][0]["name"], "attn_weights");
  EXPECT_EQ(json["upstream"][1]["en"], "given");
  ASSERT_EQ(json["operands"].size(), 12U);
  EXPECT_EQ(json["operands"][1], Json::parse(R"({"name":"inputs","index":[0,1]})"));
  EXPECT_EQ(json["operands"][10], Json::parse(R"({"name":"attn_weights","index":[0,5]})"));
  EXPECT_EQ(json["upstream"][1]["operands"], Json::array());
  const Json trace = Json::parse(attn("explain 18 keys --format json").out);
  EXPECT_EQ(trace["trace"][1]["shapes"], "(6,3) @ (3,2) → (6,2)");
}

TEST(Explain, OfAStepAloneNamesWhatCanBeAsked) {
  EXPECT_EQ(attn("explain 18").out,
            "keys (6,2)\nvalues (6,2)\nW_key (3,2)\ninputs (6,3)\nW_value (3,2)\n");
  const Json json = Json::parse(attn("explain 18 --format json").out);
  EXPECT_EQ(json["id"], "3.18");
  EXPECT_EQ(json["tensors"][0], Json::parse(R"({"name":"keys","shape":[6,2]})"));
}

TEST(Explain, RefusesWhatItDoesNotKnow) {
  const struct {
    const char* words;
    const char* error;
  } cases[] = {
      {"explain",
       "attn: explain: expected a step and the name of a tensor\n"
       "fix: write, say, attn explain 13 all_context_vecs[0,1]\n"},
      {"explain 13 all_contxt_vecs[0,1]",
       "attn: all_contxt_vecs: step 3.13 has no such tensor\n"
       "fix: did you mean all_context_vecs?\n"},
      {"explain 18 zzz",
       "attn: zzz: step 3.18 has no such tensor\n"
       "fix: tensors: keys, values, W_key, inputs, W_value\n"},
      {"explain 13 all_context_vecs[6,0]",
       "attn: all_context_vecs: a tensor of shape (6,3) has no such cell\n"
       "fix: indices count from 0; the last cell is all_context_vecs[5,2]\n"},
      {"explain 13 all_context_vecs[0,1,2]",
       "attn: all_context_vecs: its shape is (6,3): a cell has 2 indices\n"
       "fix: indices count from 0; the last cell is all_context_vecs[5,2]\n"},
      {"explain 13 all_context_vecs[jorney,0]",
       "attn: jorney: this axis of all_context_vecs has no such name\n"
       "fix: did you mean journey?\n"},
      {"explain 13 all_context_vecs[0,zzz]",
       "attn: zzz: this axis of all_context_vecs has no such name\n"
       "fix: names: x1, x2, x3\n"},
      {"explain 13 \"all_context_vecs['0',0]\"",
       "attn: 0: this axis of all_context_vecs has no such name\n"
       "fix: names: Your, journey, starts, with, one, step\n"},
      {"explain 18 keys[0,x1]",
       "attn: x1: this axis of keys has no names\n"
       "fix: write a number, from 0\n"},
      {"explain 6.8 attn_weights[0,[PAD]]",
       "attn: [PAD]: several places have that name\n"
       "fix: write its number: 6 or 7\n"},
      {"explain 13 all_context_vecs[0,]",
       "attn: all_context_vecs[0,]: expected the form name[row,column]\n"
       "fix: write, say, attn explain 13 all_context_vecs[0,1]\n"},
      {"explain 13 'keys.T[0,0]'",
       "attn: keys.T: step 3.13 has no such tensor\n"
       "fix: tensors: attn_weights, all_context_vecs, inputs, attn_scores\n"},
      {"explain 13 all_context_vecs[0,1",
       "attn: all_context_vecs[0,1: expected the form name[row,column]\n"
       "fix: write, say, attn explain 13 all_context_vecs[0,1]\n"},
  };
  for (const auto& [words, error] : cases) {
    const Outcome outcome = attn(std::string(words) + " --lang en");
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_EQ(outcome.out, "") << words;
    EXPECT_EQ(outcome.err, error) << words;
  }
}

}  // namespace attn::explain_test
