#include "chapter8_now/chapter.h"

#include "chapter8_now/steps.h"

namespace attn::chapter8 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"2017년 이후 바뀐 것", "What has changed since 2017"}, changed_since_2017},
    {2, {"한 번의 호출: scaled_dot_product_attention", "In one call: scaled_dot_product_attention"}, in_one_call},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter8

namespace attn {

const Chapter chapter8_now = {
    8,
    {"지금 쓰이는 어텐션", "Attention as it is used now"},
    chapter8::steps,
    {"같은 어텐션을 더 적은 메모리로, 더 긴 문맥에서, 더 빠르게 계산하는 방법들을 직접 계산하고 "
     "무엇이 줄어드는지 세어 보았습니다.",
     "The ways to compute attention with less memory, over longer contexts and faster were gone "
     "through, and what they save was counted."}};

}  // namespace attn
