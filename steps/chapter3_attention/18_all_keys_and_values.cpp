#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The query may come from one token, but it meets the keys and values of all.
void all_keys_and_values(const Settings& s, Page& page) {
  const WeightedAttention W = weighted_attention(s);
  const Tensor keys = matmul(s.inputs(), W.W_key).named(names::keys);  // (T, d_in) @ (d_in, d_out)
  const Tensor values = matmul(s.inputs(), W.W_value).named(names::values);  // (T, d_out)

  page.text(
      "쿼리 하나의 문맥 벡터를 구하는 데에도 모든 토큰의 키와 값이 필요합니다. 입력 행렬에 "
      "가중치 행렬을 한 번 곱하면 모든 토큰의 키가 한꺼번에 나옵니다. 모양은 {}입니다. 안쪽의 두 "
      "수 d_in은 서로 같아야 하고, 바깥쪽의 두 수가 결과의 모양이 됩니다.",
      "Even the context vector of a single query needs the keys and values of all tokens. One "
      "product of the input matrix with a weight matrix gives the keys of all of them. The "
      "shapes go {}: the two inner sizes, d_in, must be equal, and the two outer ones are the "
      "shape of the result.",
      shape_trace(keys));
  page.code("keys   = inputs @ W_key\nvalues = inputs @ W_value");
  page.tensor(keys);
  page.tensor(values);
  page.ask_shape(
      {"inputs @ W_key로 모든 토큰의 키를 한꺼번에 구합니다. keys의 모양은 무엇입니까?",
       "inputs @ W_key gives the keys of all tokens at once. What is the shape of keys?"},
      keys, {s.inputs(), W.W_key});
  const Tensor key_2 = matmul(W.x_2, W.W_key);
  if (out_of_range(page, {keys})) return;
  page.check(same_product(select(keys, 0, s.query()), key_2, W.x_2, W.W_key),
             "keys의 {0} 행은 17번의 key_2입니다", "row {1} of keys is key_2 of step 17",
             ordinal_in_korean(s.query() + 1), s.query() + 1);
}

}  // namespace attn::chapter3
