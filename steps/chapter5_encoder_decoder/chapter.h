#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 5, from queries, keys and values to an encoder and a decoder: its table of contents.
extern const Chapter chapter5_encoder_decoder;

}  // namespace attn
