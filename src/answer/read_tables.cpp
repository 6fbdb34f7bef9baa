#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "answer/scan.h"
#include "answer/table_builder.h"

namespace attn {
namespace {

// Between the cells of grids that are drawn.
constexpr std::array<std::string_view, 4> drawn_bars = {"│", "┆", "┃", "║"};

/// How many bytes of a bar drawn between cells start at `at`; 0: none.
std::size_t bar_at(std::string_view line, std::size_t at) {
  if (line[at] == '|' || line[at] == '&') return 1;
  if (line[at] != '\xE2') return 0;
  for (const std::string_view bar : drawn_bars) {
    if (line.substr(at).starts_with(bar)) return bar.size();
  }
  return 0;
}

/// The fields of a line: between commas, semicolons, tabs or bars if it has any, else between
/// blanks. Of a line with more than may be taken, enough to see that.
std::vector<Field> fields_of(std::string_view line, std::size_t start) {
  bool has_bars = false;
  bool has_marks = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    has_bars = has_bars || bar_at(line, at) > 0;
    has_marks = has_marks || line[at] == ',' || line[at] == ';' || line[at] == '\t';
  }
  constexpr std::size_t most = max_answer_numbers + 4;
  std::vector<Field> fields;
  fields.reserve(std::min(most, line.size() / 2 + 1));
  for (std::size_t at = 0; at <= line.size() && fields.size() < most;) {
    std::size_t stop = at;
    std::size_t bar = 0;
    for (; stop < line.size(); ++stop) {
      bar = bar_at(line, stop);
      const char c = line[stop];
      if (has_bars ? bar > 0 : has_marks ? c == ',' || c == ';' || c == '\t' : c == ' ') break;
    }
    const std::string_view whole = line.substr(at, stop - at);
    const std::size_t first = at + std::min(whole.find_first_not_of(" \r\""), whole.size());
    std::string_view field = trimmed(line.substr(first, stop - first));
    if (field.ends_with('"')) field.remove_suffix(1);
    // Bars stand around a row, commas only between its fields.
    const bool is_edge = has_bars && (at == 0 || stop == line.size());
    if (!field.empty() || ((has_bars || has_marks) && !is_edge)) {
      fields.push_back({field, start + first});
    }
    at = stop + std::max<std::size_t>(bar, 1);
  }
  // A comma may also end a row.
  if (fields.size() > 1 && fields.back().text.empty()) fields.pop_back();
  return fields;
}

/// A line drawn between rows: ----, +---+---+, |---|---:|, ╞═══╪═══╡, │ --- ┆ --- │.
bool is_rule(std::string_view line) {
  bool has_stroke = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '\xE2' && at + 2 < line.size() && (line[at + 1] == '\x94' || line[at + 1] == '\x95')) {
      has_stroke = has_stroke || bar_at(line, at) == 0;
      at += 2;
    } else if (c == '-' || c == '=' || c == '_') {
      has_stroke = true;
    } else if (std::string_view(" +|:").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return has_stroke && line.size() > 1;
}

/// The whole numbers in a text, at most as many as a tensor has axes.
Dims sizes_in(std::string_view text) {
  constexpr Size most = 1'000'000;
  Dims sizes;
  for (std::size_t at = 0; at < text.size() && sizes.rank() < Dims::max_rank;) {
    at = text.find_first_of("0123456789", at);
    if (at == std::string_view::npos) break;
    Size size = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), size);
    at = static_cast<std::size_t>(end - text.data());
    sizes.push_back(error == std::errc() ? std::min(size, most) : most);
  }
  return sizes;
}

