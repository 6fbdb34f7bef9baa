#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "answer/verdict.h"

namespace attn {

// What is said of wrong numbers, whether one tensor was given or several.

bool is_wrong(const Comparison& comparison);

/// What explains wrong numbers though no mistake is known that gives them; null if nothing does.
const Relation* explanation_of(const Comparison& comparison);

/// "no-mask, no-scaling".
std::string names_of(const std::vector<const Mistake*>& mistakes, std::string_view between);

/// The same, in Korean each with its first sentence: "no-scaling(점수를 √d_k로 나누지
/// 않았습니다.)".
std::string names_in_korean(const std::vector<const Mistake*>& mistakes);

/// What is said of mistake number `i`, and in which way it was made.
Text words_of(const Diagnosis& diagnosis, std::size_t i);

void note_relations(const Comparison& comparison, Page& page);
/// That a tensor has a name which the step does not know.
void note_unknown_name(const Comparison& comparison, Page& page);

/// What is wrong, in a few lines.
void report_wrong(const Comparison& comparison, Page& page);
/// The mistakes that give the numbers, and unless the page's own were shown, lines as they should
/// read; or that none is known.
void report_diagnoses(const std::vector<Diagnosis>& diagnoses, bool with_lines, Page& page);
void report_unknown(Page& page);
/// What was not looked for, because it would have taken too long.
void note_cut_short(const Verdict& verdict, Page& page);
/// The numbers that are wrong, unless words said it all.
void show_numbers(const Comparison& comparison, Page& page);

}  // namespace attn
