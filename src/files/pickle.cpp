#include "files/pickle.h"

#include "lesson/user_error.h"

namespace attn {

bool is_pickle(std::string_view bytes) {
  return bytes.size() > 1 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
}

void fail_pickle(const std::string& path) {
  constexpr std::string_view line =
      "numpy.savez(\"w.npz\", **{k: v.float().cpu().numpy() for k, v in "
      "model.state_dict().items()})";
  throw UserError(
      path,
      {"torch.save나 pickle로 저장한 파일입니다. 읽으면 그 안의 코드가 실행될 수 있어 읽지 않습니다",
       "this is a file of torch.save or pickle, which can run code when it is read: it is not read"},
      {formatted("PyTorch에서 .npz로 저장하십시오: {}", line),
       formatted("save it as .npz in PyTorch: {}", line)});
}

}  // namespace attn
