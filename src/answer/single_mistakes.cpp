#include "answer/diagnose.h"
#include "answer/each_mistake.h"

namespace attn {

Invisible invisible_mistakes(const Tensor& right, const WrittenTensor& written, Budget& budget) {
  const WrittenTensor exact = with_every_digit(right);
  Invisible invisible;
  std::vector<const Mistake*> met;
  for_each_mistake(Program(right), budget, [&](const Mistake& mistake, const Tensor& result) {
    const bool is_usual_way = !contains(met, mistake);
    if (is_usual_way) met.push_back(&mistake);
    if (!written.matches(result)) return;
    if (exact.matches(result)) {
      if (is_usual_way) invisible.always.push_back(&mistake);
    } else if (!contains(invisible.by_digits, mistake)) {
      invisible.by_digits.push_back(&mistake);
    }
  });
  return invisible;
}

std::vector<const Mistake*> mistakes_of_shape(const Tensor& right, const WrittenTensor& written) {
  std::vector<const Mistake*> mistakes;
  Budget budget;
  for_each_mistake(Program(right), budget, [&](const Mistake& mistake, const Tensor& result) {
    if (written.fits(result.shape()) && !contains(mistakes, mistake)) mistakes.push_back(&mistake);
  });
  return mistakes;
}

std::vector<const Mistake*> mistakes_of_cell(const Tensor& right, const Index& cell,
                                             const WrittenTensor& written) {
  std::vector<const Mistake*> mistakes;
  if (!right.operation()) return mistakes;
  Budget budget;
  for_each_mistake(Program(right), budget, [&](const Mistake& mistake, const Tensor& result) {
    if (result.shape() != right.shape() || contains(mistakes, mistake)) return;
    if (written.agrees(0, result.at(cell))) mistakes.push_back(&mistake);
  });
  return mistakes;
}

}  // namespace attn
