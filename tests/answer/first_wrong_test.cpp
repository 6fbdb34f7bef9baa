#include "answer/first_wrong.h"

#include <gtest/gtest.h>

#include <map>

#include "answer/mistake_case.h"
#include "answer/printed.h"
#include "answer/trace.h"
#include "sanitized.h"
#include "tensor/operations.h"

/// Which of several tensors is the first that is wrong, and what follows from it.

namespace attn::first_wrong_test {

using Kind = FirstWrong::Other::Kind;

const std::vector<std::string> telling = {"--input", "data/telling.csv", "--d-out", "6", "--heads",
                                          "2",       "--dropout",        "0.2"};

Verdict verdict_on(const Place& place, const std::vector<std::string>& options,
                   const std::string& text) {
  return judge(place, settings_from(options), read_answers({text, "text"}));
}

std::string first_name(const Verdict& verdict) {
  if (!verdict.first_wrong) return "";
  return verdict.comparisons[verdict.first_wrong->comparison].name;
}

std::optional<Kind> kind_of_other(const Verdict& verdict, const std::string& name) {
  if (!verdict.first_wrong) return {};
  for (const FirstWrong::Other& other : verdict.first_wrong->others) {
    if (verdict.comparisons[other.comparison].name == name) return other.kind;
  }
  return {};
}

TEST(FirstWrong, IsTheLineThatWasChangedInPyTorch) {
  const auto json = nlohmann::json::parse(read_source("tests/oracle/which_line.json"));
  int cases = 0;
  for (const auto& one : json.at("cases")) {
    const Verdict verdict =
        verdict_on(place_of_step(one.at("step")), one.at("options"), one.at("text"));
    const std::string what = one.at("wrong");
    EXPECT_EQ(first_name(verdict), one.at("first").get<std::string>()) << what;
    EXPECT_EQ(verdict.equal(), what.empty()) << what;
    // One line was wrong.
    if (!verdict.first_wrong) continue;
    for (const FirstWrong::Other& other : verdict.first_wrong->others) {
      EXPECT_NE(other.kind, Kind::wrong_anew) << what << ": " << other.comparison;
      EXPECT_NE(other.kind, Kind::not_of_it) << what << ": " << other.comparison;
    }
    ++cases;
  }
  EXPECT_GE(cases, 24);
}

// ---- Mistakes planted into the graph ------------------------------------------------------------

/// What a program that goes wrong at one place prints, and the first of its tensors that does.
struct Planted {
  std::string text{}, first{}, what{};
  std::size_t tensors = 0;
};

/// The tensors with names on the way to x, and x, by their names; none of a name that occurs twice.
std::map<std::string, Tensor> by_names(const Tensor& x) {
  std::map<std::string, Tensor> named;
  std::set<std::string> twice;
  const auto add = [&](const Tensor& tensor) {
    if (tensor.name().empty()) return;
    const auto [found, is_new] = named.emplace(tensor.name(), tensor);
    if (!is_new && !(found->second == tensor)) twice.insert(tensor.name());
  };
  for (const Tensor& tensor : Program(x).tensors()) {
    for (const Tensor& operand : tensor.operands()) add(operand);
    add(tensor);
  }
  for (const std::string& name : twice) named.erase(name);
  return named;
}

/// The first tensor with a name that was computed with `slipped`, or is that.
std::string first_named_from(const Tensor& result, const Operation* slipped) {
  std::set<const void*> from;
  for (const Tensor& tensor : Program(result).tensors()) {
    const bool is_from =
        tensor.operation() == slipped ||
        std::any_of(tensor.operands().begin(), tensor.operands().end(),
                    [&](const Tensor& operand) { return from.contains(operand.id()); });
    if (!is_from) continue;
    from.insert(tensor.id());
    if (!tensor.name().empty()) return tensor.name();
  }
  return "";
}

/// Whether x is what `slipped` made, or was computed from that.
bool is_from(const Tensor& x, const Operation* slipped) {
  const std::vector<Tensor> all = Program(x).tensors();
  return std::any_of(all.begin(), all.end(),
                     [&](const Tensor& tensor) { return tensor.operation() == slipped; });
}

/// The mistakes that can be made at one place of the program of `right`, and are seen in print.
std::vector<Planted> planted_in(const Tensor& right) {
  const Program program(right);
  const std::map<std::string, Tensor> rights = by_names(right);
  std::vector<Planted> all;
  for (const Mistake* mistake : all_mistakes()) {
    int of_mistake = 0;
    for (const Slip& slip : mistake->slips(program)) {
      Budget budget;
      for (const Program::Change& change : program.places(slip, budget)) {
        if (of_mistake == 3) break;
        const Operation* slipped = change.tensor.operation();
        const auto wrong = program.rerun(change, budget);
        if (!wrong || !slipped || wrong->shape() != right.shape()) continue;
        Planted planted{.first = first_named_from(*wrong, slipped),
                        .what = std::string(mistake->name)};
        const std::map<std::string, Tensor> wrongs = by_names(*wrong);
        for (const auto& [name, tensor] : wrongs) {
          // What only the slip computes is no tensor of the program.
          const auto right_of_name = rights.find(name);
          if (right_of_name == rights.end()) continue;
          if (!(tensor == right_of_name->second) && !is_from(tensor, slipped)) continue;
          planted.text += printed(name, tensor);
          ++planted.tensors;
        }
        const auto right_one = rights.find(planted.first);
        const auto wrong_one = wrongs.find(planted.first);
        if (right_one == rights.end() || wrong_one == wrongs.end()) continue;
        if (printed("", right_one->second) == printed("", wrong_one->second)) continue;
        ++of_mistake;
        all.push_back(std::move(planted));
      }
    }
  }
  return all;
}

struct Tally {
  int programs = 0, right = 0, certain_and_wrong = 0, anew = 0;
};

void count(const Place& place, Tally& tally) {
  const Page page = write_page(place, settings_from(telling));
  std::optional<Tensor> result;
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (matrix && !matrix->counter_example && matrix->tensor.operation()) result = matrix->tensor;
  }
  if (!result) return;
  for (const Planted& planted : planted_in(*result)) {
    if (planted.tensors < 3) continue;
    const Verdict verdict = verdict_on(place, telling, planted.text);
    ++tally.programs;
    const bool is_right = first_name(verdict) == planted.first;
    tally.right += is_right ? 1 : 0;
    if (!is_right && verdict.first_wrong && verdict.first_wrong->unseen.empty()) {
      ++tally.certain_and_wrong;
    }
    for (const auto& other :
         verdict.first_wrong ? verdict.first_wrong->others : std::vector<FirstWrong::Other>()) {
      if (other.kind == Kind::wrong_anew || other.kind == Kind::not_of_it) {
        ++tally.anew;
        std::printf("%s %s: %s is wrong anew\n", id(place).c_str(), planted.what.c_str(),
                    verdict.comparisons[other.comparison].name.c_str());
      }
    }
    if (!is_right) {
      std::printf("%s %s: %s is said, not %s\n", id(place).c_str(), planted.what.c_str(),
                  first_name(verdict).c_str(), planted.first.c_str());
    }
  }
}

