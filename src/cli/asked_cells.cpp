#include "cli/asked_cells.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "answer/program.h"
#include "cli/cell_word.h"
#include "lesson/suggest.h"
#include "lesson/user_error.h"
#include "tensor/graph.h"

namespace attn {
namespace {

std::vector<Tensor> shown_tensors(const Page& page) {
  std::vector<Tensor> shown;
  for (const Block& block : page.blocks()) {
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) shown.push_back(matrix->tensor);
  }
  return shown;
}

// ---- Tensors by name, or by how they are written ------------------------------------------------

/// As it was typed or as it is written, with what every keyboard has in the place of signs, and
/// without blanks, which a shell may have taken off.
std::string plain(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {" ", ""}, {"÷", "/"}, {"×", "*"}, {"√", "sqrt"}};
  std::string kept;
  while (!text.empty()) {
    std::string_view next = text.substr(0, 1);
    std::string_view as = next;
    for (const auto& [sign, typed] : signs) {
      if (text.starts_with(sign)) next = sign, as = typed;
    }
    kept += as;
    text.remove_prefix(next.size());
  }
  return kept;
}

/// Finds tensors by how they are written.
class Expressions {
 public:
  /// The first of those that the page shows or was computed from, nearest first.
  static std::optional<Tensor> find(const Page& page, std::string_view typed) {
    const std::string wanted = plain(typed);
    Expressions expressions;
    for (const Tensor& shown : shown_tensors(page)) {
      const std::vector<Tensor> upstream = Program(shown).tensors();
      for (auto tensor = upstream.rbegin(); tensor != upstream.rend(); ++tensor) {
        const std::string written = plain(expressions.of(*tensor));
        if (wanted == written || wanted == "(" + written + ")") return *tensor;
      }
    }
    return {};
  }

 private:
  /// As expression(), each only once; what is too long to be typed is cut, so that it stays short
  /// where it is used many times.
  const std::string& of(const Tensor& x) {
    constexpr std::size_t longest = 1000;
    const auto known = known_.find(x.id());
    if (known != known_.end()) return known->second;
    std::string written;
    if (x.name().empty() && x.operation()) {
      std::vector<std::string> operands;
      for (const Tensor& operand : x.operands()) operands.push_back(of(operand));
      written = x.operation()->notation(operands);
      if (written.size() > longest) written = "…";
    } else {
      written = expression(x);
    }
    return known_.emplace(x.id(), std::move(written)).first->second;
  }

  std::unordered_map<const void*, std::string> known_;
};

/// The tensor of that name; if several are shown, as where a program reuses a name, the first of
/// which a cell has so many places.
std::optional<Tensor> tensor_called(const Page& page, const std::string& name, std::size_t places) {
  for (const Tensor& shown : shown_tensors(page)) {
    if (shown.name() == name && std::cmp_equal(places, shown.dim())) return shown;
  }
  if (const auto named = find_tensor(page, name)) return named;
  return Expressions::find(page, name);
}

[[noreturn]] void fail_at_name(const Page& page, const std::string& name) {
  const std::vector<Tensor> tensors = named_tensors(page);
  std::vector<std::string_view> names;
  for (const Tensor& tensor : tensors) names.push_back(tensor.name());
  const auto meant = did_you_mean(name, names);
  const std::string listed = joined(std::vector<std::string>(names.begin(), names.end()), ", ");
  throw UserError(
      echoed(name),
      {formatted("{} 단계에 그런 텐서는 없습니다", page.id()),
       formatted("step {} has no such tensor", page.id())},
      meant ? Text(formatted("혹시 {}입니까?", *meant), formatted("did you mean {}?", *meant))
            : Text(formatted("있는 텐서: {}", listed), formatted("tensors: {}", listed)));
}

// ---- Places -------------------------------------------------------------------------------------

/// "attn_weights", "(attn_scores / √2)".
std::string name_of(const Tensor& x) {
  const std::string name = expression(x);
  return name.find(' ') == std::string::npos ? name : "(" + name + ")";
}

Text last_cell(const Tensor& x) {
  Index last;
  for (const Size size : x.shape()) last.push_back(size - 1);
  return {formatted("인덱스는 0부터 셉니다. 마지막 칸은 {}{}", name_of(x), subscript(last)),
          formatted("indices count from 0; the last cell is {}{}", name_of(x), subscript(last))};
}

[[noreturn]] void fail_at_count(const Tensor& x) {
  throw UserError(
      name_of(x),
      {formatted("모양이 {}이므로 인덱스가 {}개여야 합니다", to_string(x.shape()), x.dim()),
       formatted("its shape is {}: a cell has {} ind{}", to_string(x.shape()), x.dim(),
                 x.dim() == 1 ? "ex" : "ices")},
      last_cell(x));
}

/// The names of the places along the axis behind those of `before`.
std::vector<std::string> names_along(const Tensor& x, const Index& before) {
  std::vector<std::string> names;
  const int axis = before.rank();
  Index cell = before;
  while (cell.rank() < x.dim()) cell.push_back(0);
  for (Size place = 0; place < x.size(axis); ++place) {
    const std::string* name = x.label(axis, cell.with(axis, place));
    if (!name) return {};
    names.push_back(*name);
  }
  return names;
}

