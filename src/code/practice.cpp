#include "code/practice.h"

#include <cassert>
#include <utility>

#include "code/gaps.h"

namespace attn {
namespace {

/// The names that are shown, without those of tensors that only show what goes wrong.
std::vector<std::string> without_counter_examples(std::vector<std::string> shown,
                                                  const Page& page) {
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (matrix && matrix->counter_example) std::erase(shown, matrix->tensor.name());
  }
  return shown;
}

/// "attn_weights (6,6)", or the name alone where the page knows of no such tensor.
std::string described(const std::string& name, const Page& page) {
  const std::optional<Tensor> tensor = find_tensor(page, name);
  return tensor ? name + " " + to_string(tensor->shape()) : name;
}

/// A line, or more, that reads names; NameError if one of them is not there.
std::string reading(const std::vector<std::string>& names) {
  constexpr std::size_t widest = 78;
  std::string lines;
  std::size_t begin = 0;
  for (const std::string& name : names) {
    const bool is_first = lines.empty();
    lines += is_first ? "" : ",";
    const bool fits = lines.size() - begin + name.size() + 1 <= widest;
    if (!fits) begin = lines.size() + 1;
    lines += (is_first ? "" : fits ? " " : "\n ") + name;
  }
  return begin == 0 ? lines : "(" + lines + ")";
}

}  // namespace

std::optional<std::vector<ProgramPart>> practice_of(std::vector<ProgramPart> program,
                                                    const Page& page, const PracticeWords& words) {
  assert(!program.empty() && program.back().is_own);
  ProgramPart& own = program.back();
  const GapStyle style = {words.write,
                          [&](const std::string& name) { return described(name, page); }};
  GapTask task = {{}, own.lines, {}, page.given_in_practice()};
  for (const ProgramPart& part : program) {
    if (!part.is_own) task.before.push_back(part.lines);
  }
  for (std::vector<std::string> wanted : {without_counter_examples(own.shown, page), own.shown}) {
    task.wanted = wanted;
    std::optional<Gapped> gapped = with_gaps(task, style);
    if (!gapped) continue;
    own.lines = std::move(gapped->lines);
    if (!gapped->missing.empty()) {
      own.lines += "\n\n# " + words.all + "\n" + reading(gapped->missing);
    }
    own.shown = std::move(wanted);
    return program;
  }
  return {};
}

}  // namespace attn
