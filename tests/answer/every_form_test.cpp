#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "answer/all_forms.h"
#include "answer/join.h"
#include "answer/meet.h"
#include "answer/verdict.h"
#include "catalogue.h"
#include "lesson/user_error.h"
#include "sanitized.h"
#include "steps/cases.h"

/// Every tensor of every page, in every form, under its name and without one, rounded and cut off,
/// is right. There are half a million such texts, of which one in a hundred is taken, or every n-th
/// with ATTN_EVERY_FORM=n.

namespace attn::forms::every_form_test {

std::vector<Precision> all_precisions() {
  std::vector<Precision> all;
  for (int decimals = 1; decimals <= 8; ++decimals) all.push_back({decimals, false});
  for (int decimals = 3; decimals <= 8; ++decimals) all.push_back({decimals, true});
  return all;
}

/// Whether a form holds any tensor, and not those alone that the readers are tested with.
bool is_for_any(const Form& form) {
  static const std::set<std::string> others = {"percent",      "matlab with a factor",
                                               "R vector",     "tokens",
                                               "pandas names", "R",
                                               "polars",       "psql",
                                               "markdown"};
  return !others.contains(form.name);
}
/// Whether it writes more than three axes, too.
bool is_for_any_rank(const Form& form) {
  static const std::set<std::string> others = {"old torch", "old variable", "libtorch",
                                               "octave",    "julia",        "R session"};
  return form.most_rank == 3 && !others.contains(form.name);
}
/// Whether a form says what this tensor is, written so: of a few numbers it may leave open whether
/// one is a label, or whether a bracket makes a list.
bool tells(const Form& form, const Example& x, const Precision& how) {
  const std::string_view name = form.name;
  const Size lines = x.rows() * x.slices();
  if (name == "line numbers") return lines > 2 || (lines == 2 && how.decimals > 1);
  if (name == "mail, quoted twice") return lines > 1;
  if (name == "enumerated numbers") return x.columns() > 1;
  if (name.starts_with("decimal commas")) return x.columns() > 1 || how.decimals > 1;
  if (name == "braces" || name == "tuple") return x.shape.product() > 1;
  return true;
}
bool fits(const Form& form, const Example& x) {
  const int rank = x.shape.rank();
  if (!is_for_any(form) || rank < form.least_rank) return false;
  return rank <= form.most_rank || is_for_any_rank(form);
}

/// A name in front of a form that has none: above what begins as a tensor does.
std::string under_its_name(const Example& x, const Form& form, const std::string& text) {
  const bool is_bare =
      form.named == Named::no && !x.name.empty() && text.find('\r') == std::string::npos;
  const bool is_tensor = text.starts_with("tensor(") || text.starts_with("array(") ||
                         text.starts_with("Array(") || text.starts_with("[");
  return is_bare && is_tensor ? x.name + ":\n" + text : "";
}

Example example_of(const Tensor& x) {
  const std::vector<float> values = x.values();
  return {x.name(), x.shape(), {values.begin(), values.end()}};
}

/// One in so many texts.
std::size_t taken() {
  const char* every = std::getenv("ATTN_EVERY_FORM");
  return every ? std::stoul(every) : 97 * taken_of_many;
}

class EveryForm : public testing::Test {
 public:
  ~EveryForm() override { precision = {}; }

 protected:
  void expect_right(const Shown& shown, const Example& x, const Form& form) {
    for (const Precision& how : all_precisions()) {
      if (number_++ % taken() != 0 || !tells(form, x, how)) continue;
      precision = how;
      const std::string text = form.write(x);
      for (const std::string& one : {text, under_its_name(x, form, text)}) {
        const std::string problem = one.empty() ? "" : problem_with(shown, one);
        texts += one.empty() ? 0 : 1;
        if (problem.empty()) continue;
        ADD_FAILURE() << shown.page.id() << " " << x.name << ", " << form.name << ", "
                      << how.decimals << (how.cuts_off ? " cut off: " : ": ") << problem << "\n"
                      << one.substr(0, 400);
      }
    }
  }

  Place place_{};
  Settings settings_ = settings_from({});
  std::size_t texts = 0;

 private:
  bool is_wrong(const Answer& answer) const {
    const Verdict verdict = judge(place_, settings_, {answer});
    return verdict.comparisons.empty() ||
           verdict.comparisons.front().standing == Comparison::Standing::wrong;
  }

  std::string problem_with(const Shown& shown, const std::string& text) const {
    try {
      std::vector<Answer> answers =
          join_rows(shown.page, shown.candidates, read_answers({text, "x.txt"}));
      if (answers.size() != 1) return formatted("{} tensors", answers.size());
      const Met met = meet(shown, std::move(answers[0]));
      if (met.fits() || !is_wrong(met.answer)) return "";
      return "is " + to_string(met.answer.shape) + " and no " + met.best().candidate.tensor.name();
    } catch (const UserError& error) {
      if (error.problem.en.starts_with("this comma may be a decimal point")) return "";  // asks
      return error.where + ": " + error.problem.en;
    }
  }

  std::size_t number_ = 0;
};

TEST_F(EveryForm, OfEveryTensorOfEveryPageIsRight) {
  constexpr Size most_cells = 1 << 14;
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      place_ = {chapter, &step};
      if (candidates_of(write_page(place_, settings_)).empty()) continue;
      const Shown shown = shown_by(place_, settings_);
      for (const Candidate& candidate : shown.candidates) {
        if (candidate.role == Role::hidden || candidate.tensor.numel() > most_cells) continue;
        const Example x = example_of(candidate.tensor);
        for (const Form& form : all_forms) {
          if (fits(form, x)) expect_right(shown, x, form);
        }
      }
    }
  }
  std::printf("%zu texts\n", texts);
}

}  // namespace attn::forms::every_form_test
