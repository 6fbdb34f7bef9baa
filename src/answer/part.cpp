#include "answer/part.h"

#include <algorithm>
#include <cmath>

namespace attn {
namespace {

/// More blocks than this are not held against the numbers.
constexpr std::size_t most_blocks = 100000;

/// Of the slice of x under `prefix`: `count` places from `start` on along axis `axis` of x.
struct Slice {
  Index prefix;
  int axis;
  Size start, count;
};

/// A slice as Python writes it: "[0, :, 2:4]"; empty for all of x.
std::string in_brackets(const Slice& slice, const Shape& shape) {
  std::vector<std::string> places;
  for (const Size place : slice.prefix) places.push_back(std::to_string(place));
  if (slice.count < shape[slice.axis]) {
    while (static_cast<int>(places.size()) < slice.axis) places.emplace_back(":");
    places.push_back(slice.count == 1 ? std::to_string(slice.start)
                                      : formatted("{}:{}", slice.start, slice.start + slice.count));
  }
  return places.empty() ? "" : "[" + joined(places, ", ") + "]";
}

Text words_for(const Slice& slice, const Tensor& x) {
  const std::string& name = x.name();
  if (x.dim() == 2 && slice.prefix.rank() == 0 && slice.axis == 0) {
    const Size first = slice.start + 1;
    const Size last = slice.start + slice.count;
    if (first == last) {
      return {formatted("{}의 {}행", name, first), formatted("row {} of {}", first, name)};
    }
    return {formatted("{}의 {}-{}행", name, first, last),
            formatted("rows {} to {} of {}", first, last, name)};
  }
  return name + in_brackets(slice, x.shape());
}

/// Goes through the blocks of a tensor that have as many numbers as were written.
class Slices {
 public:
  Slices(const Tensor& x, const WrittenTensor& got)
      : shape_(x.shape()), values_(x.values()), got_(got) {}

  std::optional<Slice> find() {
    search({}, 0);
    const double digits_of_chance = std::log10(static_cast<double>(tried_ + 1)) + 1.5;
    if (got_.information() < digits_of_chance) return {};
    return found_;
  }

 private:
  /// Looks through the slice of x under `prefix`, which begins `first` numbers from the start.
  void search(const Index& prefix, Size first) {
    if (found_ || prefix.rank() == shape_.rank()) return;
    for (int axis = prefix.rank(); axis < shape_.rank(); ++axis) along(prefix, axis, first);
    const int next = prefix.rank();
    if (shape_[next] == 1) return;
    Size inside = 1;
    for (int axis = next + 1; axis < shape_.rank(); ++axis) inside *= shape_[axis];
    if (inside < got_.shape().product()) return;
    for (Size place = 0; place < shape_[next] && !found_; ++place) {
      Index longer = prefix;
      longer.push_back(place);
      search(longer, first + place * inside);
    }
  }

  /// Tries all blocks along one axis of the slice.
  void along(const Index& prefix, int axis, Size first) {
    Size others = 1;
    Shape block = shape_;
    for (int i = 0; i < shape_.rank(); ++i) {
      if (i < prefix.rank()) block[i] = 1;
      if (i != axis) others *= block[i];
    }
    const Size written = got_.shape().product();
    if (others == 0 || written % others != 0) return;
    const Size count = written / others;
    if (count < 1 || count > shape_[axis]) return;
    block[axis] = count;
    if (!is_meant(block)) return;
    for (Size start = 0; start + count <= shape_[axis] && !found_; ++start) {
      if (++tried_ > most_blocks) return;
      const Slice candidate{prefix, axis, start, count};
      if (agrees(candidate, block, first)) found_ = candidate;
    }
  }

  /// Whether numbers in the written shape may be a block of that one.
  bool is_meant(const Shape& block) const {
    return got_.fits(block) || same_but_for_ones(block, got_.shape());
  }

  bool agrees(const Slice& candidate, const Shape& block, Size first) const {
    const Strides strides = row_major_strides(shape_);
    const Size begin = first + candidate.start * strides[candidate.axis];
    if (!got_.agrees(0, values_[static_cast<std::size_t>(begin)])) return false;  // soon seen
    std::vector<float> numbers;
    numbers.reserve(static_cast<std::size_t>(block.product()));
    for_each_cell(block, [&](const Index& cell) {
      Size place = begin;
      for (int axis = 0; axis < block.rank(); ++axis) place += cell[axis] * strides[axis];
      numbers.push_back(values_[static_cast<std::size_t>(place)]);
    });
    return got_.fit(numbers) != Fit::none;
  }

  Shape shape_;
  std::vector<float> values_;
  const WrittenTensor& got_;
  std::size_t tried_ = 0;
  std::optional<Slice> found_{};
};

}  // namespace

std::optional<Part> part_of(const Tensor& x, const WrittenTensor& got) {
  const Size written = got.shape().product();
  if (x.dim() == 0 || written < 2 || written > x.numel()) return {};
  const std::optional<Slice> slice = Slices(x, got).find();
  if (!slice) return {};
  const bool is_whole = written == x.numel();
  return Part{is_whole, is_whole ? Text(x.name()) : words_for(*slice, x)};
}

}  // namespace attn
