#pragma once

#include <string>

#include "lesson/page.h"
#include "shared/models.h"
#include "tensor/tensor.h"

/// The image of steps 9 to 13, and what becomes of it. N patches of P pixels.

namespace attn::chapter6 {

inline constexpr Size patch_size = 4;  ///< pixels along each side of a patch
inline constexpr float white = 9;      ///< the largest number of a pixel

/// The letter ㄱ from data/letter.pgm: (8, 8), whole numbers from 0 to 9; named `pixels`.
Tensor read_letter();
/// Its rows as lists in Python.
std::string in_python(const Tensor& pixels);
/// An image (H, W) in squares, from left to right and from top to bottom: (N, P).
Tensor patches_of(const Tensor& image);
/// The same, but from top to bottom first.
Tensor patches_by_columns(const Tensor& image);

/// The image in shades, from · through ░ to █, two characters a pixel.
void draw_image(const Tensor& pixels, Page& page);
/// Patches (N, P), beside each other.
void draw_patches(const Tensor& patches, Page& page);

/// From pixels to what an encoder takes: rows are labelled p0, p1, … for the patches and cls for
/// the class token. Drawn in this order: projection (weight, bias), cls_token, position_embedding.
struct Seen {
  Tensor pixels;              ///< (8, 8)
  Tensor patches;             ///< (N, P)
  Linear projection;          ///< P → d
  Tensor patch_vectors;       ///< (N, d)
  Tensor cls_token;           ///< (1, d)
  Tensor with_class;          ///< (1 + N, d)
  Tensor position_embedding;  ///< (1 + N, d)
  Tensor image_x;             ///< (1 + N, d): what an encoder takes
};
Seen seen(const Settings& settings);

}  // namespace attn::chapter6
