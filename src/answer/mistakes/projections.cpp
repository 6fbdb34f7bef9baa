#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "answer/mistakes.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

bool starts_with(const std::string& name, std::string_view start) {
  return std::string_view(name).starts_with(start);
}

/// Whether this is the weight or bias of out_proj, as in "self_attn.out_proj.bias".
bool is_of_out_proj(const std::string& name, std::string_view parameter) {
  return name.ends_with(names::of(names::out_proj, parameter));
}

/// Keys in place of values where queries, keys and values have one weight and one bias.
std::optional<Tensor> packed_values_are_keys(const Call& call) {
  const auto* part = calls<Narrow>(call);
  if (!part || part->dim != 0 || part->start != 2 * part->length) return {};
  const Tensor& packed = call.operands[0];
  if (packed.size(0) != 3 * part->length || packed.name().find("in_proj") == std::string::npos) {
    return {};
  }
  return narrow(packed, 0, part->length, part->length);
}

/// In place of the tensors named `meant`, those named `taken`: the first for the first, and so on,
/// where a program has several heads.
Slip taken_for(const Program& program, std::string_view meant, std::string_view taken) {
  const std::vector<Tensor> right = program.named(meant);
  const std::vector<Tensor> wrong = program.named(taken);
  return [right, wrong](const Call& call) -> std::optional<Tensor> {
    for (std::size_t i = 0; i < std::min(right.size(), wrong.size()); ++i) {
      if (right[i].operation() == call.operation) return same_as(wrong[i]);
    }
    return {};
  };
}

/// What one of two does, where one of them does anything.
Slip either(Slip a, Slip b) {
  return [a = std::move(a), b = std::move(b)](const Call& call) -> std::optional<Tensor> {
    std::optional<Tensor> result = a(call);
    return result ? result : b(call);
  };
}

/// In place of one layer's weight and bias, if it has one, those of another.
Slip layer_taken_for(const Program& program, std::string_view meant, std::string_view taken) {
  const auto parameter = [&](std::string_view name) {
    return taken_for(program, names::of(meant, name), names::of(taken, name));
  };
  return either(parameter(names::weight), parameter(names::bias));
}

Slip exchanged(const Program& program, std::string_view a, std::string_view b) {
  return either(taken_for(program, a, b), taken_for(program, b, a));
}

/// x @ W.T, where W is a layer's weight.
bool is_linear(const Call& call, std::string_view name = "") {
  if (!calls<Matmul>(call)) return false;
  const std::optional<Tensor> weight = weight_of(call.operands[1]);
  return weight && weight->name().ends_with(name);
}

/// x @ W instead of x @ W.T, at the layers that `is_meant` picks by the name of their weight.
template <class F>
Slip not_transposed(F is_meant) {
  return [is_meant](const Call& call) -> std::optional<Tensor> {
    if (!is_linear(call)) return {};
    const Tensor& weight = call.operands[1].operands()[0];
    if (call.operands[0].size(-1) != weight.size(0) || !is_meant(weight.name())) return {};
    return matmul(call.operands[0], weight);
  };
}

/// Whether the last two axes of a tensor were exchanged.
bool is_transposed(const Tensor& x) {
  if (made_by<ReverseAxes>(x)) return x.dim() == 2;
  const auto* transpose = made_by<Transpose>(x);
  if (!transpose) return false;
  const int a = axis_of(transpose->dim0, x.dim());
  const int b = axis_of(transpose->dim1, x.dim());
  return std::max(a, b) == x.dim() - 1 && std::min(a, b) == x.dim() - 2;
}

/// x @ W_value, written with a parameter or with a layer.
bool projects_values(const Call& call) {
  return is_linear(call, names::of(names::W_value, names::weight)) ||
         (calls<Matmul>(call) && call.operands[1].name() == names::W_value);
}

/// The layers that may do without a bias, in the order in which they are drawn.
constexpr std::array<std::string_view, 3> layers_with_bias = {names::W_query, names::W_key,
                                                              names::W_value};

/// x @ W.T + bias, where the layer is one of these.
bool adds_bias(const Call& call) {
  if (!calls<Add>(call) || !made_by<Matmul>(call.operands[0])) return false;
  const std::string& name = call.operands[1].name();
  return std::any_of(layers_with_bias.begin(), layers_with_bias.end(),
                     [&](std::string_view layer) { return name == names::of(layer, names::bias); });
}

