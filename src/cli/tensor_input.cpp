#include "cli/tensor_input.h"

#include <algorithm>
#include <vector>

#include "cli/file.h"
#include "lesson/pytorch_source.h"
#include "lesson/settings.h"
#include "lesson/suggest.h"

namespace attn {
namespace {

std::string list_of(const TensorFile& file) {
  constexpr std::size_t most = 8;
  std::vector<std::string> names;
  for (const NamedTensor& tensor : file.tensors) {
    if (names.size() == most) {
      names.emplace_back("…");
      break;
    }
    names.push_back(echoed(tensor.name));
  }
  return joined(names, ", ");
}

[[noreturn]] void fail_unnamed(const TensorFile& file) {
  if (file.path == "-") {
    throw UserError(
        file.path,
        {formatted("텐서가 {}개 있습니다: {}", file.tensors.size(), list_of(file)),
         formatted("it holds {} tensors: {}", file.tensors.size(), list_of(file))},
        {"표준 입력으로는 하나만 주거나, 파일로 저장해 --input FILE.npz:이름으로 쓰십시오",
         "give a single one, or save them to a file: --input FILE.npz:name"});
  }
  const std::string example = formatted("{}:{}", file.path, file.tensors.front().name);
  throw UserError(file.path,
                  {formatted("텐서가 {}개 있습니다: {}", file.tensors.size(), list_of(file)),
                   formatted("it holds {} tensors: {}", file.tensors.size(), list_of(file))},
                  {formatted("쓸 텐서의 이름을 붙이십시오: --input {}", example),
                   formatted("say which: --input {}", example)});
}

[[noreturn]] void fail_unknown(const TensorFile& file, const std::string& name) {
  const std::string where = file.path + ":" + name;
  if (file.tensors.front().name.empty()) {
    throw UserError(where,
                    {".npy의 배열에는 이름이 없습니다", "the array of a .npy file has no name"},
                    {formatted("이름 없이 쓰십시오: --input {}", file.path),
                     formatted("write it without a name: --input {}", file.path)});
  }
  std::vector<std::string_view> names;
  for (const NamedTensor& tensor : file.tensors) names.push_back(tensor.name);
  const std::string meant =
      file.path + ":" + std::string(did_you_mean(name, names).value_or(names.front()));
  throw UserError(
      where,
      {formatted("그런 이름의 텐서가 없습니다. 있는 것: {}", list_of(file)),
       formatted("there is no tensor of this name; it holds {}", list_of(file))},
      did_you_mean(name, names)
          ? Text(formatted("혹시 {}입니까?", meant), formatted("did you mean {}?", meant))
          : Text(formatted("{}처럼 쓰십시오", meant), formatted("write, say, {}", meant)));
}

const NamedTensor& tensor_meant(const TensorFile& file, const std::string& name) {
  if (name.empty() && file.tensors.size() > 1) fail_unnamed(file);
  if (name.empty()) return file.tensors.front();
  const NamedTensor* found = file.find(name);
  if (!found) fail_unknown(file, name);
  return *found;
}

void require_matrix(const NamedTensor& tensor, const std::string& where) {
  const Shape& shape = tensor.tensor.shape();
  if (shape.rank() == 2) return;
  const bool is_batch = shape.rank() == 3;
  throw UserError(
      where,
      {formatted("모양이 (토큰, 차원)이어야 하는데 {}입니다", to_string(shape)),
       formatted("expected the shape (tokens, columns), got {}", to_string(shape))},
      is_batch ? Text("배치에서 문장 하나를 골라 저장하십시오: x[0]",
                      "save one sentence of the batch: x[0]")
               : Text("행이 토큰이고 열이 차원인 행렬을 저장하십시오",
                      "save a matrix with a row for each token and a column for each dimension"));
}

void require_few(Size found, Size most, const Text& what, const std::string& where) {
  if (found <= most) return;
  throw UserError(where,
                  {formatted("{} {}개까지 받는데 {}개입니다", what.ko, most, found),
                   formatted("at most {} {} are taken, this has {}", most, what.en, found)},
                  {"필요한 부분만 저장하십시오: x[:8, :64]", "save only a part: x[:8, :64]"});
}

/// Lines of PyTorch that load the tensor as float32.
std::string loading_of(std::string_view bytes, const TensorPath& path, const std::string& name) {
  const bool is_npy = name.empty();
  const bool is_npz = bytes.starts_with("PK");
  const std::string_view stand_in = is_npy ? "FILE.npy" : is_npz ? "FILE.npz" : "FILE.safetensors";
  const bool is_piped = path.file == "-";
  const std::string note =
      is_piped ? formatted("# {}: the bytes that were piped in\n", stand_in) : "";
  const std::string file = in_python(is_piped ? stand_in : path.file);
  if (is_npy || is_npz) {
    const std::string part = is_npy ? "" : formatted("[{}]", in_python(name));
    return formatted(
        "import numpy\n{}inputs = torch.from_numpy(numpy.load({}){}.astype(\"float32\"))", note,
        file, part);
  }
  return formatted("from safetensors.torch import load_file\n{}inputs = load_file({})[{}].float()",
                   note, file, in_python(name));
}

}  // namespace

TensorPath tensor_path(const std::string& typed) {
  if (exists(typed)) return {typed};
  for (std::size_t colon = typed.find(':'); colon != std::string::npos;
       colon = typed.find(':', colon + 1)) {
    const std::string file = typed.substr(0, colon);
    if (file == "-" || is_tensor_file("", file) || exists(file)) {
      return {file, typed.substr(colon + 1)};
    }
  }
  return {typed};
}

std::size_t most_bytes(std::string_view path, std::size_t of_text) {
  return is_tensor_file("", path) ? max_tensor_file_bytes : of_text;
}

LoadedInputs load_inputs(std::string_view bytes, const TensorPath& path) {
  const TensorFile file = read_tensor_file(bytes, path.file);
  const NamedTensor& tensor = tensor_meant(file, path.name);
  const std::string where =
      tensor.name.empty() ? path.file : formatted("{}:{}", path.file, tensor.name);
  require_matrix(tensor, where);
  require_few(tensor.tensor.size(0), Settings::max_tokens, {"토큰은", "tokens"}, where);
  require_few(tensor.tensor.size(1), Settings::max_d_in, {"열은", "columns"}, where);
  require_finite(tensor, path.file);
  return {tensor.tensor, loading_of(bytes, path, tensor.name)};
}

}  // namespace attn
