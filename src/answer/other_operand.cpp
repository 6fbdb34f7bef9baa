#include <algorithm>
#include <cmath>

#include "answer/effort.h"
#include "answer/program.h"
#include "answer/relations.h"
#include "lesson/korean.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

constexpr double effort_of_operands = 1e7;

Relation found_operand(const Tensor& x, const Tensor& right, const Tensor& instead) {
  return {Relation::Kind::other_tensor,
          {formatted_ko("{0}[을/를] 쓸 자리에 {1}[을/를] 쓰면 이 {2}[이/가] 나옵니다", right.name(),
                        instead.name(), x.name()),
           formatted("this {} comes out if {} stands where {} should", x.name(), instead.name(),
                     right.name())}};
}

}  // namespace

std::optional<Relation> as_other_operand(const Tensor& x, const WrittenTensor& got) {
  const std::vector<Tensor> nearest = named_before(x, true);
  const std::vector<Tensor> all = named_before(x, false);
  const auto tries = static_cast<double>(nearest.size() * all.size());
  if (got.information_beside(x) < std::log10(std::max(tries, 1.0)) + 1.5) return {};
  Effort effort(effort_of_operands);
  const double an_attempt = effort_of(x);
  for (const Tensor& right : nearest) {
    for (const Tensor& instead : all) {
      if (instead == right || instead.name() == right.name()) continue;
      if (!(instead.shape() == right.shape())) continue;
      if (!effort.spend(an_attempt)) return {};
      try {
        if (got.matches(with_replaced(x, right, instead))) return found_operand(x, right, instead);
      } catch (const ShapeError&) {
        continue;
      }
    }
  }
  return {};
}

}  // namespace attn
