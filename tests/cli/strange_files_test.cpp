#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/process.h"

/// Files that somebody else made, or that are no files: what they hold reaches no terminal as it
/// is, and nothing is lost, written elsewhere or waited for without a word.

namespace attn::strange_files_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* program = "'" ATTN_BINARY "' ";

class StrangeFiles : public testing::Test {
 protected:
  StrangeFiles() : folder_(testing::TempDir() + "attn_strange_" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ + "/attn");
    fs::create_directories(folder_ + "/kept/chapter3");
  }
  ~StrangeFiles() override { fs::remove_all(folder_); }

  /// A line of shell with progress of its own; bash, for <(…). What takes longer than half a minute
  /// is killed.
  Outcome run(const std::string& line) const {
    const TemporaryFile script("export XDG_STATE_HOME='" + folder_ + "'\n" + line, "line.sh");
    return run_shell("timeout 30 bash '" + script.path() + "'");
  }
  Outcome learn(const std::string& words, const std::string& typed) const {
    const TemporaryFile lines(typed, "typed.txt");
    return run(std::string(program) + "learn --lang en " + words + " < '" + lines.path() + "'");
  }
  Outcome check(const std::string& words) const {
    return run(std::string(program) + "check --lang en --expected '" + folder_ + "/kept' " + words);
  }
  std::string progress() const { return folder_ + "/attn/progress.json"; }
  std::string kept() const { return folder_ + "/kept/chapter3/11.txt"; }
  void write(const std::string& path, std::string_view content) const {
    std::ofstream(path, std::ios::binary) << content;
  }
  void keep_page() const {
    fs::copy_file(ATTN_SOURCE_DIR "/data/expected/chapter3/11.txt", kept());
  }

  std::string folder_;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Whether a terminal would do anything but show it.
bool steers(const std::string& text) {
  for (const std::string_view part : {"\x1b", "\x07", "\x7F", "\xC2\x9B", "\xE2\x80\xAE", "\xFF"}) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

constexpr std::string_view evil =
    "\x1B]52;c;QUFB\x07\x1B[2J\xC2\x9B\x33\x31mowned\xFF\xE2\x80\xAE\x7F";

TEST_F(StrangeFiles, KeptOutputsAreShownEscaped) {
  keep_page();
  std::ofstream(kept(), std::ios::app | std::ios::binary) << evil << "\n";
  const Outcome text = check("11");
  EXPECT_EQ(text.code, 1);
  EXPECT_TRUE(contains(text.out, "- \\x1b]52;c;QUFB\\x07\\x1b[2J\\x9b31mowned\\xff\\u202e\\x7f\n"))
      << text.out;
  EXPECT_FALSE(steers(text.out));
  const Outcome json = check("11 --format json");
  EXPECT_EQ(json.code, 1) << json.err;
  EXPECT_FALSE(steers(json.out));
  EXPECT_TRUE(contains(json.out, "\\u009b31mowned\uFFFD\\u202e\\u007f")) << json.out;
  EXPECT_EQ(Json::parse(json.out)[0]["equal"], false);
}

TEST_F(StrangeFiles, NamesOfFoldersAreShownEscaped) {
  const Outcome outcome =
      run(std::string(program) + "check 11 --update --expected '" + folder_ + "/\x1B[31m\xFF'");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "/\\x1b[31m\\xff/chapter3/11.txt")) << outcome.out;
  EXPECT_FALSE(steers(outcome.out));
}

TEST_F(StrangeFiles, JsonOfAnInputHasNoControls) {
  const TemporaryFile input(
      "token,x1\n\xC2\x9B\x7F\xE2\x80\xAE"
      "a,1\n");
  for (const std::string words : {"run 2", "explain 2 inputs[0,0]"}) {
    const Outcome outcome =
        run(std::string(program) + words + " --format json --input " + input.path());
    EXPECT_EQ(outcome.code, 0) << words << outcome.err;
    EXPECT_FALSE(steers(outcome.out)) << words;
    EXPECT_TRUE(Json::accept(outcome.out)) << words;
  }
}

TEST_F(StrangeFiles, AnswersAreEchoedEscaped) {
  const Outcome outcome = learn("23", "\x1B]52;c;QUFB\x07\n\xFF\nㄷ\n·\n1÷\nq\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "> \\x1b]52;c;QUFB\\x07\n"));
  EXPECT_TRUE(contains(outcome.out, "> ㄷ\nwrite a number, such as 0.23 or 1.5/sqrt(2)\n"));
  EXPECT_FALSE(steers(outcome.out));
}

