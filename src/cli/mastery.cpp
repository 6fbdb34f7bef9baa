#include "cli/mastery.h"

#include <array>

#include "embedded.h"
#include "lesson/input.h"

namespace attn {
namespace {

struct Name {
  std::string_view mark;
  FixedText word;
};
constexpr std::array<Name, 3> names = {
    {{"·", {"보았음", "seen"}},
     {"~", {"다시 답하거나 힌트를 보고 맞힘", "right after retries or hints"}},
     {"✓", {"단번에 맞힘", "right at the first try"}}}};

/// FNV-1a (Fowler, Noll, Vo), 64 bits.
class Hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
  }
  std::string in_words() const { return formatted("{:016x}", hash_); }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

}  // namespace

std::string_view mark_of(Mastery mastery) {
  return names[static_cast<std::size_t>(mastery)].mark;
}

Standing standing_of(const Place& place, const Progress& progress) {
  const auto known = progress.steps.find(id(place));
  if (known == progress.steps.end()) return {" ", {"", ""}};
  const Name& name = names[static_cast<std::size_t>(known->second.mastery)];
  return {name.mark, name.word, known->second.questions != fingerprint(place)};
}

std::string fingerprint(const Place& place) {
  const Tensor inputs = parse_input(embedded_file("journey.csv"), "journey.csv");
  Hash hash;
  const Page page = write_page(place, make_settings(inputs, {{Setting::input, "journey"}}));
  for (const Block& block : page.blocks()) {
    const auto* question = std::get_if<block::Question>(&block);
    if (!question) continue;
    hash.add(question->ask.ko);
    hash.add(question->ask.en);
    if (const auto* choice = std::get_if<block::Question::Choice>(&question->answer)) {
      for (const Text& option : choice->options) hash.add(option.ko + option.en);
    }
  }
  return hash.in_words();
}

}  // namespace attn
