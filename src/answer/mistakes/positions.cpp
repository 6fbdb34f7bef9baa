#include <cmath>

#include "answer/mistakes.h"
#include "lesson/korean.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Two tensors (n, d/2), column by column: (n, d).
struct Alternating {
  Tensor even, odd;
};

std::optional<Alternating> as_alternating(const Call& call) {
  if (!calls<View>(call) || !made_by<Stack>(call.operands[0])) return {};
  const Operands stacked = call.operands[0].operands();
  if (stacked.size() != 2) return {};
  return Alternating{stacked[0], stacked[1]};
}

/// Sines and cosines of the same angles (n, d/2), column by column: (n, d).
struct WavesCall {
  Tensor sines, cosines;
};

std::optional<WavesCall> as_waves(const Call& call) {
  const auto columns = as_alternating(call);
  if (!columns || !made_by<Sin>(columns->even) || !made_by<Cos>(columns->odd)) return {};
  if (!(columns->even.operands()[0] == columns->odd.operands()[0])) return {};
  return WavesCall{columns->even, columns->odd};
}

/// The same, or with the cosines first.
bool holds_waves(const Alternating& columns) {
  return (made_by<Sin>(columns.even) && made_by<Cos>(columns.odd)) ||
         (made_by<Cos>(columns.even) && made_by<Sin>(columns.odd));
}

/// Whether x has a vector for each place, as is added to words or patches.
bool holds_positions(const Tensor& x) {
  return x.name() == names::pe || x.name() == names::position_embedding ||
         x.name() == names::text_positions;
}

/// exp of an index times a factor: how fast each pair turns.
bool makes_div_term(const Call& call) {
  return calls<Exp>(call) && call.name == names::div_term && made_by<Mul>(call.operands[0]);
}

/// Sines and cosines of angles of their own: column c of d turns by 10000^(-times · c / d).
std::optional<Tensor> own_angles(const Call& call, float times) {
  const auto right = as_waves(call);
  if (!right) return {};
  const Tensor& angles = right->sines.operands()[0];
  if (!made_by<Mul>(angles)) return {};
  const Tensor& position = angles.operands()[0];
  const Size pairs = angles.size(-1);
  const auto rates = [&](float first) {  // of columns first, first + 2 …
    const float power = -times * std::log(10000.0F) / static_cast<float>(2 * pairs);
    return exp((arange(pairs) * 2.0F + scalar(first)) * power);
  };
  const Tensor sines = sin(position * rates(0));
  return view(stack({sines, cos(position * rates(1))}, 2), calls<View>(call)->shape);
}

/// div_term with the factor of its exponent changed.
template <class F>
Way with_factor(F changed, std::function<Text()> which = {}) {
  return {[changed](const Call& call) -> std::optional<Tensor> {
            if (!makes_div_term(call)) return {};
            const Operands product = call.operands[0].operands();
            if (product[1].dim() > 0) return {};
            return exp(product[0] * changed(product[1].item()));
          },
          std::move(which)};
}

std::vector<Way> other_bases() {
  std::vector<Way> ways;
  for (const float base : {1000.0F, 100.0F, 100000.0F, 1000000.0F, 500000.0F}) {
    ways.push_back(
        with_factor([base](float factor) { return factor * std::log(base) / std::log(10000.0F); },
                    [base] {
                      return Text(formatted_ko("밑으로 {:.0f}[을/를] 썼습니다.", base),
                                  formatted("It was {:.0f}.", base));
                    }));
  }
  return ways;
}

bool adds_positions(const Call& call) {
  return calls<Add>(call) && holds_positions(call.operands[1]);
}

constexpr std::string_view exponent = "exponent of an angle";
constexpr std::string_view addition = "addition of positions";

