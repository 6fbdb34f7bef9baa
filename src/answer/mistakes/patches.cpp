#include "answer/mistakes.h"
#include "tensor/names.h"
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

/// Patches about to be divided by the largest number of a pixel.
bool scales_pixels(const Call& call) {
  return calls<Div>(call) && call.operands[0].operation() &&
         as_patches(call_of(call.operands[0])) && call.operands[1].dim() == 0;
}

/// The class token in front of the patches' vectors (N, d): (1 + N, d).
bool puts_class_first(const Call& call) {
  return calls<Cat>(call) && call.operands.size() == 2 &&
         call.operands[0].name() == names::cls_token;
}
/// That plus a position vector each.
bool places_class_and_patches(const Call& call) {
  return calls<Add>(call) && call.operands[1].name() == names::position_embedding &&
         call.operands[0].operation() && puts_class_first(call_of(call.operands[0]));
}

/// The patches with the positions from `first` on, behind a class token without one.
Slip class_without_position(Size first) {
  return [first](const Call& call) -> std::optional<Tensor> {
    if (!places_class_and_patches(call)) return {};
    const Operands both = call.operands[0].operands();
    return cat({both[0], both[1] + narrow(call.operands[1], 0, first, both[1].size(0))}, 0);
  };
}

/// Everything at position `place`.
std::vector<Way> one_position() {
  std::vector<Way> ways;
  for (Size place = 0; place < 5; ++place) {
    ways.emplace_back(
        [place](const Call& call) -> std::optional<Tensor> {
          if (!places_class_and_patches(call) || place >= call.operands[1].size(0)) return {};
          return call.operands[0] + select(call.operands[1], 0, place);
        },
        [place] {
          return Text(formatted("모두 {}번 위치의 벡터를 받았습니다.", place),
                      formatted("It was that of position {}.", place));
        });
  }
  ways.emplace_back(
      [](const Call& call) -> std::optional<Tensor> {
        if (!places_class_and_patches(call)) return {};
        const Operands both = call.operands[0].operands();
        const Tensor& positions = call.operands[1];
        return cat({both[0] + narrow(positions, 0, 0, 1), both[1] + narrow(positions, 0, 1, 1)}, 0);
      },
      [] {
        return Text("클래스 토큰만 0번이고 패치는 모두 1번 위치의 벡터를 받았습니다.",
                    "The class token has position 0, and all patches have position 1.");
      });
  return ways;
}

bool takes_class_vector(const Call& call) {
  const auto* row = calls<Select>(call);
  return row && call.name == names::class_vector && call.operands[0].dim() == 2;
}

constexpr std::string_view class_token = "class token";

