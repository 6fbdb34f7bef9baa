#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// The mask is made once, for the longest sentence that the model takes.
void mask_buffer(const Settings& s, Page& page) {
  const Size length = s.context_length();
  const Tensor mask = causal_mask(length);  // (context_length, context_length)

  page.text(
      "인과 마스크(causal mask)는 토큰 수에만 달려 있으므로, 모델이 받을 수 있는 가장 긴 길이인 "
      "문맥 길이(context_length)만큼 미리 한 번 만들어 둡니다. diagonal=1이므로 대각선 위의 칸만 "
      "1이고, 1은 가릴 칸입니다. register_buffer로 등록하면 학습되는 파라미터가 되지는 않지만, "
      "모델을 GPU로 옮기거나 저장할 때 함께 옮겨지고 저장됩니다.",
      "The causal mask depends on nothing but the number of tokens, so it is made once, for "
      "context_length tokens, the most that the model takes. diagonal=1 puts ones above the "
      "diagonal only, and a 1 means hide. Registered as a buffer it is no parameter and is never "
      "trained, yet it moves to the GPU with the model and is saved with it.");
  page.code(
      "context_length = {}\n"
      "mask = torch.triu(torch.ones(context_length, context_length), diagonal=1)\n"
      "# in the class: self.register_buffer(\"mask\", mask)",
      length);
  page.whole_numbers(mask);

  bool hides_the_future = true;
  Size hidden = 0;
  for_each_cell(mask.shape(), [&](const Index& at) {
    hides_the_future = hides_the_future && (mask.at(at) == 1) == (at[1] > at[0]);
    hidden += mask.at(at) == 1 ? 1 : 0;
  });
  page.check(hides_the_future, "j > i인 칸은 모두 1이고 그 밖은 0입니다",
             "the ones stand exactly where j > i");
  page.check(hidden == length * (length - 1) / 2, "가리는 칸은 L(L - 1)/2 = {}개입니다(L = {})",
             "the number of hidden cells is L(L - 1)/2 = {} (L = {})", hidden, length);
  const Tensor of_four = causal_mask(4);
  page.ask_count({"torch.triu(torch.ones(4, 4), diagonal=1)에는 1이 모두 몇 개 있습니까?",
                  "How many ones are there in torch.triu(torch.ones(4, 4), diagonal=1)?"},
                 {"대각선 위쪽의 칸만 1이며, 첫 행에는 셋이 있습니다",
                  "only the cells above the diagonal are 1; the first row has three of them"},
                 static_cast<Size>(sum(sum(of_four, 1), 0).item()), {},
                 {{10,
                   {"대각선까지 센 것인데, diagonal=1은 대각선을 뺍니다",
                    "that counts the diagonal, which diagonal=1 leaves out"}},
                  {16, {"모든 칸의 수입니다", "that is the number of all cells"}},
                  {12,
                   {"대각선 아래의 칸까지 센 것인데, triu는 위쪽만 남깁니다",
                    "that counts the cells below the diagonal, too, but triu keeps those above"}},
                  {3, {"첫 행만 센 것입니다", "that is the first row alone"}}});
}

}  // namespace attn::chapter4
