#include "cli/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "lesson/user_error.h"

namespace attn {
namespace {

/// An open file, closed when it goes out of scope, unless it is standard input.
struct Descriptor {
  int number;
  explicit Descriptor(int number) : number(number) {}
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
  const Descriptor file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
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
                      {"필요한 부분만 남기십시오", "keep only the part you need"});
    }
  }
}

bool exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void fail_to_write(const std::string& path) {
  const std::string reason = std::strerror(errno);
  throw UserError(
      path, {formatted("쓸 수 없습니다 ({})", reason), formatted("cannot be written ({})", reason)},
      {"권한과 디스크의 빈 곳을 확인하십시오", "check permissions and room on the disk"});
}

void make_folders_of(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) fail_to_write(folder);
  }
}

void write_file(const std::string& path, std::string_view content) {
  make_folders_of(path);
  const std::string beside = path + ".new";
  const auto give_up = [&] {
    const int reason = errno;
    unlink(beside.c_str());
    errno = reason;
    fail_to_write(path);
  };
  {
    const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.number < 0) fail_to_write(path);
    while (!content.empty()) {
      const ssize_t written = write(file.number, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) give_up();
      content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file.number) != 0) give_up();
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) give_up();
}

}  // namespace attn
