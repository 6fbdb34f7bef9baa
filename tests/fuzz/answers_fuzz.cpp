#include <cmath>
#include <utility>
#include <vector>

#include "answer/answer.h"
#include "answer/compare.h"
#include "harness.h"

/// Numbers that learners print: tensors, or refused.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  const Source source{text_of(data, size), "answer.txt"};
  try {
    const std::vector<Answer> answers = read_answers(source);
    require(!answers.empty() && answers.size() <= max_answers);
    std::size_t numbers = 0;
    for (const Answer& answer : answers) {
      require(!answer.readings.empty());
      require(std::cmp_equal(answer.readings.size(), answer.shape.product()));
      numbers += answer.readings.size();
      const WrittenTensor written(answer);
      require(written.fits(answer.shape));
      require(!std::isnan(written.information()));
    }
    require(numbers <= max_answer_numbers);
  } catch (const UserError& error) {
    require(error.where.starts_with("answer.txt"));
    require_said(error);
  }
  return 0;
}
