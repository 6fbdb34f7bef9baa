#include "answer/diagnose.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attn {
namespace {

/// How much is computed at most before the search is given up, in cells: about a second's worth.
constexpr double most_cells = 1e8;

/// A program with mistakes in it.
struct Attempt {
  std::vector<const Mistake*> mistakes;
  Tensor result;
};

bool contains(const std::vector<const Mistake*>& mistakes, const Mistake& mistake) {
  return std::any_of(mistakes.begin(), mistakes.end(),
                     [&](const Mistake* other) { return other->name == mistake.name; });
}

/// Calls `visit(mistake, result)` for each way to make one more mistake in `program`: everywhere
/// at once, as a misunderstanding does, and if `slips_alone`, at each place alone.
template <class Visit>
void for_each_mistake(const Program& program, bool slips_alone, Visit visit) {
  for (const Mistake* mistake : all_mistakes()) {
    if (!slips_alone && !mistake->combines) continue;
    for (const Slip& slip : mistake->slips(program)) {
      const std::optional<Tensor> result = program.rerun(slip);
      if (result) visit(*mistake, *result);
      if (!slips_alone) continue;
      const int places = program.places(slip);
      for (int place = 0; places > 1 && place < places; ++place) {
        if (const auto alone = program.rerun(slip, place)) visit(*mistake, *alone);
      }
    }
  }
}

/// Diagnoses found so far, each set of mistakes once.
class Found {
 public:
  void add(std::vector<const Mistake*> mistakes) {
    std::sort(mistakes.begin(), mistakes.end(),
              [](const Mistake* a, const Mistake* b) { return a->name < b->name; });
    for (const Diagnosis& known : diagnoses_) {
      if (std::equal(mistakes.begin(), mistakes.end(), known.mistakes.begin(), known.mistakes.end(),
                     [](const Mistake* a, const Mistake* b) { return a->name == b->name; })) {
        return;
      }
    }
    diagnoses_.push_back({std::move(mistakes)});
  }
  bool empty() const { return diagnoses_.empty(); }
  std::vector<Diagnosis> take() { return std::move(diagnoses_); }

 private:
  std::vector<Diagnosis> diagnoses_;
};

bool is_same(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && allclose(a, b);
}

/// How many programs like this one may be tried, the first hundreds in any case.
std::size_t most_programs(const Program& program) {
  double cells = 0;
  for (const Tensor& tensor : program.tensors()) cells += 20 + static_cast<double>(tensor.numel());
  return static_cast<std::size_t>(most_cells / cells);
}

/// Whether a hit among `programs` means something: by chance there would be one in a hundred such
/// searches at most.
bool can_tell(const WrittenTensor& written, std::size_t programs) {
  return written.information() >= std::log10(static_cast<double>(programs)) + 1.5;
}

/// The search from one right tensor on: by one mistake, by two, by three.
class Search {
 public:
  Search(Tensor right, const WrittenTensor& written, const std::vector<Tensor>& given)
      : right_(std::move(right)), written_(written), given_(given), program_(right_, given) {}

  const Tensor& right() const { return right_; }

  /// The programs with one mistake more than those tried before, that give the numbers.
  std::vector<Diagnosis> one_more() {
    Found found = ++mistakes_ == 1 ? by_one() : by_another();
    return found.take();
  }

 private:
  Found by_one() {
    Found found;
    for_each_mistake(program_, true, [&](const Mistake& mistake, const Tensor& result) {
      ++tried_;
      if (written_.matches(result)) found.add({&mistake});
    });
    return can_tell(written_, tried_) ? std::move(found) : Found();
  }

  Found by_another() {
    if (mistakes_ == 2) {
      for_each_mistake(program_, false, [&](const Mistake& mistake, const Tensor& result) {
        if (!is_same(result, right_)) attempts_.push_back({{&mistake}, result});
      });
    }
    Found found;
    if (!can_tell(written_, attempts_.size() * attempts_.size())) return found;
    const std::size_t most = most_programs(program_);
    std::vector<Attempt> further;
    for (const Attempt& attempt : attempts_) {
      if (tried_ > most) break;
      for_each_mistake(Program(attempt.result, given_), false,
                       [&](const Mistake& mistake, const Tensor& result) {
                         if (contains(attempt.mistakes, mistake)) return;
                         ++tried_;
                         std::vector<const Mistake*> all = attempt.mistakes;
                         all.push_back(&mistake);
                         if (written_.matches(result)) found.add(all);
                         // What takes a mistake back is none.
                         if (mistakes_ == 2 && !is_same(result, right_)) {
                           further.push_back({std::move(all), result});
                         }
                       });
    }
    attempts_ = std::move(further);
    return found;
  }

  Tensor right_;
  const WrittenTensor& written_;
  const std::vector<Tensor>& given_;
  Program program_;
  int mistakes_ = 0;
  std::size_t tried_ = 0;
  std::vector<Attempt> attempts_;  // all programs with that many mistakes
};

}  // namespace

Explained diagnose(const std::vector<Tensor>& right, const WrittenTensor& written,
                   const std::vector<Tensor>& given) {
  std::vector<Search> searches;
  for (const Tensor& tensor : right) searches.emplace_back(tensor, written, given);
  for (int mistakes = 1; mistakes <= 3; ++mistakes) {
    for (Search& search : searches) {
      std::vector<Diagnosis> diagnoses = search.one_more();
      if (!diagnoses.empty()) return {search.right(), std::move(diagnoses)};
    }
  }
  return {right.front(), {}};
}

Invisible invisible_mistakes(const Tensor& right, const WrittenTensor& written) {
  const WrittenTensor exact = with_every_digit(right);
  Invisible invisible;
  std::vector<const Mistake*> met;
  for_each_mistake(Program(right), false, [&](const Mistake& mistake, const Tensor& result) {
    const bool is_usual_way = !contains(met, mistake);
    if (is_usual_way) met.push_back(&mistake);
    if (!written.matches(result)) return;
    if (exact.matches(result)) {
      if (is_usual_way) invisible.always.push_back(&mistake);
    } else if (!contains(invisible.by_digits, mistake)) {
      invisible.by_digits.push_back(&mistake);
    }
  });
  return invisible;
}

std::vector<const Mistake*> mistakes_of_shape(const Tensor& right, const WrittenTensor& written) {
  std::vector<const Mistake*> mistakes;
  for_each_mistake(Program(right), false, [&](const Mistake& mistake, const Tensor& result) {
    if (written.fits(result.shape()) && !contains(mistakes, mistake)) mistakes.push_back(&mistake);
  });
  return mistakes;
}

std::vector<const Mistake*> mistakes_of_cell(const Tensor& right, const Index& cell,
                                             const WrittenTensor& written) {
  std::vector<const Mistake*> mistakes;
  if (!right.operation()) return mistakes;
  for_each_mistake(Program(right), false, [&](const Mistake& mistake, const Tensor& result) {
    if (result.shape() != right.shape() || contains(mistakes, mistake)) return;
    if (written.agrees(0, result.at(cell))) mistakes.push_back(&mistake);
  });
  return mistakes;
}

}  // namespace attn
