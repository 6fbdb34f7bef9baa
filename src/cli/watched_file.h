#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace attn {

/// A file that is looked at again and again, and what it held when it was last saved.
///
/// It is looked at, for notice of changes does not come from every file system. However it is saved
/// (written in place, put in another's place, gone for a moment), each content is told once.
class WatchedFile {
 public:
  explicit WatchedFile(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  /// What was saved since the last look, if that is something else than before. Nothing as long as
  /// there is no file or an empty one: it is being saved.
  std::optional<std::string> look();

  /// Whether it has been gone for longer than saving takes.
  bool is_gone() const;

  /// What it held when it was last saved.
  const std::string& content() const { return content_; }

 private:
  struct Signature {
    std::int64_t seconds, nanoseconds;
    std::uint64_t size, inode;
    bool operator==(const Signature&) const = default;
  };
  std::optional<Signature> signature() const;
  std::optional<std::string> read() const;

  std::string path_;
  std::string content_{};
  std::optional<Signature> known_{};
  std::chrono::steady_clock::time_point changed_ = std::chrono::steady_clock::now();
};

}  // namespace attn
