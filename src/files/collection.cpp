#include "files/collection.h"

namespace attn {
namespace {

constexpr FixedText save_fewer = {"필요한 텐서만 저장하십시오", "save only the tensors you need"};

}  // namespace

void require_few_tensors(std::uint64_t count, const std::string& path) {
  if (count <= max_tensor_file_tensors) return;
  throw UserError(path,
                  {formatted("텐서는 {}개까지 받습니다", max_tensor_file_tensors),
                   formatted("at most {} tensors are taken", max_tensor_file_tensors)},
                  save_fewer);
}

void Collection::require_new(const std::string& name) {
  if (names_.insert(name).second) return;
  throw UserError(file_.path,
                  {formatted("같은 이름이 두 번 나옵니다: {}", echoed(name)),
                   formatted("it holds {} twice", echoed(name))},
                  {"이름마다 텐서 하나만 저장하십시오", "save one tensor under each name"});
}

void Collection::take_room(std::size_t more, const std::string& where) {
  if (more > max_tensor_file_numbers - numbers_) {
    throw UserError(where,
                    {formatted("한 파일에서 숫자는 {}개까지 받습니다", max_tensor_file_numbers),
                     formatted("at most {} numbers of a file are taken", max_tensor_file_numbers)},
                    save_fewer);
  }
  numbers_ += more;
}

TensorFile Collection::take() {
  if (!file_.tensors.empty()) return std::move(file_);
  if (!file_.refused.empty()) throw file_.refused.front().why;
  throw UserError(file_.path, {"텐서가 없습니다", "it holds no tensor"},
                  {"텐서가 있는 파일을 주십시오", "give a file that holds one"});
}

}  // namespace attn
