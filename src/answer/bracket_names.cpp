#include "answer/bracket_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "answer/scan.h"

namespace attn {
namespace {

template <std::size_t n>
bool contains_word(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view last_part(std::string_view word) {
  return word.substr(word.rfind('.') + 1);
}

bool is_size_word(std::string_view word) {
  constexpr std::array<std::string_view, 9> words = {
      "shape", "size", "Size", "TensorShape", "strides", "stride", "dims", "dim", "sizes"};
  return contains_word(words, last_part(word));
}

bool is_data_word(std::string_view word) {
  constexpr std::array<std::string_view, 7> words = {"data",  "values", "value", "numpy",
                                                     "array", "tensor", "buffer"};
  return contains_word(words, word);
}

std::string_view without_blanks_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

bool strip(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

/// Takes off what belongs to the tensor: `torch.tensor(`, `[`, `Parameter containing:`, `<tf.…=`.
std::string_view without_wrappers(std::string_view before) {
  for (;;) {
    before = without_blanks_at_end(before);
    if (strip(before, "(")) {
      const std::string_view word = word_at_end(before);
      if (is_size_word(word)) return before;
      if (is_wrapper(word)) before.remove_suffix(word.size());
      if (!word.empty() && !is_wrapper(word)) return before;
    } else if (before.ends_with("numpy=") && before.rfind("<tf.") != std::string_view::npos) {
      before = before.substr(0, before.rfind("<tf."));
    } else if (!strip(before, "[") && !strip(before, "{") && !strip(before, "containing:")) {
      return before;
    } else if (const std::string_view word = word_at_end(without_blanks_at_end(before));
               word == "Parameter" || word == "Variable") {
      before = without_blanks_at_end(before);
      before.remove_suffix(word.size());
    }
  }
}

/// `weights (softmax)`: a remark in parentheses is no part of the name.
std::string_view without_remark(std::string_view line) {
  if (!line.ends_with(')')) return line;
  int depth = 0;
  for (std::size_t i = line.size(); i-- > 0;) {
    if (line[i] == ')') ++depth;
    if (line[i] == '(' && --depth == 0) {
      const bool is_apart = i > 0 && line[i - 1] == ' ';
      return is_apart ? without_blanks_at_end(line.substr(0, i)) : line;
    }
  }
  return line;
}

std::optional<Size> whole_number(std::string_view text) {
  Size number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return {};
  return number;
}

}  // namespace

std::string_view word_at_end(std::string_view text) {
  std::size_t start = text.size();
  while (start > 0 && (std::isalnum(static_cast<unsigned char>(text[start - 1])) != 0 ||
                       text[start - 1] == '_' || text[start - 1] == '.')) {
    --start;
  }
  return text.substr(start);
}

bool is_wrapper(std::string_view word) {
  constexpr std::array<std::string_view, 25> wrappers = {
      "tensor",      "array",   "Tensor",  "Array",     "DeviceArray",  "ArrayImpl", "EagerTensor",
      "FloatTensor", "asarray", "float16", "float32",   "float64",      "bfloat16",  "int32",
      "int64",       "float_",  "Float32", "Float64",   "DoubleTensor", "constant",  "matrix",
      "single",      "double",  "NDArray", "from_slice"};
  return contains_word(wrappers, last_part(word));
}

bool is_element_type(std::string_view word) {
  constexpr std::array<std::string_view, 8> types = {"Float32", "Float64", "Float16", "BFloat16",
                                                     "Int64",   "Int32",   "Bool",    "Any"};
  return contains_word(types, word);
}

NameBefore name_before(std::string_view before) {
  NameBefore found;
  const std::string_view all = before;
  before = without_wrappers(before);
  if (is_element_type(word_at_end(before))) before.remove_suffix(word_at_end(before).size());
  if (strip(before, "!")) before.remove_suffix(word_at_end(before).size());
  before = without_blanks_at_end(before);
  bool is_assigned = false;
  bool is_introduced = false;
  while (!before.empty()) {
    if (strip(before, "=")) {
      is_assigned = true;
    } else if (strip(before, ":") || strip(before, "→") || strip(before, "->")) {
      is_introduced = true;
    } else if (!strip(before, ",")) {
      break;
    }
    before = without_blanks_at_end(before);
  }
  if (is_size_word(word_at_end(before))) {
    found.is_shape = true;
    return found;
  }
  std::string_view line = before.substr(before.rfind('\n') + 1);
  if (is_assigned || is_introduced) line = without_remark(line);
  const bool is_key = line.ends_with('"') || line.ends_with('\'');  // of a dict
  if (is_key) {
    line.remove_suffix(1);
    if (is_size_word(line.substr(line.find_last_of("\"'") + 1))) {
      found.is_shape = true;
      return found;
    }
  }
  std::string_view word = line.substr(line.find_last_of(" \t\"'{,(<|") + 1);
  const std::string_view gap = all.substr(before.size());
  const bool is_above = gap.find('\n') != std::string_view::npos;
  const bool is_one_of_many = word.size() < trimmed(line).size();
  found.is_label = !is_assigned && !is_key && (is_one_of_many || (!is_introduced && !is_above));
  // Prose above, or the mark of a log in front: what names a tensor stands close to it.
  const bool is_far = gap.starts_with("  ") || (is_one_of_many && gap.starts_with("\n\n"));
  if (!is_assigned && !is_introduced && is_far) return {};
  if (word.ends_with(']') && word.find('[') != std::string_view::npos) {
    const std::size_t bracket = word.find('[');
    found.index = whole_number(word.substr(bracket + 1, word.size() - bracket - 2));
    if (found.index && is_name(word.substr(0, bracket))) found.name = word.substr(0, bracket);
    return found;
  }
  found.index = whole_number(word);
  found.is_flat_data = is_data_word(word);
  if ((!found.is_flat_data || word == "values") && is_name(word) && word[0] != '\xE2' &&
      word.back() != '.') {  // no arrow, no dash
    found.name = word;
  }
  return found;
}

}  // namespace attn
