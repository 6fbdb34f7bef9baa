#pragma once

#include "answer/verdict.h"
#include "lesson/page.h"

namespace attn {

/// Shows the numbers of the matrix in which the first wrong cell is, as much of it as a screen
/// holds, with a mark at the wrong ones. Nothing where all are wrong or there are but a few.
/// REQUIRES: !comparison.different.empty().
void report_cells(const Comparison& comparison, Page& page);

}  // namespace attn
