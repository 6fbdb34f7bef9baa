#pragma once

#include <cstddef>

#include "code/names.h"

/// What draws from torch's generator. What is not known not to draw counts as a draw: a line too
/// many is better than another number.

namespace attn::python {

/// Whether the token names something that draws when it is called: torch.rand, a layer that draws
/// its weights. Dropout aside.
bool is_draw(Tokens tokens, std::size_t at);

/// The name given as `generator=` to the call whose token of a name is at `at`; empty if none is.
std::string_view own_generator(Tokens tokens, std::size_t at);

/// Whether dropout is made or applied here at a rate that may be above 0.
bool has_dropout(Tokens tokens, const Namespace& names);

/// Whether a method reads a module without running it: parameters().
bool only_looks(std::string_view method);

}  // namespace attn::python
