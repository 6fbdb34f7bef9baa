#include "answer/mistakes.h"

#include <algorithm>
#include <utility>

#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {
namespace {

KeptDraws* draws_being_kept = nullptr;

// From the same place in the same stream, and of one kind.
bool is_same_draw(const Uniform& a, const Uniform& b) {
  return a.shape == b.shape && a.low == b.low && a.high == b.high &&
         a.from.profile == b.from.profile;
}
bool is_same_draw(const Normal& a, const Normal& b) {
  return a.shape == b.shape && a.from.spare_from == b.from.spare_from &&
         a.from.profile == b.from.profile;
}
bool is_same_draw(const Bernoulli& a, const Bernoulli& b) {
  return a.shape == b.shape && a.p == b.p;
}
bool is_same_draw(const Randint& a, const Randint& b) {
  return a.shape == b.shape && a.low == b.low && a.high == b.high;
}
bool is_same_draw(const Randperm& a, const Randperm& b) {
  return a.n == b.n;
}

template <class Draw>
Tensor drawn_or_kept(const Draw& draw) {
  return draws_being_kept ? draws_being_kept->of(draw) : drawn(draw);
}

}  // namespace

std::vector<const Mistake*> all_mistakes() {
  std::vector<const Mistake*> all;
  for (const auto mistakes : {learned_head_mistakes,
                              averaging_mistakes,
                              softmax_mistakes,
                              generating_mistakes,
                              scaling_mistakes,
                              mask_mistakes,
                              dropout_mistakes,
                              projection_mistakes,
                              seed_mistakes,
                              head_mistakes,
                              normalization_mistakes,
                              norm_formula_mistakes,
                              block_mistakes,
                              cross_attention_mistakes,
                              patch_mistakes,
                              position_mistakes,
                              product_mistakes,
                              activation_mistakes,
                              cosine_mistakes,
                              draw_mistakes,
                              counting_mistakes,
                              training_mistakes,
                              online_softmax_mistakes,
                              visibility_mistakes,
                              rotary_mistakes,
                              root_mean_square_mistakes,
                              gate_mistakes}) {
    for (const Mistake& mistake : mistakes()) all.push_back(&mistake);
  }
  return all;
}

bool go_together(const std::vector<const Mistake*>& mistakes, const Mistake& mistake) {
  return std::none_of(mistakes.begin(), mistakes.end(), [&](const Mistake* other) {
    const std::string_view about = mistake.made.about;
    return other->name == mistake.name || (!about.empty() && other->made.about == about);
  });
}

std::optional<SoftmaxCall> as_softmax(const Call& call) {
  if (const auto* softmax = calls<Softmax>(call))
    return SoftmaxCall{call.operands[0], softmax->dim};
  if (!calls<Div>(call) || !made_by<Exp>(call.operands[0])) return {};
  const auto* sum = made_by<Sum>(call.operands[1]);
  if (!sum || !(call.operands[1].operands()[0] == call.operands[0])) return {};
  Tensor x = call.operands[0].operands()[0];
  if (made_by<Sub>(x) && made_by<Amax>(x.operands()[1])) x = x.operands()[0];
  return SoftmaxCall{x, sum->dim};
}

std::optional<ScalingCall> as_scaling(const Call& call) {
  if (!calls<Div>(call)) return {};
  const Tensor& x = call.operands[0];
  const Tensor& divisor = call.operands[1];
  if (x.dim() == 0 || divisor.dim() > 0 || divisor.operation()) return {};
  if (divides_logits(x)) return {};  // by a temperature
  if (made_by<Bernoulli>(x) || made_by<MklBernoulli>(x)) return {};
  if (made_by<Sum>(x)) return {};  // by how many there are: an average
  if (made_by<Mul>(x)) return {};  // of a loss or a gradient
  if (made_by<View>(x) && !x.operands()[0].operation()) return {};  // of pixels
  return ScalingCall{x, divisor.item()};
}

bool divides_logits(const Tensor& x) {
  return x.dim() == 1 && (x.name() == names::logits || x.name() == names::sorted_logits);
}

bool makes_probabilities(const Call& call) {
  const auto are_logits = [](const Tensor& x) {
    return x.name() == names::logits || x.name() == names::sorted_logits;
  };
  if (!calls<Softmax>(call)) return false;
  const Tensor& x = call.operands[0];
  return are_logits(x) || ((made_by<Div>(x) || made_by<Select>(x)) && are_logits(x.operands()[0]));
}

bool is_in_order(const Tensor& x) {
  return x.name() == names::sorted_logits ||
         (made_by<Div>(x) && x.operands()[0].name() == names::sorted_logits);
}

bool adds_eps(const Call& call) {
  return calls<Add>(call) &&
         (made_by<Var>(call.operands[0]) || made_by<RowVar>(call.operands[0])) &&
         call.operands[1].dim() == 0;
}

bool is_normalized(const Tensor& x) {
  if (made_by<Normalize>(x)) return true;
  if (!made_by<Div>(x) || !made_by<Sub>(x.operands()[0])) return false;
  const Tensor& mean = x.operands()[0].operands()[1];
  return made_by<MeanOver>(mean) || made_by<Mean>(mean);
}

