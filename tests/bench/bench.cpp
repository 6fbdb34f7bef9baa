// How long a step and a chapter take, in the process and as a process, and how much memory. Prints
// a table; with the path of a PyTorch script of the chapter as its argument, that is in it, too.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "answer/mistakes.h"
#include "catalogue.h"
#include "chapter3_attention/chapter.h"
#include "embedded.h"
#include "lesson/input.h"
#include "render/json.h"
#include "render/text.h"

extern char** environ;

namespace {

using namespace attn;

Settings default_settings() {
  return make_settings(parse_input(embedded_file("journey.csv"), "journey.csv"), {});
}

void one_step(benchmark::State& state) {
  const Settings settings = default_settings();
  const Chapter& chapter = chapter3_attention;
  const Step& step = chapter.steps[static_cast<std::size_t>(state.range(0)) - 1];
  for (auto _ : state) {
    benchmark::DoNotOptimize(render_text(write_page({&chapter, &step}, settings), TextStyle()));
  }
}

template <class Render>
void whole_chapter(benchmark::State& state, Render render) {
  const Settings settings = default_settings();
  const Chapter& chapter = chapter3_attention;
  for (auto _ : state) {
    for (const Step& step : chapter.steps) {
      benchmark::DoNotOptimize(render(write_page({&chapter, &step}, settings)));
    }
  }
}

/// Programs with one mistake, one after another, as the search for a learner's mistake runs them.
void wrong_programs(benchmark::State& state) {
  const Chapter& chapter = chapter3_attention;
  const Page page = write_page({&chapter, &chapter.steps[39]}, default_settings());
  std::optional<Program> program;
  for (const Block& block : page.blocks()) {
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) program.emplace(matrix->tensor);
  }
  Budget unlimited(std::numeric_limits<std::uint64_t>::max() / 2);
  std::vector<Slip> slips;
  for (const Mistake* mistake : all_mistakes()) {
    for (const Slip& slip : mistake->slips(*program)) {
      if (program->rerun(slip, unlimited)) slips.push_back(slip);
    }
  }
  for (auto _ : state) {
    for (const Slip& slip : slips) benchmark::DoNotOptimize(program->rerun(slip, unlimited));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(slips.size()));
}

/// Runs a command with its output thrown away; the time from before its start until its end.
double seconds_of(std::vector<std::string> command) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  int status = 1;
  if (posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ) == 0) {
    waitpid(child, &status, 0);
  }
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  posix_spawn_file_actions_destroy(&actions);
  // 1 is what attn diff says when numbers differ.
  return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? time.count() : -1;
}

void process(benchmark::State& state, const std::vector<std::string>& command) {
  for (auto _ : state) {
    const double seconds = seconds_of(command);
    if (seconds < 0) return state.SkipWithError("the command failed");
    state.SetIterationTime(seconds);
  }
}

/// Keeps the median of each benchmark, in milliseconds.
class Medians : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.aggregate_name != "median") continue;
      of[run.run_name.function_name] = run.GetAdjustedRealTime();
      const auto rate = run.counters.find("items_per_second");
      if (rate != run.counters.end()) per_second[run.run_name.function_name] = rate->second;
    }
  }
  std::map<std::string, double> of;
  std::map<std::string, double> per_second;
};

std::string peak_mib(const std::string& command) {
  std::FILE* pipe = popen((std::string(PEAK_MEMORY) + " " + command).c_str(), "r");
  long kib = 0;
  if (std::fscanf(pipe, "%ld", &kib) != 1) kib = 0;
  pclose(pipe);
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(kib) / 1024);
  return text;
}

void print_table(const Medians& medians, const std::string& pytorch_script) {
  const auto row = [&](const char* what, const char* name, const char* against,
                       const std::string& memory) {
    const auto time = medians.of.find(name);
    if (time == medians.of.end()) return;
    std::printf("| %-38s | %8.3f ms | %8.2f × | %9s |\n", what, time->second,
                time->second / medians.of.at(against), memory.c_str());
  };
  std::printf("\n| %-38s | %11s | %10s | %9s |\n", "what", "median", "ratio", "peak");
  std::printf(
      "|:---------------------------------------|------------:|-----------:|----------:|\n");
  row("a C++ program that does nothing", "empty_main", "empty_main", peak_mib(EMPTY_MAIN));
  row("`attn --version`", "version", "empty_main", peak_mib(ATTN_BINARY " --version"));
  row("`attn run 23`, one step", "run_step", "version", peak_mib(ATTN_BINARY " run 23"));
  row("`attn run`, chapter 3", "run_chapter", "version", peak_mib(ATTN_BINARY " run"));
  row("the chapter's PyTorch lines in Python", "pytorch", "run_chapter",
      pytorch_script.empty() ? "" : peak_mib("python3 " + pytorch_script));
  row("step 23 inside the program", "step", "step", "");
  row("chapter 3 inside the program", "chapter", "step", "");
  row("chapter 3 inside the program, as JSON", "chapter_json", "step", "");
  row("`attn check`, chapter 3", "check", "version", peak_mib(ATTN_BINARY " check"));
  row("`attn diff 40`, two mistakes found", "diff", "version",
      peak_mib(ATTN_BINARY " diff 40 " TWO_MISTAKES));
  std::printf("\nWrong programs of step 40 tried in a second: %.0f\n",
              medians.per_second.at("wrong_programs"));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string pytorch_script = argc > 1 ? argv[1] : "";
  const auto tune = [](benchmark::internal::Benchmark* benchmark) {
    benchmark->Unit(benchmark::kMillisecond)->Repetitions(9)->DisplayAggregatesOnly();
  };
  const auto add_process = [&](const char* name, const std::vector<std::string>& command) {
    auto* added = benchmark::RegisterBenchmark(
        name, [command](benchmark::State& state) { process(state, command); });
    tune(added->UseManualTime());
    return added;
  };
  add_process("empty_main", {EMPTY_MAIN});
  add_process("version", {ATTN_BINARY, "--version"});
  add_process("run_step", {ATTN_BINARY, "run", "23"});
  add_process("run_chapter", {ATTN_BINARY, "run"});
  if (!pytorch_script.empty()) {
    add_process("pytorch", {"python3", pytorch_script})->Iterations(1);
  }
  add_process("check", {ATTN_BINARY, "check"});
  add_process("diff", {ATTN_BINARY, "diff", "40", TWO_MISTAKES});
  tune(benchmark::RegisterBenchmark("wrong_programs", wrong_programs));
  tune(benchmark::RegisterBenchmark("step", one_step)->Arg(23));
  tune(benchmark::RegisterBenchmark("chapter", [](benchmark::State& state) {
    whole_chapter(state, [](const Page& page) { return render_text(page, TextStyle()); });
  }));
  tune(benchmark::RegisterBenchmark("chapter_json", [](benchmark::State& state) {
    whole_chapter(state, [](const Page& page) { return render_json(page); });
  }));

  // Repetitions of all benchmarks in random order, so that a machine that slows down slows all.
  std::string interleaved = "--benchmark_enable_random_interleaving=true";
  std::string minimal = "--benchmark_min_time=0.1";
  char* arguments[] = {argv[0], interleaved.data(), minimal.data()};
  int count = 3;
  benchmark::Initialize(&count, arguments);
  Medians medians;
  benchmark::RunSpecifiedBenchmarks(&medians);
  print_table(medians, pytorch_script);
}
