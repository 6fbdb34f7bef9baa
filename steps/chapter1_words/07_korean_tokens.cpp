#include <algorithm>

#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

Size number_unknown(const Tensor& ids) {
  const std::vector<float> values = ids.values();
  return std::count(values.begin(), values.end(), 0.0F);
}

}  // namespace

// In Korean a space does not end the word: particles stick to it.
void korean_tokens(const Settings&, Page& page) {
  const std::string sentence = "고양이는 집에서 참외를 먹는다.";
  const Corpus corpus = korean();
  const Words tokens = tokenize(sentence);
  const Tensor ids = corpus.vocabulary.with_unknown().ids(tokens).named("ids");

  std::vector<Words> cut_sentences;
  for (const Words& one : corpus.sentences) cut_sentences.push_back(pieces_of(one));
  const Vocabulary cut = Vocabulary::sorted(cut_sentences).with_unknown();
  const Words pieces = pieces_of(tokens);
  const Tensor piece_ids = cut.ids(pieces).named("piece_ids");

  page.text(
      "한국어 문장을 띄어쓰기로 나누면 조사가 토큰에 붙어 있습니다. 단어장에 '고양이가'가 있어도 "
      "'고양이는'은 모르는 단어입니다. 조사를 떼어 따로 토큰으로 만들면 '고양이'와 '-는'이 모두 "
      "단어장에 있습니다. 실제 토큰화기(tokenizer)도 단어를 더 작은 조각(subword)으로 나눕니다. "
      "띄어쓰기 같은 규칙이나 형태소 분석으로 먼저 나누기도 하지만, 어떤 조각을 둘지는 많은 글에서 "
      "자주 나오는 것을 세어 정합니다.",
      "Split at spaces, Korean tokens keep their particles. The vocabulary knows '고양이가' (cat, "
      "as the subject), and yet '고양이는' (cat, as the topic) is unknown. Cut the particle off as "
      "a token of its own, and both '고양이' and '-는' are known. Real tokenizers, too, cut words "
      "into smaller pieces (subwords). They may split by simple rules first, but which pieces "
      "there are they learn by counting what occurs often in much text.");
  page.practice_gives({"split_particle"});
  page.code(
      "def split_particle(token):\n"
      "    for particle in (\"에서\", \"는\", \"가\", \"를\"):\n"
      "        if token.endswith(particle) and token != particle:\n"
      "            return [token[:-len(particle)], \"-\" + particle]\n"
      "    return [token]\n"
      "\n"
      "def ids_of(tokens, words):\n"
      "    vocab = [\"{0}\"] + sorted(set(words))\n"
      "    return torch.tensor([vocab.index(token) if token in vocab else 0\n"
      "                         for token in tokens])\n"
      "\n"
      "korean = \"\\n\".join(                         # the lines of {1}\n"
      "    [f\"{{who}} {{where}} {{does}}.\"\n"
      "     for who in \"고양이가 강아지가 토끼가\".split()\n"
      "     for where in \"마당에서 집에서\".split()\n"
      "     for does in \"뛴다 잔다\".split()]\n"
      "    + [f\"우리는 {{how}} {{what}} {{do}}.\" for how in \"단 빨간\".split()\n"
      "       for what in \"사과를 자두를 참외를\".split()\n"
      "       for do in \"산다 먹는다\".split()])\n"
      "words = re.findall(r\"\\w+\", korean)\n"
      "tokens = re.findall(r\"\\w+\", \"{2}\")\n"
      "ids = ids_of(tokens, words)\n"
      "piece_ids = ids_of([p for token in tokens for p in split_particle(token)],\n"
      "                   [p for word in words for p in split_particle(word)])",
      Vocabulary::unknown, corpus.file, sentence);
  page.whole_numbers(ids);
  page.whole_numbers(piece_ids);
  page.check(number_unknown(ids) > 0 && number_unknown(piece_ids) == 0,
             "띄어쓰기로 나누면 모르는 토큰이 {}개이고, 조사를 떼면 하나도 없습니다",
             "split at spaces, {} is unknown; with particles cut off, none is",
             number_unknown(ids));
  page.check(corpus.vocabulary.knows("고양이가") && !corpus.vocabulary.knows("고양이는"),
             "단어장에 '고양이가'는 있고 '고양이는'은 없습니다",
             "the vocabulary has '고양이가' but not '고양이는'");
  page.note(
      "'먹는다'의 '는'은 조사가 아니고 끝에 있지도 않으므로 떼지 않습니다. 그러나 조사처럼 끝나는 "
      "단어도 있어서 규칙만으로는 틀립니다. 이 규칙은 '휴가'도 '{}' + '{}'로 자릅니다.",
      "The 는 inside 먹는다 (eats) is no particle, nor at the end, so it stays. But some words do "
      "end like a particle, and then the rule is wrong: it cuts 휴가 (holiday), too, into {} + {}.",
      split_particle("휴가").front(), split_particle("휴가").back());
  page.ask_count(
      {"'고양이는 집에서 잔다'에서 조사를 떼면 토큰은 모두 몇 개가 됩니까?",
       "How many tokens are there in '고양이는 집에서 잔다' (the cat sleeps in the house) once its "
       "particles, 는 and 에서, are cut off as tokens of their own?"},
      {"띄어쓰기로 나눈 토큰에 떼어 낸 조사를 더해 세십시오",
       "count the tokens between spaces and add the particles that were cut off"},
      static_cast<Size>(pieces_of(tokenize("고양이는 집에서 잔다")).size()), {},
      {{3,
        {"띄어쓰기로 나눈 토큰의 수이며, 떼어 낸 조사도 토큰입니다",
         "that is how many tokens there are between spaces; the particles cut off are tokens, too"}},
       {6, {"'잔다'에는 뗄 조사가 없습니다", "잔다 (sleeps) has no particle to cut off"}},
       {2, {"떼어 낸 조사만 센 것입니다", "that counts only the particles cut off"}}});
}

}  // namespace attn::chapter1
