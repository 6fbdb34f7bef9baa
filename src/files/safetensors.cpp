#include "files/safetensors.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "files/collection.h"
#include "files/layout.h"

namespace attn {
namespace {

using HeaderJson = nlohmann::json;

constexpr std::size_t before_header = 8;
constexpr FixedText save_safetensors_again = {"safetensors.torch.save_file로 다시 저장하십시오",
                                              "save it again with safetensors.torch.save_file"};

[[noreturn]] void fail_header(const std::string& path, const std::string& ko,
                              const std::string& en) {
  throw UserError(path, {ko, en}, save_safetensors_again);
}

/// A tensor as the header tells it.
struct Entry {
  std::string name;
  std::optional<std::string> dtype{};
  std::optional<std::vector<std::uint64_t>> shape{}, offsets{};
};

/// Takes the header apart as it goes by: an object of objects, no key of which occurs twice.
class HeaderReader {
 public:
  HeaderReader(std::string_view json, const std::string& path) : json_(json), path_(path) {}

  std::vector<Entry> read() {
    HeaderJson::sax_parse(json_.begin(), json_.end(), this);
    return std::move(entries_);
  }

  // What nlohmann::json::sax_parse calls.
  bool null() { unexpected("null"); }
  bool boolean(bool value) { unexpected(value ? "true" : "false"); }
  bool number_integer(HeaderJson::number_integer_t value) { unexpected(std::to_string(value)); }
  bool number_float(double, const std::string& written) { unexpected(written); }
  bool number_unsigned(HeaderJson::number_unsigned_t value) {
    constexpr std::size_t most = 64;  // more axes than PyTorch has
    if (!list_ || list_->size() == most) unexpected(std::to_string(value));
    list_->push_back(value);
    return true;
  }
  bool string(const std::string& value) {
    if (depth_ == 2 && is_metadata_) return true;
    if (depth_ != 2 || list_ || key_ != "dtype") unexpected("\"" + value + "\"");
    entries_.back().dtype = value;
    return true;
  }
  bool binary(HeaderJson::binary_t&) { unexpected("binary"); }

  bool start_object(std::size_t) {
    if (++depth_ > 2 || list_) unexpected("{");
    if (depth_ == 2) keys_.clear();
    return true;
  }
  bool key(const std::string& name) {
    if (!(depth_ == 1 ? names_ : keys_).insert(name).second) fail_twice(name);
    key_ = name;
    if (depth_ == 2) return true;
    is_metadata_ = name == "__metadata__";
    require_few_tensors(names_.size(), path_);
    if (!is_metadata_) entries_.push_back({.name = name});
    return true;
  }
  bool end_object() {
    if (depth_-- == 1 || is_metadata_) return true;
    const Entry& entry = entries_.back();
    if (entry.dtype && entry.shape && entry.offsets && entry.offsets->size() == 2) return true;
    fail_header(path_,
                formatted("{}에는 dtype, shape, data_offsets(두 수)가 모두 있어야 합니다",
                          echoed(entry.name)),
                formatted("{} needs a dtype, a shape and two data_offsets", echoed(entry.name)));
  }

  bool start_array(std::size_t) {
    if (depth_ != 2 || is_metadata_ || list_) unexpected("[");
    std::optional<std::vector<std::uint64_t>>* list = nullptr;
    if (key_ == "shape") list = &entries_.back().shape;
    if (key_ == "data_offsets") list = &entries_.back().offsets;
    if (!list) unexpected("[");
    list_ = &list->emplace();
    return true;
  }
  bool end_array() {
    list_ = nullptr;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const HeaderJson::exception&) {
    fail_header(path_, formatted("머리글이 {}번째 바이트에서 JSON이 아닙니다", position),
                formatted("its header is no JSON at byte {}", position));
  }

 private:
  [[noreturn]] void unexpected(const std::string& what) const {
    fail_header(
        path_, formatted("머리글의 \"{}\"에 {}가 올 수 없습니다", echoed(key_), echoed(what)),
        formatted("its header has {} at \"{}\", which cannot be", echoed(what), echoed(key_)));
  }
  [[noreturn]] void fail_twice(const std::string& name) const {
    fail_header(path_, formatted("같은 이름이 두 번 나옵니다: {}", echoed(name)),
                formatted("its header has {} twice", echoed(name)));
  }

