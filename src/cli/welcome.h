#pragma once

#include <optional>

#include "lesson/catalogue.h"
#include "render/text_style.h"

namespace attn {

/// Tells somebody who comes for the first time what there is. At a terminal they choose where to
/// begin, or leave, which is nothing; else it is the first chapter proposed.
std::optional<Place> welcome(const TextStyle& style);

}  // namespace attn
