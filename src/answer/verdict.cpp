#include "answer/verdict.h"

#include <algorithm>
#include <utility>

#include "answer/symptoms.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// The step's tensors that an answer may be held against.
class Candidates {
 public:
  explicit Candidates(const Page& page) : page_(page) {
    for (const Block& block : page.blocks()) {
      const auto* matrix = std::get_if<block::Matrix>(&block);
      if (matrix && !matrix->counter_example) lessons_.push_back(matrix->tensor);
    }
    // What the step is about comes last; but not an aside with made-up numbers.
    std::stable_partition(lessons_.begin(), lessons_.end(),
                          [](const Tensor& tensor) { return !is_of_the_flow(tensor); });
  }

  bool empty() const { return lessons_.empty(); }

  /// The tensor of that name, on the page or on the way to what it shows.
  std::optional<Tensor> named(const std::string& name) const { return find_tensor(page_, name); }

  /// The name of the last other tensor of that shape; empty if there is none.
  std::string another_like(const Tensor& expected) const {
    for (auto tensor = lessons_.rbegin(); tensor != lessons_.rend(); ++tensor) {
      if (tensor->shape() == expected.shape() && tensor->name() != expected.name()) {
        return tensor->name();
      }
    }
    return {};
  }

  /// The tensors that numbers without a name may be meant to be, the likeliest first: those with
  /// their shape, or all if there is none, from the step's result back; last of all the result in
  /// another shape. If they are one of these, that one alone, but not if it is only an operand of
  /// the result: then a step was left out.
  std::vector<Tensor> of_shape(const WrittenTensor& got) const {
    std::vector<Tensor> meant;
    for (auto tensor = lessons_.rbegin(); tensor != lessons_.rend(); ++tensor) {
      if (got.fits(tensor->shape())) meant.push_back(*tensor);
    }
    if (meant.empty()) return {lessons_.rbegin(), lessons_.rend()};
    const std::vector<Tensor> upstream = Program(meant.front()).tensors();
    for (const Tensor& tensor : meant) {
      const bool is_operand = tensor != meant.front() &&
                              std::find(upstream.begin(), upstream.end(), tensor) != upstream.end();
      if (!is_operand && got.matches(tensor)) return {tensor};
    }
    const Tensor& result = lessons_.back();
    if (!got.fits(result.shape())) meant.push_back(result);
    return meant;
  }

 private:
  /// Whether a tensor was computed from the inputs or from draws.
  static bool is_of_the_flow(const Tensor& tensor) {
    if (tensor.name() == "inputs") return true;
    if (!tensor.operation()) return false;
    if (tensor.operands().empty()) return true;
    return std::any_of(tensor.operands().begin(), tensor.operands().end(), is_of_the_flow);
  }

  const Page& page_;
  std::vector<Tensor> lessons_;
};

/// A comparison, and what explains the difference.
struct Judged {
  Comparison comparison;
  std::vector<Diagnosis> diagnoses;
};

