#include "cli/commands.h"

namespace attn {

std::span<const Command> commands() {
  static constexpr Command all[] = {
      {"run",
       "[STEP…]",
       {"단계를 실행합니다 (STEP이 없으면 3장 전체)",
        "run steps (no STEP: the whole of chapter 3)"},
       run_command},
      {"check",
       "[STEP…] [--update]",
       {"다시 계산해 간직해 둔 출력과 견줍니다", "compute anew, compare with the kept outputs"},
       check_command},
      {"diff",
       "STEP FILE|-",
       {"내 결과를 단계와 견주고 틀린 곳을 짚습니다",
        "hold your numbers against a step's: what went wrong"},
       diff_command},
      {"explain",
       "STEP NAME[i,j]",
       {"이 숫자가 어디에서 왔는지 보여 줍니다", "where this number comes from"},
       explain_command},
      {"learn",
       "[STEP]",
       {"먼저 답해 보고 확인합니다; 이어서 하기", "predict, then see; goes on where you left off"},
       learn_command},
      {"list", "[CHAPTER]", {"차례를 봅니다", "the table of contents"}, list_command},
  };
  return all;
}

}  // namespace attn
