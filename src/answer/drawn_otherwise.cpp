#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "answer/effort.h"
#include "answer/mistakes.h"
#include "answer/program.h"
#include "answer/relations.h"
#include "lesson/korean.h"
#include "random/draws.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// How much the search for a seed or a place in a stream may take, each: some 50 milliseconds.
constexpr double effort_of_draws = 5e7;
constexpr std::uint64_t most_seeds = 10000;
constexpr std::uint64_t most_numbers_on = 1000;

/// Beyond those that are tried one after another.
constexpr std::array<std::uint64_t, 9> far_seeds = {12345,    31337,     65535,     99999,  123456,
                                                    20231231, 123456789, 987654321, 3141592};

/// What starting a generator takes, and going on in its stream by one word.
constexpr double effort_of_a_seed = 3000;
constexpr double effort_of_a_word = 2;

/// The draws on the way to x, in the order of their streams.
std::vector<const Operation*> draws_of(const Tensor& x) {
  std::vector<const Operation*> draws;
  for (const Tensor& tensor : Program(x).tensors()) {
    if (drawn_from(tensor.operation())) draws.push_back(tensor.operation());
  }
  std::stable_sort(draws.begin(), draws.end(), [](const Operation* a, const Operation* b) {
    const Generator::State& one = *drawn_from(a);
    const Generator::State& other = *drawn_from(b);
    return std::pair(one.seed, one.words) < std::pair(other.seed, other.words);
  });
  return draws;
}

/// How many words of the stream a number takes.
std::uint64_t words_of_a_number(const Operation* draw) {
  if (as<Uniform>(draw)) return 1;
  const auto* normal = as<Normal>(draw);
  return normal && normal->shape.product() >= 16 ? 1 : 2;
}

/// What one more attempt takes: all streams up to where x has its last numbers from, and x.
double effort_of_an_attempt(const Tensor& x, const std::vector<const Operation*>& draws) {
  double effort = effort_of(x);
  for (const Operation* draw : draws) {
    effort += effort_of_a_seed + effort_of_a_word * static_cast<double>(drawn_from(draw)->words);
  }
  return effort;
}

bool can_tell_of(const Tensor& x, const WrittenTensor& got, double attempts) {
  return got.information_beside(x) >= std::log10(attempts) + 1.5;
}

/// The draws of `instead_of`, or all, made from another seed.
Slip from_seed(std::optional<std::uint64_t> instead_of, std::uint64_t seed) {
  return [=](const Call& call) -> std::optional<Tensor> {
    const Generator::State* right = drawn_from(call.operation);
    if (!right || right->seed != instead_of.value_or(right->seed)) return {};
    Generator::State from = *right;
    from.seed = seed;
    return drawn_again(call.operation, from);
  };
}

/// The draws of `first` and of what comes later in its stream, so many words on.
Slip words_on(const Generator::State& first, std::uint64_t words) {
  return [=](const Call& call) -> std::optional<Tensor> {
    const Generator::State* right = drawn_from(call.operation);
    if (!right || right->seed != first.seed || right->words < first.words) return {};
    Generator::State from = *right;
    from.words += words;
    if (from.spare_from) *from.spare_from += words;
    return drawn_again(call.operation, from);
  };
}

std::vector<std::uint64_t> seeds_among(const std::vector<const Operation*>& draws) {
  std::vector<std::uint64_t> seeds;
  for (const Operation* draw : draws) {
    const std::uint64_t seed = drawn_from(draw)->seed;
    if (std::find(seeds.begin(), seeds.end(), seed) == seeds.end()) seeds.push_back(seed);
  }
  return seeds;
}

/// "123", "123과 789".
Text list_of_seeds(const std::vector<std::uint64_t>& seeds) {
  std::vector<std::string> words;
  for (const std::uint64_t seed : seeds) words.push_back(std::to_string(seed));
  return {joined(words, ", "), joined(words, ", ")};
}

Relation found_seed(const Tensor& x, std::uint64_t seed, const std::vector<std::uint64_t>& right,
                    bool is_all) {
  const std::string instead = list_of_seeds(right).en;
  const std::string option = formatted("--seed {}", seed);
  if (is_all) {
    return {Relation::Kind::other_seed,
            {formatted("시드가 {}인 {}의 수입니다. 이 단계의 시드는 {}입니다: "
                       "torch.manual_seed({}). {} 옵션으로 비교하면 같습니다",
                       seed, x.name(), instead, right.front(), option),
             formatted("these are the numbers of {} from seed {}; this step's is {}: "
                       "torch.manual_seed({}). With {} they are equal",
                       x.name(), seed, instead, right.front(), option)}};
  }
  return {Relation::Kind::other_seed,
          {formatted("시드 {} 대신 {}[으로/로] 뽑은 {}의 수입니다: torch.manual_seed({})", instead,
                     seed, x.name(), right.front()),
           formatted("these are the numbers of {} with seed {} in place of {}: "
                     "torch.manual_seed({})",
                     x.name(), seed, instead, right.front())}};
}

