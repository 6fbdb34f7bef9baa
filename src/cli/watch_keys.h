#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace attn {

/// What a key asks for.
enum class WatchKey { next, hint, solution, again, list, help, quit };

/// The keys that were pressed, as far as they mean something; nothing if there will be no more.
/// `signals` is given each byte, and what it takes is no key. REQUIRES: standard input is ready.
std::optional<std::vector<WatchKey>> keys_typed(const std::function<bool(char)>& signals);

}  // namespace attn
