#include <utility>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "cli/weights_file.h"
#include "code/program.h"
#include "lesson/user_error.h"
#include "render/width.h"

namespace attn {
namespace {

/// "3.5-3.7 3.23": the chosen steps in reading order.
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

std::string program_text(const std::vector<ProgramPart>& parts, const Choices& choices,
                         Language language) {
  const std::string settings = command_line(choices);
  std::string text =
      comment(formatted("attn {}{}{}", ids_of(parts), settings.empty() ? "" : " ", settings));
  bool are_digits_set = false;
  for (const ProgramPart& part : parts) {
    const Place& place = part.place;
    text += "\n" + comment(id(place) + "  " + in_a_line(place.step->title, language));
    text += part.lines + "\n";
    if (part.shown.empty()) continue;
    text += "\n";
    if (!std::exchange(are_digits_set, true)) {
      text += "torch.set_printoptions(profile=\"full\", precision=8, sci_mode=False)\n";
    }
    text += printing(part.shown);
  }
  return text;
}

/// Those that were asked for.
Choices used(const Choices& choices, const Settings& settings) {
  Choices found;
  for (const auto& [setting, typed] : choices) {
    if (settings.was_asked(setting)) found[setting] = typed;
  }
  return found;
}

/// The same without what no chosen step asked for: lines of other steps may tell of it, too.
Settings settings_of_used(const Choices& choices, const Settings& settings) {
  const auto weights = choices.contains(Setting::weights) ? settings.chosen_weights() : nullptr;
  Settings fewer = choices.contains(Setting::input)
                       ? make_settings(settings.inputs(), choices, weights)
                       : settings_of(choices);
  fewer.in_one_file = true;
  return fewer;
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
  PagesWithWeights pages(places, settings);
  std::vector<ProgramPart> parts = program_of(places, settings);
  const Choices choices = used(request.choices, settings);
  if (choices != request.choices) parts = program_of(places, settings_of_used(choices, settings));
  print(program_text(parts, choices, request.style.language));
  if (settings.chosen_weights()) {
    for (const Place& place : places) pages.page(place);
    pages.note(request.style.language);
  }
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
