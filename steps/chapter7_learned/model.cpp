#include <algorithm>
#include <utility>

#include "chapter7_learned/induction.h"
#include "nn/attention.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

constexpr std::size_t layers = 2;

AttentionLayer layer_of(Size d, Generator& generator) {
  const auto linear = [&](std::string_view name) {
    Linear layer(d, d, false, generator);
    layer.name(names::of(name, ""));
    return layer;
  };
  Linear W_query = linear(names::W_query);
  Linear W_key = linear(names::W_key);
  Linear W_value = linear(names::W_value);
  Linear out_proj = linear(names::out_proj);
  return {std::move(W_query), std::move(W_key), std::move(W_value), std::move(out_proj)};
}

/// (…, T, d) → (…, h, T, hd).
Tensor split(const Tensor& x, Size num_heads) {
  Shape shape = x.shape().with(x.dim() - 1, x.size(-1) / num_heads);
  shape = shape.inserted(x.dim() - 1, num_heads);
  return transpose(view(x, shape), -3, -2);
}

Tensor all_kept(Size num_heads) {
  return ones({num_heads, 1, 1}).named("keep");
}

Keep taken_out(const Keep& keep, Size head) {
  std::vector<float> kept = keep.values();
  kept[static_cast<std::size_t>(head)] = 0;
  return Tensor(keep.shape(), std::move(kept)).named("keep");
}

bool takes_any_out(const Keep& keep) {
  const std::vector<float> kept = keep.values();
  return std::count(kept.begin(), kept.end(), 0.0F) > 0;
}

}  // namespace

Model::Model(Size vocabulary, Size positions, Size d, Size num_heads, Generator& generator)
    : tok_emb(randn({vocabulary, d}, generator).named("tok_emb.weight")),
      pos_emb(randn({positions, d}, generator).named("pos_emb.weight")),
      blocks{},
      head(zeros({vocabulary, d})),
      num_heads(num_heads),
      keep(layers, all_kept(num_heads)) {
  for (std::size_t i = 0; i < layers; ++i) blocks.push_back(layer_of(d, generator));
  head = Linear(d, vocabulary, false, generator);
  head.name("head.");
}

Tensor Model::attend(std::size_t layer, const Tensor& x, Run& run) const {
  const AttentionLayer& block = blocks[layer];
  const Tensor pos = narrow(pos_emb, 0, 0, x.size(-2)).named("pos");  // (T, d)
  const Tensor placed = x + pos;
  const Tensor queries = split(block.W_query(placed), num_heads).named("queries");
  const Tensor keys = split(block.W_key(placed), num_heads).named(names::keys);
  const Tensor values = split(block.W_value(x), num_heads).named(names::values);
  const Tensor attn_scores =
      matmul(queries, transpose(keys, -2, -1)).named(names::attn_scores);  // (…, h, T, T)
  const Tensor attn_weights =
      scaled_softmax(causal_masked(attn_scores), queries.size(-1)).named("attn_weights");
  const Tensor context_vec = matmul(attn_weights, values).named(names::context_vec);
  const Tensor kept = takes_any_out(keep[layer]) ? context_vec * keep[layer] : context_vec;
  const Tensor joined = view(contiguous(transpose(kept, -3, -2)), x.shape());
  const Tensor written = block.out_proj(joined.named(names::joined_heads));
  run.maps.push_back(attn_weights);
  run.context_vec.push_back(context_vec);
  run.written.push_back(written);
  return written;
}

Run Model::operator()(const Tensor& ids) const {
  Tensor x = embedding(ids, tok_emb).named("x");
  Run run{.streams = {x}, .logits = x};
  for (std::size_t layer = 0; layer < blocks.size(); ++layer) {
    x = x + attend(layer, x, run);
    run.streams.push_back(x);
  }
  run.logits = head(x).named("logits");
  return run;
}

Model Model::without(std::size_t layer, Size head) const {
  Model other = *this;
  other.keep[layer] = taken_out(keep[layer], head);
  return other;
}

NamedParameters named_parameters(Model& model) {
  NamedParameters all = {{"tok_emb.weight", &model.tok_emb}, {"pos_emb.weight", &model.pos_emb}};
  for (std::size_t i = 0; i < model.blocks.size(); ++i) {
    AttentionLayer& block = model.blocks[i];
    const std::string prefix = formatted("blocks.{}.", i);
    all.push_back({prefix + "W_query.weight", &block.W_query.weight});
    all.push_back({prefix + "W_key.weight", &block.W_key.weight});
    all.push_back({prefix + "W_value.weight", &block.W_value.weight});
    all.push_back({prefix + "out_proj.weight", &block.out_proj.weight});
  }
  all.push_back({"head.weight", &model.head.weight});
  return all;
}

namespace {

bool is_right(const Model& model, const Run& run) {
  bool right = by_hand::is_linear(run.logits, run.streams.back(), model.head);
  for (std::size_t layer = 0; layer < model.blocks.size(); ++layer) {
    const Tensor joined = operand_of(run.written[layer], "joined_heads");
    right = right && by_hand::is_attention(run.context_vec[layer], by_hand::Sees::so_far) &&
            by_hand::is_linear(run.written[layer], joined, model.blocks[layer].out_proj);
  }
  return right;
}

}  // namespace

void check_run(Page& page, const Model& model, const Run& run) {
  page.check(
      is_right(model, run),
      "두 층의 어텐션(점수, √{0}로 나눈 softmax, 가중합(weighted sum))과 마지막 머리를 손으로 계산해도 "
      "같습니다",
      "worked out by hand, attention of both layers (scores, softmax of scores ÷ √{0}, "
      "weighted sums) and the head at the end are the same",
      model.d() / model.num_heads);
}

void check_runs(Page& page, const Model& model, const Run& run, const Model& other_model,
                const Run& other) {
  page.check(
      is_right(model, run) && is_right(other_model, other),
      "두 번의 계산에서 두 층의 어텐션(점수, √{0}로 나눈 softmax, 가중합(weighted sum))과 마지막 머리를 "
      "손으로 계산해도 같습니다",
      "worked out by hand, attention of both layers (scores, softmax of scores ÷ √{0}, "
      "weighted sums) and the head at the end are the same, both times",
      model.d() / model.num_heads);
}

}  // namespace attn::chapter7
