#include "cli/diff_first_wrong.h"

#include <algorithm>

#include "cli/diff_words.h"

namespace attn {
namespace {

/// The first that is wrong, and the others by what they have to do with it.
class FirstWrongReport {
 public:
  FirstWrongReport(const Verdict& verdict, Page& page)
      : verdict_(verdict), first_(*verdict.first_wrong), page_(page) {}

  void write() {
    headline();
    const Comparison& wrong = verdict_.comparisons[first_.comparison];
    report_wrong(wrong, page_);
    if (!verdict_.diagnoses.empty()) {
      report_diagnoses(verdict_.diagnoses, !shows_code(), page_);
    } else {
      if (!explanation_of(wrong) && !verdict_.cut_short) report_unknown(page_);
      unseen();
    }
    others();
    show_numbers(wrong, page_);
    unrelated();
  }

 private:
  std::string name(std::size_t comparison) const { return verdict_.comparisons[comparison].name; }

  std::string names_of_others(FirstWrong::Other::Kind kind) const {
    std::vector<std::string> names;
    for (const FirstWrong::Other& other : first_.others) {
      if (other.kind == kind) names.push_back(name(other.comparison));
    }
    return joined(names, ", ");
  }

  /// A known mistake that may lie before it has a line of its own.
  bool shows_code() const {
    return !first_.code.empty() && (first_.unseen.empty() || verdict_.diagnoses.empty());
  }

  void headline() {
    std::vector<std::string> names;
    for (const std::size_t before : first_.right_before) names.push_back(name(before));
    const std::string right = joined(names, ", ");
    const std::string wrong = name(first_.comparison);
    if (right.empty()) {
      page_.check(false, "{}에서 처음 틀립니다", "{} is the first that is wrong", wrong);
    } else {
      page_.check(false, "{0}까지는 맞고 {1}에서 처음 틀립니다",
                  "{1} is the first that is wrong; right up to {0}", right, wrong);
    }
    if (!shows_code()) return;
    if (first_.unseen.empty()) {
      page_.text("그러므로 이 텐서를 만드는 코드가 다릅니다. 이렇게 되어야 합니다.",
                 "So the code that makes it is wrong. It should read:");
    } else {
      page_.text("이 텐서를 만드는 코드는 이렇게 되어야 합니다.",
                 "The code that makes it should read:");
    }
    page_.code("{}", first_.code);
  }

  /// What else may be wrong.
  void unseen() {
    if (first_.unseen.empty()) return;
    constexpr std::size_t most = 6;
    std::vector<std::string> names(
        first_.unseen.begin(),
        first_.unseen.begin() + static_cast<std::ptrdiff_t>(std::min(most, first_.unseen.size())));
    const std::string list = joined(names, ", ") + (first_.unseen.size() > most ? ", …" : "");
    page_.text("옳은지 알 수 없는 것: {}. 이것도 출력해 주면 틀린 곳을 더 좁힐 수 있습니다.",
               "Not printed, so they may be wrong, too: {}. Print them as well to find the place "
               "more closely.",
               list);
  }

  void others() {
    using Kind = FirstWrong::Other::Kind;
    const std::string wrong = name(first_.comparison);
    const std::string same = names_of_others(Kind::same_mistake);
    if (!same.empty()) {
      page_.text("{}에서도 같은 실수를 했습니다.", "The same mistake again: {}.", same);
    }
    const std::string unknown = names_of_others(Kind::unknown);
    if (!unknown.empty()) {
      page_.text("{0}도 다릅니다. {1}[을/를] 고친 다음 다시 비교하십시오.",
                 "Different, too: {0}. Mend {1} first, then compare again.", unknown, wrong);
    }
    for (const FirstWrong::Other& other : first_.others) {
      if (other.kind == Kind::wrong_anew) wrong_anew(other);
      if (other.kind == Kind::not_of_it) {
        page_.note(
            "{0}[은/는] 맞습니다. 출력한 {1}에서 계산했다면 그럴 수 없으므로 다른 것을 "
            "출력했을 것입니다.",
            "{0} is right, which it would not be if it were computed from this {1}: "
            "something else was printed.",
            name(other.comparison), wrong);
      }
    }
    const std::string following = names_of_others(Kind::follows);
    if (!following.empty()) {
      page_.text(
          "{0}[은/는] 그 때문에 다를 뿐입니다. 그 앞의 받은 수로 계산하면 받은 대로 나옵니다.",
          "Different only because of that: {0}. Computed from your own numbers before, "
          "what you have comes out.",
          following);
    }
    right_ones();
  }

  void wrong_anew(const FirstWrong::Other& other) {
    page_.check(false, "{}도 틀렸고, 그 때문이 아닙니다. 실수가 하나 더 있습니다",
                "{} is wrong, too, and not because of that: there is one more mistake",
                name(other.comparison));
    const Relation* explanation = explanation_of(verdict_.comparisons[other.comparison]);
    if (!other.diagnoses.empty()) {
      report_diagnoses(other.diagnoses, other.code.empty(), page_);
    } else if (explanation) {
      page_.note("{0}", "{1}", explanation->text.ko, explanation->text.en);
    }
    if (!other.code.empty()) page_.code("{}", other.code);
  }

  /// Wrong ones of which it is not known where they belong.
  void unrelated() {
    for (std::size_t i = 0; i < verdict_.comparisons.size(); ++i) {
      const Comparison& comparison = verdict_.comparisons[i];
      const bool is_told =
          i == first_.comparison ||
          std::any_of(first_.others.begin(), first_.others.end(),
                      [&](const FirstWrong::Other& other) { return other.comparison == i; });
      if (is_wrong(comparison) && !is_told) report_wrong(comparison, page_);
    }
  }

  void right_ones() {
    std::vector<std::string> names;
    for (const Comparison& comparison : verdict_.comparisons) {
      if (!is_wrong(comparison)) names.push_back(comparison.name);
    }
    if (names.empty()) return;
    const std::string list = joined(names, ", ");
    page_.check(true, "적힌 자리까지 같은 것: {}", "equal to the last digit given: {}", list);
  }

  const Verdict& verdict_;
  const FirstWrong& first_;
  Page& page_;
};

}  // namespace

void report_first_wrong(const Verdict& verdict, Page& page) {
  FirstWrongReport(verdict, page).write();
}

}  // namespace attn
