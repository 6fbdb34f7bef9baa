#include "answer/diagnose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <tuple>

#include "answer/mistake_case.h"
#include "nn/attention.h"
#include "sanitized.h"
#include "tensor/operations.h"

/// Diagnoses against wrong programs that were run in PyTorch, and of right and unknown numbers.

namespace attn::diagnose_test {

using Json = nlohmann::json;

const std::vector<std::string> telling = {"--input", "data/telling.csv", "--d-out", "6", "--heads",
                                          "2",       "--dropout",        "0.2"};

/// What PyTorch gives with mistakes in the programs of a chapter.
const Json& reference(int chapter = 3) {
  static const Json of_chapter_3 = Json::parse(read_source("tests/oracle/mistakes.json"));
  static const Json of_chapter_4 = Json::parse(read_source("tests/oracle/mistakes4.json"));
  return chapter == 4 ? of_chapter_4 : of_chapter_3;
}

constexpr int chapters_with_mistakes[] = {3, 4};

// ---- Tensors as somebody may write them ---------------------------------------------------------

using WriteNumber = std::string (*)(float);
std::string rounded(float value) {
  if (std::isnan(value)) return "nan";
  return formatted("{:.4f}", value);
}
std::string cut_off(float value) {
  return formatted("{:.4f}", std::trunc(static_cast<double>(value) * 1e4) / 1e4);
}

std::string brackets(const Shape& shape, int axis, const std::vector<std::string>& numbers,
                     std::size_t& next) {
  if (axis == shape.rank()) return numbers[next++];
  std::string text = "[";
  for (Size i = 0; i < shape[axis]; ++i) {
    text += (i > 0 ? ", " : "") + brackets(shape, axis + 1, numbers, next);
  }
  return text + "]";
}

std::string text_of(const std::string& name, const Tensor& x, WriteNumber write = rounded) {
  std::vector<std::string> numbers;
  for (const float value : x.values()) numbers.push_back(write(value));
  std::size_t next = 0;
  return name + " = tensor(" + brackets(x.shape(), 0, numbers, next) + ")\n";
}

Verdict verdict_on(const Place& place, const std::vector<std::string>& options,
                   const std::string& text) {
  return judge(place, settings_from(options), read_answers({text, "text"}));
}
Verdict verdict_on(int step, const std::vector<std::string>& options, const std::string& text) {
  return verdict_on(place_of_step(step), options, text);
}

/// The tensor of that name on a step's page.
Tensor shown(const Place& place, const std::vector<std::string>& options, const std::string& name) {
  const Page page = write_page(place, settings_from(options));
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (matrix && matrix->tensor.name() == name) return matrix->tensor;
  }
  throw std::runtime_error("no tensor " + name);
}
Tensor shown(int step, const std::vector<std::string>& options, const std::string& name) {
  return shown(place_of_step(step), options, name);
}

WrittenTensor written(const Tensor& x) {
  return WrittenTensor(read_answers({text_of("x", x), "text"}).front());
}

/// What a wrong program gives, under the name of a tensor of the step.
void expect_diagnosis(int step, const std::vector<std::string>& options, const std::string& name,
                      const Tensor& wrong, const Names& mistakes) {
  const Verdict verdict = verdict_on(step, options, text_of(name, wrong));
  ASSERT_FALSE(verdict.diagnoses.empty());
  EXPECT_EQ(names_in(verdict.diagnoses.front()), mistakes);
}

void expect_equal(int step, const std::vector<std::string>& options, const std::string& name,
                  const Tensor& got, WriteNumber write = rounded) {
  const Verdict verdict = verdict_on(step, options, text_of(name, got, write));
  EXPECT_TRUE(verdict.equal()) << step << " " << name;
  EXPECT_TRUE(verdict.diagnoses.empty()) << step << " " << name;
}

/// The tensors that the wrong programs compute, each with its step.
std::set<std::pair<int, std::string>> tensors_of_steps() {
  std::set<std::pair<int, std::string>> tensors;
  for (const Json& json : reference().at("cases")) {
    tensors.emplace(json.at("step"), json.at("tensor"));
  }
  for (const Json& json : reference().at("invisible")) {
    tensors.emplace(json.at("step"), json.at("tensor"));
  }
  return tensors;
}

// ---- What PyTorch computed with mistakes in the program
// ------------------------------------------

