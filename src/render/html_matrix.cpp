#include "render/html_matrix.h"

#include "render/heat.h"
#include "render/html.h"
#include "render/number.h"
#include "render/summary.h"

namespace attn {
namespace {

std::string hex(Rgb color) {
  return formatted("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

std::string class_of(const Heat& heat) {
  switch (heat.kind) {
    case Heat::Kind::share:
      return heat.level == 0 ? "" : formatted("s{}", heat.level);
    case Heat::Kind::above:
      return heat.level == 0 ? "" : formatted("p{}", heat.level);
    case Heat::Kind::below:
      return heat.level == 0 ? "" : formatted("n{}", heat.level);
    case Heat::Kind::masked:
      return "m";
    case Heat::Kind::not_a_number:
      return "x";
  }
  return "";
}

/// Every level that gives a background.
std::vector<Heat> all_heats() {
  std::vector<Heat> heats = {{Heat::Kind::masked, 0}, {Heat::Kind::not_a_number, 0}};
  for (const Heat::Kind kind : {Heat::Kind::share, Heat::Kind::above, Heat::Kind::below}) {
    for (int level = 1; level <= Heat::levels; ++level) heats.push_back({kind, level});
  }
  return heats;
}

/// Writes the tables of one tensor.
class Tables {
 public:
  Tables(const block::Matrix& matrix, int precision, std::size_t node)
      : x_(matrix.tensor),
        format_(x_.values(), matrix.whole_numbers ? 0 : precision),
        heat_(x_),
        node_(node),
        summarise_(is_summarised(x_)) {}

  std::string write() {
    slices({});
    return "<div class=\"scroll\">" + out_ + "</div>\n";
  }

 private:
  void slices(const Index& slice) {
    if (slice.rank() >= x_.dim() - 2) return one_slice(slice);
    for (const Size place : shown_places(x_.size(slice.rank()), summarise_)) {
      if (place == left_out) {
        out_ += "<p>…</p>";
      } else {
        slices(slice.inserted(slice.rank(), place));
      }
    }
  }

  void one_slice(const Index& slice) {
    out_ += formatted("<table data-tensor=\"{0}\" data-node=\"{1}\"><caption>{0}{2} <i>{3}</i>",
                      escaped(x_.name()), node_, subscript(slice), to_string(x_.shape()));
    out_ += "</caption>";
    const std::vector<Size> columns =
        x_.dim() == 0 ? std::vector<Size>{0} : shown_places(x_.size(-1), summarise_);
    const std::vector<Size> rows =
        x_.dim() < 2 ? std::vector<Size>{0} : shown_places(x_.size(-2), summarise_);
    const bool has_row_labels = x_.dim() > 1 && label_in_slice(x_, -2, slice, 0);
    const bool has_column_labels = x_.dim() > 0 && label_in_slice(x_, -1, slice, 0);
    if (has_column_labels || summarise_) {
      out_ += has_row_labels ? "<thead><tr><td></td>" : "<thead><tr>";
      for (const Size column : columns) out_ += heading("col", -1, slice, column);
      out_ += "</tr></thead>";
    }
    out_ += "<tbody>";
    for (const Size row : rows) {
      out_ += has_row_labels ? "<tr>" + heading("row", -2, slice, row) : "<tr>";
      for (const Size column : columns) cell(slice, row, column);
      out_ += "</tr>";
    }
    out_ += "</tbody></table>";
  }

  std::string heading(std::string_view scope, int axis, const Index& slice, Size place) const {
    std::string text = "…";
    if (place != left_out) {
      const std::string* name = label_in_slice(x_, axis, slice, place);
      text = name ? *name : std::to_string(place);
    }
    return formatted("<th scope={}>{}</th>", scope, escaped(text));
  }

  void cell(Index index, Size row, Size column) {
    if (row == left_out || column == left_out) {
      out_ += "<td>…</td>";
      return;
    }
    if (x_.dim() > 1) index.push_back(row);
    if (x_.dim() > 0) index.push_back(column);
    const float value = x_.at(index);
    const std::string name = class_of(heat_(value));
    out_ += name.empty() ? "<td" : "<td class=" + name;
    const std::string place = subscript(index);
    out_ += formatted(" data-cell={}>{}</td>",
                      place.empty() ? "\"\"" : place.substr(1, place.size() - 2), format_(value));
  }

  const Tensor& x_;
  NumberFormat format_;
  HeatScale heat_;
  std::size_t node_;
  bool summarise_;
  std::string out_;
};

}  // namespace

std::string heat_css() {
  std::string light;
  std::string dark;
  for (const Heat& heat : all_heats()) {
    const Colors on_light = colors_of(heat, Ground::light);
    const Colors on_dark = colors_of(heat, Ground::dark);
    const std::string name = class_of(heat);
    light += formatted("td.{}{{background-color:{};color:{}}}\n", name, hex(on_light.background),
                       hex(on_light.text));
    dark += formatted("[data-theme=dark] td.{}{{background-color:{};color:{}}}\n", name,
                      hex(on_dark.background), hex(on_dark.text));
  }
  return light + dark;
}

std::string matrix_as_html(const block::Matrix& matrix, int precision, std::size_t node) {
  return Tables(matrix, precision, node).write();
}

}  // namespace attn
