#include "answer/diagnose.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "answer/each_mistake.h"
#include "answer/mistakes/encoder_output.h"

namespace attn {
namespace {

using Mistakes = std::vector<const Mistake*>;

/// The place of a mistake in the order in which they are told.
std::size_t place_of(const Mistake& mistake) {
  const Mistakes all = all_mistakes();
  const auto is_it = [&](const Mistake* other) { return other->name == mistake.name; };
  return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), is_it) - all.begin());
}

/// Diagnoses found so far, each set of mistakes once.
class Found {
 public:
  /// `made`: in the order in which they were made.
  void add(Mistakes made) {
    std::vector<std::size_t> places;
    for (const Mistake* mistake : made) places.push_back(place_of(*mistake));
    std::sort(made.begin(), made.end(),
              [](const Mistake* a, const Mistake* b) { return a->name < b->name; });
    for (One& known : found_) {
      if (!is_same(known.mistakes, made)) continue;
      known.places = std::min(known.places, places);
      return;
    }
    found_.push_back({std::move(places), std::move(made)});
  }
  bool empty() const { return found_.empty(); }
  /// In the order of the mistakes, whatever the order in which they were found.
  std::vector<Diagnosis> diagnoses() const {
    std::vector<One> sorted = found_;
    std::sort(sorted.begin(), sorted.end(),
              [](const One& a, const One& b) { return a.places < b.places; });
    std::vector<Diagnosis> diagnoses;
    for (One& one : sorted) diagnoses.push_back({.mistakes = std::move(one.mistakes)});
    return diagnoses;
  }

 private:
  struct One {
    std::vector<std::size_t> places;
    Mistakes mistakes;
  };
  static bool is_same(const Mistakes& a, const Mistakes& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Mistake* x, const Mistake* y) { return x->name == y->name; });
  }

  std::vector<One> found_;
};

bool is_same(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && allclose(a, b);
}

/// Whether a hit among `programs` means something: by chance there would be one in a hundred such
/// searches at most.
bool can_tell(const WrittenTensor& written, std::size_t programs) {
  const auto at_least_one = static_cast<double>(std::max<std::size_t>(programs, 1));
  return written.information() >= std::log10(at_least_one) + 1.5;
}

/// The search from one right tensor on: by one mistake, by two, by three. Each to be asked once, in
/// this order; the next one only if the budget was large enough for those before.
class Search {
 public:
  Search(Tensor right, const WrittenTensor& written, std::vector<Tensor> given)
      : right_(std::move(right)),
        written_(written),
        given_(std::move(given)),
        program_(right_, given_) {}

  const Tensor& right() const { return right_; }
  const Mistakes& of_shape() const { return of_shape_; }

  /// What is likely comes first: the usual mistakes, as a misunderstanding, then as a slip.
  std::vector<Diagnosis> by_one(Budget& budget) {
    Found found;
    const auto try_it = [&](const Mistake& mistake, const Tensor& result) {
      ++tried_;
      if (written_.matches(result)) found.add({&mistake});
    };
    const auto leaves_out = [](const Mistake&) { return false; };
    std::uint64_t before = work_done();
    for_each_mistake(program_, budget, [&](const Mistake& mistake, const Tensor& result) {
      try_it(mistake, result);
      note(mistake, result, work_done() - before);
      before = work_done();
    });
    for (const Ways ways : {Ways{true, false}, Ways{false, true}, Ways{false, false}}) {
      for_each_mistake(program_, ways, budget, leaves_out, try_it);
    }
    return can_tell(written_, tried_) ? found.diagnoses() : std::vector<Diagnosis>();
  }

  /// What is cheap comes first: where not all can be tried, as many as can.
  std::vector<Diagnosis> by_two(Budget& budget) {
    if (!can_tell(written_, ones_ * ones_)) return {};
    Found found;
    const std::uint64_t dear = dear_from(budget.left());
    const auto try_pairs = [&](auto leaves_out) {
      for_each_program(program_, 1, budget, [&](const Program& program) {
        try_another(program, budget, leaves_out, found);
      });
    };
    try_pairs([&](const Mistake& mistake) { return work_of(mistake) >= dear; });
    if (dear < dearest) try_pairs([&](const Mistake& mistake) { return work_of(mistake) < dear; });
    if (found.empty()) try_slips_and_another(budget, found);
    return found.diagnoses();
  }

  std::vector<Diagnosis> by_three(Budget& budget) {
    if (!can_tell(written_, twos_ * twos_)) return {};
    Found found;
    for_each_program(program_, 2, budget, [&](const Program& program) {
      try_another(
          program, budget, [](const Mistake&) { return false; }, found);
    });
    return found.diagnoses();
  }

 private:
  static constexpr std::uint64_t dearest = std::numeric_limits<std::uint64_t>::max();

