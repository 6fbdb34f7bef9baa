#include "answer/hearing.h"

#include <algorithm>
#include <map>
#include <utility>

#include "answer/relations.h"
#include "answer/symptoms.h"
#include "answer/which.h"

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

Judged equal_to(const Shown& shown, const Met& met, Budget budget) {
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
  return {std::move(comparison), {}, budget.cut_short()};
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

/// Another tensor of the name that was given: the page shows one, and has one on the way.
std::optional<Judged> as_namesake(const Shown& shown, const Met& met) {
  if (!met.by_name) return {};
  const Tensor& named = met.best().candidate.tensor;
  for (const Candidate& other : shown.candidates) {
    const Tensor& tensor = other.tensor;
    if (tensor == named || tensor.name() != named.name() || !met.got.matches(tensor)) continue;
    if (met.got.information_beside(named) < 3) continue;
    return related(
        met, named,
        {Relation::Kind::other_tensor,
         {formatted("이름이 {}인 텐서가 둘 이상 있는데, 비교할 것이 아니라 다른 것의 수입니다",
                    named.name()),
          formatted("the step has several tensors named {}; these are the numbers of another one",
                    named.name())}});
  }
  return {};
}

/// Judges an answer as far as it can be without looking for mistakes.
void look_at(const Shown& shown, bool may_be_other, const Budget& budget, Hearing& hearing) {
  const Met& met = hearing.met;
  if (met.fits() && (met.by_name || met.is_result())) {
    hearing.judged = equal_to(shown, met, budget);
    return;
  }
  if ((hearing.judged = as_other_mask(met))) return;
  if ((hearing.judged = as_namesake(shown, met))) return;
  std::optional<Judged> less = as_less(shown, met);
  const bool is_less =
      less && (may_be_other || met.by_name || !met.has_shape() || meant_by(shown, met).empty());
  if (is_less) {
    hearing.judged = std::move(less);
  } else if (met.by_name || !may_be_other) {
    hearing.is_wrong = true;
    hearing.less = std::move(less);
  }
}

bool same_mistakes_in(const std::vector<Diagnosis>& diagnoses, const Diagnosis& diagnosis) {
  return std::any_of(diagnoses.begin(), diagnoses.end(),
                     [&](const Diagnosis& other) { return other.mistakes == diagnosis.mistakes; });
}

/// Where a program has several tensors of a name, as one for each head, and several were printed,
/// each may be any of them; if as many were printed, one that is none is that in its place.
void deal_out_name(const std::vector<Candidate>& of_name, const std::vector<Met*>& answers) {
  for (std::size_t i = 0; i < answers.size(); ++i) {
    Met& met = *answers[i];
    if (met.fits()) continue;
    std::vector<Ranked> ranked = rank(of_name, met.got);
    if (ranked.front().fit == Fit::none) {
      if (answers.size() != of_name.size()) continue;
      ranked = rank({of_name[i]}, met.got);
    }
    ranked.erase(ranked.begin() + 1, ranked.end());
    met.ranked = std::move(ranked);
  }
}

void deal_out_names(const Shown& shown, std::vector<Hearing>& all) {
  std::map<std::string, std::vector<Met*>> answers;
  for (Hearing& one : all) {
    if (one.met.by_name) answers[one.met.answer.name].push_back(&one.met);
  }
  std::map<std::string, std::vector<Candidate>> tensors;
  for (const Candidate& one : in_order(shown)) tensors[one.tensor.name()].push_back(one);
  for (const auto& [name, mets] : answers) {
    const std::vector<Candidate>& of_name = tensors[name];
    if (mets.size() > 1 && of_name.size() > 1) deal_out_name(of_name, mets);
  }
}

}  // namespace

std::vector<Hearing> hearings_of(const Shown& shown, std::vector<Answer> answers, Budget& budget) {
  std::vector<Hearing> all;
  for (Answer& answer : answers) all.push_back({.met = meet(shown, std::move(answer))});
  if (std::any_of(all.begin(), all.end(),
                  [](const Hearing& one) { return one.met.by_name && !one.met.fits(); })) {
    deal_out_names(shown, all);
  }
  // Beside the result nothing else needs to be a tensor of the step; beside another of its tensors
  // that is not needed of what has no such shape; and of what has none the largest is meant.
  const bool has_result = std::any_of(all.begin(), all.end(), [](const Hearing& one) {
    return one.met.fits() && one.met.is_result();
  });
  const bool has_any = std::any_of(all.begin(), all.end(), [](const Hearing& one) {
    return one.met.by_name || one.met.fits() || one.met.has_shape();
  });
  const auto largest =
      std::max_element(all.begin(), all.end(), [](const Hearing& a, const Hearing& b) {
        return a.met.answer.readings.size() < b.met.answer.readings.size();
      });
  for (Hearing& one : all) {
    const bool has_shape = one.met.has_shape();
    const bool may_be_other = has_result || (!has_shape && (has_any || &one != &*largest));
    // Half of it is left for what is wrong.
    const auto parts = static_cast<std::uint64_t>(&all.back() - &one) + 2;
    look_at(shown, may_be_other, budget.part_of(parts), one);
  }
  return all;
}

Judged found_wrong(const Shown& shown, const Met& met, const Tensor& expected,
                   std::vector<Diagnosis> diagnoses) {
  Judged judged{comparison_of(met, expected, Standing::wrong), std::move(diagnoses)};
  if (!met.by_name) judged.comparison.might_be = another_like(shown, expected);
  if (met.got.fits(expected.shape())) {
    judged.comparison.different = met.got.differing(expected);
    judged.comparison.symptoms = symptoms(expected, met.got);
  }
  return judged;
}

Judged mistaken(const Shown& shown, const Met& met, Budget budget,
                const std::vector<Tensor>& given) {
  const std::vector<Tensor> meant = meant_by(shown, met);
  Explained explained = diagnose(meant, met.got, budget, given);
  // Of several single numbers one is soon hit by chance.
  if (met.answer.readings.size() == 1 && meant.size() > 1) explained.diagnoses.clear();
  Budget for_words = budget.part_of(4);
  for (Diagnosis& diagnosis : explained.diagnoses) {
    diagnosis.ways = which_ways(diagnosis, explained.right, met.got, for_words);
  }
  Judged judged = found_wrong(shown, met, explained.right, std::move(explained.diagnoses));
  judged.comparison.of_shape = std::move(explained.of_shape);
  judged.cut_short = explained.cut_short;
  return judged;
}

std::vector<Diagnosis> for_both(std::vector<Diagnosis> first, const std::vector<Diagnosis>& next) {
  std::vector<Diagnosis> both;
  for (const Diagnosis& diagnosis : first) {
    if (same_mistakes_in(next, diagnosis)) both.push_back(diagnosis);
  }
  if (!both.empty()) return both;
  return first.empty() ? next : first;
}

}  // namespace attn
