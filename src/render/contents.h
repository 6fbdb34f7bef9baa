#pragma once

#include <string>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// A table of contents' lines: the chapter, then its steps, each with its mark and its id, as one
/// types it, so that it can be searched. Both languages stand in two columns where they have room,
/// else below each other.
std::string draw_contents(const block::Contents& contents, const TextStyle& style);

}  // namespace attn
