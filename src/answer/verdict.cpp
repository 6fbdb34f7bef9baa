#include "answer/verdict.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "answer/join.h"
#include "answer/relations.h"
#include "answer/symptoms.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

using Standing = Comparison::Standing;

/// What a step shows, for answers to be held against.
struct Shown {
  Page page;
  std::vector<Candidate> candidates;

  const Tensor& result() const { return candidates.front().tensor; }
};

/// An answer and the tensors that it may be, before anything is said of it.
struct Met {
  Answer answer;
  WrittenTensor got;
  bool by_name;
  std::vector<Ranked> ranked;  // one, if by its name

  const Ranked& best() const { return ranked.front(); }
  bool fits() const { return best().fit != Fit::none; }
  bool is_result() const { return best().candidate.role == Role::result; }
  /// Whether it has the shape of something shown.
  bool has_shape() const {
    return std::any_of(ranked.begin(), ranked.end(), [](const Ranked& one) {
      return one.shape_fits && one.candidate.role != Role::hidden;
    });
  }
};

Role role_of(const Shown& shown, const Tensor& tensor) {
  const auto found =
      std::find_if(shown.candidates.begin(), shown.candidates.end(),
                   [&](const Candidate& candidate) { return candidate.tensor == tensor; });
  return found == shown.candidates.end() ? Role::hidden : found->role;
}

/// Whether numbers as few as these would soon fit one of the candidates by chance.
bool is_chance(const WrittenTensor& got, std::size_t candidates) {
  return got.information() < std::log10(static_cast<double>(candidates)) + 1.5;
}

Met meet(const Shown& shown, Answer answer) {
  WrittenTensor got(answer);
  if (const auto named =
          answer.name.empty() ? std::nullopt : find_tensor(shown.page, answer.name)) {
    std::vector<Ranked> ranked = rank({{*named, role_of(shown, *named)}}, got);
    // A word in front of a tensor need not be its name.
    if (!answer.is_label || ranked.front().fit != Fit::none) {
      return {std::move(answer), std::move(got), true, std::move(ranked)};
    }
  }
  std::vector<Ranked> ranked = rank(shown.candidates, got);
  const Ranked& best = ranked.front();
  if (best.fit != Fit::none && best.candidate.role == Role::hidden &&
      is_chance(got, shown.candidates.size())) {
    std::erase_if(ranked, [](const Ranked& one) { return one.candidate.role == Role::hidden; });
  }
  return {std::move(answer), std::move(got), false, std::move(ranked)};
}

Comparison comparison_of(const Met& met, const Tensor& expected, Standing standing) {
  return {.name = expected.name(),
          .by_name = met.by_name,
          .unknown_name = met.by_name ? "" : met.answer.name,
          .expected = expected,
          .got = met.got,
          .standing = standing,
          .is_result = met.is_result()};
}

/// The name of another tensor of that shape that is shown; empty if there is none.
std::string another_like(const Shown& shown, const Tensor& expected) {
  for (const Candidate& candidate : shown.candidates) {
    const Tensor& tensor = candidate.tensor;
    if (candidate.role != Role::hidden && tensor.shape() == expected.shape() &&
        tensor.name() != expected.name()) {
      return tensor.name();
    }
  }
  return {};
}

Comparison equal_to(const Shown& shown, const Met& met) {
  const Tensor& expected = met.best().candidate.tensor;
  Comparison comparison = comparison_of(met, expected, Standing::equal);
  if (!met.by_name) comparison.might_be = another_like(shown, expected);
  if (auto earlier = as_rounded_earlier(expected, met.got)) {
    comparison.relations.push_back(*std::move(earlier));
  }
  Invisible invisible = invisible_mistakes(expected, met.got);
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

/// The tensors that wrong numbers may have been meant to be: those shown with their shape, or all,
/// the likeliest first; last of all the result in another shape.
std::vector<Tensor> meant_by(const Shown& shown, const Met& met) {
  if (met.by_name) return {met.best().candidate.tensor};
  std::vector<Tensor> meant;
  for (const Candidate& candidate : shown.candidates) {
    if (candidate.role == Role::hidden) continue;
    const Tensor& tensor = candidate.tensor;
    if (!met.has_shape() || (met.got.fits(tensor.shape()) && met.got.fit(tensor) == Fit::none)) {
      meant.push_back(tensor);
    }
  }
  if (meant.empty() || !(meant.front() == shown.result())) {
    if (!met.got.fits(shown.result().shape())) meant.push_back(shown.result());
  }
  return meant;
}

Judged wrong(const Shown& shown, const Met& met) {
  const std::vector<Tensor> meant = meant_by(shown, met);
  Explained explained = diagnose(meant, met.got);
  // Of several single numbers one is soon hit by chance.
  if (met.answer.readings.size() == 1 && meant.size() > 1) explained.diagnoses.clear();
  const Tensor& expected = explained.right;
  Judged judged{comparison_of(met, expected, Standing::wrong), std::move(explained.diagnoses)};
  if (!met.by_name) judged.comparison.might_be = another_like(shown, expected);
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
std::optional<Judged> judged(const Shown& shown, const Met& met, bool may_be_other) {
  if (met.fits() && (met.by_name || met.is_result())) return Judged{equal_to(shown, met)};
  if (auto mask = as_other_mask(met)) return mask;
  std::optional<Judged> less = as_less(shown, met);
  if (less && (may_be_other || met.by_name || !met.has_shape())) return less;
  if (may_be_other && !met.by_name) return {};
  if (less && meant_by(shown, met).empty()) return less;
  // Where a mistake gives numbers of something shown, that is likelier than a step left out.
  Judged mistaken = wrong(shown, met);
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

Shown shown_by(const Place& place, const Settings& settings) {
  Page page = write_page(place, settings);
  std::vector<Candidate> candidates = candidates_of(page);
  if (candidates.empty()) {
    throw UserError(
        id(place),
        {"이 단계에는 견줄 텐서가 없습니다", "this step shows no tensor to compare with"},
        {"attn run으로 단계를 먼저 보십시오", "look at the step with attn run first"});
  }
  return {std::move(page), std::move(candidates)};
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
  const Shown shown = shown_by(place, settings);
  Verdict verdict{.id = id(place)};
  std::vector<Met> all;
  for (Answer& answer : join_rows(shown.page, shown.candidates, answers_of(verdict.id, answers))) {
    all.push_back(meet(shown, std::move(answer)));
  }
  // Beside the result nothing else needs to be a tensor of the step; beside another of its tensors
  // that is not needed of what has no such shape.
  const bool has_result = std::any_of(all.begin(), all.end(),
                                      [](const Met& met) { return met.fits() && met.is_result(); });
  const bool has_any = std::any_of(all.begin(), all.end(), [](const Met& met) {
    return met.by_name || met.fits() || met.has_shape();
  });
  for (const Met& met : all) {
    std::optional<Judged> one = judged(shown, met, has_result || (has_any && !met.has_shape()));
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
  const std::vector<const Mistake*> blind =
      invisible_mistakes(*tensor, WrittenTensor(printed)).always;
  std::vector<const Mistake*> visible;
  for (const Mistake* mistake : mistakes) {
    if (std::find(blind.begin(), blind.end(), mistake) == blind.end()) visible.push_back(mistake);
  }
  return visible;
}

}  // namespace attn
