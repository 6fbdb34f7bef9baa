#pragma once

#include <string>
#include <vector>

#include "lesson/catalogue.h"
#include "render/render.h"

namespace attn {

/// What a session needs to know of how it was called.
struct SessionStyle {
  const Settings& settings;
  TextStyle text;
  Format format;      ///< text or HTML
  std::string again;  ///< the command that goes on where this session leaves off
};

/// Goes through steps with a learner, from one on to the end of its chapter or until the learner
/// leaves, and at a terminal from chapter to chapter: asks before a page is shown, and keeps what
/// was answered. A step that took hints is asked once more after some others. As HTML it is a
/// single step, as far as the answers on standard input go.
void hold_session(const Place& start, const SessionStyle& style);

/// Asks the questions of these steps again, under the settings at hand. `numbers` says where the
/// new numbers come from: the settings as one types them.
void hold_review(const std::vector<Place>& places, const std::string& numbers,
                 const SessionStyle& style);

}  // namespace attn
