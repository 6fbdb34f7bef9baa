#pragma once

#include <string>
#include <vector>

#include "cli/exercises.h"
#include "cli/request.h"

namespace attn {

/// What is to be watched, and how it is run.
struct Watched {
  std::vector<Exercise> exercises;   ///< in the order in which they are done; not empty
  std::vector<std::string> command;  ///< if empty, python3 and the file; {} is the file
  Request request;
};

/// Runs one of the programs whenever it is saved, and judges what it prints, until the learner
/// leaves or a signal ends it. At a terminal it listens to keys; next comes when it is asked for.
void watch(Watched watched);

}  // namespace attn
