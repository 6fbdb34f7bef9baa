#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "answer/mistakes.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

// ---- Layers made with a bias --------------------------------------------------------------------

/// The weight of a layer of queries, keys or values, as it is drawn.
bool is_attention_weight(const Tensor& x) {
  return made_by<Uniform>(x) && (x.name() == names::of(names::W_query, names::weight) ||
                                 x.name() == names::of(names::W_key, names::weight) ||
                                 x.name() == names::of(names::W_value, names::weight));
}

/// x @ W.T, by such a layer.
bool projects(const Call& call) {
  if (!calls<Matmul>(call)) return false;
  const std::optional<Tensor> weight = weight_of(call.operands[1]);
  return weight && is_attention_weight(*weight);
}

/// Whether a bias is added to what such a layer makes.
bool adds_bias_to_projection(const Call& call) {
  return calls<Add>(call) && call.operands[0].operation() && projects(call_of(call.operands[0]));
}

/// The bias that PyTorch draws right behind a weight (out, in).
Tensor bias_behind(const Tensor& weight) {
  const Uniform& of_weight = *made_by<Uniform>(weight);
  return drawn(Uniform{{weight.size(0)}, of_weight.low, of_weight.high, Draws::after(weight)});
}

/// How many numbers of biases would have been drawn before each draw of a program.
std::unordered_map<const Operation*, std::uint64_t> words_of_biases(const Program& program) {
  const Draws draws(program);
  std::unordered_map<const Operation*, std::uint64_t> words;
  for (const Tensor& draw : draws.all()) {
    std::uint64_t before = 0;
    for (const Tensor& earlier : draws.up_to(draw)) {
      if (earlier == draw || !is_attention_weight(earlier)) continue;
      before += static_cast<std::uint64_t>(earlier.size(0));
    }
    words.emplace(draw.operation(), before);
  }
  return words;
}

/// Layers with the bias that nn.Linear has by default: it is added, and what is drawn after it
/// comes later in the stream.
Slip with_biases(const Program& program) {
  return [words = words_of_biases(program)](const Call& call) -> std::optional<Tensor> {
    if (projects(call)) {
      return matmul(call.operands[0], call.operands[1]) + bias_behind(*weight_of(call.operands[1]));
    }
    const auto found = words.find(call.operation);
    if (found == words.end() || found->second == 0) return {};
    Generator::State from = *drawn_from(call.operation);
    from.words += found->second;
    return drawn_again(call.operation, from);
  };
}

// ---- Draws of another kind ----------------------------------------------------------------------

/// The same draw from where a generator stands, which goes on.
Tensor drawn_from_here(const Tensor& x, Generator& generator) {
  Tensor again = drawn_again(x.operation(), generator.state());
  generator = Generator(Draws::after(again));
  return again;
}

/// The draws of a program made again, each with `draw`; what follows one begins where it ended.
template <class Draw>
Slip redrawn(const Program& program, Draw draw) {
  const Draws draws(program);
  std::unordered_map<const Operation*, Tensor> made;
  bool any = false;
  for (const Tensor& x : draws.all()) {
    const std::vector<Tensor> stream = draws.up_to(x);
    Generator generator(*drawn_from(stream.front().operation()));
    std::optional<Tensor> last;
    for (const Tensor& one : stream) {
      last = draw(one, generator);
      any = any || last.has_value();
      if (!last) last = drawn_from_here(one, generator);
    }
    made.emplace(x.operation(), *last);
  }
  if (!any) made.clear();
  return [made](const Call& call) -> std::optional<Tensor> {
    const auto found = made.find(call.operation);
    if (found == made.end()) return {};
    return same_as(found->second);
  };
}

bool is_rand(const Tensor& x) {
  const auto* draw = made_by<Uniform>(x);
  return draw && draw->low == 0 && draw->high == 1;
}

