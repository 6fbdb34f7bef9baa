#pragma once

#include <cstdint>

#include "lesson/settings.h"

namespace attn::chapter6 {

inline constexpr std::uint64_t seed_of_chapter = 123;

/// The size of a vector for each token or patch; the chapter's own d_out is 4.
inline Size d_of(const Settings& settings) {
  return settings.d_out_or(4);
}

}  // namespace attn::chapter6
