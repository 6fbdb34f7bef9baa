#pragma once

#include <variant>

#include "lesson/page.h"

namespace attn {

/// Calls the one that fits what a question asks for.
template <class OfShape, class OfCell, class OfCount, class OfChoice>
auto by_kind(const block::Question& question, OfShape of_shape, OfCell of_cell, OfCount of_count,
             OfChoice of_choice) {
  using Question = block::Question;
  if (const auto* shape = std::get_if<Question::ShapeOf>(&question.answer)) {
    return of_shape(shape->tensor);
  }
  if (const auto* cell = std::get_if<Question::Cell>(&question.answer)) return of_cell(*cell);
  if (const auto* count = std::get_if<Question::Count>(&question.answer)) return of_count(*count);
  return of_choice(std::get<Question::Choice>(question.answer));
}

}  // namespace attn
