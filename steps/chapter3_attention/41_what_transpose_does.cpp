#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn::chapter3 {
namespace {

bool view_is_refused(const Tensor& x) {
  try {
    view(x, {-1});
    return false;
  } catch (const ShapeError&) {
    return true;
  }
}

std::vector<block::Cell> row(const Tensor& x) {
  const Text contiguous = x.is_contiguous() ? Text("예", "yes") : Text("아니요", "no");
  return {x.name(), to_string(x.shape()), to_string(x.strides()), contiguous};
}

}  // namespace

// A transpose changes the steps from cell to cell, not the cells.
void what_transpose_does(const Settings&, Page& page) {
  const Tensor split = view(arange(12), {1, 3, 2, 2}).named("split");  // (b, T, h, hd)
  const Tensor by_head = transpose(split, 1, 2).named("by_head");      // (b, h, T, hd)
  const Tensor copied = contiguous(by_head).named("copied");           // (b, h, T, hd)

  page.text(
      "view로 나눈 직후의 모양은 (b, T, h, hd)여서 토큰이 헤드보다 앞에 있습니다. 헤드마다 따로 "
      "계산하려면 transpose(1, 2)로 (b, h, T, hd)가 되게 합니다. 이때 데이터는 제자리에 있고, "
      "축마다 몇 칸을 건너뛰는지 적은 스트라이드(stride)만 바뀝니다. 그래서 메모리의 순서와 "
      "인덱스의 순서가 어긋나, view를 다시 쓰려면 contiguous()로 순서대로 복사해야 합니다.",
      "Right after view has split the heads the shape is (b, T, h, hd): tokens come before "
      "heads. To compute each head on its own, transpose(1, 2) makes it (b, h, T, hd). The data "
      "stays where it is; only the strides change, which tell how many places to step for each "
      "axis. Memory order and index order then no longer agree, so before another view "
      "contiguous() has to copy the data into order.");
  page.code(
      "split = torch.arange(12.).view(1, 3, 2, 2)    # (b, T, h, hd)\n"
      "by_head = split.transpose(1, 2)               # (b, h, T, hd)\n"
      "copied = by_head.contiguous()                 # or view would fail");
  page.whole_numbers(split);
  page.whole_numbers(by_head);
  page.whole_numbers(copied);
  page.table(
      {{"텐서", "tensor"}, {"모양", "shape"}, "stride", {"메모리 순서대로", "in memory order"}},
      {row(split), row(by_head), row(copied)});
  page.check(by_head.shares_storage(split) && !copied.shares_storage(split),
             "by_head는 split과 같은 메모리를 쓰고, copied만 새 메모리를 씁니다",
             "by_head uses the memory of split, only copied has its own");
  page.check(view_is_refused(by_head) && !view_is_refused(copied),
             "by_head.view(-1)은 거부되고 copied.view(-1)은 됩니다",
             "by_head.view(-1) is refused, copied.view(-1) is not");

  page.ask_cell({"split의 축은 (b, T, h, hd)입니다. by_head = split.transpose(1, 2)에서 "
                 "by_head[0,1,2,0]의 값은 얼마입니까?",
                 "The axes of split are (b, T, h, hd). In by_head = split.transpose(1, 2), what is "
                 "by_head[0,1,2,0]?"},
                by_head, {0, 1, 2, 0}, {split},
                {{split.at({0, 2, 0, 0}),
                  {"0번 헤드의 값이며, 둘째 인덱스 1이 헤드입니다",
                   "that is in head 0; the second index, 1, is the head"}},
                 {split.at({0, 1, 1, 0}),
                  {"1번 토큰의 값이며, 셋째 인덱스 2가 토큰입니다",
                   "that is of token 1; the third index, 2, is the token"}},
                 {split.at({0, 2, 1, 1}),
                  {"마지막 축의 1번이며, 물은 것은 0번입니다",
                   "that is place 1 of the last axis, not place 0"}}});
  page.ask_choice({"split.transpose(1, 2)는 메모리에서 무엇을 합니까?",
                   "What does split.transpose(1, 2) do in memory?"},
                  {{{"수는 그대로 두고 모양과 스트라이드만 바꿉니다",
                     "it leaves the numbers alone and changes shape and strides only"}},
                   {{"수를 새 순서로 새 메모리에 복사합니다",
                     "it copies the numbers into new memory, in a new order"},
                    {"새 메모리에 복사하는 것은 contiguous()입니다",
                     "it is contiguous() that copies into new memory"}},
                   {{"같은 메모리 안에서 수의 자리를 바꿉니다",
                     "it moves the numbers about within the same memory"},
                    {"같은 메모리를 쓰는 split은 달라지지 않습니다",
                     "split, which uses the same memory, does not change"}}},
                  0);
}

}  // namespace attn::chapter3
