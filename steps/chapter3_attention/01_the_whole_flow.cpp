#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "nn/dropout.h"
#include "shared/map.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Every shape on the map is the shape of a tensor that the steps really compute.
void the_whole_flow(const Settings& s, Page& page) {
  const Tensor& inputs = s.inputs();
  const SimpleAttention simple = simple_attention(s);
  const WeightedAttention weighted = weighted_attention(s);
  const MaskedAttention masked = masked_attention(s);
  const Tensor v2 = masked.sa_v2(inputs).named("context_vecs");
  Generator generator(s.seed_or(seed_of_dropout));
  const Tensor& weights = masked.attn_weights;
  const Tensor dropped =
      (weights * scaled_mask(weights.shape(), s.dropout_or(rate_of_dropout), generator))
          .named("attn_weights_dropped");
  const Tensor batch = batch_of_two(s);
  const Tensor one_head =
      CausalAttention(s.d_in(), s.d_out(), 0, generator)(batch, generator).named("context_vecs");
  const Tensor wrapped =
      MultiHeadAttentionWrapper(s.d_in(), s.d_out(), 0, s.heads(), generator)(batch, generator)
          .named("context_vecs");
  const Tensor multi_head =
      MultiHeadAttention(s.d_in(), s.d_out(), 0, s.heads(), generator)(batch, generator)
          .named("context_vecs");
  const Tensor queries = operand_of(multi_head, "queries");
  const Tensor head_scores = operand_of(multi_head, "attn_scores");

  page.text(
      "이 장은 토큰(token) {0}개의 임베딩(embedding)에서 출발해 GPT와 같은 방식의 멀티 헤드 "
      "어텐션(multi-head attention)까지 갑니다. 아래 지도에는 단계마다 어떤 텐서가 나오고 "
      "모양(shape)이 어떻게 바뀌는지 적혀 있습니다. 뒤의 단계에서 길을 잃으면 이 지도로 "
      "돌아오십시오.",
      "This chapter leads from the embeddings of {0} token{1} to multi-head attention of the kind "
      "that GPT has. The map tells which tensors each step makes and how their shapes change. Come "
      "back to it whenever a later step leaves you lost.",
      s.num_tokens(), s.num_tokens() == 1 ? "" : "s");
  begin_code(page);
  page.table({{"단계", "steps"}, {"하는 일", "what happens"}, {"모양의 흐름", "how shapes flow"}},
             {{"2", Text("임베딩", "embeddings"), shapes_along({inputs})},
              {"3-4", Text("한 쿼리의 점수", "one query's scores"),
               shapes_along({simple.query, simple.attn_scores_2})},
              {"5-7", Text("점수를 가중치로", "scores to weights"),
               shapes_along({simple.attn_scores_2, simple.attn_weights_2})},
              {"8", Text("문맥 벡터", "context vector"),
               shapes_along({simple.attn_weights_2, simple.context_vec_2})},
              {"9-10", Text("모든 쌍의 점수", "scores of all pairs"),
               shapes_along({inputs, simple.attn_scores})},
              {"11-12", Text("행마다 softmax", "softmax by row"),
               shapes_along({simple.attn_scores, simple.attn_weights})},
              {"13-14", Text("모든 문맥 벡터", "all context vectors"),
               shapes_along({simple.attn_weights, simple.all_context_vecs})},
              {"15-17", Text("가중치 행렬", "weight matrices"),
               shapes_along({weighted.x_2, weighted.W_query, weighted.query_2})},
              {"18-19", Text("모든 키와 값", "all keys and values"),
               shapes_along({inputs, weighted.W_key, weighted.keys})},
              {"20-22", Text("쿼리와 키의 점수", "query-key scores"),
               shapes_along({weighted.query_2, weighted.attn_scores_2})},
              {"23", Text("스케일링, softmax", "scale, softmax"),
               shapes_along({weighted.attn_scores_2, weighted.attn_weights_2})},
              {"24", Text("값의 가중합", "weighted values"),
               shapes_along({weighted.attn_weights_2, weighted.context_vec_2})},
              {"25-27", Text("클래스로 묶기", "as a class"), shapes_along({inputs, v2})},
              {"28-33", Text("미래 가리기", "hide the future"),
               shapes_along({masked.attn_scores, masked.masked, masked.attn_weights})},
              {"34-36", Text("드롭아웃", "dropout"), shapes_along({masked.attn_weights, dropped})},
              {"37-38", Text("배치", "batches"), shapes_along({batch, one_head})},
              {"39", Text("헤드를 이어 붙이기", "heads joined"), shapes_along({batch, wrapped})},
              {"40-42", Text("헤드를 한 번에", "heads at once"),
               shapes_along({queries, head_scores, multi_head})}});
  page.check(
      v2.size(0) == s.num_tokens() && one_head.size(1) == s.num_tokens() &&
          wrapped.size(1) == s.num_tokens() && multi_head.size(1) == s.num_tokens(),
      "어느 길로 가도 토큰마다 벡터 하나가 들어가고 문맥 벡터(context vector) 하나가 나옵니다",
      "on every path one vector per token goes in and one context vector comes out");

  page.ask_choice(
      {"셀프 어텐션은 토큰의 임베딩에서 문맥 벡터까지 어떤 순서로 갑니까?",
       "In which order does self-attention get from the tokens' embeddings to their "
       "context vectors?"},
      {{{"임베딩 → 어텐션 가중치 → 어텐션 점수 → 문맥 벡터",
         "embeddings → attention weights → attention scores → context vectors"},
        {"가중치는 점수에 softmax를 취해야 나오므로 점수보다 앞설 수 없습니다",
         "weights come out of the scores, by softmax, so they cannot come before them"}},
       {{"임베딩 → 어텐션 점수 → 어텐션 가중치 → 문맥 벡터",
         "embeddings → attention scores → attention weights → context vectors"}},
       {{"임베딩 → 문맥 벡터 → 어텐션 점수 → 어텐션 가중치",
         "embeddings → context vectors → attention scores → attention weights"},
        {"문맥 벡터는 토큰들을 섞은 것이므로, 얼마씩 섞을지부터 알아야 합니다",
         "context vectors are mixtures, so what share each token gets must be known first"}},
       {{"임베딩 → 어텐션 점수 → 문맥 벡터 → 어텐션 가중치",
         "embeddings → attention scores → context vectors → attention weights"},
        {"점수 그대로는 섞지 않으며, 먼저 합이 1이 되게 바꿉니다",
         "scores are not what mixes: they are first made to sum to 1"}}},
      1);
}

}  // namespace attn::chapter3
