#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/option_table.h"
#include "cli/output.h"

namespace attn {
namespace {

/// What stands in single quotes in a specification of _arguments, where brackets and colons count.
std::string in_quotes(const std::string& text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out;
}

/// What zsh does to offer what a word can be.
std::string action(std::string_view takes) {
  switch (completed(takes)) {
    case Completed::steps:
      return "_attn_steps";
    case Completed::tensors:
      return "_attn_tensors";
    case Completed::commands:
      return "_attn_commands";
    case Completed::files:
      return "_files";
    case Completed::inputs:
      return "_attn_inputs";
    case Completed::folders:
      return "_files -/";
    case Completed::nothing:
      return " ";
    default:
      return formatted("({})", words_offered(takes));
  }
}

std::string options_of_zsh(std::string_view command, Language language) {
  std::string lines;
  for (const Option* option : options_of(command)) {
    const std::string meaning = in_quotes(in_a_line(option->meaning, language), "[]:\\");
    lines += option->takes.empty()
                 ? formatted(" \\\n        '{}[{}]'", option->name(), meaning)
                 : formatted(" \\\n        '{}=[{}]:{}:{}'", option->name(), meaning,
                             in_quotes(std::string(option->takes), ":"), action(option->takes));
  }
  return lines;
}

std::string case_of_zsh(const Command& command, Language language) {
  std::string lines = formatted("      {})\n        _arguments{}", command.name,
                                options_of_zsh(command.name, language));
  int place = 0;
  for (const std::string_view word : words_of(command.takes)) {
    const bool is_repeated = word.find("…") != std::string_view::npos;
    lines += formatted(" \\\n        '{}:{}:{}'", is_repeated ? "*" : formatted("{}", ++place),
                       in_quotes(std::string(word), ":"), action(word));
  }
  return lines + "\n        ;;\n";
}

constexpr std::string_view helpers_of_zsh = R"zsh(#compdef attn
_attn_steps() {{ compadd -- {0} }}
_attn_inputs() {{ compadd -- {1}; _files }}
_attn_tensors() {{
  local -a names
  names=(${{(f)"$(attn explain ${{words[2]}} 2>/dev/null | cut -d' ' -f1)"}})
  compadd -S '' -- $names
}}
)zsh";

}  // namespace

std::string zsh_completion(Language language) {
  std::string script = formatted(helpers_of_zsh, words_offered("STEP"), words_offered("INPUT"));
  script += "_attn_commands() {\n  local -a commands=(";
  for (const Command& command : commands()) {
    const std::string summary = in_quotes(in_a_line(command.summary, language), ":");
    script += formatted("\n    '{}:{}'", command.name, summary);
  }
  script += ")\n  _describe command commands\n}\n";
  script += "_attn() {\n  local curcontext=$curcontext state line\n  _arguments -C" +
            options_of_zsh("", language) +
            " \\\n        '1:command:_attn_commands' '*::word:->words'\n"
            "  if [[ $state == words ]]; then\n    case $words[1] in\n";
  for (const Command& command : commands()) script += case_of_zsh(command, language);
  // Run as a file of $fpath it is the function itself; read with `source` it only declares it.
  script +=
      "    esac\n  fi\n}\n"
      "if [[ $funcstack[1] == _attn ]]; then _attn \"$@\"; else compdef _attn attn; fi\n";
  return script;
}

}  // namespace attn
