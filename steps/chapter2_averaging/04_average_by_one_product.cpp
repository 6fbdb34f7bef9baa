#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter2 {

// A row of weights for each token, and the loops are gone.
void average_by_one_product(const Settings& s, Page& page) {
  const Tensor embeddings = averaging(s).embeddings;  // (b, T, d)
  const Size num_tokens = embeddings.size(1);
  const Tensor allowed = tril(ones({num_tokens, num_tokens})).named("allowed");  // (T, T)
  const Tensor weights = (allowed / sum(allowed, 1, true)).named("weights");
  const Tensor averaged_embeddings =
      matmul(weights, embeddings).named("averaged_embeddings");  // (T, T) @ (b, T, d)

  page.text(
      "평균은 가중합(weighted sum)입니다. t행의 0번부터 t번 열까지가 모두 1/(t + 1)인 행렬을 "
      "곱하면 반복문 없이 모든 토큰의 누적 평균이 한 번에 나옵니다. 그런 행렬은 1로 채운 "
      "하삼각행렬(torch.tril)을 행의 합으로 나누어 만듭니다. 배치 축은 저절로 "
      "맞추어지므로(브로드캐스팅, broadcasting) 두 문장에 같은 weights가 쓰입니다.",
      "An average is a weighted sum. Multiply by a matrix whose row t holds 1/(t + 1) from column "
      "0 to t, and the running averages of all tokens come out at once, without a loop. To make "
      "it, take a lower triangle of ones (torch.tril) and divide each row by its sum. The batch "
      "axis is matched by itself (broadcasting): both sentences meet the same weights.");
  page.code(
      "allowed = torch.tril(torch.ones(4, 4))\n"
      "weights = allowed / allowed.sum(dim=1, keepdim=True)\n"
      "averaged_embeddings = weights @ embeddings        # (4,4) @ (2,4,6)");
  page.whole_numbers(allowed);
  page.tensor(weights);
  page.tensor(averaged_embeddings);
  page.check(rows_sum_to_one(weights), "모든 행의 합이 1입니다", "every row sums to 1");
  page.check(allclose(averaged_embeddings, running_averages(embeddings)),
             "3번의 반복문과 결과가 같습니다", "the result equals the loops of step 3");
  page.note(
      "행의 합으로 나누지 않으면 평균이 아니라 합이 되어, 뒤의 행일수록 더 많은 벡터가 더해집니다. "
      "keepdim=True를 빠뜨리면 행이 아니라 열마다 나누게 됩니다.",
      "Without dividing by the row sums you get sums instead of averages, of more and more vectors "
      "from row to row. Without keepdim=True it is columns that are divided, not rows.");
  page.ask_shape(
      {"weights @ embeddings의 모양은 무엇입니까?", "What is the shape of weights @ embeddings?"},
      averaged_embeddings, {weights, embeddings});
}

}  // namespace attn::chapter2
