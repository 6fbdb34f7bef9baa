#include <array>

#include "catalogue.h"
#include "cli/cell_word.h"
#include "cli/report.h"
#include "cli/step_selection.h"
#include "harness.h"
#include "lesson/typed.h"

/// Words of the command line: steps, chapters and cells, or refused in words that are safe to show.
/// The first byte picks what is expected.

namespace attn {
namespace {

constexpr std::array<Step, 3> steps = {{{1, {"하나", "one"}, nullptr},
                                        {2, {"둘", "two"}, nullptr},
                                        {12, {"열둘", "twelve"}, nullptr}}};
constexpr std::array<Chapter, 2> all_chapters = {
    {{3, {"셋째 장", "chapter three"}, steps}, {4, {"넷째 장", "chapter four"}, steps}}};

template <class Parse>
void expect_understood(const Parse& parse) {
  try {
    parse();
  } catch (const UserError& error) {
    require_said(error);
    for (const char c : describe(error, Language::both)) {
      require(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
    }
  }
}

}  // namespace

/// In place of the real table, which would bring all steps with it.
std::span<const Chapter* const> chapters() {
  static constexpr std::array<const Chapter*, 2> table = {&all_chapters[0], &all_chapters[1]};
  return table;
}

}  // namespace attn

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  if (size == 0) return 0;
  const std::string word(text_of(data + 1, size - 1));
  expect_understood([&] {
    switch (data[0] % 7) {
      case 0:
        return require(!select_steps({word}).empty());
      case 1:
        return void(select_step(word));
      case 2:
        return void(select_chapter(word));
      case 3:
        return void(parse_whole("--query", word, 1, 6, {"번호를 쓰십시오", "write a number"}));
      case 4:
        return void(parse_seed("--seed", word));
      case 5: {
        const double rate = parse_rate("--dropout", word);
        return require(rate >= 0 && rate < 1);
      }
      default:
        for (const CellWord& way : ways_to_read(word)) require(word.starts_with(way.name));
    }
  });
  return 0;
}
