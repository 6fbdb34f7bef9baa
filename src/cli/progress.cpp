#include "cli/progress.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <variant>

#include "cli/file.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

using Json = nlohmann::ordered_json;

constexpr int version = 1;
constexpr std::size_t max_bytes = 4U << 20U;
constexpr std::array<std::string_view, 3> masteries = {"seen", "with-hints", "first-try"};

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

/// A file that is not understood.
enum class Strange { damaged, newer };

std::optional<Mastery> mastery_from(const Json& json) {
  for (std::size_t i = 0; i < masteries.size(); ++i) {
    if (json == masteries[i]) return static_cast<Mastery>(i);
  }
  return {};
}

/// What a file holds, or why it is not understood.
std::variant<Progress, Strange> parse(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("version") || !json["version"].is_number_integer()) {
    return Strange::damaged;
  }
  if (json["version"] > version) return Strange::newer;
  if (json["version"] < version || !json.contains("steps") || !json["steps"].is_object()) {
    return Strange::damaged;
  }
  Progress progress;
  if (json.contains("at")) {
    if (!json["at"].is_string()) return Strange::damaged;
    progress.at = json["at"];
  }
  for (const auto& [id, step] : json["steps"].items()) {
    if (!step.is_object() || !step.contains("mastery") || !step.contains("questions") ||
        !step["questions"].is_string()) {
      return Strange::damaged;
    }
    const auto mastery = mastery_from(step["mastery"]);
    if (!mastery) return Strange::damaged;
    progress.steps[id] = {*mastery, step["questions"]};
  }
  return progress;
}

std::string to_text(const Progress& progress) {
  Json steps = Json::object();
  for (const auto& [id, step] : progress.steps) {
    steps[id] = {{"mastery", masteries[static_cast<std::size_t>(step.mastery)]},
                 {"questions", step.questions}};
  }
  return Json{{"version", version}, {"at", progress.at}, {"steps", steps}}.dump(1) + "\n";
}

/// The first of path.what-1, path.what-2, … that is free.
std::string free_name(const std::string& path, std::string_view what) {
  for (int number = 1;; ++number) {
    std::string name = formatted("{}.{}-{}", path, what, number);
    if (!exists(name)) return name;
  }
}

/// Held while a file is read, changed and written, by one program at a time.
class Lock {
 public:
  explicit Lock(const std::string& path) {
    make_folders_of(path);
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) fail_to_write(path);
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

ProgressFile::ProgressFile() : path_(usual_path()) {}

Progress ProgressFile::read() const {
  if (path_.empty() || !exists(path_)) return {};
  try {
    const auto found = parse(read_file(path_, max_bytes));
    if (const auto* progress = std::get_if<Progress>(&found)) return *progress;
  } catch (const UserError&) {
    // A file that cannot be read keeps nothing.
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
    const Lock lock(path_ + ".lock");
    Progress progress;
    const std::string before = exists(path_) ? read_file(path_, max_bytes) : to_text({});
    auto found = parse(before);
    if (auto* known = std::get_if<Progress>(&found)) {
      progress = std::move(*known);
    } else {
      const bool is_newer = std::get<Strange>(found) == Strange::newer;
      const std::string aside = free_name(path_, is_newer ? "newer" : "damaged");
      if (std::rename(path_.c_str(), aside.c_str()) != 0) fail_to_write(aside);
      const FixedText what =
          is_newer ? FixedText{"진도 파일이 더 새로운 판의 것이라", "is of a newer version"}
                   : FixedText{"진도 파일이 손상되어", "is damaged"};
      notice_ = {formatted("{} 옆으로 치우고 새로 시작합니다: {}", what.ko, aside),
                 formatted("the file of your progress {}; it was set aside as {}, and a new one is "
                           "begun",
                           what.en, aside)};
    }
    change(progress);
    const std::string after = to_text(progress);
    if (after != before) write_file(path_, after);
  } catch (const UserError& error) {
    is_kept_ = false;
    notice_ = {formatted("진도를 기록하지 않습니다: {}: {}", error.where, error.problem.ko),
               formatted("progress is not kept: {}: {}", error.where, error.problem.en)};
  }
}

std::string ProgressFile::change_with_backup(const std::function<void(Progress&)>& forget) {
  std::string copy;
  change([&](Progress& progress) {
    if (progress.steps.empty() && progress.at.empty()) return;
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
