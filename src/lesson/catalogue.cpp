#include "lesson/catalogue.h"

#include <stdexcept>

namespace attn {

std::string id(const Place& place) {
  return formatted("{}.{}", place.chapter->number, place.step->number);
}

Page write_page(const Place& place, const Settings& settings) {
  Page page(id(place), place.step->title);
  try {
    place.step->write(settings, page);
  } catch (const std::logic_error& error) {  // our own fault, and where it is
    throw std::logic_error("step " + page.id() + ": " + error.what());
  }
  return page;
}

}  // namespace attn