TEST_F(StrangeFiles, NoLinkLeadsWritingElsewhere) {
  keep_page();
  std::ofstream(kept(), std::ios::app) << "more\n";
  const std::string precious = folder_ + "/precious";
  write(precious, "precious");
  fs::create_symlink(precious, kept() + ".new");
  EXPECT_EQ(check("11 --update").code, 0);
  EXPECT_EQ(read_all(precious), "precious");
  EXPECT_FALSE(fs::is_symlink(kept()));
  EXPECT_EQ(check("11").code, 0);

  fs::create_symlink(precious, progress() + ".new");
  EXPECT_EQ(learn("18", "q\n").code, 0);
  EXPECT_EQ(read_all(precious), "precious");
  EXPECT_TRUE(contains(read_all(progress()), "3.18"));
}

TEST_F(StrangeFiles, WhatAKilledProgramLeftIsNoHindrance) {
  write(progress() + ".new", "{\"ver");
  EXPECT_EQ(learn("18", "q\n").code, 0);
  EXPECT_TRUE(contains(read_all(progress()), "3.18"));
  EXPECT_FALSE(fs::exists(progress() + ".new"));
}

TEST_F(StrangeFiles, ASymbolicLinkStaysOneAndItsFileIsWritten) {
  fs::create_directories(folder_ + "/synced");
  const std::string real = folder_ + "/synced/real.json";
  fs::create_symlink("../synced/real.json", progress());
  for (int time = 0; time < 2; ++time) {  // at first there is nothing behind it
    EXPECT_EQ(learn(time == 0 ? "18" : "20", "q\n").code, 0);
    EXPECT_TRUE(fs::is_symlink(progress()));
    EXPECT_TRUE(contains(read_all(real), time == 0 ? "3.18" : "3.20"));
  }
  write(real, "{");
  EXPECT_TRUE(contains(learn("18", "q\n").out, "is damaged"));
  EXPECT_TRUE(fs::is_symlink(progress()));
  EXPECT_EQ(read_all(real + ".damaged-1"), "{");
  EXPECT_TRUE(contains(read_all(real), "3.18"));

  keep_page();
  fs::rename(kept(), folder_ + "/synced/11.txt");
  fs::create_symlink(folder_ + "/synced/11.txt", kept());
  std::ofstream(kept(), std::ios::app) << "more\n";
  EXPECT_EQ(check("11 --update").code, 0);
  EXPECT_TRUE(fs::is_symlink(kept()));
  EXPECT_EQ(check("11").code, 0);
}

