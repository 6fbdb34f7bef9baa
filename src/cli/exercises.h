#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/progress.h"
#include "lesson/catalogue.h"

namespace attn {

/// A learner's program, and the step that it is for.
struct Exercise {
  std::string path;
  Place place;
};

/// The programs that are practiced, in the order in which they are done, and the one at hand.
class Exercises {
 public:
  /// The first that is not done is at hand. REQUIRES: !all.empty().
  explicit Exercises(std::vector<Exercise> all);

  const Exercise& at_hand() const { return all_[at_]; }
  bool is_done(const Exercise& one) const { return done_.contains(id(one.place)); }

  /// The program at hand says another step now.
  void set_place(const Place& place) { all_[at_].place = place; }

  /// The one at hand is right, which is kept. What the learner has to know of the file of progress.
  std::optional<Text> keep_done();

  /// The next that is not done, from the first again behind the last; null if there is no other.
  const Exercise* next() const;
  /// Takes it up. REQUIRES: next().
  void go_on() { at_ = static_cast<std::size_t>(next() - all_.data()); }

  /// All of them as a table, with marks.
  Page list() const;

 private:
  std::vector<Exercise> all_;
  std::size_t at_ = 0;
  ProgressFile file_{};
  std::set<std::string> done_;  ///< steps, by id
};

}  // namespace attn
