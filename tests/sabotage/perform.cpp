#include <utility>

#include "sabotage/sabotages.h"

/// Every operation that runs comes through here, so this is where it can be made to go wrong. What
/// is remembered is the operation that was meant: only the numbers are wrong, as after a mistake in
/// its file.

namespace attn {
namespace {

const Sabotage* active = nullptr;

}  // namespace

Sabotaged::Sabotaged(const Sabotage& sabotage) {
  active = &sabotage;
}
Sabotaged::~Sabotaged() {
  active = nullptr;
}

Tensor perform(std::shared_ptr<const Operation> operation, std::vector<Tensor> operands) {
  Tensor result = operation->value(operands);
  // A sabotage computes with operations that go right.
  if (const Sabotage* sabotage = std::exchange(active, nullptr)) {
    if (const auto wrong = sabotage->wrong(*operation, operands, result)) {
      result = wrong->detached(wrong->values());
    }
    active = sabotage;
  }
  return remember(std::move(operation), std::move(operands), std::move(result));
}

}  // namespace attn
