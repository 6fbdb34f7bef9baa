#include "chapter1_words/chapter.h"

#include "chapter1_words/steps.h"

namespace attn::chapter1 {
namespace {

// One line a step.
// clang-format off
constexpr Step steps[] = {
    {1, {"단어에서 벡터까지의 지도", "A map from words to vectors"}, words_to_vectors},
    {2, {"마르코프 연쇄: 마지막 단어만 보기", "A Markov chain: the last word only"}, markov_chain},
    {3, {"RNN: 상태를 한 걸음씩 넘기기", "An RNN: a state from step to step"}, rnn_state},
    {4, {"CNN: 창으로 이웃 보기", "A CNN: neighbours through a window"}, cnn_window},
    {5, {"경로의 길이와 비용", "Length of the path, and its cost"}, path_and_cost},
    {6, {"문장을 토큰과 번호로", "A sentence as tokens and ids"}, tokens_and_ids},
    {7, {"한국어 문장과 조사", "A Korean sentence and its particles"}, korean_tokens},
    {8, {"skip-gram의 쌍", "The pairs of a skip-gram"}, skip_gram_pairs},
    {9, {"쌍 하나로 학습 한 걸음", "One pair, one step of learning"}, one_pair},
    {10, {"작은 글로 skip-gram 학습하기", "A skip-gram trained on a small text"}, train_skip_gram},
    {11, {"코사인 유사도를 손으로", "Cosine similarity by hand"}, cosine_by_hand},
    {12, {"모든 단어의 유사도", "The similarity of all words"}, nearest_words},
    {13, {"한국어 글로 똑같이 학습하기", "The same with a Korean text"}, korean_words},
    {14, {"위치 인코딩: sin과 cos", "Positional encoding: sine and cosine"}, positional_encoding_table},
    {15, {"번호에 2를 두 번 곱하는 실수", "A mistake: the index doubled twice"}, index_doubled},
    {16, {"d = 512의 파장", "The wavelengths of d = 512"}, waves_of_512},
    {17, {"학습하지 않고 정해 두는 까닭", "Why it is fixed and not learned"}, fixed_not_learned},
    {18, {"거리에 따른 위치의 유사도", "Similarity of positions by distance"}, similarity_by_distance},
    {19, {"임베딩에 √d_model 곱하기", "Embeddings times √d_model"}, embedding_scale},
    {20, {"단어와 위치를 더하기", "Word and position added"}, word_and_position},
    {21, {"왕 - 남자 + 여자", "King - man + woman"}, king_and_queen},
};
// clang-format on

}  // namespace
}  // namespace attn::chapter1

namespace attn {

const Chapter chapter1_words = {
    1,
    {"단어에서 벡터로", "Words to vectors"},
    chapter1::steps,
    {"단어를 번호로 바꾸고, 주변 단어를 맞히며 벡터를 학습하고, 위치를 더해 어텐션의 "
     "입력을 만들었습니다.",
     "Words became ids, their vectors were learned from the words around them, and "
     "positions were added: the input of attention."}};

}  // namespace attn
