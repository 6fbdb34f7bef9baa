#include "answer/what_holds.h"

#include "answer/relations.h"

namespace attn {

std::optional<Held> what_holds(const Wrong& wrong) {
  const Tensor& first = wrong.meant.front();
  if (wrong.got.shape().product() < 2) return {};
  if (auto other = as_other_tensor(wrong)) return Held{*std::move(other), first};
  for (const auto relation : {as_transposed, as_permuted, as_factor, as_offset, as_other_operand,
                              as_equal_but_for, as_other_seed, as_later_draws}) {
    for (const Tensor& tensor : wrong.meant) {
      if (auto found = relation(tensor, wrong.got)) return Held{*std::move(found), tensor};
    }
  }
  for (const auto relation : {as_other_settings, as_tensor_of_chapter}) {
    if (auto found = relation(wrong)) return Held{*std::move(found), first};
  }
  return {};
}

}  // namespace attn
