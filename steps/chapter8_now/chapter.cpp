#include "chapter8_now/chapter.h"

#include "chapter8_now/steps.h"

namespace attn::chapter8 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"2017년 이후 바뀐 것", "What has changed since 2017"}, changed_since_2017},
    {2, {"한 번의 호출: scaled_dot_product_attention", "In one call: scaled_dot_product_attention"}, in_one_call},
    {6, {"RoPE: 위치만큼 돌린 쌍", "RoPE: pairs turned by their place"}, turn_pairs},
    {7, {"RoPE: 거리로만 정해지는 점수", "RoPE: scores that depend on distances alone"}, relative_places},
    {8, {"RoPE: 쌍을 짓는 두 방식", "RoPE: two ways to make pairs"}, two_layouts},
    {9, {"MQA: 모든 헤드에 키 하나", "MQA: one key for all heads"}, one_key_for_all_heads},
    {10, {"GQA: 묶음마다 키 하나", "GQA: one key for each group of heads"}, groups_of_heads_share},
    {13, {"RMSNorm: 평균을 빼지 않는 정규화", "RMSNorm: normalizing without the mean"}, rms_norm},
    {14, {"SwiGLU: 문이 있는 피드포워드", "SwiGLU: a feed-forward layer with gates"}, swiglu},
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
