/// Which mistakes are taken for which, over random wrong programs that were run in PyTorch:
///
///   cmake --preset dev && cmake --build --preset dev --target confusion
///   tests/oracle/make_mistakes.py --random 1000 --seed 1 --folder build/random > build/random.json
///   build/dev/tests/confusion < build/random.json
///
/// Pairs in chapters 1, 2, 5, 6 and in the block are made by tests/oracle/random_pairs.py 1000 1
/// build/random. With --each a line is written for every case that is not named first.

#include <cstdio>
#include <iostream>
#include <map>
#include <string_view>

#include "answer/mistake_case.h"

namespace attn {
namespace {

/// What a diagnosis is worth.
enum class Outcome {
  first,    ///< the mistakes made are named first
  tie,      ///< they are named, behind as many others that give the same numbers
  other,    ///< as many others, which give the same numbers, are named in their place
  no_name,  ///< another tensor of the step, or a table of the right one, for all they tell
  nothing,  ///< no mistake is named
  wrong,    ///< others
};

struct Judged {
  Outcome outcome;
  std::string named;  ///< first
  std::string all{};
};

Judged judged(const MistakeCase& made) {
  const Verdict verdict = made.verdict();
  const Comparison& comparison = verdict.comparisons.front();
  const bool is_other_tensor = !comparison.by_name && comparison.name != made.tensor;
  if (verdict.diagnoses.empty()) {
    const bool is_hidden = is_other_tensor || made.answers().front().is_table;
    return {is_hidden && comparison.equal() ? Outcome::no_name : Outcome::nothing,
            comparison.equal() ? "(equal)" : "(nothing)", comparison.name};
  }
  const Names first = names_in(verdict.diagnoses.front());
  Judged result{Outcome::wrong, joined(first), comparison.name};
  for (const Diagnosis& diagnosis : verdict.diagnoses) {
    result.all += " | " + joined(names_in(diagnosis));
  }
  const auto is_made = [&](const Diagnosis& d) { return names_in(d) == made.mistakes; };
  if (first == made.mistakes) {
    result.outcome = Outcome::first;
  } else if (std::any_of(verdict.diagnoses.begin(), verdict.diagnoses.end(), is_made)) {
    result.outcome = Outcome::tie;
  } else if (is_other_tensor && first.size() <= made.mistakes.size()) {
    result.outcome = Outcome::no_name;
  } else if (first.size() == made.mistakes.size() &&
             std::find(made.alike.begin(), made.alike.end(), first) != made.alike.end()) {
    result.outcome = Outcome::other;
  }
  return result;
}

/// How the cases with some number of mistakes went.
struct Tally {
  int cases = 0;
  std::map<Outcome, int> outcomes{};

  void add(Outcome outcome) {
    ++cases;
    ++outcomes[outcome];
  }
  int operator[](Outcome outcome) const {
    const auto found = outcomes.find(outcome);
    return found == outcomes.end() ? 0 : found->second;
  }
  void print(const char* what) const {
    const int alike = (*this)[Outcome::tie] + (*this)[Outcome::other] + (*this)[Outcome::no_name];
    const int told_apart = cases - alike;
    const int first = (*this)[Outcome::first];
    std::printf("%s: %d cases, %d named first, %d cannot be told apart", what, cases, first, alike);
    std::printf(" (%d among those named, %d in PyTorch's own numbers, %d from another tensor)",
                (*this)[Outcome::tie], (*this)[Outcome::other], (*this)[Outcome::no_name]);
    std::printf(", %d without a name, %d wrong: %.2f%% of those that can be told apart\n",
                (*this)[Outcome::nothing], (*this)[Outcome::wrong],
                told_apart ? 100.0 * first / told_apart : 100.0);
  }
};

/// A row for each mistake made: how often each was named first.
using Table = std::map<std::string, std::map<std::string, int>>;

void print(const Table& table) {
  std::printf("%-28s %5s %5s  named first in its place\n", "made", "cases", "right");
  for (const auto& [made, named] : table) {
    int cases = 0;
    std::string others;
    for (const auto& [name, count] : named) {
      cases += count;
      if (name != made) others += (others.empty() ? "" : ", ") + name + " " + std::to_string(count);
    }
    const auto right = named.find(made);
    std::printf("%-28s %5d %5d  %s\n", made.c_str(), cases,
                right == named.end() ? 0 : right->second, others.c_str());
  }
}

int run(bool each) {
  Tally singles;
  Tally pairs;
  Table table;
  for (std::string line; std::getline(std::cin, line);) {
    const MistakeCase made(nlohmann::json::parse(line));
    const Judged result = judged(made);
    const bool is_single = made.mistakes.size() == 1;
    (is_single ? singles : pairs).add(result.outcome);
    if (is_single) ++table[*made.mistakes.begin()][result.named];
    if (each && result.outcome != Outcome::first) {
      constexpr const char* words[] = {"first", "tie", "other", "no name", "nothing", "wrong"};
      std::printf("%s: %s: %s\n", words[static_cast<int>(result.outcome)], made.where.c_str(),
                  result.all.c_str());
    }
  }
  print(table);
  singles.print("singles");
  pairs.print("pairs");
  return 0;
}

}  // namespace
}  // namespace attn

int main(int count, char** words) {
  return attn::run(count > 1 && std::string_view(words[1]) == "--each");
}
