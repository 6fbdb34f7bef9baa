#pragma once

#include "answer/diagnose.h"

namespace attn {

/// For each mistake of a diagnosis of `written`, made of `right`: which of its ways it was made in
/// and, if at one place alone of several, where. Empty where there is nothing to tell apart.
std::vector<Text> which_ways(const Diagnosis& diagnosis, const Tensor& right,
                             const WrittenTensor& written, Budget& budget);

}  // namespace attn
