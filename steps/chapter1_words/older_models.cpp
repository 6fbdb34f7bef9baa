#include "chapter1_words/older_models.h"

#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

Bigrams bigrams(const Words& tokens) {
  const Vocabulary vocabulary = Vocabulary::in_order(tokens);
  const Tensor token_ids = vocabulary.ids(tokens).named("token_ids");
  const Size pairs = token_ids.size(0) - 1;
  const Tensor following =
      embedding(narrow(token_ids, 0, 1, pairs), eye(vocabulary.size()))
          .named("following")
          .labelled(0, std::make_shared<const Labels>(tokens.begin() + 1, tokens.end()))
          .labelled(1, vocabulary.labels());
  const Tensor counts = index_add(following, narrow(token_ids, 0, 0, pairs), vocabulary.size())
                            .named(names::counts)
                            .labelled(0, vocabulary.labels())
                            .labelled(1, vocabulary.labels());
  const Tensor probs = (counts / sum(counts, 1, true)).named("probs");
  return {tokens, vocabulary, token_ids, following, counts, probs};
}

Rnn rnn(const Tensor& inputs, const Settings& s) {
  Generator generator(s.seed_or(seed_of_chapter));
  const Tensor W_x = (rand({inputs.size(1), state_size}, generator) - scalar(0.5F)).named("W_x");
  const Tensor W_h = (rand({state_size, state_size}, generator) - scalar(0.5F)).named("W_h");
  Tensor state = zeros({state_size}).named("h_0");
  std::vector<Tensor> states;
  for (Size t = 0; t < inputs.size(0); ++t) {
    state = tanh(matmul(select(inputs, 0, t), W_x) + matmul(state, W_h))  // (h)
                .named(formatted("h_{}", t + 1));
    states.push_back(state);
  }
  const auto tokens = std::make_shared<const Labels>(*inputs.labels(0));
  return {W_x, W_h, stack(states).named("states").labelled(0, tokens)};
}

Tensor window_of(const Tensor& inputs) {
  const Size num_tokens = inputs.size(0);
  const auto tokens = std::make_shared<const Labels>(*inputs.labels(0));
  const int side = static_cast<int>(kernel / 2);
  return tril(triu(ones({num_tokens, num_tokens}), -side), side)
      .named("one_layer")
      .labelled(0, tokens)
      .labelled(1, tokens);
}

Size layers_to_connect(Size num_tokens) {
  Size layers = 0;
  for (Size reach = 0; reach < num_tokens - 1; reach += kernel / 2) ++layers;
  return layers;
}

Tensor rnn_cost(const Tensor& n, float d) {
  return n * (d * d);
}
Tensor cnn_cost(const Tensor& n, float d) {
  return n * (static_cast<float>(kernel) * d * d);
}
Tensor attention_cost(const Tensor& n, float d) {
  return n * n * d;
}

}  // namespace attn::chapter1
