#pragma once

#include <cstddef>

#include "random/generator.h"

namespace attn {

/// Turns uniform numbers into normal ones in place, 16 at a time: in a block, u1 = 1 - d[j] and
/// u2 = d[j+8] become the pair d[j], d[j+8] (j = 0…7) by Box and Muller's formula.
/// REQUIRES: n is a multiple of 16.
struct NormalBlock {
  float mean, std;
  Profile profile;
  void operator()(float* d, std::size_t n) const;
};

}  // namespace attn
