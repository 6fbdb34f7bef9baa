#include "cli/diff_words.h"

#include <algorithm>

#include "answer/symptoms.h"
#include "cli/differing_cells.h"

namespace attn {
namespace {

std::string_view first_sentence(std::string_view text) {
  return text.substr(0, std::min(text.find(". "), text.size() - 1) + 1);
}

void report_shape(const Comparison& comparison, Page& page) {
  const std::string expected = to_string(comparison.expected.shape());
  const std::string got = to_string(comparison.got.shape());
  page.check(false, "모양이 {}[이어야/여야] 하는데 {}입니다", "the shape should be {} and is {}",
             expected, got);
  const std::vector<const Mistake*>& mistakes = comparison.of_shape;
  if (mistakes.empty()) return;
  page.text("이런 모양은 다음 실수에서 나옵니다.", "This shape comes from:");
  constexpr std::size_t most_in_words = 3;
  for (const Mistake* mistake : mistakes) {
    if (mistakes.size() > most_in_words) break;
    page.note("{0}: {1}", "{0}: {2}", mistake->name, first_sentence(mistake->text.ko),
              first_sentence(mistake->text.en));
  }
  if (mistakes.size() <= most_in_words) return;
  page.note("{0}", "{1}", names_in_korean(mistakes), names_of(mistakes, ", "));
}

Index first_different(const Comparison& comparison) {
  return cell_at(comparison.different.front(), comparison.expected.shape());
}

void report_first(const Comparison& comparison, Page& page) {
  const Index cell = first_different(comparison);
  const auto number = static_cast<std::size_t>(comparison.different.front());
  page.table(
      {{"처음 다른 칸", "first cell that differs"}, {"정답", "expected"}, {"받은 값", "got"}},
      {{cell_in_words(comparison.expected, cell), comparison.expected.at(cell),
        static_cast<float>(comparison.got.values()[number])}});
  const Text how = arithmetic(comparison.expected, cell);
  if (!how.en.empty()) page.text("{0}", "{1}", how.ko, how.en);
}

}  // namespace

std::string names_of(const std::vector<const Mistake*>& mistakes, std::string_view between) {
  std::vector<std::string> names;
  for (const Mistake* mistake : mistakes) names.emplace_back(mistake->name);
  return joined(names, between);
}

std::string names_in_korean(const std::vector<const Mistake*>& mistakes) {
  std::vector<std::string> names;
  for (const Mistake* mistake : mistakes) {
    names.push_back(formatted("{}({})", mistake->name, first_sentence(mistake->text.ko)));
  }
  return joined(names, ", ");
}

Text words_of(const Diagnosis& diagnosis, std::size_t i) {
  Text words = diagnosis.mistakes[i]->text;
  if (i >= diagnosis.ways.size() || diagnosis.ways[i].en.empty()) return words;
  return {words.ko + " " + diagnosis.ways[i].ko, words.en + " " + diagnosis.ways[i].en};
}

bool is_wrong(const Comparison& comparison) {
  return comparison.standing == Comparison::Standing::wrong;
}

void note_relations(const Comparison& comparison, Page& page) {
  for (const Relation& relation : comparison.relations) {
    page.note("{0}.", "{1}.", relation.text.ko, relation.text.en);
  }
}

/// What explains wrong numbers, though no mistake is known that gives them.
const Relation* explanation_of(const Comparison& comparison) {
  const auto found =
      std::find_if(comparison.relations.begin(), comparison.relations.end(),
                   [](const Relation& one) { return one.kind >= Relation::Kind::transposed; });
  return found == comparison.relations.end() ? nullptr : &*found;
}

void note_unknown_name(const Comparison& comparison, Page& page) {
  if (comparison.unknown_name.empty()) return;
  page.text("이 단계에 {} 텐서는 없으므로 {} 텐서와 비교합니다.",
            "This step has no tensor {}; it is held against {}.", comparison.unknown_name,
            comparison.name);
}

/// What is wrong, in a few lines.
void report_wrong(const Comparison& comparison, Page& page) {
  note_unknown_name(comparison, page);
  if (const Relation* explanation = explanation_of(comparison)) {
    page.check(false, "{0} {1}: {2}", "{0} {1}: {3}", comparison.name,
               to_string(comparison.got.shape()), explanation->text.ko, explanation->text.en);
    return;
  }
  if (!comparison.got.fits(comparison.expected.shape())) return report_shape(comparison, page);
  for (const Text& symptom : comparison.symptoms) page.check(false, symptom);
  page.check(false, "{} {}: 칸 {}개 중 {}개가 다릅니다", "{0} {1}: {3} of {2} cells differ",
             comparison.name, to_string(comparison.expected.shape()), comparison.expected.numel(),
             comparison.different.size());
  note_relations(comparison, page);
}

/// The numbers that are wrong, unless words said it all.
void show_numbers(const Comparison& comparison, Page& page) {
  if (comparison.different.empty()) return;
  const Relation* explanation = explanation_of(comparison);
  if (explanation && explanation->kind != Relation::Kind::equal_but_for) return;
  report_cells(comparison, page);
  report_first(comparison, page);
}

void report_diagnoses(const std::vector<Diagnosis>& diagnoses, bool with_lines, Page& page) {
  if (diagnoses.size() > 1) {
    page.text("{}가지 실수가 이 수를 똑같이 냅니다. 이 데이터로는 구별할 수 없습니다.",
              "{} different mistakes give exactly these numbers; this data cannot tell them apart.",
              diagnoses.size());
  }
  for (const Diagnosis& diagnosis : diagnoses) {
    if (diagnosis.mistakes.size() == 1) {
      page.text("다음과 같이 하면 정확히 이 수가 나옵니다.", "This gives exactly these numbers:");
    } else {
      page.text("다음 {}가지를 함께 하면 정확히 이 수가 나옵니다.",
                "These {}, made together, give exactly these numbers:", diagnosis.mistakes.size());
    }
    for (std::size_t i = 0; i < diagnosis.mistakes.size(); ++i) {
      const Mistake& mistake = *diagnosis.mistakes[i];
      const Text words = words_of(diagnosis, i);
      page.note("{0}: {1}", "{0}: {2}", mistake.name, words.ko, words.en);
      if (with_lines) page.code("{}", mistake.line);
    }
  }
}

void report_unknown(Page& page) {
  page.text("attn이 아는 실수 가운데 이런 결과를 내는 것은 없습니다.", "Not a mistake I know.");
}

void note_cut_short(const Verdict& verdict, Page& page) {
  if (!verdict.cut_short) return;
  const bool has_wrong =
      std::any_of(verdict.comparisons.begin(), verdict.comparisons.end(), is_wrong);
  if (has_wrong && verdict.diagnoses.empty()) {
    return page.note(
        "탐색을 도중에 멈췄습니다. 계산량이 많아 attn이 아는 실수를 다 확인하지는 못했고, 확인한 것 "
        "가운데 이런 결과를 내는 것은 없습니다. 차원이나 토큰을 줄여 비교하면 모두 확인합니다.",
        "The search was cut short, as there is much to compute: not every mistake was tried, and "
        "none of those that were gives these numbers. With smaller sizes or fewer tokens all are.");
  }
  page.note(
      "탐색을 도중에 멈췄습니다. 계산량이 많아, 같은 수를 내는 다른 실수가 있는지는 다 확인하지 "
      "못했습니다.",
      "The search was cut short, as there is much to compute: other mistakes may give the same "
      "numbers.");
}

}  // namespace attn
