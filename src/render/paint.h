#pragma once

#include <string>
#include <string_view>

#include "lesson/text.h"
#include "render/heat.h"
#include "render/text_style.h"

namespace attn {

/// Colours by what they mean. Without colour, text stays as it is.
class Paint {
 public:
  explicit Paint(const TextStyle& style) : on_(style.color), heat_(style.heat) {}
  std::string title(std::string_view text) const { return with("\x1b[1m", text); }
  std::string name(std::string_view text) const { return with("\x1b[1;36m", text); }
  std::string quiet(std::string_view text) const { return with("\x1b[2m", text); }
  std::string code(std::string_view text) const { return with("\x1b[36m", text); }
  std::string good(std::string_view text) const { return with("\x1b[32m", text); }
  std::string bad(std::string_view text) const { return with("\x1b[1;31m", text); }
  /// A cell on the background that its value gives it.
  std::string cell(const Heat& heat, std::string_view text) const {
    if (heat_ == HeatStyle::colors_256) {
      return with(formatted("\x1b[38;5;231;48;5;{}m", background_of_256(heat)), text);
    }
    const auto [letters, background] = colors_of(heat, Ground::unknown);
    return with(formatted("\x1b[38;2;{};{};{};48;2;{};{};{}m", letters.red, letters.green,
                          letters.blue, background.red, background.green, background.blue),
                text);
  }
  HeatStyle heat() const { return heat_; }
  /// One colour for each curve of a plot, over again after the fourth.
  std::string curve(std::size_t number, std::string_view text) const {
    constexpr std::string_view starts[] = {"\x1b[36m", "\x1b[33m", "\x1b[35m", "\x1b[32m"};
    return with(starts[number % 4], text);
  }

 private:
  std::string with(std::string_view start, std::string_view text) const {
    if (!on_) return std::string(text);
    return std::string(start) + std::string(text) + "\x1b[0m";
  }

  bool on_;
  HeatStyle heat_;
};

}  // namespace attn
