#pragma once

#include <cstddef>
#include <vector>

#include "lesson/catalogue.h"

namespace attn {

/// The help there is while a step is practiced. Throws UserError where the step shows no tensor.
class WatchHelp {
 public:
  explicit WatchHelp(const Place& place) : place_(place) {}

  /// The next hint, from the idea over the operation to the numbers of one cell, which it names:
  /// the first that the step asks for, else the first of its result. Says so when there are no
  /// more.
  Text hint(const Settings& settings, int decimals);

  /// The lines of PyTorch that are the step itself; when it is asked for the first time, whether
  /// that is meant.
  std::vector<Block> solution(const Settings& settings);

  /// Something else was asked for in between.
  void forget_solution() { is_solution_asked_ = false; }

 private:
  Place place_;
  std::size_t given_ = 0;  ///< hints
  bool is_solution_asked_ = false;
};

}  // namespace attn
