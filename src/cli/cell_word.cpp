#include "cli/cell_word.h"

#include <charconv>

#include "lesson/user_error.h"

namespace attn {
namespace {

[[noreturn]] void fail_at_cell(const std::string& word) {
  throw UserError(echoed(word),
                  {"이름[행,열] 모양이어야 합니다", "expected the form name[row,column]"},
                  {"attn explain 13 all_context_vecs[0,1]처럼 쓰십시오",
                   "write, say, attn explain 13 all_context_vecs[0,1]"});
}

}  // namespace

CellWord parse_cell(const std::string& word) {
  const std::size_t open = word.find('[');
  CellWord asked{word.substr(0, open)};
  if (open == std::string::npos) return asked;
  if (!word.ends_with(']')) fail_at_cell(word);
  asked.places.emplace();
  const char* at = word.data() + open + 1;
  const char* end = word.data() + word.size() - 1;
  while (at < end) {
    while (*at == ' ') ++at;
    Size place = 0;
    const auto [stop, error] = std::from_chars(at, end, place);
    if (error != std::errc() || (stop != end && *stop != ',')) fail_at_cell(word);
    asked.places->push_back(place);
    at = stop + 1;
  }
  return asked;
}

}  // namespace attn