/// `(1,.,.) =` of PyTorch, `, , 1` of R, `ans(:,:,1) =` of MATLAB, `[:, :, 1] =` of Julia.
std::optional<SliceIndex> parse_slice(std::string_view line) {
  const bool is_torch = line.starts_with('(') && line.find(".,.)") != std::string_view::npos;
  const std::size_t matlab = line.find("(:,:,");
  const bool is_last = line.starts_with(", , ") || line.starts_with("[:, :, ") ||
                       (matlab != std::string_view::npos && line.ends_with('='));
  if (!is_torch && !is_last) return {};
  const Dims index = sizes_in(line.substr(is_last && matlab != line.npos ? matlab : 0, 60));
  if (index.rank() == 0 || index.rank() > Dims::max_rank - 2) return {};
  return SliceIndex{index, is_last};
}

/// `1.0e+03 *`: the power of ten.
std::optional<int> parse_scale(const Source& source, std::string_view line, std::size_t offset) {
  if (!line.ends_with('*') || line.size() > 30) return {};
  line.remove_suffix(1);
  const auto factor = number_in(source, {trimmed(line), offset});
  if (!factor || !(factor->value > 0)) return {};
  const double power = std::round(std::log10(factor->value));
  const bool is_power = std::abs(factor->value / std::pow(10.0, power) - 1) < 1e-9;
  return is_power && std::abs(power) < 40 ? std::optional<int>(static_cast<int>(power))
                                          : std::nullopt;
}

/// Reads matrices as rows of numbers: CSV, grids, data frames, what C++, R, MATLAB, Octave and
/// Julia print. A line of numbers is a row, with a label in front if it likes; a line without
/// numbers is a name or a header; `name = 0.5` is both.
class TableReader {
 public:
  TableReader(const Source& source, std::optional<UserError>& doubt)
      : source_(source), doubt_(doubt), table_(source) {}

