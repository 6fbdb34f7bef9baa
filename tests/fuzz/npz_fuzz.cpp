#include <zlib.h>

#include "files_harness.h"

/// A .npz file: a zip archive, as it is, and with the checksums that its directory lacks.

namespace {

/// Puts right the checksum of every entry of the directory that is stored, so that what lies behind
/// it is reached.
void mend_checksums(std::string& bytes) {
  for (std::size_t at = bytes.find("PK\1\2"); at != std::string::npos;
       at = bytes.find("PK\1\2", at + 1)) {
    if (bytes.size() - at < 46) return;
    const auto number = [&](std::size_t place, std::size_t size) {
      std::size_t value = 0;
      for (std::size_t i = size; i-- > 0;) {
        value = (value << 8U) | static_cast<unsigned char>(bytes[at + place + i]);
      }
      return value;
    };
    const std::size_t packed = number(20, 4);
    const std::size_t start = number(42, 4) + 30 + number(28, 2);
    if (start > bytes.size() || packed > bytes.size() - start) continue;
    const auto* first = reinterpret_cast<const Bytef*>(bytes.data() + start);
    const uLong checksum = crc32(0, first, static_cast<uInt>(packed));
    for (unsigned i = 0; i < 4; ++i) {
      bytes[at + 16 + i] = static_cast<char>((checksum >> (8 * i)) & 0xFFU);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(attn::text_of(data, size));
  attn::require_read_or_refused(bytes, "w.npz");
  mend_checksums(bytes);
  attn::require_read_or_refused(bytes, "w.npz");
  return 0;
}