bool is_square(const Tensor& x) {
  return x.dim() >= 2 && x.size(-1) == x.size(-2) && x.size(-1) > 1;
}

Text along_axis(int axis) {
  return {formatted("dim={}인 축을 따라 계산했습니다.", axis),
          formatted("It ran along the axis dim={}.", axis)};
}

const Generator::State* drawn_from(const Operation* operation) {
  if (const auto* draw = as<Uniform>(operation)) return &draw->from;
  if (const auto* draw = as<Normal>(operation)) return &draw->from;
  if (const auto* draw = as<Bernoulli>(operation)) return &draw->from;
  if (const auto* draw = as<Randint>(operation)) return &draw->from;
  if (const auto* draw = as<Randperm>(operation)) return &draw->from;
  return nullptr;
}

template <class Draw>
Tensor KeptDraws::of(const Draw& draw) {
  std::vector<Tensor>& kept = draws_[{draw.from.seed, draw.from.words}];
  for (const Tensor& tensor : kept) {
    const Draw* known = made_by<Draw>(tensor);
    if (known && is_same_draw(*known, draw)) return tensor;
  }
  Tensor tensor = drawn(draw);
  constexpr Size most_cells = 1 << 24;
  if (cells_ + tensor.numel() <= most_cells) {
    cells_ += tensor.numel();
    kept.push_back(tensor);
  }
  return tensor;
}

KeptDraws::KeptDraws() : before_(std::exchange(draws_being_kept, this)) {}
KeptDraws::~KeptDraws() {
  draws_being_kept = before_;
}

Tensor drawn_again(const Operation* operation, const Generator::State& from) {
  if (const auto* draw = as<Uniform>(operation)) {
    return drawn_or_kept(Uniform{draw->shape, draw->low, draw->high, from});
  }
  if (const auto* draw = as<Normal>(operation)) {
    return drawn_or_kept(Normal{draw->shape, from});
  }
  if (const auto* draw = as<Randint>(operation)) {
    return drawn_or_kept(Randint{draw->shape, draw->low, draw->high, from});
  }
  if (const auto* draw = as<Randperm>(operation)) return drawn_or_kept(Randperm{draw->n, from});
  const auto* draw = as<Bernoulli>(operation);
  return drawn_or_kept(Bernoulli{draw->shape, draw->p, from});
}

Draws::Draws(const Program& program) {
  for (const Tensor& x : program.tensors()) {
    if (drawn_from(x.operation())) draws_.push_back(x);
  }
}

Generator::State Draws::after(const Tensor& x) {
  Generator::State state = *drawn_from(x.operation());
  const auto n = x.numel();
  if (made_by<Normal>(x)) {
    Generator generator(state);
    generator.normal(n);
    return generator.state();
  }
  state.words += static_cast<std::uint64_t>(made_by<Bernoulli>(x)  ? 2 * n
                                            : made_by<Randperm>(x) ? std::max<Size>(n - 1, 0)
                                                                   : n);
  return state;
}

std::vector<Tensor> Draws::up_to(const Tensor& x) const {
  std::vector<Tensor> stream = {x};
  for (;;) {
    const Generator::State& start = *drawn_from(stream.front().operation());
    const auto before = std::find_if(draws_.begin(), draws_.end(), [&](const Tensor& draw) {
      const Generator::State end = after(draw);
      return end.seed == start.seed && end.words == start.words;
    });
    if (before == draws_.end()) return stream;
    stream.insert(stream.begin(), *before);
  }
}

Call call_of(const Tensor& x) {
  return {x.operation(), x.operands(), x.name()};
}

std::optional<Unmasked> without_mask(const Tensor& x) {
  if (!x.operation()) return {};
  if (made_by<MaskedFill>(x)) return Unmasked{x.operands()[0], x.operands()[1]};
  if (made_by<Contiguous>(x)) return without_mask(x.operands()[0]);
  const std::optional<ScalingCall> scaling = as_scaling(call_of(x));
  if (!scaling) return {};
  std::optional<Unmasked> unmasked = without_mask(scaling->x);
  if (unmasked) unmasked->scores = unmasked->scores / scaling->divisor;
  return unmasked;
}

bool hides_padding(const Call& call) {
  return calls<MaskedFill>(call) && made_by<Sub>(call.operands[1]) && !is_square(call.operands[1]);
}

std::optional<Tensor> weight_of(const Tensor& b) {
  if (!made_by<ReverseAxes>(b)) return {};
  const Tensor& weight = b.operands()[0];
  const Tensor& whole = made_by<Narrow>(weight) ? weight.operands()[0] : weight;
  if (!whole.name().ends_with(names::weight)) return {};
  return weight;
}

bool cuts_patches(const Tensor& x) {
  const auto* turn = made_by<Transpose>(x);
  if (!turn || turn->dim0 != 1 || turn->dim1 != 2 || x.dim() != 4) return false;
  const Tensor& squares = x.operands()[0];
  return made_by<View>(squares) && squares.operands()[0].dim() == 2;
}

}  // namespace attn
