#pragma once

#include <poll.h>
#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace attn {

/// How long a program may run, and how much it may write.
struct Limits {
  std::chrono::milliseconds time{10'000};
  std::size_t bytes = 16U << 20U;
};

/// How a program ended, and what it wrote until then.
struct Ended {
  enum class How {
    exited,       ///< `number` is its status
    signalled,    ///< `number` is the signal
    over_time,    ///< it was stopped
    over_output,  ///< likewise
    not_started,  ///< `number` is the system's reason, as errno
  };
  How how;
  int number = 0;
  std::string out{}, err{};  ///< of standard error, the end

  bool is_fine() const { return how == How::exited && number == 0; }
};

/// A program that runs beside this one, in a session of its own, with nothing to read. It ends with
/// all that it started: when it is done, or over a limit, or when this object goes.
class ChildProgram {
 public:
  /// `words`: the program, found as a shell finds it, and its arguments. REQUIRES: there is no
  /// other such object.
  explicit ChildProgram(const std::vector<std::string>& words, const Limits& limits = {});
  ~ChildProgram();
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;

  /// What is to be waited for with poll(), but for some milliseconds at most: that it ended need
  /// not show there.
  std::array<pollfd, 2> outputs() const;

  /// Takes what it has written by now. How it ended, once it has; then it is not called again.
  std::optional<Ended> advance();

  /// Stops the one that runs, if one does. May be called by whoever handles a signal.
  static void stop_running();

 private:
  Ended ended(Ended::How how, int number = 0);

  Limits limits_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  pid_t child_ = 0;
  int reason_ = 0;  ///< why it could not be started, if it could not
  int out_ = -1, err_ = -1;
  std::size_t written_ = 0;
  std::string from_out_{}, from_err_{};
};

}  // namespace attn
