#include <cmath>

#include "chapter5_encoder_decoder/small_model.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// Q and K meet in the scores, V comes in behind the softmax; so the way back is not the same.
void gradient_paths(const Settings& s, Page& page) {
  const SmallModel model = small_model(s);
  const SmallFlow flow = run(model);
  const Tensor& A = flow.attn_weights;
  const auto n = static_cast<float>(model.target.numel());
  const float root = std::sqrt(2.0F);
  const Tensor dO = ((flow.context_vecs - model.target) * 2.0F / n).named("dO");  // (3, 2)
  const Tensor dV = matmul(T(A), dO).named("dV");                                 // (3, 2)
  const Tensor dA = matmul(dO, T(flow.V)).named("dA");                            // (3, 3)
  const Tensor dS = (A * (dA - sum(dA * A, -1, true))).named("dS");               // (3, 3)
  const Tensor dQ = (matmul(dS, flow.K) / root).named("dQ");                      // (3, 2)
  const Tensor dK = (matmul(T(dS), flow.Q) / root).named("dK");                   // (3, 2)

  page.text(
      "앞으로 갈 때 Q와 K는 점수에서 먼저 만나고, V는 softmax 뒤에야 들어옵니다. 그래서 기울기가 "
      "거꾸로 돌아오는 길도 다릅니다. V로는 가중치 A만 거쳐 바로 돌아오지만, Q와 K로는 V와 "
      "softmax를 거쳐야 하고, 마지막에 Q의 기울기에는 K가, K의 기울기에는 Q가 곱해집니다. "
      "softmax가 포화(saturation)하면 Q와 K의 길만 막힙니다. 표와 식의 dO, dV, dA, dS, dQ, dK는 "
      "손실을 차례로 출력, V, 가중치 A, √d_k로 나눈 점수, Q, K로 미분한 기울기입니다.",
      "On the way forward Q and K meet first, in the scores, and V comes in only behind the "
      "softmax. So the gradients take different ways back. The way to V passes only the weights A; "
      "the way to Q and K passes V and the softmax, and at its end the gradient of Q is multiplied "
      "by K and that of K by Q. Where softmax saturates, only the way to Q and K is blocked. dO, "
      "dV, dA, dS, dQ and dK, in the table and in the code, are the gradients of the loss by the "
      "output, V, the weights A, the scores divided by √d_k, Q and K.");
  page.table({{"행렬", "matrix"}, {"기울기가 돌아오는 길", "the gradient's way back"}},
             {{"W_v", "loss → dO → dV = Aᵀ dO → xᵀ dV"},
              {"W_q", "loss → dO → dA = dO Vᵀ → dS → dQ = dS K / √d_k → xᵀ dQ"},
              {"W_k", "loss → dO → dA = dO Vᵀ → dS → dK = dSᵀ Q / √d_k → xᵀ dK"}});
  page.code(
      "Q, K, V = x @ W_q, x @ W_k, x @ W_v\n"
      "A = torch.softmax(Q @ K.T / 2**0.5, dim=-1)       # attn_weights\n"
      "dO = 2 * (A @ V - target) / target.numel()        # of the mean square\n"
      "dV = A.T @ dO\n"
      "dA = dO @ V.T\n"
      "dS = A * (dA - (dA * A).sum(dim=-1, keepdim=True))    # back through softmax\n"
      "dQ = dS @ K / 2**0.5\n"
      "dK = dS.T @ Q / 2**0.5\n"
      "torch.allclose(x.T @ dQ, W_q.grad, atol=1e-5)     # True");
  for (const Tensor& gradient : {dO, dV, dA, dS, dQ, dK}) page.tensor(gradient);

  const std::vector<Tensor> by =
      gradients(flow.loss, {flow.Q, flow.K, flow.V, model.W_q, model.W_k, model.W_v});
  const auto same = [](const Tensor& a, const Tensor& b) {
    return largest_size(a - b) <= 1e-5F * (1 + largest_size(b));
  };
  page.check(is_right_by_hand(flow) && same(dQ, by[0]) && same(dK, by[1]) && same(dV, by[2]),
             "식으로 구한 dQ, dK, dV가 자동 미분의 기울기와 같습니다",
             "dQ, dK and dV by the formulas are the gradients of automatic differentiation");
  const Tensor x_T = T(model.x);
  page.check(
      same(matmul(x_T, dQ), by[3]) && same(matmul(x_T, dK), by[4]) && same(matmul(x_T, dV), by[5]),
      "여기에 xᵀ를 곱하면 5번의 W_q.grad, W_k.grad, W_v.grad입니다",
      "times xᵀ they are W_q.grad, W_k.grad and W_v.grad of step 5");
  page.check(largest_size(sum(dS, -1)) <= 1e-5F * (1 + largest_size(dA)),
             "dS의 행마다 합이 0입니다: 한 행의 점수를 똑같이 키우면 아무것도 달라지지 않습니다",
             "each row of dS sums to 0: to raise all scores of a row alike changes nothing");
  page.check(apart_from_one_start(model) > 1e-5F,
             "세 행렬이 똑같은 수에서 출발해도 기울기가 서로 달라, 한 걸음 만에 갈라집니다",
             "even if all three matrices start with the same numbers, their gradients differ, and "
             "one step parts them");
  const std::vector<Tensor> stuck = with_large_scores(model);
  const bool only_W_v = largest_size(stuck[0]) < 1e-6F && largest_size(stuck[1]) < 1e-6F &&
                        largest_size(stuck[2]) > 1e-6F;
  page.check(only_W_v,
             "점수를 10억 배로 키워 softmax를 포화시키면 W_q와 W_k의 기울기는 0이 되고 W_v의 "
             "기울기는 남습니다",
             "with scores a billion times as large softmax saturates: the gradients of W_q and W_k "
             "become 0, that of W_v does not");
  page.ask_choice(
      {"softmax가 포화하면 점수를 조금 바꾸어도 가중치가 그대로입니다. Q와 K는 "
       "점수에서 만나고 V는 softmax 뒤에 들어옵니다. 이때 계속 배울 수 있는 행렬은 "
       "무엇입니까?",
       "Where softmax saturates, small changes of the scores leave the weights as they "
       "are. Q and K meet in the scores, V comes in behind the softmax. Which matrix "
       "can still learn?"},
      {{{"W_q만", "W_q only"},
        {"Q로 가는 기울기는 softmax를 거쳐야 하는데, 그 길이 막혀 있습니다",
         "the gradient reaches Q through the softmax, and that way is blocked"}},
       {{"W_k만", "W_k only"},
        {"K로 가는 기울기도 softmax를 거쳐야 하는데, 그 길이 막혀 있습니다",
         "the gradient reaches K through the softmax, too, and that way is blocked"}},
       {{"W_q와 W_k", "W_q and W_k"},
        {"둘 다 점수를 거쳐 기울기를 받는데, 점수를 바꾸어도 달라지는 것이 없습니다",
         "both get their gradients by way of the scores, whose changes make no difference"}},
       {{"W_v만", "W_v only"}}},
      3);
}

}  // namespace attn::chapter5
