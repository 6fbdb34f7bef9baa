#pragma once

#include <string>
#include <vector>

#include "lesson/catalogue.h"
#include "lesson/page.h"

namespace attn {

/// A page for programs to read: one object with id, title, blocks, tensors and checks. Numbers have
/// all the digits that a float32 needs to come back the same; infinities and nan are the strings
/// "inf", "-inf" and "nan".
std::string render_json(const Page& page);

/// Steps as an array of objects with id and title.
std::string render_json(const std::vector<Place>& places);

}  // namespace attn
