#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lesson/source.h"
#include "tensor/dims.h"

namespace attn {

/// A number as somebody wrote it. 0.2098 has four decimals; so has 1.2098e-03, with exponent -3.
struct Reading {
  double value = 0;
  std::int16_t decimals = 0;
  std::int16_t exponent = 0;
  std::uint32_t offset = 0;  ///< where it starts in the text, in bytes
};

/// A tensor as somebody wrote it.
struct Answer {
  std::string name{};  ///< empty if it has none
  std::string step{};  ///< the step's id where the text tells it: in our own output
  Shape shape{};
  std::vector<Reading> readings{};  ///< row-major
  /// Whether the shape is only what a table can tell: rows of numbers, which may be a vector or
  /// the slices of a tensor with more axes.
  bool is_table = false;
  /// Whether the name is only the last word in front of the tensor, as in "Attention weights:
  /// tensor(…)" or "Your tensor(…)": then it need not be the name of one.
  bool is_label = false;
  /// The type the text tells, as PyTorch calls it ("bfloat16", "float32", "int64"); else empty.
  std::string dtype{};
  /// If not 0: each number has so many significant digits at most, as C++ and Julia write them, and
  /// not as many decimals as its neighbours. 1.23457 beside 0.0738903 is no 1.2345700.
  int significant = 0;
  /// Whether the numbers are a machine's own, with all their digits: they count, unless all of the
  /// numbers were rounded, to two decimals or more.
  bool has_all_digits = false;
  /// Whether it stands right below the answer before, or in one list with it, has its shape and no
  /// name of its own: the two may be rows (slices) of one tensor.
  bool follows = false;
};

/// The largest text that is read, in bytes, and the most numbers and tensors in it.
inline constexpr std::size_t max_answer_bytes = 16U << 20U;
inline constexpr std::size_t max_answer_numbers = 1U << 19U;
inline constexpr std::size_t max_answers = 4096;

/// Reads the tensors of a text, in order: as libraries and languages print them, as JSON, YAML,
/// CSV, tables and notebooks hold them, or as this program's own output, text and JSON. What may be
/// read in several ways is not guessed.
///
/// Throws UserError, which says where: for numbers left out (`...`), rows of different lengths, a
/// text without numbers, files that are no text. Takes time in proportion to the text, and little
/// more memory than it.
std::vector<Answer> read_answers(const Source& source);

}  // namespace attn
