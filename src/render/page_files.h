#pragma once

#include <string_view>

namespace attn {

/// The style and the script of a document, the files page.css and page.js, which the binary carries
/// with it.
std::string_view page_css();
std::string_view page_js();

}  // namespace attn
