#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct LoadedOp final : FromNothing<Loaded> {
  Tensor value(Operands) const override { return read->viewed(read->shape(), read->strides()); }

  Derivation explain(Operands, const Index& at) const override { return number(read->at(at)); }

  Wording words(const Told&) const override {
    return {file + "에서 읽은 수입니다", "read from " + file};
  }

  std::string notation(Written) const override { return file; }
};

}  // namespace

Tensor loaded(Tensor read, std::string file) {
  return record<LoadedOp>({std::move(read), std::move(file)}, {});
}

}  // namespace attn
