#include "chapter6_transfer_vision/pieces.h"

#include <algorithm>

#include "random/draws.h"
#include "tensor/operations.h"

namespace attn::chapter6 {
namespace {

/// The longest piece with which `rest` starts; empty if there is none.
std::string longest_piece(const std::string& rest) {
  std::string longest;
  for (const std::string& piece : *vocabulary().labels()) {
    if (rest.starts_with(piece) && piece.size() > longest.size()) longest = piece;
  }
  return longest;
}

}  // namespace

const Vocabulary& vocabulary() {
  static const Vocabulary pieces(Words{"[PAD]",  "[UNK]",  "[CLS]", "[SEP]",     "i",      "go",
                                       "to",     "school", "trans", "transform", "##form", "##er",
                                       "##s",    "##ers",  "나",    "##는",      "학교",   "##에",
                                       "##에서", "간",     "##다"});
  return pieces;
}

Labels pieces_of_word(std::string_view word) {
  Labels pieces;
  std::string rest(word);
  while (!rest.empty()) {
    const std::string begins = pieces.empty() ? "" : "##";
    const std::string piece = longest_piece(begins + rest);
    if (piece.size() <= begins.size()) return {"[UNK]"};
    rest.erase(0, piece.size() - begins.size());
    pieces.push_back(piece);
  }
  return pieces;
}

Labels pieces_of(std::string_view sentence) {
  const std::string lower = lower_case(sentence);
  Labels pieces = {"[CLS]"};
  for (std::size_t start = 0; start < lower.size();) {
    const std::size_t end = std::min(lower.find(' ', start), lower.size());
    for (std::string& piece : pieces_of_word(lower.substr(start, end - start))) {
      pieces.push_back(std::move(piece));
    }
    start = end + 1;
  }
  pieces.emplace_back("[SEP]");
  return pieces;
}

std::string put_together(const Labels& pieces) {
  std::string word;
  for (const std::string& piece : pieces) word += piece.substr(piece.starts_with("##") ? 2 : 0);
  return word;
}

std::string vocabulary_in_python() {
  std::string list;
  std::size_t line = 0;
  for (const std::string& piece : *vocabulary().labels()) {
    const std::string quoted = formatted("\"{}\"", piece);
    const bool wraps = line + quoted.size() > 48;
    list += list.empty() ? "" : wraps ? ",\n    " : ", ";
    line = (wraps ? 0 : line) + quoted.size() + 2;
    list += quoted;
  }
  return list;
}

Batch padded_batch(const Settings& s) {
  Labels first = pieces_of(english);
  const Labels second = pieces_of(korean);
  const auto length = static_cast<Size>(first.size());
  const auto longest = static_cast<Size>(second.size());
  const Tensor english_ids = vocabulary().ids(first).named("english_ids");
  const Tensor korean_ids = vocabulary().ids(second).named("korean_ids");
  const auto padded = [&](const Tensor& x) { return pad(x, 0, 0, longest - length); };
  const Tensor input_ids = stack({padded(english_ids), korean_ids}).named("input_ids");
  const Tensor attention_mask =
      stack({padded(ones({length})), ones({longest})}).named("attention_mask");
  Generator generator(s.seed_or(seed_of_models));
  const Tensor table = randn({vocabulary().size(), d_model(s)}, generator).named("token_embedding");
  const Tensor x = embedding(input_ids, table).named("x");
  first.resize(second.size(), "[PAD]");
  return {input_ids, attention_mask, table, x, first, second, length};
}

}  // namespace attn::chapter6
