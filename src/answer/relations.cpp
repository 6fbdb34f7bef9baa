#include "answer/relations.h"

#include <algorithm>
#include <cmath>

#include "answer/part.h"
#include "lesson/korean.h"

namespace attn {
namespace {

using RelationKind = Relation::Kind;

std::string names_of_mistakes(const std::vector<const Mistake*>& mistakes) {
  constexpr std::size_t most = 6;
  std::vector<std::string> names;
  for (const Mistake* mistake : mistakes) {
    if (names.size() == most) break;
    names.emplace_back(mistake->name);
  }
  return joined(names, ", ") + (mistakes.size() > most ? ", …" : "");
}

/// Whether all numbers are 0 or 1, and both occur.
bool is_mask(const std::vector<float>& values) {
  const auto is = [](float number) { return [=](float value) { return value == number; }; };
  return std::all_of(values.begin(), values.end(),
                     [](float value) { return value == 0 || value == 1; }) &&
         std::any_of(values.begin(), values.end(), is(0)) &&
         std::any_of(values.begin(), values.end(), is(1));
}

}  // namespace

std::string_view name_of(Relation::Kind kind) {
  switch (kind) {
    case RelationKind::part:
      return "part";
    case RelationKind::before_the_result:
      return "before-the-result";
    case RelationKind::other_convention:
      return "other-convention";
    case RelationKind::too_few_digits:
      return "too-few-digits";
    case RelationKind::rounded_earlier:
      return "rounded-earlier";
    case RelationKind::transposed:
      return "transposed";
    case RelationKind::permuted:
      return "permuted";
    case RelationKind::factor:
      return "factor";
    case RelationKind::offset:
      return "offset";
    case RelationKind::equal_but_for:
      return "equal-but-for";
    case RelationKind::other_tensor:
      return "other-tensor";
    case RelationKind::other_seed:
      return "other-seed";
    case RelationKind::later_draws:
      return "later-draws";
    case RelationKind::other_settings:
      return "other-settings";
  }
  return "";
}

std::optional<Relation> as_part(const Tensor& x, const WrittenTensor& got) {
  const std::optional<Part> part = part_of(x, got);
  if (!part) return {};
  if (part->is_whole) {
    const std::string right = to_string(x.shape());
    const std::string written = to_string(got.shape());
    return Relation{
        RelationKind::part,
        {formatted_ko("수는 {}의 것과 모두 같지만, 모양이 {}[이어야/여야] 하는데 {}입니다",
                      x.name(), right, written),
         formatted("all numbers are those of {}, but the shape should be {} and is {}", x.name(),
                   right, written)}};
  }
  return Relation{RelationKind::part,
                  {formatted("{} 부분과 같습니다. 나머지가 없습니다", part->words.ko),
                   formatted("equal to {}; the rest is missing", part->words.en)}};
}

Relation as_before(const Tensor& x, const Tensor& result) {
  return {RelationKind::before_the_result,
          {formatted("이 수는 {} 앞에서 계산한 {}의 것입니다", result.name(), x.name()),
           formatted("these are the numbers of {}, which is computed before {}", x.name(),
                     result.name())}};
}

std::optional<Relation> as_other_convention(const Tensor& x, const WrittenTensor& got) {
  if (!got.fits(x.shape())) return {};
  const std::vector<float> right = x.values();
  if (!is_mask(right)) return {};
  bool is_inverse = true;
  bool is_added = true;
  for (std::size_t i = 0; i < right.size(); ++i) {
    const double value = got.values()[i];
    is_inverse = is_inverse && value == 1 - static_cast<double>(right[i]);
    is_added = is_added && (right[i] == 0 ? value == 0 : value <= hides_below({}));
  }
  if (is_inverse) {
    return Relation{
        RelationKind::other_convention,
        {formatted(
             "0과 1이 {} 텐서와 반대입니다. 1의 뜻을 거꾸로 정했다면 옳습니다. 그때는 masked_fill의 조건도 "
             "거꾸로여야 합니다",
             x.name()),
         formatted(
             "0 and 1 are the other way round than in {}: right if 1 is to mean the opposite; "
             "then the condition of masked_fill must be turned round, too",
             x.name())}};
  }
  if (!is_added) return {};
  return Relation{
      RelationKind::other_convention,
      {formatted("{} 텐서와 같은 칸을 가리지만, 점수에 더하는 마스크입니다(0과 -inf)", x.name()),
       formatted("it hides the same cells as {}, but is a mask to be added to the scores "
                 "(0 and -inf)",
                 x.name())}};
}

std::optional<Relation> as_too_short(const Tensor& x, const WrittenTensor& got,
                                     const std::vector<const Mistake*>& mistakes) {
  if (!mistakes.empty()) {
    const std::string names = names_of_mistakes(mistakes);
    const int decimals = got.decimals().value_or(-1);
    const Text digits = decimals < 0    ? Text("이 자릿수로는", "with these digits")
                        : decimals == 1 ? Text("소수점 아래 한 자리로는", "with one decimal")
                                        : Text(formatted("소수점 아래 {}자리로는", decimals),
                                               formatted("with {} decimals", decimals));
    return Relation{
        RelationKind::too_few_digits,
        {formatted("{} 다음 실수를 한 것과 구별할 수 없습니다: {}. 자릿수를 늘려 출력하십시오",
                   digits.ko, names),
         formatted("{} this cannot be told from {}; give more", digits.en, names)}};
  }
  const bool is_bare = std::all_of(got.values().begin(), got.values().end(), [](double value) {
    return !std::isfinite(value) || value == std::round(value);
  });
  if (!is_bare || got.fit(x) == Fit::exact) return {};
  return Relation{
      RelationKind::too_few_digits,
      {"소수점 아래가 남지 않아 거의 아무것도 구별할 수 없습니다. 자릿수를 늘려 출력하십시오",
       "nothing is left behind the point, so this can hardly be told from anything; give more "
       "digits"}};
}

std::optional<Relation> as_rounded_earlier(const Tensor& x, const WrittenTensor& got) {
  const std::optional<int> decimals = got.rounded_earlier(x);
  if (!decimals) return {};
  return Relation{
      RelationKind::rounded_earlier,
      {formatted(
           "모든 수가 0으로 끝납니다. 출력하기 전에 반올림한 것이므로 소수점 아래 {}자리까지만 비교했습니다",
           *decimals),
       formatted(
           "every number ends in 0: rounded before it was printed, so compared to {} decimals "
           "only",
           *decimals)}};
}

}  // namespace attn
