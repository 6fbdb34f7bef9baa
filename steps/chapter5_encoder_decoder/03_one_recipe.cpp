#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "lesson/pytorch_source.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// The sentence meets three matrices, which differ in nothing but their numbers.
void one_recipe(const Settings& s, Page& page) {
  const Projections p = projections(s);
  const Size size = p.W_q.numel() + p.W_k.numel() + p.W_v.numel();

  page.text(
      "쿼리 Q, 키 K, 값 V는 같은 입력에 같은 모양의 행렬을 곱한 것입니다. 만드는 법은 똑같고, "
      "행렬의 원소만 다릅니다. 여기서는 표준정규분포의 난수(randn)로 채웠으므로 아직 아무 "
      "뜻이 없습니다(실제 모델은 3.27처럼 더 작은 난수에서 시작합니다). 어느 것이 쿼리 역할을 하고 "
      "어느 것이 값 역할을 하는지는 그다음 계산에서 놓이는 자리가 정하고, 그 자리에 맞는 원소는 "
      "학습이 찾습니다.",
      "Queries Q, keys K and values V are the same input times matrices of the same shape. The "
      "recipe is one; only the numbers in the matrices differ. Here these are drawn from the "
      "standard normal distribution (randn) and mean nothing yet; real models "
      "start with smaller ones, as in step 3.27. Which one asks and which one hands over is "
      "decided by the places they take in the computation that follows, and training finds the "
      "numbers that fit these places.");
  page.code(
      "{}\n"
      "torch.manual_seed({})\n"
      "d_in, d_model = {}, {}\n"
      "W_q = torch.randn(d_in, d_model)\n"
      "W_k = torch.randn(d_in, d_model)\n"
      "W_v = torch.randn(d_in, d_model)\n"
      "Q, K, V = inputs @ W_q, inputs @ W_k, inputs @ W_v",
      inputs_in_pytorch(s.inputs(), s), s.seed_or(seed_of_models), s.d_in(), d_model(s));
  for (const Tensor& weights : {p.W_q, p.W_k, p.W_v}) page.tensor(weights);
  page.text(
      "입력 X에는 데이터가, W에는 학습한 것이 담깁니다(여기서는 아직 난수입니다). X는 문장마다 "
      "달라지고 단어의 뜻과 위치가 섞여 있으며, 문맥은 어텐션 층을 지나면서 비로소 더해집니다. W는 "
      "어느 문장에나 같고 학습만이 바꿉니다.",
      "The input X holds data, W what is learned (here still random). X differs from sentence to "
      "sentence; the meaning of a word and its position are mixed in it, and context comes in only "
      "on the way through attention layers. W is the same for every sentence, and training alone "
      "changes it.");
  page.text("입력에 차례로 곱하면 이렇습니다.", "The input times each of them:");
  for (const Tensor& role : {p.Q, p.K, p.V}) page.tensor(role);
  page.check(p.Q.shape() == p.K.shape() && p.K.shape() == p.V.shape(),
             "Q, K, V의 모양은 모두 (T, d_model) = {}입니다",
             "Q, K and V all have the shape (T, d_model) = {}", to_string(p.Q.shape()));
  page.check(p.W_q.values() != p.W_k.values() && p.W_k.values() != p.W_v.values() &&
                 p.W_q.values() != p.W_v.values(),
             "세 행렬의 원소는 서로 다릅니다", "the numbers in the three matrices differ");
  page.ask_count(
      {formatted(
           "d_in이 {}, d_model이 {}이면 W_q, W_k, W_v의 파라미터(parameter)는 모두 몇 개입니까?",
           s.d_in(), d_model(s)),
       formatted("With d_in = {} and d_model = {}, how many parameters do W_q, W_k and "
                 "W_v have together?",
                 s.d_in(), d_model(s))},
      {formatted("행렬 하나는 {} × {}개입니다", s.d_in(), d_model(s)),
       formatted("one matrix has {} × {}", s.d_in(), d_model(s))},
      size, {},
      {{s.d_in() * d_model(s), {"행렬 하나만 센 것입니다", "that is one matrix only"}},
       {3 * (s.d_in() + d_model(s)),
        {"행렬의 원소의 수는 두 크기의 합이 아니라 곱입니다",
         "a matrix has as many numbers as the product of its sizes, not their sum"}},
       {3 * (s.d_in() * d_model(s) + d_model(s)),
        {"이 행렬들에는 편향이 없습니다", "these matrices have no bias"}}});
  if (out_of_range(page, {p.Q, p.K, p.V})) return;
  const Tensor token = select(s.inputs(), 0, s.query());
  page.check(same_product(matmul(token, p.W_q), select(p.Q, 0, s.query()), token, p.W_q),
             "토큰 하나만 따로 곱해도 Q의 그 행과 같습니다",
             "a token by itself times W_q is its row of Q");
}

}  // namespace attn::chapter5
