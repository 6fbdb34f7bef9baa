#pragma once

#include <string>

#include "lesson/text.h"

namespace attn {

/// The manual page in roff's man macros, as man(7) describes them.
std::string manual_page(Language language);

}  // namespace attn
