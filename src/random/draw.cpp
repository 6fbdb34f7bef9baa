#include "random/draw.h"

#include <array>
#include <cstdio>
#include <optional>

#include "tensor/notation.h"

namespace attn {
namespace {

std::string with_four_decimals(double x) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4f", x);
  return text.data();
}

/// The only draw in a derivation.
const Derivation& find_draw(const Derivation& d) {
  const Derivation* found = &d;
  while (found->kind != Derivation::Kind::draw) {
    found = &found->parts[found->kind == Derivation::Kind::sum ? 1 : 0];
  }
  return *found;
}

}  // namespace

Generator& generator_at(const Generator::State& from) {
  static std::optional<Generator> last;
  if (!last || !last->go_on_to(from)) last.emplace(from);
  return *last;
}

Wording words_of_draw(const Told& told) {
  using Kind = Derivation::Kind;
  const Derivation& d = told.derivation;
  const std::string seed = std::to_string(find_draw(d).seed);
  const std::string place = std::to_string(row_major_place(told.cell, told.result.shape()) + 1);
  if (d.kind == Kind::draw) {
    return {"시드 " + seed + "에서 나온 난수입니다: 이번에 뽑은 순서로 " + place + "번",
            "a random number from seed " + seed + ": number " + place + " of this draw"};
  }
  const std::string ko = "시드 " + seed + "에서 나온 난수(이번에 뽑은 순서로 " + place + "번)";
  const std::string en =
      "a random number from seed " + seed + ", number " + place + " of this draw";
  if (d.kind != Kind::less) return {ko + "를 구간에 맞춥니다", en + ", stretched to its range"};
  const bool is_less = told.result.at(told.cell) != 0;
  const std::string number = with_four_decimals(d.parts[0].value);
  const std::string threshold = shortest(d.parts[1].value);
  return {ko + " " + number + ": 기준 " + threshold + "보다 " +
              (is_less ? "작으므로 1입니다" : "작지 않으므로 0입니다"),
          number + ", " + en + ", is " + (is_less ? "below" : "not below") + " the threshold " +
              threshold + ": " + (is_less ? "1" : "0")};
}

}  // namespace attn
