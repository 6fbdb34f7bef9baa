#pragma once

#include <string>

#include "lesson/page.h"

namespace attn {

/// The rules that colour cells: class "s3" is the third level of a share, "p3" and "n3" of what is
/// above and below 0, "m" masked, "x" nan.
std::string heat_css();

/// A tensor as tables, one a slice, `node` its place among those whose cells are explained. A
/// tensor of more than 1000 cells shows the first and last three places of each long axis.
std::string matrix_as_html(const block::Matrix& matrix, int precision, std::size_t node);

}  // namespace attn
