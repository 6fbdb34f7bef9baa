#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

/// The first dimension of the first sentence, token by token.
void one_column(const Tensor& embeddings, const Tensor& averaged, Page& page) {
  std::vector<std::vector<block::Cell>> rows;
  for (Size t = 0; t < embeddings.size(1); ++t) {
    const Tensor seen = narrow(select(embeddings, 0, 0), 0, 0, t + 1);
    rows.push_back(
        {t, embeddings.at({0, t, 0}), sum(seen, 0).at({0}), t + 1, averaged.at({0, t, 0})});
  }
  page.table({"t",
              {"이 토큰", "this token"},
              {"여기까지의 합", "sum so far"},
              {"나누는 수", "divided by"},
              {"평균", "average"}},
             std::move(rows));
}

}  // namespace

// Each token becomes the average of itself and all before it.
void average_with_loops(const Settings& s, Page& page) {
  const Tensor embeddings = averaging(s).embeddings;
  const Tensor averaged_embeddings =
      running_averages(embeddings).named("averaged_embeddings");  // (b, T, d)

  page.text(
      "토큰 t의 벡터를 0번부터 t번까지의 평균으로 바꿉니다. 이것이 누적 평균(running average)이며, "
      "앞의 토큰이 뒤의 토큰에 정보를 전하는 가장 단순한 방법입니다. 뒤의 토큰은 아직 오지 "
      "않았으므로 쓰지 않고, 지금 토큰은 빠뜨리지 않습니다. 반복문 두 개로 문장마다, 토큰마다 "
      "하나씩 계산합니다.",
      "The vector of token t becomes the average of those from 0 to t. This running average is the "
      "simplest way for earlier tokens to pass something on to later ones. Later tokens have not "
      "come yet, so they are left out; the current one is not. Two loops compute it, sentence by "
      "sentence and token by token.");
  page.code(
      "averaged_embeddings = torch.zeros(2, 4, 6)\n"
      "for b in range(2):\n"
      "    for t in range(4):\n"
      "        seen = embeddings[b, :t + 1]              # (t + 1, 6)\n"
      "        averaged_embeddings[b, t] = seen.sum(dim=0) / (t + 1)");
  page.tensor(averaged_embeddings);
  page.text("첫 문장의 첫 번째 차원만 따라가 보면 이렇습니다.",
            "This is how the first dimension of the first sentence comes about:");
  one_column(embeddings, averaged_embeddings, page);
  page.check(allclose(select(averaged_embeddings, 1, 0), select(embeddings, 1, 0)),
             "첫 토큰에는 앞이 없으므로 평균이 자기 자신과 같습니다",
             "the first token has none before it, so its average is itself");
  const Size last = embeddings.size(1) - 1;
  const Tensor whole = sum(embeddings, 1) / static_cast<float>(last + 1);
  page.check(allclose(select(averaged_embeddings, 1, last), whole),
             "마지막 행은 문장 전체의 평균입니다", "the last row is the average of the sentence");
  page.note(
      "embeddings[b, :t]라고 쓰면 지금 토큰이 빠집니다. 첫 토큰에는 평균할 것이 남지 않습니다.",
      "With embeddings[b, :t] the current token is missing, and the first one has nothing to "
      "average.");
  page.note(
      "이름의 철자도 확인하십시오. seqence_length라고 정하고 sequence_length를 쓰면 NameError: "
      "name 'sequence_length' is not defined가 납니다. 손으로 옮겨 적은 코드에 흔한 실수입니다.",
      "Mind the spelling of names, too. Define seqence_length and use sequence_length, and you get "
      "NameError: name 'sequence_length' is not defined, a common slip in code typed from notes.");

  const Tensor numbers = Tensor({3, 2}, {1, 0, 3, 2, 2, 7}).named("numbers");
  page.ask_cell({"numbers의 누적 평균에서 가운데 행, 첫 칸의 값은 무엇입니까?",
                 "What is the first number in the middle row of the running average of numbers?"},
                running_average(numbers).named("running_average"), {1, 0}, {numbers},
                {{numbers.at({1, 0}),
                  {"가운데 행의 값 그대로이며, 앞의 행과 평균해야 합니다",
                   "that is the number itself, not averaged with the row before it"}},
                 {numbers.at({0, 0}),
                  {"지금 행을 빠뜨리고 앞의 행만 평균한 것입니다",
                   "that averages the row before it only, and leaves out the row itself"}},
                 {numbers.at({0, 0}) + numbers.at({1, 0}),
                  {"더하기만 하고 나누지 않은 것입니다", "that is the sum, not yet divided"}},
                 {(numbers.at({0, 0}) + numbers.at({1, 0})) / 3,
                  {"두 행을 더하고 모든 행의 수 3으로 나눈 것입니다",
                   "that is the sum of two rows divided by 3, the number of all rows"}}});
}

}  // namespace attn::chapter2
