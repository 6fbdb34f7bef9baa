#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/vision.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter6 {
// An image as a sentence: its words are squares.
void image_to_patches(const Settings& s, Page& page) {
  const Seen seen = chapter6::seen(s);
  const Tensor& patches = seen.patches;  // (N, P)
  const Tensor strips = view(seen.pixels, {patches.size(0), patches.size(1)}).named("strips");

  page.text(
      "비전 트랜스포머(ViT)는 이미지를 문장처럼 읽습니다. 이미지를 정사각형 패치(patch)로 자르고, "
      "패치의 "
      "화소를 한 줄로 펴서 토큰 하나로 삼습니다. 아래는 한글 'ㄱ'을 그린 8 × 8 이미지이며 4 × 4 "
      "패치 "
      "네 개가 됩니다. 자르는 순서는 왼쪽에서 오른쪽으로, 그다음 위에서 아래로입니다. view만 하면 "
      "정사각형이 아니라 strips처럼 가로로 긴 띠가 나오므로, 축을 넷으로 나눈 다음 transpose를 "
      "해야 합니다.",
      "A vision transformer (ViT) reads an image as if it were a sentence. The image is cut into "
      "square patches, and the pixels of each patch, laid out in one row, become one token. Below, "
      "the Korean letter ㄱ in 8 × 8 pixels becomes four patches of 4 × 4, from left to right and "
      "then from top to bottom. A view alone would cut wide strips instead of squares, so the "
      "image is first viewed with four axes, and then two of them are transposed.");
  draw_image(seen.pixels, page);
  page.code(
      "pixels = torch.tensor([\n"
      "    {}])\n"
      "squares = pixels.view(2, 4, 2, 4).transpose(1, 2)  # (2, 2, 4, 4)\n"
      "patches = squares.reshape(-1, 16)                  # (N, P)\n"
      "strips = pixels.view(4, 16)                        # not squares",
      in_python(seen.pixels));
  page.whole_numbers(seen.pixels);
  page.whole_numbers(patches);
  draw_patches(patches, page);
  page.text(
      "view만 한 것입니다. 정사각형으로 그려 보면 그림이 두 줄씩 가로로 잘려 있습니다.",
      "A view alone: drawn as squares, the image turns out to be cut across, two lines at a time.");
  page.counter_example(strips, true);
  draw_patches(strips, page);

  bool in_place = true;
  for_each_cell(seen.pixels.shape(), [&](const Index& at) {
    const Size patch = at[0] / patch_size * 2 + at[1] / patch_size;
    const Size pixel = at[0] % patch_size * patch_size + at[1] % patch_size;
    in_place = in_place && patches.at({patch, pixel}) == seen.pixels.at(at);
  });
  page.check(in_place, "화소마다 제 패치의 제자리에 있습니다",
             "every pixel is in its patch, at its place");
  page.check(largest_size(strips - patches) > 0, "view만 한 것은 이와 다릅니다",
             "a view alone is not the same");
  page.ask_cell(
      {"이미지를 4 × 4 패치로 자릅니다. patches[3]은 오른쪽 아래 패치의 화소 "
       "16개를 왼쪽에서 오른쪽으로, 위에서 아래로 한 줄로 편 것입니다. 번호를 0부터 "
       "세면 patches[3,6]은 얼마입니까?",
       "The image is cut into patches of 4 × 4. patches[3] is the patch "
       "at the bottom right, its 16 pixels in one row, from left to right and from top "
       "to bottom. Counting from 0, what is patches[3,6]?"},
      patches, {3, 6}, {seen.pixels},
      {{patches.at({3, 5}),
        {"patches[3,5]의 값이며, 번호는 0부터 셉니다",
         "that is patches[3,5]; counting starts at 0"}},
       {strips.at({3, 6}),
        {"view로 줄 단위로 자를 때의 값입니다",
         "that is what a view gives, which cuts line by line"}},
       {seen.pixels.at({6, 5}),
        {"위에서 아래로 먼저 펼 때의 값입니다", "that is what comes out from top to bottom first"}},
       {patches.at({2, 6}),
        {"왼쪽 아래 패치에서 같은 자리의 값입니다",
         "that is the same place in the patch at the bottom left"}}});
}

}  // namespace attn::chapter6
