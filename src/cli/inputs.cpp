#include "cli/inputs.h"

#include <unistd.h>

#include <array>

#include "cli/file.h"
#include "cli/output.h"
#include "cli/tensor_input.h"
#include "cli/weights_file.h"
#include "embedded.h"
#include "lesson/input.h"
#include "lesson/tokens.h"
#include "random/draws.h"
#include "tensor/operations.h"

namespace attn {
namespace {

constexpr std::array<std::string_view, 3> built_in = {"journey", "korean", "telling"};

/// Inputs, and the lines of PyTorch that load them from a file of tensors.
struct Input {
  Tensor tensor;
  std::string loading{};
};

Input input_named(const std::string& name, Language language) {
  for (const std::string_view known : built_in) {
    const std::string file = std::string(known) + ".csv";
    if (name == known) return {parse_input(embedded_file(file), file)};
  }
  const TensorPath path = tensor_path(name);
  const std::string bytes =
      read_or_paste(path.file, most_bytes(path.file, max_input_bytes), language);
  if (!path.name.empty() || is_tensor_file(bytes, path.file)) {
    LoadedInputs loaded = load_inputs(bytes, path);
    return {as_inputs(loaded.matrix), std::move(loaded.loading)};
  }
  return {parse_input(bytes, name)};
}

/// A sentence of the learner's own, with numbers for its tokens.
Tensor drawn_input(const Choices& choices) {
  Labels tokens = parse_tokens(choices.at(Setting::tokens));
  const Shape shape = {static_cast<Size>(tokens.size()), d_in_of(choices)};
  Generator generator(make_settings(zeros(shape), choices).seed_of_inputs());
  return with_tokens(as_inputs(randn(shape, generator)), std::move(tokens));
}

Input input_from(const Choices& choices, Language language) {
  const auto chosen = choices.find(Setting::input);
  const auto tokens = choices.find(Setting::tokens);
  d_in_of(choices);  // refuses one that nothing is drawn with
  if (chosen == choices.end() && tokens != choices.end()) return {drawn_input(choices)};
  Input input = input_named(chosen == choices.end() ? "journey" : chosen->second, language);
  if (tokens == choices.end()) return input;
  return {with_tokens(input.tensor, parse_tokens(tokens->second)), std::move(input.loading)};
}

Settings settings_with(const Choices& choices, Language language) {
  Input input = input_from(choices, language);
  Settings settings = make_settings(std::move(input.tensor), choices, weights_from(choices));
  settings.loading = std::move(input.loading);
  return settings;
}

}  // namespace

std::span<const std::string_view> built_in_inputs() {
  return built_in;
}

Settings settings_of(const Request& request) {
  return settings_with(request.choices, request.style.language);
}

Settings settings_of_shown(const Request& request) {
  Settings settings = settings_of(request);
  settings.measure = request.measure || isatty(STDOUT_FILENO);
  return settings;
}

Settings settings_of(const Choices& choices) {
  return settings_with(choices, Language::both);
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
