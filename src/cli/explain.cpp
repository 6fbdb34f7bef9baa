#include "answer/program.h"
#include "cli/cell_word.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "lesson/suggest.h"
#include "lesson/user_error.h"
#include "render/json.h"
#include "render/render.h"
#include "tensor/graph.h"

namespace attn {
namespace {

// ---- What was asked for -------------------------------------------------------------------------

/// Every named tensor of a page and of what it was computed from, those shown first.
std::vector<Tensor> named_tensors(const Page& page) {
  std::vector<Tensor> named;
  const auto add = [&](const Tensor& tensor) {
    for (const Tensor& known : named) {
      if (known.name() == tensor.name()) return;
    }
    if (!tensor.name().empty()) named.push_back(tensor);
  };
  std::vector<Tensor> shown;
  for (const Block& block : page.blocks()) {
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) shown.push_back(matrix->tensor);
  }
  for (const Tensor& tensor : shown) add(tensor);
  for (const Tensor& tensor : shown) {
    for (const Tensor& upstream : Program(tensor).tensors()) {
      add(upstream);
      for (const Tensor& operand : upstream.operands()) add(operand);
    }
  }
  return named;
}

Tensor tensor_of(const Page& page, const std::string& name) {
  if (const auto found = find_tensor(page, name)) return *found;
  const std::vector<Tensor> tensors = named_tensors(page);
  std::vector<std::string_view> names;
  for (const Tensor& tensor : tensors) names.push_back(tensor.name());
  const auto meant = did_you_mean(name, names);
  const std::string listed = joined(std::vector<std::string>(names.begin(), names.end()), ", ");
  throw UserError(
      name,
      {formatted("{} 단계에 그런 텐서는 없습니다", page.id()),
       formatted("step {} has no such tensor", page.id())},
      meant ? Text(formatted("혹시 {}입니까?", *meant), formatted("did you mean {}?", *meant))
            : Text(formatted("있는 텐서: {}", listed), formatted("tensors: {}", listed)));
}

/// The cell meant by these places, which count from the end when negative, as in Python.
Index find_cell(const Tensor& x, const std::vector<Size>& places) {
  Index cell;
  const bool fits = static_cast<int>(places.size()) == x.dim();
  for (int axis = 0; fits && axis < x.dim(); ++axis) {
    const Size place = places[static_cast<std::size_t>(axis)];
    const Size from_start = place < 0 ? place + x.size(axis) : place;
    if (from_start < 0 || from_start >= x.size(axis)) break;
    cell.push_back(from_start);
  }
  if (cell.rank() == x.dim() && fits) return cell;
  const bool is_short = static_cast<int>(places.size()) != x.dim();
  Index last;
  for (const Size size : x.shape()) last.push_back(size - 1);
  throw UserError(
      x.name(),
      is_short ? Text(formatted("모양이 {}이므로 인덱스가 {}개여야 합니다", to_string(x.shape()),
                                x.dim()),
                      formatted("its shape is {}: a cell has {} ind{}", to_string(x.shape()),
                                x.dim(), x.dim() == 1 ? "ex" : "ices"))
               : Text(formatted("모양이 {}인 텐서에 그런 칸은 없습니다", to_string(x.shape())),
                      formatted("a tensor of shape {} has no such cell", to_string(x.shape()))),
      {formatted("인덱스는 0부터 셉니다. 마지막 칸은 {}{}", x.name(), subscript(last)),
       formatted("indices count from 0; the last cell is {}{}", x.name(), subscript(last))});
}

// ---- The answers --------------------------------------------------------------------------------

/// What can be asked about, a tensor a line: its name first.
std::string tensors_of(const Page& page, Format format) {
  const std::vector<Tensor> tensors = named_tensors(page);
  if (format == Format::json) return render_json(page.id(), tensors) + "\n";
  std::string lines;
  for (const Tensor& tensor : tensors) {
    lines += formatted("{} {}\n", tensor.name(), to_string(tensor.shape()));
  }
  return lines;
}

template <class Answer>
std::string rendered(const Page& page, const Answer& answer, const Request& request) {
  if (request.format == Format::json) return render_json(page.id(), answer) + "\n";
  Page answers(page.id());
  answers.add(answer);
  return render({&answers, 1}, request.format, request.style, page.title());
}

std::string answer_to(const Page& page, const std::string& word, const Request& request) {
  if (word.empty()) return tensors_of(page, request.format);
  const CellWord asked = parse_cell(word);
  const Tensor x = tensor_of(page, asked.name);
  if (!asked.places && x.dim() > 0) {
    return rendered(page, block::ShapeTrace{.tensor = x, .depth = request.depth}, request);
  }
  const Index cell = find_cell(x, asked.places.value_or(std::vector<Size>()));
  return rendered(page, block::Derivation{x, cell, request.depth}, request);
}

}  // namespace

int explain_command(const Request& request) {
  if (request.words.empty()) {
    throw UserError(
        "explain", {"단계와 텐서의 이름이 와야 합니다", "expected a step and the name of a tensor"},
        {"attn explain 13 all_context_vecs[0,1]처럼 쓰십시오",
         "write, say, attn explain 13 all_context_vecs[0,1]"});
  }
  const Place place = select_step(request.words[0]);
  const Settings settings = settings_of(request);
  std::string asked;  // the shell may have split "x[0, 1]"
  for (std::size_t i = 1; i < request.words.size(); ++i) asked += request.words[i];
  print(answer_to(write_page(place, settings), asked, request));
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
