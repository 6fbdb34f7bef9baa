#include "chapter5_encoder_decoder/writer.h"

#include <array>

#include "random/draws.h"
#include "shared/positions.h"
#include "tensor/argmax.h"
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

Tensor first_words() {
  return Tensor({1}, {start_word}).named("words").labelled(0, names_of({start_word}));
}

Tensor with_next_word(const Tensor& words, const Tensor& logits) {
  const Tensor last = narrow(logits, 0, logits.size(0) - 1, 1);  // (1, vocabulary)
  const Tensor longer = cat({words, argmax(last, -1)}).named("words");
  return longer.labelled(0, names_of(longer.values()));
}

Writer::Writer(Size d, Size heads, Generator& generator)
    : word_vectors(randn({vocabulary, d}, generator).named("word_vectors")),
      decoder(d, heads, 4 * d, generator),
      to_words(d, vocabulary, true, generator) {
  to_words.name("to_words.");
}

Tensor Writer::operator()(const Tensor& words, const Tensor& memory) const {
  const Tensor placed = positions(words.size(0), word_vectors.size(1));
  const Tensor y = (embedding(words, word_vectors) + placed)
                       .named("y")
                       .labelled(0, names_of(words.values()));  // (T_dec, d)
  const Tensor dec_out = decoder(y, memory).named("dec_out");   // (T_dec, d)
  return to_words(dec_out).named("logits").labelled(1, names_of({0, 1, 2, 3, 4}));
}

}  // namespace attn::chapter5
