#include "files/zip.h"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <new>

#include "files/collection.h"
#include "files/layout.h"
#include "files/tensor_file.h"
#include "lesson/source.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

constexpr FixedText save_npz_again = {"np.savez로 다시 저장하십시오",
                                      "save it again with np.savez"};

[[noreturn]] void fail_damaged(const std::string& where) {
  throw UserError(where,
                  {"zip 파일이 끊겼거나 손상되었습니다", "the zip archive is cut short or damaged"},
                  save_npz_again);
}

/// A record of the archive: its numbers by their place in it.
class ZipRecord {
 public:
  /// Throws UserError unless `size` bytes are there, which begin with `signature`.
  ZipRecord(std::string_view bytes, std::uint64_t at, std::size_t size, std::uint32_t signature,
            const std::string& path) {
    if (at > bytes.size() || size > bytes.size() - at) fail_damaged(path);
    bytes_ = bytes.substr(static_cast<std::size_t>(at), size);
    if (little_endian(bytes_, 0, 4) != signature) fail_damaged(path);
  }
  std::uint16_t u16(std::size_t at) const {
    return static_cast<std::uint16_t>(little_endian(bytes_, at, 2));
  }
  std::uint32_t u32(std::size_t at) const {
    return static_cast<std::uint32_t>(little_endian(bytes_, at, 4));
  }
  std::uint64_t u64(std::size_t at) const { return little_endian(bytes_, at, 8); }

 private:
  std::string_view bytes_{};
};

constexpr std::uint32_t in_zip64 = 0xFFFFFFFF;  // a size that stands in a field of zip64

constexpr std::size_t size_of_end = 22;
constexpr std::uint32_t end_signature = 0x06054b50;

/// Where the record lies that ends the archive; behind it there is a comment alone.
std::size_t place_of_end(std::string_view bytes, const std::string& path) {
  constexpr std::size_t longest_comment = 0xFFFF;
  const std::size_t most = std::min(bytes.size(), size_of_end + longest_comment);
  for (std::size_t back = size_of_end; back <= most; ++back) {
    const std::size_t at = bytes.size() - back;
    if (little_endian(bytes, at, 4) == end_signature &&
        little_endian(bytes, at + 20, 2) == back - size_of_end) {
      return at;
    }
  }
  fail_damaged(path);
}

/// The part of the archive that lists its files.
struct CentralDirectory {
  std::uint64_t start, size, count;
};

constexpr std::size_t size_of_locator = 20;
constexpr std::uint32_t locator_signature = 0x07064b50;

CentralDirectory zip64_directory(std::string_view bytes, std::size_t end, const std::string& path) {
  const ZipRecord locator(bytes, end - size_of_locator, size_of_locator, locator_signature, path);
  const std::uint64_t at = locator.u64(8);
  const ZipRecord record(bytes, at, 56, 0x06064b50, path);
  const CentralDirectory directory{record.u64(48), record.u64(40), record.u64(32)};
  if (directory.start > at || directory.size != at - directory.start) fail_damaged(path);
  return directory;
}

CentralDirectory central_directory(std::string_view bytes, const std::string& path) {
  const std::size_t at = place_of_end(bytes, path);
  const ZipRecord end(bytes, at, size_of_end, end_signature, path);
  // PyTorch writes the records of zip64 whether or not the numbers need them.
  const bool has_zip64 =
      at >= size_of_locator && little_endian(bytes, at - size_of_locator, 4) == locator_signature;
  if (has_zip64) return zip64_directory(bytes, at, path);
  const CentralDirectory directory{end.u32(16), end.u32(12), end.u16(10)};
  if (directory.start > at || directory.size != at - directory.start) fail_damaged(path);
  return directory;
}

/// Sizes and place of a member, where the extra fields of zip64 tell what 32 bits cannot.
struct Extent {
  std::uint64_t size, packed_size, local;

  void take_zip64(std::string_view extra, const std::string& path) {
    while (extra.size() >= 4) {
      const std::uint64_t id = little_endian(extra, 0, 2);
      const std::uint64_t length = little_endian(extra, 2, 2);
      extra.remove_prefix(4);
      if (length > extra.size()) break;
      if (id == 1) return take(extra.substr(0, static_cast<std::size_t>(length)), path);
      extra.remove_prefix(static_cast<std::size_t>(length));
    }
  }

 private:
  void take(std::string_view field, const std::string& path) {
    for (std::uint64_t* number : {&size, &packed_size, &local}) {
      if (*number != in_zip64) continue;
      if (field.size() < 8) fail_damaged(path);
      *number = little_endian(field, 0, 8);
      field.remove_prefix(8);
    }
  }
};

/// What lies behind the local header at `local`: `size` bytes, before the directory.
std::string_view packed_bytes(std::string_view before_directory, const Extent& extent,
                              std::string_view name, const std::string& path) {
  constexpr std::size_t size_of_local = 30;
  const ZipRecord header(before_directory, extent.local, size_of_local, 0x04034b50, path);
  std::string_view rest =
      before_directory.substr(static_cast<std::size_t>(extent.local) + size_of_local);
  const std::size_t before = std::size_t{header.u16(26)} + header.u16(28);
  if (!rest.starts_with(name) || header.u16(26) != name.size() || before > rest.size() ||
      extent.packed_size > rest.size() - before) {
    fail_damaged(path);
  }
  return rest.substr(before, static_cast<std::size_t>(extent.packed_size));
}

