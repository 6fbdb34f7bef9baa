#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "lesson/text.h"

namespace attn {

/// How well a step's questions were answered, from worst to best.
enum class Mastery { seen, with_hints, at_first_try };

struct StepProgress {
  Mastery mastery;
  std::string questions;  ///< what was asked, so that it shows when a lesson asks anew

  friend bool operator==(const StepProgress&, const StepProgress&) = default;
};

/// How far a learner has come.
struct Progress {
  std::string at{};                           ///< the id of the step to go on with; may be empty
  std::map<std::string, StepProgress> steps;  ///< by id
  std::set<std::string> practiced{};  ///< ids of steps for which a program of their own was right

  /// Remembers a step; what was once done better stays, unless the questions were others.
  void add(const std::string& id, const StepProgress& step);

  friend bool operator==(const Progress&, const Progress&) = default;
};

/// Said where another program does not let go of the file of progress.
inline constexpr FixedText is_waiting = {"다른 attn이 진도를 기록하고 있어 기다립니다",
                                         "waiting for another attn that is keeping progress"};

/// Keeps progress in a file: `$XDG_STATE_HOME/attn/progress.json`, or `~/.local/state/attn/…`.
///
/// The file is only ever replaced as a whole, and one change at a time is made, even by two
/// programs: whoever is killed, and whenever, it is the old file or the new one.
class ProgressFile {
 public:
  /// `on_waiting` is called where another program keeps a change waiting for more than a second.
  explicit ProgressFile(std::function<void()> on_waiting = [] {});

  /// What is kept; nothing if there is no file, or none that can be understood. What the learner
  /// has to know of that is in notice().
  Progress read();

  /// Makes one change. A file that is damaged, too large or of a newer version is first moved
  /// aside. Where nothing can be kept, nothing happens. notice() tells likewise.
  void change(const std::function<void(Progress&)>& change);

  /// The same, with a copy of the old file left beside it; returns the name of the copy, empty if
  /// there was nothing to copy.
  std::string change_with_backup(const std::function<void(Progress&)>& change);

  /// Whether changes are kept, as far as is known.
  bool is_kept() const { return is_kept_; }

  /// Something that happened to the file and is not yet said; it is said once.
  std::optional<Text> notice();

 private:
  std::string path_;  ///< empty: there is no place for it
  std::function<void()> on_waiting_;
  std::optional<Text> notice_;
  bool is_kept_ = true;  ///< until it turns out that it cannot be
};

}  // namespace attn
