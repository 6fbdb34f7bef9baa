#include "chapter5_encoder_decoder/writer.h"

#include <array>

#include "random/draws.h"
#include "shared/positions.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

std::shared_ptr<const Labels> names_of(const std::vector<float>& ids) {
  constexpr std::array<const char*, vocabulary> words = {"<s>", "w1", "w2", "w3", "w4"};
  Labels names;
  for (const float id : ids) names.emplace_back(words[static_cast<std::size_t>(id)]);
  return std::make_shared<const Labels>(std::move(names));
}

}  // namespace

Tensor positions(Size n, Size d) {
  return narrow(positional_encoding(n, d + d % 2), 1, 0, d);
}

Tensor ids_of(const std::vector<float>& words) {
  return Tensor({static_cast<Size>(words.size())}, words)
      .named("words")
      .labelled(0, names_of(words));
}

float next_word(const Tensor& logits) {
  const Size last = logits.size(0) - 1;
  Size best = 0;
  for (Size word = 1; word < logits.size(1); ++word) {
    best = logits.at({last, word}) > logits.at({last, best}) ? word : best;
  }
  return static_cast<float>(best);
}

Writer::Writer(Size d, Size heads, Generator& generator)
    : word_vectors(randn({vocabulary, d}, generator).named("word_vectors")),
      decoder(d, heads, 4 * d, generator),
      to_words(d, vocabulary, true, generator) {
  to_words.name("to_words.");
}

Tensor Writer::operator()(const std::vector<float>& words, const Tensor& memory) const {
  const Tensor placed = positions(static_cast<Size>(words.size()), word_vectors.size(1));
  const Tensor y = (embedding(ids_of(words), word_vectors) + placed)
                       .named("y")
                       .labelled(0, names_of(words));          // (T_dec, d)
  const Tensor dec_out = decoder(y, memory).named("dec_out");  // (T_dec, d)
  return to_words(dec_out).named("logits").labelled(1, names_of({0, 1, 2, 3, 4}));
}

}  // namespace attn::chapter5