  /// What is to be known of a mistake made everywhere.
  void note(const Mistake& mistake, const Tensor& result, std::uint64_t work) {
    work_[&mistake] += work;
    if (!is_same(result, right_)) ++ones_;
    if (written_.fits(result.shape()) && !contains(of_shape_, mistake)) {
      of_shape_.push_back(&mistake);
    }
  }

  std::uint64_t work_of(const Mistake& mistake) const {
    const auto known = work_.find(&mistake);
    return known == work_.end() ? 0 : known->second;
  }

  /// From which work on there is no time for all mistakes after each other one.
  std::uint64_t dear_from(std::uint64_t left) const {
    std::vector<std::uint64_t> works;
    for (const auto& [mistake, work] : work_) works.push_back(work);
    std::sort(works.begin(), works.end());
    std::uint64_t sum = 0;
    for (const std::uint64_t work : works) {
      sum += work;
      if (sum * ones_ > left) return work;
    }
    return dearest;
  }

  /// Whether it may be made after those in made_, and can be in the right program: none is made of
  /// what only another one brought about.
  bool may_come(const Mistake& mistake) const {
    return work_.contains(&mistake) && go_together(made_, mistake);
  }

  /// Calls `visit(program)` for each program with so many mistakes more, which are then in made_.
  template <class Visit>
  void for_each_program(const Program& program, int mistakes, Budget& budget, const Visit& visit) {
    if (mistakes == 0) return visit(program);
    for_each_mistake(
        program, {}, budget, [&](const Mistake& mistake) { return !may_come(mistake); },
        [&](const Mistake& mistake, const Tensor& result) {
          if (is_same(result, right_)) return;  // what takes a mistake back is none
          made_.push_back(&mistake);
          for_each_program(Program(result, given_), mistakes - 1, budget, visit);
          made_.pop_back();
        });
  }

  /// Tries those that are made at one line of several, each with one more mistake.
  void try_slips_and_another(Budget& budget, Found& found) {
    for_each_mistake(
        program_, {.everywhere = false}, budget,
        [&](const Mistake& mistake) { return !mistake.made.by_line || !may_come(mistake); },
        [&](const Mistake& mistake, const Tensor& result) {
          if (is_same(result, right_)) return;
          made_.push_back(&mistake);
          try_another(
              Program(result, given_), budget, [](const Mistake&) { return false; }, found);
          made_.pop_back();
        });
  }

  /// Tries one more mistake in a program that has those in made_.
  template <class LeavesOut>
  void try_another(const Program& program, Budget& budget, LeavesOut leaves_out, Found& found) {
    for_each_mistake(
        program, {}, budget,
        [&](const Mistake& mistake) { return !may_come(mistake) || leaves_out(mistake); },
        [&](const Mistake& mistake, const Tensor& result) {
          if (!is_same(result, right_)) ++twos_;
          if (!written_.matches(result)) return;
          Mistakes all = made_;
          all.push_back(&mistake);
          found.add(std::move(all));
        });
  }

  Tensor right_;
  const WrittenTensor& written_;
  std::vector<Tensor> given_;
  Program program_;
  Mistakes of_shape_{};
  std::map<const Mistake*, std::uint64_t> work_{};  // to make each in the right program
  Mistakes made_{};
  // How many programs there are with some number of mistakes to which another can be added.
  std::size_t tried_ = 0;
  std::size_t ones_ = 0;
  std::size_t twos_ = 0;
};

}  // namespace

Explained diagnose(const std::vector<Tensor>& right, const WrittenTensor& written, Budget& budget,
                   const std::vector<Tensor>& given) {
  std::vector<Search> searches;
  std::vector<Search> in_decoders;  // where the encoder is right
  for (const Tensor& tensor : right) {
    searches.emplace_back(tensor, written, given);
    std::vector<Tensor> outputs =
        tensor.operation() ? encoder_outputs(Program(tensor, given)) : std::vector<Tensor>();
    if (outputs.empty() || !given.empty()) continue;
    in_decoders.emplace_back(tensor, written, std::move(outputs));
  }
  std::optional<Explained> explained;
  const auto try_all = [&](auto by, Budget& budget_of_these, std::vector<Search>& all) {
    for (Search& search : all) {
      if (explained || budget_of_these.cut_short()) return;
      std::vector<Diagnosis> diagnoses = (search.*by)(budget_of_these);
      if (diagnoses.empty()) continue;
      explained = {search.right(), std::move(diagnoses), search.of_shape(),
                   budget_of_these.cut_short()};
    }
  };
  try_all(&Search::by_one, budget, searches);
  try_all(&Search::by_one, budget, in_decoders);
  try_all(&Search::by_two, budget, searches);
  try_all(&Search::by_two, budget, in_decoders);
  // Of three there are so many that all are seldom tried: some, if they cost little.
  Budget of_threes = budget.part_of(3);
  if (!budget.cut_short()) try_all(&Search::by_three, of_threes, searches);
  if (explained) return *std::move(explained);
  return {right.front(), {}, searches.front().of_shape(), budget.cut_short()};
}

}  // namespace attn
