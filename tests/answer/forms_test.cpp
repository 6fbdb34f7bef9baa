#include <gtest/gtest.h>

#include <limits>

#include "answer/all_forms.h"
#include "answer/answer.h"
#include "answer/compare.h"
#include "lesson/user_error.h"

/// The same tensors in the forms in which people have them give the same reading.

namespace attn::forms::forms_test {

constexpr double low = -std::numeric_limits<double>::infinity();

const std::vector<Example> examples = {
    {"loss", {}, {0.6931}},
    {"attn_scores_2", {6}, {0.9544, 1.4950, 1.4754, -0.8434, 0.7070, 1.0865}},
    {"context_vecs", {3, 2}, {-0.0739, 0.0713, -0.0748, 0.0703, -0.0749, 0.0702}},
    {"masked", {3, 3}, {0.2899, low, low, 0.4656, -0.1723, low, 12.4594, 0.1703, 0.1731}},
    {"all_context_vecs",
     {2, 3, 2},
     {-0.4519, 0.2216, -0.5874, 0.0058, -0.63, -0.0632, 0.1, 0.25, -1.5, 2.0313, 0.001, -7.25}}};

class Forms : public testing::TestWithParam<Form> {};

TEST_P(Forms, GiveTheSameReading) {
  const Form& form = GetParam();
  for (const Example& x : examples) {
    if (x.shape.rank() < form.least_rank || x.shape.rank() > form.most_rank) continue;
    const std::string text = form.write(x);
    SCOPED_TRACE(x.name + "\n" + text);
    try {
      const std::vector<Answer> answers = read_answers({text, "x.txt"});
      ASSERT_EQ(answers.size(), 1U);
      EXPECT_TRUE(WrittenTensor(answers[0]).fits(x.shape)) << to_string(answers[0].shape);
      EXPECT_EQ(answers[0].name, form.named == Named::yes ? x.name : "");
      ASSERT_EQ(answers[0].readings.size(), x.values.size());
      for (std::size_t i = 0; i < x.values.size(); ++i) {
        const Reading& reading = answers[0].readings[i];
        if (std::isinf(x.values[i])) {
          EXPECT_EQ(reading.value, x.values[i]) << i;
        } else {
          EXPECT_NEAR(reading.value, x.values[i], 1e-12) << i;
          EXPECT_EQ(reading.decimals - reading.exponent, 4) << i;
        }
      }
    } catch (const UserError& error) {
      ADD_FAILURE() << error.where << ": " << error.problem.en;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Read, Forms, testing::ValuesIn(all_forms), [](const auto& info) {
  std::string name;
  for (const char* c = info.param.name; *c != '\0'; ++c) {
    name += std::isalnum(static_cast<unsigned char>(*c)) != 0 ? *c : '_';
  }
  return name;
});

}  // namespace attn::forms::forms_test
