#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 6, transfer learning and the vision transformer: its table of contents.
extern const Chapter chapter6_transfer_vision;

}  // namespace attn