/// Reads the entry of the directory that `bytes` begin with, which are moved behind it.
ZipMember take_entry(std::string_view& bytes, std::string_view before_directory,
                     const std::string& path) {
  constexpr std::size_t size_of_entry = 46;
  const ZipRecord entry(bytes, 0, size_of_entry, 0x02014b50, path);
  const std::size_t of_name = entry.u16(28), of_extra = entry.u16(30), of_comment = entry.u16(32);
  bytes.remove_prefix(size_of_entry);
  if (of_name + of_extra + of_comment > bytes.size()) fail_damaged(path);
  const std::string_view name = bytes.substr(0, of_name);
  Extent extent{entry.u32(24), entry.u32(20), entry.u32(42)};
  extent.take_zip64(bytes.substr(of_name, of_extra), path);
  bytes.remove_prefix(of_name + of_extra + of_comment);
  if (!is_utf8(name)) fail_damaged(path);
  return {.name = std::string(name),
          .size = extent.size,
          .packed = packed_bytes(before_directory, extent, name, path),
          .checksum = entry.u32(16),
          .method = entry.u16(10),
          .is_encrypted = (entry.u16(8) & 1U) != 0};
}

void require_room(const std::vector<ZipMember>& members, const std::string& path) {
  std::uint64_t bytes = 0;
  for (const ZipMember& member : members) {
    if (member.size > max_tensor_file_bytes - bytes) {
      throw UserError(
          path,
          {formatted("압축을 풀면 {} MiB보다 큽니다", max_tensor_file_bytes >> 20U),
           formatted("unpacked it is larger than {} MiB", max_tensor_file_bytes >> 20U)},
          {"필요한 배열만 저장하십시오", "save only the arrays you need"});
    }
    bytes += member.size;
  }
}

/// zlib's stream over the bytes of a member.
class Inflation {
 public:
  Inflation(const ZipMember& member, const std::string& where) : where_(where) {
    stream_.next_in = reinterpret_cast<const Bytef*>(member.packed.data());
    stream_.avail_in = static_cast<uInt>(member.packed.size());
    if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~Inflation() { inflateEnd(&stream_); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  /// Fills `to` as far as there are bytes; how many there were.
  std::size_t fill(std::string& to) {
    stream_.next_out = reinterpret_cast<Bytef*>(to.data());
    stream_.avail_out = static_cast<uInt>(to.size());
    code_ = inflate(&stream_, Z_SYNC_FLUSH);
    if (code_ != Z_OK && code_ != Z_STREAM_END && code_ != Z_BUF_ERROR) fail_damaged(where_);
    return to.size() - stream_.avail_out;
  }
  bool is_at_end() const { return code_ == Z_STREAM_END && stream_.avail_in == 0; }

 private:
  z_stream stream_{};
  int code_ = Z_OK;
  const std::string& where_;
};

void require_method(const ZipMember& member, const std::string& where) {
  if (member.is_encrypted) {
    throw UserError(where, {"암호가 걸려 있습니다", "it is encrypted"}, save_npz_again);
  }
  if (member.method == 0 && member.packed.size() != member.size) fail_damaged(where);
  if (member.method != 0 && member.method != Z_DEFLATED) {
    throw UserError(where,
                    {formatted("읽을 수 없는 압축 방식입니다: {}", member.method),
                     formatted("it is packed in a way that is not read, method {}", member.method)},
                    {"np.savez나 np.savez_compressed로 저장하십시오",
                     "save it with np.savez or np.savez_compressed"});
  }
}

}  // namespace

bool is_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

std::vector<ZipMember> members_of_zip(std::string_view bytes, const std::string& path) {
  const CentralDirectory directory = central_directory(bytes, path);
  require_few_tensors(directory.count, path);
  const std::string_view before = bytes.substr(0, static_cast<std::size_t>(directory.start));
  std::string_view entries = bytes.substr(before.size(), static_cast<std::size_t>(directory.size));
  std::vector<ZipMember> members;
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    members.push_back(take_entry(entries, before, path));
  }
  if (!entries.empty()) fail_damaged(path);
  require_room(members, path);
  return members;
}

std::string unpacked_beginning(const ZipMember& member, std::size_t most,
                               const std::string& where) {
  require_method(member, where);
  if (member.method == 0) return std::string(member.packed.substr(0, most));
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(most, member.size)), '\0');
  bytes.resize(Inflation(member, where).fill(bytes));
  return bytes;
}

std::string unpacked(const ZipMember& member, const std::string& where) {
  require_method(member, where);
  std::string bytes(static_cast<std::size_t>(member.size), '\0');
  if (member.method == 0) {
    bytes = member.packed;
  } else {
    Inflation inflation(member, where);
    std::string more(1, '\0');  // what is one byte too long shows here, and the end at any rate
    if (inflation.fill(bytes) != bytes.size()) fail_damaged(where);
    if (!inflation.is_at_end() && (inflation.fill(more) != 0 || !inflation.is_at_end())) {
      fail_damaged(where);
    }
  }
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  if (crc32(0, data, static_cast<uInt>(bytes.size())) != member.checksum) {
    throw UserError(where,
                    {"검사합(CRC)이 맞지 않습니다: 파일이 손상되었습니다",
                     "its checksum (CRC) does not hold: the file is damaged"},
                    save_npz_again);
  }
  return bytes;
}

}  // namespace attn
