#include "cli/progress_text.h"
#include "harness.h"

/// The file of a learner's progress: what is understood is written so that it reads back the same.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attn;
  const auto found = parse_progress(std::string(text_of(data, size)));
  const auto* progress = std::get_if<Progress>(&found);
  if (!progress) return 0;
  const std::string written = to_text(*progress);
  const auto again = parse_progress(written);
  require(std::holds_alternative<Progress>(again));
  require(to_text(std::get<Progress>(again)) == written);
  require(std::get<Progress>(again).at == progress->at);
  require(std::get<Progress>(again).steps.size() == progress->steps.size());
  return 0;
}
