#include "cli/watch_keys.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace attn {
namespace {

struct Spelling {
  std::string_view bytes;
  WatchKey key;
};
/// Also what the same keys give while Korean is typed.
constexpr Spelling spellings[] = {
    {"n", WatchKey::next},  {"ㅜ", WatchKey::next},    {"h", WatchKey::hint},
    {"ㅗ", WatchKey::hint}, {"s", WatchKey::solution}, {"ㄴ", WatchKey::solution},
    {"r", WatchKey::again}, {"ㄱ", WatchKey::again},   {"l", WatchKey::list},
    {"ㅣ", WatchKey::list}, {"?", WatchKey::help},     {"q", WatchKey::quit},
    {"ㅂ", WatchKey::quit}, {"\x04", WatchKey::quit}};

/// How long the sequence of an arrow or the like is that the keys begin with: `ESC [ 3 ~`,
/// `ESC O H`; 1 if they begin with none.
std::size_t length_of_sequence(std::string_view keys) {
  if (keys[0] != '\x1b' || keys.size() < 2) return 1;
  if (keys[1] != '[') return std::min<std::size_t>(keys.size(), keys[1] == 'O' ? 3 : 2);
  const auto is_end = [](char c) { return c >= '@' && c <= '~'; };
  const auto end = std::find_if(keys.begin() + 2, keys.end(), is_end);
  return static_cast<std::size_t>(end - keys.begin()) + (end == keys.end() ? 0 : 1);
}

}  // namespace

std::optional<std::vector<WatchKey>> keys_typed(const std::function<bool(char)>& signals) {
  char bytes[64];
  const ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
  if (count < 0 && errno == EINTR) return std::vector<WatchKey>();
  if (count <= 0) return {};
  std::vector<WatchKey> keys;
  for (std::string_view rest(bytes, static_cast<std::size_t>(count)); !rest.empty();) {
    std::size_t length = length_of_sequence(rest);
    if (length == 1 && !signals(rest[0])) {
      for (const auto& [spelling, key] : spellings) {
        if (!rest.starts_with(spelling)) continue;
        keys.push_back(key);
        length = spelling.size();
      }
    }
    rest.remove_prefix(length);
  }
  return keys;
}

}  // namespace attn
