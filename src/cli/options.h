#pragma once

#include "cli/arguments.h"
#include "lesson/settings.h"
#include "render/text_style.h"

namespace attn {

/// How the output is to look, as far as it does not depend on what is computed.
struct Options {
  TextStyle style;
  bool json = false;
};

/// Understands the options that every command takes; what was not chosen follows the terminal and
/// the environment (ATTN_LANG, NO_COLOR). Throws UserError.
Options understand_options(const Arguments& arguments);

/// Understands the settings and reads the input they name. Throws UserError.
Settings understand_settings(const Arguments& arguments);

/// How far upstream an explanation is to go. Throws UserError.
int understand_depth(const Arguments& arguments);

}  // namespace attn
