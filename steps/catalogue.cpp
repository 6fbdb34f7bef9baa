#include "catalogue.h"

#include "chapter1_words/chapter.h"
#include "chapter2_averaging/chapter.h"
#include "chapter3_attention/chapter.h"
#include "chapter4_multihead/chapter.h"

namespace attn {

std::span<const Chapter* const> chapters() {
  static constexpr const Chapter* all[] = {
      &chapter1_words,
      &chapter2_averaging,
      &chapter3_attention,
      &chapter4_multihead,
  };
  return all;
}

}  // namespace attn
