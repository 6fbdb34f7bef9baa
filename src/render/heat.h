#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "tensor/tensor.h"

namespace attn {

struct Rgb {
  std::uint8_t red, green, blue;
};

/// The contrast of two colours, from 1 to 21: Web Content Accessibility Guidelines 2.1, "contrast
/// ratio". Text is read well from 4.5 on.
double contrast(Rgb a, Rgb b);

/// How a cell is coloured by its value.
struct Heat {
  enum class Kind {
    share,         ///< of a whole, from 0 to 1
    above,         ///< 0, by how far
    below,         ///< 0, by how far
    masked,        ///< -inf
    not_a_number,  ///< nan
  };
  static constexpr int levels = 8;

  Kind kind;
  int level;  ///< 0 to `levels`; of masked and nan 0
};

/// How the cells of one tensor are coloured: where all its finite values are from 0 to 1, on one
/// scale that is the same for all such tensors, else on one that has two sides about 0 and ends at
/// the tensor's largest number.
class HeatScale {
 public:
  explicit HeatScale(const Tensor& tensor);
  Heat operator()(float value) const;

 private:
  bool is_share_ = true;
  float largest_ = 0;  ///< of the finite ones, without its sign
};

/// What is written on a background, and the background.
struct Colors {
  Rgb text, background;
};

/// What the cells stand on: a terminal's is not known.
enum class Ground { light, dark, unknown };

Colors colors_of(const Heat& heat, Ground ground);

/// The backgrounds of a terminal that has 256 colours, on any ground; the text on it is 231, white.
int background_of_256(const Heat& heat);
/// Which colour number 16 to 231 is (xterm's cube of 6 × 6 × 6).
Rgb color_of_256(int number);

}  // namespace attn