/// A row taken out of a matrix because it is the query's.
const Select* takes_query(const Call& call) {
  constexpr std::array<std::string_view, 4> rows = {names::query, names::x_2, names::keys_2,
                                                    names::row_of_query};
  const auto* select = calls<Select>(call);
  const bool is_query = std::find(rows.begin(), rows.end(), call.name) != rows.end();
  return select && select->dim == 0 && is_query ? select : nullptr;
}

Slip other_query(Size by) {
  return [by](const Call& call) -> std::optional<Tensor> {
    const Select* query = takes_query(call);
    if (!query) return {};
    const Tensor& x = call.operands[0];
    const Size place = query->place + by;
    if (place < 0 || place >= x.size(0)) return {};
    return select(x, 0, place);
  };
}

/// How many numbers each bias has, if biases were drawn between the weights; 0 if none were. It
/// shows in where the weight of the second or third layer stands in the stream.
std::uint64_t size_of_drawn_biases(const Program& program) {
  for (std::size_t before = 1; before < layers_with_bias.size(); ++before) {
    for (const Tensor& weight : program.named(names::of(layers_with_bias[before], names::weight))) {
      const auto* draw = made_by<Uniform>(weight);
      const auto layer = static_cast<std::uint64_t>(weight.numel() + weight.size(0));
      if (draw && draw->from.words == before * layer) {
        return static_cast<std::uint64_t>(weight.size(0));
      }
    }
  }
  return 0;
}

/// Layers without a bias: none is added, and what is drawn after them comes earlier in the stream.
Slip biases_not_drawn(const Program& program) {
  return [size = size_of_drawn_biases(program)](const Call& call) -> std::optional<Tensor> {
    if (adds_bias(call)) return same_as(call.operands[0]);
    const Generator::State* right = drawn_from(call.operation);
    if (!right) return {};
    std::uint64_t layers_before = 0;
    for (const std::string_view layer : layers_with_bias) {
      if (starts_with(call.name, layer)) break;
      ++layers_before;
    }
    const std::uint64_t words = layers_before * size;
    if (words == 0 || right->words < words) return {};
    Generator::State from = *right;
    from.words -= words;
    return drawn_again(call.operation, from);
  };
}