  std::string_view json_;
  const std::string& path_;
  std::vector<Entry> entries_{};
  std::set<std::string> names_{}, keys_{};
  std::string key_{};
  std::vector<std::uint64_t>* list_ = nullptr;  ///< the one that is open
  int depth_ = 0;                               ///< of objects
  bool is_metadata_ = false;
};

std::optional<NumberType> type_named(std::string_view dtype) {
  using Kind = NumberType::Kind;
  struct Named {
    std::string_view name;
    NumberType type;
  };
  static constexpr Named types[] = {
      {"F16", {Kind::floating, 2, "float16"}},      {"BF16", {Kind::brain_floating, 2, "bfloat16"}},
      {"F32", {Kind::floating, 4, "float32"}},      {"F64", {Kind::floating, 8, "float64"}},
      {"I8", {Kind::signed_whole, 1, "int8"}},      {"I16", {Kind::signed_whole, 2, "int16"}},
      {"I32", {Kind::signed_whole, 4, "int32"}},    {"I64", {Kind::signed_whole, 8, "int64"}},
      {"U8", {Kind::unsigned_whole, 1, "uint8"}},   {"U16", {Kind::unsigned_whole, 2, "uint16"}},
      {"U32", {Kind::unsigned_whole, 4, "uint32"}}, {"U64", {Kind::unsigned_whole, 8, "uint64"}},
      {"BOOL", {Kind::boolean, 1, "bool"}},
  };
  for (const Named& named : types) {
    if (named.name == dtype) return named.type;
  }
  return {};
}

/// How many bytes numbers of these sizes take; nothing if that is more than there can be.
std::optional<std::uint64_t> bytes_of(const std::vector<std::uint64_t>& sizes,
                                      std::uint64_t bytes) {
  if (std::find(sizes.begin(), sizes.end(), 0U) != sizes.end()) return 0;
  for (const std::uint64_t size : sizes) {
    if (size > max_tensor_file_bytes / bytes) return {};
    bytes *= size;
  }
  return bytes;
}

/// Each begins where the one before ends, the last ends with the file, and shapes fill them.
void require_whole(const std::vector<Entry>& entries, std::uint64_t bytes,
                   const std::string& path) {
  std::uint64_t end = 0;
  for (const Entry& entry : entries) {
    const std::uint64_t from = (*entry.offsets)[0], to = (*entry.offsets)[1];
    if (from != end || to < from || to > bytes) {
      fail_header(path,
                  formatted("{}의 data_offsets가 맞지 않습니다: {}바이트 가운데 {}부터인데 "
                            "{}부터 {}까지입니다",
                            echoed(entry.name), bytes, end, from, to),
                  formatted("the data_offsets of {} leave a hole, overlap or lie outside: of {} "
                            "bytes it should begin at {}, but has {} to {}",
                            echoed(entry.name), bytes, end, from, to));
    }
    end = to;
    const auto type = type_named(*entry.dtype);
    if (type && bytes_of(*entry.shape, type->size) != to - from) {
      fail_header(path,
                  formatted("{}의 shape와 dtype이 data_offsets의 {}바이트와 맞지 않습니다",
                            echoed(entry.name), to - from),
                  formatted("shape and dtype of {} do not fit its {} bytes", echoed(entry.name),
                            to - from));
    }
  }
  if (end == bytes) return;
  fail_header(path, formatted("마지막 텐서 뒤에 {}바이트가 더 있습니다", bytes - end),
              formatted("there {} {} byte{} behind the last tensor",
                        bytes - end == 1 ? "is" : "are", bytes - end, bytes - end == 1 ? "" : "s"));
}

NamedTensor read_entry(const Entry& entry, std::string_view data, Collection& collection) {
  const std::string where = collection.place_of(entry.name);
  const auto type = type_named(*entry.dtype);
  if (!type) {
    throw UserError(where,
                    {formatted("읽을 수 없는 자료형입니다: {}", echoed(*entry.dtype)),
                     formatted("numbers of type {} are not read", echoed(*entry.dtype))},
                    {"float32로 바꾸어 저장하십시오: x.float()", "save it as float32: x.float()"});
  }
  const Layout layout{.type = *type, .shape = shape_of(*entry.shape, where)};
  collection.take_room(static_cast<std::size_t>(layout.shape.product()), where);
  const std::string_view bytes =
      data.substr(static_cast<std::size_t>((*entry.offsets)[0]), layout.bytes());
  return {entry.name, to_tensor(bytes, layout, where), std::string(type->dtype)};
}

}  // namespace

bool is_safetensors(std::string_view bytes) {
  // A length below 2^32, as any is that can be, and the beginning of JSON.
  return bytes.substr(0, before_header + 1).ends_with(std::string_view("\0\0\0\0{", 5));
}

TensorFile read_safetensors(std::string_view bytes, const std::string& path) {
  if (bytes.size() <= before_header || bytes[before_header] != '{') {
    fail_header(path, "safetensors 머리글은 {로 시작해야 합니다",
                "the header of a .safetensors file must begin with {");
  }
  const std::uint64_t length = little_endian(bytes, 0, before_header);
  bytes.remove_prefix(before_header);
  if (length > bytes.size()) {
    fail_header(path,
                formatted("파일이 중간에 끊겼습니다: 머리글이 {}바이트라는데 {}바이트뿐입니다",
                          length, bytes.size()),
                formatted("the file is cut short: its header has {} bytes, of which {} are there",
                          length, bytes.size()));
  }
  const std::string_view header = bytes.substr(0, static_cast<std::size_t>(length));
  const std::string_view data = bytes.substr(header.size());
  std::vector<Entry> entries = HeaderReader(header, path).read();
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return *a.offsets < *b.offsets; });
  require_whole(entries, data.size(), path);
  Collection collection(path);
  for (const Entry& entry : entries) {
    collection.add(entry.name, [&] { return read_entry(entry, data, collection); });
  }
  return collection.take();
}

}  // namespace attn
