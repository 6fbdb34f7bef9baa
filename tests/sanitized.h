#pragma once

#include <cstddef>

namespace attn {

/// Under the sanitizers a test takes ten times as long, and what they look for does not depend on
/// the numbers: there of a long list one case in n is taken.
#ifdef ATTN_SANITIZED
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
inline constexpr std::size_t taken_of_many = is_sanitized ? 7 : 1;

/// Every n-th of `all`, from the first; of what is dear, fewer still: every `fewer` x n-th.
template <class List>
List some_of(const List& all, std::size_t fewer = 1) {
  const std::size_t n = is_sanitized ? fewer * taken_of_many : 1;
  List some;
  std::size_t i = 0;
  for (const auto& one : all) {
    if (i++ % n == 0) some.push_back(one);
  }
  return some;
}

}  // namespace attn
