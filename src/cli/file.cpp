#include "cli/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <utility>

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

/// Whether the shell handed over an open file under this name: standard input, or `<(…)`.
bool is_handed_over(std::string_view path) {
  return path == "/dev/stdin" || path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/");
}

/// A descriptor to read from. What is neither a file nor handed over could make us wait for ever:
/// it is refused without waiting.
int open_to_read(const std::string& path) {
  if (path == "-") return STDIN_FILENO;
  const int wait = is_handed_over(path) ? 0 : O_NONBLOCK | O_NOCTTY;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | wait);
  struct stat status {};
  if (file < 0 && errno != ENXIO) fail(path);  // ENXIO: a socket
  const bool is_stream = file < 0 || (wait != 0 && fstat(file, &status) == 0 &&
                                      !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
  if (!is_stream) return file;
  if (file >= 0) close(file);
  throw UserError(path,
                  {"일반 파일이 아니라 파이프나 장치, 소켓입니다",
                   "this is no ordinary file but a pipe, a device or a socket"},
                  {"일반 파일을 주십시오. 표준 입력은 -로 씁니다",
                   "give an ordinary file, or - for standard input"});
}

/// A new file, which nobody else has and no link leads elsewhere. What a program that was killed
/// left under this name is removed.
int create(const std::string& path) {
  const auto attempt = [&] {
    return open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  };
  int file = attempt();
  if (file < 0 && errno == EEXIST && unlink(path.c_str()) == 0) file = attempt();
  return file;
}

/// Whether all of it is on the disk; else errno says why not.
bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(file) == 0;
}

}  // namespace

std::string read_file(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(open_to_read(path));
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

bool is_larger(const std::string& path, std::size_t bytes) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         std::cmp_greater(status.st_size, bytes);
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

std::string behind_links(std::string path) {
  constexpr int most = 40;  // as many as Linux follows
  for (int links = 0;; ++links) {
    char target[PATH_MAX];
    const ssize_t length = readlink(path.c_str(), target, sizeof target);
    if (length < 0 || length == sizeof target) return path;
    if (links == most) {
      errno = ELOOP;
      fail_to_write(path);
    }
    const bool is_absolute = target[0] == '/';
    path.erase(is_absolute ? 0 : path.rfind('/') + 1);  // npos + 1 is 0
    path.append(target, static_cast<std::size_t>(length));
  }
}

void make_folders_of(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) fail_to_write(folder);
  }
}

void write_file(const std::string& path, std::string_view content) {
  const std::string target = behind_links(path);
  make_folders_of(target);
  const std::string beside = target + ".new";
  const Descriptor file(create(beside));
  if (file.number < 0) fail_to_write(path);
  const auto give_up = [&] {
    const int reason = errno;
    unlink(beside.c_str());
    errno = reason;
    fail_to_write(path);
  };
  struct stat before {};
  const bool keeps_mode = stat(target.c_str(), &before) == 0;
  if (keeps_mode && fchmod(file.number, before.st_mode & 0777U) != 0) give_up();
  if (!write_all(file.number, content)) give_up();
  if (std::rename(beside.c_str(), target.c_str()) != 0) give_up();
}

void write_new_file(const std::string& path, std::string_view content) {
  make_folders_of(path);
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.number < 0) fail_to_write(path);
  if (write_all(file.number, content)) return;
  const int reason = errno;
  unlink(path.c_str());
  errno = reason;
  fail_to_write(path);
}

}  // namespace attn
