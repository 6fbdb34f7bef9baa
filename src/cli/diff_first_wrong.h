#pragma once

#include "answer/verdict.h"

namespace attn {

/// Of several tensors: the first that is wrong, what made it so, and what the others have to do
/// with it. REQUIRES: verdict.first_wrong.
void report_first_wrong(const Verdict& verdict, Page& page);

}  // namespace attn
