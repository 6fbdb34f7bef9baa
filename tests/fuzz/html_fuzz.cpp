#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "harness.h"
#include "lesson/page.h"
#include "render/page_files.h"
#include "render/render.h"
#include "render/width.h"
#include "tensor/operations.h"

/// Pages as HTML whose names and texts are any bytes at all. The document is read strictly: every
/// element is closed, only elements and attributes that the writer knows are there, and they are
/// the same as on a page of harmless texts. A line of the case is a name or text; \x1e ends a line
/// within one.

namespace attn {
namespace {

/// Texts one after another, from the first again after the last.
class Texts {
 public:
  explicit Texts(std::string_view bytes) {
    for (;;) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      texts_.emplace_back(bytes.substr(0, end));
      std::replace(texts_.back().begin(), texts_.back().end(), '\x1e', '\n');
      if (end == bytes.size()) break;
      bytes.remove_prefix(end + 1);
    }
  }
  /// Harmless ones that are empty and equal where these are.
  Texts harmless() const {
    Texts others = *this;
    std::map<std::string, std::string> names = {{"", ""}};
    for (std::string& text : others.texts_) {
      text = names.try_emplace(text, "t" + std::to_string(names.size())).first->second;
    }
    return others;
  }
  const std::vector<std::string>& all() const { return texts_; }
  const std::string& text() { return texts_[next_++ % texts_.size()]; }
  /// One that names a tensor, which must not be empty.
  std::string name() { return "n" + text(); }
  Text both() {
    const std::string& ko = text();
    return {ko, text()};
  }
  std::shared_ptr<const Labels> labels(std::size_t count) {
    Labels names;
    while (names.size() < count) names.push_back(text());
    return std::make_shared<const Labels>(std::move(names));
  }

