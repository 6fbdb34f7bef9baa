#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "answer/scan.h"

namespace attn {
namespace {

using Json = nlohmann::json;

/// Picks tensors out of JSON as it goes by, so that nothing else of it is kept: objects with
/// `name`, `shape` and `values`, as `attn run --format json` writes them, and any other key that
/// holds nested lists of numbers.
class TensorsInJson {
 public:
  explicit TensorsInJson(const Source& source) : source_(source) {}

  std::vector<Answer> take() { return std::move(answers_); }

  // What nlohmann::json::sax_parse calls.
  bool null() { return other(); }
  bool boolean(bool value) { return number({.value = value ? 1.0 : 0.0}); }
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
    if (objects_.size() == 1 && objects_.back().key == "id") step_ = value;
    return true;
  }
  bool binary(Json::binary_t&) { return other(); }

  bool start_object(std::size_t) {
    list_.reset();
    objects_.push_back(
        {.depth_of_list = std::exchange(depth_of_list_, 0), .answers_before = answers_.size()});
    return true;
  }
  bool key(std::string& name) {
    objects_.back().key = name;
    // A block of a page repeats what stands in its tensors.
    if (name == "type") objects_.back().is_block = true;
    return true;
  }
  bool end_object() {
    Object object = std::move(objects_.back());
    objects_.pop_back();
    depth_of_list_ = object.depth_of_list;
    if (object.is_block) answers_.resize(object.answers_before);
    if (object.is_block || object.name.empty() || !object.has_values ||
        !std::cmp_equal(object.values.readings.size(), object.shape.product())) {
      return true;
    }
    object.values.shape = object.shape;
    object.values.name = object.name;
    keep(std::move(object.values));
    return true;
  }

  bool start_array(std::size_t) {
    if (objects_.empty()) return true;
    if (depth_of_list_++ == 0) list_.emplace(source_);
    if (list_) list_->open(0);
    return true;
  }
  bool end_array() {
    if (objects_.empty()) return true;
    --depth_of_list_;
    if (!list_) return true;
    list_->close(0);
    if (!list_->is_complete()) return true;
    Object& object = objects_.back();
    Answer answer = list_->take();
    list_.reset();
    if (object.key == "shape") {
      object.shape = {};
      for (const Reading& size : answer.readings) {
        if (object.shape.rank() < Dims::max_rank && size.value >= 0 &&
            size.value <= static_cast<double>(max_answer_numbers)) {
          object.shape.push_back(static_cast<Size>(size.value));
        }
      }
    } else if (object.key == "values") {
      object.values = std::move(answer);
      object.has_values = true;
    } else if (!answer.readings.empty()) {
      answer.name = object.key;
      keep(std::move(answer));
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
    std::string key{}, name{};
    Shape shape{};
    Answer values{};
    bool has_values = false, is_block = false;
    int depth_of_list = 0;           // around this object
    std::size_t answers_before = 0;  // how many answers there were when it began
  };

  std::optional<Reading> scanned(const std::string& written) const {
    const Source word{written, source_.file};
    std::size_t at = 0;
    std::optional<Reading> reading = scan_number(word, at);
    if (reading) reading->offset = 0;
    return reading && at == written.size() ? reading : std::nullopt;
  }

  bool number(const Reading& reading) {
    if (list_) list_->add(reading);
    return true;
  }
  /// A list with something else in it is no tensor.
  bool other() {
    list_.reset();
    return true;
  }
  void keep(Answer answer) {
    answer.step = step_;
    answers_.push_back(std::move(answer));
  }

  const Source& source_;
  std::vector<Object> objects_{};
  std::optional<NestedNumbers> list_{};
  int depth_of_list_ = 0;
  std::string step_{};
  std::vector<Answer> answers_{};
};

}  // namespace

std::vector<Answer> read_json(const Source& source) {
  TensorsInJson tensors(source);
  Json::sax_parse(source.text.begin(), source.text.end(), &tensors);
  return tensors.take();
}

}  // namespace attn
