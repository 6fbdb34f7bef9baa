#include "chapter7_learned/chapter.h"

#include "chapter7_learned/steps.h"

namespace attn::chapter7 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"한 가지를 배운 모델", "A model that has learned one thing"}, a_model_that_has_learned},
    {2, {"무엇을 물었는가: 다음 토큰", "What it was asked: the next token"}, what_it_was_asked},
    {3, {"바로 앞을 보는 헤드", "A head that looks one back"}, a_head_that_looks_one_back},
    {4, {"귀납 헤드: 지난번 다음을 보는 헤드", "The induction head: what came next last time"}, the_induction_head},
    {5, {"두 헤드가 함께 하는 일", "How the two heads work together"}, two_heads_together},
    {6, {"헤드를 하나씩 빼 보기", "Heads taken out one at a time"}, heads_taken_out},
    {7, {"층마다 무엇이라고 답할까", "What each layer would say"}, what_each_layer_would_say},
    {8, {"한 층으로는 모자란 까닭", "Why one layer is not enough"}, one_layer_is_not_enough},
    {9, {"직접 학습시키기: 한 칸 앞을 보는 헤드", "Train one yourself: a head that looks one back"}, train_one_yourself},
    {10, {"글 만들기: 가장 큰 것만(greedy)", "Generating: always the likeliest"}, greedy},
    {11, {"온도: 뾰족하게, 고르게", "Temperature: sharper, flatter"}, temperature},
    {12, {"top-k와 top-p: 꼬리 자르기", "Top-k and top-p: cutting off the tail"}, top_k_and_top_p},
    {13, {"시드로 뽑기: multinomial", "Drawing by seed: multinomial"}, drawing_by_seed},
    {14, {"KV 캐시: 하나씩 넣어도 같은 수", "The KV cache: one by one, the same numbers"}, kv_cache},
    {15, {"KV 캐시의 곱셈과 메모리", "What a KV cache saves and takes"}, cost_of_the_cache},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter7

namespace attn {

const Chapter chapter7_learned = {
    7,
    {"배운 헤드와 글 만들기", "Heads that have learned, and generating"},
    chapter7::steps,
    {"학습을 마친 모델의 헤드가 저마다 무엇을 보는지 보고, 작은 헤드를 직접 학습시키고, 다음 "
     "토큰을 하나씩 골라 글을 만들었습니다.",
     "You saw what the heads of a model that has learned look at, trained a small one yourself, and "
     "wrote text by choosing one token after another."}};

}  // namespace attn
