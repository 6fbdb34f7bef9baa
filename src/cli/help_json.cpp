#include <nlohmann/json.hpp>

#include "cli/completion.h"
#include "cli/help.h"
#include "cli/option_table.h"
#include "render/json.h"

namespace attn {
namespace {

using Json = nlohmann::ordered_json;

/// What is offered where a value is typed, as far as it is known beforehand.
Json choices_of(std::string_view takes) {
  Json words = Json::array();
  const std::string offered = words_offered(takes);
  for (const std::string_view word : words_of(offered)) words.push_back(word);
  return words;
}

Json to_json(const Option& option) {
  return {{"name", option.name()},
          {"takes", option.takes},
          {"choices", choices_of(option.takes)},
          {"setting", option.setting.has_value()},
          {"ko", option.meaning.ko},
          {"en", option.meaning.en}};
}

Json to_json(const Command& command) {
  Json options = Json::array();
  for (const Option* option : options_of(command.name)) options.push_back(to_json(*option));
  return {{"name", command.name},
          {"takes", command.takes},
          {"ko", command.about.ko},
          {"en", command.about.en},
          {"options", options}};
}

}  // namespace

std::string help_as_json(const Command* command) {
  if (command) return written(to_json(*command));
  Json all = Json::array();
  for (const Command& one : commands()) all.push_back(to_json(one));
  return written(all);
}

}  // namespace attn
