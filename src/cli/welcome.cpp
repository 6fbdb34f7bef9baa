#include "cli/welcome.h"

#include <unistd.h>

#include "catalogue.h"
#include "cli/dialogue.h"
#include "cli/output.h"
#include "cli/way.h"
#include "render/text.h"

namespace attn {

std::optional<Place> welcome(const TextStyle& style) {
  Dialogue dialogue(style);
  const std::vector<const Chapter*> proposed = proposed_chapters();
  Page page("");
  page.text(
      "attn은 어텐션을 한 단계씩, 먼저 묻고 나서 보여 줍니다. 장은 다음과 같습니다.",
      "attn goes through attention step by step, and asks before it shows. These are its chapters:");
  std::vector<std::vector<block::Cell>> rows;
  for (const Chapter* chapter : chapters()) {
    rows.push_back({static_cast<Size>(chapter->number), Text(chapter->title),
                    static_cast<Size>(chapter->steps.size())});
  }
  page.table({{"장", "chapter"}, {"제목", "title"}, {"단계", "steps"}}, std::move(rows));
  page.text(
      "{0}장은 노트의 순서 그대로 어텐션을 계산합니다. 처음 배운다면 단어에서 시작하는 1장부터 "
      "하십시오: attn learn ch1",
      "Chapter {0} computes attention in the order of the notes. To begin at the beginning, with "
      "words, take chapter 1: attn learn ch1",
      proposed.front()->number);
  print(render_blocks(page.blocks(), style) + "\n");
  while (isatty(STDIN_FILENO)) {
    const auto chosen = dialogue.choose(
        {formatted("Enter:{}장부터  1:1장부터  q:그만두기", proposed.front()->number),
         formatted("Enter:from chapter {}  1:from chapter 1  q:quit", proposed.front()->number)});
    if (!chosen) return {};
    for (const Chapter* chapter : proposed) {
      if (chosen->empty() || *chosen == std::to_string(chapter->number))
        return Place{chapter, &chapter->steps.front()};
    }
  }
  return Place{proposed.front(), &proposed.front()->steps.front()};
}

}  // namespace attn
