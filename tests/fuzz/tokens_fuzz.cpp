#include "harness.h"
#include "lesson/settings.h"
#include "lesson/source.h"
#include "lesson/tokens.h"

/// A sentence that is typed: tokens without blanks, or refused.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  try {
    const std::string typed(text_of(data, size));
    const Labels tokens = parse_tokens(typed);
    require(!tokens.empty() && std::cmp_less_equal(tokens.size(), Settings::max_tokens));
    for (const std::string& token : tokens) {
      require(!token.empty() && is_utf8(token) && typed.find(token) != typed.npos);
      require(parse_tokens(token) == Labels{token});
    }
  } catch (const UserError& error) {
    require(error.where == "--tokens");
    require_said(error);
  }
  return 0;
}
