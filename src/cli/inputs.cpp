#include "cli/inputs.h"

#include <unistd.h>

#include <array>

#include "cli/file.h"
#include "cli/output.h"
#include "cli/weights_file.h"
#include "embedded.h"
#include "lesson/input.h"

namespace attn {
namespace {

constexpr std::array<std::string_view, 3> built_in = {"journey", "korean", "telling"};

Tensor input_from(const Choices& choices, Language language) {
  const auto chosen = choices.find(Setting::input);
  const std::string name = chosen == choices.end() ? "journey" : chosen->second;
  for (const std::string_view known : built_in) {
    const std::string file = std::string(known) + ".csv";
    if (name == known) return parse_input(embedded_file(file), file);
  }
  return parse_input(read_or_paste(name, max_input_bytes, language), name);
}

}  // namespace

std::span<const std::string_view> built_in_inputs() {
  return built_in;
}

Settings settings_of(const Request& request) {
  return make_settings(input_from(request.choices, request.style.language), request.choices,
                       weights_from(request.choices));
}

Settings settings_of_shown(const Request& request) {
  Settings settings = settings_of(request);
  settings.measure = request.measure || isatty(STDOUT_FILENO);
  return settings;
}

Settings settings_of(const Choices& choices) {
  return make_settings(input_from(choices, Language::both), choices, weights_from(choices));
}

void note_unused(const Request& request, const Settings& settings) {
  note_unused_weights(settings, request.style.language);
  std::vector<std::string> unused;
  for (const SettingWord& word : setting_words()) {
    const bool is_chosen = request.choices.contains(word.setting);
    if (is_chosen && !settings.was_asked(word.setting)) unused.emplace_back(word.name);
  }
  if (unused.empty()) return;
  finish_printing();  // it comes last
  const Text note = {"고른 단계에서는 쓰지 않는 설정입니다", "the chosen steps make no use of it"};
  print_error(
      formatted("attn: {}: {}\n", joined(unused, ", "), in_a_line(note, request.style.language)));
}

std::string read_or_paste(const std::string& path, std::size_t max_bytes, Language language) {
  if (path == "-" && isatty(STDIN_FILENO)) {
    const Text how = {"붙여 넣은 다음 새 줄에서 Ctrl-D를 누르십시오",
                      "paste, then press Ctrl-D on a new line"};
    print_error(in_a_line(how, language) + "\n");
  }
  return read_file(path, max_bytes);
}

}  // namespace attn
