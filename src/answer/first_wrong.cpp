#include "answer/first_wrong.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "answer/code_line.h"
#include "answer/trace.h"

namespace attn {
namespace {

using Other = FirstWrong::Other;

bool is_right(const Hearing& hearing) {
  return hearing.judged && hearing.met.fits() &&
         hearing.judged->comparison.standing != Comparison::Standing::wrong;
}

/// Wrong numbers of a tensor that is not yet known: the step's tensors that have their shape.
bool is_in_doubt(const Hearing& hearing) {
  return hearing.is_wrong && !hearing.met.by_name && !hearing.met.is_recognised && !hearing.less &&
         hearing.met.answer.readings.size() > 1;
}

/// The tensors of a shape that no answer is known to be, in the order of the program.
std::vector<Candidate> left_of_shape(const Shown& shown, const Shape& shape,
                                     const std::vector<Hearing>& hearings) {
  std::vector<Candidate> left = in_order(shown);
  std::erase_if(left, [&](const Candidate& one) {
    return !(one.tensor.shape() == shape) ||
           std::any_of(hearings.begin(), hearings.end(), [&](const Hearing& hearing) {
             const bool is_known =
                 is_right(hearing) || hearing.met.by_name || hearing.met.is_recognised;
             return is_known && hearing.met.best().candidate.tensor == one.tensor;
           });
  });
  return left;
}

/// The answers of one shape that are in doubt are the tensors of that shape that no other answer
/// is, in the order of the program, if there are as many of both: of those shown, or else of all.
void recognise_by_shape(const Shown& shown, const Shape& shape, std::vector<Hearing>& hearings) {
  std::vector<Met*> doubtful;
  for (Hearing& hearing : hearings) {
    if (is_in_doubt(hearing) && hearing.met.got.shape() == shape) doubtful.push_back(&hearing.met);
  }
  const std::vector<Candidate> all = left_of_shape(shown, shape, hearings);
  std::vector<Candidate> left = all;
  std::erase_if(left, [](const Candidate& one) { return one.role == Role::hidden; });
  if (left.size() != doubtful.size()) left = all;
  if (left.size() != doubtful.size()) return;
  for (std::size_t i = 0; i < left.size(); ++i) {
    doubtful[i]->ranked = rank({left[i]}, doubtful[i]->got);
    doubtful[i]->is_recognised = true;
  }
}

void recognise(const Shown& shown, std::vector<Hearing>& hearings) {
  if (std::none_of(hearings.begin(), hearings.end(), is_right)) return;
  std::vector<Shape> shapes;
  for (const Hearing& hearing : hearings) {
    const Shape& shape = hearing.met.got.shape();
    const bool is_new = std::find(shapes.begin(), shapes.end(), shape) == shapes.end();
    if (is_in_doubt(hearing) && is_new) shapes.push_back(shape);
  }
  for (const Shape& shape : shapes) recognise_by_shape(shown, shape, hearings);
}

bool is_known_wrong(const Hearing& hearing) {
  return hearing.is_wrong && (hearing.met.by_name || hearing.met.is_recognised);
}

bool is_other_mask(const Hearing& hearing) {
  if (!hearing.judged || !hearing.met.by_name) return false;
  const std::vector<Relation>& relations = hearing.judged->comparison.relations;
  return !relations.empty() && relations.front().kind == Relation::Kind::other_convention;
}

/// How far two tensors of one shape are from each other in the cell in which that is most.
double farthest(const Tensor& a, const Tensor& b) {
  const std::vector<float> one = a.values();
  const std::vector<float> other = b.values();
  double most = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const double away = std::abs(static_cast<double>(one[i]) - static_cast<double>(other[i]));
    if (std::isfinite(away)) most = std::max(most, away);
  }
  return most;
}

/// What was written, taken for as few digits as are certain if it may be off by half a `unit`.
WrittenTensor to_digits(Answer answer, double unit) {
  const double places = std::floor(-std::log10(std::max(unit, 1e-9)));
  for (Reading& reading : answer.readings) {
    const double least = std::max(0.0, places + static_cast<double>(reading.exponent));
    if (static_cast<double>(reading.decimals) > least) {
      reading.decimals = static_cast<std::int16_t>(least);
    }
  }
  return WrittenTensor(answer);
}

bool have_one_in_common(const std::vector<Diagnosis>& a, const std::vector<Diagnosis>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Diagnosis& one) {
    return std::any_of(b.begin(), b.end(),
                       [&](const Diagnosis& other) { return one.mistakes == other.mistakes; });
  });
}

/// Goes along the trace from the first that is wrong.
class Following {
 public:
  Following(const Shown& shown, std::vector<Hearing>& hearings, Budget& budget)
      : shown_(shown), budget_(budget) {
    for (std::size_t i = 0; i < hearings.size(); ++i) {
      Hearing& hearing = hearings[i];
      if (is_right(hearing) || is_known_wrong(hearing) || is_other_mask(hearing)) {
        known_.push_back({i, &hearing});
      }
    }
    for (std::size_t i = 0; i < known_.size(); ++i) {
      Hearing& hearing = *known_[i].hearing;
      if (!is_other_mask(hearing) || !is_taken_as_it_is(i)) continue;
      hearing.is_wrong = true;
      hearing.judged.reset();
    }
    while (recognise_by_what_follows(hearings)) {
    }
    trace_ = traced();
  }

