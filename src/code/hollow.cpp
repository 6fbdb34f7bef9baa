#include "code/hollow.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace attn::python {
namespace {

/// A body, as far as it is replaced, and how far it is indented.
struct Body {
  std::size_t begin, end, indent;
};

/// Where the last token of a node ends in the text.
std::size_t end_of(const Node& node, std::string_view text) {
  std::size_t end = 0;
  for (const Token& token : node.header) {
    const auto at = static_cast<std::size_t>(token.text.data() - text.data());
    end = std::max(end, at + token.text.size());
  }
  for (const Node& below : node.body) end = std::max(end, end_of(below, text));
  return end;
}

/// From the end of the header's line, or from behind its colon if the body is on the same line.
Body body_of(const Node& function, std::string_view text) {
  const std::string_view first = function.body.front().header.front().text;
  const auto at = static_cast<std::size_t>(first.data() - text.data());
  const std::string_view header = function.header.front().text;
  const auto header_at = static_cast<std::size_t>(header.data() - text.data());
  const std::size_t colon = text.find(':', end_of({function.header, {}}, text));
  const std::size_t line = text.rfind('\n', at) + 1;  // npos + 1 is 0
  const std::size_t end = end_of(function, text);
  if (line <= header_at) return {colon + 1, end, header_at - line + 4};
  return {text.find('\n', colon), end, at - line};
}

void add_bodies(const std::vector<Node>& nodes, std::string_view text, std::vector<Body>& bodies) {
  for (const Node& node : nodes) {
    if (node.begins("class")) add_bodies(node.body, text, bodies);
    const bool makes_object = node.header.size() > 1 && node.header[1].is("__init__");
    const bool has_body = node.begins("def") && !node.body.empty();
    if (has_body && !makes_object) bodies.push_back(body_of(node, text));
  }
}

std::string indented(const std::string& lines, std::size_t indent) {
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    text += "\n" + std::string(indent, ' ') + lines.substr(at, end - at);
    at = end + 1;
  }
  return text;
}

}  // namespace

bool can_be_hollowed(const Statement& statement) {
  std::vector<Body> bodies;
  add_bodies(statement.nodes, statement.text, bodies);
  return !bodies.empty();
}

std::string hollowed(const Statement& statement, const std::string& comment) {
  std::vector<Body> bodies;
  add_bodies(statement.nodes, statement.text, bodies);
  std::string text;
  std::size_t at = 0;
  for (const Body& body : bodies) {
    text += statement.text.substr(at, body.begin - at);
    text += indented(comment + "\nraise NotImplementedError", body.indent);
    at = body.end;
  }
  return text += statement.text.substr(at);
}

}  // namespace attn::python
