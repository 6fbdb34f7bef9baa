#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "answer/scan.h"

namespace attn {
namespace {

using NotebookJson = nlohmann::json;

/// Picks out of a notebook (nbformat 4) what its cells printed: `text` and `text/plain` of their
/// outputs.
class OutputsInNotebook {
 public:
  std::string take() { return std::move(text_); }

  // What nlohmann::json::sax_parse calls.
  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(NotebookJson::number_integer_t) { return true; }
  bool number_unsigned(NotebookJson::number_unsigned_t) { return true; }
  bool number_float(double, const std::string&) { return true; }
  bool binary(NotebookJson::binary_t&) { return true; }
  bool start_object(std::size_t) {
    if (keys_.size() == deepest) return false;
    keys_.emplace_back();
    return true;
  }
  bool end_object() {
    keys_.pop_back();
    // One output ends, and no name reaches into the next.
    if (is_output()) text_ += text_.ends_with('\n') ? ">\n" : "\n>\n";
    return true;
  }
  bool key(std::string& name) {
    keys_.back() = name;
    return true;
  }
  bool start_array(std::size_t) { return ++arrays_ < deepest; }
  bool end_array() {
    --arrays_;
    return true;
  }
  bool string(std::string& value) {
    const bool is_text = !keys_.empty() && (keys_.back() == "text" || keys_.back() == "text/plain");
    const bool is_inside = std::find(keys_.begin(), keys_.end(), "outputs") != keys_.end();
    if (is_text && is_inside) text_ += value;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const NotebookJson::exception&) {
    return false;
  }

 private:
  static constexpr std::size_t deepest = 64;

  bool is_output() const { return !keys_.empty() && keys_.back() == "outputs"; }

  std::vector<std::string> keys_{};  ///< where the parser is: in each object that is open
  std::size_t arrays_ = 0;           ///< that are open
  std::string text_{};
};

}  // namespace

std::optional<std::string> outputs_of_notebook(const Source& source) {
  const bool is_notebook = source.text.find("\"nbformat\"") != std::string_view::npos &&
                           source.text.find("\"cells\"") != std::string_view::npos;
  if (!is_notebook) return {};
  OutputsInNotebook outputs;
  if (!NotebookJson::sax_parse(source.text.begin(), source.text.end(), &outputs)) return {};
  std::string text = outputs.take();
  if (!text.empty()) return text;
  throw UserError(
      source.file, {"노트북에 실행 결과가 없습니다", "the notebook holds no results"},
      {"셀을 실행하고 저장한 다음 주십시오", "run its cells, save it, and give it again"});
}

}  // namespace attn
