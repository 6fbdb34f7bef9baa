#pragma once

#include <string>
#include <vector>

#include "lesson/catalogue.h"
#include "lesson/page.h"
#include "render/width.h"

namespace attn {

/// JSON text as it is printed: valid whatever bytes its strings hold, and with what steers a
/// terminal (controls, direction marks) in the escapes of JSON, such as \u009b. `Json` is any of
/// nlohmann's; a byte that is no UTF-8 becomes U+FFFD.
template <class Json>
std::string written(const Json& json) {
  return visible_in_json(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// A page for programs to read: one object with id, title, blocks, tensors and checks. Numbers have
/// all the digits that a float32 needs to come back the same; infinities and nan are the strings
/// "inf", "-inf" and "nan".
std::string render_json(const Page& page);

/// Steps as an array of objects with id and title.
std::string render_json(const std::vector<Place>& places);

}  // namespace attn
