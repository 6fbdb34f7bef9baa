#include "cli/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lesson/user_error.h"

namespace attn {
namespace {

/// An open file, closed when it goes out of scope; "-" is standard input.
struct Descriptor {
  int number;
  explicit Descriptor(const std::string& path)
      : number(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number > STDIN_FILENO) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

[[noreturn]] void fail(const std::string& path) {
  const Text fix = {"파일 이름과 권한을 확인하십시오", "check the file's name and permissions"};
  if (errno == ENOENT)
    throw UserError(path, {"그런 파일이 없습니다", "there is no such file"}, fix);
  if (errno == EISDIR) {
    throw UserError(path, {"파일이 아니라 디렉터리입니다", "this is a directory, not a file"}, fix);
  }
  const std::string reason = std::strerror(errno);
  throw UserError(
      path, {formatted("읽을 수 없습니다 ({})", reason), formatted("cannot be read ({})", reason)},
      fix);
}

}  // namespace

std::string read_file(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(path);
  if (file.number < 0) fail(path);
  std::string content;
  char buffer[16 * 1024];
  for (;;) {
    const ssize_t got = read(file.number, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > max_bytes) {
      throw UserError(path,
                      {formatted("파일이 {} MiB보다 큽니다", max_bytes >> 20U),
                       formatted("the file is larger than {} MiB", max_bytes >> 20U)},
                      {"필요한 토큰만 남기십시오", "keep only the tokens you need"});
    }
  }
}

}  // namespace attn