/// Whether PyTorch's results with `others` in place of the mistakes made are the same numbers.
bool same_in_pytorch(const MistakeCase& made, const Names& others) {
  if (std::find(made.alike.begin(), made.alike.end(), others) != made.alike.end()) return true;
  Names both = made.mistakes;
  both.insert(others.begin(), others.end());
  const Json& alike = reference(made.chapter).at("alike");
  return std::any_of(alike.begin(), alike.end(), [&](const Json& entry) {
    return entry.at("step") == made.step && entry.at("options") == made.options &&
           entry.at("tensor") == made.tensor && entry.at("mistakes").get<Names>() == both;
  });
}

/// The mistakes made are named, behind as many others that give the same numbers.
bool is_tie(const MistakeCase& made, const Verdict& verdict) {
  bool is_named = false;
  for (const Diagnosis& diagnosis : verdict.diagnoses) {
    const Names names = names_in(diagnosis);
    if (names.size() != made.mistakes.size()) return false;
    is_named = is_named || names == made.mistakes;
    if (names != made.mistakes && !same_in_pytorch(made, names)) return false;
  }
  return is_named;
}

/// Numbers without a name are another tensor of the step, or that one with fewer mistakes.
bool is_another_tensor(const MistakeCase& made, const Verdict& verdict) {
  static const std::set<std::pair<std::string, std::string>> alike = {
      {"row_sums", "column_sums"}, {"column_sums", "row_sums"},
      {"stacked", "concatenated"}, {"concatenated", "stacked"},
      {"attn_weights", "masked"},  {"attn_weights_2_naive", "attn_scores_2"},
      {"masked", "attn_scores"},
  };
  const Comparison& comparison = verdict.comparisons.front();
  if (comparison.by_name || !alike.contains({made.tensor, comparison.name})) return false;
  if (!comparison.got.fits(comparison.expected.shape())) return false;
  return comparison.standing != Comparison::Standing::wrong ||
         (!verdict.diagnoses.empty() &&
          verdict.diagnoses.front().mistakes.size() < made.mistakes.size());
}

/// A table of rows does not tell how many axes they had.
bool is_hidden_by_table(const MistakeCase& made, const Verdict& verdict) {
  return made.mistakes == Names{"cat-for-stack"} && made.answers().front().is_table &&
         verdict.equal();
}

/// One number has too few digits to be searched for.
bool is_too_short(const MistakeCase& made, const Verdict& verdict) {
  return made.answers().front().readings.size() == 1 && verdict.diagnoses.empty();
}

std::string reported(const Verdict& verdict) {
  std::string line = verdict.comparisons.front().name + ":";
  for (const Diagnosis& diagnosis : verdict.diagnoses) line += " " + joined(names_in(diagnosis));
  return line;
}

class DiagnoseChapter : public testing::TestWithParam<int> {};

TEST_P(DiagnoseChapter, NamesFirstWhatWasDoneWrong) {
  int ties = 0;
  int other_tensors = 0;
  int without_digits = 0;
  for (const Json& json : some_of(reference(GetParam()).at("cases"), 5)) {
    const MistakeCase made(json);
    const Verdict verdict = made.verdict();
    if (!verdict.diagnoses.empty() && names_in(verdict.diagnoses.front()) == made.mistakes) {
      continue;
    }
    if (is_tie(made, verdict)) {
      ++ties;
    } else if (is_another_tensor(made, verdict) || is_hidden_by_table(made, verdict)) {
      ++other_tensors;
    } else if (is_too_short(made, verdict)) {
      ++without_digits;
    } else {
      ADD_FAILURE() << made.where << ", named " << reported(verdict);
    }
  }
  EXPECT_LE(ties, 15);
  EXPECT_LE(other_tensors, 10);
  EXPECT_LE(without_digits, 1);
}

TEST(Diagnose, NamesFirstWhatWasDoneWrongInAveraging) {
  const Json cases = Json::parse(read_source("tests/oracle/mistakes2.json"));
  EXPECT_GE(cases.size(), 100U);
  for (const Json& json : cases) {
    const MistakeCase made(json);
    const Verdict verdict = made.verdict();
    if (verdict.diagnoses.empty() || names_in(verdict.diagnoses.front()) != made.mistakes) {
      ADD_FAILURE() << made.where << ", named " << reported(verdict) << "\n" << made.text;
    }
  }
}

TEST(Diagnose, FindsNoAveragesInAttention) {
  for (const auto& [step, name] : tensors_of_steps()) {
    EXPECT_FALSE(makes_averages(Program(shown(step, telling, name)))) << step << " " << name;
  }
}

