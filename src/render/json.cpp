#include "render/json.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace attn {
namespace {

/// JSON whose numbers are float32: printed with the fewest digits that read back the same.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool,
                                  std::int64_t, std::uint64_t, float>;

Json number(float value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

Json both(const Text& text) {
  return {{"ko", text.ko}, {"en", text.en}};
}

Json axis_labels(const Tensor& tensor, int axis) {
  if (tensor.dim() <= axis) return nullptr;
  const Labels* labels = tensor.labels(tensor.dim() - 1 - axis);
  return labels ? Json(*labels) : Json(nullptr);
}

Json sizes(const Shape& shape) {
  return std::vector<Size>(shape.begin(), shape.end());
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
      for (const Text& option : choice->options) options.push_back(both(option));
      json["options"] = std::move(options);
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

}  // namespace attn
