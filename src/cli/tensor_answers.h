#pragma once

#include <vector>

#include "answer/answer.h"
#include "files/tensor_file.h"

namespace attn {

/// The tensors of a file as answers, as if they were printed by name with all digits. Throws
/// UserError for more numbers than are compared.
std::vector<Answer> answers_in(const TensorFile& file);

/// Names on standard error what a file holds besides, and why that is not compared.
void note_refused(const TensorFile& file, Language language);

}  // namespace attn
