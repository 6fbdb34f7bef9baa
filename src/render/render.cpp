#include "render/render.h"

#include <utility>

#include "render/json.h"
#include "render/text.h"

namespace attn {

std::string Renderer::page(const Page& page) {
  const bool is_first = std::exchange(is_first_, false);
  if (format_ == Format::text) return render_text(page, style_);
  return (is_first ? "[" : ",\n ") + render_json(page);
}

std::string Renderer::end() const {
  if (format_ == Format::text) return "";
  return is_first_ ? "[]\n" : "]\n";
}

std::string render(std::span<const Page> pages, Format format, const TextStyle& style) {
  Renderer renderer(format, style);
  std::string out;
  for (const Page& page : pages) out += renderer.page(page);
  return out + renderer.end();
}

}  // namespace attn
