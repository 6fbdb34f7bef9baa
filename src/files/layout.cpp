#include "files/layout.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

#include "files/tensor_file.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559);

/// IEEE 754's half: a sign, 5 bits of exponent, 10 of fraction.
float from_half(std::uint32_t bits) {
  const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
  const auto fraction = static_cast<float>(bits & 0x3FFU);
  float size = 0;
  if (exponent == 0x1F) {
    size = fraction == 0 ? std::numeric_limits<float>::infinity()
                         : std::numeric_limits<float>::quiet_NaN();
  } else if (exponent == 0) {
    size = fraction * 0x1p-24F;
  } else {
    size = std::ldexp(1024 + fraction, static_cast<int>(exponent) - 25);
  }
  return (bits & 0x8000U) != 0 ? -size : size;
}

float from_double(double number, const std::string& where) {
  const auto rounded = static_cast<float>(number);
  if (std::isfinite(number) && !std::isfinite(rounded)) {
    throw UserError(
        where,
        {formatted("float32로 나타낼 수 없는 수입니다: {}", number),
         formatted("{} does not fit into a float32", number)},
        {"절댓값이 3e38 이하인 수를 저장하십시오", "save numbers of at most 3e38 in size"});
  }
  return rounded;
}

/// The number whose bytes make up `bits`.
float number_from(std::uint64_t bits, const NumberType& type, const std::string& where) {
  using Kind = NumberType::Kind;
  switch (type.kind) {
    case Kind::floating:
      if (type.size == 2) return from_half(static_cast<std::uint32_t>(bits));
      if (type.size == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      return from_double(std::bit_cast<double>(bits), where);
    case Kind::brain_floating:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits << 16U));
    case Kind::signed_whole: {
      const auto unused = static_cast<unsigned>(64 - 8 * type.size);  // the sign's copies go there
      return static_cast<float>(static_cast<std::int64_t>(bits << unused) >> unused);
    }
    case Kind::unsigned_whole:
      return static_cast<float>(bits);
    case Kind::boolean:
      break;
  }
  return bits != 0 ? 1.0F : 0.0F;
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) number = (number << 8U) | static_cast<unsigned char>(byte);
  return number;
}

Strides column_major_strides(const Shape& shape) {
  Strides strides = Strides::filled(shape.rank(), 1);
  for (int axis = 1; axis < shape.rank(); ++axis) {
    strides[axis] = strides[axis - 1] * shape[axis - 1];
  }
  return strides;
}

}  // namespace

std::uint64_t little_endian(std::string_view bytes) {
  assert(bytes.size() <= 8);
  std::uint64_t number = 0;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    number = (number << 8U) | static_cast<unsigned char>(*byte);
  }
  return number;
}

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  assert(at <= bytes.size() && size <= bytes.size() - at);
  return little_endian(bytes.substr(at, size));
}

Shape shape_of(const std::vector<std::uint64_t>& sizes, const std::string& where) {
  if (sizes.size() > static_cast<std::size_t>(Dims::max_rank)) {
    throw UserError(
        where,
        {formatted("축은 {}개까지 받는데 {}개입니다", Dims::max_rank, sizes.size()),
         formatted("at most {} axes are taken, this has {}", Dims::max_rank, sizes.size())},
        {"reshape으로 축을 줄이십시오", "make the axes fewer with reshape"});
  }
  std::uint64_t numbers = 1;
  for (const std::uint64_t size : sizes) {
    if (size == 0) {
      throw UserError(where,
                      {"크기가 0인 축이 있어 숫자가 없습니다",
                       "an axis of it has size 0, so it holds no numbers"},
                      {"숫자가 있는 텐서를 저장하십시오", "save a tensor that holds some"});
    }
    if (size > max_tensor_file_numbers / numbers) {
      throw UserError(where,
                      {formatted("숫자는 {}개까지 받습니다", max_tensor_file_numbers),
                       formatted("at most {} numbers are taken", max_tensor_file_numbers)},
                      {"필요한 부분만 저장하십시오", "save only the part you need"});
    }
    numbers *= size;
  }
  Shape shape;
  for (const std::uint64_t size : sizes) shape.push_back(static_cast<Size>(size));
  return shape;
}

Tensor to_tensor(std::string_view bytes, const Layout& layout, const std::string& where) {
  assert(bytes.size() == layout.bytes());
  const Strides strides =
      layout.is_column_major ? column_major_strides(layout.shape) : row_major_strides(layout.shape);
  const std::size_t size = layout.type.size;
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(layout.shape.product()));
  for_each_cell(layout.shape, [&](const Index& cell) {
    std::size_t place = 0;
    for (int axis = 0; axis < cell.rank(); ++axis) {
      place += static_cast<std::size_t>(cell[axis] * strides[axis]);
    }
    const std::string_view number = bytes.substr(place * size, size);
    const std::uint64_t bits = layout.is_big_endian ? big_endian(number) : little_endian(number);
    values.push_back(number_from(bits, layout.type, where));
  });
  return {layout.shape, std::move(values)};
}

}  // namespace attn