TEST(Diagnose, TakesEveryWayToAverageForRight) {
  for (const int step : {3, 4, 6}) {
    const Page page = write_page(place_of_step(3, 2), settings_from({}));
    const Tensor averaged = std::get<block::Matrix>(page.blocks()[2]).tensor;
    const Verdict verdict = judge(place_of_step(step, 2), settings_from({}),
                                  read_answers({text_of("averaged_embeddings", averaged), "text"}));
    EXPECT_TRUE(verdict.equal()) << step;
    EXPECT_TRUE(verdict.diagnoses.empty()) << step;
  }
}

TEST_P(DiagnoseChapter, TellsWhichMistakesDoNotShow) {
  for (const Json& entry : reference(GetParam()).at("invisible")) {
    const std::vector<std::string> options = entry.at("options");
    const std::string name = entry.at("tensor");
    const Place place = place_of_step(entry.at("step"), GetParam());
    const Tensor right = shown(place, options, name);
    const Verdict verdict = verdict_on(place, options, text_of(name, right));
    ASSERT_EQ(verdict.comparisons.size(), 1U);
    EXPECT_TRUE(verdict.equal());
    Names blind;
    for (const Mistake* mistake : verdict.comparisons.front().blind) blind.emplace(mistake->name);
    EXPECT_TRUE(blind.contains(entry.at("mistake"))) << entry << " " << joined(blind);
  }
}

INSTANTIATE_TEST_SUITE_P(Chapters, DiagnoseChapter, testing::ValuesIn(chapters_with_mistakes));

// ---- Programs written here
// -----------------------------------------------------------------------

/// What the steps with several heads start from, without dropout.
struct Heads {
  std::vector<std::string> options = {"--input", "data/telling.csv", "--d-out", "6", "--heads",
                                      "2",       "--dropout",        "0"};
  Settings settings = settings_from(options);
  Generator generator{123};
  Tensor batch = stack({settings.inputs(), settings.inputs()}, 0);
};

TEST(Diagnose, FindsAMistakeInOneHeadAlone) {
  Heads h;
  const MultiHeadAttentionWrapper mha(h.settings.d_in(), 6, 0, 2, h.generator);
  const Tensor masked = mha.heads[0](h.batch, h.generator);
  const Tensor unmasked = mha.heads[1].attention(h.batch);
  expect_diagnosis(39, h.options, "context_vecs", cat({masked, unmasked}, -1), {"no-mask"});
}

TEST(Diagnose, FindsAMistakeInOneOfThreeSplits) {
  Heads h;
  const MultiHeadAttention mha(h.settings.d_in(), 6, 0, 2, h.generator);
  const Size b = 2;
  const Size tokens = h.settings.num_tokens();
  const auto split = [&](const Tensor& x) { return transpose(view(x, {b, tokens, 2, 3}), 1, 2); };
  const Tensor queries = split(mha.W_query(h.batch));
  const Tensor keys = view(mha.W_key(h.batch), {b, 2, tokens, 3});
  const Tensor values = split(mha.W_value(h.batch));
  const Tensor scores = matmul(queries, transpose(keys, 2, 3));
  const Tensor context = matmul(scaled_softmax(causal_masked(scores), 3), values);
  const Tensor joined = view(contiguous(transpose(context, 1, 2)), {b, tokens, 6});
  expect_diagnosis(40, h.options, "context_vecs", mha.out_proj(joined),
                   {"split-without-transpose"});
}

TEST(Diagnose, ExplainsAllTensorsOfAFileByOneMistake) {
  const Tensor queries = Program(shown(28, telling, "attn_scores")).named("queries").front();
  const Tensor keys = Program(shown(28, telling, "attn_scores")).named("keys").front();
  const Tensor scores = matmul(keys, T(queries));
  const Tensor weights = scaled_softmax(scores, 6);
  const Verdict verdict =
      verdict_on(28, telling, text_of("attn_scores", scores) + text_of("attn_weights", weights));
  ASSERT_EQ(verdict.comparisons.size(), 2U);
  ASSERT_EQ(verdict.diagnoses.size(), 1U);
  EXPECT_EQ(names_in(verdict.diagnoses.front()), Names{"query-key-swapped"});
}

