#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// The same training, another language: nothing about it was made for English.
void korean_words(const Settings& s, Page& page) {
  const Corpus corpus = korean();
  const Vocabulary& vocabulary = corpus.vocabulary;
  const std::vector<Words> groups = {{"고양이가", "강아지가", "토끼가"},
                                     {"사과를", "자두를", "참외를"}};
  const Training training = train(corpus, s);
  const Tensor ids =
      vocabulary.ids({"고양이가", "강아지가", "토끼가", "사과를", "자두를", "참외를"});
  const Tensor vectors = embedding(ids, training.model.W_in).named("vectors");  // (6, d)
  const Tensor similarity = cosines(vectors).named("similarity");               // (6, 6)
  const Tensor of_all = cosines(training.model.W_in);                           // (V, V)

  page.text(
      "글을 {}로 바꾸어 똑같이 학습합니다. 함수는 한 줄도 바뀌지 않으며, 7번 단계와 달리 조사도 "
      "떼지 않습니다. 같은 자리에 나오는 '고양이가', '강아지가', '토끼가'끼리, 또 '사과를', "
      "'자두를', '참외를'끼리 벡터가 대체로 닮아 갑니다.",
      "The text is now {}, the training the same; not a line of it changes, and unlike in step 7 "
      "particles stay where they are. '고양이가', '강아지가' and '토끼가' (cat, dog, rabbit), "
      "which stand in the same places, become on the whole alike, and so do '사과를', '자두를' and "
      "'참외를' (apple, plum, melon).",
      corpus.file);
  page.code(
      "lines = korean.splitlines()                 # of step 7\n"
      "sentences = [re.findall(r\"\\w+\", line) for line in lines]\n"
      "korean_vocab = sorted({{word for sentence in sentences for word in sentence}})\n"
      "korean_W_in, losses = train(pair_counts(sentences, korean_vocab))\n"
      "animals = \"고양이가 강아지가 토끼가\".split()\n"
      "fruits = \"사과를 자두를 참외를\".split()\n"
      "ids = [korean_vocab.index(word) for word in animals + fruits]\n"
      "vectors = korean_W_in[ids]\n"
      "unit = vectors / vectors.norm(dim=-1, keepdim=True)\n"
      "similarity = unit @ unit.T");
  page.plot(arange(training_steps + 1).named("step"), {training.losses});
  page.text("두 무리의 단어 여섯 개만 꺼내 잰 유사도 similarity입니다.",
            "similarity, between the six words of the two groups only:");
  page.tensor(similarity);
  page.text("다음 표는 단어장의 모든 단어 가운데에서 가장 가까운 단어를 찾은 것입니다.",
            "The nearest of all words in the vocabulary:");
  page.table({{"단어", "word"}, {"가장 가까운 단어", "nearest word"}, {"코사인", "cosine"}},
             nearest_rows(of_all, vocabulary, groups));
  page.check(training.losses.at({training_steps}) < training.losses.at({0}),
             "학습하는 동안 손실이 줄었습니다: {:.4f} → {:.4f}",
             "the loss fell from {:.4f} to {:.4f}", training.losses.at({0}),
             training.losses.at({training_steps}));
  check_cosines(page, similarity);
  check_groups(page, of_all, vocabulary, groups);
  page.ask_choice(
      {"글에서 '강아지가'와 '고양이가'는 똑같은 자리에 나옵니다. 바로 그 자리에만 나오는 새 단어 "
       "'망아지가'를 더해 학습하면, 그 벡터는 어느 단어의 벡터와 닮겠습니까?",
       "In the text '강아지가' (dog) and '고양이가' (cat) stand in the same places. A new word, "
       "'망아지가' (foal), is added in just these places. Which word's vector will its own be "
       "like?"},
      {{{"사과를", "that of the word for apple"},
        {"'사과를'은 다른 자리에 나와 주변 단어가 다릅니다",
         "the word for apple stands in other places, among other words"}},
       {{"먹는다", "that of the word for eats"},
        {"'먹는다'는 그 주변에 올 수는 있어도 바로 그 자리에 오지는 않습니다",
         "the word for eats may stand near those places, but not in them"}},
       {{"고양이가", "that of the word for cat"}},
       {{"어느 것과도 닮지 않습니다", "none of them"},
        {"벡터는 주변 단어를 맞히면서 정해지는데, 주변 단어가 똑같은 단어가 있습니다",
         "a vector is learned from the words around it, and another word has just the same ones"}}},
      2);
}

}  // namespace attn::chapter1
