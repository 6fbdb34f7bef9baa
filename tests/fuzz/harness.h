#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lesson/user_error.h"

/// What the harnesses share. Each has LLVMFuzzerTestOneInput(): any bytes at all are either
/// understood or refused with a UserError; another exception, or a claim that does not hold, is a
/// crash.

namespace attn {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// What is refused is refused in both languages, with something to do about it.
inline void require_said(const UserError& error) {
  require(!error.problem.ko.empty() && !error.problem.en.empty());
  require(!error.fix.ko.empty() && !error.fix.en.empty());
  require(!error.excerpt || error.excerpt->column >= 1);
}

}  // namespace attn
