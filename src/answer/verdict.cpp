#include "answer/verdict.h"

#include <algorithm>
#include <utility>

#include "answer/first_wrong.h"
#include "answer/hearing.h"
#include "answer/join.h"
#include "answer/what_holds.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

using Standing = Comparison::Standing;

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

/// Where a mistake gives numbers of something shown, that is likelier than a step left out.
Judged searched(const Shown& shown, Hearing& hearing, const Budget& budget) {
  Judged judged = mistaken(shown, hearing.met, budget);
  if (!hearing.less) return judged;
  if (judged.diagnoses.empty()) return *std::move(hearing.less);
  judged.comparison.relations = std::move(hearing.less->comparison.relations);
  return judged;
}

/// Looks on other pages for the code that the step's own does not show.
void find_code(const Place& place, const Settings& settings, Verdict& verdict) {
  FirstWrong& first = *verdict.first_wrong;
  if (first.code.empty()) {
    first.code = code_in_chapter(place, settings, verdict.comparisons[first.comparison].expected);
  }
  for (FirstWrong::Other& other : first.others) {
    if (other.kind != FirstWrong::Other::Kind::wrong_anew || !other.code.empty()) continue;
    other.code = code_in_chapter(place, settings, verdict.comparisons[other.comparison].expected);
  }
}

/// Whether a tensor is explained by what was wrong before it.
bool follows_from(const std::optional<FirstWrong>& first, std::size_t hearing) {
  return first && std::any_of(first->others.begin(), first->others.end(),
                              [&](const FirstWrong::Other& other) {
                                return other.comparison == hearing &&
                                       (other.kind != FirstWrong::Other::Kind::wrong_anew ||
                                        !other.diagnoses.empty());
                              });
}

bool has_no_cause(const Hearing& hearing) {
  return hearing.judged->comparison.standing == Standing::wrong &&
         hearing.judged->diagnoses.empty();
}

void add_what_holds(const Place& place, const Settings& settings, const Shown& shown,
                    Hearing& hearing) {
  const Met& met = hearing.met;
  Comparison& comparison = hearing.judged->comparison;
  const Wrong wrong{place, settings, shown, met.got, meant_by(shown, met), met.by_name};
  std::optional<Held> held = what_holds(wrong);
  if (!held) return;
  if (!(held->tensor == comparison.expected)) {
    comparison = found_wrong(shown, met, held->tensor).comparison;
  }
  comparison.relations.push_back(std::move(held->relation));
}

/// The relation that what a generator drew, or a setting made, has in all tensors alike.
std::optional<Relation::Kind> shared_relation(const Comparison& comparison) {
  for (const Relation& relation : comparison.relations) {
    if (relation.kind >= Relation::Kind::other_seed) return relation.kind;
  }
  return {};
}

/// What is wrong anew is so for the same reason where it is drawn or set otherwise, too.
void join_relations(Verdict& verdict) {
  const auto first = shared_relation(verdict.comparisons[verdict.first_wrong->comparison]);
  if (!first) return;
  for (FirstWrong::Other& other : verdict.first_wrong->others) {
    Comparison& comparison = verdict.comparisons[other.comparison];
    if (other.kind != FirstWrong::Other::Kind::wrong_anew) continue;
    if (shared_relation(comparison) != first) continue;
    other.kind = FirstWrong::Other::Kind::same_mistake;
    comparison.relations.clear();
  }
}

void renumber(FirstWrong& first, const std::vector<std::size_t>& places) {
  first.comparison = places[first.comparison];
  for (std::size_t& before : first.right_before) before = places[before];
  for (FirstWrong::Other& other : first.others) other.comparison = places[other.comparison];
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
  std::vector<Hearing> hearings = hearings_of(
      shown, join_rows(shown.page, shown.candidates, answers_of(verdict.id, answers)), budget);
  verdict.first_wrong = find_first_wrong(shown, hearings, budget);
  if (verdict.first_wrong) {
    verdict.diagnoses = hearings[verdict.first_wrong->comparison].judged->diagnoses;
  }
  std::vector<std::size_t> places;  // of the hearings among the comparisons
  for (Hearing& hearing : hearings) {
    places.push_back(verdict.comparisons.size());
    if (hearing.is_wrong && !hearing.judged) {
      const auto parts = static_cast<std::uint64_t>(&hearings.back() - &hearing) + 1;
      hearing.judged = searched(shown, hearing, budget.part_of(parts));
      verdict.diagnoses = for_both(std::move(verdict.diagnoses), hearing.judged->diagnoses);
    }
    if (hearing.judged && has_no_cause(hearing) &&
        !follows_from(verdict.first_wrong, places.size() - 1)) {
      add_what_holds(place, settings, shown, hearing);
    }
    if (hearing.judged) {
      verdict.cut_short = verdict.cut_short || hearing.judged->cut_short;
      verdict.comparisons.push_back(std::move(hearing.judged->comparison));
    } else {
      verdict.not_compared.push_back({hearing.met.answer.name, hearing.met.answer.shape});
    }
  }
  if (verdict.first_wrong) {
    renumber(*verdict.first_wrong, places);
    join_relations(verdict);
    find_code(place, settings, verdict);
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
