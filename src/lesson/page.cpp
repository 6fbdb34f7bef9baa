#include "lesson/page.h"

#include <cassert>
#include <utility>

#include "tensor/graph.h"

namespace attn {

Page::Page(std::string id, Text title) : id_(std::move(id)), title_(std::move(title)) {}

void Page::tensor(const Tensor& tensor) {
  show({.tensor = tensor, .whole_numbers = false, .counter_example = false});
}
void Page::whole_numbers(const Tensor& tensor) {
  show({.tensor = tensor, .whole_numbers = true, .counter_example = false});
}
void Page::counter_example(const Tensor& tensor, bool whole_numbers) {
  show({.tensor = tensor, .whole_numbers = whole_numbers, .counter_example = true});
}

void Page::table(const std::vector<Text>& header, std::vector<std::vector<block::Cell>> rows) {
  blocks_.emplace_back(block::Table{{header.begin(), header.end()}, std::move(rows)});
}
void Page::check(bool holds, Text claim) {
  blocks_.emplace_back(block::Check{std::move(claim), holds});
}
void Page::add(Block block) {
  blocks_.push_back(std::move(block));
}
void Page::add_paragraph(Text text) {
  blocks_.emplace_back(block::Paragraph{std::move(text)});
}
void Page::add_code(std::string lines) {
  blocks_.emplace_back(block::Code{std::move(lines)});
}
void Page::add_note(Text text) {
  blocks_.emplace_back(block::Note{std::move(text)});
}

void Page::ask_shape(Text ask, const Tensor& tensor, std::vector<Tensor> given) {
  blocks_.emplace_back(
      block::Question{std::move(ask), std::move(given), block::Question::ShapeOf{tensor}});
}
void Page::ask_cell(Text ask, const Tensor& tensor, const Index& cell, std::vector<Tensor> given,
                    std::vector<block::Question::Cause> causes) {
  blocks_.emplace_back(block::Question{std::move(ask), std::move(given),
                                       block::Question::Cell{tensor, cell}, std::move(causes)});
}
void Page::ask_count(Text ask, Text hint, Size count, std::vector<Tensor> given,
                     std::vector<block::Question::Cause> causes) {
  blocks_.emplace_back(block::Question{std::move(ask), std::move(given),
                                       block::Question::Count{std::move(hint), count},
                                       std::move(causes)});
}
void Page::ask_choice(Text ask, std::vector<block::Question::Option> options, std::size_t right,
                      std::vector<Tensor> given) {
  blocks_.emplace_back(block::Question{std::move(ask), std::move(given),
                                       block::Question::Choice{std::move(options), right}});
}

void Page::plot(const Tensor& x, std::vector<Tensor> series) {
  for ([[maybe_unused]] const Tensor& curve : series) assert(curve.shape() == x.shape());
  blocks_.emplace_back(block::Plot{x, std::move(series)});
}

void Page::show(block::Matrix matrix) {
  assert(!matrix.tensor.name().empty());
  if (!blocks_.empty()) {
    if (const auto* above = std::get_if<block::Matrix>(&blocks_.back())) {
      std::vector<std::string> operations = operations_between(above->tensor, matrix.tensor);
      if (!operations.empty()) blocks_.emplace_back(block::Arrow{std::move(operations)});
    }
  }
  blocks_.emplace_back(std::move(matrix));
}

std::optional<Tensor> find_tensor(const Page& page, std::string_view name) {
  std::vector<Tensor> shown;
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (!matrix) continue;
    if (matrix->tensor.name() == name) return matrix->tensor;
    shown.push_back(matrix->tensor);
  }
  for (auto tensor = shown.rbegin(); tensor != shown.rend(); ++tensor) {
    if (const auto found = find_operand(*tensor, name)) return found;
  }
  return {};
}

}  // namespace attn
