#include "answer/table_builder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "answer/scan.h"

namespace attn {
namespace {

/// Written without a point: 0 and 12, not 0. or 12.0.
bool is_written_whole(const Source& source, const Reading& reading) {
  if (reading.decimals > 0 || !std::isfinite(reading.value)) return false;
  const std::string_view text = source.text.substr(reading.offset, 20);
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  return end > 0 && (end == text.size() || text[end] != '.') && reading.exponent == 0;
}

/// Whether these are 0, 1, 2 … or 1, 2, 3 …, every `step`th.
bool count_up(const Source& source, const std::vector<Reading>& numbers, std::size_t step) {
  if (numbers.empty() || (numbers[0].value != 0 && numbers[0].value != 1)) return false;
  for (std::size_t i = 0; i < numbers.size(); i += step) {
    const double expected = numbers[0].value + static_cast<double>(i / step);
    if (numbers[i].value != expected || !is_written_whole(source, numbers[i])) return false;
  }
  return true;
}

/// The significant digits of a reading, without zeros in front.
int significant_digits(const Reading& reading) {
  if (reading.value == 0 || !std::isfinite(reading.value)) return 0;
  const double first = std::floor(std::log10(std::abs(reading.value))) - reading.exponent;
  return static_cast<int>(first) + 1 + reading.decimals;
}

/// How many significant digits numbers were written with, if that is what they have in common: 6,
/// as C++ streams, Julia and printf's %g have them. Else 0.
int common_significant_digits(const std::vector<Reading>& readings) {
  constexpr int usual = 6;
  int most = 0;
  int least_decimals = 99;
  int most_decimals = 0;
  for (const Reading& reading : readings) {
    if (!std::isfinite(reading.value)) continue;
    most = std::max(most, significant_digits(reading));
    least_decimals = std::min<int>(least_decimals, reading.decimals);
    most_decimals = std::max<int>(most_decimals, reading.decimals);
  }
  return most == usual && least_decimals < most_decimals && most_decimals >= usual ? usual : 0;
}

}  // namespace

std::optional<Reading> number_in(const Source& source, const Field& field) {
  // Most words are none by their first letter: inf, nan, True, false, np.inf, torch.inf, math.inf.
  constexpr std::string_view firsts = "0123456789+-.iInNtTfFm\\\xE2";
  if (field.text.empty() || firsts.find(field.text[0]) == std::string_view::npos) return {};
  std::size_t at = field.offset;
  std::optional<Reading> reading = scan_value(source, at);
  if (!reading || at != field.offset + field.text.size()) return {};
  return reading;
}

void TableBuilder::name(std::string name, std::size_t offset) {
  finish(offset);
  name_ = std::move(name);
}

std::optional<std::size_t> TableBuilder::fields_above() const {
  if (is_apart_ || part_.rows == 0) return {};
  return fields_;
}

void TableBuilder::header(const std::vector<Field>& fields, std::size_t offset) {
  if (!is_wrapped_) {
    const bool has_name = part_.rows == 0 && slices_.empty() && parts_.empty();
    std::string kept = has_name ? name_ : "";
    const std::optional<Shape> told = has_name ? told_shape_ : std::nullopt;
    finish(offset);
    name_ = std::move(kept);
    told_shape_ = told;
  } else {
    columns();
  }
  is_wrapped_ = !fields.empty() && fields.back().text == "\\";
  names_of_columns_ = fields.size() - (is_wrapped_ ? 1 : 0);
  const std::string_view first = fields.empty() ? "" : fields[0].text;
  has_label_column_ = !fields.empty() && (first.empty() || first == "token" || first == "index");
}

bool TableBuilder::may_be_header(const std::vector<Reading>& numbers) const {
  return part_.rows == 0 && header_.empty() && count_up(source_, numbers, 1);
}

/// Decides, by the row below, whether what is above are the numbers of columns or of the tensor.
void TableBuilder::settle_header(std::vector<Field>& fields) {
  const std::vector<Reading> above = std::exchange(header_, {});
  const bool has_more = fields.size() == above.size() + 1;
  const auto first = number_in(source_, fields[0]);
  const bool is_label = !first || is_written_whole(source_, *first);
  bool is_header = has_more && is_label;
  has_label_column_ = has_label_column_ || is_header;
  if (!is_header && fields.size() == above.size()) {
    is_header = has_rule_ || std::all_of(fields.begin(), fields.end(), [&](const Field& field) {
                  const auto number = number_in(source_, field);
                  return number && (number->decimals > 2 || !std::isfinite(number->value));
                });
  }
  has_rule_ = false;
  if (!is_header) add(above, above[0].offset);
}

void TableBuilder::row(std::vector<Field> fields, std::size_t offset) {
  const std::size_t count = fields.size();
  if (!fields.empty() && fields.back().text == "\\") {
    fields.pop_back();
    if (count_up(source_, numbers_in(fields), 1) || is_wrapped_) {
      fields.push_back({"\\", offset});
      return header(fields, offset);
    }
  }
  if (is_wrapped_ && part_.rows > 0 && is_apart_) {
    header(fields, offset);
    has_label_column_ = true;
    return;
  }
  if (!header_.empty()) settle_header(fields);
  const bool is_numbered = names_of_columns_ > 0 && fields.size() == names_of_columns_ + 1;
  part_.may_have_labels = part_.may_have_labels || is_numbered;
  if ((has_label_column_ || is_wrapped_) && fields.size() > 1) {
    fields.erase(fields.begin());
    part_.has_labels = true;
  }
  std::vector<Reading> numbers = numbers_in(fields);
  fields_ = count;
  const bool has_corner = fields.size() == numbers.size() + 1 && fields[0].text.empty();
  if (has_corner && may_be_header(numbers)) {
    header(fields, offset);
  } else if (numbers.size() == fields.size() && may_be_header(numbers)) {
    if (is_apart_ && !slices_.empty() && !slice_) finish(offset);
    header_ = std::move(numbers);
    has_rule_ = false;
  } else {
    add(numbers, offset);
  }
  is_apart_ = false;
}

std::vector<Reading> TableBuilder::numbers_in(const std::vector<Field>& fields) const {
  std::vector<Reading> numbers;
  numbers.reserve(fields.size());
  for (const Field& field : fields) {
    if (const auto number = number_in(source_, field)) numbers.push_back(*number);
  }
  return numbers;
}

void TableBuilder::row_beside_label(const std::vector<Field>& fields, std::size_t offset) {
  part_.has_labels = true;
  add(numbers_in(fields), offset);
  is_apart_ = false;
}

void TableBuilder::part_of_vector(const std::vector<Field>& fields, Size first,
                                  std::size_t offset) {
  const bool goes_on = part_.rows == 1 && first == part_.columns + 1 && !is_apart_;
  if (!goes_on) {
    finish(offset);
    return row_beside_label(fields, offset);
  }
  if (part_.cells.size() + fields.size() > max_answer_numbers) {
    fail_too_many_numbers(source_, offset);
  }
  const std::vector<Reading> numbers = numbers_in(fields);
  part_.cells.insert(part_.cells.end(), numbers.begin(), numbers.end());
  part_.columns += static_cast<Size>(numbers.size());
}

void TableBuilder::add(const std::vector<Reading>& numbers, std::size_t offset) {
  const auto columns = static_cast<Size>(numbers.size());
  if (part_.rows > 0 && part_.columns != columns && is_apart_ && !slice_) {
    finish(offset);
  }
  if (part_.rows == 0) part_.columns = columns;
  if (part_.columns != columns) {
    source_.fail(
        offset,
        {formatted("앞 줄처럼 수가 {}개여야 하는데 {}개입니다", part_.columns, columns),
         formatted("expected {} numbers as in the line before, got {}", part_.columns, columns)},
        {"빠지거나 남는 수가 없는지 확인하십시오",
         "check that no number is missing and none is too many"});
  }
  if (part_.cells.size() + numbers.size() > max_answer_numbers) {
    fail_too_many_numbers(source_, offset);
  }
  ++part_.rows;
  for (Reading number : numbers) {
    if (scale_ != 0) {
      number.value *= std::pow(10.0, scale_);
      number.exponent = static_cast<std::int16_t>(number.exponent + scale_);
    }
    part_.cells.push_back(number);
  }
}

void TableBuilder::rule() {
  if (!header_.empty()) has_rule_ = true;
}

void TableBuilder::slice(const SliceIndex& slice, std::size_t offset) {
  const bool goes_on =
      slice_ && slice_->is_last == slice.is_last && slice_->index.rank() == slice.index.rank();
  if (!goes_on && (part_.rows > 0 || !slices_.empty())) finish(offset);
  end_slice();
  slice_ = slice;
  scale_ = 0;
}

void TableBuilder::columns() {
  end_part();
}

void TableBuilder::end_part() {
  if (!header_.empty()) {
    const std::vector<Reading> numbers = std::exchange(header_, {});
    add(numbers, numbers[0].offset);
  }
  if (part_.rows > 0) parts_.push_back(std::move(part_));
  part_ = {};
  has_label_column_ = false;
  names_of_columns_ = 0;
}

/// The parts of a matrix side by side.
TableBuilder::Part TableBuilder::joined_parts() {
  std::vector<Part> parts = std::exchange(parts_, {});
  for (Part& part : parts) drop_numbers_of_rows(part);
  if (parts.size() == 1) return std::move(parts[0]);
  Part whole;
  whole.rows = parts[0].rows;
  for (const Part& part : parts) {
    whole.columns += part.columns;
    if (part.rows == whole.rows) continue;
    source_.fail(
        part.cells[0].offset,
        {formatted("앞의 열들처럼 {}행이어야 하는데 {}행입니다", whole.rows, part.rows),
         formatted("expected {} rows as in the columns before, got {}", whole.rows, part.rows)},
        {"끝까지 복사했는지 확인하십시오", "check that all of it was copied"});
  }
  for (Size row = 0; row < whole.rows; ++row) {
    for (const Part& part : parts) {
      const auto start = part.cells.begin() + row * part.columns;
      whole.cells.insert(whole.cells.end(), start, start + part.columns);
    }
  }
  return whole;
}

/// Leaves out a first column 0, 1, 2 … that numbers the rows: beside decimals that were all printed
/// alike a tensor would have 0.0000. With few rows it might be one all the same.
void TableBuilder::drop_numbers_of_rows(Part& part) const {
  if (part.has_labels || part.columns < 2) return;
  if (part.rows < 2 && !part.may_have_labels) return;
  const auto columns = static_cast<std::size_t>(part.columns);
  if (!count_up(source_, part.cells, columns)) return;
  int least = 99;
  int most = 0;
  for (std::size_t i = 0; i < part.cells.size(); ++i) {
    if (i % columns == 0 || !std::isfinite(part.cells[i].value)) continue;
    least = std::min<int>(least, part.cells[i].decimals);
    most = std::max<int>(most, part.cells[i].decimals);
  }
  const bool is_fixed = least == most && least > 1;
  const bool is_named = part.may_have_labels && (part.rows > 2 || least > 0);
  if (!is_fixed && !is_named && (part.rows < 3 || least < 1)) return;
  std::vector<Reading> cells;
  for (std::size_t i = 0; i < part.cells.size(); ++i) {
    if (i % columns != 0) cells.push_back(part.cells[i]);
  }
  part.cells = std::move(cells);
  --part.columns;
}

void TableBuilder::end_slice() {
  end_part();
  if (parts_.empty()) return;
  const Part whole = joined_parts();
  slices_.push_back({slice_.value_or(SliceIndex{}), whole});
}

Answer TableBuilder::whole(std::size_t offset) {
  if (slices_.size() > 1 || slices_[0].at.index.rank() > 0) return from_slices(offset);
  Part& part = slices_[0].part;
  const auto cells = static_cast<Size>(part.cells.size());
  const bool is_told = told_shape_ && is_shape_of(*told_shape_, cells);
  Answer answer{.shape = {part.rows, part.columns}, .is_table = !is_told};
  if (is_told) answer.shape = *told_shape_;
  answer.readings = std::move(part.cells);
  return answer;
}

/// Slices, each in its place.
Answer TableBuilder::from_slices(std::size_t offset) {
  const Part& first = slices_[0].part;
  const bool is_last = slices_[0].at.is_last;
  Dims low = slices_[0].at.index;
  Dims high = low;
  bool fits = true;
  for (const Slice& slice : slices_) {
    fits = fits && slice.part.rows == first.rows && slice.part.columns == first.columns &&
           slice.at.index.rank() == low.rank();
    for (int axis = 0; fits && axis < low.rank(); ++axis) {
      low[axis] = std::min(low[axis], slice.at.index[axis]);
      high[axis] = std::max(high[axis], slice.at.index[axis]);
    }
  }
  Shape outer;
  double count = 1;
  for (int axis = 0; axis < low.rank(); ++axis) {
    outer.push_back(high[axis] - low[axis] + 1);
    count *= static_cast<double>(outer[axis]);
  }
  if (!fits || count != static_cast<double>(slices_.size())) {
    source_.fail(offset > 0 ? offset - 1 : 0,
                 {"조각(slice)들의 크기나 번호가 서로 맞지 않습니다",
                  "the slices do not fit together: their sizes or numbers differ"},
                 {"끝까지 복사했는지 확인하십시오", "check that all of it was copied"});
  }
  const Size cells = first.rows * first.columns;
  Answer answer;
  answer.readings.resize(static_cast<std::size_t>(cells * outer.product()));
  for (const Slice& slice : slices_) {
    Dims index = slice.at.index;
    for (int axis = 0; axis < index.rank(); ++axis) index[axis] -= low[axis];
    const Size place = row_major_place(index, outer);
    for (Size cell = 0; cell < cells; ++cell) {
      const Size to = is_last ? cell * outer.product() + place : place * cells + cell;
      answer.readings[static_cast<std::size_t>(to)] =
          slice.part.cells[static_cast<std::size_t>(cell)];
    }
  }
  if (is_last) answer.shape = {first.rows, first.columns};
  for (const Size size : outer) answer.shape.push_back(size);
  if (!is_last) answer.shape.push_back(first.rows), answer.shape.push_back(first.columns);
  return answer;
}

void TableBuilder::finish(std::size_t offset) {
  end_slice();
  if (!slices_.empty()) {
    Answer answer = whole(offset);
    answer.is_label = name_.empty() && answer.readings.size() == 1 && !label_.empty();
    answer.name = answer.is_label ? label_ : name_;
    answer.dtype = dtype_;
    answer.significant = common_significant_digits(answer.readings);
    keep(source_, offset, std::move(answer), answers_);
  }
  slices_.clear();
  slice_.reset();
  told_shape_.reset();
  name_.clear();
  label_.clear();
  dtype_.clear();
  scale_ = 0;
  has_label_column_ = is_wrapped_ = has_rule_ = false;
  names_of_columns_ = 0;
  is_apart_ = true;
}

}  // namespace attn
