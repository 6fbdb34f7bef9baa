#include "answer/which.h"

#include <algorithm>

#include "lesson/korean.h"

namespace attn {
namespace {

/// How many programs are run for this at most: what is told of them is not worth more time.
constexpr int most_programs = 300;

Text in_words(const Way& way) {
  return way.which ? way.which() : Text();
}

/// The name of what comes of an operation: its own, or that of the next with one.
std::string name_of_result(const Program& program, const Operation* operation) {
  std::vector<const void*> made;
  for (const Tensor& x : program.tensors()) {
    const bool uses = std::any_of(x.operands().begin(), x.operands().end(), [&](const Tensor& y) {
      return std::find(made.begin(), made.end(), y.id()) != made.end();
    });
    if (x.operation() != operation && !uses) continue;
    if (!x.name().empty()) return x.name();
    made.push_back(x.id());
  }
  return {};
}

/// "where keys are made", for the place number `place` of those where the slip can be made.
Text place_in_words(const Program& program, const Slip& slip, int place) {
  const Operation* there = nullptr;
  int count = 0;
  const Slip looking = [&](const Call& call) {
    std::optional<Tensor> slipped = slip(call);
    if (slipped && count++ == place) there = call.operation;
    return slipped;
  };
  program.rerun(looking);
  const std::string name = name_of_result(program, there);
  if (name.empty()) return {};
  return {formatted_ko("여러 곳 가운데 {}[을/를] 만드는 곳에서만 그랬습니다.", name),
          formatted("It was made at one place alone of several: on the way to {}.", name)};
}

Text together(const Text& a, const Text& b) {
  if (a.en.empty()) return b;
  if (b.en.empty()) return a;
  return {a.ko + " " + b.ko, a.en + " " + b.en};
}

/// The way in which one mistake was made alone.
Text way_of_one(const Mistake& mistake, const Program& program, const WrittenTensor& written) {
  const std::vector<Way> ways = mistake.slips(program);
  const auto gives = [&](const std::optional<Tensor>& x) { return x && written.matches(*x); };
  for (const Way& way : ways) {
    if (gives(program.rerun(way.slip))) return in_words(way);
  }
  for (const Way& way : ways) {
    const int places = mistake.made.alone ? program.places(way.slip) : 0;
    for (int place = 0; place < places; ++place) {
      if (!gives(program.rerun(way.slip, place))) continue;
      return together(in_words(way), place_in_words(program, way.slip, place));
    }
  }
  return {};
}

/// The ways in which two were made, one after the other; nothing if in no such way.
std::optional<std::pair<Text, Text>> ways_of_two(const Mistake& first, const Mistake& second,
                                                 const Program& program,
                                                 const WrittenTensor& written) {
  int programs = 0;
  for (const Way& one : first.slips(program)) {
    const std::optional<Tensor> halfway = program.rerun(one.slip);
    if (!halfway) continue;
    const Program further(*halfway);
    for (const Way& two : second.slips(further)) {
      if (++programs > most_programs) return {};
      const std::optional<Tensor> result = further.rerun(two.slip);
      if (result && written.matches(*result)) return std::pair(in_words(one), in_words(two));
    }
  }
  return {};
}

}  // namespace

std::vector<Text> which_ways(const Diagnosis& diagnosis, const Tensor& right,
                             const WrittenTensor& written) {
  const std::vector<const Mistake*>& mistakes = diagnosis.mistakes;
  std::vector<Text> ways(mistakes.size());
  const Program program(right);
  if (mistakes.size() == 1) ways[0] = way_of_one(*mistakes[0], program, written);
  if (mistakes.size() != 2) return ways;
  if (auto both = ways_of_two(*mistakes[0], *mistakes[1], program, written)) {
    return {both->first, both->second};
  }
  if (auto both = ways_of_two(*mistakes[1], *mistakes[0], program, written)) {
    return {both->second, both->first};
  }
  return ways;
}

}  // namespace attn
