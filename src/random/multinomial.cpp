#include "random/multinomial.h"

#include <algorithm>
#include <numeric>

#include "random/draw.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

std::vector<float> as_floats(const std::vector<std::size_t>& places) {
  return {places.begin(), places.end()};
}

/// The places of the largest quotients of probabilities and exponential numbers, the largest first.
std::vector<float> without_replacement(const std::vector<float>& probabilities, Size num_samples,
                                       Generator& generator) {
  const auto n = static_cast<Size>(probabilities.size());
  std::vector<float> quotients = exponential({n}, generator).values();
  for (std::size_t i = 0; i < quotients.size(); ++i) quotients[i] = probabilities[i] / quotients[i];
  std::vector<std::size_t> places(quotients.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return quotients[a] > quotients[b]; });
  places.resize(static_cast<std::size_t>(num_samples));
  return as_floats(places);
}

/// The first places at which the probabilities so far come to uniform numbers.
std::vector<float> with_replacement(const std::vector<float>& probabilities, Size num_samples,
                                    Generator& generator) {
  std::vector<float> so_far(probabilities.size());
  std::partial_sum(probabilities.begin(), probabilities.end(), so_far.begin());
  const float sum = so_far.back();
  for (float& share : so_far) share /= sum;
  so_far.back() = 1;
  std::vector<float> places;
  for (const double u : generator.uniform_double(num_samples)) {
    const auto found = std::partition_point(
        so_far.begin(), so_far.end(), [&](float share) { return static_cast<double>(share) < u; });
    places.push_back(static_cast<float>(found - so_far.begin()));
  }
  return places;
}

struct MultinomialOp final : Op<Multinomial> {
  Tensor draw_from(const Tensor& probabilities, Generator& generator) const {
    const std::vector<float> p = probabilities.values();
    const auto possible = std::count_if(p.begin(), p.end(), [](float one) { return one > 0; });
    require_shape(possible >= (replacement ? 1 : num_samples), [&] {
      return "cannot draw " + std::to_string(num_samples) + " of " + std::to_string(possible) +
             " that have a probability";
    });
    return Tensor({num_samples}, replacement ? with_replacement(p, num_samples, generator)
                                             : without_replacement(p, num_samples, generator));
  }

  Tensor value(Operands operands) const override {
    return draw_from(operands[0], generator_at(from));
  }

  Size cost(Operands operands, const Tensor& result) const override {
    return 16 * (operands[0].numel() + result.numel());
  }

  Derivation explain(Operands operands, const Index& at) const override {
    Generator generator(from);
    return draw(static_cast<double>(draw_from(operands[0], generator).at(at)), from.seed);
  }

  Wording words(const Told& told) const override {
    const std::string seed = std::to_string(from.seed);
    const std::string place = std::to_string(told.cell[0] + 1);
    return {"시드 " + seed + "에서 확률대로 뽑은 " + place + "번째 자리입니다",
            "a place drawn by its probability, from seed " + seed + ": number " + place +
                " of this draw"};
  }

  std::string notation(Written operands) const override {
    return call("multinomial", operands[0],
                std::to_string(num_samples) + (replacement ? ", replacement=True" : ""));
  }

  // Almost everywhere a small change draws the same.
  Tensor backward(const Backward& flow) const override { return zeros(flow.asked().shape()); }

  const Labels* labels(Operands, int) const override { return nullptr; }
};

}  // namespace

Tensor multinomial(const Tensor& probabilities, Size num_samples, bool replacement,
                   Generator& generator) {
  auto draw = operation<MultinomialOp>({num_samples, replacement, generator.state()});
  Tensor result = draw->draw_from(probabilities, generator);
  return remember(std::move(draw), {probabilities}, std::move(result));
}

}  // namespace attn
