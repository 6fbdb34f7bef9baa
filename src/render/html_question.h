#pragma once

#include <string>

#include "lesson/page.h"

namespace attn {

/// A question that opens: its options; then, each to be opened in turn, its hint, and its answer
/// with why other answers are wrong.
std::string question_as_html(const block::Question& question, int precision);

/// A question as it is put to somebody who is going to answer: what is given and the options alone.
std::string asked_as_html(const block::Question& question, int precision);

}  // namespace attn
