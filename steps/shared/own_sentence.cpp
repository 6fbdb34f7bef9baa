#include "shared/own_sentence.h"

namespace attn {

void say_how_drawn(const Settings& settings, Page& page) {
  if (!settings.inputs_drawn()) return;
  page.text(
      "이 문장의 임베딩은 시드 {}의 표준정규분포 난수입니다. 학습한 것이 아니므로 아직 단어의 뜻은 "
      "담겨 있지 않습니다.",
      "The embeddings of this sentence are random numbers from the standard normal distribution, "
      "seed {}. Nothing has been learned, so they carry no meaning yet.",
      settings.seed_of_inputs());
}

}  // namespace attn
