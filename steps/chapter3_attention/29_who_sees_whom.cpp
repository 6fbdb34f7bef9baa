#include <algorithm>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// For each of the first tokens, those that it sees.
std::vector<std::vector<block::Cell>> what_each_sees(const Tensor& allowed, const Labels& tokens) {
  constexpr std::size_t most_rows = 8;
  std::vector<std::vector<block::Cell>> rows;
  for (std::size_t i = 0; i < std::min(tokens.size(), most_rows); ++i) {
    std::string seen;
    for (std::size_t j = 0; j < tokens.size(); ++j) {
      if (allowed.at({static_cast<Size>(i), static_cast<Size>(j)}) == 0) continue;
      seen += (seen.empty() ? "" : " ") + tokens[j];
    }
    rows.push_back({tokens[i], seen});
  }
  if (tokens.size() > most_rows) rows.push_back({"…", "…"});
  return rows;
}

}  // namespace

// Who may look at whom, as a picture.
void who_sees_whom(const Settings& s, Page& page) {
  const Size num_tokens = s.num_tokens();
  const auto tokens = std::make_shared<const Labels>(s.tokens());
  const Tensor allowed =
      tril(ones({num_tokens, num_tokens})).named("allowed").labelled(0, tokens).labelled(1, tokens);

  page.text(
      "i행은 묻는 토큰(쿼리), j열은 보이는 토큰(키)입니다. j가 i보다 크면 아직 오지 않은 토큰, 즉 "
      "미래이므로 가립니다. 아래 행렬에서 1은 보아도 되는 칸, 0은 가린 칸입니다. 첫 토큰은 자기 "
      "자신만 보고, 마지막 토큰은 모두를 봅니다.",
      "Row i is the token that asks (the query), column j the token that is looked at (the key). "
      "Where j is greater than i the token is still to come: that is the future, and it is "
      "hidden. In the matrix 1 means may look, 0 means hidden. The first token sees only itself, "
      "the last one sees all.");
  page.code("allowed = torch.ones({0}, {0}).tril()", num_tokens);
  page.whole_numbers(allowed);
  page.table({{"묻는 토큰", "asks"}, {"볼 수 있는 토큰", "may look at"}},
             what_each_sees(allowed, s.tokens()));

  bool only_the_past = true;
  for_each_cell(allowed.shape(), [&](const Index& at) {
    only_the_past = only_the_past && (allowed.at(at) == 1) == (at[1] <= at[0]);
  });
  page.check(only_the_past, "1은 모두 j ≤ i인 칸에 있고 그 밖은 0입니다",
             "the ones stand exactly where j ≤ i");
  page.note(
      "행이 묻는 쪽이고 열이 보이는 쪽입니다. 둘을 바꾸어 생각하면 과거를 가리고 미래를 보게 "
      "됩니다.",
      "Rows ask and columns are looked at. Mix the two up and you hide the past and show the "
      "future.");

  const std::string first_token = cut(s.tokens().front(), 30);
  const std::string last_token = cut(s.tokens().back(), 30);
  page.ask_cell(
      {formatted("allowed에서 1은 보아도 되는 칸, 0은 가린 칸입니다. 마지막 토큰 '{}'의 행, 첫 "
                 "토큰 '{}'의 열에 있는 allowed[{},0]의 값은 얼마입니까?",
                 last_token, first_token, num_tokens - 1),
       formatted("In the matrix allowed 1 says \"may look\" and 0 \"hidden\". What is "
                 "allowed[{2},0], in the "
                 "row of the last token, '{0}', and the column of the first, '{1}'?",
                 last_token, first_token, num_tokens - 1)},
      allowed, {num_tokens - 1, 0}, {},
      {{0,
        {"첫 토큰은 마지막 토큰의 미래가 아니라 과거입니다",
         "to the last token the first one is not the future but the past"}}});
}

}  // namespace attn::chapter3
