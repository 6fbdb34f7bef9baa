#include "render/render.h"

#include <utility>

#include "render/html.h"
#include "render/json.h"
#include "render/text.h"

namespace attn {

std::string Renderer::page(const Page& page) {
  const bool is_first = std::exchange(is_first_, false);
  switch (format_) {
    case Format::text:
      return render_text(page, style_);
    case Format::json:
      return (is_first ? "[" : ",\n ") + render_json(page);
    case Format::html:
      return (is_first ? html_head(title_, style_) : "") + render_html(page, style_);
  }
  return "";
}

std::string Renderer::end() const {
  switch (format_) {
    case Format::text:
      return "";
    case Format::json:
      return is_first_ ? "[]\n" : "]\n";
    case Format::html:
      return (is_first_ ? html_head(title_, style_) : "") + html_tail();
  }
  return "";
}

std::string render(std::span<const Page> pages, Format format, const TextStyle& style,
                   const Text& title) {
  Renderer renderer(format, style, title);
  std::string out;
  for (const Page& page : pages) out += renderer.page(page);
  return out + renderer.end();
}

}  // namespace attn
