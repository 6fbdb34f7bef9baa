#include "answer/mistakes.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Squares of an image, about to become rows: contiguous(transpose(view(image), 1, 2)).view(N, P).
struct PatchesCall {
  Tensor image;    ///< (H, W)
  Tensor squares;  ///< (H/p, p, W/p, p)
  Shape shape;     ///< (N, P)
};

std::optional<PatchesCall> as_patches(const Call& call) {
  const auto* rows = calls<View>(call);
  if (!rows || !made_by<Contiguous>(call.operands[0])) return {};
  const Tensor& turned = call.operands[0].operands()[0];
  if (!cuts_patches(turned)) return {};
  const Tensor& squares = turned.operands()[0];
  return PatchesCall{squares.operands()[0], squares, rows->shape};
}

/// The patches from top to bottom first; the pixels in them as before.
std::optional<Tensor> patches_by_columns(const Call& call) {
  const auto right = as_patches(call);
  if (!right) return {};
  const Tensor columns_first = transpose(transpose(right->squares, 1, 2), 0, 1);
  return view(contiguous(columns_first), right->shape);
}

/// The patches in their order, but the pixels in each from top to bottom first.
std::optional<Tensor> pixels_by_columns(const Call& call) {
  const auto right = as_patches(call);
  if (!right) return {};
  const Tensor turned = transpose(transpose(right->squares, 1, 2), 2, 3);
  return view(contiguous(turned), right->shape);
}

/// Both: the image was turned over its diagonal before it was cut.
std::optional<Tensor> of_the_transposed_image(const Call& call) {
  const auto right = as_patches(call);
  if (!right || right->image.size(0) != right->image.size(1)) return {};
  const Tensor squares = view(contiguous(T(right->image)), right->squares.shape());
  return view(contiguous(transpose(squares, 1, 2)), right->shape);
}

constexpr Mistake about_patches[] = {
    {"padding-not-masked",
     {"채운 자리([PAD])를 가리지 않았습니다. [PAD]에도 점수가 있으므로 가중치의 일부가 거기로 새고, "
      "같은 문장도 얼마나 채웠는지에 따라 결과가 달라집니다.",
      "The padding was not masked. [PAD] has scores like any other token, so part of the weight "
      "leaks to it, and one sentence gives other results the more it is padded."},
     "attn_scores.masked_fill(padding.bool(), -torch.inf)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!hides_padding(call)) return {};
         return same_as(call.operands[0]);
       }};
     }},
    {"patch-order-wrong",
     {"패치나 그 안의 화소를 위에서 아래로 먼저 늘어놓았습니다. 왼쪽에서 오른쪽으로, 그다음 위에서 "
      "아래로 놓아야 합니다. 순서가 다르면 엉뚱한 위치 벡터가 더해집니다.",
      "The patches, or the pixels in them, run from top to bottom first. They should go from left "
      "to right and then from top to bottom; in another order they get the wrong position vectors."},
     "image.view(H // p, p, W // p, p).transpose(1, 2).reshape(-1, p * p)",
     [](const Program&) -> std::vector<Slip> {
       return {patches_by_columns, of_the_transposed_image, pixels_by_columns};
     }},
    {"patches-by-view-alone",
     {"transpose 없이 view만으로 이미지를 잘랐습니다. 모양은 맞지만 정사각형 패치가 아니라 이미지의 "
      "줄을 이어 붙인 띠가 됩니다.",
      "The image was cut by view alone, without transpose. The shape is right, but the rows are "
      "strips of whole lines of the image, not square patches."},
     "image.view(H // p, p, W // p, p).transpose(1, 2).reshape(-1, p * p)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_patches(call);
         if (!right) return {};
         return view(contiguous(right->image), right->shape);
       }};
     }},
};

}  // namespace

std::span<const Mistake> patch_mistakes() {
  return about_patches;
}

}  // namespace attn
