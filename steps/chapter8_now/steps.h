#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 8, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter8 {

void changed_since_2017(const Settings& settings, Page& page);
void in_one_call(const Settings& settings, Page& page);

}  // namespace attn::chapter8
