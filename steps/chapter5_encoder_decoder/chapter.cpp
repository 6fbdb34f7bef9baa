#include "chapter5_encoder_decoder/chapter.h"

#include "chapter5_encoder_decoder/steps.h"

namespace attn::chapter5 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"인코더와 디코더의 지도", "A map of encoder and decoder"}, the_whole_flow},
    {2, {"@는 행렬 곱, *는 원소끼리의 곱", "@ is the matrix product, * goes cell by cell"}, product_or_elementwise},
    {3, {"Q, K, V: 만드는 법은 같고 숫자는 다르게", "Q, K, V: one recipe, different numbers"}, one_recipe},
    {4, {"Q, K, V가 묻는 것, 그리고 자기 집중", "What Q, K and V ask, and self-focus"}, self_focus},
    {5, {"학습: 행렬마다 다른 기울기", "Training: a gradient for each matrix"}, gradient_for_each},
    {6, {"기울기가 지나는 길이 다른 까닭", "Why the gradients take different paths"}, gradient_paths},
    {7, {"512차원 헤드 하나 대신 64차원 헤드 여덟", "Eight heads of 64 for one of 512"}, eight_heads},
    {8, {"가중합에서 정보가 사라지는가", "Is information lost in the weighted sum?"}, what_a_sum_keeps},
    {9, {"위치 정보를 지키는 잔차 연결", "Residuals keep the positions"}, residual_keeps_positions},
    {10, {"토큰마다 따로 일하는 피드포워드", "Feed-forward, one token at a time"}, feed_forward_per_token},
    {11, {"인코더 층", "The encoder layer"}, encoder_layer},
    {12, {"인코더-디코더 어텐션", "Encoder-decoder attention"}, encoder_decoder_attention},
    {13, {"인코더에서 디코더까지", "From encoder to decoder"}, encoder_to_decoder},
    {14, {"헤드 하나에서 단어 하나 따라가기", "One word through one head"}, one_word_in_one_head},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter5

namespace attn {

const Chapter chapter5_encoder_decoder = {
    5,
    {"인코더와 디코더", "Encoder and decoder"},
    chapter5::steps,
    {"쿼리, 키, 값이 학습에서 어떻게 갈라지는지 보았고, 인코더와 디코더를 쌓아 문장을 읽고 "
     "단어를 써 나가는 모델까지 갔습니다.",
     "Training was seen to part queries, keys and values, and encoder and decoder layers "
     "became a model that reads a sentence and writes words."}};

}  // namespace attn
