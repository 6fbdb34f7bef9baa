#pragma once

#include <span>
#include <string>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// A page for people to read; under a heading, it ends in an empty line.
///
/// What it looks like is read back by answer/read_page_text, and compared by answer/kept.
std::string render_text(const Page& page, const TextStyle& style);

// Its parts, for a page that is shown bit by bit.
std::string render_heading(const Page& page, const TextStyle& style);
std::string render_blocks(std::span<const Block> blocks, const TextStyle& style);

/// A question: what is asked, what is given, and the options of a choice.
std::string render_question(const block::Question& question, const TextStyle& style);

}  // namespace attn
