#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "shared/map.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter2 {

// Every shape on the map is the shape of a tensor that the steps really compute.
void from_averaging_to_attention(const Settings& s, Page& page) {
  const Averaging averages = averaging(s);
  const EqualScores equal = equal_scores(s);
  const Sentence words = sentence(s);
  const Tensor by_loops = running_averages(averages.embeddings).named("averaged_embeddings");
  const Tensor values = clone(words.inputs).named(names::values);

  page.text(
      "토큰(token)은 어떻게 서로에게 정보를 전할 수 있을까요? 가장 단순한 방법은 지금까지 나온 "
      "토큰의 벡터를 평균하는 것입니다. 이 장은 그 평균에서 출발해, 가중치를 데이터가 정하게 되면 "
      "그것이 곧 셀프 어텐션(self-attention)임을 보여 줍니다. 2-4번과 6번은 난수로 만든 문장 두 "
      "개를 쓰고(5번은 따로 만든 64토큰), 7-10번은 '나는 학교에 간다'를 쓰되 --input을 주면 그 "
      "토큰을 씁니다.",
      "How can tokens pass information on to each other? The simplest way is to average the "
      "vectors of all tokens so far. This chapter starts from that average and shows that it "
      "becomes self-attention once the data decide the weights. Steps 2-4 and 6 use two random "
      "sentences, step 5 one of 64 tokens; steps 7-10 use '나는 학교에 간다' (I go to school), or "
      "the tokens of --input if "
      "there is one.");
  begin_code(page);
  page.table({{"단계", "steps"}, {"하는 일", "what happens"}, {"모양의 흐름", "how shapes flow"}},
             {{"2", Text("난수 임베딩", "random embeddings"), shapes_along({averages.embeddings})},
              {"3", Text("반복문으로 평균", "average with loops"),
               shapes_along({averages.embeddings, by_loops})},
              {"4", Text("행렬 곱으로 평균", "by one product"),
               shapes_along({averages.weights, averages.averaged_embeddings})},
              {"5", Text("둘의 비용 비교하기", "compare the costs"), "-"},
              {"6", Text("softmax로 평균", "by softmax"),
               shapes_along({equal.scores, equal.masked, equal.weights})},
              {"7-8", Text("문장을 평균하기", "average a sentence"),
               shapes_along({words.inputs, words.averaged_inputs})},
              {"9", Text("유사도가 정하는 가중치", "similarity decides"),
               shapes_along({words.attn_scores, words.attn_weights})},
              {"10", Text("쿼리, 키, 값", "query, key, value"),
               shapes_along({values, words.context_vecs})}});
  page.check(by_loops.shape() == averages.embeddings.shape() &&
                 averages.averaged_embeddings.shape() == averages.embeddings.shape() &&
                 equal.averaged_embeddings.shape() == averages.embeddings.shape() &&
                 words.context_vecs.shape() == words.inputs.shape(),
             "어느 길로 가도 토큰마다 벡터 하나가 들어가고 같은 크기의 벡터 하나가 나옵니다",
             "on every path one vector per token goes in and one of the same size comes out");

  const Tensor seen = sum(averages.allowed, 1);
  page.ask_count(
      {"각 토큰이 자기 자신과 앞의 토큰만 볼 수 있다면, 셋째 토큰의 평균에는 토큰이 몇 개 "
       "들어갑니까?",
       "If a token may look at itself and the tokens before it, how many tokens go into "
       "the average of the third one?"},
      {"셋째 토큰 앞에는 토큰이 둘 있습니다", "two tokens stand before the third"},
      static_cast<Size>(seen.at({2})), {},
      {{seen.at({1}),
        {"앞의 토큰만 센 것인데, 자기 자신도 봅니다",
         "that counts only the tokens before it, but it sees itself as well"}},
       {averages.allowed.size(1),
        {"뒤의 토큰까지 모두 센 것입니다", "that counts the tokens behind it, too"}}});
}

}  // namespace attn::chapter2
