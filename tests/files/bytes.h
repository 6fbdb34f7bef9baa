#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Files of tensors put together byte by byte, so that each can be wrong in one place.

namespace attn::files_test {

inline std::string bytes_of(std::uint64_t number, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) {
    bytes += static_cast<char>(number & 0xFFU);
    number >>= 8U;
  }
  return bytes;
}

inline std::string npy(std::string_view header, std::string_view data = {},
                       std::string_view version = std::string_view("\1\0", 2)) {
  const int size = version[0] == '\1' ? 2 : 4;
  return std::string("\x93NUMPY") + std::string(version) + bytes_of(header.size(), size) +
         std::string(header) + std::string(data);
}

/// A file in an archive; the fields are what the archive says of it.
struct Member {
  std::string name;
  std::string content{};
  std::uint64_t method = 0;
  std::uint64_t flags = 0;
  std::uint64_t size = content.size();  // unpacked
  std::uint64_t packed_size = content.size();
  std::uint64_t checksum =
      crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
  std::uint64_t moved_by = 0;  // how far its place is from the true one
  std::string local_name = name;
  std::string extra{};
};

inline std::string fields_of(const Member& member) {
  return bytes_of(member.flags, 2) + bytes_of(member.method, 2) + bytes_of(0, 4) +
         bytes_of(member.checksum, 4) + bytes_of(member.packed_size, 4) + bytes_of(member.size, 4) +
         bytes_of(member.name.size(), 2) + bytes_of(member.extra.size(), 2);
}

inline std::string zip(const std::vector<Member>& members, std::string_view comment = {},
                       std::uint64_t count_more = 0) {
  std::string bytes, directory;
  for (const Member& member : members) {
    directory += "PK\1\2" + bytes_of(20, 2) + bytes_of(20, 2) + fields_of(member) +
                 bytes_of(0, 10) + bytes_of(bytes.size() + member.moved_by, 4) + member.name +
                 member.extra;
    Member local = member;
    local.extra.clear();
    bytes += "PK\3\4" + bytes_of(20, 2) + fields_of(local) + member.local_name + member.content;
  }
  const std::uint64_t count = members.size() + count_more;
  const std::string end = "PK\5\6" + bytes_of(0, 4) + bytes_of(count, 2) + bytes_of(count, 2) +
                          bytes_of(directory.size(), 4) + bytes_of(bytes.size(), 4) +
                          bytes_of(comment.size(), 2) + std::string(comment);
  return bytes + directory + end;
}

inline std::string deflated(std::string_view content) {
  std::string packed(compressBound(static_cast<uLong>(content.size())) + 16, '\0');
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string bytes(content);
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string safetensors(std::string_view header, std::string_view data = {}) {
  return bytes_of(header.size(), 8) + std::string(header) + std::string(data);
}

}  // namespace attn::files_test
