#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "catalogue.h"
#include "chapter2_averaging/chapter.h"
#include "chapter3_attention/chapter.h"
#include "sanitized.h"
#include "steps/cases.h"

/// Every tensor of every step against what PyTorch computes, for several settings.

namespace attn::oracle_test {

using Json = nlohmann::json;
using Tensors = std::map<std::string, Tensor>;

constexpr double tolerance = 2e-6;

double number(const Json& json) {
  return json.is_string() ? std::stod(json.get<std::string>()) : json.get<double>();
}

bool same(double got, double expected) {
  if (std::isnan(expected)) return std::isnan(got);
  if (std::isinf(expected)) return got == expected;
  return std::abs(got - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

void expect_equal(const Tensor& got, const Json& expected, const std::string& where) {
  std::vector<Size> shape(got.shape().begin(), got.shape().end());
  ASSERT_EQ(shape, expected.at("shape").get<std::vector<Size>>()) << where;
  const std::vector<float> values = got.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSERT_TRUE(same(values[i], number(expected.at("values")[i])))
        << where << ", value " << i << ": " << values[i] << ", PyTorch has "
        << expected.at("values")[i];
  }
}

Tensors shown_on(const Page& page) {
  Tensors tensors;
  for (const Block& block : page.blocks()) {
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) {
      tensors.emplace(matrix->tensor.name(), matrix->tensor);
    }
  }
  return tensors;
}

/// What PyTorch computes, chapter by chapter.
const std::map<int, Json>& references() {
  static const std::map<int, Json> all = [] {
    std::map<int, Json> read;
    for (const Chapter* chapter : chapters()) {
      const std::string name = "chapter" + std::to_string(chapter->number) + ".json";
      read[chapter->number] = Json::parse(read_source("tests/oracle/" + name));
    }
    return read;
  }();
  return all;
}

struct Case {
  const Chapter* chapter;
  std::string name;
};

std::vector<Case> cases() {
  std::vector<Case> found;
  for (const Chapter* chapter : chapters()) {
    for (const auto& [name, unused] : references().at(chapter->number).items()) {
      found.push_back({chapter, name});
    }
  }
  return found;
}

class Oracle : public testing::TestWithParam<Case> {};

TEST_P(Oracle, EveryTensorOfEveryStepIsPyTorchs) {
  const auto& [chapter, name_of_case] = GetParam();
  const Json& expected = references().at(chapter->number).at(name_of_case);
  const Settings settings = settings_from(expected.at("arguments").get<std::vector<std::string>>());
  for (const Step& step : chapter->steps) {
    const Place place{chapter, &step};
    const Tensors shown = shown_on(write_page(place, settings));
    const Json steps = expected.at("steps").value(id(place), Json::object());
    EXPECT_EQ(shown.size(), steps.size()) << id(place);
    for (const auto& [name, tensor] : shown) {
      const std::string where = name_of_case + ", " + id(place) + ", " + name;
      ASSERT_TRUE(steps.contains(name)) << where << " has no reference";
      expect_equal(tensor, steps.at(name), where);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Chapters, Oracle, testing::ValuesIn(some_of(cases())),
                         [](const auto& test) {
                           std::string name =
                               "Chapter" + std::to_string(test.param.chapter->number);
                           for (const char c : test.param.name) {
                             if (std::isalnum(static_cast<unsigned char>(c))) name += c;
                           }
                           return name;
                         });

TEST(Oracle, HasAtLeastSixSettingsForAChapter) {
  for (const auto& [chapter, json] : references()) EXPECT_GE(json.size(), 6U) << chapter;
}

/// The values that the notes print, to their four decimals.
TEST(Published, ValuesAreThoseOfTheNotes) {
  const struct {
    int step;
    const char* name;
    std::vector<float> first;
  } published[] = {
      {3, "attn_scores_2", {0.9544F, 1.4950F, 1.4754F, 0.8434F, 0.7070F, 1.0865F}},
      {5, "attn_weights_2_tmp", {0.1455F, 0.2278F, 0.2249F, 0.1285F, 0.1077F, 0.1656F}},
      {6, "attn_weights_2_naive", {0.1385F, 0.2379F, 0.2333F, 0.1240F, 0.1082F, 0.1581F}},
      {8, "context_vec_2", {0.4419F, 0.6515F, 0.5683F}},
      {9, "attn_scores", {0.9995F, 0.9544F, 0.9422F, 0.4753F, 0.4576F, 0.6310F}},
      {11, "attn_weights", {0.2098F, 0.2006F, 0.1981F, 0.1242F, 0.1220F, 0.1452F}},
      {13, "all_context_vecs", {0.4421F, 0.5931F, 0.5790F}},
      {16, "W_query", {0.2961F, 0.5166F, 0.2517F, 0.6886F, 0.0740F, 0.8665F}},
      {17, "query_2", {0.4306F, 1.4551F}},
      {20, "attn_score_22", {1.8524F}},
      {21, "attn_scores_2", {1.2705F, 1.8524F, 1.8111F, 1.0795F, 0.5577F, 1.5440F}},
      {23, "attn_weights_2", {0.1500F, 0.2264F, 0.2199F, 0.1311F, 0.0906F, 0.1820F}},
      {24, "context_vec_2", {0.3061F, 0.8210F}},
      {25, "context_vecs", {0.2996F, 0.8053F}},
      {27, "context_vecs", {-0.0739F, 0.0713F}},
      {28, "attn_weights", {0.1921F, 0.1646F, 0.1652F, 0.1550F, 0.1721F, 0.1510F}},
      {35, "dropped", {2, 2, 0, 2, 2, 0}},
      {38, "context_vecs", {-0.4519F, 0.2216F}},
      {39, "context_vecs", {-0.4519F, 0.2216F, 0.4772F, 0.1063F}},
      {40, "context_vecs", {0.3190F, 0.4858F}},
      {42, "head_scores", {1.3208F, 1.1631F, 1.2879F}},
  };
  const Chapter& chapter = chapter3_attention;
  for (const auto& entry : published) {
    const Step& step = chapter.steps[static_cast<std::size_t>(entry.step) - 1];
    const Tensors shown = shown_on(write_page({&chapter, &step}, settings_from({})));
    const std::vector<float> values = shown.at(entry.name).values();
    for (std::size_t i = 0; i < entry.first.size(); ++i) {
      EXPECT_NEAR(values[i], entry.first[i], 5.1e-5) << entry.step << " " << entry.name;
    }
  }
}

TEST(Published, ValuesOfChapter2AreThoseOfTheNotes) {
  const struct {
    int step;
    const char* name;
    Size row;  // of batch 0
    std::vector<float> values;
  } published[] = {
      {2, "embeddings", 0, {-1.1437F, -1.2611F, -0.1634F, -0.5255F, -1.0879F, 0.3712F}},
      {3, "averaged_embeddings", 1, {0.5449F, -0.4756F, -0.7804F, 0.2943F, -0.7126F, 0.5318F}},
      {4, "averaged_embeddings", 1, {0.5449F, -0.4756F, -0.7804F, 0.2943F, -0.7126F, 0.5318F}},
      {6, "averaged_embeddings", 1, {0.5449F, -0.4756F, -0.7804F, 0.2943F, -0.7126F, 0.5318F}},
  };
  const Chapter& chapter = chapter2_averaging;
  for (const auto& entry : published) {
    const Step& step = chapter.steps[static_cast<std::size_t>(entry.step) - 1];
    const Tensor shown = shown_on(write_page({&chapter, &step}, settings_from({}))).at(entry.name);
    for (std::size_t i = 0; i < entry.values.size(); ++i) {
      EXPECT_NEAR(shown.at({0, entry.row, static_cast<Size>(i)}), entry.values[i], 5.1e-5)
          << entry.step << " " << entry.name;
    }
  }
}

}  // namespace attn::oracle_test
