#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "answer/scan.h"

namespace attn {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_objects_deep = 32;

/// Goes through a text, and lets others know how far it has come.
struct Reader {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  std::size_t* count;  ///< of the bytes that were read

  reference operator*() const { return *at; }
  Reader& operator++() {
    ++at;
    ++*count;
    return *this;
  }
  friend bool operator==(const Reader& a, const Reader& b) { return a.at == b.at; }
};

/// Picks tensors out of JSON as it goes by, so that nothing else of it is kept: objects with
/// `name`, `shape` and `values`, as `attn run --format json` writes them, and any other key that
/// holds nested lists of numbers.
class TensorsInJson {
 public:
  explicit TensorsInJson(const Source& source) : source_(source) {}

  std::vector<Answer> read() {
    const char* const begin = source_.text.data();
    Json::sax_parse(Reader{begin, &read_}, Reader{begin + source_.text.size(), &read_}, this);
    return std::move(answers_.empty() ? scalars_ : answers_);
  }

  // What nlohmann::json::sax_parse calls.
  bool null() { return other(); }
  bool boolean(bool value) { return !list_ || number({.value = value ? 1.0 : 0.0}); }
  bool number_integer(Json::number_integer_t value) {
    return number({.value = static_cast<double>(value)});
  }
  bool number_unsigned(Json::number_unsigned_t value) {
    return number({.value = static_cast<double>(value)});
  }
  bool number_float(double value, const std::string& written) {
    return number(scanned(written).value_or(Reading{.value = value}));
  }
  bool string(std::string& value) {
    if (list_) {
      const std::optional<Reading> reading = scanned(value);
      return reading ? number(*reading) : other();
    }
    if (!objects_.empty() && objects_.back().key == "name") objects_.back().name = value;
    if (!objects_.empty() && objects_.back().key == "dtype")
      objects_.back().dtype = dtype_in(value);
    if (objects_.size() == 1 && objects_.back().key == "id") step_ = value;
    return true;
  }
  bool binary(Json::binary_t&) { return other(); }

  bool start_object(std::size_t) {
    list_.reset();
    if (objects_.size() == max_objects_deep) {
      source_.fail(start_of_token(),
                   {formatted("객체는 {}겹까지 받습니다", max_objects_deep),
                    formatted("at most {} objects may be nested", max_objects_deep)},
                   {"텐서만 남기십시오", "leave nothing but the tensors"});
    }
    // A block of a page repeats what stands in its tensors.
    const bool is_block = !objects_.empty() && objects_.back().key == "blocks";
    objects_.push_back({.is_block = is_block,
                        .depth_of_list = std::exchange(depth_of_list_, 0),
                        .answers_before = answers_.size()});
    return true;
  }
  bool key(std::string& name) {
    objects_.back().key = name;
    return true;
  }
  bool end_object() {
    Object object = std::move(objects_.back());
    objects_.pop_back();
    depth_of_list_ = object.depth_of_list;
    if (object.is_block) {
      answers_.resize(object.answers_before);
    } else if (object.has_values) {
      take_shape(object);
      const bool is_value = !objects_.empty() && depth_of_list_ == 0;
      const bool is_one_of_many = !object.has_shape && answers_.size() > object.answers_before;
      object.values.name = !object.name.empty() ? object.name
                           : is_one_of_many     ? "values"
                           : is_value           ? objects_.back().key
                                                : "";
      object.values.dtype = object.dtype;
      keep_answer(std::move(object.values));
    }
    return true;
  }

