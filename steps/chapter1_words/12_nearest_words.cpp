#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// After training, words with the same neighbours point in similar directions.
void nearest_words(const Settings& s, Page& page) {
  const Corpus corpus = english();
  const Vocabulary& vocabulary = corpus.vocabulary;
  const std::vector<Words> groups = {{"cat", "dog", "rabbit"}, {"apple", "pear", "plum"}};
  const Tensor W_in = train(corpus, s).model.W_in;              // (V, d)
  const Tensor similarity = cosines(W_in).named("similarity");  // (V, V)

  page.text(
      "학습된 W_in의 각 행을 자기 길이로 나누고 서로 내적하면, 모든 단어 쌍의 코사인이 표 "
      "similarity에 한 번에 나옵니다. 동물끼리, 과일끼리는 글에서 같은 자리에 나오므로, 학습하는 "
      "동안 벡터가 대체로 비슷한 쪽을 향해 갑니다. 뜻을 가르쳐 준 적은 없고, 주변 단어를 맞히도록 "
      "학습했을 뿐입니다.",
      "Divide each row of the learned W_in by its length and take the dot products of all rows, "
      "and the cosines of all pairs of words stand in one table, similarity. The animals stand in "
      "the same places of the text, and so do the fruits, so in training their vectors come to "
      "point, on the whole, in similar directions. Nobody told the model what they mean; all it "
      "learned is to predict the words around them.");
  page.code(
      "unit = W_in / W_in.norm(dim=-1, keepdim=True)\n"
      "similarity = unit @ unit.T");
  page.tensor(similarity);
  page.table({{"단어", "word"}, {"가장 가까운 단어", "nearest word"}, {"코사인", "cosine"}},
             nearest_rows(similarity, vocabulary, groups));
  page.text(
      "단어장 전체에서 가장 가까운 단어가 같은 무리에 있는 것은 이 여섯 단어 가운데 {}개입니다.",
      "The nearest word of all is in the word's own group for {} of these six.",
      near_their_own_group(similarity, vocabulary, groups));
  check_cosines(page, similarity);
  check_groups(page, similarity, vocabulary, groups);
  page.ask_shape(
      {formatted("W_in의 모양은 {}이고 한 행이 한 단어입니다. 모든 단어 쌍의 코사인을 담은 표 "
                 "similarity의 모양은 무엇입니까?",
                 to_string(W_in.shape())),
       formatted("The shape of W_in is {}, and a row is a word. What is the shape of similarity, "
                 "the table of the cosines of all pairs of words?",
                 to_string(W_in.shape()))},
      similarity);
}

}  // namespace attn::chapter1
