#include "chapter6_transfer_vision/chapter.h"

#include "chapter6_transfer_vision/steps.h"

namespace attn::chapter6 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"과제에서 과제로, 글에서 이미지로", "From task to task, from text to images"}, from_task_to_task},
    {2, {"사전 학습: 한 과제를 먼저", "Pre-training: learn one task first"}, learn_one_task_first},
    {3, {"특징 추출: 몸통은 동결", "Feature extraction: freeze the body"}, feature_extraction},
    {4, {"미세 조정: 몸통도 학습", "Fine-tuning: the body learns, too"}, fine_tuning},
    {5, {"전이 학습의 방법 비교", "The ways of transfer compared"}, ways_compared},
    {6, {"사전 학습 모델의 토큰화: 조각과 번호", "Words in pieces, pieces as ids"}, words_in_pieces},
    {7, {"번호에서 벡터로, 그리고 패딩", "From ids to vectors, and padding"}, ids_to_vectors},
    {8, {"패딩 마스크", "The padding mask"}, mask_the_padding},
    {9, {"이미지를 패치로", "From an image to patches"}, image_to_patches},
    {10, {"패치에서 벡터로, 클래스 토큰과 위치", "Patches to vectors, class token, positions"}, patches_to_vectors},
    {11, {"같은 인코더에 이미지를", "An image through the same encoder"}, the_same_encoder},
    {12, {"패치의 순서", "The order of patches"}, order_of_patches},
    {13, {"글과 이미지 나란히", "Text and image side by side"}, text_beside_image},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter6

namespace attn {

const Chapter chapter6_transfer_vision = {
    6,
    {"전이 학습과 비전 트랜스포머", "Transfer learning and the vision transformer"},
    chapter6::steps,
    {"사전 학습한 모델을 새 과제에 쓰는 방법들을 비교했고, 이미지도 패치로 자르면 같은 "
     "인코더를 지난다는 것을 보았습니다.",
     "Ways to use a pre-trained model for a new task were compared, and images, cut into "
     "patches, went through the same encoder."}};

}  // namespace attn
