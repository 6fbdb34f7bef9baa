#include "answer/mistakes.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// √Σx² of one vector (d), or of each row of a table.
struct LengthCall {
  Tensor x;
  std::optional<Sum> rows;  ///< how the rows were added up; nothing for a vector
};
std::optional<LengthCall> as_length(const Call& call) {
  if (!calls<Sqrt>(call)) return {};
  const Tensor& squares = call.operands[0];
  if (made_by<Matmul>(squares) && squares.dim() == 0 &&
      squares.operands()[0] == squares.operands()[1]) {
    return LengthCall{squares.operands()[0], {}};
  }
  const auto* sum = made_by<Sum>(squares);
  if (!sum || !made_by<Mul>(squares.operands()[0])) return {};
  const Operands factors = squares.operands()[0].operands();
  if (!(factors[0] == factors[1])) return {};
  return LengthCall{factors[0], *sum};
}
bool is_length(const Call& call) {
  return as_length(call).has_value();
}
bool is_length_of_rows(const Call& call) {
  const auto length = as_length(call);
  return length && length->rows && length->x.dim() == 2;
}

/// a · b / (length of a × length of b), and x / its length.
bool divides_by_lengths(const Call& call) {
  if (!calls<Div>(call) || !call.operands[1].operation()) return false;
  const Tensor& divisor = call.operands[1];
  if (is_length(call_of(divisor))) return true;
  return made_by<Mul>(divisor) && divisor.operands()[0].operation() &&
         divisor.operands()[1].operation() && is_length(call_of(divisor.operands()[0])) &&
         is_length(call_of(divisor.operands()[1]));
}

/// The dot product divided by one of the two lengths.
Slip by_one_length(std::size_t which) {
  return [which](const Call& call) -> std::optional<Tensor> {
    if (!divides_by_lengths(call) || !made_by<Mul>(call.operands[1])) return {};
    return call.operands[0] / call.operands[1].operands()[which];
  };
}

constexpr std::string_view lengths = "lengths";

constexpr Mistake about_cosines[] = {
    {"dot-product-for-cosine",
     {"벡터의 길이로 나누지 않았습니다. 내적은 벡터가 길수록 커지므로, 방향만 비교하려면 두 길이로 "
      "나누어야 합니다.",
      "The vectors were not divided by their lengths. A dot product grows with them; to compare "
      "directions alone, divide by both."},
     "a @ b / (a.norm() * b.norm())",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(divides_by_lengths)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!divides_by_lengths(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = lengths}},
    {"cosine-by-one-length",
     {"두 벡터의 길이 가운데 하나로만 나누었습니다. 코사인은 두 길이의 곱으로 나눕니다.",
      "Only one of the two lengths was divided by. For the cosine it is the product of both."},
     "a @ b / (a.norm() * b.norm())",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(divides_by_lengths)) return {};
       return {by_one_length(0), by_one_length(1)};
     },
     {.about = lengths}},
    {"length-not-rooted",
     {"길이를 구할 때 제곱근을 취하지 않았습니다. 제곱의 합은 길이의 제곱입니다.",
      "The root was left out of a length. The sum of squares is the length squared."},
     "(x * x).sum().sqrt()    # x.norm()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_length)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_length(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = lengths}},
    {"length-of-absolute-values",
     {"길이로 절댓값의 합(L1)을 썼습니다. 코사인의 길이는 제곱의 합의 제곱근(L2)입니다.",
      "The sum of absolute values (L1) was taken for a length. For the cosine it is the root of the "
      "sum of squares (L2)."},
     "x.norm()    # not x.abs().sum()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_length)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_length(call);
         if (!right) return {};
         const Tensor sizes = relu(right->x) + relu(right->x * -1.0F);
         return right->rows ? sum(sizes, right->rows->dim, right->rows->keepdim) : sum(sizes, 0);
       }};
     },
     {.combines = false, .about = lengths}},
    {"length-of-others",
     {"벡터마다 자기 길이로 나누지 않았습니다. 행이 벡터이므로 길이는 행을 따라(dim=-1) 구합니다.",
      "The vectors were not each divided by its own length. The rows are the vectors, so lengths run "
      "along the rows (dim=-1)."},
     "x / x.norm(dim=-1, keepdim=True)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_length_of_rows)) return {};
       return {{[](const Call& call) -> std::optional<Tensor> {
                  if (!is_length_of_rows(call)) return {};
                  const Tensor& squares = call.operands[0].operands()[0];
                  return sqrt(sum(squares, 0, true));
                },
                [] {
                  return Text("열의 길이로 나누었습니다(dim=0).",
                              "It was the lengths of the columns (dim=0).");
                }},
               {[](const Call& call) -> std::optional<Tensor> {
                  if (!is_length_of_rows(call)) return {};
                  const Tensor& squares = call.operands[0].operands()[0];
                  return sqrt(sum(view(contiguous(squares), {-1}), 0));
                },
                [] {
                  return Text("표 전체의 길이 하나로 모두를 나누었습니다.",
                              "It was one length for the whole table.");
                }}};
     },
     {.combines = false, .about = lengths}},
};

}  // namespace

std::span<const Mistake> cosine_mistakes() {
  return about_cosines;
}

}  // namespace attn
