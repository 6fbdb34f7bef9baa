#pragma once

#include <cmath>

/// Functions of a float32 that C libraries compute in their own ways: their float versions differ
/// in the last digit. Computed in double and rounded once, they are the same everywhere, but for
/// one argument in some hundred million, where the exact result lies half way between two floats.
namespace attn::float32 {

inline float exp(float x) {
  return static_cast<float>(std::exp(static_cast<double>(x)));
}
inline float log(float x) {
  return static_cast<float>(std::log(static_cast<double>(x)));
}
inline float tanh(float x) {
  return static_cast<float>(std::tanh(static_cast<double>(x)));
}
inline float erf(float x) {
  return static_cast<float>(std::erf(static_cast<double>(x)));
}
inline float sin(float x) {
  return static_cast<float>(std::sin(static_cast<double>(x)));
}
inline float cos(float x) {
  return static_cast<float>(std::cos(static_cast<double>(x)));
}

}  // namespace attn::float32
