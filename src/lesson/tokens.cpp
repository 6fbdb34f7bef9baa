#include "lesson/tokens.h"

#include <utf8proc.h>

#include "lesson/settings.h"
#include "lesson/source.h"
#include "lesson/typed.h"
#include "lesson/user_error.h"
#include "tensor/names.h"

namespace attn {
namespace {

constexpr const char* tokens_option = "--tokens";

/// Whether Python's str.split() parts words there: blanks and line ends of any script.
bool is_between_words(utf8proc_int32_t character) {
  if (('\t' <= character && character <= '\r') || (0x1C <= character && character <= 0x1F)) {
    return true;
  }
  const utf8proc_category_t category = utf8proc_category(character);
  return character == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
         category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/// REQUIRES: is_utf8(text).
Labels words_in(std::string_view text) {
  Labels words;
  bool is_inside = false;
  while (!text.empty()) {
    utf8proc_int32_t character = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = static_cast<std::size_t>(
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &character));
    const bool was_inside = std::exchange(is_inside, !is_between_words(character));
    if (is_inside && !was_inside) words.emplace_back();
    if (is_inside) words.back() += text.substr(0, length);
    text.remove_prefix(length);
  }
  return words;
}

}  // namespace

Labels parse_tokens(const std::string& typed) {
  const Text fix = {"--tokens \"나는 오늘 학교에 간다\"처럼 쓰십시오",
                    "write, say, --tokens \"the cat sat down\""};
  if (!is_utf8(typed)) {
    throw UserError(tokens_option,
                    {"UTF-8이 아닌 바이트가 있습니다", "there is a byte that is not UTF-8"}, fix);
  }
  Labels tokens = words_in(typed);
  if (tokens.empty()) {
    throw UserError(tokens_option, {"토큰이 하나도 없습니다", "there is no token"}, fix);
  }
  if (std::cmp_greater(tokens.size(), Settings::max_tokens)) {
    throw UserError(
        tokens_option,
        {formatted("토큰은 {}개까지 받는데 {}개입니다", Settings::max_tokens, tokens.size()),
         formatted("at most {} tokens are taken, these are {}", Settings::max_tokens,
                   tokens.size())},
        {"토큰의 수를 줄이십시오", "use fewer tokens"});
  }
  return tokens;
}

Size d_in_of(const Choices& choices) {
  const auto chosen = choices.find(Setting::d_in);
  if (chosen == choices.end()) return 3;
  const bool has_input = choices.contains(Setting::input);
  if (has_input || !choices.contains(Setting::tokens)) {
    throw UserError(
        "--d-in",
        has_input ? Text("차원은 --input의 열 수입니다", "it is the number of columns of --input")
                  : Text("뽑을 임베딩이 없습니다", "there are no embeddings to draw"),
        has_input ? Text("--d-in을 빼십시오", "leave out --d-in")
                  : Text("--tokens와 함께 쓰십시오: --tokens \"나는 학교에 간다\" --d-in 4",
                         "write it with --tokens: --tokens \"the cat sat\" --d-in 4"));
  }
  return parse_whole("--d-in", chosen->second, 1, Settings::max_d_in,
                     {"--d-in 4처럼 쓰십시오", "write, say, --d-in 4"});
}

Tensor with_tokens(const Tensor& inputs, Labels tokens) {
  const Size rows = inputs.size(0);
  if (std::cmp_not_equal(tokens.size(), rows)) {
    const auto names = static_cast<Size>(tokens.size());
    throw UserError(
        tokens_option,
        {formatted("입력의 토큰은 {}개인데 이름이 {}개입니다", rows, names),
         formatted("the input has {} token{}, and here {} {} name{}", rows, plural(rows),
                   names == 1 ? "is" : "are", names, plural(names))},
        {formatted("이름을 {}개 쓰십시오", rows), formatted("give {} name{}", rows, plural(rows))});
  }
  return inputs.labelled(0, std::make_shared<const Labels>(std::move(tokens)));
}

Tensor as_inputs(const Tensor& matrix) {
  const auto numbered = [&](char letter, int axis) {
    Labels names;
    for (Size i = 1; i <= matrix.size(axis); ++i) names.push_back(formatted("{}{}", letter, i));
    return std::make_shared<const Labels>(std::move(names));
  };
  return matrix.named(names::inputs).labelled(0, numbered('t', 0)).labelled(1, numbered('x', 1));
}

}  // namespace attn
