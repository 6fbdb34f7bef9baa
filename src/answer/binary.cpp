#include <algorithm>
#include <array>

#include "answer/plain_text.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

struct Kind {
  std::string_view first_bytes;
  FixedText name, fix;
};

constexpr FixedText print_array = {
    "Python에서 읽어 print(…)로 출력하거나 np.savetxt로 저장한 텍스트를 주십시오",
    "load it in Python and give what print(…) shows, or save it as text with np.savetxt"};
constexpr FixedText copy_cells = {
    "칸을 복사해 텍스트 파일에 붙여 넣거나 CSV UTF-8로 저장하십시오",
    "copy the cells into a text file, or save the sheet as CSV UTF-8"};
constexpr FixedText copy_numbers = {"그림 대신 숫자를 복사한 텍스트를 주십시오",
                                    "give the numbers themselves, copied as text"};

constexpr FixedText pickle = {"Python의 pickle 파일입니다", "this is Python's pickle file"};

constexpr std::array<Kind, 14> kinds = {
    {{"\x93NUMPY", {"NumPy의 .npy 파일입니다", "this is NumPy's .npy file"}, print_array},
     {"\x89PNG", {"그림 파일(PNG)입니다", "this is a picture (PNG)"}, copy_numbers},
     {"\xFF\xD8\xFF", {"그림 파일(JPEG)입니다", "this is a picture (JPEG)"}, copy_numbers},
     {"GIF8", {"그림 파일(GIF)입니다", "this is a picture (GIF)"}, copy_numbers},
     {"%PDF-", {"PDF 파일입니다", "this is a PDF file"}, copy_numbers},
     {"\xD0\xCF\x11\xE0",
      {"오래된 엑셀·워드·한글 문서입니다", "this is a document of old Excel, Word or Hangul"},
      copy_cells},
     {"\x89HDF", {"HDF5 파일입니다", "this is an HDF5 file"}, print_array},
     {"MATLAB 5.0 MAT-file",
      {"MATLAB의 .mat 파일입니다", "this is MATLAB's .mat file"},
      {"disp(…)로 출력한 것을 주십시오", "give what disp(…) prints"}},
     {"\x1F\x8B",
      {"압축된 파일(gzip)입니다", "this is a compressed file (gzip)"},
      {"압축을 푼 텍스트를 주십시오", "unpack it and give the text"}},
     {"\x7F"
      "ELF",
      {"실행 파일입니다", "this is a program"},
      {"프로그램이 출력한 것을 주십시오", "give what it prints"}},
     {"\x80\x02", pickle, print_array},
     {"\x80\x03", pickle, print_array},
     {"\x80\x04", pickle, print_array},
     {"\x80\x05", pickle, print_array}}};

constexpr FixedText print_tensors = {"torch.load로 읽어 print(…)로 출력한 것을 주십시오",
                                     "load it with torch.load and give what print(…) shows"};

[[noreturn]] void fail_binary(const Source& bytes, const FixedText& what, const FixedText& fix) {
  throw UserError(bytes.file, what, fix);
}

bool is_zip_of(std::string_view bytes, std::string_view member) {
  return bytes.substr(0, 4096).find(member) != std::string_view::npos ||
         bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 4096)).find(member) !=
             std::string_view::npos;
}

[[noreturn]] void fail_zip(const Source& bytes) {
  if (is_zip_of(bytes.text, ".npy")) {
    fail_binary(bytes, {"NumPy의 .npz 파일입니다", "this is NumPy's .npz file"}, print_array);
  }
  if (is_zip_of(bytes.text, "data.pkl")) {
    fail_binary(bytes, {"PyTorch가 저장한 파일(.pt)입니다", "this is a file of torch.save (.pt)"},
                print_tensors);
  }
  fail_binary(bytes,
              {"압축된 파일(zip)이거나 엑셀·워드·한글 문서입니다",
               "this is a zip archive, or a document of Excel, Word or Hangul"},
              copy_cells);
}

void refuse_known_binaries(const Source& bytes) {
  const std::string_view text = bytes.text;
  if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) fail_zip(bytes);
  // Eight bytes of length, then JSON.
  if (text.size() > 10 && text.substr(4, 5) == std::string_view("\0\0\0\0{", 5)) {
    fail_binary(bytes, {".safetensors 파일입니다", "this is a .safetensors file"},
                {"safetensors로 읽어 print(…)로 출력한 것을 주십시오",
                 "load it with safetensors and give what print(…) shows"});
  }
  for (const Kind& kind : kinds) {
    if (text.starts_with(kind.first_bytes)) fail_binary(bytes, kind.name, kind.fix);
  }
}

/// Control bytes, or a quarter of bytes that are no UTF-8: numbers as the machine holds them.
void refuse_raw_numbers(const Source& bytes) {
  const std::string_view head = bytes.text.substr(0, 1024);
  const auto is_control = [](char c) {
    return 0 <= c && c < ' ' &&
           std::string_view("\t\n\v\f\r\b\a\x1b").find(c) == std::string_view::npos;
  };
  const auto controls = std::count_if(head.begin(), head.end(), is_control);
  const auto high = std::count_if(head.begin(), head.end(), [](char c) { return c < 0; });
  // A single NUL in a text is a slip, and require_text names its line.
  const auto odd = controls + high;
  const auto size = static_cast<std::ptrdiff_t>(head.size());
  if (controls == 0 || odd * (controls == 1 ? 3 : 8) < size) return;
  fail_binary(bytes, {"텍스트가 아니라 바이너리 파일입니다", "this is a binary file, no text"},
              {"Python에서 np.fromfile 등으로 읽어 print(…)로 출력한 것을 주십시오",
               "load it in Python, with np.fromfile for instance, and give what print(…) shows"});
}

}  // namespace

void refuse_binaries(const Source& bytes) {
  refuse_known_binaries(bytes);
  refuse_raw_numbers(bytes);
}

}  // namespace attn
