#include "chapter8_now/flow.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/map.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

void the_map(Page& page) {
  const Text memory{"메모리", "memory"};
  const Text length{"문맥 길이", "length"};
  const Text speed{"속도", "speed"};
  page.table(
      {{"단계", "steps"},
       {"2017년", "in 2017"},
       {"지금", "now"},
       {"무엇을 위해", "for the sake of"}},
      {{"2", "softmax(QKᵀ ÷ √d_k) V", Text("같은 식을 한 번에", "the same in one call"), speed},
       {"3", Text("softmax: 행 전체로", "softmax of a whole row"),
        Text("온라인 softmax", "online softmax"), memory},
       {"4-5", Text("(T,T) 점수 행렬", "a (T,T) matrix of scores"),
        Text("타일: flash attention", "tiles: flash attention"),
        Text("메모리, 속도", "memory, speed")},
       {"6-8", Text("더하는 위치", "positions added"),
        Text("돌리는 위치: RoPE", "positions by turning: RoPE"), length},
       {"9-10", Text("헤드마다 키와 값", "keys and values per head"),
        Text("나누어 쓰는 키와 값: MQA, GQA", "shared ones: MQA, GQA"), memory},
       {"11-12", Text("앞의 모든 토큰", "all earlier tokens"),
        Text("창과 싱크", "a window and a sink"), length},
       {"13", "LayerNorm", "RMSNorm", speed},
       {"14", "ReLU", "SwiGLU", Text("품질", "quality")},
       {"15", "-", Text("KV 캐시의 크기", "the size of the KV cache"), memory}});
}

}  // namespace

// What costs memory: the scores grow with the square of the tokens, keys and values with the
// tokens.
void changed_since_2017(const Settings& s, Page& page) {
  const Head once = head(s);
  const Tensor twice_the_tokens = cat({s.inputs(), s.inputs()});
  const Tensor scores_of_twice = once.sa_v2.attn_scores(twice_the_tokens);
  const Tensor values_of_twice = once.sa_v2.W_value(twice_the_tokens);
  const auto cells_kept = [](const Tensor& values) { return 2 * values.numel(); };  // keys, values

  page.text(
      "2017년의 트랜스포머(Vaswani et al., 2017)와 지금의 큰 언어 모델은 뼈대가 같지만, 부품은 "
      "여럿 바뀌었습니다. 이유는 대개 셋입니다. 메모리를 덜 써야 했고, 문맥이 길어졌고, 더 빨라야 "
      "했습니다. 이 장에서는 바뀐 부품을 하나씩 직접 계산해, 어느 것이 같은 수를 다르게 계산할 "
      "뿐이고 어느 것이 수를 바꾸는지 확인합니다.",
      "The transformer of 2017 (Vaswani et al., 2017) and the large language models of today have "
      "the same frame, but several parts were exchanged. The reasons are mostly three: memory, "
      "longer contexts, and speed. This chapter computes the new parts one by one, and sees which "
      "of them only take another way to the same numbers and which change the numbers.");
  begin_code(page);
  the_map(page);
  page.text(
      "왜 메모리가 먼저 모자라는지는 세어 보면 보입니다. 토큰(token)마다 쿼리, 키, 값이 하나씩이지만 "
      "점수는 토큰의 쌍마다 하나입니다. 아래는 이 입력과, 이 입력을 두 번 이은 것입니다.",
      "Counting shows why memory is what runs out first. There is a query, a key and a value for "
      "each token, but a score for each pair of tokens. Below are this input, and this input twice "
      "in a row.");
  page.table({{"토큰", "tokens"},
              {"키와 값의 칸", "cells of keys, values"},
              {"점수의 칸", "cells of scores"}},
             {{s.num_tokens(), cells_kept(once.values), once.attn_scores.numel()},
              {2 * s.num_tokens(), cells_kept(values_of_twice), scores_of_twice.numel()}});
  page.check(cells_kept(values_of_twice) == 2 * cells_kept(once.values) &&
                 scores_of_twice.numel() == 4 * once.attn_scores.numel(),
             "토큰이 두 배가 되면 키와 값의 칸은 두 배, 점수의 칸은 네 배가 됩니다",
             "with twice the tokens, keys and values have twice the cells, and scores four times");
  page.ask_choice(
      {"토큰이 열 배인 문맥을 읽어야 합니다. 키와 값을 저장할 칸과 점수를 적을 칸은 각각 몇 배가 "
       "됩니까?",
       "A context is ten times as long. How many times the cells do its keys and values, and its "
       "scores, take?"},
      {{{"둘 다 10배", "10 times both"},
        {"점수는 토큰이 아니라 토큰의 쌍마다 하나입니다",
         "there is a score for each pair of tokens, not for each token"}},
       {{"둘 다 100배", "100 times both"},
        {"키와 값은 쌍이 아니라 토큰마다 하나씩입니다",
         "there is a key and a value for each token, not for each pair"}},
       {{"키와 값은 10배, 점수는 100배", "10 times for keys and values, 100 times for scores"}},
       {{"키와 값은 100배, 점수는 10배", "100 times for keys and values, 10 times for scores"},
        {"거꾸로이며, 쌍마다 하나씩 있는 것은 점수입니다",
         "it is the other way round: what there is for each pair are the scores"}}},
      2);
}

}  // namespace attn::chapter8
