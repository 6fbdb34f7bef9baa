#include "files/npy.h"

#include <charconv>
#include <optional>

namespace attn {
namespace {

constexpr std::string_view npy_magic = "\x93NUMPY";
constexpr FixedText save_npy_again = {"np.save로 다시 저장하십시오", "save it again with np.save"};

/// Reads the dictionary of a header, such as
/// {'descr': '<f4', 'fortran_order': False, 'shape': (6, 3), }
class NpyDictionary {
 public:
  NpyDictionary(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  Layout read() {
    expect('{');
    while (!take('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr" && !descr_) {
        descr_ = type();
      } else if (key == "fortran_order" && !is_column_major_) {
        is_column_major_ = truth();
      } else if (key == "shape" && !sizes_) {
        sizes_ = tuple();
      } else {
        fail();
      }
      if (!take(',') && next() != '}') fail();
    }
    next();
    if (!text_.empty() || !descr_ || !is_column_major_ || !sizes_) fail();
    return layout();
  }

 private:
  std::string_view text_;  ///< what is left to read
  const std::string& where_;
  std::optional<std::string_view> descr_{};
  std::optional<bool> is_column_major_{};
  std::optional<std::vector<std::uint64_t>> sizes_{};

  [[noreturn]] void fail() const {
    const std::string rest = echoed(text_.substr(0, text_.find('\n')));
    throw UserError(where_,
                    {formatted(".npy 머리글을 읽을 수 없습니다: \"{}\"", rest),
                     formatted("the header of this .npy cannot be understood at \"{}\"", rest)},
                    save_npy_again);
  }

  /// The next character that is no blank; NUL behind the last.
  char next() {
    text_.remove_prefix(std::min(text_.find_first_not_of(" \n"), text_.size()));
    return text_.empty() ? '\0' : text_.front();
  }
  bool take(char character) {
    if (character != next()) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char character) {
    if (!take(character)) fail();
  }

  std::string_view quoted() {
    const char quote = next();
    if (quote != '\'' && quote != '"') fail();
    const std::size_t end = text_.find(quote, 1);
    if (end == std::string_view::npos) fail();
    const std::string_view inside = text_.substr(1, end - 1);
    if (inside.find('\\') != std::string_view::npos) fail();
    text_.remove_prefix(end + 1);
    return inside;
  }

  std::string_view type() {
    if (next() == '[' || next() == '(') {
      throw UserError(
          where_,
          {"이름 붙은 칸으로 된 구조체 배열입니다", "this is a structured array, of fields"},
          {"np.savez로 칸마다 배열 하나로 저장하십시오",
           "save each field as an array of its own, with np.savez"});
    }
    return quoted();
  }

  bool truth() {
    next();
    for (const std::string_view word : {"True", "False"}) {
      if (!text_.starts_with(word)) continue;
      text_.remove_prefix(word.size());
      return word == "True";
    }
    fail();
  }

  std::vector<std::uint64_t> tuple() {
    constexpr std::size_t most = 64;  // more axes than NumPy has
    std::vector<std::uint64_t> sizes;
    expect('(');
    while (!take(')')) {
      next();
      std::uint64_t size = 0;
      const auto [stop, error] = std::from_chars(text_.data(), text_.data() + text_.size(), size);
      if (error != std::errc() || sizes.size() == most) fail();
      text_.remove_prefix(static_cast<std::size_t>(stop - text_.data()));
      take('L');  // Python 2's long
      sizes.push_back(size);
      // One alone needs the comma: (6,) is a tuple, (6) a number.
      if (!take(',') && (next() != ')' || sizes.size() == 1)) fail();
    }
    return sizes;
  }

  Layout layout() const;
};

[[noreturn]] void fail_at_descr(std::string_view descr, const std::string& where) {
  const char kind = descr.size() > 1 ? descr[1] : ' ';
  if (kind == 'O') {
    throw UserError(where,
                    {"Python 객체의 배열(dtype=object)입니다. pickle이 들어 있어 읽지 않습니다",
                     "this is an array of Python objects (dtype=object): a pickle, which is not "
                     "read"},
                    {"x.astype(np.float32)처럼 숫자로 바꾸어 저장하십시오",
                     "save numbers, such as x.astype(np.float32)"});
  }
  if (kind == 'c') {
    throw UserError(
        where, {"복소수입니다", "its numbers are complex"},
        {"x.real과 x.imag를 따로 저장하십시오", "save x.real and x.imag by themselves"});
  }
  if (kind == 'U' || kind == 'S') {
    throw UserError(where, {"숫자가 아니라 글자입니다", "it holds texts, no numbers"},
                    {"숫자 배열을 저장하십시오", "save an array of numbers"});
  }
  throw UserError(where,
                  {formatted("읽을 수 없는 자료형입니다: \"{}\"", echoed(descr)),
                   formatted("numbers of type \"{}\" are not read", echoed(descr))},
                  {"x.astype(np.float32)로 바꾸어 저장하십시오", "save x.astype(np.float32)"});
}

/// The type that NumPy calls "<f4": byte order, kind, bytes.
NumberType type_called(std::string_view descr, const std::string& where) {
  using Kind = NumberType::Kind;
  struct Named {
    std::string_view name;
    NumberType type;
  };
  constexpr Named types[] = {
      {"f2", {Kind::floating, 2, "float16"}},      {"f4", {Kind::floating, 4, "float32"}},
      {"f8", {Kind::floating, 8, "float64"}},      {"i1", {Kind::signed_whole, 1, "int8"}},
      {"i2", {Kind::signed_whole, 2, "int16"}},    {"i4", {Kind::signed_whole, 4, "int32"}},
      {"i8", {Kind::signed_whole, 8, "int64"}},    {"u1", {Kind::unsigned_whole, 1, "uint8"}},
      {"u2", {Kind::unsigned_whole, 2, "uint16"}}, {"u4", {Kind::unsigned_whole, 4, "uint32"}},
      {"u8", {Kind::unsigned_whole, 8, "uint64"}}, {"b1", {Kind::boolean, 1, "bool"}},
  };
  for (const Named& named : types) {
    if (descr.empty() || descr.substr(1) != named.name) continue;
    const bool has_order = descr[0] == '<' || descr[0] == '>';
    if (has_order || (descr[0] == '|' && named.type.size == 1)) return named.type;
  }
  fail_at_descr(descr, where);
}

Layout NpyDictionary::layout() const {
  return {.type = type_called(*descr_, where_),
          .shape = shape_of(*sizes_, where_),
          .is_big_endian = descr_->starts_with('>'),
          .is_column_major = *is_column_major_};
}

[[noreturn]] void fail_cut_short(const std::string& where) {
  throw UserError(where,
                  {"파일이 중간에 끊겼습니다", "the file is cut short: its header does not end"},
                  save_npy_again);
}

}  // namespace

bool is_npy(std::string_view bytes) {
  return bytes.starts_with(npy_magic);
}

NpyHeader read_npy_header(std::string_view bytes, const std::string& where) {
  if (!is_npy(bytes)) {
    throw UserError(where, {".npy 배열이 아닙니다", "this is no .npy array"}, save_npy_again);
  }
  if (bytes.size() < 12) fail_cut_short(where);
  const std::uint64_t version = little_endian(bytes, 6, 1);
  if (version < 1 || version > 3 || bytes[7] != '\0') {
    throw UserError(where,
                    {formatted("1부터 3까지의 .npy 판을 읽는데 {}판입니다", version),
                     formatted("versions 1 to 3 of .npy are read, this is {}.{}", version,
                               little_endian(bytes, 7, 1))},
                    save_npy_again);
  }
  const std::size_t of_length = version == 1 ? 2 : 4;
  const std::size_t start = 8 + of_length;
  const std::uint64_t length = little_endian(bytes, 8, of_length);
  if (length > longest_npy_header - 12) {
    throw UserError(
        where,
        {formatted(".npy 머리글은 10000바이트까지 받는데 {}바이트입니다", length),
         formatted("the header of this .npy has {} bytes, at most 10000 are taken", length)},
        save_npy_again);
  }
  if (length > bytes.size() - start) fail_cut_short(where);
  const std::string_view text = bytes.substr(start, static_cast<std::size_t>(length));
  return {NpyDictionary(text, where).read(), start + text.size()};
}

void require_npy_size(const NpyHeader& header, std::size_t bytes, const std::string& where) {
  const std::size_t found = bytes - header.size;
  if (found == header.layout.bytes()) return;
  throw UserError(where,
                  {formatted("모양 {}의 숫자는 {}바이트여야 하는데 {}바이트입니다",
                             to_string(header.layout.shape), header.layout.bytes(), found),
                   formatted("the numbers of shape {} take {} bytes, there are {}",
                             to_string(header.layout.shape), header.layout.bytes(), found)},
                  save_npy_again);
}

NamedTensor read_npy(std::string_view bytes, const std::string& name, const std::string& where) {
  const NpyHeader header = read_npy_header(bytes, where);
  require_npy_size(header, bytes.size(), where);
  return {name, to_tensor(bytes.substr(header.size), header.layout, where),
          std::string(header.layout.type.dtype)};
}

}  // namespace attn
