#include "chapter1_words/older_models.h"
#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "lesson/comparing.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// The next word from the last one alone.
void markov_chain(const Settings&, Page& page) {
  const Bigrams b = bigrams(tokenize(sample_sentence));
  const Tensor next_word =
      select(b.probs, 0, b.vocabulary.id(b.tokens.back())).named(names::next_word);

  page.text(
      "마르코프 연쇄(Markov chain)는 마지막 원소만 보고 다음 원소를 예측합니다. 한 문장에서 이웃한 "
      "두 단어(bigram)를 세어 표 counts를 만들고, 행마다 합으로 나누면 '이 단어 다음에 무엇이 "
      "올까'의 확률 probs가 됩니다. following은 둘째 단어부터 차례로, 그 단어의 칸만 1인 행입니다. "
      "이 행을 바로 앞 단어의 행에 더해 나가면 횟수를 센 셈이 됩니다. 마지막 단어 앞에 무엇이 "
      "있었든 예측은 똑같습니다.",
      "A Markov chain predicts the next element from the last one only. Count pairs of neighbours "
      "(bigrams) in a sentence into the table counts, divide each row by its sum, and you have "
      "probs, what may follow each word. following has a row for each word from the second on, "
      "with "
      "a 1 in that word's column; adding it to the row of the word before it does the counting. "
      "Whatever stood before the last word, the prediction is the same.");
  page.code(
      "tokens = \"{}\".split()\n"
      "vocab = list(dict.fromkeys(tokens))          # in order of appearance\n"
      "token_ids = torch.tensor([vocab.index(token) for token in tokens])\n"
      "following = torch.eye(len(vocab))[token_ids[1:]]   # (T - 1, V)\n"
      "counts = torch.zeros(len(vocab), len(vocab))\n"
      "counts = counts.index_add(0, token_ids[:-1], following)\n"
      "probs = counts / counts.sum(dim=1, keepdim=True)\n"
      "next_word = probs[token_ids[-1]]",
      sample_sentence);
  page.whole_numbers(b.token_ids);
  page.whole_numbers(b.following);
  page.whole_numbers(b.counts);
  page.tensor(b.probs);
  page.text("문장은 '{0}'에서 끝나므로, 다음 단어의 예측 next_word는 '{0}' 행입니다.",
            "The sentence ends in '{0}', so next_word, its prediction, is the row of '{0}'.",
            b.tokens.back());
  page.tensor(next_word);
  page.check(rows_sum_to_one(b.probs), "모든 행의 합이 1입니다", "every row sums to 1");

  // What two words tell, and the last of them alone does not.
  Size seen = 0;
  Size dogs = 0;
  for (std::size_t t = 2; t < b.tokens.size(); ++t) {
    if (b.tokens[t - 2] != "and" || b.tokens[t - 1] != "the") continue;
    ++seen;
    dogs += b.tokens[t] == "dog" ? 1 : 0;
  }
  const float after_the = b.probs.at({b.vocabulary.id("the"), b.vocabulary.id("dog")});
  page.check(seen > 0 && dogs == seen && after_the < 1,
             "문장에서 'and the' 다음에는 언제나 'dog'가 왔지만, 마지막 단어 'the'만 보면 'dog'의 "
             "확률은 {}입니다",
             "in the sentence 'and the' is always followed by 'dog', but from the last word, "
             "'the', alone the probability of 'dog' is {}",
             after_the);
  const Size dog = b.vocabulary.id("dog");
  const float seen_together = b.counts.at({b.vocabulary.id("the"), dog});
  page.ask_cell({"counts의 'the' 행을 보십시오. 'the' 다음에 'dog'가 올 확률은 얼마입니까?",
                 "Look at the row of 'the' in counts. How likely is it that 'dog' follows 'the'?"},
                b.probs, {b.vocabulary.id("the"), dog}, {b.counts},
                {{seen_together,
                  {"횟수 그대로이며, 'the' 다음에 온 단어의 수로 나누어야 합니다",
                   "that is the count itself, not yet divided by how many words follow 'the'"}},
                 {seen_together / sum(sum(b.counts, 1), 0).item(),
                  {"문장의 모든 쌍 가운데의 비율이며, 'the'로 시작하는 쌍만 세어야 합니다",
                   "that is its share of all pairs, but only those that begin with 'the' count"}},
                 {seen_together / sum(b.counts, 0).at({dog}),
                  {"'dog' 앞에 'the'가 왔을 비율이며, 방향이 반대입니다",
                   "that is how often 'the' comes before 'dog', the other way round"}}});
}

}  // namespace attn::chapter1
