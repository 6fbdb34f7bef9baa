#include "render/html.h"

#include <algorithm>
#include <span>
#include <vector>

#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "render/explanation.h"
#include "render/html_matrix.h"
#include "render/html_plot.h"
#include "render/html_question.h"
#include "render/number.h"
#include "render/page_files.h"
#include "render/ways.h"
#include "render/width.h"
#include "tensor/graph.h"

namespace attn {
namespace {

std::string element(std::string_view tag, std::string_view content) {
  return formatted("<{0}>{1}</{0}>\n", tag, content);
}

/// Writes the blocks of a page.
class ArticleWriter {
 public:
  explicit ArticleWriter(const TextStyle& style) : style_(style) {}

  void operator()(const block::Paragraph& paragraph) {
    out_ += in_both(paragraph.text, "p") + "\n";
  }
  void operator()(const block::Code& code) {
    out_ += "<div class=\"code\"><pre tabindex=\"0\"><code>" + in_lines(code.lines) +
            "</code></pre></div>\n";
  }
  void operator()(const block::Matrix& matrix) {
    out_ += matrix_as_html(matrix, style_.precision, shown_.size());
    shown_.push_back(matrix.tensor);
  }
  void operator()(const block::Arrow& arrow) {
    out_ += "<ol class=\"arrow\">";
    for (const std::string& operation : arrow.operations) {
      out_ += "<li>" + escaped(operation) + "</li>";
    }
    out_ += "</ol>\n";
  }
  void operator()(const block::Table& table);
  void operator()(const block::Check& check) {
    out_ += formatted("<p class=\"check\" data-holds=\"{}\"><b>{}</b> {}</p>\n", check.holds,
                      check.holds ? "✓" : "✗", in_both(check.claim));
  }
  void operator()(const block::Note& note) {
    out_ += "<p class=\"note\"><b>!</b> " + in_both(note.text) + "</p>\n";
  }
  void operator()(const block::Question& question) {
    out_ += question_as_html(question, style_.precision);
  }
  void operator()(const block::Plot& plot) { out_ += plot_as_html(plot); }
  void operator()(const block::Derivation& derivation) {
    const auto& [tensor, cell, depth] = derivation;
    out_ += "<ul class=\"derivation\">";
    tell(explain(tensor, cell, depth));
    out_ += "</ul>\n";
  }
  void operator()(const block::ShapeTrace& trace);
  void operator()(const block::Contents& contents);
  void operator()(const block::Change& change) {
    out_ += element("p", in_both(change.what)) + element("del", escaped(change.before)) +
            element("ins", escaped(change.after));
  }

  /// The page so far, and how its cells came about.
  std::string take() {
    if (shown_.empty()) return std::move(out_);
    return out_ + json_element(ways_as_json(shown_, style_.precision));
  }

 private:
  static std::string in_lines(std::string_view text) {
    std::string out;
    while (true) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      out += escaped(text.substr(0, end));
      if (end == text.size()) return out;
      out += '\n';
      text.remove_prefix(end + 1);
    }
  }

  std::string in_cell(const block::Cell& cell, const NumberFormat& format) const {
    if (const float* number = std::get_if<float>(&cell)) return format(*number);
    if (const Size* count = std::get_if<Size>(&cell)) return std::to_string(*count);
    return in_both(std::get<Text>(cell));
  }

  void tell(const Explanation& e);

  const TextStyle& style_;
  std::vector<Tensor> shown_;
  std::string out_;
};

void ArticleWriter::operator()(const block::Table& table) {
  out_ += "<div class=\"scroll\"><table class=\"words\"><thead><tr>";
  const NumberFormat any({}, style_.precision);
  for (const block::Cell& cell : table.header) {
    const std::string name = in_cell(cell, any);
    const bool is_empty = std::get<Text>(cell).ko.empty();
    out_ += is_empty ? "<td></td>" : formatted("<th scope=\"col\">{}</th>", name);
  }
  out_ += "</tr></thead><tbody>";
  // The numbers of a column agree with each other, as those of a tensor do.
  std::vector<NumberFormat> formats;
  for (std::size_t c = 0; c < table.header.size(); ++c) {
    std::vector<float> numbers;
    for (const auto& row : table.rows) {
      if (const float* number = std::get_if<float>(&row[c])) numbers.push_back(*number);
    }
    formats.emplace_back(numbers, style_.precision);
  }
  for (const auto& row : table.rows) {
    out_ += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      out_ += formatted("<td class=\"{}\">{}</td>",
                        std::holds_alternative<Text>(row[c]) ? "text" : "number",
                        in_cell(row[c], formats[c]));
    }
    out_ += "</tr>";
  }
  out_ += "</tbody></table></div>\n";
}

