#include "shared/vocabulary.h"

#include <algorithm>
#include <cassert>

namespace attn {
namespace {

bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || byte == '_';
}

char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

Words tokenize(std::string_view sentence) {
  Words tokens;
  bool inside = false;
  for (const char c : sentence) {
    if (is_letter(c)) {
      if (!inside) tokens.emplace_back();
      tokens.back() += lower_case(c);
    }
    inside = is_letter(c);
  }
  return tokens;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

Vocabulary Vocabulary::in_order(const Words& tokens) {
  Words words;
  for (const std::string& token : tokens) {
    if (std::find(words.begin(), words.end(), token) == words.end()) words.push_back(token);
  }
  return Vocabulary(std::move(words));
}

Vocabulary Vocabulary::sorted(const std::vector<Words>& sentences) {
  Words words;
  for (const Words& sentence : sentences) {
    words.insert(words.end(), sentence.begin(), sentence.end());
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return Vocabulary(std::move(words));
}

Vocabulary Vocabulary::with_unknown() const {
  Words words = {unknown};
  words.insert(words.end(), words_->begin(), words_->end());
  return Vocabulary(std::move(words));
}

bool Vocabulary::knows(const std::string& word) const {
  return std::find(words_->begin(), words_->end(), word) != words_->end();
}

Size Vocabulary::id(const std::string& word) const {
  const auto found = std::find(words_->begin(), words_->end(), word);
  if (found != words_->end()) return found - words_->begin();
  assert(words_->front() == unknown);
  return 0;
}

Tensor Vocabulary::ids(const Words& tokens) const {
  std::vector<float> numbers;
  for (const std::string& token : tokens) numbers.push_back(static_cast<float>(id(token)));
  return Tensor({static_cast<Size>(tokens.size())}, std::move(numbers))
      .labelled(0, std::make_shared<const Labels>(tokens));
}

}  // namespace attn