constexpr Mistake about_patches[] = {
    {"padding-not-masked",
     {"채운 자리([PAD])를 가리지 않았습니다. [PAD]에도 점수가 있으므로 가중치의 일부가 거기로 새고, "
      "같은 문장도 얼마나 채웠는지에 따라 결과가 달라집니다.",
      "The padding was not masked. [PAD] has scores like any other token, so part of the weight "
      "leaks to it, and one sentence gives other results the more it is padded."},
     "attn_scores.masked_fill(padding.bool(), -torch.inf)",
     [](const Program&) -> std::vector<Way> {
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
     [](const Program&) -> std::vector<Way> {
       return {patches_by_columns, of_the_transposed_image, pixels_by_columns};
     }},
    {"patches-by-view-alone",
     {"transpose 없이 view만으로 이미지를 잘랐습니다. 모양은 맞지만 정사각형 패치가 아니라 이미지의 "
      "줄을 이어 붙인 띠가 됩니다.",
      "The image was cut by view alone, without transpose. The shape is right, but the rows are "
      "strips of whole lines of the image, not square patches."},
     "image.view(H // p, p, W // p, p).transpose(1, 2).reshape(-1, p * p)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_patches(call);
         if (!right) return {};
         return view(contiguous(right->image), right->shape);
       }};
     }},
    {"pixels-not-scaled",
     {"화소를 0과 1 사이로 줄이지 않았거나 다른 수로 나누었습니다. 화소가 0에서 9까지이므로 9로 "
      "나눕니다.",
      "The pixels were not brought between 0 and 1, or were divided by another number. They run from "
      "0 to 9, so it is 9 that divides them."},
     "projection(patches / 9)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(scales_pixels)) return {};
       return {{[](const Call& call) -> std::optional<Tensor> {
                  if (!scales_pixels(call)) return {};
                  return same_as(call.operands[0]);
                },
                [] { return Text("나누지 않았습니다.", "They were not divided."); }},
               {[](const Call& call) -> std::optional<Tensor> {
                  if (!scales_pixels(call)) return {};
                  return call.operands[0] / 255.0F;
                },
                [] { return Text("255로 나누었습니다.", "It was 255."); }}};
     }},
    {"class-token-last",
     {"클래스 토큰을 패치의 앞이 아니라 뒤에 놓았습니다. 맨 앞에 있어야 위치 0의 벡터를 받고, 결과의 "
      "0번 행에서 꺼낼 수 있습니다.",
      "The class token stands behind the patches, not before them. In front it gets the vector of "
      "position 0, and row 0 of the result is its own."},
     "torch.cat([cls_token, patch_vectors])",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(puts_class_first)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!puts_class_first(call)) return {};
         return cat({call.operands[1], call.operands[0]}, 0);
       }};
     },
     {.about = class_token}},
    {"class-token-without-position",
     {"위치 벡터를 패치에만 더하고 클래스 토큰에는 더하지 않았습니다. 클래스 토큰을 앞에 붙인 다음 모두에 "
      "더합니다.",
      "Positions were added to the patches alone, not to the class token. It is put in front first, "
      "and then all of them get one."},
     "image_x = torch.cat([cls_token, patch_vectors]) + position_embedding",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(places_class_and_patches)) return {};
       return {{class_without_position(1),
                [] {
                  return Text("패치는 1번 위치부터의 벡터를 받았습니다.",
                              "The patches have positions from 1 on.");
                }},
               {class_without_position(0), [] {
                  return Text("패치는 0번 위치부터의 벡터를 받았습니다.",
                              "The patches have positions from 0 on.");
                }}};
     },
     {.about = class_token}},
    {"one-position-for-all",
     {"모든 토큰에 같은 위치 벡터를 더했습니다. 그러면 어느 패치가 어디에 있었는지 알 수 없습니다.",
      "All tokens got the same position vector, so that nothing tells where a patch was."},
     "image_x = with_class + position_embedding    # a row for each token",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(places_class_and_patches)) return {};
       return one_position();
     },
     {.combines = false, .about = class_token}},
    {"other-row-for-class-token",
     {"이미지를 나타내는 벡터로 클래스 토큰의 행이 아니라 다른 것을 썼습니다. 인코더의 결과에서 0번 행이 "
      "클래스 토큰의 것입니다.",
      "Something else than the row of the class token was taken for the image. Of what the encoder "
      "gives, row 0 is that of the class token."},
     "class_vector = encoded[0]",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(takes_class_vector)) return {};
       return {
           {[](const Call& call) -> std::optional<Tensor> {
              if (!takes_class_vector(call)) return {};
              return mean(call.operands[0], 0);
            },
            [] { return Text("모든 토큰의 평균을 썼습니다.", "It was the mean of all tokens."); }},
           {[](const Call& call) -> std::optional<Tensor> {
              if (!takes_class_vector(call)) return {};
              const Tensor& all = call.operands[0];
              return mean(narrow(all, 0, 1, all.size(0) - 1), 0);
            },
            [] { return Text("패치의 평균을 썼습니다.", "It was the mean of the patches."); }},
           {[](const Call& call) -> std::optional<Tensor> {
              if (!takes_class_vector(call)) return {};
              return select(call.operands[0], 0, call.operands[0].size(0) - 1);
            },
            [] { return Text("마지막 행을 썼습니다.", "It was the last row."); }},
           {[](const Call& call) -> std::optional<Tensor> {
              if (!takes_class_vector(call)) return {};
              return select(call.operands[0], 0, 1);
            },
            [] { return Text("1번 행을 썼습니다.", "It was row 1."); }}};
     },
     {.about = class_token}},
};

}  // namespace

std::span<const Mistake> patch_mistakes() {
  return about_patches;
}

}  // namespace attn