TEST(Diagnose, TakesOtherWaysToTheRightNumbersForRight) {
  for (const std::vector<std::string>& options : {std::vector<std::string>{}, telling}) {
    const Tensor weights = shown(28, options, "attn_weights");
    const Tensor later = tril(ones(weights.shape())) * weights;
    expect_equal(33, options, "attn_weights", later / sum(later, -1, true));

    const Tensor scores = shown(28, options, "attn_scores");
    const Tensor hidden = masked_fill(scores, triu(ones(scores.shape()), 1), -1e9F);
    const Size d_k = settings_from(options).d_out();
    expect_equal(33, options, "attn_weights", scaled_softmax(hidden, d_k));

    const Tensor inputs = settings_from(options).inputs();
    const Tensor plain_weights = shown(11, options, "attn_weights");
    expect_equal(13, options, "all_context_vecs", T(matmul(T(inputs), T(plain_weights))));
    expect_equal(11, options, "attn_weights", plain_weights, cut_off);
    expect_equal(33, options, "attn_weights", shown(33, options, "attn_weights"), cut_off);
  }
}

TEST(Diagnose, NamesNothingForUnknownNumbers) {
  std::mt19937 words(5);
  const std::vector<std::pair<int, const char*>> tensors = {
      {33, "attn_weights"},         {11, "attn_weights"}, {25, "context_vecs"},
      {36, "attn_weights_dropped"}, {38, "context_vecs"}, {39, "context_vecs"},
      {40, "context_vecs"}};
  for (const auto& [step, name] : some_of(tensors)) {
    const Tensor right = shown(step, telling, name);
    std::vector<float> random(static_cast<std::size_t>(right.numel()));
    for (float& value : random) value = static_cast<float>(words() % 20000) / 10000 - 1;
    const Verdict verdict = verdict_on(step, telling, text_of(name, Tensor(right.shape(), random)));
    EXPECT_FALSE(verdict.equal()) << step;
    EXPECT_TRUE(verdict.diagnoses.empty()) << step << " " << reported(verdict);
  }
}

TEST(Diagnose, NamesNothingForNumbersThatAreAllRounding) {
  // LayerNorm leaves 1 and -1 of two numbers, and hardly a mistake shows.
  const Verdict verdict =
      verdict_on(place_of_step(11, 6), {"--d-out", "2", "--heads", "1", "--seed", "2539256980"},
                 "class_vector = tensor([-1.3858080e-06,  1.3113022e-06])\n");
  EXPECT_FALSE(verdict.equal());
  EXPECT_TRUE(verdict.diagnoses.empty()) << reported(verdict);
}

TEST(Diagnose, NamesNothingForOneCellMistyped) {
  const std::vector<std::pair<int, const char*>> tensors = {
      {11, "attn_weights"}, {25, "context_vecs"}, {33, "attn_weights"}, {40, "context_vecs"}};
  for (const auto& [step, name] : some_of(tensors)) {
    const Tensor right = shown(step, telling, name);
    std::vector<float> typed = right.values();
    typed[10] += 0.09F;
    const Verdict verdict = verdict_on(step, telling, text_of(name, Tensor(right.shape(), typed)));
    EXPECT_FALSE(verdict.equal()) << step;
    EXPECT_TRUE(verdict.diagnoses.empty()) << step << " " << reported(verdict);
    EXPECT_EQ(verdict.comparisons.front().different, std::vector<Size>{10}) << step;
  }
}

// ---- What the telling input tells
// ----------------------------------------------------------------

TEST(TellingInput, ShowsEveryMistake) {
  const std::map<std::pair<int, std::string>, Names> never_shown = {
      // These, too, make rows that sum to 1.
      {{12, "row_sums"}, {"mask-where-none-belongs", "plain-sum-for-softmax", "softmax-twice"}},
      // One token's query with its own key: q · k is k · q.
      {{20, "attn_score_22"}, {"query-key-swapped"}},
      // Dividing each row by its sum takes out what the rows share.
      {{31, "masked_simple_norm"}, {"softmax-over-everything"}},
      // A mask shows what is kept, not by how much it is enlarged.
      {{34, "dropout_mask"}, {"dropout-not-rescaled", "dropout-divided-by-p"}},
      // Queries and keys are the same tensor.
      {{42, "head_scores"}, {"query-key-swapped"}},
  };
  for (const auto& [step, name] : tensors_of_steps()) {
    const Tensor right = shown(step, telling, name);
    Names invisible;
    Budget budget;
    const Invisible found = invisible_mistakes(right, written(right), budget);
    for (const Mistake* mistake : found.always) invisible.emplace(mistake->name);
    for (const Mistake* mistake : found.by_digits) invisible.emplace(mistake->name);
    const auto listed = never_shown.find({step, name});
    EXPECT_EQ(invisible, listed == never_shown.end() ? Names() : listed->second)
        << step << " " << name;
  }
}

