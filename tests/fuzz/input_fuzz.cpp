#include <cmath>

#include "harness.h"
#include "lesson/input.h"
#include "lesson/settings.h"

/// An input in CSV: tokens and finite numbers, or refused.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  try {
    const Settings settings = make_settings(parse_input(text_of(data, size), "tokens.csv"), {});
    require(settings.num_tokens() >= 1 && settings.num_tokens() <= Settings::max_tokens);
    require(settings.d_in() >= 1 && settings.d_in() <= Settings::max_d_in);
    require(settings.query() < settings.num_tokens());
    for (const std::string& token : settings.tokens()) require(!token.empty());
    for (const float value : settings.inputs().values()) require(std::isfinite(value));
  } catch (const UserError& error) {
    require(error.where.starts_with("tokens.csv"));
    require_said(error);
  }
  return 0;
}
