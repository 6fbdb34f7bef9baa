#pragma once

#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
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

/// A number as JSON takes it: a float with the digits that a float has, also where all numbers are
/// doubles; infinities and nan as the strings "inf", "-inf" and "nan".
template <class Json, class Number>
Json json_number(Number value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  if constexpr (std::is_same_v<Number, typename Json::number_float_t>) return value;
  return std::stod(formatted("{}", value));
}

/// A page for programs to read: one object with id, title, blocks, tensors and checks. Numbers have
/// all the digits that a float32 needs to come back the same; infinities and nan are the strings
/// "inf", "-inf" and "nan".
std::string render_json(const Page& page);

/// Steps as an array of objects with id and title.
std::string render_json(const std::vector<Place>& places);

// What was asked about a step: an object with the step's id and, of the step's tensors, names and
// shapes; of a cell, how it came about; of several, the same of each as "cells"; of a tensor, how
// its shape came about.
std::string render_json(std::string_view id, std::span<const Tensor> tensors);
std::string render_json(std::string_view id, const block::Derivation& derivation);
std::string render_json(std::string_view id, std::span<const block::Derivation> cells);
std::string render_json(std::string_view id, const block::ShapeTrace& trace);

}  // namespace attn
