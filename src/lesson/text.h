#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attn {

/// What is said to the learner, in Korean and in English.
struct Text {
  std::string ko, en;

  Text() = default;
  Text(std::string ko, std::string en) : ko(std::move(ko)), en(std::move(en)) {}
  /// What is the same in both languages: names, numbers, code.
  Text(std::string both) : ko(both), en(std::move(both)) {}
  Text(const char* both) : Text(std::string(both)) {}
};

/// fmt::vformat, compiled once for all lessons.
std::string vformatted(fmt::string_view format, fmt::format_args arguments);

/// fmt::format, checked when the program is built like it.
template <class... Args>
std::string formatted(fmt::format_string<const Args&...> format, const Args&... arguments) {
  return vformatted(format, fmt::make_format_args(arguments...));
}

/// "s", as in "{} token{}", unless there is one.
constexpr std::string_view plural(std::int64_t count) {
  return count == 1 ? "" : "s";
}

/// "a, b, c" for ", ".
std::string joined(std::span<const std::string> parts, std::string_view between);

/// `text`, or its first `most` characters and "…".
std::string cut(std::string_view text, int most);

/// What the user typed, as much of it as an error says again.
inline std::string echoed(std::string_view typed) {
  return cut(typed, 40);
}

/// Which of the two the learner wants to read.
enum class Language { ko, en, both };

/// A text that is known when the program is built.
struct FixedText {
  std::string_view ko, en;
  operator Text() const { return {std::string(ko), std::string(en)}; }
};

/// What is to be read of a text, in order; parts of it.
inline std::vector<std::string_view> chosen(const FixedText& text, Language language) {
  if (language == Language::ko || text.ko == text.en) return {text.ko};
  if (language == Language::en) return {text.en};
  return {text.ko, text.en};
}
inline std::vector<std::string_view> chosen(const Text& text, Language language) {
  return chosen(FixedText{text.ko, text.en}, language);
}

}  // namespace attn
