#include "cli/weights_file.h"

#include <algorithm>

#include "cli/file.h"
#include "cli/output.h"
#include "files/tensor_file.h"

namespace attn {

std::shared_ptr<const OwnWeights> weights_from(const Choices& choices) {
  const auto chosen = choices.find(Setting::weights);
  if (chosen == choices.end()) return nullptr;
  const std::string& path = chosen->second;
  if (path == "-") {
    throw UserError("--weights",
                    {"가중치는 파일로 주어야 합니다. 페이지의 코드도 그 파일을 읽습니다",
                     "weights come from a file, which the page's lines read, too"},
                    {"--weights mha.npz처럼 쓰십시오", "write, say, --weights mha.npz"});
  }
  const TensorFile file = read_tensor_file(read_file(path, max_tensor_file_bytes), path);
  std::vector<Tensor> tensors;
  for (const NamedTensor& one : file.tensors) tensors.push_back(one.tensor.named(one.name));
  if (tensors.size() == 1 && tensors.front().name().empty()) {
    throw UserError(path,
                    {"텐서 하나뿐이고 이름이 없습니다", "it holds a single tensor, without a name"},
                    {"numpy.savez(\"w.npz\", **{k: v.numpy() for k, v in "
                     "model.state_dict().items()})로 저장하십시오",
                     "save them with numpy.savez(\"w.npz\", **{k: v.numpy() for k, v in "
                     "model.state_dict().items()})"});
  }
  return std::make_shared<const OwnWeights>(path, std::move(tensors));
}

void note_unused_weights(const Settings& settings, Language language) {
  const auto& weights = settings.chosen_weights();
  if (!weights || !settings.was_asked(Setting::weights)) return;
  const std::vector<std::string> unused = weights->unused();
  if (unused.empty() || unused.size() == weights->tensors().size()) return;
  finish_printing();  // it comes last
  constexpr std::size_t most = 8;
  const std::string names = joined(std::span(unused).first(std::min(unused.size(), most)), ", ") +
                            (unused.size() > most ? formatted(", … ({})", unused.size()) : "");
  const Text note = {formatted("쓰지 않은 가중치: {}", names),
                     formatted("weights that were not used: {}", names)};
  print_error(formatted("attn: {}: {}\n", weights->file(), in_a_line(note, language)));
}

PagesWithWeights::PagesWithWeights(std::span<const Place> places, const Settings& settings)
    : settings_(settings) {
  if (!settings.chosen_weights()) return;
  std::optional<UnfitWeights> first;
  Settings unseen = settings;
  unseen.measure = false;
  for (const Place& place : places) {
    try {
      const Settings one = unseen.for_one_step();
      write_page(place, one);
      if (one.was_asked(Setting::weights)) return;  // it can use them
    } catch (const UnfitWeights& why) {
      if (!first) first = why;
    }
  }
  if (first) throw UnfitWeights(*first);
}

Page PagesWithWeights::page(const Place& place) {
  try {
    return write_page(place, settings_);
  } catch (const UnfitWeights& why) {
    unfit_.push_back(id(place));
    if (!first_) first_ = why;
    return write_fitting_page(place, settings_);
  }
}

void PagesWithWeights::note_of(std::span<const Place> places, Language language) {
  if (!settings_.chosen_weights()) return;
  for (const Place& place : places) page(place);
  note(language);
}

void PagesWithWeights::note(Language language) const {
  if (unfit_.empty()) return;
  finish_printing();  // it comes last
  const std::string steps = joined(unfit_, ", ");
  const Text note = {
      formatted("이 가중치를 쓸 수 없어 시드로 뽑은 수로 보였습니다: {} ({})", steps,
                first_->problem.ko),
      formatted("shown with drawn numbers, since they cannot use these weights: {} ({})", steps,
                first_->problem.en)};
  print_error(formatted("attn: {}: {}\n", first_->where, in_a_line(note, language)));
}

}  // namespace attn
