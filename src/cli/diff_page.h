#pragma once

#include "answer/verdict.h"

namespace attn {

/// A verdict for people: what is wrong, what made it so, and the numbers last.
Page diff_page(const Verdict& verdict, const Place& place);

}  // namespace attn
