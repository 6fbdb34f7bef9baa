#include "cli/tensor_answers.h"

#include "cli/output.h"
#include "lesson/parse_decimal.h"

namespace attn {
namespace {

/// What numpy.savez calls arrays that are given without a name.
bool is_no_name(std::string_view name) {
  constexpr std::string_view start = "arr_";
  return name.starts_with(start) && name.size() > start.size() &&
         name.find_first_not_of("0123456789", start.size()) == std::string_view::npos;
}

/// The decimal number that is meant: 0.21, which no float32 is.
double as_decimal(float value) {
  const std::string digits = formatted("{}", value);
  double decimal = static_cast<double>(value);
  parse_decimal(digits.data(), digits.data() + digits.size(), decimal);
  return decimal;
}

Answer answer_of(const NamedTensor& tensor) {
  constexpr std::int16_t decimals = 9;  // beyond what is compared
  Answer answer{.name = is_no_name(tensor.name) ? "" : tensor.name,
                .shape = tensor.tensor.shape(),
                .dtype = tensor.dtype,
                .has_all_digits = true};
  for (const float value : tensor.tensor.values()) {
    answer.readings.push_back({.value = as_decimal(value), .decimals = decimals});
  }
  return answer;
}

}  // namespace

std::vector<Answer> answers_in(const TensorFile& file) {
  std::size_t numbers = 0;
  std::vector<Answer> answers;
  for (const NamedTensor& tensor : file.tensors) {
    numbers += static_cast<std::size_t>(tensor.tensor.numel());
    if (numbers > max_answer_numbers) {
      throw UserError(file.path,
                      {formatted("숫자는 {}개까지 비교합니다", max_answer_numbers),
                       formatted("at most {} numbers are compared", max_answer_numbers)},
                      {"이 단계의 텐서만 저장하십시오", "save only this step's tensors"});
    }
    answers.push_back(answer_of(tensor));
  }
  return answers;
}

void note_refused(const TensorFile& file, Language language) {
  for (const RefusedTensor& refused : file.refused) {
    print_error(
        formatted("attn: {}: {}\n", refused.why.where, in_a_line(refused.why.problem, language)));
  }
}

}  // namespace attn
