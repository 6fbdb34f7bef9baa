#pragma once

#include <array>

#include "lesson/page.h"
#include "nn/descent.h"
#include "shared/models.h"

/// The small model of steps 2 to 5, and its two tasks. n sentences of three words.

namespace attn::chapter6 {

/// The words, by id: four that praise, four that complain, four that do neither.
inline constexpr std::array<const char*, 12> words = {"great", "lovely", "superb", "fun",
                                                      "awful", "dull",   "poor",   "boring",
                                                      "film",  "plot",   "was",    "so"};
inline constexpr Size words_of_feeling = 8;  ///< they come first; half of them praise

/// Sentences of data/reviews.csv, and what they are to be told apart by.
struct Task {
  Tensor ids;     ///< (n, 3)
  Tensor labels;  ///< (n)
};
/// Like (1) or dislike (0): sixteen sentences in which every word occurs.
Task task_a();
/// Bad (0), mixed (1) or good (2): six sentences with four of the words of feeling.
Task task_b();
/// The same three classes, but with the four words of feeling that task B never shows.
Task test_b();

/// Embeddings, averaged over a sentence, through a hidden layer (the body), then a layer with an
/// output for each class (the head).
struct Model {
  Tensor embedding;     ///< (12, 4)
  Linear hidden, head;  ///< 4 → 4, 4 → classes

  /// Drawn in this order: embedding, hidden, head.
  Model(Size classes, Generator& generator);

  /// (n, 3) → (n, classes).
  Tensor operator()(const Tensor& ids) const;
  /// With the body of another model, the head of this one.
  Model with_body_of(const Model& other) const;
  /// Prefixes the parameters' names, as in "frozen.head.weight".
  void name(const std::string& prefix);
};
Parameters all_of(Model& model);

/// Gradient descent on a task, all sentences at once; returns the loss before each step.
std::vector<Tensor> train(Model& model, const Task& task, Size steps, const Descent::Way& way);

inline constexpr Size steps_a = 40;
inline constexpr float rate_a = 2;
inline constexpr Size steps_b = 30;
inline constexpr float rate_b = 1;

struct Trained {
  std::string name;  ///< which its parameters bear, too: "frozen"
  Model start, model;
  Tensor losses;
};
/// A model trained on task A.
Trained pretrained(const Settings& settings);
/// Task B with the body of a pretrained model and a new head; only the head learns.
Trained frozen(const Settings& settings);
/// The same, but the hidden layer learns, too; only the embedding stays.
Trained partly_tuned(const Settings& settings);
/// The same, but everything learns.
Trained fine_tuned(const Settings& settings);
/// Task B with a model that has learned nothing before.
Trained from_nothing(const Settings& settings);

/// Whether every word of feeling, a sentence by itself, gets its class.
bool knows_every_word(const Model& model);
/// How many of the sentences get the class they belong to.
Size count_right(const Model& model, const Task& task);

/// Rows of ids as PyTorch's lists, four on a line.
std::string ids_in_pytorch(const Tensor& ids);

/// Some sentences, `every` so many of the task, with the names of their classes.
void show_sentences(Page& page, const Task& task, Size every, const std::vector<Text>& classes);
/// Bad, mixed and good, with their numbers.
std::vector<Text> classes_of_b();

/// Each parameter with how many numbers it has, and how far they moved at most in each training.
void show_what_moved(Page& page, const std::vector<Trained>& trainings);
/// The largest distance a number of the parameter moved.
float moved(const Tensor& before, const Tensor& after);

}  // namespace attn::chapter6
