#include "cli/progress.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <variant>

#include "cli/file.h"
#include "cli/progress_text.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

constexpr std::size_t max_bytes = 4U << 20U;

/// Where the file belongs; empty if the environment names no place.
std::string usual_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && *state == '/') return std::string(state) + "/attn/progress.json";
  const char* home = std::getenv("HOME");
  if (home && *home && is_folder(home)) {
    return std::string(home) + "/.local/state/attn/progress.json";
  }
  return "";
}

/// What is said of a file that is not understood, and what it is called once it is set aside.
struct WordsFor {
  FixedText what;
  std::string_view aside;
};
WordsFor words_for(Strange strange) {
  switch (strange) {
    case Strange::newer:
      return {{"더 새 버전에서 만든 것이라", "is of a newer version"}, "newer"};
    case Strange::too_large:
      return {{"너무 커서", "is too large"}, "too-large"};
    case Strange::damaged:
      break;
  }
  return {{"손상되어", "is damaged"}, "damaged"};
}

/// The first of path.what-1, path.what-2, … that is free.
std::string free_name(const std::string& path, std::string_view what) {
  for (int number = 1;; ++number) {
    std::string name = formatted("{}.{}-{}", path, what, number);
    struct stat status {};
    if (lstat(name.c_str(), &status) != 0) return name;
  }
}

/// What a file holds; no progress if there is none. Throws UserError if it cannot be read.
std::variant<Progress, Strange> look_into(const std::string& path) {
  if (!exists(path)) return Progress();
  if (is_larger(path, max_bytes)) return Strange::too_large;
  return parse_progress(read_file(path, max_bytes));
}

/// Moves a file that is not understood out of the way, and says so.
Text set_aside(const std::string& path, Strange strange) {
  const WordsFor words = words_for(strange);
  const std::string file = behind_links(path);
  const std::string aside = free_name(file, words.aside);
  if (std::rename(file.c_str(), aside.c_str()) != 0) fail_to_write(aside);
  return {formatted("진도 파일이 {} 따로 옮겨 두고 새로 시작합니다: {}", words.what.ko, aside),
          formatted("the file of your progress {}; it was set aside as {}, and a new one is begun",
                    words.what.en, aside)};
}

/// Held while a file is read, changed and written, by one program at a time.
class Lock {
 public:
  /// `on_waiting` is called if another program has held it for a second.
  Lock(const std::string& path, const std::function<void()>& on_waiting) {
    make_folders_of(path);
    constexpr int how = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    file_ = open(path.c_str(), how, 0600);
    if (file_ < 0) fail_to_write(path);
    for (int tries = 0; tries < 50; ++tries) {
      if (flock(file_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;  // or no locks here
      usleep(20'000);
    }
    on_waiting();
    while (flock(file_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~Lock() { close(file_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int file_;
};

}  // namespace

void Progress::add(const std::string& id, const StepProgress& step) {
  const auto known = steps.find(id);
  if (known != steps.end() && known->second.questions == step.questions) {
    known->second.mastery = std::max(known->second.mastery, step.mastery);
  } else {
    steps[id] = step;
  }
}

ProgressFile::ProgressFile(std::function<void()> on_waiting)
    : path_(usual_path()), on_waiting_(std::move(on_waiting)) {}

Progress ProgressFile::read() {
  if (path_.empty()) return {};
  try {
    auto found = look_into(path_);
    if (auto* progress = std::get_if<Progress>(&found)) return std::move(*progress);
    const FixedText what = words_for(std::get<Strange>(found)).what;
    notice_ = {formatted("진도 파일이 {} 읽지 않았습니다: {}", what.ko, path_),
               formatted("the file of your progress {} and was not read: {}", what.en, path_)};
  } catch (const UserError& error) {
    notice_ = {formatted("진도를 읽지 못했습니다: {}: {}", error.where, error.problem.ko),
               formatted("your progress was not read: {}: {}", error.where, error.problem.en)};
  }
  return {};
}

void ProgressFile::change(const std::function<void(Progress&)>& change) {
  if (!is_kept_) return;
  if (path_.empty()) {
    is_kept_ = false;
    notice_ = {"홈 폴더가 없어 진도를 기록하지 않습니다", "there is no home: progress is not kept"};
    return;
  }
  try {
    const Lock lock(path_ + ".lock", on_waiting_);
    auto found = look_into(path_);
    if (const auto* strange = std::get_if<Strange>(&found)) {
      notice_ = set_aside(path_, *strange);
      found = Progress();
    }
    auto& progress = std::get<Progress>(found);
    const Progress before = progress;
    change(progress);
    if (progress != before) write_file(path_, to_text(progress));
  } catch (const UserError& error) {
    is_kept_ = false;
    notice_ = {formatted("진도를 기록하지 않습니다: {}: {}", error.where, error.problem.ko),
               formatted("progress is not kept: {}: {}", error.where, error.problem.en)};
  }
}

std::string ProgressFile::change_with_backup(const std::function<void(Progress&)>& forget) {
  std::string copy;
  change([&](Progress& progress) {
    if (progress == Progress()) return;
    copy = free_name(path_, "backup");
    write_file(copy, to_text(progress));
    forget(progress);
  });
  return copy;
}

std::optional<Text> ProgressFile::notice() {
  return std::exchange(notice_, std::nullopt);
}

}  // namespace attn
