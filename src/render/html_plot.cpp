#include "render/html_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "render/html.h"

namespace attn {
namespace {

// The picture, in its own units.
constexpr double left = 88;
constexpr double right = 620;
constexpr double top = 12;
constexpr double bottom = 248;

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  explicit Extent(std::span<const Tensor> tensors) {
    for (const Tensor& tensor : tensors) {
      for (const float value : tensor.values()) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, static_cast<double>(value));
        high = std::max(high, static_cast<double>(value));
      }
    }
    if (!(low < high)) high = low + 1;  // a single number, or none
    if (!std::isfinite(low)) low = 0, high = 1;
  }
  double share(double value) const { return (value - low) / (high - low); }
};

/// The curve's points; what is inf or nan breaks it.
std::string path_of(const Tensor& x, const Tensor& y, const Extent& across, const Extent& up) {
  const std::vector<float> xs = x.values();
  const std::vector<float> ys = y.values();
  std::string path;
  bool is_drawing = false;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    if (!std::isfinite(xs[i]) || !std::isfinite(ys[i])) {
      is_drawing = false;
      continue;
    }
    path += formatted("{}{:.1f} {:.1f}", is_drawing ? "L" : "M",
                      left + across.share(xs[i]) * (right - left),
                      bottom - up.share(ys[i]) * (bottom - top));
    is_drawing = true;
  }
  return path;
}

std::string number_at(double x, double y, std::string_view anchor, double value) {
  return formatted("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{:.3g}</text>", x, y, anchor,
                   value);
}

}  // namespace

std::string plot_as_html(const block::Plot& plot) {
  const Extent across({&plot.x, 1});
  const Extent up(plot.series);
  std::string names;
  for (const Tensor& curve : plot.series) names += (names.empty() ? "" : ", ") + curve.name();
  std::string out = formatted(
      "<figure><svg viewBox=\"0 0 640 280\" role=\"img\" aria-label=\"{}\"><g class=\"axes\">"
      "<path d=\"M{} {}V{}H{}\"/>",
      escaped(names), left, top, bottom, right);
  out += number_at(left - 8, top + 8, "end", up.high) + number_at(left - 8, bottom, "end", up.low);
  out += number_at(left, bottom + 22, "middle", across.low) +
         number_at(right, bottom + 22, "middle", across.high);
  out += formatted("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text></g>",
                   (left + right) / 2, bottom + 22, escaped(plot.x.name()));
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    out += formatted("<path class=\"curve c{}\" d=\"{}\"/>", i % 4,
                     path_of(plot.x, plot.series[i], across, up));
  }
  out += "</svg><figcaption>";
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    out += formatted("<span class=\"c{}\">{}</span> ", i % 4, escaped(plot.series[i].name()));
  }
  return out + "</figcaption></figure>\n";
}

}  // namespace attn
