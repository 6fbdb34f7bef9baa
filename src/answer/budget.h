#pragma once

#include <cstdint>

#include "tensor/tensor.h"

namespace attn {

/// How much may still be computed in search of mistakes. It counts work_done() and no time: so the
/// same is found on every machine.
class Budget {
 public:
  /// About a second on a processor of 2024, of which the page that is compared with takes its part.
  static constexpr std::uint64_t of_a_call = 8'000'000'000;

  explicit Budget(std::uint64_t work = of_a_call) : end_(work_done() + work) {}

  std::uint64_t left() const { return work_done() < end_ ? end_ - work_done() : 0; }
  /// One of `parts` equal parts of what is left, to be spent at once.
  Budget part_of(std::uint64_t parts) const { return Budget(left() / parts); }

  /// Whether to stop here. To be asked only where there is more to do.
  bool is_spent() {
    const bool is_spent = left() == 0;
    cut_short_ = cut_short_ || is_spent;
    return is_spent;
  }
  /// Whether something was left undone.
  bool cut_short() const { return cut_short_; }

 private:
  std::uint64_t end_;
  bool cut_short_ = false;
};

}  // namespace attn
