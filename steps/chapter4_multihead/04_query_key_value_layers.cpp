#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// One layer for each role, with a bias or without.
void query_key_value_layers(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const MultiHeadAttention mha = multi_head_attention(s, generator);
  Generator other(0);
  const auto weights = weights_in_pytorch(s, "mha", mha, s.seed_or(seed_of_models));
  const Linear without(s.d_in(), d_model(s), false, other);
  const Linear with(s.d_in(), d_model(s), true, other);

  page.text(
      "쿼리, 키, 값의 선형층(linear layer)은 모양이 같고 숫자만 다릅니다. weight는 (d_out, d_in) = "
      "{0}[이며/며] 모든 헤드의 몫이 한 행렬에 들어 있습니다. qkv_bias=True로 하면 층마다 편향 "
      "d_out개를 더합니다. GPT-2에는 이 편향이 있고, 요즘의 큰 언어 모델에는 대개 없습니다. {1}",
      "The layers of queries, keys and values have one shape and different numbers. A weight is "
      "(d_out, d_in) = {0}, the shares of all heads in a single matrix. With qkv_bias=True each "
      "layer adds a bias of d_out numbers. GPT-2 has these biases; most large language models of "
      "today leave them out. {2}",
      to_string(mha.W_query.weight.shape()),
      s.bias() ? "--bias를 주었으므로 qkv_bias=True입니다."
               : "여기서는 qkv_bias=False입니다(--bias를 주면 True).",
      s.bias() ? "With --bias, as here, qkv_bias=True."
               : "Here qkv_bias=False (True with --bias).");
  page.practice_gives({"load", "W_query", "W_key", "W_value"});
  page.code(
      "qkv_bias = {0}\n"
      "{1}"
      "W_query = torch.nn.Linear(d_in, d_out, bias=qkv_bias)\n"
      "W_key   = torch.nn.Linear(d_in, d_out, bias=qkv_bias)\n"
      "W_value = torch.nn.Linear(d_in, d_out, bias=qkv_bias){2}",
      s.bias() ? "True" : "False", weights.seed,
      weights.are_own ? "\n" + weights.read +
                            "def load(layer, name):\n"
                            "    layer.load_state_dict({k.removeprefix(name): v\n"
                            "        for k, v in weights.items() if k.startswith(name)})\n"
                            "load(W_query, \"W_query.\")\n"
                            "load(W_key, \"W_key.\")\n"
                            "load(W_value, \"W_value.\")"
                      : "");
  for (const Linear* layer : {&mha.W_query, &mha.W_key, &mha.W_value}) {
    page.tensor(layer->weight);
    if (layer->bias) page.tensor(*layer->bias);
  }
  page.table({{"층 하나", "one layer"},
              "weight",
              "bias",
              {"파라미터", "parameters"},
              {"층 세 개", "all three"}},
             {{"bias=False", to_string(without.weight.shape()), "-", without.num_parameters(),
               3 * without.num_parameters()},
              {"bias=True", to_string(with.weight.shape()), to_string(with.bias->shape()),
               with.num_parameters(), 3 * with.num_parameters()}});
  page.check(with.num_parameters() - without.num_parameters() == d_model(s),
             "편향이 있으면 층마다 파라미터(parameter)가 d_out = {}개 늘어납니다",
             "a bias adds to the parameters of each layer, by d_out = {}", d_model(s));
  const auto differ = [](const Linear& one, const Linear& other) {
    return one.weight.values() != other.weight.values();
  };
  const bool have_one_shape = mha.W_query.weight.shape() == mha.W_key.weight.shape() &&
                              mha.W_key.weight.shape() == mha.W_value.weight.shape();
  if (weights.are_own) {
    page.check(have_one_shape, "세 층의 weight는 모양이 같습니다",
               "the three weights have one shape");
  } else {
    page.check(have_one_shape && differ(mha.W_query, mha.W_key) && differ(mha.W_key, mha.W_value) &&
                   differ(mha.W_query, mha.W_value),
               "모양은 같아도 숫자는 서로 다릅니다", "one shape, and yet different numbers");
  }
  page.ask_count(
      {formatted("d_in = {}, d_out = {}일 때 torch.nn.Linear(d_in, d_out, bias=True) "
                 "하나의 파라미터는 모두 몇 개입니까?",
                 s.d_in(), d_model(s)),
       formatted("How many parameters does one torch.nn.Linear(d_in, d_out, bias=True) have "
                 "for d_in = {} and d_out = {}?",
                 s.d_in(), d_model(s))},
      {"weight는 d_in × d_out개이고, bias는 나오는 수마다 하나입니다",
       "weight has d_in × d_out, and bias has one for each number that comes out"},
      with.num_parameters(), {},
      {{s.d_in() * d_model(s), {"bias가 빠졌습니다", "the bias is missing"}},
       {s.d_in() * d_model(s) + s.d_in(),
        {"bias는 들어오는 수가 아니라 나오는 수마다 하나입니다",
         "there is a bias for each number that comes out, not for each that goes in"}},
       {3 * with.num_parameters(),
        {"층 세 개의 파라미터입니다", "those are the parameters of three layers"}},
       {s.d_in() + d_model(s),
        {"weight의 원소의 수는 두 크기의 합이 아니라 곱입니다",
         "weight has as many numbers as the product of the two sizes, not their sum"}}});
}

}  // namespace attn::chapter4
