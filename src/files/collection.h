#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "files/tensor_file.h"

namespace attn {

/// Throws UserError if a file says that it holds too many tensors.
void require_few_tensors(std::uint64_t count, const std::string& path);

/// Puts a file's tensors together.
class Collection {
 public:
  explicit Collection(std::string path) { file_.path = std::move(path); }

  /// Where the tensor of this name lies, for a message.
  std::string place_of(const std::string& name) const { return file_.path + ":" + name; }

  /// Keeps the tensor that `read` returns, or the UserError that it throws. Throws one itself if
  /// the name was there before.
  template <class Read>
  void add(const std::string& name, Read read) {
    require_new(name);
    try {
      file_.tensors.push_back(read());
    } catch (const UserError& why) {
      file_.refused.push_back({name, why});
    }
  }

  /// Throws UserError if all numbers so far and `more` are too many.
  void take_room(std::size_t more, const std::string& where);

  /// All of them. Throws UserError if none could be read.
  TensorFile take();

 private:
  void require_new(const std::string& name);

  TensorFile file_{};
  std::set<std::string> names_{};
  std::size_t numbers_ = 0;
};

}  // namespace attn
