#include "cli/completion.h"

#include <algorithm>

#include "catalogue.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/option_table.h"

namespace attn {

namespace {

std::string all_chapters() {
  std::string names = "all";
  for (const Chapter* chapter : chapters()) names += formatted(" {}", chapter->number);
  return names;
}

std::string all_steps() {
  std::string names = "all";
  for (const Chapter* chapter : chapters()) {
    names += formatted(" ch{}", chapter->number);
    for (const Step& step : chapter->steps) {
      names += " " + id({chapter, &step});
      if (chapter->number == 3) names += formatted(" {}", step.number);  // typed alone as well
    }
  }
  return names;
}

template <class Names>
std::string in_a_row(const Names& names) {
  return joined(std::vector<std::string>(names.begin(), names.end()), " ");
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view takes) {
  std::vector<std::string_view> words;
  while (!takes.empty()) {
    const std::size_t end = std::min(takes.find(' '), takes.size());
    words.push_back(takes.substr(0, end));
    takes.remove_prefix(std::min(end + 1, takes.size()));
  }
  return words;
}

Completed completed(std::string_view takes) {
  constexpr std::pair<std::string_view, Completed> kinds[] = {
      {"[--", Completed::nothing},  {"COMMAND…", Completed::files},
      {"STEP", Completed::steps},   {"CHAPTER", Completed::chapters},
      {"NAME", Completed::tensors}, {"COMMAND", Completed::commands},
      {"INPUT", Completed::inputs}, {"FILE", Completed::files},
      {"DIR", Completed::folders},  {"|", Completed::choices},
  };
  for (const auto& [part, kind] : kinds) {
    if (takes.find(part) != std::string_view::npos) return kind;
  }
  return Completed::nothing;
}

std::string words_offered(std::string_view takes) {
  switch (completed(takes)) {
    case Completed::steps:
      return all_steps();
    case Completed::chapters:
      return all_chapters();
    case Completed::commands: {
      std::vector<std::string_view> names;
      for (const Command& command : commands()) names.push_back(command.name);
      return in_a_row(names);
    }
    case Completed::choices:
      return in_a_row(choices_in(takes));
    case Completed::inputs:
      return in_a_row(built_in_inputs());
    default:
      return "";
  }
}

}  // namespace attn
