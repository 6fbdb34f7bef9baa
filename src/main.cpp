#include <csignal>
#include <string>
#include <vector>

#include "cli/app.h"

int main(int argc, char** argv) {
  // A file that must not grow any further is an error like any other, not the end.
  std::signal(SIGXFSZ, SIG_IGN);
  return attn::run_app(std::vector<std::string>(argv + 1, argv + argc));
}
