#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answer/answer.h"

namespace attn {

/// A cell of a table as it is written, or a word of a line.
struct Field {
  std::string_view text;
  std::size_t offset;
};

/// The slice that a heading like `(1,.,.) =` or `, , 1` announces.
struct SliceIndex {
  Dims index{};
  bool is_last = false;  ///< the axes it picks are the last ones, as in R, MATLAB and Julia
};

/// Puts tensors together from the lines of tables: rows, under headers and beside labels that may
/// be numbers, too; in parts where columns did not fit side by side; slice by slice.
class TableBuilder {
 public:
  explicit TableBuilder(const Source& source) : source_(source) {}

  /// A name: the tensor before it ends.
  void name(std::string name, std::size_t offset);
  /// The same for the tensor that is being read.
  void keep_name(std::string name) { name_ = std::move(name); }
  /// The name of a tensor of which there is nothing yet.
  std::string pending_name() const { return part_.rows == 0 && slices_.empty() ? name_ : ""; }
  /// A line without numbers, or with those of columns: `token x1 x2`, `0 1 2`.
  void header(const std::vector<Field>& fields, std::size_t offset);
  /// A line of numbers with at most one label in front. Throws UserError if it has not as many
  /// numbers as the line before.
  void row(std::vector<Field> fields, std::size_t offset);
  /// A row whose label was taken off.
  void row_beside_label(const std::vector<Field>& fields, std::size_t offset);
  /// The numbers of a vector from number `first` on, counted from 1.
  void part_of_vector(const std::vector<Field>& fields, Size first, std::size_t offset);
  void rule();                      ///< a line drawn: what stands above the first one is a header
  void gap() { is_apart_ = true; }  ///< an empty line
  void slice(const SliceIndex& slice, std::size_t offset);
  void columns();  ///< what follows stands to the right of what came before
  void scale(int exponent) { scale_ = exponent; }  ///< `1.0e+03 *` above numbers
  /// `loss:` in front of a number: its name, if no other number comes.
  void label(std::string label) { label_ = std::move(label); }
  void shape(const Shape& shape) { told_shape_ = shape; }
  void dtype(std::string dtype) { dtype_ = std::move(dtype); }
  /// The tensor ends, whether it has a name or not.
  void finish(std::size_t offset);

  /// Whether a row stands right above, and how many fields it had.
  std::optional<std::size_t> fields_above() const;
  /// Whether this table's first column holds labels.
  bool has_rows() const { return part_.rows > 0; }

  /// REQUIRES: finish() was called last.
  std::vector<Answer> take() { return std::move(answers_); }

 private:
  struct Part {
    std::vector<Reading> cells{};
    Size rows = 0, columns = 0;
    bool has_labels = false;       // beside the cells, which were left out
    bool may_have_labels = false;  // by the number of columns' names
  };
  struct Slice {
    SliceIndex at{};
    Part part{};
  };

  void add(const std::vector<Reading>& numbers, std::size_t offset);
  std::vector<Reading> numbers_in(const std::vector<Field>& fields) const;
  bool may_be_header(const std::vector<Reading>& numbers) const;
  void settle_header(std::vector<Field>& fields);
  void end_part();
  void end_slice();
  Part joined_parts();
  void drop_numbers_of_rows(Part& part) const;
  Answer whole(std::size_t offset);
  Answer from_slices(std::size_t offset);

  const Source& source_;
  std::vector<Answer> answers_{};
  std::string name_{}, label_{}, dtype_{};
  std::optional<Shape> told_shape_{};
  int scale_ = 0;
  Part part_{};
  std::vector<Part> parts_{};
  std::vector<Slice> slices_{};
  std::optional<SliceIndex> slice_{};
  std::vector<Reading> header_{};  // numbers that may be those of the columns
  bool has_rule_ = false;          // below header_
  bool has_label_column_ = false;  // by its header, so that labels may be numbers
  std::size_t names_of_columns_ = 0;
  std::size_t fields_ = 0;  // of the last row
  bool is_apart_ = true, is_wrapped_ = false;
};

/// The number that a field is; nothing if it is something else.
std::optional<Reading> number_in(const Source& source, const Field& field);

}  // namespace attn
