#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tensor/dims.h"

namespace attn {

/// What the words in front of a bracket say about what it holds.
struct NameBefore {
  std::string name{};           ///< "attn_weights"; empty if there is none
  bool is_label = false;        ///< see Answer
  std::optional<Size> index{};  ///< 3 in `row[3] =`, `3: ` and `(3, `
  bool is_shape = false;        ///< `x.shape =`, `Size(`: sizes follow, and no tensor
  bool is_flat_data = false;    ///< `data:`, `values:`: a shape may stand beside it
};

/// Reads the end of `before`: `name =`, `"name":`, `Attention weights: tensor(`, a line of its own.
NameBefore name_before(std::string_view before);

/// The dotted word that `text` ends with: "torch.Size"; empty if it ends with something else.
std::string_view word_at_end(std::string_view text);

/// Whether `word(…)` is how a library writes a tensor or a number: tensor, np.float32, DeviceArray.
bool is_wrapper(std::string_view word);

/// Whether `word[…]` is how a language writes a tensor: Julia's Float32, Rust's vec!.
bool is_element_type(std::string_view word);

}  // namespace attn
