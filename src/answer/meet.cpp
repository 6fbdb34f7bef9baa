#include "answer/meet.h"

#include <cmath>
#include <utility>

#include "answer/program.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

Role role_of(const Shown& shown, const Tensor& tensor) {
  const auto found =
      std::find_if(shown.candidates.begin(), shown.candidates.end(),
                   [&](const Candidate& candidate) { return candidate.tensor == tensor; });
  return found == shown.candidates.end() ? Role::hidden : found->role;
}

/// Whether numbers as few as these would soon fit one of the candidates by chance.
bool is_chance(const WrittenTensor& got, std::size_t candidates) {
  return got.information() < std::log10(static_cast<double>(candidates)) + 1.5;
}

}  // namespace

Shown shown_by(const Place& place, const Settings& settings) {
  Page page = write_page(place, settings);
  std::vector<Candidate> candidates = candidates_of(page);
  if (candidates.empty()) {
    throw UserError(
        id(place),
        {"이 단계에는 비교할 텐서가 없습니다", "this step shows no tensor to compare with"},
        {"attn run으로 단계를 먼저 보십시오", "look at the step with attn run first"});
  }
  return {std::move(page), std::move(candidates)};
}

Met meet(const Shown& shown, Answer answer) {
  WrittenTensor got(answer);
  if (const auto named =
          answer.name.empty() ? std::nullopt : find_tensor(shown.page, answer.name)) {
    std::vector<Ranked> ranked = rank({{*named, role_of(shown, *named)}}, got);
    // A word in front of a tensor need not be its name.
    if (!answer.is_label || ranked.front().fit != Fit::none) {
      return {std::move(answer), std::move(got), true, std::move(ranked)};
    }
  }
  std::vector<Ranked> ranked = rank(shown.candidates, got);
  const Ranked& best = ranked.front();
  if (best.fit != Fit::none && best.candidate.role == Role::hidden &&
      is_chance(got, shown.candidates.size())) {
    std::erase_if(ranked, [](const Ranked& one) { return one.candidate.role == Role::hidden; });
  }
  return {std::move(answer), std::move(got), false, std::move(ranked)};
}

std::vector<Candidate> in_order(const Shown& shown) {
  std::vector<Candidate> all;
  const auto add = [&](const Tensor& tensor) {
    const auto is_it = [&](const Candidate& one) { return one.tensor == tensor; };
    if (std::any_of(all.begin(), all.end(), is_it)) return;
    const auto found = std::find_if(shown.candidates.begin(), shown.candidates.end(), is_it);
    if (found != shown.candidates.end()) all.push_back(*found);
  };
  for (auto one = shown.candidates.rbegin(); one != shown.candidates.rend(); ++one) {
    const Program program(one->tensor);
    for (const Tensor& tensor : program.tensors()) {
      for (const Tensor& operand : tensor.operands()) add(operand);
      add(tensor);
    }
    add(one->tensor);
  }
  return all;
}

std::vector<Tensor> meant_by(const Shown& shown, const Met& met) {
  if (met.by_name || met.is_recognised) return {met.best().candidate.tensor};
  std::vector<Tensor> meant;
  for (const Candidate& candidate : shown.candidates) {
    if (candidate.role == Role::hidden) continue;
    const Tensor& tensor = candidate.tensor;
    if (!met.has_shape() || (met.got.fits(tensor.shape()) && met.got.fit(tensor) == Fit::none)) {
      meant.push_back(tensor);
    }
  }
  if (meant.empty() || !(meant.front() == shown.result())) {
    if (!met.got.fits(shown.result().shape())) meant.push_back(shown.result());
  }
  return meant;
}

std::string another_like(const Shown& shown, const Tensor& expected) {
  for (const Candidate& candidate : shown.candidates) {
    const Tensor& tensor = candidate.tensor;
    if (candidate.role != Role::hidden && tensor.shape() == expected.shape() &&
        tensor.name() != expected.name()) {
      return tensor.name();
    }
  }
  return {};
}

}  // namespace attn
