#include "render/ways.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "render/json.h"
#include "render/number.h"
#include "tensor/cells.h"
#include "tensor/graph.h"

namespace attn {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr Size most_cells = 6000;           // told of one page
constexpr Size most_cells_of_tensor = 256;  // what is larger is told by attn explain alone
constexpr int most_operations = 2;          // back from what the page shows
constexpr std::size_t most_terms = 64;      // a line of more is no longer read

/// Every text once, by its place.
class Texts {
 public:
  std::size_t place_of(std::string text) {
    const auto [known, is_new] = places_.try_emplace(std::move(text), all_.size());
    if (is_new) all_.push_back(known->first);
    return known->second;
  }
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<std::string> all_;
};

/// A text without its numbers, "#" in the place of each, and those numbers.
struct Pattern {
  std::string text;
  std::vector<std::string> numbers;
};

Pattern pattern_of(std::string_view text) {
  Pattern pattern;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == at) {
      pattern.text += text[at++];
    } else {
      pattern.text += '#';
      pattern.numbers.emplace_back(text.substr(at, end - at));
      at = end;
    }
  }
  return pattern;
}

/// The cells of a derivation, in the order in which its line writes them.
void collect_cells(const Derivation& d, Operands operands, std::vector<std::string>& places) {
  if (d.kind == Derivation::Kind::cell) {
    const Shape& shape = operands[static_cast<std::size_t>(d.operand)].shape();
    places.push_back(std::to_string(row_major_place(d.index, shape)));
  }
  for (const Derivation& part : d.parts) collect_cells(part, operands, places);
}

bool all_same(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(), [&](const auto& one) { return one == texts[0]; });
}

/// One entry for all cells where it is the same for all.
OrderedJson each(const OrderedJson& of_cells) {
  for (const OrderedJson& one : of_cells) {
    if (one != of_cells.front()) return of_cells;
  }
  return of_cells.empty() ? OrderedJson() : of_cells.front();
}

class Ways {
 public:
  explicit Ways(int precision) : precision_(precision) {}

  std::string tell(std::span<const Tensor> shown) {
    for (const Tensor& tensor : shown) add_node(tensor, 0);  // the page counts them, too
    OrderedJson nodes = OrderedJson::array();
    for (std::size_t i = 0; i < nodes_.size(); ++i) {  // which grow by operands
      nodes.push_back(node(nodes_[i], depths_[i], i < shown.size()));
    }
    OrderedJson texts = OrderedJson::array();
    for (const std::string& text : texts_.all()) {
      const std::size_t end = text.find('\n');
      texts.push_back({text.substr(0, end), text.substr(end + 1)});
    }
    return written(OrderedJson{
        {"nodes", std::move(nodes)}, {"texts", std::move(texts)}, {"lines", lines_.all()}});
  }

 private:
  /// -1 if it is not told.
  int place_of_node(const Tensor& tensor, int depth) {
    const auto known = places_.find(tensor.id());
    if (known != places_.end()) return known->second;
    if (depth > most_operations || tensor.numel() > most_cells_of_tensor) return -1;
    if (cells_ + tensor.numel() > most_cells) return -1;
    return add_node(tensor, depth);
  }

  int add_node(const Tensor& tensor, int depth) {
    const int place = static_cast<int>(nodes_.size());
    cells_ += tensor.numel();
    places_.emplace(tensor.id(), place);
    nodes_.push_back(tensor);
    depths_.push_back(depth);
    return place;
  }

  OrderedJson node(const Tensor x, int depth, bool is_shown) {  // a copy: nodes_ grows
    OrderedJson json = {{"name", expression(x)}, {"shape", sizes(x.shape())}};
    if (!is_shown) {
      std::vector<std::string> values;
      for (const float value : x.values()) values.push_back(decimal(value, precision_));
      json["values"] = joined(values, " ");
    }
    if (x.operation()) {
      OrderedJson operands = OrderedJson::array();
      for (const Tensor& operand : x.operands()) {
        operands.push_back(place_of_node(operand, depth + 1));
      }
      json["how"] = computation(x);
      if (!x.operands().empty()) {
        json["operands"] = std::move(operands);
        json["shapes"] = shape_trace(x);
      }
    }
    if (x.numel() <= most_cells_of_tensor) tell_cells(x, json);
    return json;
  }

  void tell_cells(const Tensor& x, OrderedJson& json) {
    OrderedJson line = OrderedJson::array();
    bool has_lines = false;
    std::vector<std::string> cells;
    OrderedJson text = OrderedJson::array();
    std::vector<std::string> words;
    OrderedJson rounded = OrderedJson::object();
    for_each_cell(x.shape(), [&](const Index& cell) {
      const Explanation e = explain(x, cell, 0);
      const Pattern pattern = pattern_of(joined_languages(in_words(e)));
      text.push_back(texts_.place_of(pattern.text));
      words.push_back(joined(pattern.numbers, " "));
      if (e.given) return;
      std::vector<std::string> places;
      collect_cells(e.derivation, x.operands(), places);
      const bool is_readable = places.size() <= most_terms;
      cells.push_back(is_readable ? joined(places, " ") : "");
      const bool is_arithmetic =
          is_readable && !e.derivation.parts.empty() && e.derivation.kind != Derivation::Kind::less;
      line.push_back(lines_.place_of(is_readable ? in_places(e.derivation) : ""));
      has_lines = has_lines || is_readable;
      if (!is_arithmetic) return;
      const std::string whole = decimal(x.at(cell), precision_);
      const double printed = as_printed(e.derivation, x.operands(), precision_);
      const std::string taken = decimal(static_cast<float>(printed), precision_);
      if (taken != whole) rounded[std::to_string(row_major_place(cell, x.shape()))] = taken;
    });
    json["text"] = each(text);
    const std::string same = all_same(words) && !words.empty() ? words.front() : joined(words, "|");
    if (!same.empty()) json["words"] = same;
    if (has_lines) json["line"] = each(line);
    if (!all_same(cells) || (!cells.empty() && !cells.front().empty())) {
      json["cells"] = joined(cells, "|");
    }
    if (!rounded.empty()) json["rounded"] = std::move(rounded);
  }

  static std::string joined_languages(const Text& text) { return text.ko + '\n' + text.en; }
  static OrderedJson sizes(const Shape& shape) {
    return std::vector<Size>(shape.begin(), shape.end());
  }

  int precision_;
  std::vector<Tensor> nodes_;
  std::vector<int> depths_;
  std::map<const void*, int> places_;
  Size cells_ = 0;
  Texts texts_;
  Texts lines_;
};

}  // namespace

std::string ways_as_json(std::span<const Tensor> shown, int precision) {
  return Ways(precision).tell(shown);
}

}  // namespace attn
