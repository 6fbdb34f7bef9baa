#include "answer/verdict.h"

#include <algorithm>
#include <utility>

#include "answer/join.h"
#include "answer/meet.h"
#include "answer/relations.h"
#include "answer/symptoms.h"
#include "answer/which.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

using Standing = Comparison::Standing;

Comparison comparison_of(const Met& met, const Tensor& expected, Standing standing) {
  return {.name = expected.name(),
          .by_name = met.by_name,
          .unknown_name = met.by_name ? "" : met.answer.name,
          .expected = expected,
          .got = met.got,
          .standing = standing,
          .is_result = met.is_result()};
}

Comparison equal_to(const Shown& shown, const Met& met, Budget& budget) {
  const Tensor& expected = met.best().candidate.tensor;
  Comparison comparison = comparison_of(met, expected, Standing::equal);
  if (!met.by_name) comparison.might_be = another_like(shown, expected);
  if (auto earlier = as_rounded_earlier(expected, met.got)) {
    comparison.relations.push_back(*std::move(earlier));
  }
  Invisible invisible = invisible_mistakes(expected, met.got, budget);
  comparison.blind = std::move(invisible.always);
  if (auto too_short = as_too_short(expected, met.got, invisible.by_digits)) {
    comparison.relations.push_back(*std::move(too_short));
  }
  return comparison;
}

/// A comparison, and what explains the difference.
struct Judged {
  Comparison comparison;
  std::vector<Diagnosis> diagnoses{};
};

Judged wrong(const Shown& shown, const Met& met, Budget& budget) {
  const std::vector<Tensor> meant = meant_by(shown, met);
  Explained explained = diagnose(meant, met.got, budget);
  // Of several single numbers one is soon hit by chance.
  if (met.answer.readings.size() == 1 && meant.size() > 1) explained.diagnoses.clear();
  const Tensor& expected = explained.right;
  Budget for_words = budget.part_of(4);
  for (Diagnosis& diagnosis : explained.diagnoses) {
    diagnosis.ways = which_ways(diagnosis, expected, met.got, for_words);
  }
  Judged judged{comparison_of(met, expected, Standing::wrong), std::move(explained.diagnoses)};
  if (!met.by_name) judged.comparison.might_be = another_like(shown, expected);
  judged.comparison.of_shape = std::move(explained.of_shape);
  if (met.got.fits(expected.shape())) {
    judged.comparison.different = met.got.differing(expected);
    judged.comparison.symptoms = symptoms(expected, met.got);
  }
  return judged;
}

/// Right numbers that are not the result: what they are of `tensor`.
Judged related(const Met& met, const Tensor& tensor, Relation relation) {
  Judged judged{comparison_of(met, tensor, Standing::related)};
  judged.comparison.relations.push_back(std::move(relation));
  return judged;
}

/// A mask in another convention.
std::optional<Judged> as_other_mask(const Met& met) {
  for (const Ranked& one : met.ranked) {
    const Tensor& tensor = one.candidate.tensor;
    if (one.candidate.role == Role::hidden && !met.by_name) continue;
    if (auto relation = as_other_convention(tensor, met.got)) {
      return related(met, tensor, *std::move(relation));
    }
  }
  return {};
}

/// A tensor on the way to the result, or a part of one that is shown.
std::optional<Judged> as_less(const Shown& shown, const Met& met) {
  const Tensor& best = met.best().candidate.tensor;
  if (met.fits()) return related(met, best, as_before(best, shown.result()));
  for (const Ranked& one : met.ranked) {
    const Tensor& tensor = one.candidate.tensor;
    if (one.shape_fits || (one.candidate.role == Role::hidden && !met.by_name)) continue;
    if (auto relation = as_part(tensor, met.got)) {
      return related(met, tensor, *std::move(relation));
    }
  }
  return {};
}

/// Judges an answer; nothing where it is none of the step's tensors and need not be one, because
/// another one is.
std::optional<Judged> judged(const Shown& shown, const Met& met, bool may_be_other,
                             Budget& budget) {
  if (met.fits() && (met.by_name || met.is_result())) {
    return Judged{equal_to(shown, met, budget)};
  }
  if (auto mask = as_other_mask(met)) return mask;
  std::optional<Judged> less = as_less(shown, met);
  if (less && (may_be_other || met.by_name || !met.has_shape())) return less;
  if (may_be_other && !met.by_name) return {};
  if (less && meant_by(shown, met).empty()) return less;
  // Where a mistake gives numbers of something shown, that is likelier than a step left out.
  Judged mistaken = wrong(shown, met, budget);
  if (!less) return mistaken;
  if (mistaken.diagnoses.empty()) return less;
  mistaken.comparison.relations = std::move(less->comparison.relations);
  return mistaken;
}

