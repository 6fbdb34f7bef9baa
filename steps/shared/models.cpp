#include "shared/models.h"

namespace attn {

Size d_model(const Settings& s) {
  return s.d_out_or(4);
}

EncoderLayer encoder(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  return EncoderLayer(d_model(s), s.heads(), 4 * d_model(s), generator);
}

}  // namespace attn
