#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn::chapter3 {
namespace {

/// Whether a product of these two is possible, and gives a square for each sentence of the batch.
bool gives_squares(const Tensor& a, const Tensor& b) {
  try {
    return matmul(a, b).shape() == Shape{a.size(0), a.size(1), a.size(1)};
  } catch (const ShapeError&) {
    return false;
  }
}

}  // namespace

// With two axes there is only one way to turn them; with three, .T turns too many.
void transpose_and_T(const Settings&, Page& page) {
  const Tensor keys_2d = view(arange(6), {2, 3}).named("keys_2d");
  const Tensor turned_2d = T(keys_2d).named("turned_2d");
  const Tensor keys_3d = view(arange(12), {2, 2, 3}).named("keys_3d");  // (b, T, d)
  const Tensor all_reversed = T(keys_3d).named("all_reversed");
  const Tensor last_two = transpose(keys_3d, 1, 2).named("last_two");

  page.text(
      "축이 둘이면 .T와 transpose(0, 1)은 같은 일을 합니다. 축이 셋이면 다릅니다. .T는 모든 축의 "
      "순서를 거꾸로 뒤집고, transpose(a, b)는 고른 두 축만 맞바꿉니다. 배치에서는 문장(첫 축)을 "
      "그대로 두고 뒤의 두 축만 바꾸어야 하므로 keys.transpose(1, 2)를 씁니다. PyTorch도 축이 둘이 "
      "아니면 .T를 쓰지 말라고 경고합니다.",
      "With two axes .T and transpose(0, 1) do the same. With three they differ: .T turns the "
      "order of all axes round, while transpose(a, b) swaps just the two you name. In a batch the "
      "sentences (the first axis) must stay where they are and only the last two axes change "
      "places, so it takes keys.transpose(1, 2). PyTorch itself warns against .T of anything but "
      "two axes.");
  page.code(
      "keys_2d = torch.arange(6.).view(2, 3)\n"
      "turned_2d = keys_2d.T                   # = keys_2d.transpose(0, 1)\n"
      "keys_3d = torch.arange(12.).view(2, 2, 3)\n"
      "all_reversed = keys_3d.permute(2, 1, 0)  # what keys_3d.T does\n"
      "last_two = keys_3d.transpose(1, 2)");
  page.whole_numbers(keys_2d);
  page.whole_numbers(turned_2d);
  page.whole_numbers(keys_3d);
  page.whole_numbers(all_reversed);
  page.text("같은 keys_3d에서 뒤의 두 축만 바꾸면 이렇습니다.",
            "The same keys_3d with only the last two axes swapped:");
  page.whole_numbers(last_two);
  page.table({{"텐서", "tensor"}, {"모양", "shape"}},
             {{"keys_2d.T", to_string(turned_2d.shape())},
              {"keys_2d.transpose(0, 1)", to_string(transpose(keys_2d, 0, 1).shape())},
              {"keys_3d.T", to_string(all_reversed.shape())},
              {"keys_3d.transpose(1, 2)", to_string(last_two.shape())}});
  page.check(allclose(turned_2d, transpose(keys_2d, 0, 1)), "축이 둘이면 같습니다",
             "with two axes both are the same");
  bool in_place = true;
  for_each_cell(keys_3d.shape(), [&](const Index& at) {
    in_place = in_place && last_two.at({at[0], at[2], at[1]}) == keys_3d.at(at) &&
               all_reversed.at({at[2], at[1], at[0]}) == keys_3d.at(at);
  });
  page.check(in_place, "keys_3d[b, t, i]는 last_two[b, i, t]에 있고, .T에서는 [i, t, b]로 갑니다",
             "keys_3d[b, t, i] stands at last_two[b, i, t], while .T takes it to [i, t, b]");
  page.check(gives_squares(keys_3d, last_two) && !gives_squares(keys_3d, all_reversed),
             "문장마다 점수 행렬이 하나씩 나오는 것은 transpose(1, 2)뿐입니다",
             "only transpose(1, 2) gives a score matrix for each sentence");

  page.ask_shape(
      {"keys_3d의 축은 차례로 문장, 토큰, 차원입니다. keys_3d.T의 모양은 무엇입니까?",
       "The axes of keys_3d are sentences, tokens and dimensions. What is the shape of keys_3d.T?"},
      all_reversed, {keys_3d});
  page.ask_cell({"last_two = keys_3d.transpose(1, 2)에서 last_two[1,2,0]의 값은 얼마입니까?",
                 "In last_two = keys_3d.transpose(1, 2), what is last_two[1,2,0]?"},
                last_two, {1, 2, 0}, {keys_3d},
                {{keys_3d.at({1, 1, 2}), {"last_two[1,2,1]의 값입니다", "that is last_two[1,2,1]"}},
                 {keys_3d.at({0, 0, 2}),
                  {"첫 문장의 값이며, 첫 인덱스 1은 둘째 문장입니다",
                   "that is in the first sentence; the first index, 1, is the second one"}},
                 {view(keys_3d, last_two.shape()).at({1, 2, 0}),
                  {"축을 바꾸지 않고 같은 모양으로 view만 한 것입니다",
                   "that is a view in the new shape, without swapping the axes"}}});
}

}  // namespace attn::chapter3