Judged compare(const Candidates& candidates, const Answer& answer) {
  const WrittenTensor got(answer);
  std::optional<Tensor> named;
  if (!answer.name.empty()) named = candidates.named(answer.name);
  std::vector<Tensor> meant = named ? std::vector<Tensor>{*named} : candidates.of_shape(got);

  std::vector<Diagnosis> diagnoses;
  bool equal = meant.size() == 1 && got.matches(meant.front());
  const bool is_alone = meant.size() == 1;
  std::optional<Tensor> met;
  if (!equal) {
    // Numbers of what the result was computed from: a step was left out, unless no mistake gives
    // them.
    std::vector<Tensor> others;
    for (const Tensor& tensor : meant) {
      if (!met && got.matches(tensor)) met = tensor;
      if (!got.matches(tensor)) others.push_back(tensor);
    }
    Explained explained = diagnose(others, got);
    // Of several single numbers one is soon hit by chance.
    if (answer.readings.size() == 1 && !is_alone) explained.diagnoses.clear();
    equal = explained.diagnoses.empty() && met;
    meant = {equal ? *met : explained.right};
    diagnoses = std::move(explained.diagnoses);
  }
  const Tensor& expected = meant.front();
  const bool fits = got.fits(expected.shape());
  // Cut off instead of rounded: that is no mistake if nothing else explains it.
  equal = equal || (diagnoses.empty() && fits && got.matches_cut_off(expected));

  Comparison comparison{.name = expected.name(),
                        .by_name = named.has_value(),
                        .unknown_name = named ? "" : answer.name,
                        .might_be = named ? "" : candidates.another_like(expected),
                        .expected = expected,
                        .got = got,
                        .equal = equal};
  if (!equal && met) comparison.is_exactly = met->name();
  if (equal) {
    comparison.blind = invisible_mistakes(expected, got);
  } else if (fits) {
    comparison.different = got.differences(expected, 1, expected.numel());
    const std::vector<float> right = expected.values();
    for (std::size_t i = 0; i < right.size() && !comparison.first; ++i) {
      if (!got.agrees(i, right[i]))
        comparison.first = cell_at(static_cast<Size>(i), expected.shape());
    }
    comparison.symptoms = symptoms(expected, got);
  }
  return {std::move(comparison), std::move(diagnoses)};
}

bool contains(const std::vector<Diagnosis>& diagnoses, const Diagnosis& diagnosis) {
  return std::any_of(diagnoses.begin(), diagnoses.end(),
                     [&](const Diagnosis& other) { return other.mistakes == diagnosis.mistakes; });
}

/// What explains both differences, if anything does; else what explains the first.
std::vector<Diagnosis> for_both(std::vector<Diagnosis> first, const std::vector<Diagnosis>& next) {
  std::vector<Diagnosis> both;
  for (const Diagnosis& diagnosis : first) {
    if (contains(next, diagnosis)) both.push_back(diagnosis);
  }
  if (!both.empty()) return both;
  return first.empty() ? next : first;
}

}  // namespace

bool Verdict::equal() const {
  return std::all_of(comparisons.begin(), comparisons.end(),
                     [](const Comparison& comparison) { return comparison.equal; });
}

Verdict judge(const Place& place, const Settings& settings, const std::vector<Answer>& answers) {
  const Page page = write_page(place, settings);
  const Candidates candidates(page);
  if (candidates.empty()) {
    throw UserError(
        id(place),
        {"이 단계에는 견줄 텐서가 없습니다", "this step shows no tensor to compare with"},
        {"attn run으로 단계를 먼저 보십시오", "look at the step with attn run first"});
  }
  Verdict verdict{id(place), {}, {}};
  for (const Answer& answer : answers) {
    if (!answer.step.empty() && answer.step != verdict.id) continue;
    Judged judged = compare(candidates, answer);
    if (!judged.comparison.equal) {
      verdict.diagnoses = for_both(std::move(verdict.diagnoses), judged.diagnoses);
    }
    verdict.comparisons.push_back(std::move(judged.comparison));
  }
  if (verdict.comparisons.empty()) {
    throw UserError(verdict.id,
                    {"파일에 이 단계의 출력이 없습니다", "the file holds no output of this step"},
                    {formatted("{}의 출력이 있습니다", answers.front().step),
                     formatted("it holds that of {}", answers.front().step)});
  }
  return verdict;
}

std::vector<const Mistake*> visible_under(const Settings& settings, const Place& place,
                                          const std::string& name,
                                          const std::vector<const Mistake*>& mistakes) {
  const Page page = write_page(place, settings);
  const std::optional<Tensor> tensor = Candidates(page).named(name);
  if (!tensor) return {};
  Answer printed{.shape = tensor->shape()};
  for (const float value : tensor->values()) {
    printed.readings.push_back({.value = static_cast<double>(value), .decimals = 4});
  }
  const std::vector<const Mistake*> blind = invisible_mistakes(*tensor, WrittenTensor(printed));
  std::vector<const Mistake*> visible;
  for (const Mistake* mistake : mistakes) {
    if (std::find(blind.begin(), blind.end(), mistake) == blind.end()) visible.push_back(mistake);
  }
  return visible;
}

}  // namespace attn
