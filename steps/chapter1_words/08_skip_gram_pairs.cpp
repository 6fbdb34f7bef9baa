#include <algorithm>

#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// A line for each centre: what it is to predict.
std::vector<std::vector<block::Cell>> contexts(const Words& tokens) {
  const auto n = static_cast<Size>(tokens.size());
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < n; ++i) {
    Words near;
    for (Size j = std::max<Size>(0, i - window); j <= std::min(n - 1, i + window); ++j) {
      if (j != i) near.push_back(tokens[static_cast<std::size_t>(j)]);
    }
    rows.push_back(
        {tokens[static_cast<std::size_t>(i)], joined(near, " "), static_cast<Size>(near.size())});
  }
  return rows;
}

}  // namespace

// A word is known by the company it keeps: pairs of a centre and its neighbours.
void skip_gram_pairs(const Settings&, Page& page) {
  const Words tokens = tokenize(garden_sentence);
  const Corpus sentence = {"", {tokens}, english().vocabulary};
  const Tensor pairs = chapter1::pairs(sentence);  // (P, 2)

  page.text(
      "비슷한 자리에 나오는 단어는 뜻도 비슷할 때가 많습니다. skip-gram은 이 생각을 이용해, 중심 "
      "단어(centre)로 주변 단어(context)를 맞히게 합니다. 중심 단어가 i번째이면 i±1, i±2번째가 "
      "주변 단어이며, pairs의 한 행이 그런 쌍 하나의 번호입니다. 문장의 처음과 끝에서는 이웃이 "
      "적습니다. 여기서는 모르는 단어가 없어 단어장에 <unk>를 두지 않으므로, 번호가 6번 단계보다 "
      "1씩 작습니다.",
      "Words that stand in similar places often have similar meanings. Skip-gram uses that: the "
      "word in the centre is to predict those around it. If the centre is word i, its context is "
      "words i±1 and i±2; a row of pairs holds the ids of one such pair. At both ends of a "
      "sentence there are fewer neighbours. No word is unknown here, so the vocabulary does "
      "without <unk>, and ids are smaller by 1 than in step 6.");
  page.code(
      "lines = english.lower().splitlines()        # of step 6\n"
      "sentences = [re.findall(r\"\\w+\", line) for line in lines]\n"
      "vocab = sorted({{word for sentence in sentences for word in sentence}})\n"
      "\n"
      "def pairs_of(tokens, vocab):\n"
      "    ids = [vocab.index(token) for token in tokens]\n"
      "    return [(ids[i], ids[j])\n"
      "            for i in range(len(ids)) for j in range(len(ids))\n"
      "            if 0 < abs(i - j) <= 2]\n"
      "\n"
      "tokens = \"the cat runs in the garden\".split()\n"
      "pairs = torch.tensor(pairs_of(tokens, vocab))");
  page.table({{"중심 단어", "centre"}, {"주변 단어", "context"}, {"쌍의 수", "number of pairs"}},
             contexts(tokens));
  page.whole_numbers(pairs);
  page.check(pairs.size(0) == 4 * static_cast<Size>(tokens.size()) - 6,
             "토큰이 {}개이면 쌍은 4 × {} - 6 = {}개입니다", "{} tokens make 4 × {} - 6 = {} pairs",
             tokens.size(), tokens.size(), pairs.size(0));
  page.ask_count(
      {"창이 ±2일 때 토큰 7개인 문장에서는 쌍이 모두 몇 개 나옵니까?",
       "With a window of ±2, how many pairs does a sentence of 7 tokens give?"},
      {"가운데의 토큰은 쌍을 4개씩 만들고, 처음과 끝의 토큰은 2개, 그 옆은 3개입니다",
       "a token in the middle gives 4 pairs, those at the ends 2, those next to them 3"},
      static_cast<Size>(places_of_pairs(7).size()), {},
      {{4 * 7,
        {"처음과 끝의 토큰은 한쪽에 이웃이 없어 4개씩 만들지 못합니다",
         "tokens near the ends lack neighbours and make fewer than 4"}},
       {places_of_pairs(7).size() / 2,
        {"같은 두 단어도 어느 쪽이 중심인지에 따라 다른 쌍입니다",
         "the same two words make two pairs, one with each of them as the centre"}},
       {2 * 7, {"창은 앞뒤로 두 칸씩입니다", "the window has two words on either side"}}});
}

}  // namespace attn::chapter1
