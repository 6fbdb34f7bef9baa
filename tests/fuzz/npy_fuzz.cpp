#include "files_harness.h"

/// A .npy file. Its header tells the size of the rest.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  attn::require_read_or_refused(attn::text_of(data, size), "x.npy");
  return 0;
}
