#include "chapter6_transfer_vision/transfer.h"

#include <algorithm>
#include <sstream>

#include "embedded.h"
#include "lesson/comparing.h"
#include "random/draws.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter6 {
namespace {

/// How far the embeddings are spread at the start.
constexpr float spread = 0.3F;

const char* const parameter_names[] = {"embedding", "hidden.weight", "hidden.bias", "head.weight",
                                       "head.bias"};

// How many parameters, in the order of all_of(), are frozen.
constexpr std::size_t the_embedding = 1;
constexpr std::size_t the_body = 3;

/// The sentences of one task in data/reviews.csv, whose lines are task,label,sentence.
Task read_task(const std::string& name) {
  std::istringstream lines{std::string(embedded_file("reviews.csv"))};
  std::vector<float> ids;
  std::vector<float> labels;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    std::string task;
    std::string label;
    std::getline(cells, task, ',');
    std::getline(cells, label, ',');
    if (task != name) continue;
    labels.push_back(static_cast<float>(label.front() - '0'));
    for (std::string word; cells >> word;) {
      const auto at = std::find(words.begin(), words.end(), word);
      ids.push_back(static_cast<float>(at - words.begin()));
    }
  }
  const auto n = static_cast<Size>(labels.size());
  return {Tensor({n, 3}, std::move(ids)).named("ids_" + name),
          Tensor({n}, std::move(labels)).named("labels_" + name)};
}

Model new_model(const Settings& s, Size classes) {
  Generator generator(s.seed_or(seed_of_models));
  return Model(classes, generator);
}

/// What is trained, and from where.
struct Loop {
  Task task;
  Size steps;
  Model start;
  Model unloaded;  ///< the start without what another model has learned
};

/// Task B with a pretrained body and a new head.
Loop on_b(const Settings& s) {
  const Model unloaded = new_model(s, 3);
  return {task_b(), steps_b, unloaded.with_body_of(pretrained(s).model), unloaded};
}

/// The losses when `loop` is run in another way than the right one.
Tensor run_again(const Loop& loop, const Descent::Way& right, const Descent::Way& way) {
  Model model = way.loads_none ? loop.unloaded : loop.start;
  if (way.goes_on) train(model, loop.task, loop.steps, right);
  return stack(train(model, loop.task, loop.steps, way));
}

Trained trained_on(const std::string& name, const Loop& loop, const Descent::Way& right) {
  Model model = loop.start;
  const std::vector<Tensor> losses = train(model, loop.task, loop.steps, right);
  model.name(name + ".");
  const auto again = [loop, right](const Descent::Way& way) { return run_again(loop, right, way); };
  return {
      name, loop.start, model,
      losses_of(losses, {right, {std::begin(parameter_names), std::end(parameter_names)}, again})
          .named(name == "pretrained" ? "loss_a" : "loss_" + name)};
}

}  // namespace

Task task_a() {
  return read_task("a");
}
Task task_b() {
  return read_task("b");
}
Task test_b() {
  return read_task("test");
}

Model::Model(Size classes, Generator& generator)
    : embedding((randn({static_cast<Size>(words.size()), 4}, generator) * spread)
                    .labelled(0, std::make_shared<const Labels>(words.begin(), words.end()))),
      hidden(4, 4, true, generator),
      head(4, classes, true, generator) {
  name("");
}

Tensor Model::operator()(const Tensor& ids) const {
  const Tensor x = mean(attn::embedding(ids, embedding), 1);  // (n, 4)
  const Tensor features = tanh(hidden(x)).named("features");  // (n, 4)
  return head(features);                                      // (n, classes)
}

Model Model::with_body_of(const Model& other) const {
  Model both = other;
  both.head = head;
  return both;
}

void Model::name(const std::string& prefix) {
  std::size_t i = 0;
  for (Tensor* parameter : all_of(*this)) {
    *parameter = std::move(*parameter).named(prefix + parameter_names[i++]);
  }
}

Parameters all_of(Model& model) {
  return parameters(model.embedding, model.hidden, model.head);
}

