#pragma once

#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lesson/user_error.h"
#include "tensor/tensor.h"

namespace attn {

/// Weights that a learner brought along in a file, under the names of a `state_dict()`. Which of
/// them were made use of is remembered, so that it can be said which were not.
class OwnWeights {
 public:
  /// `file` as its path was given; each tensor has its name.
  OwnWeights(std::string file, std::vector<Tensor> tensors)
      : file_(std::move(file)), tensors_(std::move(tensors)) {}

  const std::string& file() const { return file_; }
  std::span<const Tensor> tensors() const { return tensors_; }
  /// The tensor of that name; null if there is none.
  const Tensor* find(std::string_view name) const;

  void remember_use(std::string_view name) const;
  /// The names that nothing made use of, in the file's order.
  std::vector<std::string> unused() const;

 private:
  std::string file_;
  std::vector<Tensor> tensors_;
  mutable std::mutex turn_{};
  mutable std::set<std::string, std::less<>> used_{};
};

/// What a step throws if it cannot use the weights. Without them it could be shown.
struct UnfitWeights : UserError {
  using UserError::UserError;
};

/// What sizes follow from the weights' names and shapes; 0 or false where nothing does.
struct SizesOfWeights {
  std::string name{};  ///< the tensor that tells d_out
  Size d_out = 0;
  Size heads = 0;         ///< of modules that keep a list of heads
  bool has_bias = false;  ///< of queries, keys and values
};
SizesOfWeights sizes_of(const OwnWeights& weights);

}  // namespace attn
