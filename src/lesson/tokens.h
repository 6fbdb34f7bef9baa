#pragma once

#include <string>

#include "lesson/choices.h"
#include "tensor/tensor.h"

namespace attn {

// A sentence that is typed: `--tokens "나는 오늘 학교에 간다"`.

/// Its tokens, which blanks of any script part. Throws UserError, whose place is the option, if
/// there are none, more than are taken, or they are not UTF-8.
Labels parse_tokens(const std::string& typed);

/// The size of the embeddings that are drawn for a sentence, 3 unless chosen. Throws UserError if
/// it is chosen and none are drawn.
Size d_in_of(const Choices& choices);

/// The inputs with other names for their tokens. Throws UserError unless there are as many.
Tensor with_tokens(const Tensor& inputs, Labels tokens);

/// A matrix (T, d_in) as the inputs of lessons: named, its columns called x1, x2, …, its rows t1,
/// t2, …
Tensor as_inputs(const Tensor& matrix);

}  // namespace attn
