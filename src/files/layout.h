#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/tensor.h"

namespace attn {

// What the forms share: how numbers lie in a file.

/// How numbers of a type are written in bytes.
struct NumberType {
  enum class Kind { floating, brain_floating, signed_whole, unsigned_whole, boolean };
  Kind kind;
  std::size_t size;          ///< in bytes: 1, 2, 4 or 8
  std::string_view dtype{};  ///< as PyTorch calls it
};

/// A tensor as it lies in a file.
struct Layout {
  NumberType type;
  Shape shape{};
  bool is_big_endian = false;
  bool is_column_major = false;  ///< Fortran's order: the first index runs fastest

  std::size_t bytes() const { return type.size * static_cast<std::size_t>(shape.product()); }
};

/// A whole number of 1 to 8 bytes, the lowest first. REQUIRES: bytes.size() <= 8.
std::uint64_t little_endian(std::string_view bytes);
/// The one of `size` bytes at `at`. REQUIRES: it lies within `bytes`.
std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size);

/// The shape that these sizes make. Throws UserError if it holds no numbers, more than are taken,
/// or has more axes than a tensor can.
Shape shape_of(const std::vector<std::uint64_t>& sizes, const std::string& where);

/// The numbers as float32, row-major. Throws UserError for one that is finite and does not fit.
/// REQUIRES: bytes.size() == layout.bytes().
Tensor to_tensor(std::string_view bytes, const Layout& layout, const std::string& where);

}  // namespace attn
