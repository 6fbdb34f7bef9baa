#include <string>

#include "files_harness.h"

/// A .safetensors file: as it is, and with the length of its header as it should be for the JSON
/// that the rest begins with.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = attn::text_of(data, size);
  attn::require_read_or_refused(bytes, "w.safetensors");
  if (size < 9) return 0;
  const std::size_t length = bytes.rfind('}') == bytes.npos ? 0 : bytes.rfind('}') - 7;
  std::string told(8, '\0');
  for (unsigned i = 0; i < 8; ++i) told[i] = static_cast<char>((length >> (8 * i)) & 0xFFU);
  attn::require_read_or_refused(told + std::string(bytes.substr(8)), "w.safetensors");
  return 0;
}
