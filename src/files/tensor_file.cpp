#include "files/tensor_file.h"

#include <algorithm>
#include <cmath>

#include "files/npy.h"
#include "files/npz.h"
#include "files/pickle.h"
#include "files/safetensors.h"
#include "files/zip.h"

namespace attn {
namespace {

void require_allowed_size(std::string_view bytes, const std::string& path) {
  if (bytes.size() <= max_tensor_file_bytes) return;
  throw UserError(path,
                  {formatted("파일이 {} MiB보다 큽니다", max_tensor_file_bytes >> 20U),
                   formatted("the file is larger than {} MiB", max_tensor_file_bytes >> 20U)},
                  {"필요한 텐서만 저장하십시오", "save only the tensors you need"});
}

}  // namespace

const NamedTensor* TensorFile::find(std::string_view name) const {
  for (const NamedTensor& known : tensors) {
    if (known.name == name) return &known;
  }
  for (const RefusedTensor& known : refused) {
    if (known.name == name) throw known.why;
  }
  return nullptr;
}

bool is_tensor_file(std::string_view bytes, std::string_view path) {
  constexpr std::string_view endings[] = {".npy", ".npz", ".safetensors", ".pt", ".pth", ".pkl"};
  return is_npy(bytes) || is_zip(bytes) || is_pickle(bytes) || is_safetensors(bytes) ||
         std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

TensorFile read_tensor_file(std::string_view bytes, const std::string& path) {
  require_allowed_size(bytes, path);
  if (is_npy(bytes)) return {.path = path, .tensors = {read_npy(bytes, "", path)}};
  if (is_zip(bytes)) return read_npz(bytes, path);
  if (is_pickle(bytes)) fail_pickle(path);
  if (is_safetensors(bytes) || path.ends_with(".safetensors")) return read_safetensors(bytes, path);
  throw UserError(path,
                  {".npy, .npz, .safetensors 가운데 어느 것도 아닙니다",
                   "this is neither a .npy nor a .npz nor a .safetensors file"},
                  {"np.save나 np.savez로 저장한 파일을 주십시오",
                   "give a file that np.save or np.savez wrote"});
}

void require_finite(const NamedTensor& tensor, const std::string& path) {
  for_each_cell(tensor.tensor.shape(), [&](const Index& cell) {
    const float value = tensor.tensor.at(cell);
    if (std::isfinite(value)) return;
    const std::string name = tensor.name + subscript(cell);
    throw UserError(
        tensor.name.empty() ? path : path + ":" + tensor.name,
        {formatted("유한한 수가 와야 하는데 {}에 {}가 있습니다", name, value),
         formatted("expected finite numbers, found {} at {}", value, name)},
        {"nan과 무한대가 없는 텐서를 저장하십시오", "save a tensor without nan and infinities"});
  });
}

}  // namespace attn