std::vector<Tensor> train(Model& model, const Task& task, Size steps, const Descent::Way& way) {
  Parameters learning = all_of(model);
  learning.erase(learning.begin(), learning.begin() + static_cast<std::ptrdiff_t>(way.frozen));
  const auto loss = [&] {
    const Tensor mean = cross_entropy(model(task.ids), task.labels);
    return way.sums ? mean * static_cast<float>(task.labels.size(0)) : mean;
  };
  return descend(loss, learning, steps, way);
}

Trained pretrained(const Settings& s) {
  const Model start = new_model(s, 2);
  return trained_on("pretrained", {task_a(), steps_a, start, start}, {rate_a});
}

Trained frozen(const Settings& s) {
  return trained_on("frozen", on_b(s), {rate_b, the_body});
}
Trained partly_tuned(const Settings& s) {
  return trained_on("partly_tuned", on_b(s), {rate_b, the_embedding});
}
Trained fine_tuned(const Settings& s) {
  return trained_on("fine_tuned", on_b(s), {rate_b});
}
Trained from_nothing(const Settings& s) {
  const Model start = new_model(s, 3);
  return trained_on("from_nothing", {task_b(), steps_b, start, start}, {rate_b});
}

Size count_right(const Model& model, const Task& task) {
  const Tensor logits = model(task.ids);
  const Tensor best = amax(logits, -1);
  Size right = 0;
  for (Size i = 0; i < logits.size(0); ++i) {
    right += logits.at({i, static_cast<Size>(task.labels.at({i}))}) == best.at({i}) ? 1 : 0;
  }
  return right;
}

bool knows_every_word(const Model& model) {
  const Tensor ids = view(arange(words_of_feeling), {words_of_feeling, 1});
  return count_right(model, {ids, Tensor({words_of_feeling}, {1, 1, 1, 1, 0, 0, 0, 0})}) ==
         words_of_feeling;
}

float moved(const Tensor& before, const Tensor& after) {
  return largest_size(after - before);
}

std::string ids_in_pytorch(const Tensor& ids) {
  std::string lists;
  for (Size i = 0; i < ids.size(0); ++i) {
    lists += i == 0 ? "" : i % 4 == 0 ? ",\n    " : ", ";
    lists += formatted("[{}, {}, {}]", ids.at({i, 0}), ids.at({i, 1}), ids.at({i, 2}));
  }
  return lists;
}

void show_sentences(Page& page, const Task& task, Size every, const std::vector<Text>& classes) {
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < task.ids.size(0); i += every) {
    std::string sentence;
    std::string ids;
    for (Size j = 0; j < task.ids.size(1); ++j) {
      const auto id = static_cast<std::size_t>(task.ids.at({i, j}));
      sentence += formatted("{}{}", j > 0 ? " " : "", words[id]);
      ids += formatted("{}{}", j > 0 ? " " : "", id);
    }
    rows.push_back({sentence, ids, classes[static_cast<std::size_t>(task.labels.at({i}))]});
  }
  page.table({{"문장", "sentence"}, {"번호", "ids"}, {"정답", "label"}}, std::move(rows));
}

std::vector<Text> classes_of_b() {
  return {{"0 나쁨", "0 bad"}, {"1 섞임", "1 mixed"}, {"2 좋음", "2 good"}};
}

void show_what_moved(Page& page, const std::vector<Trained>& trainings) {
  Model model = trainings.front().model;
  std::vector<std::vector<block::Cell>> rows;
  for (std::size_t i = 0; i < all_of(model).size(); ++i) {
    const Tensor& parameter = *all_of(model)[i];
    rows.push_back({parameter_names[i], to_string(parameter.shape()), parameter.numel()});
  }
  std::vector<Text> header = {{"파라미터", "parameter"}, {"모양", "shape"}, {"원소 수", "numbers"}};
  for (const Trained& training : trainings) {
    header.push_back(training.name);
    Model before = training.start;
    Model after = training.model;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].emplace_back(moved(*all_of(before)[i], *all_of(after)[i]));
    }
  }
  page.text(
      "각 파라미터에서 학습하는 동안 가장 크게 움직인 원소의 이동 거리입니다. 0이면 그대로입니다.",
      "How far the numbers of each parameter moved at most; 0 means that they stayed.");
  page.table(header, std::move(rows));
}

}  // namespace attn::chapter6
