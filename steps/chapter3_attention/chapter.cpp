#include "chapter3_attention/chapter.h"

#include "chapter3_attention/steps.h"

namespace attn::chapter3 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"전체 흐름의 지도", "A map of the whole flow"}, the_whole_flow},
    {2, {"입력: 토큰마다 임베딩 하나", "The input: one embedding per token"}, token_embeddings},
    {3, {"쿼리 하나의 어텐션 점수", "Attention scores of one query"}, scores_of_one_query},
    {4, {"내적이란", "What a dot product is"}, dot_product},
    {5, {"정규화 1: 합으로 나누기", "Normalization 1: divide by the sum"}, divide_by_the_sum},
    {6, {"정규화 2: 정의대로 softmax", "Normalization 2: softmax as defined"}, softmax_by_definition},
    {7, {"정규화 3: 안정적인 softmax", "Normalization 3: the stable softmax"}, stable_softmax},
    {8, {"쿼리 하나의 문맥 벡터", "The context vector of one query"}, context_vector},
    {9, {"모든 쌍의 점수: 반복문 두 개", "Scores of all pairs: two loops"}, scores_with_loops},
    {10, {"모든 쌍의 점수: 행렬 곱 한 번", "Scores of all pairs: one product"}, scores_by_one_product},
    {11, {"행마다 softmax", "Softmax of each row"}, softmax_of_each_row},
    {12, {"행의 합은 1", "Each row sums to 1"}, row_sums},
    {13, {"모든 토큰의 문맥 벡터", "Context vectors of all tokens"}, all_context_vectors},
    {14, {"비교하기: 8번과 13번", "Cross-check: step 8 and step 13"}, the_row_of_the_query},
    {15, {"왜 학습 가능한 가중치인가", "Why trainable weights"}, why_trainable_weights},
    {16, {"가중치 행렬 세 개", "Three weight matrices"}, weight_matrices},
    {17, {"토큰 하나의 쿼리, 키, 값", "Query, key and value of one token"}, query_key_value},
    {18, {"모든 토큰의 키와 값", "Keys and values of all tokens"}, all_keys_and_values},
    {19, {"출력의 크기를 정하는 것", "What sets the size of the output"}, output_size},
    {20, {"벡터 두 개로 점수 하나", "One score from two vectors"}, one_score},
    {21, {"쿼리 하나와 모든 키의 점수", "One query against all keys"}, scores_against_all_keys},
    {22, {"왜 √d_k로 나누는가", "Why divide by √d_k"}, why_scale},
    {23, {"√d_k로 나누고 softmax", "Scale by √d_k, then softmax"}, scale_then_softmax},
    {24, {"값을 섞은 문맥 벡터", "The context vector from values"}, context_vector_from_values},
    {25, {"SelfAttention v1: 파라미터로", "SelfAttention v1: raw parameters"}, self_attention_v1},
    {26, {".T와 transpose", ".T and transpose"}, transpose_and_T},
    {27, {"SelfAttention v2: 선형층(Linear)으로", "SelfAttention v2: Linear layers"}, self_attention_v2},
    {28, {"인과 어텐션: 미래를 가리는 까닭", "Causal attention: why hide the future"}, why_causal},
    {29, {"누가 누구를 볼 수 있는가", "Who may look at whom"}, who_sees_whom},
    {30, {"대각선 위를 0으로", "Zeros above the diagonal"}, zero_above_the_diagonal},
    {31, {"행의 합을 다시 1로", "Rows that sum to 1 again"}, renormalize_rows},
    {32, {"softmax 전에 -inf로 가리기", "Masking with -inf before softmax"}, mask_with_minus_infinity},
    {33, {"가린 점수에 softmax", "Softmax of the masked scores"}, causal_weights},
    {34, {"드롭아웃이란", "What dropout is"}, what_dropout_is},
    {35, {"드롭아웃과 기댓값", "Dropout keeps the mean"}, dropout_keeps_the_mean},
    {36, {"가중치에 드롭아웃 적용하기", "Dropout on the attention weights"}, dropout_on_the_weights},
    {37, {"stack과 cat", "stack and cat"}, stack_and_cat},
    {38, {"배치를 받는 인과 어텐션", "Causal attention with a batch"}, causal_attention_with_batch},
    {39, {"멀티 헤드: 헤드를 차례로", "Multi-head: one head after another"}, heads_one_after_another},
    {40, {"멀티 헤드: 한 번에", "Multi-head: all in one piece"}, multi_head_in_one_piece},
    {41, {"transpose가 하는 일", "What transpose does"}, what_transpose_does},
    {42, {"모든 헤드의 QKᵀ를 한 번에", "QKᵀ of all heads at once"}, head_scores_at_once},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter3

namespace attn {

const Chapter chapter3_attention = {
    3,
    {"어텐션, 한 단계씩", "Attention, step by step"},
    chapter3::steps,
    {"내적으로 점수를, softmax로 가중치를, 가중합으로 문맥 벡터를 구했고, 미래를 가리는 "
     "멀티 헤드 어텐션까지 만들었습니다.",
     "Scores came from dot products, weights from softmax, context vectors from weighted "
     "sums, all the way to causal multi-head attention."}};

}  // namespace attn