constexpr Mistake about_projections[] = {
    {"wrong-query",
     {"다른 토큰을 쿼리로 썼습니다. 파이썬의 인덱스는 0부터 세므로 n번째 토큰은 inputs[n - 1]입니다.",
      "Another token asked. Python counts from 0, so token n is inputs[n - 1]."},
     "query = inputs[1]    # the second token",
     [](const Program&) -> std::vector<Way> {
       return {other_query(1), other_query(-1)};
     }},
    {"query-key-swapped",
     {"쿼리와 키가 바뀌었습니다. 점수 행렬의 i행은 토큰 i가 묻는 점수여야 하는데, 전치되어 j열에 "
      "들어갔습니다.",
      "Queries and keys have changed places. Row i of the scores should hold what token i asks; "
      "here the matrix is transposed."},
     "attn_scores = queries @ keys.transpose(-2, -1)",
     [](const Program& program) -> std::vector<Way> {
       return {exchanged(program, names::W_query, names::W_key),
               either(layer_taken_for(program, names::W_query, names::W_key),
                      layer_taken_for(program, names::W_key, names::W_query)),
               [](const Call& call) -> std::optional<Tensor> {
                 if (!calls<Matmul>(call)) return {};
                 const Tensor& turned = call.operands[1];
                 if (!made_by<Transpose>(turned) || !is_transposed(turned)) return {};
                 const Tensor& k = turned.operands()[0];
                 return matmul(k, transpose(call.operands[0], -2, -1));
               }};
     },
     {.alone = false}},
    {"key-not-transposed",
     {"키를 전치하지 않고 곱했습니다. 두 크기가 우연히 맞아서 계산은 되었지만, 쿼리와 키의 내적이 "
      "아닙니다.",
      "The keys were not transposed. The sizes happen to fit, so it runs, but these are not dot "
      "products of queries and keys."},
     "attn_scores = queries @ keys.transpose(-2, -1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Matmul>(call) || is_linear(call)) return {};
         const Tensor& k = call.operands[1];
         if (!is_transposed(k)) return {};
         return matmul(call.operands[0], k.operands()[0]);
       }};
     }},
    {"values-are-inputs",
     {"값 벡터 대신 입력 임베딩을 그대로 섞었습니다. 문맥 벡터는 W_value를 거친 값의 가중합입니다.",
      "The inputs themselves were mixed in place of the values. A context vector is a weighted sum "
      "of what W_value made of them."},
     "context_vecs = attn_weights @ values",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
                 if (!projects_values(call)) return {};
                 return same_as(call.operands[0]);
               },
               [](const Call& call) -> std::optional<Tensor> {
                 if (!adds_bias(call) ||
                     call.operands[1].name() != names::of(names::W_value, names::bias))
                   return {};
                 return same_as(call.operands[0].operands()[0]);
               }};
     }},
    {"values-are-keys",
     {"값 대신 키를 섞었습니다. 키는 가중치를 정하는 데만 쓰고, 결과에는 값이 들어가야 합니다.",
      "Keys were mixed in place of values. Keys only decide on the weights; what goes into the "
      "result are the values."},
     "values = self.W_value(x)",
     [](const Program& program) -> std::vector<Way> {
       return {taken_for(program, names::W_value, names::W_key),
               layer_taken_for(program, names::W_value, names::W_key), packed_values_are_keys};
     }},
    {"linear-not-transposed",
     {"Linear의 가중치를 전치하지 않고 곱했습니다. Linear는 가중치를 (out, in)으로 두므로 x @ "
      "weight.T를 계산합니다.",
      "The weight of a Linear layer was not transposed. Linear keeps it as (out, in) and computes "
      "x @ weight.T."},
     "x @ W_query.weight.T",
     [](const Program& program) -> std::vector<Way> {
       const auto is_out = [](const std::string& name) {
         return starts_with(name, names::out_proj);
       };
       const auto is_not_out = [=](const std::string& name) { return !is_out(name); };
       const auto is_any = [](const std::string&) { return true; };
       if (program.named(names::of(names::out_proj, names::weight)).empty())
         return {not_transposed(is_any)};
       return {not_transposed(is_any), not_transposed(is_not_out), not_transposed(is_out)};
     }},
    {"no-out-proj",
     {"마지막의 out_proj를 거치지 않았습니다. 이어 붙인 헤드들이 서로 섞이지 않은 채로 남습니다.",
      "out_proj at the end was left out, so the joined heads are never mixed with each other."},
     "return self.out_proj(context_vec)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Add>(call) || !is_of_out_proj(call.operands[1].name(), names::bias)) return {};
         return same_as(call.operands[0].operands()[0]);
       }};
     }},
    {"out-proj-without-bias",
     {"out_proj의 편향(bias)이 더해지지 않았습니다. torch.nn.Linear는 따로 끄지 않으면 편향을 "
      "더합니다.",
      "The bias of out_proj is missing. torch.nn.Linear adds one unless told not to."},
     "self.out_proj = torch.nn.Linear(d_out, d_out)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Add>(call) || !is_of_out_proj(call.operands[1].name(), names::bias)) return {};
         return same_as(call.operands[0]);
       }};
     }},
    {"bias-forgotten",
     {"쿼리, 키, 값의 선형층에 편향이 없습니다. qkv_bias=True이면 층마다 편향을 더합니다. "
      "bias=False로 만든 층은 편향의 난수를 뽑지 않으므로, 그 뒤에 뽑는 가중치도 모두 달라집니다.",
      "The layers of queries, keys and values have no bias. With qkv_bias=True each adds one. A "
      "layer made with bias=False does not draw its bias either, so all weights drawn after it "
      "are others."},
     "self.W_query = torch.nn.Linear(d_in, d_out, bias=qkv_bias)",
     [](const Program& program) -> std::vector<Way> {
       return {biases_not_drawn(program), [](const Call& call) -> std::optional<Tensor> {
                 if (!adds_bias(call)) return {};
                 return same_as(call.operands[0]);
               }};
     }},
};

}  // namespace

std::span<const Mistake> projection_mistakes() {
  return about_projections;
}

}  // namespace attn
