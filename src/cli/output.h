#pragma once

#include <cstdio>
#include <string_view>

namespace attn {

inline void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}
inline void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace attn
