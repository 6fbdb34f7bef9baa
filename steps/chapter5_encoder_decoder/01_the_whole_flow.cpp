#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/small_model.h"
#include "chapter5_encoder_decoder/steps.h"
#include "shared/map.h"
#include "tensor/gradient.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// Every shape on the map is the shape of a tensor that the steps really compute.
void the_whole_flow(const Settings& s, Page& page) {
  const Projections p = projections(s);
  const SmallFlow small = run(small_model(s));
  const Tensor memory = enc_out(s);
  const Tensor x = operand_of(memory, "x");
  const CrossAttention cross = cross_attention(s);
  Generator generator(s.seed_or(seed_of_models));
  const Tensor y = target(s, generator);
  const DecoderLayer decoder(d_model(s), s.heads(), 4 * d_model(s), generator);
  const Tensor dec_out = decoder(y, memory).named("dec_out");
  const Tensor attn_weights = matmul(p.Q, T(p.K)).named("attn_weights");  // as large as its softmax
  const Tensor context_vecs = matmul(attn_weights, s.inputs()).named("context_vecs");
  const Tensor dQ = gradients(small.loss, {small.Q})[0].named("dQ");

  page.text(
      "이 장은 쿼리(query), 키(key), 값(value)을 다시 한번 들여다보고, 셋이 학습에서 어떻게 "
      "갈라지는지 본 다음, 인코더(encoder) 층과 디코더(decoder) 층을 쌓아 문장을 받아 단어를 "
      "하나씩 써 나가는 모델까지 갑니다. 원문의 토큰(token)은 {0}개이고, 모델 안에서 토큰은 "
      "d_model = {1}차원, 헤드는 {2}개입니다. 오른쪽은 단계마다 모양이 바뀌는 흐름입니다.",
      "This chapter looks at queries, keys and values once more and at how training parts them, "
      "then builds encoder and decoder layers, up to a model that takes a sentence and writes "
      "words, one after another. The source has {0} token{3}; inside the model a token is a vector "
      "of size d_model = {1}, and there {4} {2} head{5}. The right column shows how the shapes "
      "change in each step.",
      s.num_tokens(), d_model(s), s.heads(), s.num_tokens() == 1 ? "" : "s",
      s.heads() == 1 ? "is" : "are", s.heads() == 1 ? "" : "s");
  begin_code(page);
  page.table(
      {{"단계", "step"}, {"하는 일", "what happens"}, {"모양의 흐름", "how shapes flow"}},
      {{Size{2}, Text("@와 *", "@ and *"), "(2,2) @ (2,2) → (2,2)"},
       {Size{3}, Text("Q, K, V 만들기", "make Q, K, V"), shapes_along({s.inputs(), p.Q})},
       {Size{4}, Text("자기 집중과 연결", "self-focus, links"), shapes_along({p.Q, attn_weights})},
       {Size{5}, Text("기울기와 학습", "gradients, training"),
        shapes_along({small.context_vecs, small.loss})},
       {Size{6}, Text("기울기의 길", "the gradients' way"), shapes_along({small.loss, dQ})},
       {Size{7}, Text("헤드 여덟", "eight heads"), "(3,512) → 8 × (3,64) → (3,512)"},
       {Size{8}, Text("가중합이 남기는 것", "what a sum keeps"),
        shapes_along({attn_weights, context_vecs})},
       {Size{9}, Text("잔차와 위치", "residuals, positions"), "x (6,8) → x + attention(x) (6,8)"},
       {Size{10}, Text("피드포워드", "feed-forward"),
        shapes_along({x, operand_of(memory, "hidden"), operand_of(memory, "ff_out")})},
       {Size{11}, Text("인코더 층", "encoder layer"), shapes_along({x, memory})},
       {Size{12}, Text("인코더-디코더 어텐션", "encoder-decoder attention"),
        shapes_along({cross.queries, cross.attn_scores})},
       {Size{13}, Text("전체", "the whole"), shapes_along({s.inputs(), memory, dec_out})},
       {Size{14}, Text("헤드 하나의 속", "inside one head"), "(1,3) @ (3,64) → (1,64)"}});
  page.check(memory.size(0) == s.num_tokens() && dec_out.size(0) == y.size(0),
             "인코더는 원문의 토큰마다, 디코더는 번역문의 토큰마다 벡터 하나를 냅니다",
             "the encoder gives one vector for each token of the source, the decoder one for each "
             "of the target");
  page.ask_choice(
      {"디코더가 인코더의 출력에 물을 때(인코더-디코더 어텐션), 쿼리는 무엇으로 만듭니까?",
       "When the decoder asks the encoder's output (encoder-decoder attention), what are the "
       "queries made of?"},
      {{{"인코더의 출력", "the encoder's output"},
        {"인코더의 출력은 물음을 받는 쪽이어서 키와 값이 됩니다",
         "the encoder's output is what is asked: it makes the keys and the values"}},
       {{"원문의 임베딩", "the embeddings of the source"},
        {"원문은 인코더를 지나서야 쓰이고, 그때에도 묻는 쪽이 아닙니다",
         "the source comes in through the encoder only, and not as the side that asks"}},
       {{"디코더의 토큰", "the decoder's tokens"}}},
      cross.queries.size(1) == y.size(0) && find_operand(cross.queries, "y") ? 2 : 0);
}

}  // namespace attn::chapter5
