#include "cli/pager.h"

#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace attn {
namespace {

/// In English in any language: less 590, say, garbles other letters in a prompt.
constexpr const char* less_finding_steps =
    "-FRX$-Ps?e(END)  .n\\: next step  N\\: previous step  q\\: quit$-p^[0-9]+\\.[0-9]+  |^n  $";

pid_t child_running = 0;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool is_in_path(std::string_view program) {
  const std::string path = variable("PATH");
  for (std::size_t start = 0; start < path.size();) {
    const std::size_t end = std::min(path.find(':', start), path.size());
    const std::string file = path.substr(start, end - start) + "/" + std::string(program);
    if (access(file.c_str(), X_OK) == 0) return true;
    start = end + 1;
  }
  return false;
}

}  // namespace

std::optional<std::string> usual_pager() {
  if (!isatty(STDOUT_FILENO) || variable("TERM") == "dumb" || variable("TERM").empty()) return {};
  for (const char* name : {"ATTN_PAGER", "PAGER"}) {
    if (!std::getenv(name)) continue;
    const std::string command = variable(name);
    if (command.empty() || command == "cat") return {};
    return command;
  }
  if (!is_in_path("less")) return {};
  return "less";
}

std::size_t rows_of_screen() {
  constexpr std::size_t usual = 24;
  winsize size{};
  const bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
  return is_known ? size.ws_row : usual;
}

bool can_find_steps(const std::string& command) {
  const std::string program = command.substr(0, command.find(' '));
  return program.substr(program.rfind('/') + 1) == "less" && !std::getenv("LESS");
}

bool start_pager(const std::string& command, bool finds_steps) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  if (child == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    setenv("LESS", finds_steps ? less_finding_steps : "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0);
    execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  dup2(ends[1], STDOUT_FILENO);
  close(ends[0]);
  close(ends[1]);
  child_running = child;
  std::signal(SIGINT, SIG_IGN);  // it is the pager's, which may go on
  return true;
}

void finish_pager() {
  if (child_running == 0) return;
  std::fclose(stdout);
  int status = 0;
  while (waitpid(child_running, &status, 0) < 0 && errno == EINTR) {
  }
  child_running = 0;
}

}  // namespace attn
