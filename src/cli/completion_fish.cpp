#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/option_table.h"
#include "cli/output.h"

namespace attn {
namespace {

std::string quoted_for_fish(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

/// The arguments of `complete` that offer what a word can be.
std::string offer_of_fish(std::string_view takes) {
  switch (completed(takes)) {
    case Completed::tensors:
      return " -x -a '(__attn_tensors)'";
    case Completed::files:
      return " -r -F";
    case Completed::inputs:
      return formatted(" -r -F -a '{}'", words_offered(takes));
    case Completed::folders:
      return " -x -a '(__fish_complete_directories)'";
    case Completed::nothing:
      return " -x";
    default:
      return formatted(" -x -a '{}'", words_offered(takes));
  }
}

constexpr std::string_view helpers_of_fish = R"(# fish completion for attn
function __attn_words # the words typed so far that are no options, the command first
    set -l typed (commandline -opc)
    set -l skip 0
    for word in $typed[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word @with_value@
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end
function __attn_at # command, number of its word that comes next; 0: any
    set -l words (__attn_words)
    test "$words[1]" = $argv[1]; and begin
        test $argv[2] = 0; or test (count $words) = $argv[2]
    end
end
function __attn_tensors
    attn explain (__attn_words)[2] 2>/dev/null | string replace -r ' .*' ''
end
complete -c attn -f
)";

std::string lines_of_fish(const Command& command, Language language) {
  std::string lines =
      formatted("complete -c attn -n 'test -z \"$(__attn_words)\"' -a {} -d {}\n", command.name,
                quoted_for_fish(in_a_line(command.summary, language)));
  int place = 0;
  for (const std::string_view word : words_of(command.takes)) {
    const bool is_repeated = word.find("…") != std::string_view::npos;
    lines += formatted("complete -c attn -n '__attn_at {} {}'{}\n", command.name,
                       is_repeated ? 0 : ++place, offer_of_fish(word));
  }
  return lines;
}

std::string line_of_fish(const Option& option, std::string_view command, Language language) {
  const std::string when =
      command.empty() ? "test -z \"$(__attn_words)\"" : formatted("__attn_at {} 0", command);
  return formatted("complete -c attn -n '{}' -l {}{} -d {}\n", when, option.name().substr(2),
                   option.takes.empty() ? "" : offer_of_fish(option.takes),
                   quoted_for_fish(in_a_line(option.meaning, language)));
}

}  // namespace

std::string fish_completion(Language language) {
  std::string with_value;
  for (const Option& option : option_table()) {
    if (!option.takes.empty()) with_value += std::string(option.name()) + " ";
  }
  std::string script(helpers_of_fish);
  constexpr std::string_view mark = "@with_value@";
  script.replace(script.find(mark), mark.size(), with_value);
  for (const Option* option : options_of("")) script += line_of_fish(*option, "", language);
  for (const Command& command : commands()) {
    script += lines_of_fish(command, language);
    for (const Option* option : options_of(command.name)) {
      script += line_of_fish(*option, command.name, language);
    }
  }
  return script;
}

}  // namespace attn
