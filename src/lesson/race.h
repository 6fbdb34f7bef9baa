#pragma once

#include <functional>

#include "lesson/page.h"
#include "lesson/settings.h"

namespace attn {

/// One of several ways to the same result.
struct Runner {
  Text name;
  std::function<void()> run;
};

/// Times two ways against each other and shows both in a table, the first as a multiple of the
/// second, and says in a sentence what was found. Only when the settings ask for measurements,
/// since no two runs give the same table; takes a fifth of a second or so.
void race(const Settings& settings, Page& page, const Runner& slow, const Runner& fast);

}  // namespace attn
