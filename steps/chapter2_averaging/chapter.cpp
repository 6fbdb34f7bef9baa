#include "chapter2_averaging/chapter.h"

#include "chapter2_averaging/steps.h"

namespace attn::chapter2 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"평균에서 어텐션까지의 지도", "A map from averaging to attention"}, from_averaging_to_attention},
    {2, {"난수 임베딩: 문장 두 개", "Random embeddings: two sentences"}, random_embeddings},
    {3, {"누적 평균: 반복문으로", "The running average: with loops"}, average_with_loops},
    {4, {"누적 평균: 행렬 곱 한 번으로", "The running average: by one product"}, average_by_one_product},
    {5, {"반복문과 행렬 곱의 비용", "What loops and the product cost"}, cost_of_loops},
    {6, {"누적 평균: -inf 마스크와 softmax로", "The running average: -inf and softmax"}, average_by_softmax},
    {7, {"문장을 한 단어씩 평균하기", "A sentence averaged word by word"}, sentence_word_by_word},
    {8, {"평균에 남는 것과 사라지는 것", "What the average keeps and loses"}, what_the_average_loses},
    {9, {"데이터가 정하는 가중치", "Weights that depend on the data"}, weights_from_similarity},
    {10, {"한 시퀀스, 세 역할: 쿼리, 키, 값", "One sequence in three roles"}, three_roles},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter2

namespace attn {

const Chapter chapter2_averaging = {
    2,
    {"평균에서 셀프 어텐션까지", "From averaging to self-attention"},
    chapter2::steps,
    {"앞 토큰들의 평균을 행렬 곱 한 번으로 구하고, 고른 가중치 대신 유사도로 정한 가중치를 "
     "넣어 셀프 어텐션에 이르렀습니다.",
     "The average of earlier tokens became one matrix product, and weights from similarity "
     "took the place of even ones: that is self-attention."}};

}  // namespace attn
