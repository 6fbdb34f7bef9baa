#include "chapter6_transfer_vision/vision.h"

#include <cassert>
#include <sstream>

#include "embedded.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter6 {
namespace {

/// A plain PGM, "P2": width, height, the largest number, then the pixels; a line that starts with #
/// is a comment. https://netpbm.sourceforge.net/doc/pgm.html
Tensor read_pgm(std::string_view text) {
  std::istringstream lines{std::string(text)};
  std::string numbers;
  std::string line;
  std::getline(lines, line);
  assert(line == "P2");
  while (std::getline(lines, line)) {
    if (!line.starts_with('#')) numbers += line + '\n';
  }
  std::istringstream in(numbers);
  Size width = 0;
  Size height = 0;
  float largest = 0;
  in >> width >> height >> largest;
  std::vector<float> pixels(static_cast<std::size_t>(width * height));
  for (float& pixel : pixels) in >> pixel;
  assert(in && largest == white);
  return Tensor({height, width}, std::move(pixels));
}

/// A row of pixels as shades.
std::string shaded(const Tensor& pixels, Size row) {
  constexpr const char* shades[] = {"··", "░░", "▒▒", "▓▓", "██"};
  std::string text;
  for (Size column = 0; column < pixels.size(1); ++column) {
    const float share = pixels.at({row, column}) / white;
    text += shades[static_cast<std::size_t>(share * 4 + 0.5F)];
  }
  return text;
}

/// (H, W) → (H/4, 4, W/4, 4): a row and a column of patches, each with a row and a column of
/// pixels.
Tensor in_squares(const Tensor& image) {
  return view(image,
              {image.size(0) / patch_size, patch_size, image.size(1) / patch_size, patch_size});
}

}  // namespace

Tensor read_letter() {
  return read_pgm(embedded_file("letter.pgm")).named("pixels");
}

std::string in_python(const Tensor& pixels) {
  std::string lines;
  for (Size row = 0; row < pixels.size(0); ++row) {
    lines += row > 0 ? "],\n    [" : "[";
    for (Size column = 0; column < pixels.size(1); ++column) {
      lines += formatted("{}{}", column > 0 ? ", " : "", pixels.at({row, column}));
    }
  }
  return lines + "]";
}

void draw_image(const Tensor& pixels, Page& page) {
  std::vector<std::vector<block::Cell>> rows;
  for (Size row = 0; row < pixels.size(0); ++row) rows.push_back({shaded(pixels, row)});
  page.table({{"이미지", "the image"}}, std::move(rows));
}

void draw_patches(const Tensor& patches, Page& page) {
  std::vector<Text> header;
  std::vector<std::vector<block::Cell>> rows(patch_size);
  for (Size n = 0; n < patches.size(0); ++n) {
    header.emplace_back(formatted("{}[{}]", patches.name(), n));
    const Tensor patch = view(contiguous(select(patches, 0, n)), {patch_size, patch_size});
    for (Size row = 0; row < patch_size; ++row) {
      rows[static_cast<std::size_t>(row)].emplace_back(Text(shaded(patch, row)));
    }
  }
  page.table(header, std::move(rows));
}

Tensor patches_of(const Tensor& image) {
  const Tensor squares = contiguous(transpose(in_squares(image), 1, 2));  // (2, 2, 4, 4)
  return view(squares, {-1, patch_size * patch_size});
}

Tensor patches_by_columns(const Tensor& image) {
  const Tensor columns_first = transpose(transpose(in_squares(image), 1, 2), 0, 1);
  return view(contiguous(columns_first), {-1, patch_size * patch_size});
}

Seen seen(const Settings& s) {
  const Size d = d_model(s);
  const Tensor pixels = read_letter();
  const auto places = std::make_shared<const Labels>(Labels{"p0", "p1", "p2", "p3"});
  const Tensor patches = patches_of(pixels).named("patches").labelled(0, places);
  Generator generator(s.seed_or(seed_of_models));
  Linear projection(patches.size(1), d, true, generator);
  projection.name("projection.");
  const Tensor patch_vectors = projection(patches / white).named("patch_vectors");
  const Tensor cls_token = randn({1, d}, generator)
                               .named(names::cls_token)
                               .labelled(0, std::make_shared<const Labels>(Labels{"cls"}));
  const auto tokens = std::make_shared<const Labels>(Labels{"cls", "p0", "p1", "p2", "p3"});
  const Tensor with_class = cat({cls_token, patch_vectors}).named("with_class").labelled(0, tokens);
  const Tensor position_embedding = randn({with_class.size(0), d}, generator)
                                        .named(names::position_embedding)
                                        .labelled(0, tokens);
  const Tensor image_x = (with_class + position_embedding).named("image_x");
  return {pixels,    patches,    projection,         patch_vectors,
          cls_token, with_class, position_embedding, image_x};
}

}  // namespace attn::chapter6
