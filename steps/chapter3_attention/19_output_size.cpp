#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "random/draws.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The number of columns of W is the size of what comes out.
void output_size(const Settings& s, Page& page) {
  std::vector<Tensor> results;
  std::vector<std::vector<block::Cell>> rows;
  bool follows_d_out = true;
  Generator generator(s.seed_or(seed_of_weights));
  for (Size d_out = 1; d_out <= 4; ++d_out) {
    const Tensor W = rand({s.d_in(), d_out}, generator);
    results.push_back(matmul(s.inputs(), W).named(formatted("keys_d{}", d_out)));
    rows.push_back({d_out, to_string(W.shape()), shape_trace(results.back())});
    follows_d_out = follows_d_out && results.back().shape() == Shape{s.num_tokens(), d_out};
  }

  page.text(
      "출력의 크기를 정하는 것은 입력이 아니라 가중치 행렬의 열의 수, 즉 d_out입니다. 같은 입력에 "
      "열이 1개, 2개, 3개, 4개인 행렬을 곱해 나란히 놓았습니다. 토큰의 수는 그대로이고 토큰마다 "
      "나오는 벡터의 차원만 달라집니다.",
      "What sets the size of the output is not the input but the number of columns of the weight "
      "matrix, d_out. Here the same input meets matrices of 1, 2, 3 and 4 columns, side by side. "
      "The number of tokens stays; only the count of numbers per token changes.");
  page.code(
      "torch.manual_seed({})\n"
      "keys_d1, keys_d2, keys_d3, keys_d4 = (\n"
      "    inputs @ torch.rand(d_in, n) for n in (1, 2, 3, 4))",
      s.seed_or(seed_of_weights));
  page.table({"d_out", "W", {"모양의 흐름", "how shapes flow"}}, std::move(rows));
  for (const Tensor& keys : results) page.tensor(keys);
  page.check(follows_d_out, "결과의 열의 수는 언제나 d_out이고 행의 수는 토큰의 수입니다",
             "the result always has d_out columns and a row for each token");

  page.ask_choice(
      {formatted_ko("inputs @ W의 모양은 {}입니다. 결과가 {}[이/가] 되려면 무엇을 바꾸어야 합니까?",
                    to_string(results[1].shape()), to_string(results[3].shape())),
       formatted("inputs @ W has the shape {}. What has to change to make it {}?",
                 to_string(results[1].shape()), to_string(results[3].shape()))},
      {{{"W의 행의 수", "the number of rows of W"},
        {"W의 행의 수가 d_in과 같지 않으면 아예 곱할 수 없습니다",
         "with a number of rows other than d_in, W cannot be multiplied at all"}},
       {{"토큰의 수", "the number of tokens"},
        {"토큰의 수를 바꾸면 결과의 행의 수가 달라집니다",
         "the number of tokens is the number of rows of the result"}},
       {{"W의 열의 수", "the number of columns of W"}},
       {{"임베딩의 차원", "the dimension of the embeddings"},
        {"임베딩의 차원은 곱하면서 더해져 결과의 모양에 남지 않습니다",
         "the product sums over the dimension of the embeddings, and it is gone from the result"}}},
      2);
}

}  // namespace attn::chapter3
