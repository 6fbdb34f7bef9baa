#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lesson/settings.h"
#include "nn/parameters.h"

/// The learner's own weights (`--weights`) in a step. A module is drawn first, as without them, so
/// that whatever is drawn behind it stays the same; then its parameters are replaced by name. The
/// names are those of its `state_dict()`, with or without a prefix.

namespace attn {

/// Which prefixes a module's names may have in a file.
enum class Prefix {
  any,   ///< "attn.", "blocks.0.attn.": the only one that fits, or else the variable's
  known  ///< none, or the variable's: of names that other modules have, too
};

/// Puts the learner's weights in the place of these parameters. Without any, or if the file has
/// none of their names, they stay as they are: a step of several modules may find one of them
/// there. If it finds none, it has no use for the file, which write_page() says.
///
/// `variable` is what the page's code calls the module: "mha". Throws UnfitWeights if only some of
/// the names are there, a shape is another, a number is inf or nan, or two prefixes fit.
void take_own_weights(const Settings& settings, std::string_view variable,
                      const NamedParameters& parameters, Prefix prefix = Prefix::any);

/// The module with the learner's weights, if there are any, else as it was drawn.
template <class Module>
Module own(const Settings& settings, std::string_view variable, Module drawn,
           Prefix prefix = Prefix::any) {
  take_own_weights(settings, variable, named_parameters(drawn), prefix);
  return drawn;
}

/// The lines of PyTorch on a page by which a module gets its weights, each ended; some are empty.
struct WeightsInPyTorch {
  bool are_own;      ///< whether they come from the learner's file
  std::string seed;  ///< before the module is made: seeds what is drawn
  std::string read;  ///< reads the file as `weights`, named as the module has them
  std::string load;  ///< behind the module: reads the file and loads it
};

/// For a module that own() was called for in the same way. `draws_more`: whether something else is
/// drawn behind it, dropout mostly, so that the seed matters though weights are the learner's.
/// `registers_mask`: whether the class on the page keeps a mask in its state_dict(), too.
WeightsInPyTorch weights_in_pytorch(const Settings& settings, std::string_view variable,
                                    const NamedParameters& parameters, std::uint64_t seed,
                                    bool draws_more = false, bool registers_mask = false,
                                    Prefix prefix = Prefix::any);
template <class Module>
WeightsInPyTorch weights_in_pytorch(const Settings& settings, std::string_view variable,
                                    Module module, std::uint64_t seed, bool draws_more = false,
                                    bool registers_mask = false, Prefix prefix = Prefix::any) {
  return weights_in_pytorch(settings, variable, named_parameters(module), seed, draws_more,
                            registers_mask, prefix);
}

}  // namespace attn
