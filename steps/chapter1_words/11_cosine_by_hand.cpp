#include <cmath>

#include "chapter1_words/steps.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// How alike two directions are, whatever their lengths.
void cosine_by_hand(const Settings&, Page& page) {
  const Tensor a = Tensor({3}, {1, 2, 2}).named("a");
  const Tensor b = Tensor({3}, {2, 4, 4}).named("b");
  const Tensor c = Tensor({3}, {2, -2, 1}).named("c");
  const Tensor length_a = sqrt(dot(a, a)).named("length_a");
  const Tensor length_b = sqrt(dot(b, b)).named("length_b");
  const Tensor length_c = sqrt(dot(c, c)).named("length_c");
  const Tensor cos_ab = (dot(a, b) / (length_a * length_b)).named("cos_ab");
  const Tensor cos_ac = (dot(a, c) / (length_a * length_c)).named("cos_ac");

  page.text(
      "두 벡터가 얼마나 닮았는지는 코사인 유사도(cosine similarity)로 잽니다. 내적을 두 벡터의 "
      "길이의 곱으로 나눈 것이며, 길이는 원소를 제곱해 더한 값의 제곱근입니다. 방향이 같으면 1, "
      "수직이면 0, 반대이면 -1입니다. 내적만 쓰면 긴 벡터가 유리하지만, 코사인은 방향만 봅니다.",
      "How alike two vectors are is measured by cosine similarity: their dot product divided by "
      "the product of their lengths, a length being the root of the sum of squares. It is 1 for "
      "the same direction, 0 at right angles, and -1 for opposite directions. A dot product alone "
      "favours long vectors; the cosine looks at the direction only.");
  page.code(
      "a = torch.tensor([1.0, 2.0, 2.0])\n"
      "b = torch.tensor([2.0, 4.0, 4.0])\n"
      "c = torch.tensor([2.0, -2.0, 1.0])\n"
      "length_a, length_b, length_c = a.norm(), b.norm(), c.norm()\n"
      "cos_ab = a @ b / (length_a * length_b)\n"
      "cos_ac = torch.nn.functional.cosine_similarity(a, c, dim=0)");
  page.tensor(a);
  page.tensor(b);
  page.tensor(c);
  page.text("길이는 차례로 이렇습니다.", "Their lengths, in this order:");
  page.tensor(length_a);
  page.tensor(length_b);
  page.tensor(length_c);
  page.text("a와 b는 길이만 다르고, a와 c는 수직입니다.",
            "a and b differ in length only; a and c are at right angles.");
  page.tensor(cos_ab);
  page.tensor(cos_ac);
  page.check(std::abs(cos_ab.item() - 1) < 1e-6F && dot(a, b).item() == 2 * dot(a, a).item(),
             "b는 a의 두 배라서 내적도 두 배가 되지만, 코사인은 1 그대로입니다",
             "b is twice a, and so is the dot product, but the cosine is still 1");
  page.check(std::abs(cos_ac.item()) < 1e-6F, "수직인 두 벡터의 코사인은 0입니다",
             "at right angles the cosine is 0");
  const Tensor u = Tensor({2}, {3, 4}).named("u");
  const Tensor v = Tensor({2}, {4, 3}).named("v");
  page.ask_cell(
      {"u와 v의 코사인 유사도, 즉 내적을 두 길이의 곱으로 나눈 값은 얼마입니까?",
       "What is the cosine similarity of u and v, their dot product divided by the product of "
       "their lengths?"},
      (dot(u, v) / (sqrt(dot(u, u)) * sqrt(dot(v, v)))).named("cos_uv"), {}, {u, v},
      {{dot(u, v).item(),
        {"내적 그대로이며, 두 길이의 곱으로 나누어야 합니다",
         "that is the dot product, not yet divided by the lengths"}},
       {dot(u, v).item() / 5,
        {"한 벡터의 길이로만 나눈 것입니다", "that is divided by the length of one vector only"}},
       {dot(u, v).item() / (5 + 5),
        {"두 길이를 곱하지 않고 더해서 나눈 것입니다",
         "that is divided by the sum of the lengths, not by their product"}},
       {dot(u, v).item() / (25 * 25),
        {"제곱근을 구하지 않고 제곱의 합으로 나눈 것입니다",
         "that is divided by the sums of squares, without the roots"}}});
}

}  // namespace attn::chapter1
