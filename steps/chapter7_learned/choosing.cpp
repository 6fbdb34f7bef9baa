#include "chapter7_learned/choosing.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/argmax.h"
#include "tensor/names.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"

namespace attn::chapter7 {
namespace {

/// Which of the drawn tokens stands where; the first comes again and again.
constexpr std::array<int, 10> places = {0, 1, 2, 0, 3, 4, 0, 5, 6, 0};
constexpr Size most_different = 7;

Size different(const Model& model) {
  return std::min(most_different, model.vocabulary());
}

Tensor indices(const Model& model) {
  std::vector<float> at;
  for (const int place : places) at.push_back(static_cast<float>(place % different(model)));
  return Tensor({static_cast<Size>(places.size())}, std::move(at));
}

Tensor unsure_ids(const Settings& s, const Model& model) {
  Generator generator(s.seed_or(seed_of_sequences));
  const Tensor drawn = narrow(randperm(model.vocabulary(), generator), 0, 0, different(model));
  return spelled(embedding(indices(model), drawn).named("unsure"), model);
}

Tensor of_last_place(const Tensor& logits) {  // (T, V)
  return select(logits, 0, logits.size(0) - 1)
      .named(names::logits)
      .labelled(0, token_names(logits.size(1)));
}

}  // namespace

Chosen likeliest_after(const Model& model, const Tensor& ids) {
  const Run run = model(ids);
  const Tensor logits = select(run.logits, 0, ids.size(0) - 1);  // (V)
  const Tensor probabilities = softmax(logits, -1);              // (V)
  const Tensor token = argmax(probabilities, 0, true);           // (1)
  return {ids, run, logits, probabilities, token, embedding(token, probabilities)};
}

Unsure::Unsure(const Settings& s)
    : model(learned_model(s)),
      ids(unsure_ids(s, model)),
      run(model(ids)),
      logits(of_last_place(run.logits)),
      order(argsort_descending(logits).named("order")),
      sorted_logits(embedding(order, logits).named(names::sorted_logits)) {}

Size Unsure::shown() const {
  return std::min<Size>(8, model.vocabulary());
}

std::shared_ptr<const Labels> Unsure::names_of_shown() const {
  const auto names = token_names(model.vocabulary());
  Labels shown_names;
  for (Size rank = 0; rank < shown(); ++rank) {
    shown_names.push_back((*names)[static_cast<std::size_t>(order.at({rank}))]);
  }
  return std::make_shared<const Labels>(std::move(shown_names));
}

void check_probabilities(Page& page, const Unsure& unsure, const Tensor& sorted_probabilities,
                         double T) {
  check_run(page, unsure.model, unsure.run);
  page.check(
      by_hand::are_softmax_of(sorted_probabilities, unsure.sorted_logits, static_cast<float>(T)),
      "확률은 exp(logit ÷ T)를 그 합으로 나눈 값입니다",
      "the probabilities are exp(logit ÷ T), divided by their sum");
}

std::string unsure_in_pytorch(const Settings& s, const Unsure& unsure) {
  std::string list;
  for (const float at : indices(unsure.model).values()) {
    list += formatted("{}{}", list.empty() ? "" : ", ", at);
  }
  return formatted(
      "torch.manual_seed({})\n"
      "unsure = torch.randperm({})[[{}]]\n"
      "logits = model(unsure)[2][-1]                # (V): after the last place\n"
      "order = logits.argsort(descending=True)      # tokens, the likeliest first\n"
      "sorted_logits = logits[order]\n",
      s.seed_or(seed_of_sequences), unsure.model.vocabulary(), list);
}

Tensor only_first(const Tensor& sorted_logits, Size kept, std::string_view mask) {
  std::vector<float> hidden(static_cast<std::size_t>(sorted_logits.numel()), 1);
  std::fill_n(hidden.begin(), std::min(kept, sorted_logits.numel()), 0.0F);
  return masked_fill(sorted_logits, Tensor(sorted_logits.shape(), std::move(hidden)).named(mask),
                     -std::numeric_limits<float>::infinity());
}

Size needed_for(const Tensor& sorted_probabilities, double p) {
  const Tensor before = cumsum(sorted_probabilities) - sorted_probabilities;
  Size needed = 0;
  for (const float share : before.values()) needed += share < static_cast<float>(p) ? 1 : 0;
  return std::max<Size>(needed, 1);
}

}  // namespace attn::chapter7
