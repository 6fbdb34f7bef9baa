#include "lesson/catalogue.h"

namespace attn {

std::string id(const Place& place) {
  return formatted("{}.{}", place.chapter->number, place.step->number);
}

Page write_page(const Place& place, const Settings& settings) {
  Page page(id(place), place.step->title);
  place.step->write(settings, page);
  return page;
}

}  // namespace attn
