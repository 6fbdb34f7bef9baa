#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>

#include "answer/answer.h"
#include "catalogue.h"
#include "chapter3_attention/chapter.h"
#include "lesson/user_error.h"
#include "render/json.h"
#include "render/text.h"
#include "sanitized.h"
#include "steps/cases.h"
#include "steps/places.h"

/// Texts as learners have them, and what is read out of them.

namespace attn::read_test {

using Values = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Answer> read(std::string_view text) {
  return read_answers({text, "answer.txt"});
}

Values values_of(const Answer& answer) {
  Values values;
  for (const Reading& reading : answer.readings) values.push_back(reading.value);
  return values;
}

void expect_answer(const Answer& answer, const std::string& name, const Shape& shape,
                   const Values& values) {
  EXPECT_EQ(answer.name, name);
  EXPECT_EQ(to_string(answer.shape), to_string(shape));
  EXPECT_EQ(values_of(answer), values);
}

/// The text holds one tensor, this one.
void expect_one(std::string_view text, const std::string& name, const Shape& shape,
                const Values& values) {
  SCOPED_TRACE(text);
  const std::vector<Answer> answers = read(text);
  ASSERT_EQ(answers.size(), 1U);
  expect_answer(answers[0], name, shape, values);
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (const Answer& answer : read(text)) names.push_back(answer.name);
  return names;
}

// ---- PyTorch ------------------------------------------------------------------------------------

TEST(ReadPyTorch, TensorsWithAndWithoutName) {
  expect_one("tensor([0.9544, 1.4950])", "", {2}, {0.9544, 1.4950});
  expect_one("tensor([[0.1, 0.2],\n        [0.3, 0.4]])\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("attn_scores = tensor([0.5])", "attn_scores", {1}, {0.5});
  expect_one("attn_scores: tensor([0.5])", "attn_scores", {1}, {0.5});
  expect_one("attn_scores:\ntensor([0.5])", "attn_scores", {1}, {0.5});
  expect_one("attn_scores\ntensor([0.5])", "attn_scores", {1}, {0.5});
  expect_one("attn_scores\r\ntensor([0.5])\r\n", "attn_scores", {1}, {0.5});
  expect_one("the attn_scores tensor([0.5])", "attn_scores", {1}, {0.5});
  expect_one("sa_v2.W_query.weight = tensor([0.5])", "sa_v2.W_query.weight", {1}, {0.5});
  expect_one("x = torch.tensor([0.5])", "x", {1}, {0.5});
}

TEST(ReadPyTorch, WhatStandsBehindTheNumbers) {
  expect_one("tensor([0.5], grad_fn=<SelectBackward0>)", "", {1}, {0.5});
  expect_one("tensor([0.5], dtype=torch.float64)", "", {1}, {0.5});
  expect_one("tensor([[0.5]], device='cuda:0', grad_fn=<ViewBackward0>)", "", {1, 1}, {0.5});
  expect_one("Parameter containing:\ntensor([[0.5]], requires_grad=True)", "", {1, 1}, {0.5});
  expect_one("W = Parameter containing:\ntensor([[0.5]], requires_grad=True)", "W", {1, 1}, {0.5});
}

TEST(ReadPyTorch, Scalars) {
  expect_one("tensor(0.9544)", "", {}, {0.9544});
  expect_one("score = tensor(0.9544, grad_fn=<DotBackward0>)", "score", {}, {0.9544});
  expect_one("tensor(-inf)", "", {}, {-infinity});
  expect_one("tensor(True)", "", {}, {1});
}

TEST(ReadPyTorch, AllSpellingsOfNumbers) {
  expect_one("tensor([1., 2., -3.])", "", {3}, {1, 2, -3});
  expect_one("tensor([1, 20])", "", {2}, {1, 20});
  expect_one("tensor([[False,  True]])", "", {1, 2}, {0, 1});
  expect_one("tensor([   inf,   -inf, 0.1000])", "", {3}, {infinity, -infinity, 0.1});
  expect_one("tensor([1.2098e-03, -2.0000e+04])", "", {2}, {1.2098e-3, -2e4});
  const std::vector<Answer> nan = read("tensor([nan, -nan, 1.])");
  EXPECT_TRUE(std::isnan(nan[0].readings[0].value) && std::isnan(nan[0].readings[1].value));
}

TEST(ReadPyTorch, TheDigitsThatWereWritten) {
  const std::vector<Reading> readings = read("tensor([0.2098, 1., 1.25e-03, 7, .5])")[0].readings;
  EXPECT_EQ(readings[0].decimals, 4);
  EXPECT_EQ(readings[1].decimals, 0);
  EXPECT_EQ(readings[2].decimals, 2);
  EXPECT_EQ(readings[2].exponent, -3);
  EXPECT_EQ(readings[3].decimals, 0);
  EXPECT_EQ(readings[4].decimals, 1);
  EXPECT_EQ(readings[0].offset, 8U);
}

TEST(ReadPyTorch, LongRowsThatAreWrapped) {
  expect_one("tensor([[0.1, 0.2,\n         0.3],\n        [0.4, 0.5,\n         0.6]])", "", {2, 3},
             {0.1, 0.2, 0.3, 0.4, 0.5, 0.6});
}

TEST(ReadPyTorch, ThreeAxesWithEmptyLinesBetween) {
  expect_one("tensor([[[1., 2.]],\n\n        [[3., 4.]]])", "", {2, 1, 2}, {1, 2, 3, 4});
}

TEST(ReadPyTorch, SeveralTensors) {
  const auto answers = read("a = tensor([1.])\nb = tensor([[2.], [3.]])\ntensor(4.)\n");
  ASSERT_EQ(answers.size(), 3U);
  expect_answer(answers[0], "a", {1}, {1});
  expect_answer(answers[1], "b", {2, 1}, {2, 3});
  expect_answer(answers[2], "", {}, {4});
}

TEST(ReadPyTorch, SizesAndIndicesAreNoTensors) {
  expect_one("torch.Size([6, 2])\ntensor([0.5])\ntorch.Size([1])\n", "", {1}, {0.5});
  expect_one("row x[0] is\ntensor([0.5])", "is", {1}, {0.5});
  expect_one("attn_weights[0] = tensor([0.5])", "", {1}, {0.5});
  expect_one("f(x)[0], d[\"k\"][1] and x[0][1]:\ntensor([0.5])", "", {1}, {0.5});
}

TEST(ReadPyTorch, Sessions) {
  expect_one(">>> x[0]\n>>> attn_scores = torch.tensor([1, 2])\n>>> attn_scores\ntensor([0.5])\n",
             "", {1}, {0.5});
  expect_one(">>> for i in [1]:\n...     print(x[[0, 1]])\n... \ntensor([0.5])\n", "", {1}, {0.5});
  expect_one("In [3]: [1, 2]; x\nOut[3]: tensor([0.5])\n", "", {1}, {0.5});
  expect_one("In [3]: for i in [1]:\n   ...:     y = [1, 2]\n   ...: \nOut[3]: \ntensor([0.5])\n",
             "", {1}, {0.5});
  expect_one("```\ntensor([0.5])\n```\n", "", {1}, {0.5});
}

TEST(ReadPyTorch, Dicts) {
  EXPECT_EQ(names_in("{'keys': tensor([0.5]), 'values': tensor([[1.]])}"),
            (std::vector<std::string>{"keys", "values"}));
}

// ---- NumPy --------------------------------------------------------------------------------------

TEST(ReadNumPy, Arrays) {
  expect_one("[0.1 0.2]", "", {2}, {0.1, 0.2});
  expect_one("[[0.1 0.2]\n [0.3 0.4]]\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("[[1.e+00 2.5e-01\n  3.0e-02]]", "", {1, 3}, {1, 0.25, 0.03});
  expect_one("array([[0.1, 0.2]], dtype=float32)", "", {1, 2}, {0.1, 0.2});
  expect_one("w = np.array([0.1])", "w", {1}, {0.1});
  expect_one("[[[ 0.1 -0.2]]\n\n [[ 0.3  0.4]]]", "", {2, 1, 2}, {0.1, -0.2, 0.3, 0.4});
  expect_one("[[ True False]]", "", {1, 2}, {1, 0});
}

// ---- JSON ---------------------------------------------------------------------------------------

TEST(ReadJson, Lists) {
  expect_one("[[0.1, 0.2], [3, 4]]", "", {2, 2}, {0.1, 0.2, 3, 4});
  expect_one("[Infinity, -Infinity, \"inf\"]", "", {3}, {infinity, -infinity, infinity});
  const std::vector<Answer> nan = read("[[NaN, \"nan\"]]");
  EXPECT_TRUE(std::isnan(nan[0].readings[0].value) && std::isnan(nan[0].readings[1].value));
}

TEST(ReadJson, ObjectsOfLists) {
  expect_one(R"({"attn_weights": [[0.5, 0.25], [1, 2]]})", "attn_weights", {2, 2},
             {0.5, 0.25, 1, 2});
  expect_one(R"({"mask": [true, false], "tokens": ["Your", "step"]})", "mask", {2}, {1, 0});
  expect_one(R"({"a": {"b": [[0.5]]}, "empty": [], "n": null})", "b", {1, 1}, {0.5});
  EXPECT_EQ(names_in(R"([{"a": [1]}, {"b": [2]}])"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read(R"({"a": [0.2098]})")[0].readings[0].decimals, 4);
}

TEST(ReadJson, ObjectsWithNameShapeAndValues) {
  expect_one(R"({"name": "x", "shape": [2, 1], "values": [0.5, "-inf"]})", "x", {2, 1},
             {0.5, -infinity});
  expect_one(R"({"name": "x", "values": [[0.5]]})", "x", {1, 1}, {0.5});
  expect_one(R"({"type": "float32", "values": [0.5]})", "", {1}, {0.5});
}

TEST(ReadJson, WhatPythonCallsJson) {
  expect_one(R"({"attn_scores": [[0.5, -Infinity]]})", "attn_scores", {1, 2}, {0.5, -infinity});
  EXPECT_EQ(names_in(R"({"a": [NaN], "b": [1.0]})"), (std::vector<std::string>{"a", "b"}));
}

// ---- Our own output -----------------------------------------------------------------------------

std::vector<Tensor> shown_on(const Page& page) {
  std::vector<Tensor> tensors;
  for (const Block& block : page.blocks()) {
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) tensors.push_back(matrix->tensor);
  }
  return tensors;
}

/// Whether a number was printed for `value`: within half of its last digit.
bool is_printed(const Reading& reading, float value) {
  const auto expected = static_cast<double>(value);
  if (std::isnan(expected)) return std::isnan(reading.value);
  if (std::isinf(expected)) return reading.value == expected;
  const double half = 0.5 * std::pow(10.0, reading.exponent - reading.decimals);
  return std::abs(reading.value - expected) <= half * 1.0001;
}

void expect_tensors(const std::vector<Answer>& answers, const std::vector<Tensor>& tensors,
                    const std::string& id) {
  ASSERT_EQ(answers.size(), tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    SCOPED_TRACE(tensors[i].name());
    EXPECT_EQ(answers[i].name, tensors[i].name());
    EXPECT_EQ(answers[i].step, id);
    ASSERT_EQ(to_string(answers[i].shape), to_string(tensors[i].shape()));
    const std::vector<float> values = tensors[i].values();
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
      ASSERT_TRUE(is_printed(answers[i].readings[cell], values[cell]))
          << "cell " << cell << ": " << values[cell] << " read as "
          << answers[i].readings[cell].value;
    }
  }
}

bool is_summarised(const std::vector<Tensor>& tensors) {
  return std::any_of(tensors.begin(), tensors.end(), [](const Tensor& x) {
    return x.numel() > 1000 &&
           std::any_of(x.shape().begin(), x.shape().end(), [](Size size) { return size > 6; });
  });
}

void expect_page(const Page& page, const TextStyle& style) {
  SCOPED_TRACE(formatted("{}, width {}, precision {}", page.id(), style.width, style.precision));
  const std::vector<Tensor> tensors = shown_on(page);
  const std::string text = render_text(page, style);
  if (tensors.empty()) {
    EXPECT_THROW(read(text), UserError);
  } else if (is_summarised(tensors)) {
    try {
      read(text);
      ADD_FAILURE() << "taken";
    } catch (const UserError& error) {
      EXPECT_EQ(error.problem.en, "the middle is left out (...), so there is nothing to compare");
    }
  } else {
    expect_tensors(read(text), tensors, page.id());
  }
}

struct Case {
  const char* name;
  std::vector<std::string> arguments;
};

class ReadPages : public testing::TestWithParam<Case> {};

TEST_P(ReadPages, EveryTensorOfEveryStepReadsBack) {
  const Settings settings = settings_from(GetParam().arguments);
  for (const Place& place : some_of(all_places())) {
    const Page page = write_page(place, settings);
    for (const int width : {40, 60, 80, 120, 200}) {
      for (const int precision : {1, 4, 8}) {
        expect_page(page, {.width = width, .precision = precision});
      }
    }
    expect_page(page, {.language = Language::ko, .color = true});
    expect_page(page, {.language = Language::en, .color = true, .width = 40});
    const std::string json = render_json(page);
    if (!shown_on(page).empty()) expect_tensors(read(json), shown_on(page), page.id());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Chapters, ReadPages,
    testing::Values(Case{"Journey", {}}, Case{"Korean", {"--input", "data/korean.csv"}},
                    Case{"Telling", {"--input", "data/telling.csv", "--d-out", "6"}},
                    Case{"Wide", {"--d-out", "256", "--heads", "4"}}),
    [](const auto& info) { return info.param.name; });

TEST(ReadPages, SeveralPagesAreToldApart) {
  const Settings settings = settings_from({});
  const auto page = [&](std::size_t number) {
    return write_page({&chapter3_attention, &chapter3_attention.steps[number - 1]}, settings);
  };
  const Page a = page(11);
  const Page b = page(13);
  for (const int width : {40, 80}) {
    const TextStyle style{.width = width};
    const std::string together = render_text(a, style) + render_text(b, style);
    const std::vector<Answer> answers = read(together);
    const auto size_of_a = static_cast<std::ptrdiff_t>(shown_on(a).size());
    expect_tensors({answers.begin(), answers.begin() + size_of_a}, shown_on(a), "3.11");
    expect_tensors({answers.begin() + size_of_a, answers.end()}, shown_on(b), "3.13");
  }
  const auto answers = read("[" + render_json(a) + ",\n" + render_json(b) + "]");
  EXPECT_EQ(answers.size(), shown_on(a).size() + shown_on(b).size());
  EXPECT_EQ(answers.front().step, "3.11");
  EXPECT_EQ(answers.back().step, "3.13");
}

Page page_of(const Tensor& tensor) {
  Page page("3.7", {"안정적인 softmax", "The stable softmax"});
  page.tensor(tensor);
  return page;
}

Tensor counting(const Shape& shape) {
  std::vector<float> values;
  for (Size i = 0; i < shape.product(); ++i) values.push_back(static_cast<float>(i) + 0.25F);
  return Tensor(shape, std::move(values)).named("x");
}

std::shared_ptr<const Labels> labels(Labels names) {
  return std::make_shared<const Labels>(std::move(names));
}

TEST(ReadPages, NamesOfRowsMayBeNumbers) {
  for (const int width : {40, 80}) {
    const TextStyle style{.width = width};
    expect_page(page_of(counting({2, 2}).labelled(0, labels({"1", "2"}))), style);
    expect_page(page_of(counting({2, 20}).labelled(0, labels({"1", "-0.5"}))), style);
    expect_page(page_of(counting({2, 20}).labelled(0, labels({"1", "one"}))), style);
    expect_page(page_of(counting({2, 7}).labelled(0, labels({"at 5 7", "9 9"}))), style);
    expect_page(page_of(counting({2, 2}).labelled(1, labels({"[0]", "[1]"}))), style);
    expect_page(page_of(counting({3, 2}).labelled(0, labels({"[CLS]", "나는", "[0]"}))), style);
    expect_page(page_of(counting({2, 2, 9}).labelled(1, labels({"1", "2"}))), style);
  }
}

TEST(ReadPages, ColumnsAreFoldedThoughTheFirstCellIsNarrow) {
  Tensor x = counting({2, 4});
  std::vector<float> values = {0, 100000, -200000, 300000, 4, 500000, 600000, -700000};
  expect_page(page_of(Tensor({2, 4}, values).named("x")), {.width = 40, .precision = 8});
  expect_page(page_of(Tensor({8}, values).named("x")), {.width = 40, .precision = 4});
}

// ---- Tables -------------------------------------------------------------------------------------

TEST(ReadTables, SeparatedByCommasBlanksTabsOrBars) {
  expect_one("0.1,0.2\n0.3,0.4\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("0.1  0.2\n\n0.3 0.4", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("0.1\t0.2\r\n0.3\t0.4\r\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("0.1, 0.2,\n0.3, 0.4,\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("0.1; 0.2\n", "", {1, 2}, {0.1, 0.2});
  expect_one("| 0.1 | 0.2 |\n| 0.3 | 0.4 |\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  EXPECT_TRUE(read("0.1 0.2")[0].is_table);
}

TEST(ReadTables, HeadersAndLabels) {
  expect_one("token,x1,x2\nYour,0.1,0.2\n\"step\",0.3,0.4\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("token,x1\n1,0.1\n2,0.2\n", "", {2, 1}, {0.1, 0.2});
  expect_one(",x1\n1,0.1\n2,0.2\n", "", {2, 1}, {0.1, 0.2});
  expect_one("x1,x2\n0.1,0.2\n", "", {1, 2}, {0.1, 0.2});
  expect_one("| token | x1 |\n|---|---:|\n| Your | 0.1 |\n", "", {1, 1}, {0.1});
  expect_one("나는 0.1 0.2\n간다 0.3 0.4\n", "", {2, 2}, {0.1, 0.2, 0.3, 0.4});
  expect_one("# a comment 1 2 3\n0.1 0.2\n", "", {1, 2}, {0.1, 0.2});
}

TEST(ReadTables, Names) {
  expect_one("name = 0.5", "name", {1, 1}, {0.5});
  expect_one("attn_scores:\n0.1 0.2\n", "attn_scores", {1, 2}, {0.1, 0.2});
  EXPECT_EQ(names_in("a = 0.5\nb = 0.25\n"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(names_in("keys\n1 2\n3 4\nvalues\n5 6\n"),
            (std::vector<std::string>{"keys", "values"}));
}

// ---- What is refused ----------------------------------------------------------------------------

struct Bad {
  const char* text;
  const char* where;
  const char* problem;
  const char* fix;
  std::size_t column;  ///< 0: no line is shown
};

class BadAnswer : public testing::TestWithParam<Bad> {};

TEST_P(BadAnswer, SaysWhereWhatAndHowToMendIt) {
  const Bad& bad = GetParam();
  try {
    read(bad.text);
    FAIL() << "taken: " << bad.text;
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, bad.where);
    EXPECT_EQ(error.problem.en, bad.problem);
    EXPECT_EQ(error.fix.en, bad.fix);
    EXPECT_EQ(error.excerpt ? error.excerpt->column : 0, bad.column);
    EXPECT_FALSE(error.problem.ko.empty());
    EXPECT_FALSE(error.fix.ko.empty());
  }
}

constexpr const char* left_out = "the middle is left out (...), so there is nothing to compare";
constexpr const char* print_all =
    "print again after torch.set_printoptions(threshold=float('inf')) or "
    "np.set_printoptions(threshold=np.inf); with attn run use --format json";
constexpr const char* none_missing = "check that no number is missing and none is too many";
constexpr const char* copy_all = "check that all of it was copied";
constexpr const char* only_tensors = "leave nothing but the printed tensors";
constexpr const char* whole_file = "give the file whole, as it was written";
constexpr const char* unclear_comma =
    "this comma may be a decimal point, or stand between two numbers";
constexpr const char* with_points = "write decimals with a point: 0.1234 0.5678";
constexpr const char* print_array =
    "load it in Python and give what print(…) shows, or save it as text with np.savetxt";
constexpr const char* copy_numbers = "give the numbers themselves, copied as text";
constexpr const char* give_tensors =
    "give tensors as PyTorch or NumPy print them, JSON lists, CSV, or what attn run prints";

INSTANTIATE_TEST_SUITE_P(
    Answer, BadAnswer,
    testing::Values(
        Bad{"tensor([0.1, ..., 0.2])", "answer.txt:1:14", left_out, print_all, 14},
        Bad{"[[0.1 0.2]\n ...\n [0.3 0.4]]", "answer.txt:2:2", left_out, print_all, 2},
        Bad{"0.1 0.2\n… …\n", "answer.txt:2:1", left_out, print_all, 1},
        Bad{"  x (2000)\n    0  1  …  9\n    1  2  …  9\n", "answer.txt:3:11", left_out, print_all,
            11},
        Bad{"  x (4,40,40)\n    …\n", "answer.txt:2:5", left_out, print_all, 5},
        Bad{"tensor([[0.1, 0.2],\n        [0.3]])", "answer.txt:2:13",
            "expected 2 as before, got 1", none_missing, 13},
        Bad{"[[0.1], 0.2]", "answer.txt:1:9", "expected a bracket, got a number", none_missing, 9},
        Bad{"[[], 0.2]", "answer.txt:1:6", "expected a bracket, got a number", none_missing, 6},
        Bad{"[0.1, [0.2]]", "answer.txt:1:7", "expected a number, but a bracket opens here",
            none_missing, 7},
        Bad{"0.1,0.2\n0.3\n", "answer.txt:2:1", "expected 2 numbers as in the line before, got 1",
            none_missing, 1},
        Bad{"token,x1,x2\n1,0.43,0.15\n2\n", "answer.txt:3:1",
            "expected 2 numbers as in the line before, got 1", none_missing, 1},
        Bad{"tensor([[0.1, 0.2],\n        [0.3,", "answer.txt:2:14", "a bracket is never closed",
            copy_all, 14},
        Bad{"[[0.1, 0.2],\n [0.3\n \n", "answer.txt:2:6", "a bracket is never closed", copy_all, 6},
        Bad{"```\n[0.1, 0.2\n```\n", "answer.txt:2:10", "a bracket is never closed", copy_all, 10},
        Bad{">>> q\ntensor([[0.1, 0.2],\n>>> k\ntensor([[0.3, 0.4]])\n", "answer.txt:2:20",
            "a bracket is never closed", copy_all, 20},
        Bad{"  x (2,2)\n    0.1  0.2\n", "answer.txt:1:3",
            "(2,2) should hold 4 numbers, but 0 are here", copy_all, 3},
        Bad{"  x (2,1,2)\n    [0]\n      0.1  0.2\n", "answer.txt:1:3",
            "(2,1,2) should hold 4 numbers, but 2 are here", copy_all, 3},
        Bad{"", "answer.txt", "the file is empty", "save what printing the tensors shows", 0},
        Bad{" \n\n", "answer.txt", "the file is empty", "save what printing the tensors shows", 0},
        Bad{"I could not do it\n", "answer.txt", "there are no numbers", give_tensors, 0},
        Bad{"tensor([])", "answer.txt", "there are no numbers", give_tensors, 0},
        Bad{"{\"a\": \"b\"}", "answer.txt", "there are no numbers", give_tensors, 0},
        Bad{"[1/6, 1/6]", "answer.txt:1:2", "expected a decimal number, got the fraction \"1/6\"",
            "write it as a decimal: 0.1667 for 1/6", 2},
        Bad{"0,1500\n0,2264\n", "answer.txt:1:2", unclear_comma, with_points, 2},
        Bad{"2,66666\n", "answer.txt:1:2", unclear_comma, with_points, 2},
        Bad{"1,234 5,678\n", "answer.txt:1:2", unclear_comma, with_points, 2},
        Bad{"-0,0739,0,0713\n", "answer.txt:1:3", unclear_comma, with_points, 3},
        Bad{"[-0,0739, 0,0713]", "answer.txt:1:4", unclear_comma, with_points, 4},
        Bad{"[0,15 0,23 0,22]", "answer.txt:1:3", unclear_comma, with_points, 3},
        Bad{"\x93NUMPY\x01", "answer.txt", "this is NumPy's .npy file", print_array, 0},
        Bad{"\x89PNG\r\n", "answer.txt", "this is a picture (PNG)", copy_numbers, 0},
        Bad{"\x80\x04\x95", "answer.txt", "this is Python's pickle file", print_array, 0},
        Bad{"PK\x03\x04 a/data.pkl", "answer.txt", "this is a file of torch.save (.pt)",
            "load it with torch.load and give what print(…) shows", 0},
        Bad{"PK\x03\x04 a.npy", "answer.txt", "this is NumPy's .npz file", print_array, 0},
        Bad{"{\"nbformat\": 4, \"cells\": []}", "answer.txt", "the notebook holds no results",
            "run its cells, save it, and give it again", 0},
        Bad{"tensor([0.1, abc])", "answer.txt:1:14", "expected a number, got \"abc\"", only_tensors,
            14},
        Bad{"tensor([0.1, 0.2x])", "answer.txt:1:14", "expected a number, got \"0.2x\"",
            only_tensors, 14},
        Bad{"0.1 abc 0.2\n", "answer.txt:1:5", "expected a number, got \"abc\"",
            "write the numbers of one row in each line", 5},
        Bad{"0.1,,0.2\n", "answer.txt:1:5", "expected a number, got nothing",
            "write the numbers of one row in each line", 5},
        Bad{"[가나다라마바사아자차]", "answer.txt:1:2", "expected a number, got \"가나다라마바\"",
            only_tensors, 2},
        Bad{"나는 0.1 다 0.2\n", "answer.txt:1:8", "expected a number, got \"다\"",
            "write the numbers of one row in each line", 8},
        Bad{"tensor([1e999])", "answer.txt:1:9", "this number is too large or too small",
            "use a number that a float32 can hold", 9},
        Bad{"[[[[[[[0.1]]]]]]]", "answer.txt:1:7", "at most 6 brackets may be nested",
            "use a tensor of fewer axes", 7},
        Bad{"{\"a\": [[0.1, 0.2],\n [0.3]]}", "answer.txt:2:6", "expected 2 as before, got 1",
            none_missing, 6},
        Bad{"{\"a\": [[0.1],\n 0.25]}", "answer.txt:2:2", "expected a bracket, got a number",
            none_missing, 2},
        Bad{"{\"a\": [0.1, 0.2", "answer.txt:1:16", "from here on this is not JSON", whole_file,
            16},
        Bad{"{\"a\": [0.1,, 0.2]}", "answer.txt:1:12", "from here on this is not JSON", whole_file,
            12},
        Bad{"{\"shape\": [3], \"values\": [1, 2]}", "answer.txt:1:32",
            "expected as many numbers as shape tells, got 2", whole_file, 32},
        Bad{"[0.1]\n\xB3\xAA", "answer.txt:2", "there is a byte that is not UTF-8",
            "save the file as UTF-8 (in Excel: CSV UTF-8)", 0}));

TEST(BadAnswer, ANulByteIsNoText) {
  try {
    read(std::string_view("[0.1]\n\0", 7));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, "answer.txt:2");
    EXPECT_EQ(error.problem.en, "there is a NUL byte, so this is no text file");
    EXPECT_EQ(error.fix.en, "give a text file");
  }
}

std::string repeated(std::string_view what, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + what.size());
  while (text.size() < bytes) text += what;
  return text;
}

std::string problem_of(const std::string& text) {
  try {
    return formatted("{} tensors", read(text).size());
  } catch (const UserError& error) {
    EXPECT_TRUE(!error.excerpt || error.excerpt->line.size() < 1000);
    return error.problem.en;
  }
}

TEST(BadAnswer, MoreThanTheLimitIsRefused) {
  const std::string half = repeated("1,", max_answer_numbers);  // a quarter of what is taken
  const std::string too_many = formatted("at most {} numbers are taken", max_answer_numbers);
  EXPECT_EQ(problem_of("[" + half + half + "]"), "1 tensors");
  EXPECT_EQ(problem_of("[" + half + half + "1]"), too_many);
  if (is_sanitized) return;  // the limits are the same in other forms
  EXPECT_EQ(problem_of("[" + half + half + "]\n[1]"), too_many);
  EXPECT_EQ(problem_of("{\"a\": [" + half + half + "1]}"), too_many);
  EXPECT_EQ(problem_of(half + half + "1\n"), too_many);
  EXPECT_EQ(problem_of(repeated("1\n", 2 * max_answer_numbers + 2)), too_many);
  const std::string too_many_tensors = formatted("at most {} tensors are taken", max_answers);
  EXPECT_EQ(problem_of(repeated("[1]\n", 4 * max_answers)), formatted("{} tensors", max_answers));
  EXPECT_EQ(problem_of(repeated("[1]\n", 4 * max_answers + 4)), too_many_tensors);
  EXPECT_EQ(problem_of(repeated("a\n1\n", 4 * max_answers + 4)), too_many_tensors);
  EXPECT_EQ(problem_of(repeated("  x ()   1\n", 11 * max_answers + 11)), too_many_tensors);
}

// In seconds, if time grew with the square of a text, these would take hours.
TEST(BadAnswer, LargeTextsOfOneThingTakeNoTime) {
  const auto size = max_answer_bytes / (is_sanitized ? 64 : 4);
  const std::string no_numbers = "there are no numbers";
  EXPECT_EQ(problem_of(repeated("[", size)), "at most 6 brackets may be nested");
  EXPECT_EQ(problem_of(repeated("[]", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("x[", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("tensor(", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("attn_weights ", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("attn_weights", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("= ", size) + "[1]"), "1 tensors");
  EXPECT_EQ(problem_of(repeated("\x1b[", size)), "the file is empty");
  EXPECT_EQ(problem_of(repeated("\x1b", size)), "the file is empty");
  EXPECT_EQ(problem_of(repeated("[INFO] [00:01<00:02] ", size)), "expected a number, got \"INFO\"");
  EXPECT_EQ(problem_of("a" + repeated(" ", size) + "b"), no_numbers);
  EXPECT_EQ(problem_of(repeated(",", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("a|", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated(">", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("x\n", size)), no_numbers);
  EXPECT_EQ(problem_of(repeated("\n", size) + "0.5\n"), "1 tensors");
  EXPECT_EQ(problem_of(repeated("INFO step 7 loss=0.5\n", size)),
            "expected a number, got \"loss=0.5\"");
  EXPECT_EQ(problem_of("[" + repeated("1", size) + "x]"), "this number is too large or too small");
  EXPECT_EQ(problem_of("[0." + repeated("1", size) + "x]"),
            "expected a number, got \"0.111111111111111111\"");
  EXPECT_EQ(problem_of("{\"a\":" + repeated("[", size)), "at most 6 brackets may be nested");
  EXPECT_EQ(problem_of(repeated("{\"a\":", size)), "at most 32 objects may be nested");
}

/// The sizes that a text tells may multiply to more than any number holds.
TEST(Reading, DoesNotMultiplySizesBeyondAllNumbers) {
  const std::string sizes = "{999999,999999,999999,999999}";
  const Answer answer = read_answers({" 3.0 -4.0\n[ CPUFloatType" + sizes + " ]\n", "test"})[0];
  EXPECT_EQ(answer.shape, (Shape{1, 2}));
}

}  // namespace attn::read_test
