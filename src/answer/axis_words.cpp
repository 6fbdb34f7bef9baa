#include "answer/axis_words.h"

namespace attn {

std::string AxisWords::place(std::size_t i) const {
  return formatted("{}{}{}", before, i + first, behind);
}

std::string AxisWords::place_and_label(std::size_t i) const {
  return labels ? formatted("{} ('{}')", place(i), (*labels)[i]) : place(i);
}

AxisWords words_along(const Tensor& x, int axis) {
  AxisWords words{.one = {"행", "row"}, .all = {"행", "rows"}, .first = 1};
  words.labels = x.labels(axis);
  if (x.dim() == 1) {
    words.one = {"칸", "cell"};
    words.all = {"칸", "cells"};
  } else if (axis == x.dim() - 1) {
    words.one = {"열", "column"};
    words.all = {"열", "columns"};
  } else if (axis < x.dim() - 2) {
    words.one = axis == 0 ? Text("배치의 문장", "sentence of the batch") : Text("헤드", "head");
    words.all = axis == 0 ? Text("배치의 문장", "sentences of the batch") : Text("헤드", "heads");
    words.first = 0;
    words.before = "[";
    for (int i = 0; i < axis; ++i) words.before += ":, ";
    words.behind = "]";
  }
  return words;
}

}  // namespace attn
