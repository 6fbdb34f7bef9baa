#pragma once

#include <stdexcept>
#include <string>

namespace attn {

/// Operands whose shapes do not fit the operation. Where PyTorch raises a RuntimeError. Lessons
/// show some on purpose; one that leaves a step is our own fault.
class ShapeError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Throws ShapeError with what `message()` says unless `fits`.
template <class Message>
void require_shape(bool fits, Message message) {
  if (!fits) throw ShapeError(message());
}

}  // namespace attn
