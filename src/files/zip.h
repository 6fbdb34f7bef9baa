#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attn {

/// A file in a zip archive.
struct ZipMember {
  std::string name;
  std::uint64_t size;       ///< unpacked, in bytes
  std::string_view packed;  ///< part of the archive's bytes
  std::uint32_t checksum;   ///< CRC-32 of what is unpacked
  std::uint16_t method;     ///< 0: stored, 8: deflated; others are refused when unpacked
  bool is_encrypted;
};

bool is_zip(std::string_view bytes);

/// The files of a zip archive, by its central directory, zip64 too; nothing is unpacked. Throws
/// UserError if it is damaged, or has more of them or more bytes than are taken.
///
/// Source: APPNOTE.TXT of PKWARE, 4.3 and 4.5.3.
std::vector<ZipMember> members_of_zip(std::string_view bytes, const std::string& path);

/// The beginning of a member, unpacked: `most` bytes, or all there are. Throws UserError.
std::string unpacked_beginning(const ZipMember& member, std::size_t most, const std::string& where);

/// The whole of a member. Throws UserError, also if its size or checksum is another.
/// REQUIRES: so many bytes as member.size may be allocated.
std::string unpacked(const ZipMember& member, const std::string& where);

}  // namespace attn
