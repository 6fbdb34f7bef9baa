#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// A sentence becomes numbers: lower case, tokens, ids.
void tokens_and_ids(const Settings&, Page& page) {
  const std::string sentence = house_sentence;
  const Corpus corpus = english();
  const Vocabulary vocabulary = corpus.vocabulary.with_unknown();
  const Words tokens = tokenize(sentence);
  const Tensor ids = vocabulary.ids(tokens).named("ids");  // (T)

  page.text(
      "모델은 글자가 아니라 수를 받습니다. 토큰화기(tokenizer)는 문장을 소문자로 바꾸고, 토큰으로 "
      "나누고, 단어장(vocabulary)에서 번호 ids를 찾습니다. 단어장은 {}의 단어 {}개를 정렬한 "
      "것이며, 거기에 없는 단어는 모두 0번 {}가 됩니다.",
      "A model takes numbers, not letters. A tokenizer turns a sentence into lower case, cuts it "
      "into tokens, and looks up their numbers, ids, in a vocabulary. This vocabulary has the {1} "
      "words of {0}, sorted; a word that is not among them becomes number 0, {2}.",
      corpus.file, corpus.vocabulary.size(), Vocabulary::unknown);
  page.code(
      "import re\n"
      "english = \"\\n\".join(                        # the lines of {}\n"
      "    [f\"The {{who}} {{does}} in the {{where}}.\" for who in (\"cat\", \"dog\", \"rabbit\")\n"
      "     for does in (\"runs\", \"sleeps\") for where in (\"garden\", \"house\")]\n"
      "    + [f\"We {{do}} a {{how}} {{what}}.\" for do in (\"buy\", \"eat\")\n"
      "       for how in (\"ripe\", \"sweet\") for what in (\"apple\", \"pear\", \"plum\")])\n"
      "vocab = [\"{}\"] + sorted(set(re.findall(r\"\\w+\", english.lower())))\n"
      "tokens = re.findall(r\"\\w+\", \"{}\".lower())\n"
      "ids = torch.tensor([vocab.index(token) if token in vocab else 0\n"
      "                    for token in tokens])",
      corpus.file, Vocabulary::unknown, sentence);
  std::vector<std::vector<block::Cell>> rows;
  Size unknown = 0;
  bool found_again = true;
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    const Size id = vocabulary.id(tokens[t]);
    const std::string& word = vocabulary.word(id);
    unknown += id == 0 ? 1 : 0;
    found_again = found_again && (id == 0) == !corpus.vocabulary.knows(tokens[t]) &&
                  (id == 0 || word == tokens[t]);
    rows.push_back({tokens[t], id, word});
  }
  page.table({{"토큰", "token"}, {"번호", "id"}, {"번호가 뜻하는 단어", "word of that id"}},
             std::move(rows));
  page.whole_numbers(ids);
  page.check(found_again,
             "번호에서 단어로 되돌릴 수 있습니다. 단, {}가 된 {}개는 되돌릴 수 없습니다",
             "ids lead back to their words, but for the {1} that became {0}", Vocabulary::unknown,
             unknown);
  page.check(tokenize("THE cat, sleeps") == tokenize("the Cat sleeps."),
             "대소문자와 문장 부호만 다르면 같은 토큰이 됩니다",
             "sentences that differ only in capitals and punctuation become the same tokens");
  page.ask_shape({"'The cat sleeps in a warm house!'를 토큰화한 ids의 모양은 무엇입니까?",
                  "What is the shape of ids, made of 'The cat sleeps in a warm house!'?"},
                 ids);
}

}  // namespace attn::chapter1