/// torch.rand by torch.randn, and the reverse.
std::optional<Tensor> as_randn(const Tensor& x, Generator& generator) {
  if (!is_rand(x)) return {};
  return randn(x.shape(), generator);
}
std::optional<Tensor> as_rand(const Tensor& x, Generator& generator) {
  if (!made_by<Normal>(x)) return {};
  return rand(x.shape(), generator);
}
/// A layer's weight (out, in) as torch.rand(in, out), as the first class has it.
std::optional<Tensor> as_parameter(const Tensor& x, Generator& generator) {
  if (!is_attention_weight(x)) return {};
  return contiguous(T(rand({x.size(1), x.size(0)}, generator)));
}

/// The two layers of a feed-forward layer, their weights and biases.
enum class Wide { neither, first, second };
Wide layer_of(const std::string& name) {
  const auto begins = [&](std::string_view layer) { return name.starts_with(layer); };
  if (begins("layers.0.") || begins("linear1.")) return Wide::first;
  return begins("layers.2.") || begins("linear2.") ? Wide::second : Wide::neither;
}

/// The draws of a feed-forward layer `times` as wide as a token d in its middle.
auto with_width(Size d, Size times) {
  return [=](const Tensor& x, Generator& generator) -> std::optional<Tensor> {
    const Wide layer = layer_of(x.name());
    const auto* right = made_by<Uniform>(x);
    if (layer == Wide::neither || !right) return {};
    if (layer == Wide::first) {
      return uniform(x.dim() == 2 ? Shape{times * d, d} : Shape{times * d}, right->low, right->high,
                     generator);
    }
    const double bound = 1 / std::sqrt(static_cast<double>(times * d));
    return uniform(x.dim() == 2 ? Shape{d, times * d} : Shape{d}, -bound, bound, generator);
  };
}

bool is_wide_weight(const Call& call) {
  return calls<Uniform>(call) && calls<Uniform>(call)->shape.rank() == 2 &&
         layer_of(call.name) == Wide::first;
}

std::vector<Way> other_widths(const Program& program) {
  Size d = 0;
  for (const Tensor& x : program.tensors()) {
    if (x.operation() && is_wide_weight(call_of(x))) d = x.size(1);
  }
  std::vector<Way> ways;
  for (const Size times : {2, 1, 3, 8}) {
    ways.emplace_back(redrawn(program, with_width(d, times)), [times] {
      return Text(formatted("토큰의 {}배였습니다.", times),
                  formatted("It was {} time{} as wide as a token.", times, plural(times)));
    });
  }
  return ways;
}

bool draws_rand(const Call& call) {
  const auto* draw = calls<Uniform>(call);
  return draw && draw->low == 0 && draw->high == 1;
}
bool draws_randn(const Call& call) {
  return calls<Normal>(call);
}
bool draws_uniform(const Call& call) {
  return calls<Uniform>(call);
}

// ---- Drawn without a new seed -------------------------------------------------------------------

/// The draws of the weights as they come `times` runs of the program further on, from that seed.
Slip drawn_later(const Program& program, std::optional<std::uint64_t> seed, std::uint64_t times) {
  const Draws draws(program);
  std::uint64_t words = 0;  // of one run
  std::uint64_t seed_of_all = 0;
  for (const Tensor& draw : draws.all()) {
    const Generator::State& from = *drawn_from(draw.operation());
    if (made_by<Bernoulli>(draw)) continue;
    seed_of_all = from.seed;
    words = std::max(words, Draws::after(draw).words);
  }
  return [=](const Call& call) -> std::optional<Tensor> {
    const Generator::State* right = drawn_from(call.operation);
    if (!right || words == 0 || right->seed != seed_of_all) return {};
    Generator::State from = *right;
    from.words += words * times;
    from.seed = seed.value_or(from.seed);
    return drawn_again(call.operation, from);
  };
}

