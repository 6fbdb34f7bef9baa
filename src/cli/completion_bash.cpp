#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/option_table.h"

namespace attn {
namespace {

/// What bash does to offer what a word can be.
std::string offer(std::string_view takes) {
  switch (completed(takes)) {
    case Completed::tensors:
      return "_attn_offer \"$(\"${COMP_WORDS[0]}\" explain \"${words[1]}\" 2>/dev/null | "
             "cut -d' ' -f1)\"";
    case Completed::files:
      return "_attn_files -f";
    case Completed::folders:
      return "_attn_files -d";
    case Completed::nothing:
      return ":";
    case Completed::inputs:
      return formatted("_attn_offer '{}'; _attn_files -f", words_offered(takes));
    default:
      return formatted("_attn_offer '{}'", words_offered(takes));
  }
}

/// A case for each word of a command, counted from the command; the last may be repeated.
std::string cases_of(const Command& command) {
  const std::vector<std::string_view> words = words_of(command.takes);
  std::string cases;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_repeated = words[i].find("…") != std::string_view::npos;
    cases += formatted("    {}:{}) {} ;;\n", command.name,
                       is_repeated ? "*" : formatted("{}", i + 1), offer(words[i]));
  }
  return cases;
}

/// "--seed|--d-out": those with a value; behind each the next word is its value.
std::string names_with_value() {
  std::string names;
  for (const Option& option : option_table()) {
    if (!option.takes.empty()) names += formatted("{}{}", names.empty() ? "" : "|", option.name());
  }
  return names;
}

std::string options_in_a_line(std::string_view command) {
  std::string names;
  for (const Option* option : options_of(command)) {
    names += formatted("{}{}", names.empty() ? "" : " ", option->name());
  }
  return names;
}

constexpr std::string_view helpers = R"(# bash completion for attn
_attn_offer() {
  local offered
  mapfile -t offered < <(compgen -W "$1" -- "$word")
  COMPREPLY+=("${offered[@]}")
}
_attn_files() {
  local found
  mapfile -t found < <(compgen "$1" -- "$word")
  COMPREPLY+=("${found[@]}")
  compopt -o filenames 2>/dev/null
}
)";

/// Bash takes `--lang=ko` for three words.
constexpr std::string_view start = R"(_attn() {{
  COMPREPLY=()
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} i
  if [[ $word == '=' ]]; then
    word=
  elif [[ $before == '=' ]]; then
    before=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  local -a words=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
    {0})
      ((i++))
      [[ ${{COMP_WORDS[i]}} == '=' ]] && ((i++))
      ;;
    -*) ;;
    *) words+=("${{COMP_WORDS[i]}}") ;;
    esac
  done
)";

}  // namespace

std::string bash_completion() {
  std::string script(helpers);
  script += formatted(start, names_with_value());
  script += "  case $before in\n";
  for (const Option& option : option_table()) {
    if (option.takes.empty()) continue;
    script += formatted("  {}) {}; return ;;\n", option.name(), offer(option.takes));
  }
  script += "  esac\n  if [[ $word == -* ]]; then\n    case ${words[0]} in\n";
  for (const Command& command : commands()) {
    script +=
        formatted("    {}) _attn_offer '{}' ;;\n", command.name, options_in_a_line(command.name));
  }
  script +=
      formatted("    '') _attn_offer '{}' ;;\n    esac\n    return\n  fi\n", options_in_a_line(""));
  script += "  case ${words[0]}:${#words[@]} in\n";
  for (const Command& command : commands()) script += cases_of(command);
  script += formatted("    :0) {} ;;\n  esac\n}}\ncomplete -F _attn attn\n", offer("COMMAND"));
  return script;
}

}  // namespace attn
