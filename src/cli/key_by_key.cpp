#include "cli/key_by_key.h"

#include <unistd.h>

#include <csignal>

namespace attn {
namespace {

termios usual_of_terminal;
volatile std::sig_atomic_t is_taken = 0;

/// What ends a program unless it is minded.
constexpr int ends[] = {SIGHUP, SIGTERM, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

void give_back_and_end(int signal) {
  KeyByKey::give_back();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// Lets `handler` mind the signals that `now` minds; those that others mind are theirs.
void exchange_handlers(void (*now)(int), void (*handler)(int)) {
  for (const int signal : ends) {
    struct sigaction known {};
    if (sigaction(signal, nullptr, &known) == 0 && known.sa_handler == now) {
      std::signal(signal, handler);
    }
  }
}

}  // namespace

KeyByKey::KeyByKey() {
  tcgetattr(STDIN_FILENO, &usual_);
  usual_of_terminal = usual_;
  exchange_handlers(SIG_DFL, give_back_and_end);
  enter();
}

KeyByKey::~KeyByKey() {
  give_back();
  exchange_handlers(give_back_and_end, SIG_DFL);
}

bool KeyByKey::signals(char key) {
  const auto is = [&](int which) { return static_cast<cc_t>(key) == usual_.c_cc[which]; };
  const int signal = is(VINTR) ? SIGINT : is(VQUIT) ? SIGQUIT : is(VSUSP) ? SIGTSTP : 0;
  if (signal == 0 || (usual_.c_lflag & ISIG) == 0) return false;
  give_back();
  std::raise(signal);
  enter();
  return true;
}

void KeyByKey::enter() const {
  termios keys = usual_;
  keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG | IEXTEN);
  keys.c_iflag &= ~static_cast<tcflag_t>(IXON);
  keys.c_cc[VMIN] = 1;
  keys.c_cc[VTIME] = 0;
  is_taken = 1;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
}

void KeyByKey::give_back() {
  if (is_taken == 0) return;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual_of_terminal);
  is_taken = 0;
}

}  // namespace attn
