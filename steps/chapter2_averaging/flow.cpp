#include "chapter2_averaging/flow.h"

#include "nn/attention.h"
#include "random/draws.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

/// 나는 학교에 간다 ("I go to school"), with numbers that can be worked in the head.
Tensor sentence_of_the_notes() {
  const auto tokens = std::make_shared<const Labels>(Labels{"나는", "학교에", "간다"});
  const auto columns = std::make_shared<const Labels>(Labels{"x1", "x2"});
  return Tensor({3, 2}, {2, 0, 0, 2, 1, 2})
      .named(names::inputs)
      .labelled(0, tokens)
      .labelled(1, columns);
}

}  // namespace

Tensor running_average(const Tensor& x) {
  std::vector<Tensor> averages;
  for (Size t = 0; t < x.size(0); ++t) {
    const Tensor seen = narrow(x, 0, 0, t + 1).named("seen");  // (t + 1, d)
    averages.push_back(sum(seen, 0) / static_cast<float>(t + 1));
  }
  return stack(averages);
}

Tensor running_averages(const Tensor& batch) {
  std::vector<Tensor> sentences;
  for (Size b = 0; b < batch.size(0); ++b) {
    sentences.push_back(running_average(select(batch, 0, b)));
  }
  return stack(sentences);
}

Tensor averaging_weights(Size num_tokens) {
  const Tensor allowed = tril(ones({num_tokens, num_tokens})).named("allowed");
  return (allowed / sum(allowed, 1, true)).named("weights");
}

Averaging averaging(const Settings& s) {
  Generator generator(s.seed_or(seed_of_embeddings));
  const Tensor embeddings = randn({2, 4, 6}, generator).named(names::embeddings);
  const Tensor weights = averaging_weights(embeddings.size(1));
  const Tensor averaged_embeddings = matmul(weights, embeddings).named("averaged_embeddings");
  return {embeddings, given_to<Div>(weights), weights, averaged_embeddings};
}

EqualScores equal_scores(const Settings& s) {
  const Tensor embeddings = averaging(s).embeddings;
  const Size num_tokens = embeddings.size(1);
  const std::vector<float> zeros(static_cast<std::size_t>(num_tokens * num_tokens));
  const Tensor scores = Tensor({num_tokens, num_tokens}, zeros).named("scores");
  const Tensor masked = causal_masked(scores);
  const Tensor weights = softmax(masked, -1).named("weights");
  const Tensor averaged_embeddings = matmul(weights, embeddings).named("averaged_embeddings");
  return {scores, given_to<MaskedFill>(masked, 1), masked, weights, averaged_embeddings};
}

Sentence sentence(const Settings& s) {
  const Tensor inputs = s.inputs_chosen() ? s.inputs() : sentence_of_the_notes();
  const auto tokens = std::make_shared<const Labels>(*inputs.labels(0));
  const Tensor weights = averaging_weights(inputs.size(0)).labelled(0, tokens).labelled(1, tokens);
  const Tensor averaged_inputs = matmul(weights, inputs).named("averaged_inputs");
  const Tensor attn_scores = matmul(inputs, T(inputs)).named(names::attn_scores);
  const Tensor masked = causal_masked(attn_scores);
  const Tensor attn_weights = softmax(masked, -1).named("attn_weights");
  const Tensor context_vecs = matmul(attn_weights, inputs).named("context_vecs");
  return {inputs, weights, averaged_inputs, attn_scores, masked, attn_weights, context_vecs};
}

}  // namespace attn::chapter2
