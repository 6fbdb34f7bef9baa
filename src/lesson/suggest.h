#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attn {

/// The candidate nearest to what was typed, if it is near enough to have been meant: one slip in
/// three letters, which is a letter mistyped, left out or too many, or two of them exchanged.
std::optional<std::string_view> did_you_mean(std::string_view typed,
                                             std::span<const std::string_view> candidates);

}  // namespace attn
