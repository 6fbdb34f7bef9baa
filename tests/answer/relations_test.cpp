#include "answer/relations.h"

#include <gtest/gtest.h>

#include <cmath>

#include "answer/mistake_case.h"
#include "answer/printed.h"
#include "random/draws.h"
#include "sanitized.h"
#include "tensor/operations.h"

/// What holds between numbers and a tensor where no mistake is known; each with what is almost so.

namespace attn::relations_test {

using Kind = Relation::Kind;

const std::vector<std::string> telling = {"--input", "data/telling.csv", "--d-out", "6", "--heads",
                                          "2",       "--dropout",        "0.2"};

Tensor tensor_of(const Place& place, const std::vector<std::string>& options,
                 const std::string& name) {
  return *find_tensor(write_page(place, settings_from(options)), name);
}

/// Numbers of no meaning, all different.
Tensor some(Shape shape) {
  Generator generator(5);
  return randn(shape, generator).named("x");
}

WrittenTensor written(const Tensor& x) {
  return WrittenTensor(read_answers({printed("", x), "text"}).front());
}

/// x with one of its numbers, counted row-major, a little larger.
Tensor spoiled(const Tensor& x, std::size_t cell = 1) {
  std::vector<float> values = x.values();
  values[cell] += 0.01F;
  return Tensor(x.shape(), std::move(values));
}

/// What is said in English; "" if nothing is.
template <class... Arguments>
std::string said(std::optional<Relation> (*relation)(Arguments...), const Tensor& x,
                 const Tensor& got) {
  const auto found = relation(x, written(got));
  return found ? found->text.en : "";
}

TEST(Transposed, IsSaidOfAxesThatStandInAnotherOrder) {
  const Tensor x = some({4, 4});
  EXPECT_EQ(said(as_transposed, x, T(x)),
            "these are the numbers of x.T: rows and columns are exchanged");
  const Tensor heads = some({2, 3, 4, 5});
  EXPECT_EQ(said(as_transposed, heads, transpose(heads, 1, 2)),
            "these are the numbers of x.transpose(1, 2): the axes stand in another order");
}

TEST(Transposed, IsNotSaidIfACellDiffers) {
  const Tensor x = some({4, 4});
  EXPECT_EQ(said(as_transposed, x, spoiled(T(x))), "");
  EXPECT_EQ(said(as_transposed, x, view(x, {2, 8})), "");
}

TEST(Transposed, IsNotSaidOfNumbersThatTellLittle) {
  EXPECT_EQ(said(as_transposed, Tensor({2, 1}, {1, 2}).named("x"), Tensor({1, 2}, {1, 2})), "");
}

TEST(Permuted, NamesTheRowsThatAreExchanged) {
  const Tensor x = some({4, 3});
  const auto row = [&](Size i) { return select(x, 0, i); };
  EXPECT_EQ(said(as_permuted, x, stack({row(0), row(3), row(2), row(1)})),
            "these are the numbers of x, but rows 2 and 4 are exchanged");
  EXPECT_EQ(said(as_permuted, x, stack({row(3), row(2), row(1), row(0)})),
            "these are the numbers of x, but the rows are in reverse order");
  EXPECT_EQ(said(as_permuted, x, stack({row(1), row(2), row(0), row(3)})),
            "these are the numbers of x, but the rows stand in another order: 2, 3, 1, 4");
  EXPECT_EQ(said(as_permuted, x, stack({row(0), row(3), row(2), row(2)})), "") << "one is missing";
  EXPECT_EQ(said(as_permuted, x, spoiled(stack({row(0), row(3), row(2), row(1)}))), "");
}

TEST(Permuted, NamesHeadsAndSentences) {
  const Tensor x = some({2, 2, 3, 3});
  EXPECT_EQ(said(as_permuted, x, flip(x, 1)),
            "these are the numbers of x, but heads [:, 0] and [:, 1] are exchanged");
  EXPECT_EQ(said(as_permuted, x, flip(x, 0)),
            "these are the numbers of x, but sentences of the batch [0] and [1] are exchanged");
  const Tensor joined = some({3, 4});
  const Tensor swapped = cat({narrow(joined, 1, 2, 2), narrow(joined, 1, 0, 2)}, 1);
  EXPECT_NE(said(as_permuted, joined, swapped).find("heads (of 2 columns each) 1 and 2"),
            std::string::npos)
      << said(as_permuted, joined, swapped);
}

TEST(Factor, NamesTheNumberOfTheStep) {
  const Tensor scores = tensor_of(place_of_step(27), telling, "attn_scores");
  EXPECT_EQ(said(as_factor, scores, scores / std::sqrt(6.0F)),
            "every number is that of attn_scores divided by √6 (6 = d_k)");
  EXPECT_EQ(said(as_factor, scores, scores * 5),
            "every number is 5 times that of attn_scores (5 = T)");
  EXPECT_EQ(said(as_factor, scores, scores * -1),
            "these are the numbers of attn_scores with the opposite sign");
  EXPECT_EQ(said(as_factor, scores, scores * 1.234F).substr(0, 27), "every number is 1.234 times");
}

TEST(Factor, IsNotSaidIfACellIsAnothersMultiple) {
  const Tensor x = some({3, 4});
  EXPECT_EQ(said(as_factor, x, spoiled(x * 2)), "");
  EXPECT_EQ(said(as_factor, x, x + scalar(1)), "");
}

TEST(Factor, OfEachRowIsItsOwn) {
  const Tensor x = some({3, 4});
  const Tensor rows({3, 1}, {2, 0.5, 3});
  EXPECT_EQ(said(as_factor, x, x * rows),
            "each row is that of x times a number of its own: ×2, ×0.5, ×3");
  EXPECT_EQ(said(as_factor, x, spoiled(x * rows)), "");
}

TEST(Factor, IsNotSaidOfTooFewNumbers) {
  const Tensor x = Tensor({2}, {0.5, 0.25}).named("x");
  EXPECT_EQ(said(as_factor, x, x * 3), "");
  const Tensor ones = Tensor({6}, {1, 1, 1, 1, 1, 1}).named("x");
  EXPECT_EQ(said(as_factor, ones, ones * 3), "");
}

TEST(Offset, NamesWhatWasAdded) {
  const Tensor x = some({3, 4});
  EXPECT_EQ(said(as_offset, x, x + scalar(1)), "every number is 1 more than that of x");
  EXPECT_EQ(said(as_offset, x, x + scalar(-0.25F)).substr(0, 22), "every number is 0.25 l");
  EXPECT_EQ(said(as_offset, x, spoiled(x + scalar(1))), "");
  EXPECT_EQ(said(as_offset, x, x * 2), "");
}

TEST(EqualButFor, NamesTheRowOrTheCells) {
  const Tensor x = some({4, 5});
  EXPECT_EQ(said(as_equal_but_for, x, spoiled(x, 6)), "equal to x but for 1 cell: [1,1]");
  const Tensor row = select(x, 0, 2);
  EXPECT_EQ(said(as_equal_but_for, x,
                 stack({select(x, 0, 0), select(x, 0, 1), row * 2, select(x, 0, 3)})),
            "equal to x but for row 3");
  EXPECT_EQ(said(as_equal_but_for, x, x * 2), "");
  EXPECT_EQ(said(as_equal_but_for, x, x), "");
}

TEST(OtherOperand, NamesWhatStandsWhereAnotherShould) {
  const Page page = write_page(place_of_step(40), settings_from(telling));
  const Tensor context_vec = *find_tensor(page, "context_vec");
  const Tensor values = *find_tensor(page, "values");
  const Tensor queries = *find_tensor(page, "queries");
  const Tensor keys = *find_tensor(page, "keys");
  const Tensor scores = *find_tensor(page, "attn_scores");
  const Tensor of_queries = matmul(queries, transpose(queries, 2, 3));
  EXPECT_EQ(said(as_other_operand, scores, of_queries),
            "this attn_scores comes out if queries stands where keys should");
  EXPECT_EQ(said(as_other_operand, scores, spoiled(of_queries)), "");
  EXPECT_EQ(said(as_other_operand, context_vec, values), "") << "it is that, not made of it";
}

TEST(OtherSeed, IsFoundAmongThousands) {
  const Tensor right = tensor_of(place_of_step(16), {}, "W_key");
  const Tensor drawn = tensor_of(place_of_step(16), {"--seed", "2718"}, "W_key");
  const std::string words = said(as_other_seed, right, drawn);
  EXPECT_NE(words.find("from seed 2718"), std::string::npos) << words;
  EXPECT_NE(words.find("With --seed 2718 they are equal"), std::string::npos) << words;
  EXPECT_EQ(said(as_other_seed, right, spoiled(drawn)), "");
}

TEST(OtherSeed, IsFoundBehindWhatWasComputed) {
  const Tensor right = tensor_of(place_of_step(40), telling, "context_vecs");
  std::vector<std::string> other = telling;
  other.insert(other.end(), {"--seed", "777"});
  const Tensor got = tensor_of(place_of_step(40), other, "context_vecs");
  EXPECT_NE(said(as_other_seed, right, got).find("seed 777"), std::string::npos);
}

TEST(LaterDraws, CountsTheNumbersInBetween) {
  const Tensor right = tensor_of(place_of_step(16), {}, "W_query");
  Generator generator(123);
  rand({17}, generator);
  const Tensor later = rand(right.shape(), generator);
  const std::string words = said(as_later_draws, right, later);
  EXPECT_NE(words.find("of seed 123, but 17 further on"), std::string::npos) << words;
  EXPECT_EQ(said(as_later_draws, right, spoiled(later)), "");
}

// ---- In a verdict -------------------------------------------------------------------------------

std::string kinds_in(const Verdict& verdict) {
  Names kinds;
  for (const Comparison& comparison : verdict.comparisons) {
    for (const Relation& relation : comparison.relations) kinds.emplace(name_of(relation.kind));
  }
  return joined(kinds);
}

Verdict verdict_on(const Place& place, const std::vector<std::string>& options,
                   const std::string& text) {
  return judge(place, settings_from(options), read_answers({text, "text"}));
}

TEST(Relations, SayWhichTensorOfTheStepItIs) {
  const Tensor values = tensor_of(place_of_step(18), telling, "values");
  const Verdict verdict = verdict_on(place_of_step(18), telling, printed("keys", values));
  EXPECT_FALSE(verdict.equal());
  if (verdict.diagnoses.empty()) {
    EXPECT_EQ(kinds_in(verdict), "other-tensor");
  }
}

TEST(Relations, SayInWhichStepTheNumbersAre) {
  const Tensor other = tensor_of(place_of_step(16), telling, "W_value");
  const Verdict verdict = verdict_on(place_of_step(27), telling, printed("", other));
  EXPECT_EQ(kinds_in(verdict), "other-tensor");
  EXPECT_EQ(verdict.comparisons.front().relations.front().text.en,
            "these are the numbers of W_value in step 3.16");
}

TEST(Relations, SayThatNumbersAreRightWithOtherHeads) {
  std::vector<std::string> other = telling;
  other[5] = "3";
  const Verdict heads = verdict_on(
      place_of_step(40), telling, printed("", tensor_of(place_of_step(40), other, "context_vecs")));
  EXPECT_EQ(kinds_in(heads), "other-settings");
  EXPECT_NE(heads.comparisons.front().relations.front().text.en.find("--heads 3"),
            std::string::npos);
}

TEST(Relations, SayThatNumbersAreRightWithABias) {
  if (is_sanitized) GTEST_SKIP() << "the same code runs for other heads";
  std::vector<std::string> other = telling;
  other.emplace_back("--bias");
  const Place place = place_of_step(13, 4);
  const Tensor with_bias = tensor_of(place, other, "context_vecs");
  const Verdict bias = verdict_on(place, telling, printed("context_vecs", with_bias));
  if (bias.diagnoses.empty()) {
    EXPECT_EQ(kinds_in(bias), "other-settings");
  }
  EXPECT_EQ(kinds_in(verdict_on(place, telling, printed("context_vecs", spoiled(with_bias)))), "");
}

TEST(Relations, AreNotSaidBesideACause) {
  const Tensor scores = tensor_of(place_of_step(27), telling, "attn_scores");
  const Verdict verdict =
      verdict_on(place_of_step(27), telling, printed("attn_weights", softmax(scores, -1)));
  EXPECT_FALSE(verdict.diagnoses.empty());
  EXPECT_EQ(kinds_in(verdict), "");
}

TEST(Relations, AreNotSaidOfNumbersThatAreAlmostRight) {
  // Up the slope instead of down. What is drawn elsewhere changes these by a digit or two.
  const Page page = write_page(place_of_step(5, 5), settings_from({}));
  const Tensor W_q = *find_tensor(page, "W_q");
  const Tensor up = W_q + *find_tensor(page, "W_q.grad") * 0.01F;
  const Verdict verdict = verdict_on(place_of_step(5, 5), {}, printed("new_W_q", up));
  EXPECT_EQ(kinds_in(verdict), "");
}

TEST(Relations, AreNotSaidOfNumbersMadeUp) {
  for (const int step : some_of(std::vector<int>{27, 16, 18, 23, 33, 40})) {
    const Page page = write_page(place_of_step(step), settings_from(telling));
    for (const Block& block : page.blocks()) {
      const auto* matrix = std::get_if<block::Matrix>(&block);
      if (!matrix) continue;
      const Verdict verdict =
          verdict_on(place_of_step(step), telling,
                     printed(matrix->tensor.name(), some(matrix->tensor.shape())));
      EXPECT_EQ(kinds_in(verdict), "") << step << " " << matrix->tensor.name();
    }
  }
}

}  // namespace attn::relations_test