TEST(FirstWrong, IsWhereAMistakeWasPlanted) {
  Tally tally;
  for (const auto& [chapter, steps] :
       std::map<int, std::vector<int>>{{2, {4, 6}},
                                       {3, {8, 13, 24, 25, 27, 33, 36, 38, 40}},
                                       {4, {11, 13, 17, 21, 22}},
                                       {5, {8, 11, 12}}}) {
    for (const int step : steps) {
      if (is_sanitized && step % 9 != 0) continue;
      count(place_of_step(step, chapter), tally);
    }
  }
  EXPECT_GE(tally.programs, is_sanitized ? 15 : 200);
  EXPECT_GE(100 * tally.right, 98 * tally.programs) << tally.right << " of " << tally.programs;
  EXPECT_EQ(tally.certain_and_wrong, 0);
  EXPECT_EQ(tally.anew, 0);
}

TEST(FirstWrong, IsNoneOfARightProgram) {
  std::size_t programs = 0;
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      if (is_sanitized && step.number % 5 != 0) continue;
      const Place place{chapter, &step};
      const Page page = write_page(place, settings_from(telling));
      std::string text;
      std::set<std::string> names;
      for (const Block& block : page.blocks()) {
        const auto* matrix = std::get_if<block::Matrix>(&block);
        if (!matrix || matrix->counter_example) continue;
        for (const auto& [name, tensor] : by_names(matrix->tensor)) {
          if (*find_tensor(page, name) == tensor && names.insert(name).second) {
            text += printed(name, tensor);
          }
        }
      }
      if (names.size() < 2 || text.size() > 200000) continue;  // what was trained is long
      const Verdict verdict = verdict_on(place, telling, text);
      EXPECT_FALSE(verdict.first_wrong) << id(place) << " " << first_name(verdict);
      EXPECT_TRUE(verdict.equal()) << id(place);
      ++programs;
    }
  }
  EXPECT_GE(programs, is_sanitized ? 10U : 80U);
}

