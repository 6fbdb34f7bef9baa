#pragma once

#include <span>

#include "lesson/catalogue.h"

namespace attn {

/// All chapters, in order.
std::span<const Chapter* const> chapters();

}  // namespace attn
