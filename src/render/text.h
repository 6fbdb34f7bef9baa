#pragma once

#include <string>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// A page for people to read, ending in an empty line.
std::string render_text(const Page& page, const TextStyle& style);

}  // namespace attn
