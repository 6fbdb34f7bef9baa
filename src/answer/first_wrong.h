#pragma once

#include <optional>
#include <vector>

#include "answer/hearing.h"

namespace attn {

/// Of several answers whose tensors are known, because they have names, are right or can be nothing
/// else: the first that is wrong. It is judged from the right ones before it, and the others by
/// what follows from it; places are those of the hearings. Nothing if fewer than two are known, or
/// if none is wrong.
std::optional<FirstWrong> find_first_wrong(const Shown& shown, std::vector<Hearing>& hearings,
                                           Budget& budget);

}  // namespace attn
