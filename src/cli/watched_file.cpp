#include "cli/watched_file.h"

#include <sys/stat.h>

#include <thread>

#include "answer/answer.h"
#include "cli/file.h"
#include "lesson/user_error.h"

namespace attn {

using namespace std::chrono_literals;

std::optional<std::string> WatchedFile::look() {
  const std::optional<Signature> seen = signature();
  const auto now = std::chrono::steady_clock::now();
  if (seen != known_) {
    known_ = seen;
    changed_ = now;
  }
  // Two saves within a tick of the file system's clock, 2 s at worst, look the same from outside.
  if (!known_ || now - changed_ > 2500ms) return {};
  std::optional<std::string> content = read();
  if (!content || *content == content_) return {};
  // Who writes bit by bit gets the time to come to an end.
  constexpr int most_looks = 20;
  for (int looks = 0; looks < most_looks; ++looks) {
    std::this_thread::sleep_for(15ms);
    std::optional<std::string> again = read();
    const bool is_still = again == content;
    content = std::move(again);
    if (is_still) break;
  }
  if (!content || content->empty() || *content == content_) return {};
  content_ = *content;
  return content;
}

bool WatchedFile::is_gone() const {
  return !known_ && std::chrono::steady_clock::now() - changed_ > 2s;
}

std::optional<WatchedFile::Signature> WatchedFile::signature() const {
  struct stat status {};
  if (stat(path_.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
#ifdef __APPLE__
  const timespec& saved = status.st_mtimespec;
#else
  const timespec& saved = status.st_mtim;
#endif
  return Signature{saved.tv_sec, saved.tv_nsec, static_cast<std::uint64_t>(status.st_size),
                   status.st_ino};
}

std::optional<std::string> WatchedFile::read() const {
  try {
    return read_file(path_, max_answer_bytes);
  } catch (const UserError&) {
    return {};  // it is being replaced
  }
}

}  // namespace attn
