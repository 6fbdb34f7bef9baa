#pragma once

#include <span>
#include <string>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// The form of the output: for people, for programs, or for a browser.
enum class Format { text, json, html };

/// Pages one after another in one form, so that each can be printed as soon as it is written: JSON
/// as an array, HTML as a document.
class Renderer {
 public:
  /// `title` is a document's.
  Renderer(Format format, const TextStyle& style, Text title = "attn")
      : format_(format), style_(style), title_(std::move(title)) {}

  /// With what comes before the first page.
  std::string page(const Page& page);
  /// What comes after the last page.
  std::string end() const;

 private:
  Format format_;
  TextStyle style_;
  Text title_;
  bool is_first_ = true;
};

/// These pages, and no others.
std::string render(std::span<const Page> pages, Format format, const TextStyle& style,
                   const Text& title = "attn");

}  // namespace attn
