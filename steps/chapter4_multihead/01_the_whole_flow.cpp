#include "chapter4_multihead/block.h"
#include "chapter4_multihead/chapter.h"
#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "shared/map.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// A row of the map, if the chapter has the step.
struct Stop {
  int step;
  Text what;
  std::string shapes;
};

}  // namespace

// Every shape on the map is the shape of a tensor that the steps really compute.
void the_whole_flow(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const Tensor& context_vecs = f.context_vecs;
  const Tensor flat_queries = contiguous(f.flat_queries).named("W_query(x)");
  Generator generator(s.seed_or(seed_of_models));
  const TransformerBlock block(d_model(s), s.dropout_or(0), s.heads(), generator, s.bias());
  const Tensor norm = normalized(s.inputs());
  const Tensor out_norm = LayerNorm(s.d_in())(s.inputs()).named("out_norm");
  const Tensor ff_out = block.feed_forward(context_vecs).named("ff_out");
  const Tensor residual_out = (context_vecs + ff_out).named("residual_out");
  const Tensor block_out = block(context_vecs, generator).named("block_out");
  const auto on_the_way = [](const Tensor& to, std::string_view name) {
    return operand_of(to, name);
  };
  const Tensor var = on_the_way(norm, "var");
  const Tensor hidden = on_the_way(ff_out, "hidden");
  const Tensor activated = on_the_way(ff_out, "activated");
  const std::vector<Stop> stops = {
      {2, {"클래스 전체", "the whole class"}, shapes_along({f.x, context_vecs})},
      {3,
       {"헤드 수와 head_dim", "heads and head_dim"},
       formatted("d_out {} = {} × {}", d_model(s), s.heads(), d_model(s) / s.heads())},
      {4, {"쿼리, 키, 값의 선형층", "layers of q, k, v"}, shapes_along({f.mha.W_query.weight})},
      {5, {"out_proj, 드롭아웃", "out_proj, dropout"}, shapes_along({f.mha.out_proj.weight})},
      {6, {"마스크 버퍼", "mask buffer"}, shapes_along({*f.mha.mask})},
      {7, {"투영", "projection"}, shapes_along({f.x, flat_queries})},
      {8, {"헤드로 나누기", "split into heads"}, shapes_along({flat_queries, f.queries})},
      {9, {"점수", "scores"}, shapes_along({f.queries, f.attn_scores})},
      {10, {"미래 가리기", "hide the future"}, shapes_along({f.cut_mask, f.masked})},
      {11, {"√d_k, softmax", "√d_k, softmax"}, shapes_along({f.masked, f.attn_weights})},
      {12, {"값의 가중합", "weighted values"}, shapes_along({f.attn_weights, f.context_vec})},
      {13,
       {"헤드 합치기", "merge the heads"},
       shapes_along({f.context_vec, f.joined_heads, context_vecs})},
      {14, {"층 정규화", "LayerNorm"}, shapes_along({s.inputs(), on_the_way(norm, "mean")})},
      {15, {"분산", "variance"}, shapes_along({s.inputs(), var})},
      {16, {"eps", "eps"}, shapes_along({var, norm})},
      {17, {"scale과 shift", "scale and shift"}, shapes_along({norm, out_norm})},
      {18, {"GELU와 ReLU", "GELU against ReLU"}, shapes_along({hidden, activated})},
      {19, {"GELU: tanh와 erf", "GELU: tanh, erf"}, shapes_along({hidden, activated})},
      {20, {"피드포워드", "feed-forward"}, shapes_along({context_vecs, hidden, ff_out})},
      {21, {"잔차 연결", "residual"}, shapes_along({ff_out, residual_out})},
      {22, {"블록 전체", "the whole block"}, shapes_along({context_vecs, block_out})},
      {23, {"평균과 분산의 뜻", "what mean and variance tell"}, "(3,3) → (3)"},
      {24, {"nn.Module", "nn.Module"}, "-"},
  };

  page.text(
      "이 장은 멀티 헤드 어텐션(multi-head attention) 클래스를 한 줄씩 뜯어보고, 그것을 감싸는 "
      "트랜스포머 블록(transformer block)까지 갑니다. b는 문장의 수, T는 토큰(token)의 수, h는 "
      "헤드(head)의 수, hd는 헤드 하나의 차원입니다. 여기서는 (b, T, h, hd)가 ({}, {}, {}, "
      "{})이며, 지도에는 단계마다 모양이 어떻게 바뀌는지 적혀 있습니다. 14-16번, 18-19번, 23번은 "
      "손으로 따라갈 수 있는 작은 수로 계산합니다. 지도에는 23번만 그 작은 수의 모양을, 나머지는 "
      "이 장의 입력으로 계산했을 때의 모양을 적었습니다.",
      "This chapter takes the multi-head attention class apart line by line and goes on to the "
      "transformer block around it. b is the number of sentences, T that of tokens, h that of "
      "heads, and hd the dimension of one head. Here (b, T, h, hd) is ({}, {}, {}, {}), and the "
      "map tells how the shapes change from step to step. Steps 14-16, 18-19 and 23 work on a few "
      "small numbers of their own; for step 23 the map has the shapes of those, for the others "
      "those that the same operations give with this input.",
      f.x.size(0), f.x.size(1), f.queries.size(1), f.queries.size(3));
  begin_code(page);
  std::vector<std::vector<block::Cell>> rows;
  const std::size_t steps = chapter4_multihead.steps.size();
  for (const Stop& stop : stops) {
    if (static_cast<std::size_t>(stop.step) > steps) continue;
    rows.push_back({Size{stop.step}, stop.what, stop.shapes});
  }
  page.table({{"단계", "step"}, {"하는 일", "what happens"}, {"모양의 흐름", "how shapes flow"}},
             std::move(rows));
  page.check(context_vecs.size(0) == f.x.size(0) && context_vecs.size(1) == f.x.size(1),
             "토큰마다 벡터 하나가 들어가고 문맥 벡터(context vector) 하나가 나옵니다",
             "one vector per token goes in and one context vector comes out");
  page.ask_shape(
      {formatted("배치가 {}이고 헤드가 {}개, d_out이 {}이면 어텐션 점수의 모양은 "
                 "무엇입니까?",
                 to_string(f.x.shape()), s.heads(), d_model(s)),
       formatted("For a batch of {}, {} head{} and d_out = {}: what is the shape of the "
                 "attention scores?",
                 to_string(f.x.shape()), s.heads(), s.heads() == 1 ? "" : "s", d_model(s))},
      f.attn_scores);
}

}  // namespace attn::chapter4
