#include "render/heat.h"

#include <algorithm>
#include <cmath>

namespace attn {
namespace {

constexpr Rgb dark_text = {22, 24, 29};
constexpr Rgb light_text = {236, 238, 242};

/// Where the scales begin and end on one ground.
struct Palette {
  Rgb text, zero, share, above, below, masked, not_a_number;
};
constexpr Rgb blue = {112, 168, 245};
constexpr Rgb deep_blue = {32, 88, 168};
constexpr Palette palettes[] = {
    {dark_text, {255, 255, 255}, blue, {245, 160, 112}, blue, {214, 216, 222}, {250, 205, 214}},
    {light_text, {21, 23, 28}, deep_blue, {146, 66, 20}, deep_blue, {52, 56, 66}, {104, 30, 52}},
    // What is seen on white as well as on black: from grey to a colour.
    {light_text,
     {92, 96, 104},
     {20, 84, 200},
     {176, 64, 0},
     {20, 84, 200},
     {72, 76, 84},
     {150, 24, 60}},
};

Rgb end_of(const Palette& palette, Heat::Kind kind) {
  switch (kind) {
    case Heat::Kind::share:
      return palette.share;
    case Heat::Kind::above:
      return palette.above;
    case Heat::Kind::below:
      return palette.below;
    case Heat::Kind::masked:
      return palette.masked;
    case Heat::Kind::not_a_number:
      break;
  }
  return palette.not_a_number;
}

std::uint8_t between(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + share * (to - from)));
}

/// How light a colour is, from 0 to 1: WCAG 2.1, "relative luminance".
double luminance(Rgb color) {
  const auto linear = [](std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

}  // namespace

double contrast(Rgb a, Rgb b) {
  const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

HeatScale::HeatScale(const Tensor& tensor) {
  for (const float value : tensor.values()) {
    if (!std::isfinite(value)) continue;
    is_share_ = is_share_ && value >= 0 && value <= 1;
    largest_ = std::max(largest_, std::abs(value));
  }
}

Heat HeatScale::operator()(float value) const {
  if (std::isnan(value)) return {Heat::Kind::not_a_number, 0};
  if (value == -HUGE_VALF) return {Heat::Kind::masked, 0};
  const float whole = is_share_ || largest_ == 0 ? 1 : largest_;
  const float share = std::min(1.0F, std::abs(value) / whole);  // of inf, 1
  const int level = static_cast<int>(std::lround(share * Heat::levels));
  if (is_share_) return {Heat::Kind::share, level};
  return {value < 0 ? Heat::Kind::below : Heat::Kind::above, level};
}

Colors colors_of(const Heat& heat, Ground ground) {
  const Palette& palette = palettes[static_cast<int>(ground)];
  const bool is_whole = heat.kind == Heat::Kind::masked || heat.kind == Heat::Kind::not_a_number;
  const double share = is_whole ? 1 : heat.level / static_cast<double>(Heat::levels);
  const Rgb from = palette.zero;
  const Rgb to = end_of(palette, heat.kind);
  return {palette.text,
          {between(from.red, to.red, share), between(from.green, to.green, share),
           between(from.blue, to.blue, share)}};
}

int background_of_256(const Heat& heat) {
  constexpr int blues[] = {59, 59, 60, 60, 61, 61, 62, 26, 20};
  constexpr int reds[] = {59, 59, 95, 95, 131, 131, 130, 124, 160};
  if (heat.kind == Heat::Kind::not_a_number) return 89;
  if (heat.kind == Heat::Kind::masked) return 59;
  return heat.kind == Heat::Kind::above ? reds[heat.level] : blues[heat.level];
}

Rgb color_of_256(int number) {
  const auto channel = [](int step) {
    return static_cast<std::uint8_t>(step == 0 ? 0 : 55 + 40 * step);
  };
  const int place = number - 16;
  return {channel(place / 36), channel(place / 6 % 6), channel(place % 6)};
}

}  // namespace attn
