#include "answer/reply.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "answer/plain_text.h"
#include "answer/scan.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

bool is_figure(char c) {
  return '0' <= c && c <= '9';
}
bool is_any_letter(char c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

void replace_all(std::string& text, std::string_view word, std::string_view instead) {
  for (std::size_t at = text.find(word); at != std::string::npos;
       at = text.find(word, at + instead.size())) {
    text.replace(at, word.size(), instead);
  }
}

/// Whether it may stand before "=": a name, perhaps with an index, or nothing.
bool is_left_side(std::string_view text) {
  text = trimmed(text);
  const std::size_t bracket = std::min(text.find('['), text.size());
  const std::string_view index = text.substr(bracket);
  if (!index.empty() && index.find_first_not_of("[]0123456789,: -") != std::string_view::npos) {
    return false;
  }
  text = text.substr(0, bracket);
  return text.empty() || is_name(text);
}

/// "1,024" and "1_024" without what groups the digits.
std::string without_groups(std::string text) {
  std::erase(text, '_');
  bool is_grouped =
      !text.starts_with(',') && text.find_first_not_of("0123456789,") == std::string::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_place = (text.size() - i) % 4 == 0;  // of a comma, counted from the end
    is_grouped = is_grouped && (text[i] == ',') == is_place;
  }
  if (is_grouped) std::erase(text, ',');
  return text;
}

/// "②" as "(2)".
std::string without_circles(std::string text) {
  constexpr std::array<std::string_view, 9> circles = {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"};
  for (std::size_t i = 0; i < circles.size(); ++i) {
    replace_all(text, circles[i], formatted("({})", i + 1));
  }
  return text;
}

/// Takes one of `words` off the end of `text`, with the blanks before it.
void drop_end(std::string_view& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (!text.ends_with(word)) continue;
    text = trimmed(text.substr(0, text.size() - word.size()));
    return;
  }
}

/// Without blanks, and in a language without difference between large and small letters.
std::string squeezed(std::string_view text, bool is_code) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ') kept += c;
  }
  return is_code ? kept : lower(kept);
}

/// Whether `said` is that option, word for word; blanks and a full stop aside.
bool is_in_words(const Text& option, std::string_view said) {
  const bool is_code = option.ko == option.en;
  const auto same = [&](std::string_view text) {
    return squeezed(text, is_code) == squeezed(option.ko, is_code) ||
           squeezed(text, is_code) == squeezed(option.en, is_code);
  };
  return same(said) || (said.ends_with('.') && same(said.substr(0, said.size() - 1)));
}

}  // namespace

std::string plain_line(std::string_view typed) {
  try {
    const std::string text = plain_text({typed, ""});
    return std::string(trimmed(text));
  } catch (const UserError&) {
    return "";
  }
}

std::string_view without_lead(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view word :
       {"답:", "답은", "정답은", "answer:", "about", "approximately", "approx.", "약", "대략"}) {
    if (text.starts_with(word)) text = trimmed(text.substr(word.size()));
  }
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos && is_left_side(text.substr(0, equals))) {
    text = text.substr(equals + 1);
    if (text.starts_with('=')) text = text.substr(1);
  }
  text = trimmed(text);
  return text.starts_with('~') ? trimmed(text.substr(1)) : text;
}

void drop_courtesy(std::string_view& text) {
  drop_end(text, {"."});
  drop_end(text, {"입니다"});
  drop_end(text, {"정도", "쯤"});
}

bool has_letters(std::string_view typed) {
  return std::any_of(typed.begin(), typed.end(), is_any_letter);
}

std::optional<Size> typed_count(std::string_view typed) {
  const std::string line = lower(plain_line(typed));
  std::string_view text = without_lead(line);
  drop_courtesy(text);
  drop_end(text, {"개",         "차원",   "번째",    "가지",    "칸",     "쌍",     "tokens",
                  "token",      "pairs",  "numbers", "cells",   "ones",   "places", "parameters",
                  "dimensions", "heads",  "patches", "pixels",  "params", "values", "vectors",
                  "elements",   "layers", "weights", "columns", "rows",   "in all"});
  const auto number = typed_number(without_groups(std::string(text)));
  constexpr double most = 9e15;  // beyond, not every whole number is a double
  if (!number || !(std::abs(number->value) < most)) return {};
  if (std::abs(number->value - std::round(number->value)) > 1e-9) return {};
  return std::llround(number->value);
}

std::optional<Shape> typed_shape(std::string_view typed) {
  std::string text = lower(plain_line(typed));
  text = std::string(without_lead(text));
  for (const std::string_view word : {"torch.size", "size", "shape", "모양은", "모양", "입니다"}) {
    replace_all(text, word, " ");
  }
  for (const std::string_view word : {"×", " by ", "*"}) replace_all(text, word, "x");
  if (trimmed(text) == "scalar" || trimmed(text) == "스칼라") return Shape();
  const bool has_product = text.find('x') != std::string::npos;
  if (has_product && text.find(',') != std::string::npos) return {};  // (2*3, 2)
  for (const std::string_view word : {"행", "열"}) replace_all(text, word, "x");
  Shape shape;
  bool is_separated = true;  // from the number before
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_figure(c)) {
      Size size = 0;
      const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), size);
      if (error != std::errc() || !is_separated || shape.rank() == Dims::max_rank) return {};
      shape.push_back(size);
      at = static_cast<std::size_t>(end - text.data());
      is_separated = false;
    } else if (std::string_view("()[]{}<>, x").find(c) != std::string_view::npos) {
      is_separated = true;
      ++at;
    } else {
      return {};
    }
  }
  const bool is_empty = shape.rank() == 0 && text.find_first_of("([") == std::string::npos;
  if (is_empty) return {};
  return shape;
}

std::optional<std::size_t> typed_option(const block::Question::Choice& choice,
                                        std::string_view typed) {
  const auto place_of = [&](std::string_view said) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
      if (is_in_words(choice.options[i], said)) return i;
    }
    return {};
  };
  const std::string line = plain_line(typed);
  if (const auto place = place_of(line)) return place;

  const std::string text = without_circles(line);
  std::string_view rest = text;
  for (const std::string_view word : {"option", "Option", "number", "no.",
                                      "answer:", "답:", "정답은", "답은", "보기", "#", "("}) {
    if (rest.starts_with(word)) rest = trimmed(rest.substr(word.size()));
  }
  std::size_t number = 0;
  const char* end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data(), end, number);
  if (error != std::errc() || number < 1 || number > choice.options.size()) return {};
  std::string_view after(stop, static_cast<std::size_t>(end - stop));
  for (const std::string_view word : {"번", "입니다", ")", ".", ":", ","}) {
    if (after.starts_with(word)) after = after.substr(word.size());
  }
  after = trimmed(after);
  const bool is_number = after.empty() || after == "." || place_of(after) == number - 1;
  return is_number ? std::optional(number - 1) : std::nullopt;
}

}  // namespace attn
