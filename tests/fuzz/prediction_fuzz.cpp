#include <cmath>
#include <vector>

#include "answer/prediction.h"
#include "answer/reply.h"
#include "harness.h"
#include "tensor/operations.h"

/// What is typed at a question of `attn learn`: right, wrong, or told how to answer. The first byte
/// picks the question.

namespace attn {
namespace {

using Question = block::Question;

std::vector<Question> make_questions() {
  const Tensor inputs = Tensor({3, 2}, {0.43F, 0.15F, 0.55F, 0.87F, 0.57F, 0.85F}).named("inputs");
  const Tensor scores = matmul(inputs, transpose(inputs, 0, 1)).named("attn_scores");
  const Tensor weights = softmax(scores / 1.4142135F, -1).named("attn_weights");
  const Tensor masked = Tensor({2}, {-INFINITY, NAN}).named("masked");
  const Text ask = {"무엇입니까?", "what is it?"};
  return {
      {ask, {inputs}, Question::ShapeOf{weights}},
      {ask, {}, Question::ShapeOf{sum(sum(inputs, 0), 0)}},
      {ask, {inputs, scores}, Question::Cell{weights, {1, 2}}},
      {ask, {}, Question::Cell{masked, {0}}},
      {ask, {}, Question::Cell{masked, {1}}},
      {ask, {}, Question::Cell{Tensor({1}, {1.0F / 3}), {0}}},
      {ask, {}, Question::Count{{"둘씩 셋", "three times two"}, 6}},
      {ask, {}, Question::Choice{{{{"행", "rows"}}, {{"열", "columns"}}, {{"둘 다", "both"}}}, 1}},
      {ask, {}, Question::Choice{{{"(2, 3)"}, {"x @ W"}, {"÷ √d_k"}}, 2}},
  };
}

}  // namespace
}  // namespace attn

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  static const std::vector<Question> questions = make_questions();
  if (size == 0) return 0;
  const Question& question = questions[data[0] % questions.size()];
  const std::string_view typed = text_of(data + 1, size - 1);
  const Judgement judgement = judge(question, typed);
  if (judgement.kind == Judgement::Kind::unclear) {
    require(!judgement.why.ko.empty() && !judgement.why.en.empty());
  } else if (const auto* choice = std::get_if<Question::Choice>(&question.answer)) {
    require(typed_option(*choice, typed).has_value());  // which attn learn relies on
  }
  return 0;
}
