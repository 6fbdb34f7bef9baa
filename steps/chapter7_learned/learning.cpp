#include "chapter7_learned/learning.h"

#include <algorithm>
#include <cmath>

#include "embedded.h"
#include "lesson/parse_decimal.h"
#include "tensor/argmax.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// The mean of (b, P - 1) over the places where `in` says so: a product with 0 and 1.
Tensor mean_where(const Tensor& x, const std::vector<float>& in) {
  const Tensor chosen(x.shape(), in);
  float count = 0;
  for (const float one : in) count += one;
  return sum(sum(x * chosen, -1), -1) / std::max(count, 1.0F);
}

}  // namespace

Learning learning_curves() {
  std::vector<std::vector<float>> columns(3);
  std::string_view text = embedded_file("induction.csv");
  text.remove_prefix(text.find('\n') + 1);  // the header
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(",\n");
    parse_decimal(text.data(), text.data() + end, columns[column].emplace_back());
    column = (column + 1) % columns.size();
    text.remove_prefix(end + 1);
  }
  const auto named = [&](std::size_t i, const char* name) {
    return Tensor({static_cast<Size>(columns[i].size())}, columns[i]).named(name);
  };
  return {named(0, "step"), named(1, "two_layers"), named(2, "one_layer")};
}

Scored scored_in_repeat(const Tensor& logits, const Repeated& sequences) {
  const Tensor losses = losses_of_places(logits, sequences.batch);  // (b, P - 1)
  const Size places = losses.size(-1);
  const Tensor said = argmax(narrow(logits, -2, 0, places), -1);
  const Tensor next = narrow(sequences.batch, -1, 1, places);
  std::vector<float> before, in_repeat, right;
  for_each_cell(losses.shape(), [&](const Index& cell) {
    const bool repeats = cell[1] >= sequences.periods[static_cast<std::size_t>(cell[0])];
    before.push_back(repeats ? 0 : 1);
    in_repeat.push_back(repeats ? 1 : 0);
    right.push_back(said.at(cell) == next.at(cell) ? 1 : 0);
  });
  return {mean_where(losses, before).named("loss_before"),
          mean_where(losses, in_repeat).named("loss_in_repeat"),
          mean_where(Tensor(losses.shape(), right), in_repeat).named("accuracy")};
}

namespace {

/// The mean weight that each head of both layers gives to column i - back of row i, from row
/// `first` on: the diagonal of a part of its map, which is (T - first, T - first).
Tensor shares_of(const Run& run, const Model& model, Size first, Size back) {
  std::vector<Tensor> layers;
  for (const Tensor& map : run.maps) {
    const Size rows = map.size(-1) - first;
    std::vector<Tensor> heads;
    for (Size head = 0; head < model.num_heads; ++head) {
      const Tensor one = select(map, 0, head);
      const Tensor part = narrow(narrow(one, 0, first, rows), 1, first - back, rows);
      heads.push_back(mean(diagonal(part), 0));
    }
    layers.push_back(stack(std::move(heads)));
  }
  Labels heads, names;
  for (Size head = 0; head < model.num_heads; ++head) heads.push_back(formatted("head {}", head));
  for (std::size_t layer = 0; layer < run.maps.size(); ++layer) {
    names.push_back(formatted("layer {}", layer));
  }
  return stack(std::move(layers))
      .labelled(0, std::make_shared<const Labels>(std::move(names)))
      .labelled(1, std::make_shared<const Labels>(std::move(heads)));
}

}  // namespace

Tensor one_back_shares(const Run& run, const Model& model) {
  return shares_of(run, model, 1, 1).named("one_back");
}

Tensor behind_copy_shares(const Run& run, const Model& model, Size period) {
  return shares_of(run, model, period, period - 1).named("behind_copy");
}

Size best_head(const Tensor& shares, Size layer) {
  return static_cast<Size>(argmax(select(shares, 0, layer), 0).item());
}

Tensor map_of(const Run& run, std::size_t layer, Size head) {
  return select(run.maps[layer], 0, head);
}

std::shared_ptr<const Labels> tokens_from(const Tensor& ids, Size first, Size n) {
  const auto begin = ids.labels(0)->begin() + first;
  return std::make_shared<const Labels>(begin, begin + n);
}

Parameters parameters_of(Model& model) {
  Parameters all;
  for (const NamedParameter& parameter : named_parameters(model)) all.push_back(parameter.tensor);
  return all;
}

void say_how_well(Page& page, float accuracy) {
  const float percent = 100 * accuracy;
  if (accuracy > 0.9F) {
    page.text("되풀이되는 곳에서 {:.1f}%를 맞혔습니다. 배운 것을 해낸 것입니다.",
              "In the repeat it got {:.1f}% right: it does what it learned.", percent);
  } else if (accuracy > 0.2F) {
    page.text(
        "되풀이되는 곳에서 {:.1f}%만 맞혔습니다. 아무거나 고르는 것보다는 낫지만, 배운 일을 다 하지는 "
        "못합니다.",
        "In the repeat it got {:.1f}% right: better than a guess, but not what it could have learned.",
        percent);
  } else {
    page.text(
        "되풀이되는 곳에서 {:.1f}%만 맞혔습니다. 이 가중치로는, 또는 헤드를 이렇게 빼면, 되풀이를 "
        "알아보지 못합니다.",
        "In the repeat it got {:.1f}% right: with these weights, or with these heads taken out, it "
        "does not notice that tokens repeat.",
        percent);
  }
}

void check_losses(Page& page, const Tensor& logits, const Tensor& ids) {
  const Tensor losses = losses_of_places(logits, ids);
  bool right = true;
  for_each_cell(losses.shape(), [&](const Index& cell) {
    Index place = cell, next = cell;
    place = place.inserted(place.rank(), 0);
    next[cell.rank() - 1] += 1;
    double sum = 0, size = 0;
    for (Size token = 0; token < logits.size(-1); ++token) {
      place[cell.rank()] = token;
      sum += std::exp(double{logits.at(place)});
      size = std::max(size, std::abs(double{logits.at(place)}));
    }
    place[cell.rank()] = static_cast<Size>(ids.at(next));
    const double expected = std::log(sum) - double{logits.at(place)};
    right = right && std::abs(losses.at(cell) - expected) <= 1e-6 * (size + 1) + 1e-5;
  });
  page.check(right, "자리마다 손실은 ln Σ exp(logit)에서 다음 토큰의 logit을 뺀 값과 같습니다",
             "each place's loss is ln Σ exp(logit) minus the logit of the token that came next");
}

}  // namespace attn::chapter7
