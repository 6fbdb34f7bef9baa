#pragma once

#include <string>

#include "lesson/page.h"

namespace attn {

/// Curves as SVG, with numbers along both axes and a legend.
std::string plot_as_html(const block::Plot& plot);

}  // namespace attn
