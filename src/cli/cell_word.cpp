#include "cli/cell_word.h"

#include <optional>
#include <string_view>

#include "lesson/user_error.h"

namespace attn {
namespace {

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// What stands at the front of `rest` up to a comma or bracket, or in quotes, which is taken off.
/// Nothing if that is nothing, or not closed.
std::optional<PlaceWord> take_place(std::string_view& rest) {
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  PlaceWord place;
  if (rest.starts_with('\'') || rest.starts_with('"')) {
    const std::size_t end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos) return {};
    place = {std::string(rest.substr(1, end - 1)), true};
    rest.remove_prefix(end + 1);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return place;
  }
  std::size_t end = 0;
  for (int open = 0; end < rest.size(); ++end) {  // a name may have brackets: [CLS]
    if (open == 0 && (rest[end] == ',' || rest[end] == ']')) break;
    if (rest[end] == '[') ++open;
    if (rest[end] == ']') --open;
  }
  if (end == rest.size()) return {};
  place.text = without_blanks(rest.substr(0, end));
  rest.remove_prefix(end);
  if (place.text.empty()) return {};
  return place;
}

/// "[0,1]" and "[0][1]", to the end.
std::optional<std::vector<PlaceWord>> parse_places(std::string_view rest) {
  std::vector<PlaceWord> places;
  while (rest.starts_with('[')) {
    do {
      rest.remove_prefix(1);
      const auto place = take_place(rest);
      if (!place) return {};
      places.push_back(*place);
    } while (rest.starts_with(','));
    if (!rest.starts_with(']')) return {};
    rest.remove_prefix(1);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
  }
  if (!rest.empty()) return {};
  return places;
}

}  // namespace

std::vector<CellWord> ways_to_read(const std::string& word) {
  std::vector<CellWord> ways = {{word}};
  for (std::size_t at = word.rfind('['); at != std::string::npos && at > 0;
       at = word.rfind('[', at - 1)) {
    auto places = parse_places(std::string_view(word).substr(at));
    if (places) ways.push_back({word.substr(0, at), std::move(*places)});
  }
  return ways;
}

void fail_at_cell(const std::string& word) {
  throw UserError(echoed(word),
                  {"이름[행,열] 모양이어야 합니다", "expected the form name[row,column]"},
                  {"attn explain 13 all_context_vecs[0,1]처럼 쓰십시오",
                   "write, say, attn explain 13 all_context_vecs[0,1]"});
}

}  // namespace attn
