#include "chapter1_words/older_models.h"
#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "shared/map.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// Every shape on the map is the shape of a tensor that the steps really compute.
void words_to_vectors(const Settings& s, Page& page) {
  const Bigrams markov = bigrams(tokenize(sample_sentence));
  const Rnn recurrent = rnn(s.inputs(), s);
  const Corpus corpus = english();
  const Words house = tokenize(house_sentence);
  const Words garden = tokenize(garden_sentence);
  const Tensor ids_of_house = corpus.vocabulary.with_unknown().ids(house).named("ids");
  const Tensor ids = corpus.vocabulary.ids(garden).named("ids");
  const Tensor counts = pair_counts(corpus);
  const Tensor W_in = drawn(corpus, s).W_in;
  const Tensor similarity = cosines(W_in).named("similarity");
  const Tensor pe = positional_encoding(few_positions, small_size);
  const Tensor words = embedding(ids, W_in).named("words");
  const Tensor positions = positional_encoding(words.size(0), words.size(1));
  const Tensor x = (words + positions).named("x");

  page.text(
      "이 장은 단어가 벡터가 되는 길을 따라갑니다. 먼저 어텐션(attention) 이전의 모델이 무엇을 볼 "
      "수 있었고 무엇을 볼 수 없었는지 살펴봅니다. 그다음 문장을 토큰(token)과 번호로 바꾸고, 작은 "
      "글로 skip-gram을 학습해 비슷하게 쓰이는 단어가 비슷한 벡터를 갖게 합니다. 마지막으로 위치를 "
      "더하면, 다음 장부터 쓰는 어텐션의 입력이 됩니다.",
      "This chapter follows words on their way to vectors. First come the models before attention: "
      "what they could see, and what not. Then a sentence becomes tokens and ids, and a skip-gram, "
      "trained on a small text, gives similar vectors to words that are used alike. With positions "
      "added, that is the input of attention in the chapters to come.");
  begin_code(page);
  page.table(
      {{"단계", "steps"}, {"하는 일", "what happens"}, {"모양의 흐름", "how shapes flow"}},
      {{"2", Text("마르코프 연쇄", "Markov chain"), shapes_along({markov.counts, markov.probs})},
       {"3", Text("RNN의 상태", "an RNN's state"), shapes_along({s.inputs(), recurrent.states})},
       {"4-5", Text("CNN의 창, 경로와 비용", "a CNN's window, path and cost"),
        shapes_along({s.inputs(), window_of(s.inputs())})},
       {"6-7", Text("토큰과 번호", "tokens and ids"), shapes_along({ids_of_house})},
       {"8-10", Text("skip-gram 학습", "training a skip-gram"), shapes_along({counts, W_in})},
       {"11-13", Text("닮은 단어", "words that are alike"), shapes_along({W_in, similarity})},
       {"14-18", Text("위치 인코딩", "positional encoding"), shapes_along({pe})},
       {"19-20", Text("단어와 위치를 더하기", "word and position together"),
        shapes_along({words, x})},
       {"21", Text("왕 - 남자 + 여자", "king - man + woman"), "(8) - (8) + (8) → (8)"}});
  page.check(words.shape() == positions.shape() && x.shape() == words.shape(),
             "단어 벡터와 위치 벡터는 모양이 같아 더할 수 있고, 더해도 모양이 그대로입니다",
             "word and position vectors have the same shape, so they can be added, and their sum "
             "has it, too");
  page.check(W_in.size(0) == counts.size(0) && similarity.shape() == counts.shape(),
             "단어장의 단어마다 벡터가 하나씩 있습니다",
             "there is one vector for each word of the vocabulary");
  page.ask_shape(
      {formatted("W_in은 단어마다 벡터가 한 행씩 있는 표이고 모양은 {}입니다. 토큰의 번호 ids로 "
                 "행을 꺼내 words를 만들면 words의 모양은 무엇입니까?",
                 to_string(W_in.shape())),
       formatted("W_in is a table with a vector, a row, for each word; its shape is {}. The ids of "
                 "the tokens take rows out of it, which make words. What is the shape of words?",
                 to_string(W_in.shape()))},
      words, {ids});
}

}  // namespace attn::chapter1
