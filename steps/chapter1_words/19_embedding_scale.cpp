#include <cmath>

#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// Word vectors are made as long as position vectors before the two are added.
void embedding_scale(const Settings& s, Page& page) {
  constexpr Size n = 6;
  const float root = std::sqrt(static_cast<float>(model_size));
  Generator generator(s.seed_or(seed_of_chapter));
  const Tensor embeddings =
      (randn({n, model_size}, generator) * (1 / root)).named(names::embeddings);
  const Tensor scaled = (embeddings * root).named(names::scaled);
  const Tensor pe = positional_encoding(n, model_size);
  const Tensor word_lengths =
      row_lengths(embeddings).named("word_lengths").labelled(0, position_names(0, n));  // (n)
  const Tensor scaled_lengths =
      row_lengths(scaled).named("scaled_lengths").labelled(0, position_names(0, n));
  const Tensor position_lengths = row_lengths(pe).named("position_lengths");

  page.text(
      "단어마다 배우는 벡터를 임베딩(embedding)이라고 합니다. 표준편차가 1/√d_model인 난수로 "
      "시작하면 길이가 1쯤인데 위치 벡터의 길이는 √(d_model / 2)이므로, 그대로 더하면 위치가 "
      "단어를 덮어 버립니다. 2017년의 트랜스포머(Vaswani et al.)는 더하기 전에 임베딩에 √d_model을 "
      "곱합니다. 논문에 까닭은 없지만, 이렇게 하면 단어 벡터가 위치 벡터보다 길어집니다. GPT-2와 "
      "BERT는 "
      "곱하지 않으며, nn.Embedding은 처음부터 길이가 √d_model쯤입니다.",
      "The vector that is learned for each word is its embedding. Started with a standard "
      "deviation of 1/√d_model it has a length of about 1, and position vectors have one of "
      "√(d_model / 2), so added as they are, positions would drown the words. The transformer of "
      "2017 (Vaswani et al.) multiplies embeddings by √d_model before the two are added. The paper "
      "gives no reason, but it makes the words longer than the positions. GPT-2 and BERT do not "
      "multiply, and nn.Embedding starts with a length of about √d_model anyway.");
  page.code(
      "d_model = {0}\n"
      "torch.manual_seed({1})\n"
      "embeddings = torch.randn({2}, d_model) * d_model**-0.5\n"
      "scaled = embeddings * d_model**0.5\n"
      "pe, _, _ = positional_encoding({2}, d_model)\n"
      "word_lengths = embeddings.norm(dim=-1)\n"
      "scaled_lengths = scaled.norm(dim=-1)\n"
      "position_lengths = pe.norm(dim=-1)",
      model_size, s.seed_or(seed_of_chapter), n);
  page.tensor(word_lengths);
  page.text("√d_model을 곱한 다음의 길이와 위치 벡터의 길이입니다.",
            "Their lengths times √d_model, and those of the position vectors:");
  page.tensor(scaled_lengths);
  page.tensor(position_lengths);
  const float before = mean(word_lengths).item() / mean(position_lengths).item();
  const float after = mean(scaled_lengths).item() / mean(position_lengths).item();
  page.check(before < 0.1F, "곱하기 전에는 단어 벡터의 길이가 위치 벡터의 {:.4f}배뿐입니다",
             "before, word vectors are only {:.4f} times as long as position vectors", before);
  page.check(after > 1 && after < 2, "곱한 뒤에는 {:.4f}배로, 둘의 크기가 비슷합니다",
             "after, they are {:.4f} times as long: both count", after);
  page.ask_choice({"d_model = 512일 때 단어 벡터에 √d_model을 곱하면 길이는 몇 배가 됩니까?",
                   "With d_model = 512, what does multiplying by √d_model do to the length of a "
                   "word vector?"},
                  {{{"512배가 됩니다", "512 times as long"},
                    {"512는 곱하는 수가 아니라 그 수를 제곱한 d_model입니다",
                     "512 is not the factor but its square, d_model"}},
                   {{"약 22.6배가 됩니다", "about 22.6 times as long"}},
                   {{"16배가 됩니다", "16 times as long"},
                    {"16은 √(512 ÷ 2), 즉 위치 벡터의 길이입니다",
                     "16 is √(512 ÷ 2), the length of a position vector"}},
                   {{"그대로입니다", "it stays the same"},
                    {"모든 원소에 같은 수를 곱하면 길이에도 그 수가 곱해집니다",
                     "what multiplies every element multiplies the length as well"}}},
                  std::abs(root - 22.6F) < 0.1F ? 1 : 0);
}

}  // namespace attn::chapter1