/// Tries seeds in the place of one, or of all.
std::optional<std::uint64_t> seed_that_gives(const Program& program, const WrittenTensor& got,
                                             std::optional<std::uint64_t> instead_of,
                                             std::uint64_t count) {
  Budget budget;  // its own end is counted beforehand
  const auto gives = [&](std::uint64_t seed) {
    const std::optional<Tensor> result = program.rerun(from_seed(instead_of, seed), budget);
    return result && got.matches(*result);
  };
  for (const std::uint64_t seed : far_seeds) {
    if (gives(seed)) return seed;
  }
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    if (gives(seed)) return seed;
  }
  return {};
}

}  // namespace

double effort_of(const Tensor& x) {
  constexpr double effort_of_an_operation = 300;
  if (!x.operation()) return 0;
  double effort = static_cast<double>(x.numel());
  for (const Tensor& tensor : Program(x).tensors()) {
    effort += effort_of_an_operation +
              static_cast<double>(tensor.operation()->cost(tensor.operands(), tensor));
  }
  return effort;
}

std::optional<Relation> as_other_seed(const Tensor& x, const WrittenTensor& got) {
  if (!x.operation() || !got.fits(x.shape())) return {};
  const std::vector<const Operation*> draws = draws_of(x);
  if (draws.empty()) return {};
  const std::vector<std::uint64_t> right = seeds_among(draws);
  const double ways = right.size() == 1 ? 1 : 1 + static_cast<double>(right.size());
  const double attempts = Effort(effort_of_draws).times(ways * effort_of_an_attempt(x, draws));
  const auto count =
      static_cast<std::uint64_t>(std::min(static_cast<double>(most_seeds), attempts));
  if (count == 0 || !can_tell_of(x, got, ways * static_cast<double>(count + far_seeds.size()))) {
    return {};
  }
  const Program program(x);
  if (const auto seed = seed_that_gives(program, got, {}, count)) {
    return found_seed(x, *seed, right, true);
  }
  if (right.size() == 1) return {};
  for (const std::uint64_t one : right) {
    if (const auto seed = seed_that_gives(program, got, one, count)) {
      return found_seed(x, *seed, {one}, false);
    }
  }
  return {};
}

std::optional<Relation> as_later_draws(const Tensor& x, const WrittenTensor& got) {
  if (!x.operation() || !got.fits(x.shape())) return {};
  const std::vector<const Operation*> draws = draws_of(x);
  if (draws.empty()) return {};
  const double attempt = effort_of_an_attempt(x, draws) +
                         effort_of_a_word * static_cast<double>(most_numbers_on * draws.size());
  const auto count = static_cast<std::uint64_t>(
      std::min(static_cast<double>(most_numbers_on),
               Effort(effort_of_draws).times(attempt * static_cast<double>(draws.size()))));
  if (!can_tell_of(x, got, static_cast<double>((count + 1) * draws.size()))) return {};
  const Program program(x);
  Budget budget;  // its own end is counted beforehand
  for (const Operation* draw : draws) {
    const std::uint64_t words = words_of_a_number(draw);
    for (std::uint64_t on = 1; on <= count; ++on) {
      const auto result = program.rerun(words_on(*drawn_from(draw), on * words), budget);
      if (!result || !got.matches(*result)) continue;
      const std::uint64_t seed = drawn_from(draw)->seed;
      return Relation{
          Relation::Kind::later_draws,
          {formatted("시드 {}의 난수이지만 {}개 뒤의 것입니다. 시드를 준 다음 난수 {}개를 더 뽑고 "
                     "나서 뽑은 것입니다(다른 층을 만들었거나 같은 것을 두 번 만들었을 때처럼)",
                     seed, on, on),
           formatted("these are random numbers of seed {}, but {} further on: {} more {} drawn in "
                     "between, as by another layer, or by making the same one twice",
                     seed, on, on, on == 1 ? "was" : "were")}};
    }
  }
  return {};
}

}  // namespace attn
