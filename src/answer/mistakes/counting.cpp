#include <cmath>

#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

bool counts_pairs(const Call& call) {
  return calls<IndexAdd>(call) && call.name == names::counts;
}

/// The row of a table that tells what follows a word.
bool takes_next_word(const Call& call) {
  return calls<Select>(call) && call.name == names::next_word;
}

std::vector<Way> rows_of_others() {
  std::vector<Way> ways;
  for (Size row = 0; row < 12; ++row) {
    ways.emplace_back(
        [row](const Call& call) -> std::optional<Tensor> {
          if (!takes_next_word(call) || row >= call.operands[0].size(0)) return {};
          if (row == calls<Select>(call)->place) return {};
          return select(call.operands[0], 0, row);
        },
        [row] {
          return Text(formatted("{}번 행을 꺼냈습니다.", row), formatted("It was row {}.", row));
        });
  }
  return ways;
}

bool takes_logarithm(const Call& call) {
  return calls<Log>(call);
}

/// The logarithm to another base than e.
Way to_base(float base) {
  return {[base](const Call& call) -> std::optional<Tensor> {
            if (!calls<Log>(call)) return {};
            return log(call.operands[0]) / std::log(base);
          },
          [base] {
            return Text(formatted("torch.log{}을 썼습니다.", base),
                        formatted("It was torch.log{}.", base));
          }};
}

/// Zeros behind something, up to some length.
bool pads_behind(const Call& call) {
  return calls<Cat>(call) && call.operands.size() == 2 && made_by<Zeros>(call.operands[1]);
}

constexpr Mistake about_counting[] = {
    {"padded-in-front",
     {"짧은 문장의 뒤가 아니라 앞을 채웠습니다. 여기서는 [PAD]를 끝에 붙이며, attention_mask도 그렇게 "
      "1 다음에 0이 옵니다.",
      "The short sentence was padded in front, not behind. Here [PAD] comes at the end, and so do "
      "the zeros of attention_mask."},
     "torch.nn.utils.rnn.pad_sequence(sentences, batch_first=True)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(pads_behind)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!pads_behind(call)) return {};
         return cat({call.operands[1], call.operands[0]}, calls<Cat>(call)->dim);
       }};
     }},
    {"counts-transposed",
     {"횟수를 센 표의 행과 열이 바뀌었습니다. 앞 단어가 행, 그 다음에 온 단어가 열이어야 행이 '다음에 "
      "무엇이 올까'를 나타냅니다.",
      "The table of counts has its rows and columns exchanged. The word before is the row and the one "
      "that follows the column, so that a row tells what comes next."},
     "counts[before, after] += 1",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(counts_pairs)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!counts_pairs(call)) return {};
         const Tensor right =
             index_add(call.operands[0], call.operands[1], calls<IndexAdd>(call)->rows);
         if (right.dim() != 2) return {};
         return contiguous(T(right));
       }};
     }},
    {"row-of-other-word",
     {"다른 단어의 행을 꺼냈습니다. 다음 단어의 예측은 마지막 단어의 행입니다.",
      "The row of another word was taken. What comes next is told by the row of the last word."},
     "next_word = probs[token_ids[-1]]",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(takes_next_word)) return {};
       return rows_of_others();
     },
     {.combines = false}},
    {"log-of-other-base",
     {"자연로그가 아닌 로그를 취했습니다. 교차 엔트로피의 로그는 밑이 e입니다.",
      "It was not the natural logarithm that was taken. That of cross-entropy has base e."},
     "-torch.log(probs[target])",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(takes_logarithm)) return {};
       return {to_base(10), to_base(2)};
     },
     {.combines = false}},
};

}  // namespace

std::span<const Mistake> counting_mistakes() {
  return about_counting;
}

}  // namespace attn