void ArticleWriter::tell(const Explanation& e) {
  constexpr int most_terms = 64;  // a sum of more is no longer read
  const std::string labels = cell_labels(e.tensor, e.cell);
  out_ += formatted("<li><code>{} = {}</code>{}", escaped(cell_name(e.tensor, e.cell)),
                    decimal(e.value(), style_.precision),
                    labels.empty() ? "" : " (" + escaped(labels) + ")");
  if (e.tensor.operation() && e.derivation.kind != Derivation::Kind::cell) {
    out_ += "<br><code>" + escaped(computation(e.tensor));
    if (!e.tensor.operands().empty()) out_ += " &nbsp; " + escaped(shape_trace(e.tensor));
    out_ += "</code>";
  }
  out_ += "<br>" + in_both(in_words(e));
  if (!e.given && !e.derivation.parts.empty() && e.derivation.kind != Derivation::Kind::less) {
    out_ += formatted(
        "<br><code>{} = {}</code>",
        escaped(in_numbers(e.derivation, e.tensor.operands(), style_.precision, most_terms)),
        decimal(e.value(), style_.precision));
  }
  if (!e.upstream.empty()) {
    out_ += "<ul>";
    for (const Explanation& operand : e.upstream) tell(operand);
    out_ += "</ul>";
  }
  out_ += "</li>";
}

void ArticleWriter::operator()(const block::ShapeTrace& trace) {
  out_ += "<ul class=\"derivation\">";
  for (const auto& [name, how, shapes, times] : trace_of(trace)) {
    out_ += formatted("<li><code>{}<br>{}</code>{}</li>",
                      escaped(name.empty() ? how : name + " = " + how), escaped(shapes),
                      times > 1 ? formatted(" {}×", times) : "");
  }
  out_ += "</ul>\n";
}

void ArticleWriter::operator()(const block::Contents& contents) {
  out_ += formatted("<nav><h2>{}  {}</h2><ul class=\"contents\">", escaped(contents.id),
                    in_both(contents.title));
  for (const auto& entry : contents.entries) {
    const std::string title = formatted("<b>{}</b> {}", escaped(entry.id), in_both(entry.title));
    out_ += "<li>" + escaped(entry.mark) + " ";
    out_ +=
        entry.link.empty() ? title : formatted("<a href=\"{}\">{}</a>", escaped(entry.link), title);
    out_ += "</li>";
  }
  out_ += "</ul></nav>\n";
}

std::string_view word_of(Language language) {
  if (language == Language::both) return "both";
  return language == Language::ko ? "ko" : "en";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : visible(std::string(text))) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string in_both(const Text& text, std::string_view tag) {
  if (text.ko == text.en) return formatted("<{0}>{1}</{0}>", tag, escaped(text.ko));
  return formatted("<{0} lang=ko>{1}</{0}> <{0} lang=en>{2}</{0}>", tag, escaped(text.ko),
                   escaped(text.en));
}

std::string html_head(const Text& title, const TextStyle& style) {
  return formatted(
             "<!DOCTYPE html>\n<html lang=\"{}\" data-lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
             "form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<title>{}</title>\n<style>\n",
             style.language == Language::en ? "en" : "ko", word_of(style.language),
             escaped(title.ko == title.en ? title.ko : title.ko + " · " + title.en)) +
         std::string(page_css()) + heat_css() + "</style>\n</head>\n<body>\n" + "<header><h1>" +
         in_both(title) + "</h1><div class=\"choices\" role=\"group\"></div></header>\n<main>\n";
}

std::string html_tail() {
  return "</main>\n<aside data-role=\"derivation\" aria-live=\"polite\" hidden></aside>\n<script>\n" +
         std::string(page_js()) + "</script>\n</body>\n</html>\n";
}

std::string json_element(std::string json, std::string_view role) {
  for (std::size_t at = 0; (at = json.find('<', at)) != std::string::npos;) {
    json.replace(at, 1, "\\u003c");  // it must not end the element
  }
  return formatted("<script type=\"application/json\"{}>{}</script>\n",
                   role.empty() ? "" : formatted(" data-role=\"{}\"", role), json);
}

std::string html_heading(const Page& page) {
  if (page.title().ko.empty()) return "";
  return formatted("<h2>{} {}</h2>\n", escaped(page.id()), in_both(page.title()));
}

std::string html_blocks(std::span<const Block> blocks, const TextStyle& style) {
  ArticleWriter writer(style);
  for (const Block& block : blocks) std::visit(writer, block);
  return writer.take();
}

std::string render_html(const Page& page, const TextStyle& style) {
  return formatted("<article id=\"{0}\" data-step=\"{0}\">\n{1}{2}</article>\n", escaped(page.id()),
                   html_heading(page), html_blocks(page.blocks(), style));
}

}  // namespace attn
