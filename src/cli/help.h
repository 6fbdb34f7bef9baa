#pragma once

#include <string>

#include "render/text_style.h"

namespace attn {

/// The help page: commands, options, examples.
std::string help_page(const TextStyle& style);

}  // namespace attn
