#include <algorithm>
#include <numeric>
#include <span>

#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// Who does what with something of whose: twelve sentences in which queen differs from king just as
/// woman does from man. With `whose` "the" for all, nothing tells men from women.
Corpus court(bool with_the) {
  const Words royal = {"wears crown", "rules land", "leaves palace"};
  const Words common = {"wears hat", "works field", "leaves house"};
  std::vector<Words> sentences;
  for (const auto& [person, whose] : {std::pair("king", "his"), std::pair("queen", "her"),
                                      std::pair("man", "his"), std::pair("woman", "her")}) {
    const bool reigns = person == std::string("king") || person == std::string("queen");
    for (const std::string& does : reigns ? royal : common) {
      const Words words = tokenize(does);
      sentences.push_back({person, words[0], with_the ? "the" : whose, words[1]});
    }
  }
  return {"", sentences, Vocabulary::sorted(sentences)};
}

Tensor row_of(const Tensor& table, const Corpus& corpus, const char* word) {
  return select(table, 0, corpus.vocabulary.id(word));
}

/// king - man + woman, of the rows of a table (V, n) → (n).
Tensor king_man_woman(const Tensor& table, const Corpus& corpus) {
  const Tensor three = embedding(corpus.vocabulary.ids({"king", "man", "woman"}), table);
  return sum(three * Tensor({3, 1}, {1, -1, 1}), 0);
}

/// The cosine of every row with a vector: (V, d), (d) → (V).
Tensor cosines_with(const Tensor& target, const Tensor& table) {
  const Tensor unit = target / sqrt(dot(target, target));
  return matmul(unit_rows(table), unit);
}

/// The words from the one that is most alike on; without the three that went in, if so asked.
Words nearest_first(const Tensor& cosine, const Vocabulary& vocabulary, bool without_the_three) {
  std::vector<Size> ids(static_cast<std::size_t>(vocabulary.size()));
  std::iota(ids.begin(), ids.end(), 0);
  std::stable_sort(ids.begin(), ids.end(),
                   [&](Size a, Size b) { return cosine.at({a}) > cosine.at({b}); });
  Words words;
  for (const Size id : ids) {
    const std::string& word = vocabulary.word(id);
    const bool went_in = word == "king" || word == "man" || word == "woman";
    if (!(without_the_three && went_in)) words.push_back(word);
  }
  return words;
}

std::vector<block::Cell> nearest_row(const Text& text, const Tensor& cosine, const Corpus& corpus) {
  const Words all = nearest_first(cosine, corpus.vocabulary, false);
  return {text, joined(std::span(all).first(3), ", "),
          nearest_first(cosine, corpus.vocabulary, true).front()};
}

}  // namespace

