#include "render/json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "tensor/operations.h"

namespace attn::json_test {

using Json = nlohmann::json;

Json rendered(const Page& page) {
  return Json::parse(render_json(page));
}

Page small_page() {
  return Page("3.7", {"안정적인 softmax", "The stable softmax"});
}

TEST(Json, StartsWithIdAndTitle) {
  const std::string text = render_json(small_page());
  EXPECT_EQ(text,
            "{\"id\":\"3.7\",\"title\":{\"ko\":\"안정적인 softmax\",\"en\":\"The stable softmax\"},"
            "\"blocks\":[],\"tensors\":[],\"checks\":[]}");
}

TEST(Json, ListsTensorsWithShapeAndValues) {
  Page page = small_page();
  page.tensor(T(Tensor({2, 2}, {1, 2, 3, 4})).named("x"));
  EXPECT_EQ(rendered(page)["tensors"],
            Json::parse(R"([{"name":"x","shape":[2,2],"values":[1.0,3.0,2.0,4.0]}])"));
}

TEST(Json, AScalarHasAnEmptyShape) {
  Page page = small_page();
  page.tensor(scalar(2).named("x"));
  EXPECT_EQ(rendered(page)["tensors"][0]["shape"], Json::array());
  EXPECT_EQ(rendered(page)["tensors"][0]["values"], Json::array({2.0}));
}

TEST(Json, NumbersComeBackTheSame) {
  std::vector<float> values = {0.1F, 1.0F / 3, 16777217.0F, 1e-30F, 3.4e38F, -0.0739F};
  float next = 0.1F;
  for (int i = 0; i < 1000; ++i) values.push_back(next = std::nextafter(next * 1.1F, 1e38F));
  Page page = small_page();
  page.tensor(Tensor({static_cast<Size>(values.size())}, values).named("x"));
  const Json back = rendered(page)["tensors"][0]["values"];
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(back[i].get<float>(), values[i]);
}

TEST(Json, WhatIsNoNumberIsAString) {
  const float infinity = std::numeric_limits<float>::infinity();
  Page page = small_page();
  page.tensor(
      Tensor({3}, {infinity, -infinity, std::numeric_limits<float>::quiet_NaN()}).named("x"));
  EXPECT_EQ(rendered(page)["tensors"][0]["values"], Json({"inf", "-inf", "nan"}));
}

TEST(Json, ListsChecks) {
  Page page = small_page();
  page.check(true, "합이 1입니다", "they sum to 1");
  EXPECT_EQ(rendered(page)["checks"],
            Json::parse(R"([{"ko":"합이 1입니다","en":"they sum to 1","holds":true}])"));
}

TEST(Json, KeepsTheBlocksInOrder) {
  Page page = small_page();
  page.text("설명", "text");
  page.code("x = 1");
  const Tensor x = arange(2).named("x");
  page.tensor(x);
  page.tensor(exp(x).named("y"));
  page.table({"a"}, {{1.5F}, {Size{2}}, {Text("셋", "three")}});
  page.check(true, "맞습니다", "right");
  page.note("조심", "careful");
  const Json blocks = rendered(page)["blocks"];
  std::vector<std::string> types;
  for (const Json& block : blocks) types.push_back(block["type"]);
  EXPECT_EQ(types, (std::vector<std::string>{"text", "code", "tensor", "arrow", "tensor", "table",
                                             "check", "note"}));
  EXPECT_EQ(blocks[3]["operations"], Json({"exp"}));
  EXPECT_EQ(blocks[5]["rows"], Json::parse(R"([[1.5],[2],[{"ko":"셋","en":"three"}]])"));
}

TEST(Json, HasThePointsOfAPlot) {
  Page page = small_page();
  const float infinity = std::numeric_limits<float>::infinity();
  page.plot(arange(2).named("step"), {Tensor({2}, {0.5F, infinity}).named("loss")});
  EXPECT_EQ(rendered(page)["blocks"][0], Json::parse(R"({"type":"plot",
      "x":{"name":"step","values":[0.0,1.0]},
      "series":[{"name":"loss","values":[0.5,"inf"]}]})"));
}

TEST(Json, NamesThePlacesAlongTheAxes) {
  Page page = small_page();
  const auto tokens = std::make_shared<const Labels>(Labels{"나는", "\"간다\"\n"});
  page.tensor(Tensor({2, 1}, {1, 2}).named("x").labelled(0, tokens));
  const Json block = rendered(page)["blocks"][0];
  EXPECT_EQ(block["rows"], Json({"나는", "\"간다\"\n"}));
  EXPECT_TRUE(block["columns"].is_null());
}

TEST(Json, IsValidWhateverItsStringsHold) {
  const std::string bytes = "a\x1b\x9b\xff\xc3\u009b\u007f\u202e\U000e0041";
  const std::string text = written(Json{{"x", bytes}});
  EXPECT_EQ(text, "{\"x\":\"a\\u001b\uFFFD\uFFFD\uFFFD\\u009b\\u007f\\u202e\\udb40\\udc41\"}");
  EXPECT_EQ(Json::parse(text)["x"], "a\x1b\uFFFD\uFFFD\uFFFD\u009b\u007f\u202e\U000e0041");
}

TEST(Json, ShowsNamesOfTokensEscapedAndUnchanged) {
  Page page = small_page();
  const auto tokens = std::make_shared<const Labels>(Labels{"\u009b31m", "\u202eab"});
  page.tensor(Tensor({2, 1}, {1, 2}).named("x").labelled(0, tokens));
  const std::string text = render_json(page);
  EXPECT_NE(text.find("[\"\\u009b31m\",\"\\u202eab\"]"), std::string::npos) << text;
  EXPECT_EQ(Json::parse(text)["blocks"][0]["rows"], Json({"\u009b31m", "\u202eab"}));
}

TEST(Json, ListsSteps) {
  static constexpr Step steps[] = {{1, {"하나", "one"}, nullptr}, {2, {"둘", "two"}, nullptr}};
  const Chapter chapter = {4, {"장", "chapter"}, steps};
  EXPECT_EQ(render_json({{&chapter, &steps[0]}, {&chapter, &steps[1]}}),
            "[{\"id\":\"4.1\",\"title\":{\"ko\":\"하나\",\"en\":\"one\"}},"
            "{\"id\":\"4.2\",\"title\":{\"ko\":\"둘\",\"en\":\"two\"}}]");
}

TEST(Json, AQuestionHasItsAnswerAndWhyOthersAreWrong) {
  Page page("3.1", {"제목", "Title"});
  page.ask_choice({"무엇?", "which?"},
                  {{{"하나", "one"}}, {{"둘", "two"}, {"너무 많습니다", "that is too many"}}}, 0);
  page.ask_count({"몇?", "how many?"}, {"세십시오", "count them"}, 7, {},
                 {{8, {"하나 더 셌습니다", "one too many"}}});
  const auto blocks = nlohmann::json::parse(render_json(page))["blocks"];
  EXPECT_EQ(blocks[0]["right"], 0);
  EXPECT_EQ(blocks[0]["options"][0].count("why"), 0U);
  EXPECT_EQ(blocks[0]["options"][1]["why"]["en"], "that is too many");
  EXPECT_EQ(blocks[1]["right"], 7);
  EXPECT_EQ(blocks[1]["hint"]["en"], "count them");
  EXPECT_EQ(blocks[1]["causes"][0]["number"], 8);
  EXPECT_EQ(blocks[1]["causes"][0]["why"]["en"], "one too many");
}

}  // namespace attn::json_test
