#include "cli/program_text.h"

#include <utility>

#include "cli/inputs.h"
#include "cli/output.h"
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

/// Lines that print the tensors with all the digits that a float32 needs, as `attn diff` reads
/// them.
std::string printing(const std::vector<std::string>& names) {
  std::string lines;
  for (const std::string& name : names) lines += formatted("print(\"{0} =\", {0})\n", name);
  return lines;
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

ProgramFile program_under(std::span<const Place> places, const Settings& settings) {
  Settings whole = settings.for_one_step();
  whole.in_one_file = true;
  std::vector<ProgramPart> parts = program_of(places, whole);
  settings.remember_asked(whole);
  const Choices choices = used(settings.choices(), whole);
  if (choices == settings.choices()) return {std::move(parts), choices, whole};
  Settings fewer = settings_of_used(choices, whole);
  parts = program_of(places, fewer);
  return {std::move(parts), choices, std::move(fewer)};
}

std::string program_text(const ProgramFile& program, Language language, std::string_view lines) {
  const std::string settings = command_line(program.choices);
  std::string text = python_comment(
      formatted("attn {}{}{}", ids_of(program.parts), settings.empty() ? "" : " ", settings));
  text += lines;
  bool are_digits_set = false;
  for (const ProgramPart& part : program.parts) {
    const Place& place = part.place;
    text += "\n" + python_comment(id(place) + "  " + in_a_line(place.step->title, language));
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

std::string python_comment(const std::string& text) {
  return formatted("# {}\n", visible(text));
}

}  // namespace attn
