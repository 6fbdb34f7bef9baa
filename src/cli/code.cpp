#include "code/program.h"

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "lesson/user_error.h"
#include "render/width.h"

namespace attn {
namespace {

/// "3.5-3.7, 3.23": the chosen steps in reading order.
std::string ids_of(const std::vector<ProgramPart>& parts) {
  std::vector<std::string> ranges;
  const Step* last = nullptr;
  std::string first;
  for (const ProgramPart& part : parts) {
    if (!part.is_own) continue;
    const std::string number = id(part.place);
    const bool goes_on = last && last + 1 == part.place.step && part.place.step->number > 1;
    if (goes_on) {
      ranges.back() = first + "-" + number;
    } else {
      ranges.push_back(number);
      first = number;
    }
    last = part.place.step;
  }
  return joined(ranges, " ");
}

/// A comment of one line, whatever is in it.
std::string comment(const std::string& text) {
  return formatted("# {}\n", visible(text));
}

/// Lines that print the tensors with all the digits that a float32 needs, as `attn diff` reads
/// them.
std::string printing(const std::vector<std::string>& names) {
  std::string lines;
  for (const std::string& name : names) lines += formatted("print(\"{0} =\", {0})\n", name);
  return lines;
}

std::string lines_of(const ProgramPart& part, Language language) {
  std::string lines =
      "\n" + comment(id(part.place) + "  " + in_a_line(part.place.step->title, language));
  if (!part.lines.empty()) lines += part.lines + "\n";
  if (!part.is_own) return lines;
  if (part.lines.empty() && part.shown.empty()) {
    lines += comment(in_a_line({"실행할 코드가 없습니다", "there is nothing to run"}, language));
  }
  return lines;
}

std::string program_text(const std::vector<ProgramPart>& parts, const Request& request) {
  const std::string settings = command_line(request.choices);
  std::string text =
      comment(formatted("attn {}{}{}", ids_of(parts), settings.empty() ? "" : " ", settings));
  bool is_set = false;
  for (const ProgramPart& part : parts) {
    text += lines_of(part, request.style.language);
    if (part.shown.empty()) continue;
    if (!is_set) {
      text += "\ntorch.set_printoptions(profile=\"full\", precision=8, sci_mode=False)";
    }
    is_set = true;
    text += "\n" + printing(part.shown);
  }
  return text;
}

}  // namespace

int code_command(const Request& request) {
  if (request.words.empty()) {
    throw UserError("code", {"단계가 와야 합니다", "expected a step"},
                    {"attn code 23처럼 쓰십시오", "write, say, attn code 23"});
  }
  const std::vector<Place> places = select_steps(request.words);
  Settings settings = settings_of(request);
  settings.in_one_file = true;
  print(program_text(program_of(places, settings), request));
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
