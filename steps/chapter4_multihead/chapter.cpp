#include "chapter4_multihead/chapter.h"

#include "chapter4_multihead/steps.h"

namespace attn::chapter4 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"클래스에서 블록까지의 지도", "A map from the class to the block"}, the_whole_flow},
    {2, {"클래스 한눈에 보기", "The class at a glance"}, class_at_a_glance},
    {3, {"d_out은 헤드 수의 배수", "num_heads must divide d_out"}, heads_divide_d_out},
    {4, {"쿼리, 키, 값의 선형층과 편향", "The layers of queries, keys and values"}, query_key_value_layers},
    {5, {"out_proj와 드롭아웃", "out_proj and dropout"}, out_proj_and_dropout},
    {6, {"인과 마스크 버퍼", "The buffer of the causal mask"}, mask_buffer},
    {7, {"forward의 시작: (b, T, d_in)", "forward begins: (b, T, d_in)"}, forward_begins},
    {8, {"view로 나누고 transpose(1, 2)", "Split by view, then transpose(1, 2)"}, split_into_heads},
    {9, {"헤드마다 점수 QKᵀ", "Scores QKᵀ of each head"}, scores_of_each_head},
    {10, {"마스크를 잘라 -inf로 가리기", "Cut the mask, hide with -inf"}, cut_the_mask},
    {11, {"√d_k와 softmax의 포화", "√d_k, and how softmax saturates"}, scale_and_saturation},
    {12, {"가중치 @ 값: V가 따로 있는 까닭", "weights @ values: why there is a V"}, weights_times_values},
    {13, {"헤드 합치기와 out_proj", "Merge the heads, then out_proj"}, merge_the_heads},
    {14, {"층 정규화: 평균과 분산", "LayerNorm: mean and variance"}, mean_and_variance},
    {15, {"모분산과 표본 분산", "Population and sample variance"}, population_and_sample},
    {16, {"왜 eps를 더하는가", "Why eps is added"}, why_eps},
    {17, {"scale(γ)과 shift(β)", "Scale γ and shift β"}, scale_and_shift},
    {18, {"GELU와 ReLU", "GELU against ReLU"}, gelu_and_relu},
    {19, {"GELU: tanh 식과 erf 식", "GELU: by tanh and by erf"}, gelu_by_tanh},
    {20, {"피드포워드: 네 배로 넓혔다 줄이기", "Feed-forward: four times wider, and back"}, feed_forward},
    {21, {"잔차 연결", "The residual connection"}, residual_connection},
    {22, {"트랜스포머 블록 전체", "The whole transformer block"}, transformer_block},
    {23, {"평균과 중앙값, 작은 분산과 큰 분산", "Mean and median, small variance and large"}, what_variance_tells},
    {24, {"nn.Module이 해 주는 일", "What nn.Module does"}, what_a_module_does},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter4

namespace attn {

const Chapter chapter4_multihead = {
    4,
    {"멀티 헤드 어텐션 클래스와 트랜스포머 블록", "The multi-head attention class, and the block"},
    chapter4::steps,
    {"멀티 헤드 어텐션 클래스를 한 줄씩 뜯어보고, 층 정규화와 피드포워드와 잔차 연결을 "
     "더해 트랜스포머 블록을 완성했습니다.",
     "The multi-head attention class was taken apart line by line and, with LayerNorm, "
     "feed-forward and residual connections, became a transformer block."}};

}  // namespace attn
