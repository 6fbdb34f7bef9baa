#pragma once

#include <cstdint>
#include <string>

#include "lesson/text.h"

namespace attn {

// Words that a user typed as the value of an option, understood. What cannot be is a UserError
// whose place is the option.

/// A whole number from `least` to `most`, both included.
std::int64_t parse_whole(const std::string& option, const std::string& typed, std::int64_t least,
                         std::int64_t most, const Text& fix);

/// A seed, as PyTorch takes them: also -1 for 2^64 - 1.
std::uint64_t parse_seed(const std::string& option, const std::string& typed);

/// A number from `least` to `most`, both included.
double parse_number(const std::string& option, const std::string& typed, double least, double most,
                    const Text& fix);

/// A share, from 0 up to but not including 1.
double parse_rate(const std::string& option, const std::string& typed);

}  // namespace attn
