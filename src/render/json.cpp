#include "render/json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "tensor/graph.h"

namespace attn {
namespace {

/// JSON whose numbers are float32: printed with the fewest digits that read back the same.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool,
                                  std::int64_t, std::uint64_t, float>;

Json number(float value) {
  return json_number<Json>(value);
}

Json both(const Text& text) {
  return {{"ko", text.ko}, {"en", text.en}};
}

Json axis_labels(const Tensor& tensor, int axis) {
  if (tensor.dim() <= axis) return nullptr;
  const Labels* labels = tensor.labels(tensor.dim() - 1 - axis);
  return labels ? Json(*labels) : Json(nullptr);
}

Json sizes(const Dims& dims) {
  return std::vector<Size>(dims.begin(), dims.end());
}

using Seen = std::set<std::pair<const void*, std::string>>;

/// Adds the cells in a derivation, each once; a number in the operation itself is none.
void add_operands(const Derivation& d, Operands operands, Seen& seen, Json& json) {
  for (const Derivation& part : d.parts) add_operands(part, operands, seen, json);
  if (d.kind != Derivation::Kind::cell) return;
  const Tensor& x = operands[static_cast<std::size_t>(d.operand)];
  if (!x.operation() && x.name().empty()) return;
  if (!seen.insert(std::pair(x.id(), subscript(d.index))).second) return;
  json.push_back({{"name", expression(x)}, {"index", sizes(d.index)}});
}

Json to_json(const Explanation& e) {
  constexpr int most_terms = 1 << 20;  // a program reads any number of them
  const Text words = in_words(e);
  Json json = {{"name", expression(e.tensor)},
               {"index", sizes(e.cell)},
               {"value", number(e.value())},
               {"ko", words.ko},
               {"en", words.en}};
  if (e.tensor.operation()) json["shapes"] = shape_trace(e.tensor);
  if (!e.given && !e.derivation.parts.empty()) {
    json["arithmetic"] = in_numbers(e.derivation, e.tensor.operands(), 8, most_terms);
  }
  Json operands = Json::array();
  Seen seen;
  if (!e.given) add_operands(e.derivation, e.tensor.operands(), seen, operands);
  json["operands"] = std::move(operands);
  Json upstream = Json::array();
  for (const Explanation& operand : e.upstream) upstream.push_back(to_json(operand));
  json["upstream"] = std::move(upstream);
  return json;
}

Json to_json(const block::Derivation& derivation) {
  return to_json(explain(derivation.tensor, derivation.cell, derivation.depth));
}

Json to_json(const block::ShapeTrace& trace) {
  Json steps = Json::array();
  for (const Tensor& tensor : way_to(trace.tensor, trace.depth)) {
    if (!tensor.operation()) continue;
    steps.push_back({{"name", expression(tensor)}, {"shapes", shape_trace(tensor)}});
  }
  return {{"name", expression(trace.tensor)}, {"trace", std::move(steps)}};
}

/// `json` behind the id of the step that it is about.
std::string about(std::string_view id, const Json& json) {
  Json whole = {{"id", id}};
  whole.update(json);
  return written(whole);
}

struct CellToJson {
  Json operator()(const Text& text) const { return both(text); }
  Json operator()(Size count) const { return count; }
  Json operator()(float value) const { return number(value); }
};

struct ToJson {
  Json operator()(const block::Paragraph& paragraph) const {
    return {{"type", "text"}, {"ko", paragraph.text.ko}, {"en", paragraph.text.en}};
  }
  Json operator()(const block::Code& code) const {
    return {{"type", "code"}, {"pytorch", code.lines}};
  }
  Json operator()(const block::Matrix& matrix) const {
    return {{"type", "tensor"},
            {"name", matrix.tensor.name()},
            {"shape", sizes(matrix.tensor.shape())},
            {"rows", axis_labels(matrix.tensor, 1)},
            {"columns", axis_labels(matrix.tensor, 0)}};
  }
  Json operator()(const block::Arrow& arrow) const {
    return {{"type", "arrow"}, {"operations", arrow.operations}};
  }
  Json operator()(const block::Table& table) const {
    const auto cells = [](const std::vector<block::Cell>& row) {
      Json array = Json::array();
      for (const block::Cell& cell : row) {
        array.push_back(std::visit(CellToJson(), cell));
      }
      return array;
    };
    Json rows = Json::array();
    for (const auto& row : table.rows) rows.push_back(cells(row));
    return {{"type", "table"}, {"header", cells(table.header)}, {"rows", rows}};
  }
  Json operator()(const block::Check& check) const {
    return {
        {"type", "check"}, {"ko", check.claim.ko}, {"en", check.claim.en}, {"holds", check.holds}};
  }
  Json operator()(const block::Question& question) const {
    constexpr const char* kinds[] = {"shape", "cell", "count", "choice"};
    Json json = {{"type", "question"},
                 {"answer", kinds[question.answer.index()]},
                 {"ko", question.ask.ko},
                 {"en", question.ask.en}};
    if (const auto* choice = std::get_if<block::Question::Choice>(&question.answer)) {
      Json options = Json::array();
      for (const auto& option : choice->options) {
        options.push_back(both(option));
        if (!option.why.ko.empty()) options.back()["why"] = both(option.why);
      }
      json["options"] = std::move(options);
      json["right"] = choice->right;
    } else if (const auto* shape = std::get_if<block::Question::ShapeOf>(&question.answer)) {
      json["right"] = sizes(shape->tensor.shape());
    } else if (const auto* cell = std::get_if<block::Question::Cell>(&question.answer)) {
      json["right"] = number(cell->tensor.at(cell->index));
    } else if (const auto* count = std::get_if<block::Question::Count>(&question.answer)) {
      json["right"] = count->number;
      json["hint"] = both(count->hint);
    }
    if (!question.causes.empty()) {
      Json causes = Json::array();
      for (const auto& [number, why] : question.causes) {
        causes.push_back(
            {{"number", json_number<Json>(static_cast<float>(number))}, {"why", both(why)}});
      }
      json["causes"] = std::move(causes);
    }
    return json;
  }
  Json operator()(const block::Note& note) const {
    return {{"type", "note"}, {"ko", note.text.ko}, {"en", note.text.en}};
  }
  Json operator()(const block::Plot& plot) const {
    const auto curve = [](const Tensor& tensor) {
      Json values = Json::array();
      for (const float value : tensor.values()) values.push_back(number(value));
      return Json{{"name", tensor.name()}, {"values", std::move(values)}};
    };
    Json series = Json::array();
    for (const Tensor& tensor : plot.series) series.push_back(curve(tensor));
    return {{"type", "plot"}, {"x", curve(plot.x)}, {"series", std::move(series)}};
  }
  Json operator()(const block::Derivation& derivation) const {
    return {{"type", "derivation"}, {"of", to_json(derivation)}};
  }
  Json operator()(const block::ShapeTrace& trace) const {
    return {{"type", "shapes"}, {"of", to_json(trace)}};
  }
  Json operator()(const block::Contents& contents) const {
    Json entries = Json::array();
    for (const auto& entry : contents.entries) {
      entries.push_back({{"id", entry.id}, {"mark", entry.mark}, {"title", both(entry.title)}});
    }
    return {{"type", "contents"}, {"title", both(contents.title)}, {"entries", entries}};
  }
  Json operator()(const block::Change& change) const {
    return {{"type", "change"}, {"before", change.before}, {"after", change.after}};
  }
};

Json tensor_values(const Tensor& tensor) {
  Json values = Json::array();
  for (const float value : tensor.values()) values.push_back(number(value));
  return {{"name", tensor.name()}, {"shape", sizes(tensor.shape())}, {"values", values}};
}

}  // namespace

std::string render_json(const Page& page) {
  Json blocks = Json::array();
  Json tensors = Json::array();
  Json checks = Json::array();
  for (const Block& block : page.blocks()) {
    blocks.push_back(std::visit(ToJson(), block));
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) {
      tensors.push_back(tensor_values(matrix->tensor));
    }
    if (const auto* check = std::get_if<block::Check>(&block)) {
      checks.push_back({{"ko", check->claim.ko}, {"en", check->claim.en}, {"holds", check->holds}});
    }
  }
  return written(Json{{"id", page.id()},
                      {"title", both(page.title())},
                      {"blocks", std::move(blocks)},
                      {"tensors", std::move(tensors)},
                      {"checks", std::move(checks)}});
}

std::string render_json(const std::vector<Place>& places) {
  Json array = Json::array();
  for (const Place& place : places) {
    array.push_back({{"id", id(place)}, {"title", both(place.step->title)}});
  }
  return written(array);
}

std::string render_json(std::string_view id, std::span<const Tensor> tensors) {
  Json array = Json::array();
  for (const Tensor& tensor : tensors) {
    array.push_back({{"name", tensor.name()}, {"shape", sizes(tensor.shape())}});
  }
  return about(id, {{"tensors", std::move(array)}});
}

std::string render_json(std::string_view id, const block::Derivation& derivation) {
  return about(id, to_json(derivation));
}

std::string render_json(std::string_view id, std::span<const block::Derivation> cells) {
  Json array = Json::array();
  for (const block::Derivation& cell : cells) array.push_back(to_json(cell));
  return about(id, {{"cells", std::move(array)}});
}

std::string render_json(std::string_view id, const block::ShapeTrace& trace) {
  return about(id, to_json(trace));
}

}  // namespace attn