// The best known sum of word vectors, on a text that was made for it, and on one that was not.
void king_and_queen(const Settings& s, Page& page) {
  const Corpus told = court(false);
  const Corpus untold = court(true);
  const Tensor counts = pair_counts(told);
  const Tensor vectors = train(told, s).model.W_in;                     // (V, d)
  const Tensor target = king_man_woman(vectors, told).named("target");  // (d)
  const Tensor cosine =
      cosines_with(target, vectors).named("cosine").labelled(0, told.vocabulary.labels());  // (V)
  const Tensor vectors_of_the = train(untold, s).model.W_in;
  const Tensor cosine_of_the = cosines_with(king_man_woman(vectors_of_the, untold), vectors_of_the);

  page.text(
      "단어 벡터는 '왕 - 남자 + 여자 = 여왕'으로 유명해졌습니다(Mikolov et al., 2013). 줄여서 '왕 "
      "+ 여자'라고도 하지만, 왕에서 남자인 점을 빼야 합니다. 뜻을 알아서가 아니라 글이 그렇게 "
      "생겼을 때에만 되는 계산입니다. 아래의 글에서 king과 queen은 his와 her만 다르고, man과 "
      "woman도 꼭 그만큼 다릅니다. 그래서 두 차이가 닮은 방향이 되고, target의 가까이에 queen이 올 "
      "수 있습니다.",
      "Word vectors became famous for 'king - man + woman = queen' (Mikolov et al., 2013). It is "
      "often cut short to 'king + woman', but what is male about a king must be taken away. No "
      "meaning is known here; the sum works only where the text is built like that. In the text "
      "below king and queen differ in his and her alone, and so do man and woman. The two "
      "differences then point in similar directions, and queen may lie close to target.");
  page.practice_gives({"court"});
  page.code(
      "def court(his, her):\n"
      "    royal = [\"wears {{}} crown\", \"rules {{}} land\", \"leaves {{}} palace\"]\n"
      "    common = [\"wears {{}} hat\", \"works {{}} field\", \"leaves {{}} house\"]\n"
      "    return [[person] + does.format(whose).split()\n"
      "            for person, whose, lines in ((\"king\", his, royal),\n"
      "                                         (\"queen\", her, royal),\n"
      "                                         (\"man\", his, common),\n"
      "                                         (\"woman\", her, common))\n"
      "            for does in lines]\n"
      "\n"
      "def nearest_to_sum(sentences):\n"
      "    words = sorted({{word for sentence in sentences for word in sentence}})\n"
      "    W, _ = train(pair_counts(sentences, words))\n"
      "    king, man, woman = (W[words.index(w)] for w in (\"king\", \"man\", \"woman\"))\n"
      "    target = king - man + woman\n"
      "    return target, torch.cosine_similarity(W, target[None], dim=-1)\n"
      "\n"
      "target, cosine = nearest_to_sum(court(\"his\", \"her\"))\n"
      "_, cosine_of_the = nearest_to_sum(court(\"the\", \"the\"))");
  page.tensor(target);
  page.text("모든 단어의 벡터와 target의 코사인입니다.",
            "The cosine of each word's vector with target:");
  page.tensor(cosine);
  page.table({{"글", "text"},
              {"target에 가까운 순서", "nearest to target"},
              {"세 단어를 빼면", "without the three"}},
             {nearest_row({"his와 her", "his and her"}, cosine, told),
              nearest_row({"모두 the", "the for both"}, cosine_of_the, untold)});
  page.text(
      "둘째 줄은 his와 her를 모두 the로 바꾼 글입니다. 이제 king과 queen을 구별할 것이 없으므로 "
      "계산이 맞을 까닭도 없습니다. 그래도 더하고 뺀 세 단어를 후보에서 빼면 queen이 첫째일 때가 "
      "많은데, king과 똑같이 쓰인 단어가 queen이기 때문일 뿐입니다. 흔히 보는 결과도 대개 세 "
      "단어를 빼고 고른 것입니다(Linzen, 2016).",
      "The second line is the text with the in place of his and her. Nothing tells king from queen "
      "any more, so there is no reason for the sum to work. Still queen often comes first once the "
      "three words that went in are left out, simply because it is used just as king is. The "
      "results one usually sees leave these three out, too (Linzen, 2016).");
  page.check(king_man_woman(counts, told).values() == row_of(counts, told, "queen").values(),
             "쌍을 센 표에서는 정확히 맞습니다: counts의 king 행 - man 행 + woman 행 = queen 행",
             "in the table of counted pairs it is exact: row king - row man + row woman = row "
             "queen");
  const std::string first = nearest_first(cosine, told.vocabulary, false).front();
  if (first == "queen") {
    page.check(cosine.at({told.vocabulary.id("queen")}) == amax(cosine, 0).item(),
               "학습한 벡터에서도 target에 가장 가까운 단어가 queen이고, 코사인은 {:.4f}입니다",
               "of the learned vectors, too, that of queen is nearest to target, with a cosine of "
               "{:.4f}",
               cosine.at({told.vocabulary.id("queen")}));
  } else {
    page.note(
        "이 시드에서는 target에 가장 가까운 단어가 queen이 아니라 {}입니다. 벡터는 표를 어림할 "
        "뿐이므로 늘 맞지는 않습니다.",
        "With this seed the word nearest to target is not queen but {}: vectors only approximate "
        "the table, so it does not always work.",
        first);
  }
  const Tensor counts_of_the = pair_counts(untold);
  const std::vector<block::Question::Option> options = {
      {"man", {"man은 crown이 아니라 hat과 함께 나옵니다", "man stands with hat, not with crown"}},
      {"woman",
       {"woman은 land가 아니라 field와 함께 나옵니다", "woman stands with field, not with land"}},
      {"queen"},
      {"crown",
       {"crown은 king의 주변 단어이지 king과 같은 자리에 오는 단어가 아닙니다",
        "crown stands near king, not where king stands"}}};
  std::size_t right = 0;
  const std::vector<float> of_king = row_of(counts_of_the, untold, "king").values();
  while (right + 1 < options.size() &&
         row_of(counts_of_the, untold, options[right].en.c_str()).values() != of_king) {
    ++right;
  }
  page.ask_choice(
      {"문장에서 his와 her를 모두 the로 바꾸고 쌍을 다시 셉니다. king의 주변 단어와 횟수가 똑같은 "
       "단어는 무엇입니까?",
       "The sentences get the in place of his and her, and the pairs are counted again. Which word "
       "then has just the same context words, as often, as king?"},
      options, right);
}

}  // namespace attn::chapter1
