#pragma once

#include <span>
#include <string>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// The form of the output: for people, or for programs.
enum class Format { text, json };

/// Pages one after another in one form, so that each can be printed as soon as it is written.
class Renderer {
 public:
  Renderer(Format format, const TextStyle& style) : format_(format), style_(style) {}

  std::string page(const Page& page);
  /// What comes after the last page.
  std::string end() const;

 private:
  Format format_;
  TextStyle style_;
  bool is_first_ = true;
};

/// These pages, and no others.
std::string render(std::span<const Page> pages, Format format, const TextStyle& style);

}  // namespace attn
