#include "lesson/catalogue.h"

#include <stdexcept>

namespace attn {

std::string id(const Place& place) {
  return formatted("{}.{}", place.chapter->number, place.step->number);
}

Page write_page(const Place& place, const Settings& settings) {
  Page page(id(place), place.step->title);
  try {
    if (!settings.chosen_weights()) {
      place.step->write(settings, page);
      return page;
    }
    const Settings of_step = settings.for_one_step();
    place.step->write(of_step, page);
    settings.remember_asked(of_step);
    if (of_step.weights_unfit()) throw UnfitWeights(*of_step.weights_unfit());
    return page;
  } catch (const std::logic_error& error) {  // our own fault, and where it is
    throw std::logic_error("step " + page.id() + ": " + error.what());
  }
}

Page write_fitting_page(const Place& place, const Settings& settings) {
  try {
    return write_page(place, settings);
  } catch (const UnfitWeights&) {
    const Settings without = settings.without_weights();  // of the same sizes
    Page page = write_page(place, without);
    settings.remember_asked(without);
    return page;
  }
}

}  // namespace attn