// ---- What follows -------------------------------------------------------------------------------

/// The attention of step 3.27 from its tensors on.
struct Flow {
  Tensor scores, weights, values, context;

  static Flow right() {
    const Page page = write_page(place_of_step(27), settings_from(telling));
    const auto tensor = [&](const char* name) { return *find_tensor(page, name); };
    return {tensor("attn_scores"), tensor("attn_weights"), tensor("values"),
            tensor("context_vecs")};
  }
  std::string text() const {
    return printed("attn_scores", scores) + printed("attn_weights", weights) +
           printed("values", values) + printed("context_vecs", context);
  }
  Verdict verdict() const { return verdict_on(place_of_step(27), telling, text()); }
};

TEST(FirstWrong, LeavesToTheFirstWhatFollowsFromIt) {
  Flow flow = Flow::right();
  flow.weights = softmax(flow.scores, 0);
  flow.context = matmul(flow.weights, flow.values);
  const Verdict verdict = flow.verdict();
  EXPECT_EQ(first_name(verdict), "attn_weights");
  EXPECT_EQ(kind_of_other(verdict, "context_vecs"), Kind::follows);
}

TEST(FirstWrong, IsNotTheOnlyOneIfAnotherDoesNotFollow) {
  Flow flow = Flow::right();
  flow.weights = softmax(flow.scores, 0);
  flow.context = matmul(flow.weights, flow.values) + scalar(0.01F);
  const Verdict verdict = flow.verdict();
  EXPECT_EQ(first_name(verdict), "attn_weights");
  EXPECT_EQ(kind_of_other(verdict, "context_vecs"), Kind::wrong_anew);
}

TEST(FirstWrong, WasNotUsedIfWhatComesOfItIsRight) {
  Flow flow = Flow::right();
  flow.weights = flow.weights * 1.1F;
  const Verdict verdict = flow.verdict();
  EXPECT_EQ(first_name(verdict), "attn_weights");
  EXPECT_EQ(kind_of_other(verdict, "context_vecs"), Kind::not_of_it);
}

TEST(FirstWrong, IsNoneOfASingleTensor) {
  const Flow flow = Flow::right();
  const Verdict verdict =
      verdict_on(place_of_step(27), telling, printed("context_vecs", flow.context * 1.1F));
  EXPECT_FALSE(verdict.first_wrong);
}

TEST(FirstWrong, IsFoundWithoutNamesToo) {
  Flow flow = Flow::right();
  flow.context = flow.context * 1.1F;
  const std::string text =
      printed("", flow.scores) + printed("", flow.weights) + printed("", flow.context);
  EXPECT_EQ(first_name(verdict_on(place_of_step(27), telling, text)), "context_vecs");
}

TEST(FirstWrong, IsJudgedFromRightOperands) {
  // The queries were printed and are right: that they were taken for the keys is no cause.
  Flow flow = Flow::right();
  const Page page = write_page(place_of_step(27), settings_from(telling));
  const Tensor queries = *find_tensor(page, "queries");
  const Tensor keys = *find_tensor(page, "keys");
  flow.scores = matmul(keys, transpose(queries, -2, -1));
  const std::string text =
      printed("queries", queries) + printed("keys", keys) + printed("attn_scores", flow.scores);
  const Verdict verdict = verdict_on(place_of_step(27), telling, text);
  EXPECT_EQ(first_name(verdict), "attn_scores");
  ASSERT_EQ(verdict.diagnoses.size(), 1U);
  EXPECT_EQ(names_in(verdict.diagnoses.front()), Names({"query-key-swapped"}));
  EXPECT_EQ(verdict.first_wrong->code, "attn_scores = queries @ keys.T");
  EXPECT_TRUE(verdict.first_wrong->unseen.empty());
}

}  // namespace attn::first_wrong_test
