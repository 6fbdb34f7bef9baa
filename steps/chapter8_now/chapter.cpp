#include "chapter8_now/chapter.h"

#include "chapter8_now/steps.h"

namespace attn::chapter8 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"2017년 이후 바뀐 것", "What has changed since 2017"}, changed_since_2017},
    {2, {"한 번의 호출: scaled_dot_product_attention", "In one call: scaled_dot_product_attention"}, in_one_call},
    {3, {"온라인 softmax: 행을 다 보지 않고", "Online softmax: without the whole row"}, online_softmax_of_a_row},
    {4, {"flash attention: 쿼리 타일 하나", "Flash attention: one tile of queries"}, one_tile_of_queries},
    {5, {"flash attention: (T,T) 행렬 없이", "Flash attention: never a (T,T) matrix"}, never_the_whole_matrix},
    {6, {"RoPE: 위치만큼 돌린 쌍", "RoPE: pairs turned by their place"}, turn_pairs},
    {7, {"RoPE: 거리로만 정해지는 점수", "RoPE: scores that depend on distances alone"}, relative_places},
    {8, {"RoPE: 쌍을 짓는 두 방식", "RoPE: two ways to make pairs"}, two_layouts},
    {9, {"MQA: 모든 헤드에 키 하나", "MQA: one key for all heads"}, one_key_for_all_heads},
    {10, {"GQA: 그룹마다 키 하나", "GQA: one key for each group of heads"}, groups_of_heads_share},
    {11, {"슬라이딩 윈도와 층을 지나 닿는 거리", "A sliding window, and how far layers reach"}, sliding_window},
    {12, {"어텐션 싱크", "The attention sink"}, the_sink},
    {13, {"RMSNorm: 평균을 빼지 않는 정규화", "RMSNorm: normalizing without the mean"}, rms_norm},
    {14, {"SwiGLU: 문이 있는 피드포워드", "SwiGLU: a feed-forward layer with gates"}, swiglu},
    {15, {"KV 캐시의 크기", "What the KV cache costs"}, the_cost_of_the_cache},
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