TEST(TellingInput, TellsMistakesApart) {
  const std::map<std::pair<int, std::string>, std::set<Names>> never_told_apart = {
      // Dividing each row by its sum takes out a factor of all its cells: that of the scaling, and
      // the sum that the scores were divided by.
      {{31, "masked_simple_norm"},
       {{"no-scaling", "scaled-after-softmax"}, {"plain-sum-for-softmax", "scores-not-weights"}}},
      // These scores are symmetric.
      {{11, "attn_weights"}, {{"softmax-over-columns", "weights-transposed"}}},
      {{12, "row_sums"}, {{"softmax-over-columns", "weights-transposed"}}},
      {{12, "column_sums"},
       {{"softmax-over-columns", "weights-transposed"},
        {"attention-within-one-token", "softmax-over-columns"},
        {"attention-within-one-token", "weights-transposed"}}},
      {{13, "all_context_vecs"}, {{"softmax-over-columns", "weights-transposed"}}},
      {{14, "row_of_query"}, {{"softmax-over-columns", "weights-transposed"}}},
      // out_proj leaves nothing of an infinity but nan.
      {{40, "context_vecs"}, {{"mask-inf-after-softmax", "mask-plus-inf"}}},
  };
  for (const auto& [step, name] : tensors_of_steps()) {
    const Program program(shown(step, telling, name));
    std::vector<std::pair<std::string, Tensor>> results;
    for (const Mistake* mistake : all_mistakes()) {
      for (const Slip& slip : mistake->slips(program)) {
        Budget budget;
        const auto result = program.rerun(slip, budget);
        if (!result || written(program.result()).matches(*result)) continue;
        results.emplace_back(mistake->name, *result);
      }
    }
    std::set<Names> same;
    for (std::size_t i = 0; i < results.size(); ++i) {
      const WrittenTensor one = written(results[i].second);
      for (std::size_t k = 0; k < i; ++k) {
        if (results[i].first == results[k].first || !one.matches(results[k].second)) continue;
        same.insert({results[i].first, results[k].first});
      }
    }
    const auto listed = never_told_apart.find({step, name});
    EXPECT_EQ(same, listed == never_told_apart.end() ? std::set<Names>() : listed->second)
        << step << " " << name;
  }
}

// ---- The list
// ------------------------------------------------------------------------------------