  std::vector<Answer> read() {
    const std::string_view text = source_.text;
    for (std::size_t start = 0; start < text.size();) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      const std::string_view shown = trimmed(text.substr(start, end - start));
      if (shown.empty()) {
        table_.gap();
        bad_.reset();
      } else if (shown[0] != '#' && !heading(shown, start) && !row_of_r(shown, start)) {
        fields(fields_of(text.substr(start, end - start), start), start);
      }
      start = end + 1;
    }
    table_.finish(text.size());
    return table_.take();
  }

 private:
  /// Lines that say something of the numbers around them. Whether this is one.
  bool heading(std::string_view line, std::size_t offset) {
    const char c = line[0];
    if (std::string_view("+-=|:_\xE2").find(c) != std::string_view::npos && is_rule(line)) {
      table_.rule();
      return true;
    }
    if (c == '[' || c == '(') {
      if (footer(line, offset)) return true;
    }
    if (const auto slice = parse_slice(line)) {
      table_.slice(*slice, offset);
      const std::string_view name = line.substr(0, line.find('('));
      if (is_name(name) && name != "ans") table_.keep_name(std::string(name));
      return true;
    }
    if (line.ends_with('*')) {
      const auto at = static_cast<std::size_t>(line.data() - source_.text.data());
      const auto scale = parse_scale(source_, line, at);
      if (scale) table_.scale(*scale);
      return scale.has_value();
    }
    return words_about_shape(line, offset);
  }

  bool words_about_shape(std::string_view line, std::size_t offset) {
    if (line.starts_with("Column")) {
      const Dims columns = sizes_in(line.substr(0, 60));
      if (columns.rank() == 0) return false;
      if (columns[0] > 1) table_.columns();
      return true;
    }
    if (line.starts_with("shape") || line.find("Size([") != std::string_view::npos) {
      const Dims sizes = sizes_in(line.substr(0, 100));
      if (line.starts_with("shape: (") && sizes.rank() > 0) {
        table_.finish(offset);
        table_.shape(sizes);
      }
      return true;
    }
    if (line.starts_with("Name: ") || line.starts_with("dtype: ")) {
      table_.dtype(dtype_in(line.substr(std::min(line.find("dtype"), line.size()))));
      const std::string_view name = line.substr(0, line.find(','));
      if (line.starts_with("Name: ") && is_name(name.substr(6))) {
        table_.keep_name(std::string(name.substr(6)));
      }
      table_.finish(offset);
      return true;
    }
    return line == "torch_tensor" || julia(line, offset);
  }

  /// 6×2 Matrix{Float32}:
  bool julia(std::string_view line, std::size_t offset) {
    const std::size_t brace = line.find('{');
    if (!line.ends_with(':') || brace == std::string_view::npos) return false;
    const bool has_sizes = line.find("×") < brace || line.find("-element ") < brace;
    if (!has_sizes) return false;
    const std::size_t equals = line.find(" = ");
    const std::string_view name = line.substr(0, equals);
    table_.name(equals < brace && is_name(name) ? std::string(name) : table_.pending_name(),
                offset);
    const std::string_view sizes = line.substr(equals < brace ? equals : 0, 80);
    table_.shape(sizes_in(sizes.substr(0, sizes.find('{'))));
    table_.dtype(dtype_in(line.substr(brace)));
    return true;
  }

  /// `[ CPUFloatType{6,2} ]`, `[torch.FloatTensor of size 6x2]`, `[6 rows x 2 columns]`, `(6
  /// rows)`.
  bool footer(std::string_view line, std::size_t offset) {
    if (line.size() > 100) return false;
    const std::size_t brace = line.find("Type{");
    const std::size_t size = line.find(" of size ");
    std::string_view sizes;
    if (brace != std::string_view::npos) sizes = line.substr(brace);
    if (size != std::string_view::npos) sizes = line.substr(size);
    if (!sizes.empty()) {
      table_.shape(sizes_in(sizes));
      table_.dtype(dtype_in(line));
      table_.finish(offset);
      return true;
    }
    const bool is_count = line.find(" rows") != std::string_view::npos ||
                          line.find(" row)") != std::string_view::npos;
    if (is_count) table_.finish(offset);
    return is_count;
  }

  /// `[1,] 0.5 0.25` is a row of R's, `[8] 0.5 0.25` goes on with a vector; `[,1] [,2]` are
  /// columns.
  bool row_of_r(std::string_view line, std::size_t offset) {
    const std::size_t close = line.substr(0, 16).find(']');
    if (line[0] != '[' || close == std::string_view::npos) return false;
    const std::string_view label = line.substr(1, close - 1);
    const Dims number = sizes_in(label);
    if (label.find_first_not_of("0123456789,") != std::string_view::npos || number.rank() != 1) {
      return false;
    }
    const bool is_vector = label.find(',') == std::string_view::npos;
    if (label[0] == ',') {
      if (number[0] > 1) table_.columns();
      return true;
    }
    const auto start = static_cast<std::size_t>(line.data() - source_.text.data());
    std::vector<Field> cells = fields_of(line.substr(close + 1), start + close + 1);
    for (const Field& cell : cells) {
      if (!number_in(source_, cell)) throw no_number(cell);
    }
    if (cells.empty()) return false;
    if (!is_vector) table_.row_beside_label(cells, offset);
    if (is_vector) table_.part_of_vector(cells, number[0], offset);
    return true;
  }

  void fields(std::vector<Field> fields, std::size_t line) {
    if (fields.empty()) return;
    take_name(fields, line);
    std::size_t numbers = 0;
    std::optional<std::size_t> stray;  // a field behind a number that is none
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].text == "..." || fields[i].text == "…" || fields[i].text == "⋮") {
        fail_summarised(source_, fields[i].offset);
      }
      if (fields[i].text == "\\" && i + 1 == fields.size()) continue;  // the row goes on below
      if (number_in(source_, fields[i])) {
        ++numbers;
      } else if (numbers > 0 && !stray) {
        stray = i;
      }
    }
    if (numbers == 0) return words(fields, line);
    if (stray) return stray_word(fields, *stray, line);
    const bool is_wrapped = fields.back().text == "\\";
    // A row is numbers after at most one label, or else it is a sentence.
    if (fields.size() - numbers > (is_wrapped ? 2U : 1U)) return bad_.reset();
    if (fields.size() > numbers) require_label(fields[0]);
    if (bad_ && bad_fields_ == fields.size()) throw no_number(*bad_);
    bad_.reset();
    std::string_view label = fields[0].text;
    if (fields.size() == 2 && label.ends_with(':')) {
      label.remove_suffix(1);
      if (is_name(label)) table_.label(std::string(label));
    }
    table_.row(std::move(fields), line);
  }

  /// `scores = 0.5`, `score[3] = 0.5`: the latter is a label.
  void take_name(std::vector<Field>& fields, std::size_t line) {
    if (fields.size() < 3 || (fields[1].text != "=" && fields[1].text != ":")) return;
    const std::string_view word = fields[0].text;
    const std::string_view base = word.substr(0, word.find('['));
    if (fields[1].text == "=" && is_name(word)) {
      table_.name(std::string(word), line);
      fields.erase(fields.begin(), fields.begin() + 2);
    } else if (word.ends_with(']') && is_name(base)) {
      if (!table_.has_rows()) table_.name(std::string(base), line);
      fields.erase(fields.begin() + 1);
    }
  }

  /// A line without a number.
  void words(const std::vector<Field>& fields, std::size_t line) {
    bad_.reset();
    const bool are_types = std::all_of(fields.begin(), fields.end(), [](const Field& field) {
      const std::string_view type = field.text;
      return !type.empty() && type.size() < 8 &&
             std::string_view("fib").find(type[0]) != type.npos && !dtype_in(type).empty();
    });
    if (are_types) return table_.dtype(dtype_in(fields[0].text));
    std::string_view word = fields[0].text;
    if (fields.size() == 2 && (fields[1].text == "=" || fields[1].text == ":")) {
    } else if (fields.size() > 1) {
      return table_.header(fields, line);
    }
    while (word.ends_with(':') || word.ends_with('=')) word.remove_suffix(1);
    word = trimmed(word);
    table_.name(is_name(word) && word != "ans" ? std::string(word) : "", line);
  }

  /// A label says something; what holds a decimal number is a number that was not understood.
  void require_label(const Field& field) const {
    const std::string_view text = field.text;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      const bool is_point = (text[i] == '.' || text[i] == ',') && '0' <= text[i - 1] &&
                            text[i - 1] <= '9' && '0' <= text[i + 1] && text[i + 1] <= '9';
      if (is_point) throw no_number(field);
    }
  }

  /// A word behind numbers: a row that is damaged, if it looks like those around it; else prose.
  void stray_word(const std::vector<Field>& fields, std::size_t stray, std::size_t line) {
    const std::optional<std::size_t> above = table_.fields_above();
    if (above && *above == fields.size()) throw no_number(fields[stray]);
    // A log has many such lines, and to say where one stands means to count those before it.
    if (!doubt_) doubt_ = no_number(fields[stray]);
    bad_ = fields[stray];
    bad_fields_ = fields.size();
    table_.name("", line);
  }

  UserError no_number(const Field& field) const {
    const Text fix = {"한 줄에 한 행의 수만 쓰십시오", "write the numbers of one row in each line"};
    const std::string_view word = beginning(field.text);
    try {
      if (field.text.empty()) {
        source_.fail(field.offset,
                     {"숫자가 와야 하는데 비어 있습니다", "expected a number, got nothing"}, fix);
      }
      source_.fail(field.offset,
                   {formatted("숫자가 와야 하는데 \"{}\"입니다", word),
                    formatted("expected a number, got \"{}\"", word)},
                   fix);
    } catch (UserError& error) {
      return std::move(error);
    }
  }

  const Source& source_;
  std::optional<UserError>& doubt_;
  TableBuilder table_;
  std::optional<Field> bad_{};  // of the line above, and how many fields that has
  std::size_t bad_fields_ = 0;
};

}  // namespace

std::vector<Answer> read_tables(const Source& source, std::optional<UserError>& doubt) {
  return TableReader(source, doubt).read();
}

}  // namespace attn