TEST_F(StrangeFiles, LinksInACircleAreSaid) {
  fs::create_symlink("progress.json", progress());
  const Outcome outcome = learn("18", "q\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(contains(outcome.out, "progress is not kept")) << outcome.out;
}

TEST_F(StrangeFiles, ModesStay) {
  learn("18", "q\n");
  const fs::perms private_to_me = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(progress(), private_to_me);
  learn("20", "q\n");
  EXPECT_EQ(fs::status(progress()).permissions(), private_to_me);
  EXPECT_TRUE(contains(read_all(progress()), "3.20"));
}

TEST_F(StrangeFiles, AnotherHardLinkKeepsTheOldContent) {
  learn("18", "q\n");
  const std::string before = read_all(progress());
  fs::create_hard_link(progress(), folder_ + "/other.json");
  learn("20", "q\n");
  EXPECT_EQ(read_all(folder_ + "/other.json"), before);
  EXPECT_NE(read_all(progress()), before);
}

TEST_F(StrangeFiles, ProgressThatIsNotUnderstoodIsSpokenOf) {
  const std::string huge(5 << 20, ' ');
  const struct {
    std::string content;
    std::string what;
  } strange[] = {{"{", "is damaged"},
                 {"{\"version\":2,\"steps\":{}}", "is of a newer version"},
                 {huge, "is too large"}};
  for (const auto& [content, what] : strange) {
    write(progress(), content);
    const std::string said =
        "attn: the file of your progress " + what + " and was not read: " + progress() + "\n";
    for (const std::string words : {"list 3", "learn --progress 18"}) {
      const Outcome outcome = run(program + words + " --lang en");
      EXPECT_EQ(outcome.code, 0);
      EXPECT_EQ(outcome.err, said);
      EXPECT_NE(outcome.out, "");
    }
    EXPECT_EQ(read_all(progress()), content) << "reading changes nothing";
  }
}

TEST_F(StrangeFiles, ProgressThatIsTooLargeIsSetAside) {
  const std::string huge(5 << 20, ' ');
  write(progress(), huge);
  EXPECT_TRUE(contains(learn("18", "q\n").out, "is too large; it was set aside as"));
  EXPECT_EQ(read_all(progress() + ".too-large-1"), huge);
  EXPECT_TRUE(contains(read_all(progress()), "3.18"));
  write(progress(), huge);
  const Outcome reset = run(std::string(program) + "learn --reset --lang en");
  EXPECT_EQ(reset.code, 0) << reset.err;
  EXPECT_TRUE(contains(reset.out, "too-large-2")) << reset.out;
  EXPECT_FALSE(fs::exists(progress()));
}

TEST_F(StrangeFiles, ReadingProgressTakesTimeInProportion) {
  const auto of_steps = [](int count) {
    std::string steps;
    for (int i = 0; i < count; ++i) {
      steps += (i == 0 ? "\"9." : ",\"9.") + std::to_string(i) +
               "\":{\"mastery\":\"seen\",\"questions\":\"\"}";
    }
    return "{\"version\":1,\"steps\":{" + steps + "}}";
  };
  const auto seconds_to_learn = [&](std::string_view content) {  // of the processor
    write(progress(), content);
    rusage before{};
    rusage after{};
    getrusage(RUSAGE_CHILDREN, &before);
    EXPECT_EQ(learn("18", "q\n").code, 0);
    getrusage(RUSAGE_CHILDREN, &after);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(after.ru_utime) - seconds(before.ru_utime);
  };
  const double of_few = seconds_to_learn(of_steps(20'000));
  const double of_many = seconds_to_learn(of_steps(80'000));
  // A look through all keys for each key would take sixteen times as long.
  EXPECT_LT(of_many, 8 * of_few);
  EXPECT_TRUE(contains(read_all(progress()), "9.79999"));
  EXPECT_LT(seconds_to_learn(std::string(4'000'000, '[')), of_many);
}

TEST_F(StrangeFiles, WhatIsNoFileIsRefusedAtOnce) {
  const std::string pipe = folder_ + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string socket_path = folder_ + "/socket";
  const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(socket_path.size(), sizeof address.sun_path);
  socket_path.copy(address.sun_path, socket_path.size());
  ASSERT_EQ(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);

  const std::string problem = ": this is no ordinary file but a pipe, a device or a socket\n";
  for (const std::string& path : {pipe, socket_path, std::string("/dev/zero")}) {
    for (const std::string words : {"run 11 --input ", "diff 11 "}) {
      const Outcome outcome = run(program + words + path + " --lang en");
      EXPECT_EQ(outcome.code, 2) << words << path;
      EXPECT_TRUE(contains(outcome.err, path + problem)) << outcome.err;
    }
    fs::create_symlink(path, kept());
    EXPECT_EQ(check("11").code, 2);
    EXPECT_EQ(check("11 --update").code, 2);
    fs::remove(kept());
    fs::create_symlink(path, progress());
    const Outcome learning = learn("18", "q\n");
    EXPECT_EQ(learning.code, 0);
    EXPECT_TRUE(contains(learning.out, "progress is not kept")) << path << learning.out;
    EXPECT_TRUE(contains(run(std::string(program) + "list 3 --lang en").err,
                         "attn: your progress was not read: "));
    fs::remove(progress());
  }
  close(descriptor);
}

TEST_F(StrangeFiles, WhatTheShellHandsOverIsRead) {
  const std::string input = "printf 'token,x1,x2\\na,1,2\\nb,3,4\\n'";
  const std::string answer = program + std::string("run 11");
  for (const std::string& line :
       {program + ("run 2 --input <(" + input + ")"), input + " | " + program + "run 2 --input -",
        input + " | " + program + "run 2 --input /dev/stdin",
        program + ("diff 11 <(" + answer + ")"), answer + " | " + program + "diff 11 -",
        answer + " | " + program + "diff 11 /dev/stdin"}) {
    const Outcome outcome = run(line);
    EXPECT_EQ(outcome.code, 0) << line << outcome.err;
  }
}

TEST_F(StrangeFiles, WaitingForAnotherProgramIsSaid) {
  const int lock = open((progress() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(flock(lock, LOCK_EX), 0);
  const std::string seen = folder_ + "/out";
  const pid_t child = fork();
  if (child == 0) {
    setenv("XDG_STATE_HOME", folder_.c_str(), 1);
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(open(seen.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    execl(ATTN_BINARY, "attn", "learn", "18", "--lang", "en", nullptr);
    _exit(127);
  }
  for (int tries = 0; tries < 3000 && read_all(seen).empty(); ++tries) usleep(10'000);
  EXPECT_EQ(read_all(seen), "waiting for another attn that is keeping progress\n");
  flock(lock, LOCK_UN);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  close(lock);
}

TEST_F(StrangeFiles, ALimitOfFileSizesIsAnErrorLikeAnyOther) {
  const std::string limited = "ulimit -f 0; exec " + std::string(program);
  const Outcome page = run("(" + limited + "run 11 > '" + folder_ + "/page') 2>&1 | cat");
  EXPECT_TRUE(contains(page.out, "the output could not be written in full (File too large)"))
      << page.out;
  learn("18", "q\n");
  const std::string before = read_all(progress());
  const Outcome learning =
      run("printf 's\\nq\\n' | (" + limited + "learn 20 --lang en) 2>&1 | cat");
  EXPECT_TRUE(contains(learning.out, "progress is not kept: ")) << learning.out;
  EXPECT_EQ(read_all(progress()), before);
  EXPECT_FALSE(fs::exists(progress() + ".new"));
}

}  // namespace attn::strange_files_test
