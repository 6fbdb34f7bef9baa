#pragma once

#include <string>
#include <vector>

#include "lesson/catalogue.h"

namespace attn {

/// The steps that the words name, in the order named: `11` (of chapter 3), `4.9`, `5-7`,
/// `4.9-4.14`, `ch4`, `all`. No word: the whole of chapter 3.
/// Throws UserError for a word that names no step or a range that runs backwards.
std::vector<Place> select_steps(const std::vector<std::string>& words);

/// The one step that a word names. Throws UserError if it names none, or several.
Place select_step(const std::string& word);

/// The chapter that a word names: `3` or `ch3`. Throws UserError if there is none.
const Chapter& select_chapter(const std::string& word);

/// The word by which steps are named, if this one looks like it or like "chapter3"; else empty.
std::string steps_meant(const std::string& word);

}  // namespace attn
