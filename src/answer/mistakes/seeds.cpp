#include <array>
#include <cstdint>
#include <set>

#include "answer/mistakes.h"
#include "random/draws.h"

namespace attn {
namespace {

/// Seeds that people use.
constexpr std::array<std::uint64_t, 24> usual_seeds = {
    42,   123,  0,    1,    789,  1234, 2,    3,    7,    10,   100,   111,
    1337, 2020, 2021, 2022, 2023, 2024, 2025, 3407, 4242, 9999, 12345, 31337};

/// The draws from one seed, or from any if none is named, made from another.
Slip other_seed(std::optional<std::uint64_t> instead_of, std::uint64_t seed) {
  return [instead_of, seed](const Call& call) -> std::optional<Tensor> {
    const Generator::State* right = drawn_from(call.operation);
    if (!right || right->seed == seed || right->seed != instead_of.value_or(right->seed)) return {};
    Generator::State from = *right;
    from.seed = seed;
    return drawn_again(call.operation, from);
  };
}

/// The same for dropout alone.
Slip other_seed_of_dropout(std::uint64_t seed) {
  return [slip = other_seed({}, seed)](const Call& call) -> std::optional<Tensor> {
    if (!calls<Bernoulli>(call)) return {};
    return slip(call);
  };
}

/// Whether the generator is seeded again, after the weights, for dropout.
bool seeds_dropout_again(const Program& program) {
  bool has_weights = false;
  bool starts_anew = false;
  for (const Tensor& tensor : program.tensors()) {
    if (const auto* draw = made_by<Bernoulli>(tensor)) {
      starts_anew = starts_anew || draw->from.words == 0;
    } else {
      has_weights = has_weights || drawn_from(tensor.operation());
    }
  }
  return has_weights && starts_anew;
}

std::vector<Way> other_seeds(const Program& program, std::span<const std::uint64_t> seeds) {
  std::set<std::uint64_t> right;
  for (const Tensor& tensor : program.tensors()) {
    if (const auto* from = drawn_from(tensor.operation())) right.insert(from->seed);
  }
  const bool is_seeded_twice = seeds_dropout_again(program);
  std::vector<Way> slips;
  for (const std::uint64_t seed : seeds) {
    slips.emplace_back(other_seed({}, seed), [seed, right] {
      if (right.size() != 1) {
        return Text(formatted("모두 시드 {}에서 나왔습니다.", seed),
                    formatted("All of them come from seed {}.", seed));
      }
      return Text(
          formatted("시드 {}에서 나온 수이고, 이 단계의 시드는 {}입니다.", seed, *right.begin()),
          formatted("They come from seed {}; the step's is {}.", seed, *right.begin()));
    });
    if (right.size() < 2) {
      if (!is_seeded_twice) continue;
      slips.emplace_back(other_seed_of_dropout(seed), [seed] {
        return Text(formatted("드롭아웃만 시드 {}에서 나왔습니다.", seed),
                    formatted("It is dropout alone that comes from seed {}.", seed));
      });
      continue;
    }
    for (const std::uint64_t instead_of : right) {
      slips.emplace_back(other_seed(instead_of, seed), [seed, instead_of] {
        return Text(
            formatted("시드 {}이어야 할 것이 시드 {}에서 나왔습니다.", instead_of, seed),
            formatted("What should come from seed {} comes from seed {}.", instead_of, seed));
      });
    }
  }
  return slips;
}

constexpr FixedText seed_text = {
    "다른 시드에서 나온 난수입니다. torch.manual_seed를 부르지 않았거나, 다른 값을 주었거나, 그 "
    "사이에 다른 난수를 뽑은 것입니다.",
    "These random numbers come from another seed: torch.manual_seed was given another value, or "
    "not called right before."};

// Twice: the usual seeds come together with other mistakes, the rare ones alone.
constexpr Mistake about_seeds[] = {
    {"other-seed", seed_text, "torch.manual_seed(…)    # right before, with the step's seed",
     [](const Program& program) { return other_seeds(program, std::span(usual_seeds).first(6)); }},
    {"other-seed",
     seed_text,
     "torch.manual_seed(…)    # right before, with the step's seed",
     [](const Program& program) { return other_seeds(program, std::span(usual_seeds).subspan(6)); },
     {.combines = false}},
};

}  // namespace

std::span<const Mistake> seed_mistakes() {
  return about_seeds;
}

}  // namespace attn
