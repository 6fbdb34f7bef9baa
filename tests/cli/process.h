#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace attn {

/// What a program left behind.
struct Outcome {
  int code;
  std::string out;
  std::string err;
};

inline std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Runs a line of shell in the source tree.
inline Outcome run_shell(const std::string& line) {
  const std::string scratch = testing::TempDir() + "attn_" + std::to_string(getpid());
  // Nobody's progress shows in what is tested.
  const std::string command = "export XDG_STATE_HOME='" + scratch + ".state'; cd '" +
                              ATTN_SOURCE_DIR "' && { " + line + "\n} >" + scratch + ".out 2>" +
                              scratch + ".err </dev/null";
  const int status = std::system(command.c_str());
  Outcome outcome{WEXITSTATUS(status), read_all(scratch + ".out"), read_all(scratch + ".err")};
  std::remove((scratch + ".out").c_str());
  std::remove((scratch + ".err").c_str());
  return outcome;
}

/// Runs the attn that was just built; `environment` is put before it.
inline Outcome attn(const std::string& arguments, const std::string& environment = "") {
  return run_shell("env -u ATTN_LANG -u NO_COLOR " + environment + " '" ATTN_BINARY "' " +
                   arguments);
}

/// A file that lives as long as this does, for this test alone: other builds may be tested beside
/// it.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content, const std::string& name = "tokens.csv")
      : path_(testing::TempDir() + "attn_" + std::to_string(getpid()) + "_" + name) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace attn