[[noreturn]] void fail_at_label(const Tensor& x, const std::string& typed,
                                const std::vector<std::string>& names) {
  if (names.empty()) {
    throw UserError(echoed(typed),
                    {formatted("{}의 이 축에는 이름이 없습니다", name_of(x)),
                     formatted("this axis of {} has no names", name_of(x))},
                    {"0부터 센 번호를 쓰십시오", "write a number, from 0"});
  }
  constexpr std::size_t most = 12;
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto meant = did_you_mean(typed, candidates);
  const bool is_cut = names.size() > most;
  std::vector<std::string> first(
      names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most)));
  const std::string listed = joined(first, ", ") + (is_cut ? ", …" : "");
  throw UserError(
      echoed(typed),
      {formatted("{}의 이 축에 그런 이름은 없습니다", name_of(x)),
       formatted("this axis of {} has no such name", name_of(x))},
      meant ? Text(formatted("혹시 {}입니까?", *meant), formatted("did you mean {}?", *meant))
            : Text(formatted("있는 이름: {}", listed), formatted("names: {}", listed)));
}

/// The place of that name along the axis behind `before`.
Size place_of_label(const Tensor& x, const Index& before, const std::string& typed) {
  const std::vector<std::string> names = names_along(x, before);
  const auto found = std::find(names.begin(), names.end(), typed);
  if (found == names.end()) fail_at_label(x, typed, names);
  const auto place = found - names.begin();
  const auto again = std::find(found + 1, names.end(), typed);
  if (again == names.end()) return place;
  throw UserError(echoed(typed), {"같은 이름이 여럿입니다", "several places have that name"},
                  {formatted("번호를 쓰십시오: {} 또는 {}", place, again - names.begin()),
                   formatted("write its number: {} or {}", place, again - names.begin())});
}

std::optional<Size> whole_number(const std::string& text) {
  Size number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// The place that is meant along the axis behind `before`.
Size place_meant(const Tensor& x, const Index& before, const PlaceWord& typed) {
  const auto number = typed.is_quoted ? std::nullopt : whole_number(typed.text);
  if (!number) return place_of_label(x, before, typed.text);
  const Size size = x.size(before.rank());
  const Size place = *number < 0 ? *number + size : *number;
  if (0 <= place && place < size) return place;
  throw UserError(name_of(x),
                  {formatted("모양이 {}인 텐서에 그런 칸은 없습니다", to_string(x.shape())),
                   formatted("a tensor of shape {} has no such cell", to_string(x.shape()))},
                  last_cell(x));
}

/// All cells at these places, of which there may be fewer than axes.
void add_cells(const Tensor& x, const Index& before, std::span<const PlaceWord> places,
               std::vector<Index>& cells) {
  if (before.rank() == x.dim()) return cells.push_back(before);
  const bool is_all = places.empty() || (places[0].text == ":" && !places[0].is_quoted);
  const auto rest = places.empty() ? places : places.subspan(1);
  const auto go_on = [&](Size place) {
    add_cells(x, before.inserted(before.rank(), place), rest, cells);
  };
  if (!is_all) return go_on(place_meant(x, before, places[0]));
  for (Size place = 0; place < x.size(before.rank()); ++place) go_on(place);
}

}  // namespace

std::vector<Tensor> named_tensors(const Page& page) {
  std::vector<Tensor> named;
  const auto add = [&](const Tensor& tensor) {
    for (const Tensor& known : named) {
      if (known.name() == tensor.name()) return;
    }
    if (!tensor.name().empty()) named.push_back(tensor);
  };
  const std::vector<Tensor> shown = shown_tensors(page);
  for (const Tensor& tensor : shown) add(tensor);
  for (const Tensor& tensor : shown) {
    for (const Tensor& upstream : Program(tensor).tensors()) {
      add(upstream);
      for (const Tensor& operand : upstream.operands()) add(operand);
    }
  }
  return named;
}

AskedCells find_asked_cells(const Page& page, const std::string& word) {
  const std::vector<CellWord> ways = ways_to_read(word);
  std::optional<std::pair<Tensor, const CellWord*>> meant;
  for (const CellWord& way : ways) {
    const auto tensor = tensor_called(page, way.name, way.places.size());
    if (!tensor) continue;
    meant = {*tensor, &way};
    if (std::cmp_equal(way.places.size(), tensor->dim())) break;  // else a shorter name may fit
  }
  if (!meant) {
    if (ways.size() == 1 && word.find('[') != std::string::npos) fail_at_cell(word);
    fail_at_name(page, ways.back().name);
  }
  const auto& [tensor, way] = *meant;
  AskedCells asked{.tensor = tensor, .is_whole = way->places.empty() && tensor.dim() > 0};
  if (std::cmp_greater(way->places.size(), tensor.dim())) fail_at_count(tensor);
  if (!asked.is_whole) add_cells(tensor, {}, way->places, asked.cells);
  return asked;
}

}  // namespace attn
