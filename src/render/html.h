#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// Text as it stands in HTML: never markup, whatever a user called a token or a file. What steers a
/// terminal, and bytes that are no UTF-8, are written as escapes, as in a terminal.
std::string escaped(std::string_view text);

/// A text in both languages, of which the reader sees what is chosen; what is the same in both
/// once.
std::string in_both(const Text& text, std::string_view tag = "span");

/// What stands before and behind the articles of a document: one file that needs no other and asks
/// nobody for one. `title` is that of the document.
std::string html_head(const Text& title, const TextStyle& style);
std::string html_tail();

/// A page as an article with the page's id.
std::string render_html(const Page& page, const TextStyle& style);

// Its parts, for a page that is shown bit by bit.
std::string html_heading(const Page& page);
std::string html_blocks(std::span<const Block> blocks, const TextStyle& style);

/// JSON as an element for the script of the document, which finds it by its role.
std::string json_element(std::string json, std::string_view role = "");

}  // namespace attn