constexpr Mistake about_positions[] = {
    {"sin-cos-swapped",
     {"sin과 cos의 자리가 바뀌었습니다. 짝수 열(0, 2, 4, …)이 sin이고 홀수 열이 cos입니다.",
      "Sine and cosine changed places. Even columns (0, 2, 4, …) are sines, odd ones cosines."},
     "pe[:, 0::2], pe[:, 1::2] = torch.sin(angles), torch.cos(angles)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_waves(call);
         if (!right) return {};
         return view(stack({right->cosines, right->sines}, 2), calls<View>(call)->shape);
       }};
     }},
    {"sin-cos-halves",
     {"sin을 앞의 절반에, cos을 뒤의 절반에 놓았습니다. sin과 cos은 한 열씩 번갈아 놓입니다.",
      "All sines stand in the first half and all cosines in the second. They take turns, column by "
      "column."},
     "pe[:, 0::2], pe[:, 1::2] = torch.sin(angles), torch.cos(angles)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto columns = as_alternating(call);
         if (!columns || !holds_waves(*columns)) return {};
         return cat({columns->even, columns->odd}, -1);
       }};
     }},
    {"position-index-doubled",
     {"지수의 번호에 2를 두 번 곱했습니다. i가 이미 0, 2, 4로 커진다면 지수는 i / d입니다.",
      "The index in the exponent was doubled twice. If i already runs 0, 2, 4, the exponent is "
      "i / d."},
     "div_term = torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Exp>(call) || call.name != names::div_term) return {};
         return exp(call.operands[0] * 2.0F);
       }};
     },
     {.about = exponent}},
    {"position-own-angle-per-column",
     {"sin과 cos이 짝을 이루지 않고 열마다 다른 각을 씁니다. 2i번 열의 sin과 2i + 1번 열의 cos은 같은 "
      "각 pos / 10000^(2i/d)에서 나와야 합니다. 널리 베껴 쓰이는 코드에 있는 실수입니다.",
      "Sine and cosine are no pairs: each column has an angle of its own. The sine of column 2i and "
      "the cosine of column 2i + 1 are of one angle, pos / 10000^(2i/d). Code that is widely copied "
      "has this mistake."},
     "pe[pos, i], pe[pos, i + 1] = sin(pos / 10000**(i/d)), cos(pos / 10000**(i/d))",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(makes_div_term)) return {};
       return {{[](const Call& call) { return own_angles(call, 2); },
                [] {
                  return Text("c번 열의 각이 pos / 10000^(2c/d)입니다.",
                              "In column c it is pos / 10000^(2c/d).");
                }},
               {[](const Call& call) { return own_angles(call, 1); },
                [] {
                  return Text("c번 열의 각이 pos / 10000^(c/d)입니다.",
                              "In column c it is pos / 10000^(c/d).");
                }}};
     },
     {.about = exponent}},
    {"position-other-base",
     {"각을 구할 때 10000이 아니라 다른 수의 거듭제곱으로 나누었습니다.",
      "The angles were made with powers of another number than 10000."},
     "div_term = torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(makes_div_term)) return {};
       return other_bases();
     },
     {.combines = false, .about = exponent}},
    {"position-exponent-rounded",
     {"지수를 나눌 때 //를 써서 정수로 내림했습니다. log(10000) / d는 / 로 나누어야 합니다.",
      "// was used in the exponent, which rounds down to a whole number. log(10000) / d takes /."},
     "-math.log(10000.0) / d",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(makes_div_term)) return {};
       return {with_factor([](float factor) { return std::floor(factor); }),
               with_factor([](float factor) { return std::ceil(factor); })};
     },
     {.combines = false, .about = exponent}},
    {"positions-from-one",
     {"위치를 0이 아니라 1부터 세었습니다. 첫 토큰의 위치는 0이므로 그 각은 모두 0입니다.",
      "Positions were counted from 1, not from 0. The first token stands at position 0, where all "
      "angles are 0."},
     "position = torch.arange(n)[:, None]",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(makes_div_term)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Mul>(call) || call.operands[1].name() != names::div_term) return {};
         return (call.operands[0] + scalar(1)) * call.operands[1];
       }};
     }},
    {"positions-appended",
     {"위치 벡터를 더하지 않고 이어 붙였습니다. 그러면 벡터의 차원이 두 배가 됩니다.",
      "The position vectors were appended, not added, which makes each vector twice as long."},
     "x = words + pe",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(adds_positions)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!adds_positions(call)) return {};
         return cat({call.operands[0], call.operands[1]}, -1);
       }};
     },
     {.combines = false, .about = addition}},
    {"positions-multiplied",
     {"위치 벡터를 더하지 않고 곱했습니다. 위치 벡터에는 0이 있어 단어의 값이 지워집니다.",
      "The position vectors were multiplied, not added. They hold zeros, which wipe out numbers of "
      "the words."},
     "x = words + pe",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(adds_positions)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!adds_positions(call)) return {};
         return call.operands[0] * call.operands[1];
       }};
     },
     {.combines = false, .about = addition}},
    {"embedding-scale-missing",
     {"임베딩에 √d_model을 곱하지 않았습니다. 그대로 더하면 위치 벡터가 훨씬 길어 단어를 덮어버립니다.",
      "The embeddings were not multiplied by √d_model. Added like that, the position vectors are "
      "far longer and drown the words."},
     "scaled = embeddings * d_model**0.5",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Mul>(call) || call.name != names::scaled) return {};
         if (call.operands[0].name() != names::embeddings) return {};
         return same_as(call.operands[0]);
       }};
     }},
    {"positions-not-added",
     {"위치 벡터를 더하지 않았습니다. 마스크가 없는 어텐션은 토큰을 한꺼번에 보므로, 위치가 없으면 "
      "순서를 알 수 없습니다.",
      "The position vectors were not added. Attention without a mask sees all tokens at once, and without "
      "positions it does not know their order."},
     "x = words + pe",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!adds_positions(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = addition}},
};

}  // namespace

std::span<const Mistake> position_mistakes() {
  return about_positions;
}

}  // namespace attn
