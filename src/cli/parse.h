#pragma once

#include <string>
#include <vector>

#include "cli/request.h"

namespace attn {

/// Understands a command line: the command, its options, and its words; behind "--" nothing is an
/// option. What is read is put into `request` bit by bit, so that the language asked for is known
/// when the rest is wrong. Throws UserError for what is unknown, out of place or not understood.
void parse(const std::vector<std::string>& words, Request& request);

/// The command of that name. Throws UserError if there is none.
const Command& require_command(const std::string& word);

}  // namespace attn
