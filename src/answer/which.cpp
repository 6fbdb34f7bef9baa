#include "answer/which.h"

#include <algorithm>

#include "lesson/korean.h"

namespace attn {
namespace {

Text in_words(const Way& way) {
  return way.which ? way.which() : Text();
}

/// "on the way to keys", for what comes of a place of a program: its name, or that of the next with
/// one.
Text place_in_words(const Program& program, std::size_t place) {
  const std::vector<Tensor> tensors = program.tensors();
  std::vector<const void*> made = {tensors[place].id()};
  for (std::size_t i = place; i < tensors.size(); ++i) {
    const Tensor& x = tensors[i];
    const bool uses = std::any_of(x.operands().begin(), x.operands().end(), [&](const Tensor& y) {
      return std::find(made.begin(), made.end(), y.id()) != made.end();
    });
    if (i > place && !uses) continue;
    made.push_back(x.id());
    if (x.name().empty()) continue;
    return {formatted_ko("여러 곳 가운데 {}[을/를] 만드는 곳에서만 그랬습니다.", x.name()),
            formatted("It was made at one place alone of several: on the way to {}.", x.name())};
  }
  return {};
}

Text together(const Text& a, const Text& b) {
  if (a.en.empty()) return b;
  if (b.en.empty()) return a;
  return {a.ko + " " + b.ko, a.en + " " + b.en};
}

/// The way in which one mistake was made alone.
Text way_of_one(const Mistake& mistake, const Program& program, const WrittenTensor& written,
                Budget& budget) {
  const std::vector<Way> ways = mistake.slips(program);
  const auto gives = [&](const std::optional<Tensor>& x) { return x && written.matches(*x); };
  for (const Way& way : ways) {
    if (gives(program.rerun(way.slip, budget))) return in_words(way);
  }
  if (!mistake.made.alone) return {};
  for (const Way& way : ways) {
    for (const Program::Change& place : program.places(way.slip, budget)) {
      if (!gives(program.rerun(place, budget))) continue;
      return together(in_words(way), place_in_words(program, place.node));
    }
  }
  return {};
}

/// What comes of the program by one mistake, in each of its ways, and which of them it is: first
/// those that are made everywhere.
std::vector<std::pair<Tensor, Text>> halfway_by(const Mistake& mistake, const Program& program,
                                                Budget& budget) {
  std::vector<std::pair<Tensor, Text>> halfway;
  const auto add = [&](const std::optional<Tensor>& x, const Text& words) {
    if (x) halfway.emplace_back(*x, words);
  };
  const std::vector<Way> ways = mistake.slips(program);
  for (const Way& way : ways) add(program.rerun(way.slip, budget), in_words(way));
  for (const Way& way : mistake.made.by_line ? ways : std::vector<Way>()) {
    for (const Program::Change& place : program.places(way.slip, budget)) {
      add(program.rerun(place, budget),
          together(in_words(way), place_in_words(program, place.node)));
    }
  }
  return halfway;
}

/// The ways in which two were made, one after the other; nothing if in no such way.
std::optional<std::pair<Text, Text>> ways_of_two(const Mistake& first, const Mistake& second,
                                                 const Program& program,
                                                 const WrittenTensor& written, Budget& budget) {
  for (const auto& [halfway, words] : halfway_by(first, program, budget)) {
    const Program further(halfway);
    for (const Way& two : second.slips(further)) {
      const std::optional<Tensor> result = further.rerun(two.slip, budget);
      if (result && written.matches(*result)) return std::pair(words, in_words(two));
    }
  }
  return {};
}

}  // namespace

std::vector<Text> which_ways(const Diagnosis& diagnosis, const Tensor& right,
                             const WrittenTensor& written, Budget& budget) {
  const std::vector<const Mistake*>& mistakes = diagnosis.mistakes;
  std::vector<Text> ways(mistakes.size());
  const Program program(right);
  if (mistakes.size() == 1) ways[0] = way_of_one(*mistakes[0], program, written, budget);
  if (mistakes.size() != 2) return ways;
  if (auto both = ways_of_two(*mistakes[0], *mistakes[1], program, written, budget)) {
    return {both->first, both->second};
  }
  if (auto both = ways_of_two(*mistakes[1], *mistakes[0], program, written, budget)) {
    return {both->second, both->first};
  }
  return ways;
}

}  // namespace attn
