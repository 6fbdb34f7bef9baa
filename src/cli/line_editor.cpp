#include "cli/line_editor.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "cli/key_by_key.h"
#include "cli/output.h"
#include "lesson/text.h"
#include "render/width.h"

namespace attn {
namespace {

/// A byte; nothing at the end.
std::optional<char> read_key() {
  char key = 0;
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, &key, 1);
    if (count == 1) return key;
    if (count == 0 || errno != EINTR) return {};
  }
}

enum class Key { text, left, right, start, end, up, down, erase_back, erase, none };

/// The key behind ESC: `[D`, `OD`, `[3~`, …
Key key_behind_escape() {
  const auto first = read_key();
  if (!first || (*first != '[' && *first != 'O')) return Key::none;
  std::string sequence;
  for (auto c = read_key(); c; c = read_key()) {
    sequence += *c;
    if (*c >= '@' && *c <= '~') break;
  }
  const struct {
    std::string_view sequence;
    Key key;
  } keys[] = {{"A", Key::up},    {"B", Key::down}, {"C", Key::right},  {"D", Key::left},
              {"H", Key::start}, {"F", Key::end},  {"1~", Key::start}, {"7~", Key::start},
              {"4~", Key::end},  {"8~", Key::end}, {"3~", Key::erase}};
  for (const auto& [known, key] : keys) {
    if (sequence == known) return key;
  }
  return Key::none;
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

class Line {
 public:
  Line(std::string_view prompt, std::vector<std::string>& history)
      : prompt_(prompt), history_(history), at_in_history_(history.size()) {}

  const std::string& text() const { return text_; }

  void insert(char c) {
    constexpr std::size_t longest = 1000;  // bytes
    if (text_.size() >= longest) return;
    text_.insert(text_.begin() + static_cast<std::ptrdiff_t>(at_), c);
    ++at_;
  }

  void press(Key key) {
    switch (key) {
      case Key::left:
        at_ = before(at_);
        break;
      case Key::right:
        at_ = behind(at_);
        break;
      case Key::start:
        at_ = 0;
        break;
      case Key::end:
        at_ = text_.size();
        break;
      case Key::up:
        if (at_in_history_ > 0) fetch(at_in_history_ - 1);
        break;
      case Key::down:
        if (at_in_history_ < history_.size()) fetch(at_in_history_ + 1);
        break;
      case Key::erase_back: {
        const std::size_t from = before(at_);
        text_.erase(from, at_ - from);
        at_ = from;
        break;
      }
      case Key::erase:
        text_.erase(at_, behind(at_) - at_);
        break;
      case Key::text:
      case Key::none:
        break;
    }
  }

  void erase_to_start() {
    text_.erase(0, at_);
    at_ = 0;
  }
  void erase_to_end() { text_.erase(at_); }
  void erase_word() {
    std::size_t from = at_;
    while (from > 0 && text_[from - 1] == ' ') --from;
    while (from > 0 && text_[from - 1] != ' ') --from;
    text_.erase(from, at_ - from);
    at_ = from;
  }

  /// As much of it as fits, with the cursor where it is.
  void draw() const {
    winsize size{};
    const bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    const int room = std::max(8, (is_known ? size.ws_col : 80) - display_width(prompt_) - 1);
    std::size_t first = 0;
    while (display_width(part(first, at_)) > room) first = behind(first);
    std::size_t last = text_.size();
    while (display_width(part(first, last)) > room) last = before(last);
    const int after = display_width(part(at_, last));
    print(formatted("\r{}{}\x1b[K", prompt_, visible(part(first, last))));
    if (after > 0) print(formatted("\x1b[{}D", after));
    finish_printing();
  }

 private:
  std::string part(std::size_t from, std::size_t to) const { return text_.substr(from, to - from); }
  std::size_t before(std::size_t at) const {
    while (at > 0 && continues_character(text_[--at])) {
    }
    return at;
  }
  std::size_t behind(std::size_t at) const {
    if (at < text_.size()) ++at;
    while (at < text_.size() && continues_character(text_[at])) ++at;
    return at;
  }
  /// What was begun comes back behind the last line of the history.
  void fetch(std::size_t place) {
    if (at_in_history_ == history_.size()) begun_ = text_;
    at_in_history_ = place;
    text_ = place == history_.size() ? begun_ : history_[place];
    at_ = text_.size();
  }

  std::string prompt_;
  std::vector<std::string>& history_;
  std::string text_{};
  std::string begun_{};
  std::size_t at_ = 0;  ///< where the cursor is, in bytes
  std::size_t at_in_history_;
};

/// All bytes of a character at once, so that no half of it is drawn.
void insert_character(char first, Line& line) {
  const auto byte = static_cast<unsigned char>(first);
  line.insert(first);
  for (int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0; more > 0; --more) {
    const auto next = read_key();
    if (!next) return;
    line.insert(*next);
  }
}

constexpr char control(char letter) {
  return static_cast<char>(letter - '@');
}

}  // namespace

bool can_edit_lines() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && terminal && *terminal &&
         std::string_view(terminal) != "dumb";
}

std::optional<std::string> edit_line(std::string_view prompt, std::vector<std::string>& history) {
  KeyByKey terminal;
  Line line(prompt, history);
  for (;;) {
    line.draw();
    const auto key = read_key();
    if (!key || (*key == control('D') && line.text().empty())) {
      print("\n");
      return {};
    }
    if (terminal.signals(*key)) continue;
    switch (*key) {
      case '\n':
      case '\r':
        print("\n");
        if (!line.text().empty()) history.push_back(line.text());
        return line.text();
      case '\x1b':
        line.press(key_behind_escape());
        break;
      case '\x7f':
      case '\b':
        line.press(Key::erase_back);
        break;
      case control('A'):
        line.press(Key::start);
        break;
      case control('E'):
        line.press(Key::end);
        break;
      case control('B'):
        line.press(Key::left);
        break;
      case control('F'):
        line.press(Key::right);
        break;
      case control('D'):
        line.press(Key::erase);
        break;
      case control('P'):
        line.press(Key::up);
        break;
      case control('N'):
        line.press(Key::down);
        break;
      case control('K'):
        line.erase_to_end();
        break;
      case control('U'):
        line.erase_to_start();
        break;
      case control('W'):
        line.erase_word();
        break;
      default:
        if (static_cast<unsigned char>(*key) >= ' ') insert_character(*key, line);
    }
  }
}

}  // namespace attn
