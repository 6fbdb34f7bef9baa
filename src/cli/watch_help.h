#pragma once

#include <vector>

#include "lesson/catalogue.h"

namespace attn {

/// Hints on what a step computes, from the idea over the operation to the numbers of one cell: of
/// the first that it asks for, else the first of its result. Each says which cell it is. Throws
/// UserError if the step shows no tensor.
std::vector<Text> hints_on(const Place& place, const Settings& settings, int decimals);

/// The lines of PyTorch that are the step itself.
std::vector<Block> solution_of(const Place& place, const Settings& settings);

}  // namespace attn
