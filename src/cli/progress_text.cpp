#include "cli/progress_text.h"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace attn {
namespace {

// ordered_json would go through all keys whenever it looks for one.
using SortedJson = nlohmann::json;

constexpr int version = 1;
constexpr std::array<std::string_view, 3> masteries = {"seen", "with-hints", "first-try"};

/// Whether brackets are nested deeper than anything that is kept: they would take much memory.
bool is_deep(std::string_view text) {
  constexpr int deepest = 16;
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') in_string = !in_string;
    if (in_string && c == '\\') ++at;
    if (in_string) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > deepest) return true;
  }
  return false;
}

std::optional<Mastery> mastery_from(const SortedJson& json) {
  for (std::size_t i = 0; i < masteries.size(); ++i) {
    if (json == masteries[i]) return static_cast<Mastery>(i);
  }
  return {};
}

}  // namespace

std::variant<Progress, Strange> parse_progress(const std::string& text) {
  if (is_deep(text)) return Strange::damaged;
  const SortedJson json = SortedJson::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("version") || !json["version"].is_number_integer()) {
    return Strange::damaged;
  }
  if (json["version"] > version) return Strange::newer;
  if (json["version"] < version || !json.contains("steps") || !json["steps"].is_object()) {
    return Strange::damaged;
  }
  Progress progress;
  if (json.contains("at")) {
    if (!json["at"].is_string()) return Strange::damaged;
    progress.at = json["at"];
  }
  for (const auto& [id, step] : json["steps"].items()) {
    if (!step.is_object() || !step.contains("mastery") || !step.contains("questions") ||
        !step["questions"].is_string()) {
      return Strange::damaged;
    }
    const auto mastery = mastery_from(step["mastery"]);
    if (!mastery) return Strange::damaged;
    progress.steps[id] = {*mastery, step["questions"]};
  }
  if (json.contains("practiced")) {
    if (!json["practiced"].is_array()) return Strange::damaged;
    for (const SortedJson& id : json["practiced"]) {
      if (!id.is_string()) return Strange::damaged;
      progress.practiced.insert(id);
    }
  }
  return progress;
}

std::string to_text(const Progress& progress) {
  SortedJson steps = SortedJson::object();
  for (const auto& [id, step] : progress.steps) {
    steps[id] = {{"mastery", masteries[static_cast<std::size_t>(step.mastery)]},
                 {"questions", step.questions}};
  }
  SortedJson all{{"version", version}, {"at", progress.at}, {"steps", steps}};
  if (!progress.practiced.empty()) all["practiced"] = progress.practiced;
  return all.dump(1) + "\n";
}

}  // namespace attn
