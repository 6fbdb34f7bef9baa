#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lesson/catalogue.h"
#include "lesson/own_weights.h"
#include "lesson/settings.h"

namespace attn {

/// The weights in the file that was chosen; null if none was. Throws UserError for what cannot be
/// read, or has no names.
std::shared_ptr<const OwnWeights> weights_from(const Choices& choices);

/// Says in a line on standard error which of the weights nothing made use of.
void note_unused_weights(const Settings& settings, Language language);

/// Pages of several steps with the learner's weights. A step that cannot use them is shown as
/// without them, which note() says; that every step that reads weights is such a one, the
/// constructor refuses by throwing the first one's UnfitWeights.
class PagesWithWeights {
 public:
  PagesWithWeights(std::span<const Place> places, const Settings& settings);

  Page page(const Place& place);
  /// One line on standard error, if it has to be said of any.
  void note(Language language) const;
  /// The same of steps of which no page was asked for.
  void note_of(std::span<const Place> places, Language language);

 private:
  const Settings& settings_;
  std::vector<std::string> unfit_{};
  std::optional<UnfitWeights> first_{};
};

}  // namespace attn
