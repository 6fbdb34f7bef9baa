#include "chapter7_learned/trainee.h"

#include <cmath>
#include <utility>

#include "nn/attention.h"
#include "random/draws.h"
#include "tensor/argmax.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

const char* const names_of_parameters[] = {"tok_emb",      "pos_emb",        "W_query.weight",
                                           "W_key.weight", "W_value.weight", "head.weight"};

Linear layer(std::string_view name, Size in, Size out, Generator& generator) {
  Linear layer(in, out, false, generator);
  layer.name(names::of(name, ""));
  return layer;
}

Parameters all_of(Trainee& model) {
  return parameters(model.tok_emb, model.pos_emb, model.W_query, model.W_key, model.W_value,
                    model.head);
}

std::vector<Tensor> train(Trainee& model, const Tensor& ids, const Descent::Way& way) {
  Parameters learning = all_of(model);
  learning.erase(learning.begin(), learning.begin() + static_cast<std::ptrdiff_t>(way.frozen));
  const auto loss = [&] {
    const Tensor mean = loss_of(model(ids).logits, ids);
    return way.sums ? mean * static_cast<float>(ids.size(0) * (ids.size(1) - 1)) : mean;
  };
  return descend(loss, learning, steps_of_trainee, way);
}

/// (n · (T - 1)) of ids (n, T): all but one place of each, in a row.
Tensor in_a_row(const Tensor& ids, Size first) {
  const Size places = ids.size(1) - 1;
  return reshape(narrow(ids, 1, first, places), {ids.size(0) * places});
}

}  // namespace

Trainee::Trainee(Generator& generator)
    : tok_emb(randn({vocabulary, d}, generator).named("tok_emb")),
      pos_emb(randn({places, d}, generator).named("pos_emb")),
      W_query(layer(names::W_query, d, d, generator)),
      W_key(layer(names::W_key, d, d, generator)),
      W_value(layer(names::W_value, d, d, generator)),
      head(layer("head", d, vocabulary, generator)) {}

Trainee::Run Trainee::operator()(const Tensor& ids) const {
  const Tensor x = embedding(ids, tok_emb).named("x");  // (n, T, d)
  const Tensor placed = (x + pos_emb).named("placed");
  const Tensor queries = W_query(placed).named("queries");
  const Tensor keys = W_key(placed).named(names::keys);
  const Tensor values = W_value(x).named(names::values);
  const Tensor attn_scores = matmul(queries, transpose(keys, 1, 2)).named(names::attn_scores);
  const Tensor attn_weights = scaled_softmax(causal_masked(attn_scores), d).named("attn_weights");
  const Tensor context_vec = matmul(attn_weights, values).named(names::context_vec);
  return {queries, keys, values, attn_weights, context_vec, head(context_vec).named("logits")};
}

Tensor loss_of(const Tensor& logits, const Tensor& ids) {
  const Size places = ids.size(1) - 1;
  const Tensor said = reshape(narrow(logits, 1, 1, places), {ids.size(0) * places, logits.size(2)});
  return cross_entropy(said, in_a_row(ids, 0));
}

Trained trained(const Settings& s) {
  Generator generator(s.seed_or(seed_of_trainee));
  const Trainee start(generator);
  const Tensor ids = randint(0, Trainee::vocabulary, {sentences, Trainee::places}, generator);
  const Tensor new_ids = randint(0, Trainee::vocabulary, {sentences, Trainee::places}, generator);
  const Descent::Way right{rate_of_trainee};
  Trainee model = start;
  const std::vector<Tensor> losses = train(model, ids, right);
  const auto again = [start, ids, right](const Descent::Way& way) {
    Trainee other = start;
    if (way.goes_on) train(other, ids, right);
    return stack(train(other, ids, way));
  };
  const Descent descent{
      right, {std::begin(names_of_parameters), std::end(names_of_parameters)}, again};
  return {start, model, ids.named("ids"), new_ids.named("new_ids"),
          losses_of(losses, descent).named("losses")};
}

float share_on_previous(const Tensor& attn_weights) {
  const Size n = attn_weights.size(0);
  const Size places = attn_weights.size(1);
  double sum = 0;
  for (Size i = 0; i < n; ++i) {
    for (Size t = 1; t < places; ++t) sum += static_cast<double>(attn_weights.at({i, t, t - 1}));
  }
  return static_cast<float>(sum / static_cast<double>(n * (places - 1)));
}

Size count_right(const Tensor& logits, const Tensor& ids) {
  const Tensor said = argmax(logits, -1);  // (n, T)
  Size right = 0;
  for (Size i = 0; i < ids.size(0); ++i) {
    for (Size t = 1; t < ids.size(1); ++t) right += said.at({i, t}) == ids.at({i, t - 1}) ? 1 : 0;
  }
  return right;
}

}  // namespace attn::chapter7
