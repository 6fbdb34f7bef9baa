#include "cli/commands.h"

namespace attn {
namespace {

constexpr Example learning[] = {
    {"attn learn", {"처음부터, 또는 하던 곳부터", "from the start, or where you left off"}},
    {"attn learn 4.1", {"이 단계부터", "from this step on"}},
    {"attn learn --review", {"어려웠던 단계를 다시", "what was hard, again"}},
    {"attn learn --progress", {"어디까지 했는지", "how far you have come"}},
};
constexpr Example running[] = {
    {"attn run 23", {"한 단계", "one step"}},
    {"attn run 5-7 4.9", {"여러 단계", "several steps"}},
    {"attn run ch4 --d-out 6", {"한 장을 다른 크기로", "a chapter with another size"}},
    {"attn run | less", {"3장 전체", "the whole of chapter 3"}},
};
constexpr Example listing[] = {
    {"attn list", {"모든 장", "all chapters"}},
    {"attn list 4", {"4장", "chapter 4"}},
};
constexpr Example printing_inputs[] = {
    {"attn inputs > mine.csv", {"고쳐 쓸 파일로", "as a file to edit"}},
    {"attn inputs --tokens 'the cat sat'", {"뽑은 임베딩", "embeddings that are drawn"}},
};
constexpr Example explaining[] = {
    {"attn explain 24", {"물어볼 수 있는 텐서", "the tensors that can be asked about"}},
    {"attn explain 24 context_vec_2[0]", {"칸 하나의 계산", "how one cell is computed"}},
    {"attn explain 13 attn_weights[journey]", {"한 행의 계산", "how a row is computed"}},
    {"attn explain 18 keys", {"모양이 정해진 과정", "how the shape came about"}},
};
constexpr Example diffing[] = {
    {"attn diff 23 my_weights.txt", {"파일에 적힌 수를", "the numbers in a file"}},
    {"python3 mine.py | attn diff 23 -", {"출력된 그대로", "as they are printed"}},
};
constexpr Example coding[] = {
    {"attn code 23 > 23.py", {"한 단계의 프로그램", "the program of one step"}},
    {"attn code 23 | python3 - | attn diff 23 -", {"실행해서 비교하기", "run it and compare"}},
    {"attn code ch4 --bias", {"한 장 전체를", "a whole chapter"}},
};
constexpr Example practising[] = {
    {"attn practice 23", {"3.23.py로", "as 3.23.py"}},
    {"attn practice 23 mine.py --seed 7", {"다른 이름과 다른 수로", "another name, other numbers"}},
    {"attn practice ch3 chapter3", {"한 장 전체를 폴더에", "a whole chapter, into a folder"}},
};
constexpr Example watching[] = {
    {"attn watch mine.py", {"파이썬 프로그램", "a program in Python"}},
    {"attn watch mine.cpp -- make run",
     {"다른 언어, 또는 다른 명령", "another language or command"}},
    {"attn watch exercises", {"폴더의 프로그램을 하나씩", "a folder's programs, one by one"}},
};
constexpr Example weighing[] = {
    {"attn weights", {"induction.safetensors로", "as induction.safetensors"}},
};
constexpr Example checking[] = {
    {"attn check", {"3장의 모든 단계", "all steps of chapter 3"}},
    {"attn check all", {"모든 장", "all chapters"}},
};
constexpr Example completing[] = {
    {"source <(attn completion bash)", {"이 셸에서만", "for this shell"}},
};
constexpr Example helping[] = {
    {"attn help run", {"명령 하나와 그 옵션", "one command and its options"}},
    {"attn help --man | man -l -", {"설명서", "the manual"}},
};

constexpr Command all_commands[] = {
    {"learn",
     "[STEP]",
     {"먼저 답해 보고 확인합니다", "predict, then see"},
     {"단계마다 먼저 묻고, 답을 확인한 다음 페이지를 보여 줍니다. 다음에 실행하면 하던 곳부터 "
      "이어집니다.",
      "Each step asks before it shows, judges the answer, and helps. It goes on where you left off."},
     learning,
     learn_command},
    {"run",
     "[STEP…]",
     {"단계를 실행합니다", "run steps"},
     {"단계를 실행합니다. STEP이 없으면 3장 전체입니다.",
      "Runs steps. No STEP: the whole of chapter 3."},
     running,
     run_command},
    {"list",
     "[CHAPTER…]",
     {"차례", "the table of contents"},
     {"차례를 봅니다. attn learn이나 attn watch로 해 본 단계에는 표시가 있습니다.",
      "Shows the table of contents. Steps that were taken with attn learn or attn watch bear a mark."},
     listing,
     list_command},
    {"inputs",
     "",
     {"입력을 CSV로", "the inputs as CSV"},
     {"단계가 읽는 토큰과 임베딩을 CSV로 출력합니다. 고친 다음 --input으로 줄 수 있습니다.",
      "Prints the tokens and embeddings that steps read as CSV, to be edited and given by --input."},
     printing_inputs,
     inputs_command},
    {"explain",
     "STEP [NAME[i,j]]",
     {"수가 어디에서 왔는지", "where a number comes from"},
     {"칸 하나를 어떻게 계산했는지, 그 수들은 또 어디에서 왔는지 보여 줍니다. 칸을 쓰지 않으면 "
      "모양이 어떻게 정해졌는지, 이름도 쓰지 않으면 물어볼 수 있는 텐서를 보여 줍니다.",
      "Shows how a cell was computed, and where those numbers came from in turn. Without a cell: how "
      "the shape came about; without a name: the tensors that can be asked about."},
     explaining,
     explain_command},
    {"diff",
     "STEP FILE|-",
     {"내 결과와 비교합니다", "your numbers: what went wrong"},
     {"내 결과를 단계와 비교하고, 틀렸다면 어떤 실수에서 나온 수인지 짚습니다. PyTorch나 NumPy로 "
      "출력한 그대로, JSON, CSV를 받습니다.",
      "Holds your numbers against a step's and says which mistake makes them. Takes what PyTorch or "
      "NumPy print, JSON and CSV."},
     diffing,
     diff_command},
    {"code",
     "STEP…",
     {"바로 실행되는 PyTorch 프로그램", "its PyTorch program"},
     {"단계의 PyTorch 프로그램을 출력합니다. 페이지의 코드 앞에 그 코드에 필요한 앞 단계의 줄을 "
      "붙이고, 입력도 모두 적습니다. 끝에서 페이지의 텐서를 attn diff가 읽는 꼴로 출력합니다.",
      "Prints the PyTorch program of steps: the page's lines and, before them, those of earlier "
      "steps that they need, inputs written out. It ends by printing the page's tensors, as attn "
      "diff reads them."},
     coding,
     code_command},
    {"practice",
     "STEP [FILE]",
     {"계산을 비워 둔 프로그램", "a program to complete"},
     {"attn code의 프로그램에서 단계의 계산을 비우고, 만들 것의 이름과 모양만 남깁니다. FILE이 없으면 "
      "3.23.py처럼 단계의 번호로 쓰고, 단계가 여럿이면 FILE은 폴더입니다. -면 그대로 출력합니다. "
      "있는 파일은 덮어쓰지 않습니다.",
      "Writes the program of attn code without the lines that compute what the step shows; names and "
      "shapes say what to make. No FILE: 3.23.py, as the step is called; for several steps it is a "
      "folder; - prints the program. No file is overwritten."},
     practising,
     practice_command},
    {"watch",
     "FILE [-- COMMAND…]",
     {"저장할 때마다 판정합니다", "a verdict at each save"},
     {"직접 쓴 프로그램을 저장할 때마다 실행하고, 출력한 수를 attn diff처럼 판정합니다. 어느 단계인지는 "
      "프로그램의 처음 다섯 줄 안에 주석으로 씁니다: # attn 3.23 --seed 7. python3나 COMMAND로 "
      "실행하며, COMMAND에서 {}는 그 파일입니다. FILE이 폴더이면 그 안의 프로그램을 단계 차례로 봅니다. "
      "맞힌 단계는 attn list에 표시됩니다.",
      "Runs a program of your own at each save and judges the numbers it prints, as attn diff does. "
      "A comment in its first five lines says which step it is for: # attn 3.23 --seed 7. It is run "
      "by python3, or by COMMAND, in which {} is the file. If FILE is a folder, its programs are "
      "taken in the order of their steps. What you got right is marked in attn list."},
     watching,
     watch_command},
    {"weights",
     "[FILE]",
     {"7장의 가중치를 파일로", "chapter 7's weights, as a file"},
     {"7장의 모델이 배운 가중치를 파일로 씁니다. 그 장의 PyTorch 코드가 읽는 파일입니다. FILE이 없으면 "
      "induction.safetensors이고, -면 그대로 출력합니다. 있는 파일은 덮어쓰지 않습니다.",
      "Writes what the model of chapter 7 has learned to a file, which the PyTorch lines of that "
      "chapter read. No FILE: induction.safetensors; - prints its bytes. No file is overwritten."},
     weighing,
     weights_command},
    {"check",
     "[STEP…]",
     {"저장된 출력과 비교합니다", "compare with kept outputs"},
     {"다시 계산해 저장해 둔 출력과 비교합니다. STEP이 없으면 3장 전체입니다. 설정은 --expected로 "
      "그 설정의 출력이 있는 폴더를 알려 줄 때만 받습니다.",
      "Computes anew and compares with the kept outputs. No STEP: the whole of chapter 3. Settings "
      "are taken only with --expected, a folder of outputs made with them."},
     checking,
     check_command},
    {"completion",
     "bash|zsh|fish",
     {"셸 자동 완성 스크립트", "a script for your shell"},
     {"명령, 옵션, 단계, 텐서의 이름을 자동 완성하는 셸 스크립트를 출력합니다.",
      "Prints a script with which the shell completes commands, options, steps and tensors' names."},
     completing,
     completion_command},
    {"help",
     "[COMMAND]",
     {"명령과 옵션", "commands and options"},
     {"명령 하나와 그 옵션을, COMMAND가 없으면 모두를 짧게 보여 줍니다.",
      "Shows one command and its options; no COMMAND: all of them in short."},
     helping,
     help_command},
};

}  // namespace

std::string Command::usage() const {
  return std::string(name) + (takes.empty() ? "" : " " + std::string(takes));
}

std::span<const Command> commands() {
  return all_commands;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : all_commands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

}  // namespace attn
