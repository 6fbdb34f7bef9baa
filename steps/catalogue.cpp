#include "catalogue.h"

#include "chapter1_words/chapter.h"
#include "chapter2_averaging/chapter.h"
#include "chapter3_attention/chapter.h"
#include "chapter4_multihead/chapter.h"
#include "chapter5_encoder_decoder/chapter.h"
#include "chapter6_transfer_vision/chapter.h"
#include "chapter7_learned/chapter.h"

namespace attn {

std::span<const Chapter* const> chapters() {
  static constexpr const Chapter* all[] = {
      &chapter1_words,     &chapter2_averaging,       &chapter3_attention,
      &chapter4_multihead, &chapter5_encoder_decoder, &chapter6_transfer_vision,
      &chapter7_learned,
  };
  return all;
}

}  // namespace attn