std::vector<Way> drawn_without_seed(const Program& program) {
  std::vector<Way> ways;
  for (std::uint64_t times = 1; times <= 3; ++times) {
    ways.emplace_back(drawn_later(program, {}, times), [times] {
      return Text(formatted("같은 시드에서 {}번 만든 다음에 나오는 수입니다.", times),
                  formatted("From the same seed, they come after making it {} time{}.", times,
                            plural(static_cast<std::int64_t>(times))));
    });
  }
  for (const std::uint64_t seed : {std::uint64_t{123}, std::uint64_t{789}}) {
    ways.emplace_back(drawn_later(program, seed, 1), [seed] {
      return Text(
          formatted("시드 {}에서 같은 크기의 가중치를 한 번 뽑은 다음에 나오는 수입니다.", seed),
          formatted("They come from seed {}, after weights of this size were drawn once.", seed));
    });
  }
  return ways;
}

constexpr Mistake about_draws[] = {
    {"bias-left-on",
     {"쿼리, 키, 값의 선형층에 편향이 있습니다. torch.nn.Linear는 따로 끄지 않으면 편향을 더하며, 그 "
      "난수도 뽑으므로 그 뒤에 뽑는 가중치도 모두 달라집니다.",
      "The layers of queries, keys and values have a bias. torch.nn.Linear has one unless told not "
      "to, and draws it, too, so that all weights drawn after it are others."},
     "self.W_query = torch.nn.Linear(d_in, d_out, bias=False)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(projects) || program.has(adds_bias_to_projection)) return {};
       return {with_biases(program)};
     },
     {.alone = false, .about = "bias"}},
    {"randn-for-rand",
     {"torch.rand가 올 자리에 torch.randn을 썼습니다. rand는 0과 1 사이에서 고르게, randn은 평균이 0인 "
      "정규분포에서 뽑습니다.",
      "torch.randn was used where torch.rand belongs. rand draws evenly between 0 and 1, randn from "
      "a normal distribution around 0."},
     "torch.rand(d_in, d_out)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(draws_rand)) return {};
       return {redrawn(program, as_randn)};
     },
     {.combines = false, .alone = false}},
    {"rand-for-randn",
     {"torch.randn이 올 자리에 torch.rand를 썼습니다. randn은 평균이 0인 정규분포에서, rand는 0과 1 "
      "사이에서 고르게 뽑습니다.",
      "torch.rand was used where torch.randn belongs. randn draws from a normal distribution around "
      "0, rand evenly between 0 and 1."},
     "torch.randn(…)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(draws_randn)) return {};
       return {redrawn(program, as_rand)};
     },
     {.combines = false, .alone = false}},
    {"rand-for-linear",
     {"선형층의 가중치를 torch.nn.Linear의 초깃값이 아니라 torch.rand로 뽑았습니다. Linear의 초깃값은 "
      "-1/√d_in과 1/√d_in 사이의 작은 수입니다.",
      "The layers' weights come from torch.rand, not from torch.nn.Linear, which starts with small "
      "numbers between -1/√d_in and 1/√d_in."},
     "self.W_query = torch.nn.Linear(d_in, d_out, bias=False)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(projects)) return {};
       return {redrawn(program, as_parameter)};
     },
     {.combines = false, .alone = false}},
    {"feed-forward-of-other-width",
     {"피드포워드의 가운데가 토큰의 네 배가 아닙니다. 두 층의 크기가 달라지면 뽑는 난수도 모두 "
      "달라집니다.",
      "The middle of the feed-forward layer is not four times as wide as a token. With other sizes, "
      "all numbers drawn for the two layers are others, too."},
     "torch.nn.Linear(d, 4 * d), torch.nn.GELU(), torch.nn.Linear(4 * d, d)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_wide_weight)) return {};
       return other_widths(program);
     },
     {.combines = false, .alone = false}},
    {"not-seeded-again",
     {"가중치를 뽑기 바로 전에 시드를 다시 정하지 않았습니다. 생성기가 앞에서 뽑은 데서 이어 가므로 "
      "다른 난수가 나옵니다.",
      "The generator was not seeded again right before the weights were drawn. It goes on from where "
      "earlier draws left it, and gives other numbers."},
     "torch.manual_seed(…)    # right before, with the step's seed",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(draws_uniform)) return {};
       return drawn_without_seed(program);
     },
     {.combines = false, .alone = false}},
};

}  // namespace

std::span<const Mistake> draw_mistakes() {
  return about_draws;
}

}  // namespace attn
