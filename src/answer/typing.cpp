#include <algorithm>
#include <array>
#include <cctype>

#include "answer/plain_text.h"
#include "answer/scan.h"

namespace attn {
namespace {

/// What stands for a line that somebody typed: no name, no number, so nothing reaches across it.
constexpr std::string_view typed = ">\n";

bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

std::string_view without_indent(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

/// Whether a line begins as a printed tensor does.
bool begins_with_tensor(std::string_view line) {
  for (const std::string_view start : {"tensor(", "array(", "(tensor(", "(array(", "[tensor(", "[[",
                                       "tf.Tensor(", "<tf.Tensor", "Array(", "DeviceArray("}) {
    if (line.starts_with(start)) return true;
  }
  if (line.starts_with('[')) line = without_indent(line.substr(1));
  if (line.starts_with('-') || line.starts_with('+')) line.remove_prefix(1);
  return !line.empty() && std::isdigit(static_cast<unsigned char>(line[0])) != 0;
}

/// Whether a line holds a print of a tensor, and no code that makes one: `tensor(`, not
/// `torch.tensor(`.
bool prints_tensor(std::string_view line) {
  for (const std::string_view call : {"tensor(", "array("}) {
    const std::size_t at = line.find(call);
    if (at == std::string_view::npos) continue;
    const char before = at > 0 ? line[at - 1] : ' ';
    if (before != '.' && before != '_' && std::isalnum(static_cast<unsigned char>(before)) == 0) {
      return true;
    }
  }
  return false;
}

/// How many of the line's first bytes are `In [12]:`, `Out[12]:` or JupyterLab's `[12]:`; 0: none.
std::size_t notebook_prompt(std::string_view line, std::string_view word) {
  if (!line.starts_with(word)) return 0;
  std::size_t at = line.find_first_not_of("0123456789 *", word.size());
  if (at == std::string_view::npos || at == word.size() || line[at] != ']') return 0;
  ++at;
  return at < line.size() && line[at] == ':' ? at + 1 : 0;
}

/// `$ ` of a shell: `(base) [user@host ~]$ python sa.py`, `user@host:~/x$`, `PS C:\>`.
bool is_shell_prompt(std::string_view line) {
  if (line.starts_with("$ ") || line.starts_with("PS ") || line.starts_with("C:\\")) return true;
  const std::string_view head = line.substr(0, line.find_first_of("$#%"));
  const bool has_end = head.size() < line.size();
  const std::size_t at = head.find('@');
  return has_end && at != std::string_view::npos && at > 0 &&
         head.find_first_of("(),;={}\"", at) == std::string_view::npos && head.size() < 100;
}

/// A whole line that was typed, by the prompt in front of it.
bool has_prompt(std::string_view line) {
  for (const std::string_view prompt : {">>>", "... ", ">> ", "```", "julia>", "octave:", "irb(",
                                        "postgres=#", "sage:", "In [", "~~~", "%%", "!python"}) {
    if (line.starts_with(prompt)) return true;
  }
  return line == "..." || without_indent(line).starts_with("...:") || is_shell_prompt(line);
}

/// Copies a text, and leaves out what is no output of a program.
class OutputWriter {
 public:
  explicit OutputWriter(std::string_view text) : text_(text) { output_.reserve(text.size() + 1); }

  std::string write() {
    while (at_ < text_.size()) line();
    if (!text_.ends_with('\n') && output_.ends_with('\n')) output_.pop_back();
    return std::move(output_);
  }

 private:
  void line() {
    const std::string_view line = line_at(text_, at_);
    if (line.empty() && !in_cell_) return copy(line);
    if (line.starts_with('>') && !line.starts_with(">>")) return quotes_or_commands();
    if (in_cell_ && is_code(line)) return leave_out();
    if (const std::size_t out =
            std::max(notebook_prompt(line, "Out["), notebook_prompt(line, "["))) {
      // JupyterLab has the same prompt above the code and beside its result.
      in_cell_ = line[0] == '[' && is_blank_line(line.substr(out));
      open_brackets_ = 0;
      return in_cell_ || !line.starts_with("Out[") ? label_or_code(line, out) : label(out);
    }
    if (const std::size_t in = notebook_prompt(line, "In [")) {
      in_cell_ = is_blank_line(line.substr(in));
      open_brackets_ = 0;
      return leave_out();
    }
    if (has_prompt(line)) return leave_out();
    if (line.starts_with("Traceback (most recent call last)")) return traceback();
    if (line.find("Warning: ") != std::string_view::npos && !prints_tensor(line)) return warning();
    copy(line);
  }

  void label_or_code(std::string_view line, std::size_t prompt) {
    const std::string_view rest = without_indent(line.substr(prompt));
    if (rest.empty() || begins_with_tensor(rest) || prints_tensor(rest)) return label(prompt);
    in_cell_ = true;
    leave_out();
  }

  /// The prompt in front of a result is left out, the result is not.
  void label(std::size_t prompt) {
    output_ += typed;
    output_.pop_back();
    output_.append(prompt - 1, ' ');
    copy(line_at(text_, at_).substr(prompt));
  }

  /// A cell's code goes on until something that is printed. Brackets it opens belong to it.
  bool is_code(std::string_view line) {
    if (open_brackets_ == 0) {
      const bool ends = notebook_prompt(line, "Out[") > 0 || notebook_prompt(line, "In [") > 0 ||
                        notebook_prompt(line, "[") > 0 || begins_with_tensor(line) ||
                        (!line.starts_with(' ') && prints_tensor(line));
      if (ends) {
        in_cell_ = false;
        return false;
      }
    }
    const std::string_view code = line.substr(0, line.find('#'));
    for (const char c : code) {
      if (c == '(' || c == '[' || c == '{') ++open_brackets_;
      if ((c == ')' || c == ']' || c == '}') && open_brackets_ > 0) --open_brackets_;
    }
    return true;
  }

  /// Lines that start with `>`: a mail quotes, R and Node wait for commands. Quoted lines begin as
  /// tensors do.
  void quotes_or_commands() {
    std::size_t end = at_;
    bool is_quoted = false;
    std::size_t lines = 0;
    while (end < text_.size() && text_[end] == '>' && !line_at(text_, end).starts_with(">>>")) {
      const std::string_view bare = without_quotes(line_at(text_, end));
      is_quoted = is_quoted || begins_with_tensor(bare) || prints_tensor(bare);
      end = std::min(text_.find('\n', end), text_.size() - 1) + 1;
      ++lines;
    }
    if (!is_quoted || lines < 2) {
      output_ += '>';
      output_.append(lines, '\n');
      at_ = end;
      return;
    }
    std::string bare;
    while (at_ < end) {
      bare += without_quotes(line_at(text_, at_));
      bare += '\n';
      next_line();
    }
    output_ += OutputWriter(bare).write();
  }

  static std::string_view without_quotes(std::string_view line) {
    while (line.starts_with('>')) {
      line.remove_prefix(1);
      if (line.starts_with(">>")) break;  // Python's prompt
      if (line.starts_with(" >")) line.remove_prefix(1);
    }
    return line.starts_with(' ') && !line.starts_with("  ") ? line.substr(1) : line;
  }

  /// Its frames are indented, and the line behind them names the error.
  void traceback() {
    leave_out();
    while (at_ < text_.size() && line_at(text_, at_).starts_with(' ')) leave_out();
    if (at_ < text_.size()) leave_out();
  }

  /// The line below it, indented by two, is the code that is warned of.
  void warning() {
    leave_out();
    const std::string_view next = line_at(text_, at_ < text_.size() ? at_ : text_.size());
    const bool is_code = next.starts_with("  ") && next.size() > 2 &&
                         std::isalpha(static_cast<unsigned char>(next[2])) != 0;
    if (is_code) leave_out();
  }

  void copy(std::string_view line) {
    output_ += line;
    output_ += '\n';
    next_line();
  }
  void leave_out() {
    output_ += typed;
    next_line();
  }
  void next_line() { at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1; }

  std::string_view text_;
  std::string output_{};
  std::size_t at_ = 0;
  bool in_cell_ = false;
  std::size_t open_brackets_ = 0;
};

/// What every line of a text starts with that is commented out as a whole; else nothing.
std::string_view comment_mark(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  for (const std::string_view mark : {"#", "//", "%", ";"}) {
    bool is_mark = first != std::string_view::npos && text.substr(first).starts_with(mark);
    for (std::size_t at = 0; at < text.size() && is_mark;
         at = std::min(text.find('\n', at), text.size() - 1) + 1) {
      const std::string_view line = line_at(text, at);
      is_mark = is_blank_line(line) || line.starts_with(mark);
    }
    if (is_mark) return mark;
  }
  return {};
}

std::string without_comment_marks(std::string_view text, std::string_view mark) {
  std::string bare;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view line = line_at(text, at);
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
    while (line.starts_with(mark)) line.remove_prefix(mark.size());
    if (line.starts_with(' ')) line.remove_prefix(1);
    bare += line;
    bare += '\n';
  }
  return bare;
}

}  // namespace

std::string without_typing(std::string_view text) {
  const std::string_view mark = comment_mark(text);
  if (mark.empty()) return OutputWriter(text).write();
  return OutputWriter(without_comment_marks(text, mark)).write();
}

}  // namespace attn