TEST(Mistakes, HaveTheNamesThatScriptsRelyOn) {
  const std::multiset<std::string> expected = {
      "wrong-query", "query-key-swapped", "key-not-transposed", "values-are-inputs",
      "values-are-keys", "linear-not-transposed",
      // Common seeds, which combine with other mistakes, and rarer ones, which are tried alone.
      "other-seed", "other-seed",
      // Softmax.
      "plain-sum-for-softmax", "softmax-for-plain-sum", "softmax-over-columns",
      "softmax-over-everything", "softmax-twice", "scores-not-weights",
      // Scaling.
      "no-scaling", "scaled-by-dk", "scaled-by-d-model", "scaled-the-wrong-way",
      "scaled-after-softmax",
      // The mask.
      "no-mask", "mask-wrong-triangle", "mask-hides-self", "mask-shows-next", "mask-zero-not-inf",
      "mask-not-renormalised",
      // Averages.
      "average-without-current", "average-with-future", "sum-for-average",
      // Dropout.
      "dropout-not-rescaled", "dropout-divided-by-p", "dropout-keep-drop-swapped",
      "dropout-left-out", "dropout-before-softmax", "dropout-other-stream",
      // Heads.
      "bias-forgotten", "split-without-transpose", "split-as-hd-h", "merge-without-transpose",
      "no-out-proj", "out-proj-without-bias", "heads-added", "heads-averaged", "heads-reversed",
      "same-head-twice", "cat-wrong-dim", "stack-for-cat", "cat-for-stack",
      // LayerNorm.
      "sample-variance", "eps-missing", "eps-outside-root", "normalized-over-wrong-axis",
      "scale-shift-missing",
      // GELU and the block.
      "gelu-tanh-for-exact", "gelu-exact-for-tanh", "relu-for-gelu", "residual-missing",
      "norm-after-for-before",
      // Encoder-decoder attention, and products.
      "cross-attention-roles-swapped", "elementwise-for-product",
      // Padding and patches.
      "padding-not-masked", "patch-order-wrong", "patches-by-view-alone",
      // Positions.
      "sin-cos-swapped", "sin-cos-halves", "position-index-doubled", "positions-not-added",
      "embedding-scale-missing", "position-own-angle-per-column", "position-other-base",
      "position-exponent-rounded", "positions-from-one", "positions-appended",
      "positions-multiplied",
      // Weights as they come out of softmax, and what is divided by sums.
      "softmax-over-one", "weights-transposed", "attention-within-one-token",
      "divided-by-other-sums", "keepdim-forgotten", "not-divided-by-sum",
      "average-divided-by-other-count", "maximum-for-average", "averaged-over-batch",
      "scaled-by-num-heads", "merge-heads-before-batch",
      // What hides a score.
      "mask-plus-inf", "mask-times-inf", "mask-inf-after-softmax", "mask-added-as-number",
      "padding-mask-on-rows", "mask-where-none-belongs",
      // LayerNorm, activations, the block.
      "shift-before-scale", "scale-shift-exchanged", "root-of-standard-deviation", "root-missing",
      "other-eps", "mean-not-subtracted", "mean-alone-divided", "min-max-for-layer-norm",
      "gelu-formula-wrong", "gelu-by-sigmoid", "silu-for-gelu", "gelu-for-relu",
      "activation-missing", "relu-for-tanh", "sigmoid-for-other-activation",
      "residual-of-normalized", "residual-doubled", "residual-from-block-input", "norm-missing",
      "norm-at-the-end", "norm-before-for-after",
      // Tokens of cross-attention, products, lengths.
      "self-attention-for-cross-attention", "inputs-for-encoder-output", "product-in-other-order",
      "weight-transposed", "dot-product-for-cosine", "cosine-by-one-length", "length-not-rooted",
      "length-of-absolute-values", "length-of-others",
      // Images.
      "pixels-not-scaled", "class-token-last", "class-token-without-position",
      "one-position-for-all", "other-row-for-class-token",
      // Draws.
      "bias-left-on", "randn-for-rand", "rand-for-randn", "rand-for-linear", "not-seeded-again",
      "dropout-other-rate", "dropout-left-on", "feed-forward-of-other-width",
      // Counting, padding, learning.
      "counts-transposed", "row-of-other-word", "log-of-other-base", "padded-in-front",
      "gradient-added", "other-learning-rate", "gradients-piled-up", "loss-summed", "trained-on",
      "weights-not-loaded", "not-frozen", "too-much-frozen",
      // Of an online softmax, masks by what they show, windows.
      "online-sum-not-rescaled", "online-output-not-rescaled", "online-factor-inverted",
      "online-max-not-kept", "mask-means-opposite", "window-looks-ahead", "window-off-by-one",
      "window-missing",
      // Turned queries and keys, shared ones, RMSNorm, gates.
      "rope-other-layout", "rope-missing", "rope-turned-backwards", "rope-on-values",
      "angle-without-frequency", "gate-missing", "gate-on-wrong-half", "gate-added",
      "gate-by-other-function", "mean-subtracted-in-rms-norm", "rms-eps-outside-root",
      "rms-other-eps", "rms-root-missing", "rms-sum-for-mean", "rms-over-wrong-axis",
      "repeat-for-repeat-interleave",
      // Heads that have learned, choosing a token, tokens that come one by one.
      "other-head-of-layer", "head-of-other-layer", "next-not-shifted", "temperature-multiplied",
      "temperature-of-probabilities", "last-position-not-taken", "top-p-one-too-few",
      "cut-off-not-renormalised", "cache-on-wrong-axis", "positions-not-moved-on",
      "cache-mask-of-first-row", "query-cached",
      // Where there is no scaling.
      "scaled-where-none-belongs"};
  std::multiset<std::string> names;
  for (const Mistake* mistake : all_mistakes()) names.emplace(mistake->name);
  EXPECT_EQ(names, expected);
}

TEST(Mistakes, AreExplainedInBothLanguagesWithALine) {
  for (const Mistake* mistake : all_mistakes()) {
    EXPECT_FALSE(mistake->text.ko.empty()) << mistake->name;
    EXPECT_FALSE(mistake->text.en.empty()) << mistake->name;
    EXPECT_FALSE(mistake->line.empty()) << mistake->name;
  }
}

}  // namespace attn::diagnose_test
