#include "chapter8_now/flow.h"

#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {

Head head(const Settings& s) {
  Generator generator(s.seed_or(seed_of_head));
  const SelfAttention_v2 sa_v2 = own(s, "sa_v2", SelfAttention_v2(s.d_in(), s.d_out(), generator));
  const Tensor attn_scores = sa_v2.attn_scores(s.inputs());
  return {sa_v2, operand_of(attn_scores, "queries"), operand_of(attn_scores, names::keys),
          sa_v2.W_value(s.inputs()).named(names::values), attn_scores};
}

}  // namespace attn::chapter8
