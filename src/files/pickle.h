#pragma once

#include <string>
#include <string_view>

namespace attn {

/// Whether these bytes begin as Python's pickles do, from protocol 2 on.
bool is_pickle(std::string_view bytes);

/// Throws the UserError of a file that holds a pickle, with the line that saves a model otherwise.
[[noreturn]] void fail_pickle(const std::string& path);

}  // namespace attn
