#include "chapter3_attention/steps.h"
#include "lesson/pytorch_source.h"
#include "shared/own_sentence.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// A sentence enters as a matrix: a row for each token.
void token_embeddings(const Settings& s, Page& page) {
  page.text(
      "문장을 토큰(token)으로 나누고, 토큰마다 임베딩(embedding)이라는 벡터를 하나씩 둡니다. 행 "
      "하나가 토큰 하나이고 열 하나가 임베딩의 차원 하나입니다. 여기서는 토큰이 {0}개, 차원이 "
      "{1}이며, 실제 모델의 임베딩은 보통 수백에서 수천 차원입니다.",
      "A sentence is cut into tokens, and each token gets an embedding, a vector of numbers. A "
      "row is a token and a column is one dimension of the embedding. Here the sentence has {0} "
      "token{2}, and an embedding has {1} dimension{3}; those of real models have hundreds or "
      "thousands.",
      s.num_tokens(), s.d_in(), s.num_tokens() == 1 ? "" : "s", s.d_in() == 1 ? "" : "s");
  say_how_drawn(s, page);
  page.practice_gives({"inputs"});
  page.code("{}", inputs_in_pytorch(s.inputs(), s));
  page.tensor(s.inputs());
  page.check(s.inputs().shape() == Shape{static_cast<Size>(s.tokens().size()), s.d_in()},
             "행의 수는 토큰의 수와 같습니다", "there are as many rows as tokens");

  page.ask_shape({formatted("문장의 토큰은 {}개이고 임베딩은 {}차원입니다. 토큰마다 한 행을 두면 "
                            "행렬 inputs의 모양은 무엇입니까?",
                            s.num_tokens(), s.d_in()),
                  formatted("The sentence has {} token{}, and an embedding has {} dimension{}. "
                            "With a row for each token, what is the shape of the matrix inputs?",
                            s.num_tokens(), s.num_tokens() == 1 ? "" : "s", s.d_in(),
                            s.d_in() == 1 ? "" : "s")},
                 s.inputs());
}

}  // namespace attn::chapter3
