#include <cmath>

#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// Added together, a vector tells both what a word is and where it stands.
void word_and_position(const Settings& s, Page& page) {
  const Corpus corpus = english();
  const Words sentence = tokenize(garden_sentence);
  const Tensor ids = corpus.vocabulary.ids(sentence).named("ids");
  const auto n = static_cast<Size>(sentence.size());
  const Tensor W_in = train(corpus, s).model.W_in;
  const Tensor words = embedding(ids, W_in).named("words");  // (T, d)
  const Tensor pe = positional_encoding(n, word_size);       // (T, d)
  const Tensor x = (words + pe).named("x");
  const auto labels = std::make_shared<const Labels>(sentence);
  const Tensor word_similarity = cosines(words).named("word_similarity");
  const Tensor position_similarity =
      cosines(pe).named("position_similarity").labelled(0, labels).labelled(1, labels);
  const Tensor similarity = cosines(x).named("similarity").labelled(0, labels).labelled(1, labels);

  page.text(
      "10번에서 학습한 단어 벡터에 위치 벡터를 더합니다. 이어 붙이지 않고 더하므로 모양은 "
      "그대로입니다. 'the'는 두 번 나오는데, 단어만 보면 두 'the'의 벡터가 똑같아 구별할 수 "
      "없습니다. 위치를 더한 x에서는 서로 다른 벡터가 됩니다. 세 표는 단어끼리, 위치끼리, 더한 "
      "것끼리의 코사인입니다.",
      "The position vectors are added to the word vectors learned in step 10. They are added, not "
      "appended, so the shape stays. 'the' comes twice; by the words alone both are the very same "
      "vector and cannot be told apart. In x, with positions added, they differ. The three tables "
      "are the cosines of words, of positions, and of their sums.");
  page.code(
      "def cosines(x):\n"
      "    unit = x / x.norm(dim=-1, keepdim=True)\n"
      "    return unit @ unit.T\n"
      "\n"
      "sentence = \"the cat runs in the garden\".split()\n"
      "words = W_in[[vocab.index(word) for word in sentence]]\n"
      "pe, _, _ = positional_encoding({}, {})\n"
      "x = words + pe\n"
      "word_similarity, position_similarity = cosines(words), cosines(pe)\n"
      "similarity = cosines(x)",
      n, word_size);
  page.tensor(words);
  page.tensor(x);
  page.text(
      "길이의 평균은 단어 벡터가 {:.4f}, 위치 벡터가 {:.4f}입니다. 학습한 단어 벡터는 이미 이만큼 "
      "길므로 19번처럼 √d를 곱하지 않고 더했습니다.",
      "The mean length of the word vectors is {:.4f}, that of the position vectors {:.4f}. The "
      "learned vectors are long enough as they are, so they were not multiplied by √d as in step "
      "19.",
      mean(row_lengths(words)).item(), mean(row_lengths(pe)).item());
  page.text("차례로 단어, 위치, 더한 것의 유사도입니다.",
            "Similarity of words, of positions, and of their sums, in this order:");
  page.tensor(word_similarity);
  page.tensor(position_similarity);
  page.tensor(similarity);
  constexpr Size first = 0;
  constexpr Size second = 4;  // the other 'the'
  page.check(std::abs(word_similarity.at({first, second}) - 1) < 1e-5F &&
                 similarity.at({first, second}) < 0.9999F,
             "두 'the'의 코사인은 단어만 보면 1이지만, 위치를 더하면 {:.4f}입니다",
             "for the two 'the' the cosine is 1 by the words alone, and {:.4f} with positions",
             similarity.at({first, second}));
  const float of_positions = position_similarity.at({first, second});
  if (similarity.at({first, second}) > of_positions) {
    page.text("같은 단어를 더하자 위치만의 유사도 {:.4f}보다 커졌습니다.",
              "With the same word added it is more than the {:.4f} of their positions.",
              of_positions);
  } else {
    page.note(
        "이 시드에서는 같은 단어를 더해도 위치만의 유사도 {:.4f}보다 크지 않습니다. 더한 것의 "
        "코사인에는 단어와 위치의 내적도 들어가기 때문입니다.",
        "With this seed the same word does not make it more than the {:.4f} of their positions: "
        "the dot products of word and position, too, go into the cosine of the sums.",
        of_positions);
  }
  Size words_win = 0;
  Size both = 0;
  for (Size i = 0; i < n; ++i) {
    for (Size j = i + 1; j < n; ++j, ++both) {
      words_win += word_similarity.at({i, j}) > position_similarity.at({i, j}) ? 1 : 0;
    }
  }
  page.text(
      "단어의 코사인이 위치의 코사인보다 늘 큰 것은 아닙니다. 이 문장의 두 자리 {}쌍 가운데 단어 "
      "쪽이 더 큰 것은 {}쌍입니다. 코사인은 길이와 상관없고, 가까운 위치끼리는 원래 닮았기 "
      "때문입니다. 단어가 위치보다 뚜렷해야 한다면 코사인이 아니라 벡터의 길이를 보아야 "
      "합니다(19번).",
      "The cosine of words is by no means always above that of positions: of the {} pairs of "
      "places in this sentence it is for {}. A cosine does not depend on lengths, and nearby "
      "positions are alike by design. Whether words stand out against positions is a matter of the "
      "vectors' lengths (step 19).",
      both, words_win);
  page.ask_cell({"words에 위치 인코딩 pe를 더한 것이 x이고, pe[0, 1]은 각 0의 cos입니다. "
                 "x[0, 1]의 값은 얼마입니까?",
                 "x is words plus the positional encoding pe, and pe[0, 1] is the cosine of an "
                 "angle of 0. What is x[0, 1]?"},
                x, {0, 1}, {words},
                {{words.at({0, 1}),
                  {"단어 벡터의 값 그대로이며, pe[0, 1]을 더하지 않았습니다",
                   "that is the word vector itself, without pe[0, 1]"}},
                 {words.at({0, 0}) + 1,
                  {"words의 0번 열에 더한 것입니다", "that adds it to column 0 of words"}},
                 {words.at({0, 1}) - 1, {"더하지 않고 뺀 것입니다", "that subtracts it"}}});
}

}  // namespace attn::chapter1
