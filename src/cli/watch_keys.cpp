#include "cli/watch_keys.h"

#include <unistd.h>

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

}  // namespace

std::optional<std::vector<WatchKey>> keys_typed(const std::function<bool(char)>& signals) {
  char bytes[64];
  const ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
  if (count < 0 && errno == EINTR) return std::vector<WatchKey>();
  if (count <= 0) return {};
  std::vector<WatchKey> keys;
  for (std::string_view rest(bytes, static_cast<std::size_t>(count)); !rest.empty();) {
    if (rest[0] == '\x1b') break;  // an arrow or the like, which comes in one piece
    std::size_t length = 1;
    if (!signals(rest[0])) {
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
