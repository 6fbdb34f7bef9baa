#include "cli/diff_page.h"

#include <algorithm>

#include "cli/diff_first_wrong.h"
#include "cli/diff_words.h"
#include "cli/inputs.h"

namespace attn {
namespace {

/// Settings under which no two sizes are the same and nothing is symmetric, so that mistakes show.
Choices telling_choices() {
  return {{Setting::input, "telling"},
          {Setting::d_out, "6"},
          {Setting::heads, "2"},
          {Setting::dropout, "0.2"}};
}

void report_equal(const Comparison& comparison, Page& page) {
  const std::string what = comparison.name + " " + to_string(comparison.expected.shape());
  page.check(true, "{}: 적힌 자리까지 모두 같습니다", "{}: equal to the last digit given", what);
}

/// The mistakes that equal numbers do not rule out.
void note_blind(const Comparison& comparison, const Place& place, Page& page) {
  if (comparison.blind.empty()) return;
  const auto visible =
      visible_under(settings_of(telling_choices()), place, comparison.name, comparison.blind);
  std::vector<const Mistake*> hidden;
  for (const Mistake* mistake : comparison.blind) {
    if (std::find(visible.begin(), visible.end(), mistake) == visible.end()) {
      hidden.push_back(mistake);
    }
  }
  if (!visible.empty()) {
    page.note(
        "다만 이 데이터에서는 다음 실수를 해도 같은 수가 나옵니다: {0}. 'attn run {3} {2}'의 입력과 "
        "크기로 프로그램을 다시 돌려, 그 결과를 'attn diff {3} FILE {2}'로 비교하면 드러납니다.",
        "Yet with this data these mistakes would give the same numbers: {1}. They show with other "
        "data: run your program on the input and the sizes of 'attn run {3} {2}', and compare what "
        "it prints by 'attn diff {3} FILE {2}'.",
        names_in_korean(visible), names_of(visible, ", "), command_line(telling_choices()),
        id(place));
  }
  if (!hidden.empty()) {
    page.note("다음 실수는 이 단계에서 드러나지 않습니다: {0}.",
              "These mistakes do not show in this step: {1}.", names_in_korean(hidden),
              names_of(hidden, ", "));
  }
}

/// Numbers without a name may have been held against the wrong tensor.
void note_the_name(const Comparison& comparison, Page& page) {
  if (comparison.might_be.empty() || !comparison.unknown_name.empty()) return;
  page.note(
      "이름이 없어 {} 텐서와 비교했습니다. 다른 텐서라면 '{} = tensor(…)'처럼 이름을 붙이십시오.",
      "Without a name it was held against {}. If it is another tensor, give its name, as in "
      "'{} = tensor(…)'.",
      comparison.name, comparison.might_be);
}

/// Numbers that are right, but are not the result.
void report_related(const Comparison& comparison, Page& page) {
  const std::string& name = comparison.by_name ? comparison.name : comparison.unknown_name;
  const std::string what = (name.empty() ? "" : name + " ") + to_string(comparison.got.shape());
  for (const Relation& relation : comparison.relations) {
    page.note("{0}: {1}.", "{0}: {2}.", what, relation.text.ko, relation.text.en);
    if (relation.kind != Relation::Kind::before_the_result) continue;
    page.text("그 텐서를 뜻했다면 '{0} = tensor(…)'처럼 이름을 붙이십시오.",
              "If that is what they are meant to be, give the name, as in '{0} = tensor(…)'.",
              comparison.name);
  }
}

void report(const Comparison& comparison, bool with_blind, const Place& place, Page& page) {
  if (comparison.standing == Comparison::Standing::related) {
    return report_related(comparison, page);
  }
  if (!comparison.equal()) return report_wrong(comparison, page);
  note_unknown_name(comparison, page);
  report_equal(comparison, page);
  if (with_blind) note_blind(comparison, place, page);
  note_relations(comparison, page);
  note_the_name(comparison, page);
}

void report_not_compared(const std::vector<NotCompared>& others, Page& page) {
  if (others.empty()) return;
  std::vector<std::string> names;
  for (const NotCompared& other : others) {
    constexpr std::size_t most = 6;
    if (names.size() == most) {
      names.emplace_back("…");
      break;
    }
    names.push_back((other.name.empty() ? "" : other.name + " ") + to_string(other.shape));
  }
  const std::string all = joined(names, ", ");
  page.text("비교하지 않은 것: {}", "Not compared: {}", all);
}

bool is_unexplained(const Comparison& comparison) {
  return is_wrong(comparison) && !explanation_of(comparison);
}

void report_all(const Verdict& verdict, const Place& place, Page& page) {
  const std::vector<Comparison>& all = verdict.comparisons;
  // Of many that are equal, what a result does not show is enough.
  const bool has_result = std::any_of(
      all.begin(), all.end(), [](const Comparison& one) { return one.equal() && one.is_result; });
  for (const Comparison& comparison : all) {
    report(comparison, comparison.is_result || !has_result, place, page);
  }
  if (std::none_of(all.begin(), all.end(), is_wrong)) return;
  if (!verdict.diagnoses.empty()) {
    report_diagnoses(verdict.diagnoses, true, page);
  } else if (!verdict.cut_short && std::any_of(all.begin(), all.end(), is_unexplained)) {
    report_unknown(page);
  }
  for (const Comparison& comparison : all) {
    if (is_wrong(comparison)) show_numbers(comparison, page);
  }
}

}  // namespace

Page diff_page(const Verdict& verdict, const Place& place) {
  Page page(verdict.id, place.step->title);
  if (verdict.first_wrong) {
    report_first_wrong(verdict, page);
  } else {
    report_all(verdict, place, page);
  }
  report_not_compared(verdict.not_compared, page);
  note_cut_short(verdict, page);
  return page;
}

}  // namespace attn
