#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness.h"
#include "render/json.h"
#include "render/width.h"

/// Text that is shown: what steers a terminal is escaped, and no line is wider than it may be. The
/// first byte is the width, or asks for JSON.

namespace attn {
namespace {

bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

void check_shown(const std::string& text, int width) {
  const std::string shown = visible(text);
  require(!has_controls(shown));
  require(visible(shown) == shown);
  require(display_width(shown) >= 0);

  const std::string cut = shortened(text, width);
  require(!has_controls(cut) && display_width(cut) <= width);
  require(display_width(padded_left(shown, width)) == std::max(width, display_width(shown)));
  require(display_width(padded_right(shown, width)) == std::max(width, display_width(shown)));
}

/// Lines are parts of the text, in order, and nothing but blanks is left out between them.
void check_wrapped(const std::string& text, int width) {
  const char* at = text.data();
  for (const std::string_view line : wrap(text, width)) {
    const std::size_t blanks = std::min(line.find_last_not_of(' ') + 1, line.size());
    require(display_width(line.substr(0, blanks)) <= width);
    require(std::all_of(at, line.data(), [](char c) { return c == ' ' || c == '\n'; }));
    at = line.data() + line.size();
  }
  require(at == text.data() + text.size());
}

void check_json(const std::string& text) {
  const std::string json = written(nlohmann::json(text));
  require(visible(json) == json);
  require(nlohmann::json::accept(json));
  const std::string plain =
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  require(nlohmann::json::parse(json) == nlohmann::json::parse(plain));
}

}  // namespace
}  // namespace attn

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  if (size == 0) return 0;
  const int width = 2 + data[0] % 60;
  const std::string text(text_of(data + 1, size - 1));
  if (data[0] >= 0xC0) {
    check_json(text);
  } else {
    check_shown(text, width);
    check_wrapped(text, width);
  }
  return 0;
}
