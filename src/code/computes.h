#pragma once

#include "code/names.h"

/// What a program gives to start with, and what it computes from that.

namespace attn::python {

/// Whether what the statement binds are tensors, modules or what holds such, `values` being the
/// names of those that there were before. What was read from a file counts as numbers.
bool makes_values(const Statement& statement, const Names& values, const Namespace& names);

/// Whether the statement computes something: it works with tensors, or does more than to make them
/// out of numbers, shapes, chance and files. What only reads their shapes does not, nor does Python
/// without tensors.
bool computes(const Statement& statement, const Names& values);

/// Whether it makes what is only there to be filled: zeros, an empty list.
bool makes_empty(const Statement& statement);

}  // namespace attn::python
