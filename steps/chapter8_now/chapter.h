#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 8, attention as it is used now: its table of contents.
extern const Chapter chapter8_now;

}  // namespace attn
