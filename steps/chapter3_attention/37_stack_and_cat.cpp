#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Two ways to put tensors together: a new axis, or a longer one.
void stack_and_cat(const Settings& s, Page& page) {
  const Tensor& x = s.inputs();
  const Tensor stacked = stack({x, x}, 0).named("stacked");                 // (2, T, d_in)
  const Tensor stacked_three = stack({x, x, x}, 0).named("stacked_three");  // (3, T, d_in)
  const Tensor concatenated = cat({x, x}, 0).named("concatenated");         // (2T, d_in)
  const auto shape = [](const Tensor& tensor) { return to_string(tensor.shape()); };

  page.text(
      "문장 여러 개를 한꺼번에 처리하려면 하나의 텐서로 모아야 합니다. stack은 새 축을 만들어 "
      "겹쳐 쌓고, cat은 있던 축을 길게 이어 붙입니다. 배치는 문장의 경계가 남아야 하므로 "
      "stack으로 만들고, 헤드의 결과를 옆으로 이을 때에는 cat을 씁니다. 여기서는 같은 문장을 두 "
      "번, 세 번 모아 봅니다.",
      "To process several sentences at once they are put into one tensor. stack lays them on top "
      "of each other along a new axis; cat makes an axis that is already there longer. A batch "
      "must keep its sentences apart, so it takes stack; the results of several heads are joined "
      "side by side with cat. Here the same sentence is taken two and three times.");
  page.code(
      "stacked = torch.stack((inputs, inputs), dim=0)\n"
      "concatenated = torch.cat((inputs, inputs), dim=0)\n"
      "stacked_three = torch.stack((inputs, inputs, inputs), dim=0)");
  page.tensor(stacked);
  page.text("cat은 축을 늘리지 않고 행을 이어 붙입니다.",
            "cat adds no axis; it goes on with more rows:");
  page.tensor(concatenated);
  page.text("세 개를 쌓으면 새 축의 크기가 3이 됩니다.", "Three of them make the new axis 3 long:");
  page.tensor(stacked_three);
  page.table({"dim", "stack", "cat"}, {{"0", shape(stacked), shape(concatenated)},
                                       {"1", shape(stack({x, x}, 1)), shape(cat({x, x}, 1))},
                                       {"-1", shape(stack({x, x}, -1)), shape(cat({x, x}, -1))}});
  page.check(allclose(select(stacked, 0, 0), x) && allclose(select(stacked, 0, 1), x),
             "stacked[0]과 stacked[1]이 모두 inputs입니다",
             "stacked[0] and stacked[1] are both inputs");
  page.check(
      allclose(view(stacked, {-1, s.d_in()}), concatenated),
      "stacked와 concatenated는 담긴 수와 순서가 같고 축의 수만 다릅니다",
      "stacked and concatenated hold the same numbers in the same order; only the axes differ");

  page.ask_shape({"stacked = torch.stack((inputs, inputs), dim=0)의 모양은 무엇입니까?",
                  "What is the shape of stacked = torch.stack((inputs, inputs), dim=0)?"},
                 stacked, {x});
  page.ask_shape({"concatenated = torch.cat((inputs, inputs), dim=0)의 모양은 무엇입니까?",
                  "What is the shape of concatenated = torch.cat((inputs, inputs), dim=0)?"},
                 concatenated, {x});
}

}  // namespace attn::chapter3
