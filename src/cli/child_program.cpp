#include "cli/child_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

namespace attn {
namespace {

volatile std::sig_atomic_t group_running =
    0;  ///< the process, and the group of it and its children

struct Pipe {
  int to_read = -1, to_write = -1;

  Pipe() {
    int both[2];
    if (pipe(both) != 0) return;
    to_read = both[0];
    to_write = both[1];
    for (const int end : both) fcntl(end, F_SETFD, FD_CLOEXEC);
    fcntl(to_read, F_SETFL, O_NONBLOCK);
  }
};

/// What the new process does: becomes the program, or tells the reason through `failure`.
[[noreturn]] void become(const std::vector<std::string>& words, int out, int err, int failure) {
  setsid();  // no terminal either: it is not the program's to change
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  const int reason = errno;
  [[maybe_unused]] const ssize_t told = write(failure, &reason, sizeof reason);
  _exit(127);
}

/// Waits until the program was started, or could not be; 0, or the reason.
int reason_told(int failure) {
  int reason = 0;
  fcntl(failure, F_SETFL, 0);
  ssize_t count = -1;
  do {
    count = read(failure, &reason, sizeof reason);
  } while (count < 0 && errno == EINTR);
  return count == sizeof reason ? reason : 0;
}

/// Appends what there is to read; at the end of it closes the pipe. How much it was.
std::size_t drain(int& pipe, std::string& into, std::size_t most) {
  char bytes[64 * 1024];
  std::size_t all = 0;
  while (pipe >= 0 && all <= most) {
    const ssize_t count = read(pipe, bytes, sizeof bytes);
    if (count > 0) {
      into.append(bytes, static_cast<std::size_t>(count));
      all += static_cast<std::size_t>(count);
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
      close(std::exchange(pipe, -1));
    } else if (errno == EAGAIN) {
      break;
    }
  }
  return all;
}

}  // namespace

ChildProgram::ChildProgram(const std::vector<std::string>& words, const Limits& limits)
    : limits_(limits) {
  const Pipe out, err, failure;
  child_ = fork();
  if (child_ == 0) become(words, out.to_write, err.to_write, failure.to_write);
  reason_ = child_ < 0 ? errno : 0;
  group_running = child_ < 0 ? 0 : child_;
  for (const Pipe* pipe : {&out, &err, &failure}) close(pipe->to_write);
  if (child_ > 0) reason_ = reason_told(failure.to_read);
  close(failure.to_read);
  out_ = out.to_read;
  err_ = err.to_read;
}

ChildProgram::~ChildProgram() {
  stop_running();
  if (child_ > 0) {
    while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  group_running = 0;
  for (const int pipe : {out_, err_}) {
    if (pipe >= 0) close(pipe);
  }
}

std::array<pollfd, 2> ChildProgram::outputs() const {
  return {{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
}

std::optional<Ended> ChildProgram::advance() {
  if (reason_ != 0) return ended(Ended::How::not_started, reason_);
  siginfo_t end{};
  // It stays a zombie, so that its number is nobody else's when what it started is stopped.
  const bool has_ended =
      waitid(P_PID, static_cast<id_t>(child_), &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      end.si_pid == child_;
  written_ += drain(out_, from_out_, limits_.bytes - written_);
  if (written_ <= limits_.bytes) written_ += drain(err_, from_err_, limits_.bytes - written_);
  constexpr std::size_t most_of_err = 64U << 10U;
  if (from_err_.size() > 2 * most_of_err) from_err_.erase(0, from_err_.size() - most_of_err);
  if (written_ > limits_.bytes) return ended(Ended::How::over_output);
  if (has_ended) {
    const bool exited = end.si_code == CLD_EXITED;
    return ended(exited ? Ended::How::exited : Ended::How::signalled, end.si_status);
  }
  if (std::chrono::steady_clock::now() - start_ > limits_.time) return ended(Ended::How::over_time);
  return {};
}

Ended ChildProgram::ended(Ended::How how, int number) {
  stop_running();
  return {how, number, std::move(from_out_), std::move(from_err_)};
}

void ChildProgram::stop_running() {
  const auto child = static_cast<pid_t>(group_running);
  if (child <= 0) return;
  kill(child, SIGKILL);  // it may be too young to lead a group
  kill(-child, SIGKILL);
}

}  // namespace attn
