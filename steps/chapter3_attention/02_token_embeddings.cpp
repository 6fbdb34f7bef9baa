#include "chapter3_attention/steps.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// The matrix as PyTorch source, a token a line, as far as that stays readable.
std::string as_source(const Settings& s) {
  constexpr Size most_rows = 8;
  constexpr Size most_columns = 8;
  std::string rows;
  for (Size i = 0; i < s.num_tokens() && i < most_rows; ++i) {
    std::string numbers;
    for (Size j = 0; j < s.d_in() && j < most_columns; ++j) {
      numbers += formatted("{}{:.6g}", j > 0 ? ", " : "", s.inputs.at({i, j}));
    }
    rows += formatted("    [{}{}],\n", numbers, s.d_in() > most_columns ? ", ..." : "");
  }
  return formatted("inputs = torch.tensor([\n{}{}])", rows,
                   s.num_tokens() > most_rows ? "    ...\n" : "");
}

}  // namespace

// A sentence enters as a matrix: a row for each token.
void token_embeddings(const Settings& s, Page& page) {
  page.text(
      "문장을 토큰(token)으로 나누고, 토큰마다 임베딩(embedding)이라는 숫자 벡터를 하나씩 "
      "둡니다. 행 하나가 토큰 하나이고 열 하나가 임베딩의 차원 하나입니다. 여기서는 토큰이 {}개, "
      "차원이 {}이며, 실제 모델의 임베딩은 보통 수백에서 수천 차원입니다.",
      "A sentence is cut into tokens, and each token gets an embedding, a vector of numbers. A "
      "row is a token and a column is one dimension of the embedding. Here there are {} tokens "
      "of {} dimensions; real models have hundreds or thousands of dimensions.",
      s.num_tokens(), s.d_in());
  page.code("{}", as_source(s));
  page.tensor(s.inputs);
  page.check(s.inputs.shape() == Shape{static_cast<Size>(s.tokens().size()), s.d_in()},
             "행의 수는 토큰의 수와 같습니다", "there are as many rows as tokens");
}

}  // namespace attn::chapter3
