#include <algorithm>

#include "answer/kept.h"
#include "harness.h"

/// A kept output against a fresh one: up to the first NUL the one, behind it the other.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  const std::string_view text = text_of(data, size);
  const std::size_t end = std::min(text.find('\0'), text.size());
  const std::string_view kept = text.substr(0, end);
  const std::string fresh(text.substr(std::min(end + 1, text.size())));
  const auto lines = [](std::string_view of) {
    return static_cast<std::size_t>(std::count(of.begin(), of.end(), '\n')) + 1;
  };
  try {
    for (const KeptDifference& difference : differences({kept, "11.txt"}, fresh)) {
      require(difference.line >= 1 && difference.line <= std::max(lines(kept), lines(fresh)));
      require(kept.find(difference.expected) != std::string_view::npos);
      require(fresh.find(difference.got) != std::string::npos);
      if (difference.number) require(difference.number->expected != difference.number->got);
    }
    require(differences({fresh, "11.txt"}, fresh).empty());
  } catch (const UserError& error) {
    require_said(error);  // a number out of range
  }
  return 0;
}
