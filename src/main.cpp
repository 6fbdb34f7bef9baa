#include <string>
#include <vector>

#include "cli/app.h"

int main(int argc, char** argv) {
  return attn::run_app(std::vector<std::string>(argv + 1, argv + argc));
}
