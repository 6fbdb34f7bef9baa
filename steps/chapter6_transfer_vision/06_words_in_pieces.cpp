#include "chapter6_transfer_vision/pieces.h"
#include "chapter6_transfer_vision/steps.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// A word that is not in the vocabulary is made of pieces that are.
void words_in_pieces(const Settings&, Page& page) {
  constexpr const char* difficult = "transformers";
  const Tensor english_ids = vocabulary().ids(pieces_of(english)).named("english_ids");
  const Tensor korean_ids = vocabulary().ids(pieces_of(korean)).named("korean_ids");

  page.text(
      "번호가 다르면 임베딩 표의 엉뚱한 행을 꺼내므로, 사전 학습한 모델에는 그때 쓴 "
      "토큰화기(tokenizer)를 함께 써야 합니다. BERT의 WordPiece는 단어를 단어장에 있는 "
      "조각(piece)으로 나누며, 앞에서부터 매번 맞는 조각 가운데 가장 긴 것을 떼어 냅니다. ##은 "
      "단어의 첫머리가 아니라는 표시이고, 나눌 수 없는 단어는 통째로 [UNK]가 됩니다. 문장의 "
      "앞뒤에는 [CLS]와 [SEP]를 붙입니다. BERT의 단어장은 3만 개쯤이고, 아래는 그것을 흉내 낸 작은 "
      "단어장입니다.",
      "A pre-trained model needs the tokenizer that it was trained with: other ids would fetch the "
      "wrong rows of its embeddings. BERT's WordPiece splits words into pieces of its vocabulary "
      "and takes, from the front, the longest that fits each time. ## marks a piece that does not "
      "begin a word, and a word that cannot be split becomes [UNK] as a whole. [CLS] and [SEP] "
      "go before and after the sentence. BERT's vocabulary has about 30,000 pieces; the one below "
      "is a small imitation.");
  page.code(
      "vocabulary = [\n"
      "    {}]\n"
      "\n"
      "def pieces_of_word(word):\n"
      "    pieces, start = [], 0\n"
      "    while start < len(word):\n"
      "        for end in range(len(word), start, -1):     # the longest first\n"
      "            piece = (\"##\" if start else \"\") + word[start:end]\n"
      "            if piece in vocabulary:\n"
      "                break\n"
      "        else:\n"
      "            return [\"[UNK]\"]\n"
      "        pieces.append(piece)\n"
      "        start = end\n"
      "    return pieces\n"
      "\n"
      "def ids_of(sentence):\n"
      "    words = sentence.lower().split()\n"
      "    pieces = [piece for word in words for piece in pieces_of_word(word)]\n"
      "    pieces = [\"[CLS]\"] + pieces + [\"[SEP]\"]\n"
      "    return torch.tensor([vocabulary.index(piece) for piece in pieces])\n"
      "\n"
      "english_ids = ids_of(\"{}\")\n"
      "korean_ids = ids_of(\"{}\")",
      vocabulary_in_python(), english, korean);
  std::vector<std::vector<block::Cell>> rows;
  bool whole = true;
  for (const char* word : {"school", difficult, "나는", "학교에서", "attention"}) {
    const Labels pieces = pieces_of_word(word);
    const bool unknown = pieces.front() == "[UNK]";
    rows.push_back({word, joined(pieces, " "), static_cast<Size>(pieces.size())});
    whole = whole && (unknown || put_together(pieces) == word);
  }
  page.table({{"단어", "word"}, {"조각", "pieces"}, {"조각의 수", "how many"}}, std::move(rows));
  page.whole_numbers(english_ids);
  page.whole_numbers(korean_ids);

  page.check(whole, "[UNK]가 아니면 조각을 이어 붙였을 때 단어가 그대로 나옵니다",
             "unless it is [UNK], the pieces put together are the word again");
  page.check(
      pieces_of_word("학교에서").back() == "##에서" && pieces_of_word("학교에").back() == "##에",
      "'학교에서'는 ##에가 아니라 더 긴 ##에서로 나뉩니다",
      "학교에서 (at school) takes ##에서, which is longer, rather than ##에");
  const std::vector<block::Question::Option> options = {
      {"trans ##form ##ers",
       {"맨 앞에서 trans보다 긴 조각이 맞습니다", "at the front a piece longer than trans fits"}},
      {"transform ##ers"},
      {"transform ##er ##s",
       {"transform 다음에는 ##er보다 긴 조각이 맞습니다",
        "after transform a piece longer than ##er fits"}},
      {"[UNK]",
       {"단어장의 조각으로 끝까지 나눌 수 있는 단어입니다",
        "pieces of the vocabulary reach to the end of this word"}}};
  std::size_t right = 0;
  while (options[right].en != joined(pieces_of_word(difficult), " ")) ++right;
  page.ask_choice(
      {"단어장에 trans, transform, ##form, ##er, ##s, ##ers가 있습니다. 앞에서부터 매번 맞는 조각 "
       "가운데 가장 긴 것을 떼어 내면 transformers는 어떻게 나뉩니까?",
       "The vocabulary has trans, transform, ##form, ##er, ##s and ##ers. From the front, the "
       "longest piece that fits is taken each time. How is transformers split?"},
      options, right);
}

}  // namespace attn::chapter6
