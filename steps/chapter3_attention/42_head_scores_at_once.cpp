#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// A batched product is a product for each head, and nothing else.
void head_scores_at_once(const Settings&, Page& page) {
  const Tensor a =
      Tensor({1, 2, 3, 4}, {0.2745F, 0.6584F, 0.2775F, 0.8573F,  // head 1
                            0.8993F, 0.0390F, 0.9268F, 0.7388F, 0.7179F, 0.7058F, 0.9156F, 0.4340F,
                            0.0772F, 0.3565F, 0.1479F, 0.5331F,  // head 2
                            0.4066F, 0.2318F, 0.4545F, 0.9737F, 0.4606F, 0.5159F, 0.4220F, 0.5786F})
          .named("a");                                                            // (b, h, T, hd)
  const Tensor head_scores = matmul(a, transpose(a, 2, 3)).named("head_scores");  // (b, h, T, T)

  page.text(
      "축이 넷인 텐서끼리 @로 곱하면 앞의 두 축(배치, 헤드)은 그대로 두고 마지막 두 축에서만 행렬 "
      "곱이 일어납니다. 그래서 한 줄로 모든 헤드의 QKᵀ가 나옵니다. 여기서는 a를 쿼리와 키로 함께 "
      "씁니다. 모양은 {}입니다. 헤드를 하나씩 "
      "꺼내 곱한 결과와 같은지 확인합니다.",
      "When two tensors of four axes meet in @, the first two axes (batch, head) stay as they are "
      "and the last two are multiplied as matrices. One line thus gives QKᵀ of every head; here a "
      "stands for both Q and K. The "
      "shapes go {}. Taking out one head at a time must give the same.",
      shape_trace(head_scores));
  page.code(
      "a = torch.tensor([[[[0.2745, 0.6584, 0.2775, 0.8573],    # head 1\n"
      "                    [0.8993, 0.0390, 0.9268, 0.7388],\n"
      "                    [0.7179, 0.7058, 0.9156, 0.4340]],\n"
      "                   [[0.0772, 0.3565, 0.1479, 0.5331],    # head 2\n"
      "                    [0.4066, 0.2318, 0.4545, 0.9737],\n"
      "                    [0.4606, 0.5159, 0.4220, 0.5786]]]])\n"
      "head_scores = a @ a.transpose(2, 3)");
  page.tensor(a);
  page.tensor(head_scores);
  for (Size head = 0; head < a.size(1); ++head) {
    const Tensor alone = select(select(a, 0, 0), 0, head);  // (T, hd)
    page.check(
        by_hand::are_dot_products_of(select(select(head_scores, 0, 0), 0, head), alone, alone),
        "헤드 {}만 따로 계산해도 같습니다", "head {} on its own gives the same", head + 1);
  }

  page.ask_shape({"a의 축은 (배치, 헤드, 토큰, 차원)입니다. head_scores = a @ a.transpose(2, 3)의 "
                  "모양은 무엇입니까?",
                  "The axes of a are (batch, head, token, dimension). What is the shape of "
                  "head_scores = a @ a.transpose(2, 3)?"},
                 head_scores, {a});
}

}  // namespace attn::chapter3
