#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/tensor.h"

/// Sentences, their words, and the numbers of words.

namespace attn {

using Words = std::vector<std::string>;

/// Runs of letters and digits in lower case, Python's `re.findall(r"\w+", sentence.lower())` as far
/// as ASCII and Hangul go: all bytes beyond ASCII count as letters.
Words tokenize(std::string_view sentence);

/// Latin letters in lower case; all else as it is.
std::string lower_case(std::string_view text);

/// The distinct words of a text, each with a number.
class Vocabulary {
 public:
  /// What an unknown word becomes, where there is a number for that.
  static constexpr const char* unknown = "<unk>";

  explicit Vocabulary(Words words) : words_(std::make_shared<const Labels>(std::move(words))) {}
  /// The words of `tokens`, each once, in the order of first appearance.
  static Vocabulary in_order(const Words& tokens);
  /// The words of sentences, sorted.
  static Vocabulary sorted(const std::vector<Words>& sentences);
  /// The same with `unknown` as number 0.
  Vocabulary with_unknown() const;

  Size size() const { return static_cast<Size>(words_->size()); }
  const std::string& word(Size id) const { return (*words_)[static_cast<std::size_t>(id)]; }
  const std::shared_ptr<const Labels>& labels() const { return words_; }
  bool knows(const std::string& word) const;
  /// The word's number, or that of `unknown`, 0. REQUIRES: it knows the word or has `unknown`.
  Size id(const std::string& word) const;
  /// (T): the numbers of tokens, labelled with them.
  Tensor ids(const Words& tokens) const;

 private:
  std::shared_ptr<const Labels> words_;
};

}  // namespace attn
