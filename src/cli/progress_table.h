#pragma once

#include <string>
#include <vector>

#include "cli/request.h"
#include "lesson/catalogue.h"

namespace attn {

/// How far a learner has come with these steps: a table a chapter, or an array of steps as JSON.
std::string progress_table(const std::vector<Place>& places, const Request& request);

}  // namespace attn
