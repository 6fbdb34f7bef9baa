#pragma once

#include <string>

#include "answer/verdict.h"

namespace attn {

/// A verdict for programs: one JSON object.
std::string diff_as_json(const Verdict& verdict);

}  // namespace attn