 private:
  std::vector<std::string> texts_;
  std::size_t next_ = 0;
};

/// A page with blocks of every kind.
Page page_of(Texts& texts) {
  using block::Question;
  Page page("3.1", texts.both());
  const Tensor x = Tensor({2, 2}, {0.5F, -1, 0, 2})
                       .named(texts.name())
                       .labelled(0, texts.labels(2))
                       .labelled(1, texts.labels(2));
  const Tensor y = softmax(x, -1).named(texts.name());
  page.tensor(x);
  page.tensor(y);
  page.tensor(stack({x, transpose(y, 0, 1)}).named(texts.name()));
  page.add(block::Paragraph{texts.both()});
  page.add(block::Code{texts.text()});
  page.add(block::Arrow{{texts.text(), texts.text()}});
  page.table({texts.both(), texts.both()}, {{texts.both(), 0.5F}, {Size{3}, texts.both()}});
  page.check(true, texts.both());
  page.add(block::Note{texts.both()});
  page.ask_choice(texts.both(), {{texts.both(), texts.both()}, {texts.both(), texts.both()}}, 1);
  page.ask_cell(texts.both(), x, {0, 1}, {}, {{2.5, texts.both()}});
  page.ask_count(texts.both(), texts.both(), 7, {}, {{8, texts.both()}});
  page.ask_shape(texts.both(), x);
  page.plot(Tensor({2}, {0, 1}).named(texts.name()), {Tensor({2}, {1, 3}).named(texts.name())});
  page.add(block::Derivation{y, {0, 1}, 2});
  page.add(block::ShapeTrace{y, 2});
  page.add(block::Contents{
      texts.text(), texts.both(), {{texts.text(), texts.text(), texts.both(), "#3.1"}}});
  page.add(block::Change{texts.both(), texts.text(), texts.text()});
  return page;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::string_view elements[] = {
    "html",    "head",       "meta", "title", "style", "body",   "header",  "main",
    "article", "aside",      "nav",  "h1",    "h2",    "p",      "span",    "b",
    "i",       "br",         "div",  "pre",   "code",  "table",  "caption", "thead",
    "tbody",   "tr",         "th",   "td",    "ol",    "ul",     "li",      "dl",
    "dt",      "dd",         "a",    "del",   "ins",   "script", "details", "summary",
    "figure",  "figcaption", "svg",  "g",     "path",  "text"};
constexpr std::string_view attributes[] = {
    "lang",      "data-lang",  "charset",   "http-equiv", "content",     "name",       "class",
    "role",      "tabindex",   "data-step", "id",         "data-tensor", "data-node",  "data-cell",
    "scope",     "data-holds", "href",      "type",       "viewBox",     "aria-label", "aria-live",
    "data-role", "hidden",     "d",         "x",          "y",           "text-anchor"};

class Reader {
 public:
  explicit Reader(std::string html) : html_(std::move(html)), rest_(html_) {}

  /// Reads all of it. What is not as it should be is a crash.
  void read() {
    take("<!DOCTYPE html>");
    while (!rest_.empty()) {
      if (!rest_.starts_with('<')) {
        character();
      } else if (rest_.starts_with("</")) {
        end_tag();
      } else {
        start_tag();
      }
    }
    require(open_.empty() && scripts_ == 1);
  }

  std::string shape;  ///< the elements and their attributes' names
  std::string text;   ///< as it is shown

 private:
  void take(std::string_view expected) {
    require(rest_.starts_with(expected));
    rest_.remove_prefix(expected.size());
  }
  std::string word() {
    std::size_t end = 0;
    const auto is_letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    while (end < rest_.size() && is_letter(rest_[end])) ++end;
    require(end > 0);
    const std::string found(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return found;
  }
  std::string up_to(std::string_view end) {
    const std::size_t at = rest_.find(end);
    require(at != std::string_view::npos);
    const std::string found(rest_.substr(0, at));
    rest_.remove_prefix(at);
    return found;
  }

  /// One byte of text, or what stands for one.
  char character() {
    if (!rest_.starts_with('&')) {
      const char c = rest_.front();
      require(c != '<' && c != '>');
      rest_.remove_prefix(1);
      text += c;
      return c;
    }
    constexpr std::pair<std::string_view, char> known[] = {{"&amp;", '&'},  {"&lt;", '<'},
                                                           {"&gt;", '>'},   {"&quot;", '"'},
                                                           {"&#39;", '\''}, {"&nbsp;", ' '}};
    for (const auto& [written, meant] : known) {
      if (!rest_.starts_with(written)) continue;
      rest_.remove_prefix(written.size());
      text += meant;
      return meant;
    }
    require(false);
    return 0;
  }

  void end_tag() {
    take("</");
    const std::string name = word();
    take(">");
    require(!open_.empty() && open_.back() == name);
    open_.pop_back();
    shape += "</" + name + ">";
  }

  void start_tag() {
    take("<");
    const std::string name = word();
    require(is_one_of(name, elements));
    shape += "<" + name;
    std::vector<std::string> seen;
    while (rest_.starts_with(' ')) {
      rest_.remove_prefix(1);
      attribute(seen);
    }
    const bool is_closed = rest_.starts_with('/');
    if (is_closed) rest_.remove_prefix(1);
    take(">");
    shape += ">";
    if (is_closed || name == "meta" || name == "br") return;
    open_.push_back(name);
    if (name == "style") require(up_to("</").starts_with("\n" + std::string(page_css())));
    if (name == "script") script(std::find(seen.begin(), seen.end(), "type") != seen.end());
  }

  void attribute(std::vector<std::string>& seen) {
    std::string name = word();
    require(is_one_of(name, attributes));
    require(std::find(seen.begin(), seen.end(), name) == seen.end());
    seen.push_back(name);
    shape += " " + name;
    if (!rest_.starts_with('=')) return;
    rest_.remove_prefix(1);
    if (rest_.starts_with('"')) {
      rest_.remove_prefix(1);
      const std::size_t before = text.size();
      while (!rest_.starts_with('"')) {
        require(!rest_.empty());
        character();
      }
      text.resize(before);
      rest_.remove_prefix(1);
    } else {
      const std::size_t end = rest_.find_first_of(" >");
      require(end != std::string_view::npos && end > 0);
      require(rest_.substr(0, end).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789,") ==
              std::string_view::npos);
      rest_.remove_prefix(end);
    }
  }

  /// The page's own, or data that is no markup whatever reads it.
  void script(bool is_data) {
    const std::string content = up_to("</");
    if (is_data) {
      require(content.find('<') == std::string::npos);
      require(nlohmann::json::accept(content));
    } else {
      require(content == "\n" + std::string(page_js()));
      ++scripts_;
    }
  }

  std::string html_;
  std::string_view rest_;
  std::vector<std::string> open_;
  int scripts_ = 0;
};

/// Nothing steers what shows the source, and all of it is UTF-8: such bytes would be escaped.
void require_plain(std::string_view rest) {
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string line(rest.substr(0, end));
    require(visible(line) == line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

std::string document_of(Texts texts) {
  const Text title = texts.both();
  const Page page = page_of(texts);
  return render({&page, 1}, Format::html, TextStyle(), title);
}

/// That of the page of harmless texts, which is written once for all that are empty and equal
/// alike.
const std::string& harmless_shape(const Texts& texts) {
  static std::map<std::vector<std::string>, std::string> known;
  const Texts harmless = texts.harmless();
  std::string& shape = known[harmless.all()];
  if (shape.empty()) {
    Reader reader(document_of(harmless));
    reader.read();
    shape = reader.shape;
  }
  return shape;
}

}  // namespace
}  // namespace attn

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  const Texts texts(text_of(data, size));
  const std::string html = document_of(texts);
  const std::size_t behind_style = html.find("</style>");
  require_plain(std::string_view(html).substr(behind_style, html.rfind("<script>") - behind_style));
  Reader reader(html);
  reader.read();
  require(reader.shape == harmless_shape(texts));
  Texts one = texts;
  require(reader.text.find(visible(one.text())) != std::string::npos);
  return 0;
}
