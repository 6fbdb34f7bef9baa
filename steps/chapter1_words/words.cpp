#include "chapter1_words/words.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>

#include "embedded.h"
#include "random/draws.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

Corpus read(const char* file) {
  std::vector<Words> sentences;
  std::string_view text = embedded_file(file);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    sentences.push_back(tokenize(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const Vocabulary vocabulary = Vocabulary::sorted(sentences);
  return {file, std::move(sentences), vocabulary};
}

}  // namespace

Words split_particle(const std::string& token) {
  static constexpr std::array<std::string_view, 4> particles = {"에서", "는", "가", "를"};
  for (const std::string_view particle : particles) {
    if (token.ends_with(particle) && token.size() > particle.size()) {
      return {token.substr(0, token.size() - particle.size()), "-" + std::string(particle)};
    }
  }
  return {token};
}

Words pieces_of(const Words& tokens) {
  Words pieces;
  for (const std::string& token : tokens) {
    for (std::string& piece : split_particle(token)) pieces.push_back(std::move(piece));
  }
  return pieces;
}

Corpus english() {
  return read("small_english.txt");
}
Corpus korean() {
  return read("small_korean.txt");
}

std::vector<std::pair<Size, Size>> places_of_pairs(Size num_tokens) {
  std::vector<std::pair<Size, Size>> places;
  for (Size i = 0; i < num_tokens; ++i) {
    for (Size j = std::max<Size>(0, i - window); j <= std::min(num_tokens - 1, i + window); ++j) {
      if (i != j) places.emplace_back(i, j);
    }
  }
  return places;
}

Tensor pairs(const Corpus& corpus) {
  std::vector<float> ids;
  Labels arrows;
  for (const Words& sentence : corpus.sentences) {
    for (const auto& [i, j] : places_of_pairs(static_cast<Size>(sentence.size()))) {
      const std::string& centre = sentence[static_cast<std::size_t>(i)];
      const std::string& context = sentence[static_cast<std::size_t>(j)];
      ids.push_back(static_cast<float>(corpus.vocabulary.id(centre)));
      ids.push_back(static_cast<float>(corpus.vocabulary.id(context)));
      arrows.push_back(centre + " → " + context);
    }
  }
  return Tensor({static_cast<Size>(arrows.size()), 2}, std::move(ids))
      .named("pairs")
      .labelled(0, std::make_shared<const Labels>(std::move(arrows)))
      .labelled(1, std::make_shared<const Labels>(Labels{"centre", "context"}));
}

Tensor pair_counts(const Corpus& corpus) {
  const Vocabulary& vocabulary = corpus.vocabulary;
  const Size words = vocabulary.size();
  std::vector<float> counts(static_cast<std::size_t>(words * words));
  const Tensor all = pairs(corpus);
  for (Size p = 0; p < all.size(0); ++p) {
    const auto centre = static_cast<Size>(all.at({p, 0}));
    const auto context = static_cast<Size>(all.at({p, 1}));
    counts[static_cast<std::size_t>(centre * words + context)] += 1;
  }
  return Tensor({words, words}, std::move(counts))
      .named("counts")
      .labelled(0, vocabulary.labels())
      .labelled(1, vocabulary.labels());
}

SkipGram drawn(const Corpus& corpus, const Settings& s) {
  Generator generator(s.seed_or(seed_of_chapter));
  const Shape shape = {corpus.vocabulary.size(), word_size};
  const auto drawn = [&](const char* name) {
    return (randn(shape, generator) * 0.5F).named(name).labelled(0, corpus.vocabulary.labels());
  };
  const Tensor W_in = drawn("W_in");
  return {W_in, drawn("W_out")};
}

Tensor skip_gram_loss(const SkipGram& model, const Tensor& shares) {
  const Tensor logits = matmul(model.W_in, T(model.W_out)).named("logits");  // (V, V)
  const Tensor surprise = log_softmax(logits, -1) * -1.0F;
  return sum(sum(shares * surprise, 1), 0);
}

Tensor conditional_entropy(const Tensor& counts) {
  const Tensor shares = counts / sum(sum(counts, 1), 0);
  const Tensor conditional = counts / sum(counts, 1, true);
  const Tensor never = masked_fill(ones(counts.shape()), counts, 0);  // 1 where counts is 0
  return sum(sum(shares * log(conditional + never), 1), 0) * -1.0F;
}

Training train(const Corpus& corpus, const Settings& s) {
  const Tensor counts = pair_counts(corpus);
  const Tensor shares = counts / sum(sum(counts, 1), 0);  // sums to 1
  SkipGram model = drawn(corpus, s);
  std::vector<Tensor> losses;
  for (int step = 0; step < training_steps; ++step) {
    losses.push_back(skip_gram_loss(model, shares));
    descend(losses.back(), {&model.W_in, &model.W_out}, learning_rate);
  }
  losses.push_back(skip_gram_loss(model, shares));
  return {model, stack(losses).named("losses")};
}

Tensor unit_rows(const Tensor& x) {
  return x / sqrt(sum(x * x, 1, true));
}

Tensor cosines(const Tensor& x) {
  const Tensor unit = unit_rows(x).named("unit");
  return matmul(unit, T(unit));
}

void check_cosines(Page& page, const Tensor& similarity) {
  bool holds = true;
  for_each_cell(similarity.shape(), [&](const Index& at) {
    const float cosine = similarity.at(at);
    holds = holds && std::abs(cosine) < 1.00001F &&
            std::abs(cosine - similarity.at({at[1], at[0]})) < 1e-5F &&
            (at[0] != at[1] || cosine > 0.99999F);
  });
  page.check(
      holds,
      "자기 자신과의 코사인은 1이고, i와 j의 코사인은 j와 i의 코사인과 같으며, 모두 -1과 1 "
      "사이입니다",
      "each has a cosine of 1 with itself, i with j the same as j with i, and all are between -1 "
      "and 1");
}

Size nearest_to(const Tensor& similarity, Size i) {
  Size nearest = i == 0 ? 1 : 0;
  for (Size j = 0; j < similarity.size(1); ++j) {
    if (j != i && similarity.at({i, j}) > similarity.at({i, nearest})) nearest = j;
  }
  return nearest;
}

Size near_their_own_group(const Tensor& similarity, const Vocabulary& vocabulary,
                          const std::vector<Words>& groups) {
  Size count = 0;
  for (const Words& group : groups) {
    count += std::count_if(group.begin(), group.end(), [&](const std::string& word) {
      const std::string& nearest = vocabulary.word(nearest_to(similarity, vocabulary.id(word)));
      return std::find(group.begin(), group.end(), nearest) != group.end();
    });
  }
  return count;
}

std::vector<std::vector<block::Cell>> nearest_rows(const Tensor& similarity,
                                                   const Vocabulary& vocabulary,
                                                   const std::vector<Words>& groups) {
  std::vector<std::vector<block::Cell>> rows;
  for (const Words& group : groups) {
    for (const std::string& word : group) {
      const Size id = vocabulary.id(word);
      const Size nearest = nearest_to(similarity, id);
      rows.push_back({word, vocabulary.word(nearest), similarity.at({id, nearest})});
    }
  }
  return rows;
}

void check_groups(Page& page, const Tensor& similarity, const Vocabulary& vocabulary,
                  const std::vector<Words>& groups) {
  std::vector<float> within;
  std::vector<float> across;
  for (const Words& group : groups) {
    for (const std::string& word : group) {
      for (const Words& other : groups) {
        for (const std::string& second : other) {
          if (word == second) continue;
          const float alike = similarity.at({vocabulary.id(word), vocabulary.id(second)});
          (&group == &other ? within : across).push_back(alike);
        }
      }
    }
  }
  const auto mean_of = [](const std::vector<float>& cosines) {
    return std::accumulate(cosines.begin(), cosines.end(), 0.0F) /
           static_cast<float>(cosines.size());
  };
  page.check(mean_of(within) > mean_of(across),
             "코사인의 평균은 같은 무리의 단어끼리 {:.4f}이고, 다른 무리의 단어와는 "
             "{:.4f}[으로/로] 더 작습니다",
             "the mean cosine of words of one group is {:.4f}; of words of different groups it is "
             "smaller, {:.4f}",
             mean_of(within), mean_of(across));
  const float least_within = *std::min_element(within.begin(), within.end());
  const float most_across = *std::max_element(across.begin(), across.end());
  if (least_within > most_across) {
    page.text(
        "평균만 그런 것이 아니라, 같은 무리에서 어느 두 단어를 골라도, 서로 다른 무리에서 하나씩 "
        "고른 두 단어보다 더 닮았습니다.",
        "That is so not only for the mean: any two words of one group are more alike than any two "
        "of different groups.");
  } else {
    page.note(
        "평균이 그렇다는 것이지 언제나 그런 것은 아닙니다. 이 시드에서는 같은 무리의 가장 작은 "
        "코사인이 {:.4f}, 다른 무리와의 가장 큰 코사인이 {:.4f}입니다.",
        "That is the mean, not every pair: with this seed the least cosine within a group is "
        "{:.4f}, and the largest between groups {:.4f}.",
        least_within, most_across);
  }
}

}  // namespace attn::chapter1
