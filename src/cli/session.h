#pragma once

#include <string>

#include "lesson/catalogue.h"
#include "render/text_style.h"

namespace attn {

/// Goes through steps with a learner, from one on to the end of its chapter or until the learner
/// leaves: asks before the page is shown, and keeps what was answered. `again` is the command that
/// goes on where this leaves off.
void hold_session(const Place& start, const Settings& settings, const TextStyle& style,
                  const std::string& again);

}  // namespace attn
