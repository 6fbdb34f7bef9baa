#pragma once

#include <cstdint>

#include "lesson/settings.h"
#include "nn/encoder_layer.h"

/// What the chapters that build whole models have in common, each computed from the settings alone.

namespace attn {

inline constexpr std::uint64_t seed_of_models = 123;

/// The size of a token throughout a model: d_out, 4 if none is chosen, so that each of two heads
/// has more than one number.
Size d_model(const Settings& settings);

/// An encoder layer, its feed-forward layer four times as wide as a token: (T, d) → (T, d).
EncoderLayer encoder(const Settings& settings);

}  // namespace attn
