#pragma once

#include <string>

#include "lesson/page.h"

namespace attn {

/// What of the page's code makes a tensor: the statement that gives it its name, and those right
/// below that go on with it; or what a class gives back, where the name is but that of a call. No
/// indentation, no comments; empty if there is none.
std::string code_that_makes(const Page& page, const Tensor& x);

/// Whether the page's code makes the tensor of that name, and was not given it.
bool is_made_by_code(const Page& page, std::string_view name);

}  // namespace attn
