#include "random/normal_block.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

// Every fused multiply-add is written out with std::fma, so that results are the same to the bit
// with and without the instruction. With it they take a tenth of the time. glibc has asked the
// processor already; asking again would cost a tenth of the program's start on a virtual machine.
#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define ATTN_HAS_FMA_BUILD 1
#define ATTN_FMA_BUILD __attribute__((target("avx2,fma")))
#endif

namespace attn {
namespace {

constexpr float two_pi = static_cast<float>(2.0 * std::numbers::pi);

// Natural logarithm after the Cephes library, in the order of operations of PyTorch's AVX2 code.
[[gnu::always_inline]] inline float log_x86(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  float e = static_cast<float>(static_cast<int>(bits >> 23U) - 127 + 1);
  float m = std::bit_cast<float>((bits & 0x007FFFFFU) | 0x3F000000U);  // in [0.5, 1)
  const bool small = m < 0.707106781186547524F;
  const float extra = small ? m : 0.0F;
  m -= 1.0F;
  if (small) e -= 1.0F;
  m += extra;
  const float z = m * m;
  float y = 7.0376836292E-2F;
  y = std::fma(y, m, -1.1514610310E-1F);
  y = std::fma(y, m, 1.1676998740E-1F);
  y = std::fma(y, m, -1.2420140846E-1F);
  y = std::fma(y, m, 1.4249322787E-1F);
  y = std::fma(y, m, -1.6668057665E-1F);
  y = std::fma(y, m, 2.0000714765E-1F);
  y = std::fma(y, m, -2.4999993993E-1F);
  y = std::fma(y, m, 3.3333331174E-1F);
  y = y * m;
  y = std::fma(y, z, e * -2.12194440e-4F);
  y = std::fma(-z, 0.5F, y);
  return std::fma(e, 0.693359375F, m + y);
}

struct SinCos {
  float sin, cos;
};

// Sine and cosine after the Cephes library, in the order of operations of PyTorch's AVX2 code.
[[gnu::always_inline]] inline SinCos sincos_x86(float x) {
  const int j = (static_cast<int>(x * 1.27323954473516F) + 1) & ~1;
  const float y = static_cast<float>(j);
  x = std::fma(y, -0.78515625F, x);
  x = std::fma(y, -2.4187564849853515625e-4F, x);
  x = std::fma(y, -3.77489497744594108e-8F, x);
  const float z = x * x;
  float c = std::fma(std::fma(2.443315711809948E-5F, z, -1.388731625493765E-3F), z,
                     4.166664568298827E-2F);
  c = c * z;
  c = std::fma(z, c, -(z * 0.5F)) + 1.0F;
  float s = std::fma(std::fma(-1.9515295891E-4F, z, 8.3321608736E-3F), z, -1.6666654611E-1F);
  s = s * z;
  s = std::fma(s, x, x);
  const bool swapped = (j & 2) != 0;
  const float sin = swapped ? c : s;
  const float cos = swapped ? s : c;
  return {(j & 4) != 0 ? -sin : sin, (~(j - 2) & 4) != 0 ? -cos : cos};
}

[[gnu::always_inline]] inline void transform_x86(float* d, std::size_t n, float mean, float std) {
  for (std::size_t start = 0; start < n; start += 16) {
    for (std::size_t j = start; j < start + 8; ++j) {
      const float u1 = 1.0F - d[j];
      const float u2 = d[j + 8];
      const float r = std::sqrt(-2.0F * log_x86(u1));
      const SinCos angle = sincos_x86(two_pi * u2);
      d[j] = std::fma(r * angle.cos, std, mean);
      d[j + 8] = std::fma(r * angle.sin, std, mean);
    }
  }
}

// With the C library's float functions, as PyTorch: the last digits are those of the library. Only
// tests ask for this profile.
void transform_scalar(float* d, std::size_t n, float mean, float std) {
  for (std::size_t start = 0; start < n; start += 16) {
    for (std::size_t j = start; j < start + 8; ++j) {
      const float u1 = 1.0F - d[j];
      const float u2 = d[j + 8];
      const float r = std::sqrt(-2.0F * std::log(u1));
      const auto angle = static_cast<float>(2.0 * std::numbers::pi * static_cast<double>(u2));
      d[j] = r * std::cos(angle) * std + mean;
      d[j + 8] = r * std::sin(angle) * std + mean;
    }
  }
}

#ifdef ATTN_HAS_FMA_BUILD
ATTN_FMA_BUILD void transform_x86_with_fma(float* d, std::size_t n, float mean, float std) {
  transform_x86(d, n, mean, std);
}
#endif

}  // namespace

void NormalBlock::operator()(float* d, std::size_t n) const {
  if (profile == Profile::scalar) return transform_scalar(d, n, mean, std);
#ifdef ATTN_HAS_FMA_BUILD
  if (CPU_FEATURE_ACTIVE(FMA) && CPU_FEATURE_ACTIVE(AVX2)) {
    return transform_x86_with_fma(d, n, mean, std);
  }
#endif
  transform_x86(d, n, mean, std);
}

}  // namespace attn