  std::optional<FirstWrong> find() {
    const std::optional<std::size_t> first = trace_->first_wrong();
    if (!first || known_.size() < 2) return {};
    first_ = *first;
    Judged& judged = found(first_, trace_->right_before(first_));
    FirstWrong result{.comparison = known_[first_].place,
                      .code = code_that_makes(shown_.page, judged.comparison.expected),
                      .unseen = trace_->unseen_before(first_)};
    for (const std::size_t before : trace_->nearest_before(first_)) {
      result.right_before.push_back(known_[before].place);
    }
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (i == first_) continue;
      if (std::optional<Other> other = said_of(i)) result.others.push_back(*std::move(other));
    }
    return result;
  }

 private:
  struct Known {
    std::size_t place;
    Hearing* hearing;
  };

  /// `but` is counted among the wrong ones.
  Trace traced(std::optional<std::size_t> but = {}) const {
    std::vector<Given> given;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      const Hearing& hearing = *known_[i].hearing;
      given.push_back({hearing.met.best().candidate.tensor, &hearing.met.got,
                       i != but && !is_known_wrong(hearing)});
    }
    return Trace(std::move(given));
  }

  /// What was not compared, because it need not be a tensor of the step, is one if what is wrong
  /// comes of it: the only one of its shape that is left. Whether one was found.
  bool recognise_by_what_follows(std::vector<Hearing>& hearings) {
    for (std::size_t i = 0; i < hearings.size(); ++i) {
      Hearing& hearing = hearings[i];
      if (hearing.judged || hearing.is_wrong || hearing.met.by_name) continue;
      const std::vector<Candidate> left = left_of_shape(shown_, hearing.met.got.shape(), hearings);
      if (left.size() != 1) continue;
      const std::vector<Ranked> before =
          std::exchange(hearing.met.ranked, rank(left, hearing.met.got));
      known_.push_back({i, &hearing});
      if (is_taken_as_it_is(known_.size() - 1)) {
        hearing.is_wrong = true;
        hearing.met.is_recognised = true;
        return true;
      }
      known_.pop_back();
      hearing.met.ranked = before;
    }
    return false;
  }

  /// A mask in another convention is wrong if what comes next took it for one in this.
  bool is_taken_as_it_is(std::size_t mask) const {
    const Trace trace = traced(mask);
    for (std::size_t i = 0; i < known_.size(); ++i) {
      const std::vector<std::size_t> near = trace.nearest_before(i);
      const bool is_next = std::find(near.begin(), near.end(), mask) != near.end();
      if (is_next && is_known_wrong(*known_[i].hearing) && trace.follows(i).value_or(false)) {
        return true;
      }
    }
    return false;
  }

  /// Judges a wrong one, with what is right before it.
  Judged& found(std::size_t i, const std::vector<Tensor>& right) {
    Hearing& hearing = *known_[i].hearing;
    hearing.judged = mistaken(shown_, hearing.met, budget_.part_of(2), right);
    return *hearing.judged;
  }

  std::optional<Other> said_of(std::size_t i) {
    Hearing& hearing = *known_[i].hearing;
    const std::size_t place = known_[i].place;
    if (is_other_mask(hearing)) return {};
    if (is_right(hearing)) {
      const std::vector<std::size_t> near = trace_->nearest_before(i);
      const bool is_of_it = std::find(near.begin(), near.end(), first_) != near.end();
      if (!is_of_it || trace_->follows(i).value_or(true)) return {};
      return Other{place, Other::Kind::not_of_it};
    }
    if (!comes_from_wrong(i)) return wrong_anew(i, trace_->right_before(i));
    const std::optional<bool> follows = trace_->follows(i);
    if (follows.has_value() && !*follows) return wrong_anew(i, {});
    hearing.judged = found_wrong(shown_, hearing.met, hearing.met.best().candidate.tensor);
    return Other{place, follows ? Other::Kind::follows : Other::Kind::unknown};
  }

  bool comes_from_wrong(std::size_t i) const {
    for (std::size_t other = 0; other < known_.size(); ++other) {
      const Hearing& hearing = *known_[other].hearing;
      if (!is_right(hearing) && !is_other_mask(hearing) && trace_->comes_from(i, other))
        return true;
    }
    return false;
  }

  Other wrong_anew(std::size_t i, const std::vector<Tensor>& right) {
    Judged& judged = found(i, right);
    Judged& first = *known_[first_].hearing->judged;
    Other other{known_[i].place, Other::Kind::wrong_anew,
                code_that_makes(shown_.page, judged.comparison.expected)};
    if (have_one_in_common(first.diagnoses, judged.diagnoses)) {
      first.diagnoses = for_both(std::move(first.diagnoses), judged.diagnoses);
      other.kind = Other::Kind::same_mistake;
    } else {
      other.diagnoses = comes_from_wrong(i) ? of_own_numbers(i) : judged.diagnoses;
    }
    return other;
  }

  /// The mistakes that give wrong numbers from the learner's own before them.
  std::vector<Diagnosis> of_own_numbers(std::size_t i) const {
    const std::optional<Trace::Followed> own = trace_->followed(i);
    if (!own) return {};
    double reach = 0;
    for (const Tensor& moved : own->moved) reach = std::max(reach, farthest(moved, own->tensor));
    const WrittenTensor got = to_digits(known_[i].hearing->met.answer, 10 * reach);
    Budget part = budget_.part_of(2);
    return diagnose({own->tensor}, got, part, trace_->right_before(i)).diagnoses;
  }

  const Shown& shown_;
  Budget& budget_;
  std::vector<Known> known_{};
  std::optional<Trace> trace_{};
  std::size_t first_ = 0;
};

}  // namespace

std::optional<FirstWrong> find_first_wrong(const Shown& shown, std::vector<Hearing>& hearings,
                                           Budget& budget) {
  if (hearings.size() < 2) return {};
  recognise(shown, hearings);
  if (std::none_of(hearings.begin(), hearings.end(), is_known_wrong)) return {};
  return Following(shown, hearings, budget).find();
}

}  // namespace attn
