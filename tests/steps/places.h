#pragma once

#include <vector>

#include "catalogue.h"

namespace attn {

/// Every step of every chapter, in order.
inline std::vector<Place> all_places() {
  std::vector<Place> places;
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) places.push_back({chapter, &step});
  }
  return places;
}

}  // namespace attn
