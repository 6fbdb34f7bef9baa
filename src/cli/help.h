#pragma once

#include <string>

#include "lesson/text.h"

namespace attn {

/// The help page: commands, options, examples.
std::string help_page(Language language);

}  // namespace attn