bool same_mistakes_in(const std::vector<Diagnosis>& diagnoses, const Diagnosis& diagnosis) {
  return std::any_of(diagnoses.begin(), diagnoses.end(),
                     [&](const Diagnosis& other) { return other.mistakes == diagnosis.mistakes; });
}

/// What explains both differences, if anything does; else what explains the first.
std::vector<Diagnosis> for_both(std::vector<Diagnosis> first, const std::vector<Diagnosis>& next) {
  std::vector<Diagnosis> both;
  for (const Diagnosis& diagnosis : first) {
    if (same_mistakes_in(next, diagnosis)) both.push_back(diagnosis);
  }
  if (!both.empty()) return both;
  return first.empty() ? next : first;
}

/// The answers of this step. Throws UserError if all are of others.
std::vector<Answer> answers_of(const std::string& step, const std::vector<Answer>& answers) {
  std::vector<Answer> own;
  for (const Answer& answer : answers) {
    if (answer.step.empty() || answer.step == step) own.push_back(answer);
  }
  if (!own.empty()) return own;
  throw UserError(step,
                  {"파일에 이 단계의 출력이 없습니다", "the file holds no output of this step"},
                  {formatted("{}의 출력이 있습니다", answers.front().step),
                   formatted("it holds that of {}", answers.front().step)});
}

/// What is left of a call's budget once these were read, which takes about a microsecond a number.
Budget budget_after_reading(const std::vector<Answer>& answers) {
  constexpr std::uint64_t of_a_number = 8000;
  static_assert(of_a_number * max_answer_numbers < Budget::of_a_call);
  std::uint64_t numbers = 0;
  for (const Answer& answer : answers) numbers += answer.readings.size();
  return Budget(Budget::of_a_call - of_a_number * numbers);
}

}  // namespace

bool Verdict::equal() const {
  bool has_equal = false;
  bool has_result = false;
  bool has_related = false;
  for (const Comparison& comparison : comparisons) {
    if (comparison.standing == Standing::wrong) return false;
    has_equal = has_equal || comparison.equal();
    has_result = has_result || (comparison.equal() && comparison.is_result);
    has_related = has_related || comparison.standing == Standing::related;
  }
  return has_equal && (has_result || !has_related);
}

Verdict judge(const Place& place, const Settings& settings, const std::vector<Answer>& answers) {
  Budget budget = budget_after_reading(answers);
  const KeptDraws kept_draws;
  const Shown shown = shown_by(place, settings);
  Verdict verdict{.id = id(place)};
  std::vector<Met> all;
  for (Answer& answer : join_rows(shown.page, shown.candidates, answers_of(verdict.id, answers))) {
    all.push_back(meet(shown, std::move(answer)));
  }
  // Beside the result nothing else needs to be a tensor of the step; beside another of its tensors
  // that is not needed of what has no such shape; and of what has none the largest is meant.
  const bool has_result = std::any_of(all.begin(), all.end(),
                                      [](const Met& met) { return met.fits() && met.is_result(); });
  const bool has_any = std::any_of(all.begin(), all.end(), [](const Met& met) {
    return met.by_name || met.fits() || met.has_shape();
  });
  const auto largest = std::max_element(all.begin(), all.end(), [](const Met& a, const Met& b) {
    return a.answer.readings.size() < b.answer.readings.size();
  });
  for (const Met& met : all) {
    Budget share = budget.part_of(static_cast<std::uint64_t>(&all.back() - &met) + 1);
    std::optional<Judged> one = judged(
        shown, met, has_result || (!met.has_shape() && (has_any || &met != &*largest)), share);
    verdict.cut_short = verdict.cut_short || share.cut_short();
    if (!one) {
      verdict.not_compared.push_back({met.answer.name, met.answer.shape});
      continue;
    }
    if (one->comparison.standing == Standing::wrong) {
      verdict.diagnoses = for_both(std::move(verdict.diagnoses), one->diagnoses);
    }
    verdict.comparisons.push_back(std::move(one->comparison));
  }
  return verdict;
}

std::vector<const Mistake*> visible_under(const Settings& settings, const Place& place,
                                          const std::string& name,
                                          const std::vector<const Mistake*>& mistakes) {
  const Page page = write_page(place, settings);
  const std::optional<Tensor> tensor = find_tensor(page, name);
  if (!tensor) return {};
  Answer printed{.shape = tensor->shape()};
  for (const float value : tensor->values()) {
    printed.readings.push_back({.value = static_cast<double>(value), .decimals = 4});
  }
  Budget budget;
  const std::vector<const Mistake*> blind =
      invisible_mistakes(*tensor, WrittenTensor(printed), budget).always;
  std::vector<const Mistake*> visible;
  for (const Mistake* mistake : mistakes) {
    if (std::find(blind.begin(), blind.end(), mistake) == blind.end()) visible.push_back(mistake);
  }
  return visible;
}

}  // namespace attn