  bool start_array(std::size_t) {
    if (objects_.empty()) return true;
    if (depth_of_list_++ == 0) list_.emplace(source_);
    if (list_) list_->open(start_of_token());
    return true;
  }
  bool end_array() {
    if (objects_.empty()) return true;
    --depth_of_list_;
    if (!list_) return true;
    list_->close(start_of_token());
    if (!list_->is_complete()) return true;
    Object& object = objects_.back();
    Answer answer = list_->take();
    list_.reset();
    if (object.key == "shape") {
      object.shape = std::move(answer.readings);
      object.has_shape = true;
    } else if (object.key == "values" || object.key == "data") {
      object.values = std::move(answer);
      object.has_values = true;
    } else {
      answer.name = object.key;
      keep_answer(std::move(answer));
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
    source_.fail(std::min(position > 0 ? position - 1 : 0, source_.text.size()),
                 {"여기서부터 JSON이 아닙니다", "from here on this is not JSON"},
                 {"파일을 자르지 않고 그대로 주십시오", "give the file whole, as it was written"});
  }

 private:
  struct Object {
    std::string key{}, name{}, dtype{};
    std::vector<Reading> shape{};
    Answer values{};
    bool has_shape = false, has_values = false, is_block = false;
    int depth_of_list = 0;           // around this object
    std::size_t answers_before = 0;  // how many answers there were when it began
  };

  /// Where the bracket that was read last stands.
  std::size_t start_of_token() const { return std::max<std::size_t>(read_, 1) - 1; }

  std::optional<Reading> scanned(const std::string& written) const {
    const Source word{written, source_.file};
    std::size_t at = 0;
    std::optional<Reading> reading = scan_number(word, at);
    return reading && at == written.size() ? reading : std::nullopt;
  }

  bool number(Reading reading) {
    if (!list_) return scalar(reading);
    // Behind a number one more byte has been read, which ends it.
    const std::string_view before = source_.text.substr(0, start_of_token());
    reading.offset = static_cast<std::uint32_t>(before.find_last_of(" \t\r\n,[:") + 1);
    list_->add(reading);
    return true;
  }
  /// A number under a key of its own.
  bool scalar(const Reading& reading) {
    if (!objects_.empty() && depth_of_list_ == 0 && scalars_.size() < max_answers) {
      scalars_.push_back({.name = objects_.back().key, .step = step_, .readings = {reading}});
    }
    return true;
  }
  /// A list with something else in it is no tensor.
  bool other() {
    list_.reset();
    return true;
  }
  void keep_answer(Answer answer) {
    answer.step = step_;
    keep(source_, start_of_token(), std::move(answer), answers_);
  }

  /// Gives an object's values the shape that is written beside them.
  void take_shape(Object& object) const {
    if (!object.has_shape) return;
    Shape shape;
    double cells = 1;
    for (const Reading& size : object.shape) {
      cells *= size.value;
      const bool is_size = size.value >= 0 && size.value <= max_answer_numbers &&
                           size.value == std::floor(size.value);
      if (is_size && shape.rank() < Dims::max_rank) shape.push_back(static_cast<Size>(size.value));
    }
    if (std::cmp_equal(shape.rank(), object.shape.size()) &&
        cells == static_cast<double>(object.values.readings.size())) {
      object.values.shape = shape;
      return;
    }
    source_.fail(
        start_of_token(),
        {formatted("shape에 맞는 수가 있어야 하는데 {}개입니다", object.values.readings.size()),
         formatted("expected as many numbers as shape tells, got {}",
                   object.values.readings.size())},
        {"파일을 자르지 않고 그대로 주십시오", "give the file whole, as it was written"});
  }

  const Source& source_;
  std::vector<Object> objects_{};
  std::optional<NestedNumbers> list_{};
  int depth_of_list_ = 0;
  std::string step_{};
  std::size_t read_ = 0;  // bytes
  std::vector<Answer> answers_{};
  std::vector<Answer> scalars_{};  ///< they count if there is nothing else
};

/// Whether there is a whole object in each line.
bool is_json_lines(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || text[0] != '{') return false;
  const std::string_view first = text.substr(0, end);
  return trimmed(text.substr(end)).starts_with('{') && Json::accept(first.begin(), first.end());
}

}  // namespace

bool is_json(const Source& source) {
  const std::string_view text = trimmed(source.text);
  if (text.empty()) return false;
  const std::string_view inside = trimmed(text.substr(1));
  const bool has_keys = text[0] == '{' && (inside.starts_with('"') || inside.starts_with('}'));
  if (!has_keys && !(text[0] == '[' && inside.starts_with('{'))) return false;
  if (is_json_lines(text)) return false;
  const bool may_be_pythons =
      text.find("NaN") != std::string_view::npos || text.find("Infinity") != std::string_view::npos;
  return !may_be_pythons || Json::accept(text.begin(), text.end());
}

std::vector<Answer> read_json(const Source& source) {
  return TensorsInJson(source).read();
}

}  // namespace attn
