#include <nlohmann/json.hpp>

#include "answer/symptoms.h"
#include "answer/verdict.h"
#include "cli/commands.h"
#include "cli/differing_cells.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "lesson/user_error.h"
#include "render/json.h"
#include "render/text.h"

namespace attn {
namespace {

/// Settings under which no two sizes are the same and nothing is symmetric, so that mistakes show.
Choices telling_choices() {
  return {{Setting::input, "telling"},
          {Setting::d_out, "6"},
          {Setting::heads, "2"},
          {Setting::dropout, "0.2"}};
}

std::string names_of(const std::vector<const Mistake*>& mistakes, std::string_view between) {
  std::vector<std::string> names;
  for (const Mistake* mistake : mistakes) names.emplace_back(mistake->name);
  return joined(names, between);
}

/// The same, each with what it is: "no-scaling(점수를 √d_k로 나누지 않고 …)".
std::string names_in_korean(const std::vector<const Mistake*>& mistakes) {
  std::vector<std::string> names;
  for (const Mistake* mistake : mistakes) {
    const std::string_view words = mistake->text.ko;
    names.push_back(formatted("{}({})", mistake->name, words.substr(0, words.find("다.") + 3)));
  }
  return joined(names, ", ");
}

// ---- For people: a page -------------------------------------------------------------------------

void report_shape(const Comparison& comparison, Page& page) {
  const std::string expected = to_string(comparison.expected.shape());
  const std::string got = to_string(comparison.got.shape());
  page.check(false, "모양이 {}[이어야/여야] 하는데 {}입니다", "the shape should be {} and is {}",
             expected, got);
  if (comparison.of_shape.empty()) return;
  page.text("이런 모양은 다음 실수에서 나옵니다: {0}", "This shape comes from: {1}",
            names_in_korean(comparison.of_shape), names_of(comparison.of_shape, ", "));
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
  const std::string how = arithmetic(comparison.expected, cell);
  if (!how.empty()) page.text("{}", "{}", how);
}

void report_equal(const Comparison& comparison, const Place& place, Page& page) {
  const std::string what = comparison.name + " " + to_string(comparison.expected.shape());
  page.check(true, "{}: 적힌 자리까지 모두 같습니다", "{}: equal to the last digit given", what);
  if (comparison.blind.empty()) return;
  const auto visible =
      visible_under(settings_of(telling_choices()), place, comparison.name, comparison.blind);
  std::vector<const Mistake*> hidden;
  for (const Mistake* mistake : comparison.blind) {
    if (std::find(visible.begin(), visible.end(), mistake) == visible.end()) {
      hidden.push_back(mistake);
    }
  }
  if (!visible.empty()) {
    page.note(
        "다만 이 데이터에서는 다음 실수를 해도 같은 수가 나옵니다: {0}. {2} 옵션으로 계산해 비교하면 "
        "드러납니다.",
        "Yet with this data these mistakes would give the same numbers: {1}. Compute and "
        "compare with {2}, and they show.",
        names_in_korean(visible), names_of(visible, ", "), command_line(telling_choices()));
  }
  if (!hidden.empty()) {
    page.note("다음 실수는 이 단계에서 드러나지 않습니다: {0}.",
              "These mistakes do not show in this step: {1}.", names_in_korean(hidden),
              names_of(hidden, ", "));
  }
}

/// Numbers without a name may have been held against the wrong tensor.
void note_the_name(const Comparison& comparison, Page& page) {
  if (comparison.might_be.empty() || !comparison.unknown_name.empty()) return;
  page.note(
      "이름이 없어 {} 텐서와 비교했습니다. 다른 텐서라면 '{} = tensor(…)'처럼 이름을 붙이십시오.",
      "Without a name it was held against {}. If it is another tensor, give its name, as in "
      "'{} = tensor(…)'.",
      comparison.name, comparison.might_be);
}

/// Numbers that are right, but are not the result.
void report_related(const Comparison& comparison, Page& page) {
  const std::string& name = comparison.by_name ? comparison.name : comparison.unknown_name;
  const std::string what = (name.empty() ? "" : name + " ") + to_string(comparison.got.shape());
  for (const Relation& relation : comparison.relations) {
    page.note("{0}: {1}.", "{0}: {2}.", what, relation.text.ko, relation.text.en);
    if (relation.kind != Relation::Kind::before_the_result) continue;
    page.text("그 텐서를 뜻했다면 '{0} = tensor(…)'처럼 이름을 붙이십시오.",
              "If that is what they are meant to be, give the name, as in '{0} = tensor(…)'.",
              comparison.name);
  }
}

void note_relations(const Comparison& comparison, Page& page) {
  for (const Relation& relation : comparison.relations) {
    page.note("{0}.", "{1}.", relation.text.ko, relation.text.en);
  }
}

void report(const Comparison& comparison, const Place& place, Page& page) {
  if (comparison.standing == Comparison::Standing::related) {
    return report_related(comparison, page);
  }
  if (!comparison.unknown_name.empty()) {
    page.text("이 단계에 {} 텐서는 없으므로 {} 텐서와 비교합니다.",
              "This step has no tensor {}; it is held against {}.", comparison.unknown_name,
              comparison.name);
  }
  if (comparison.equal()) {
    report_equal(comparison, place, page);
    note_relations(comparison, page);
    return note_the_name(comparison, page);
  }
  if (!comparison.got.fits(comparison.expected.shape())) return report_shape(comparison, page);
  for (const Text& symptom : comparison.symptoms) page.check(false, symptom);
  page.check(false, "{} {}: 칸 {}개 중 {}개가 다릅니다", "{0} {1}: {3} of {2} cells differ",
             comparison.name, to_string(comparison.expected.shape()), comparison.expected.numel(),
             comparison.different.size());
  report_cells(comparison, page);
  report_first(comparison, page);
  note_relations(comparison, page);
}

void report_not_compared(const std::vector<NotCompared>& others, Page& page) {
  if (others.empty()) return;
  std::vector<std::string> names;
  for (const NotCompared& other : others) {
    constexpr std::size_t most = 6;
    if (names.size() == most) {
      names.emplace_back("…");
      break;
    }
    names.push_back((other.name.empty() ? "" : other.name + " ") + to_string(other.shape));
  }
  const std::string all = joined(names, ", ");
  page.text("비교하지 않은 것: {}", "Not compared: {}", all);
}

bool has_wrong(const Verdict& verdict) {
  return std::any_of(verdict.comparisons.begin(), verdict.comparisons.end(),
                     [](const Comparison& comparison) {
                       return comparison.standing == Comparison::Standing::wrong;
                     });
}

/// What is said of mistake number `i`, and in which way it was made.
Text words_of(const Diagnosis& diagnosis, std::size_t i) {
  Text words = diagnosis.mistakes[i]->text;
  if (i >= diagnosis.ways.size() || diagnosis.ways[i].en.empty()) return words;
  return {words.ko + " " + diagnosis.ways[i].ko, words.en + " " + diagnosis.ways[i].en};
}

/// That not all mistakes were tried, which would have taken too long.
void note_cut_short(const Verdict& verdict, Page& page) {
  if (has_wrong(verdict) && verdict.diagnoses.empty()) {
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

void report_diagnoses(const std::vector<Diagnosis>& diagnoses, Page& page) {
  if (diagnoses.empty()) {
    page.text("attn이 아는 실수 가운데 이런 결과를 내는 것은 없습니다.", "Not a mistake I know.");
    return;
  }
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
      page.code("{}", mistake.line);
    }
  }
}

Page report(const Verdict& verdict, const Place& place) {
  Page page(verdict.id, place.step->title);
  for (const Comparison& comparison : verdict.comparisons) report(comparison, place, page);
  report_not_compared(verdict.not_compared, page);
  const bool is_told_below = verdict.cut_short && verdict.diagnoses.empty();
  if (has_wrong(verdict) && !is_told_below) report_diagnoses(verdict.diagnoses, page);
  if (verdict.cut_short) note_cut_short(verdict, page);
  return page;
}

// ---- For programs -------------------------------------------------------------------------------

using Json = nlohmann::ordered_json;

Json sizes(const Dims& dims) {
  return std::vector<Size>(dims.begin(), dims.end());
}

Json to_json(const Comparison& comparison) {
  Json json = {{"name", comparison.name},
               {"equal", comparison.equal()},
               {"shape", sizes(comparison.got.shape())},
               {"expected_shape", sizes(comparison.expected.shape())},
               {"cells", comparison.expected.numel()},
               {"different", comparison.different.size()}};
  Json different = Json::array();
  for (const Size cell : comparison.different) {
    different.push_back(sizes(cell_at(cell, comparison.expected.shape())));
  }
  if (!comparison.different.empty()) {
    const Index cell = first_different(comparison);
    const auto place = static_cast<std::size_t>(comparison.different.front());
    json["first"] = {{"index", sizes(cell)},
                     {"expected", json_number<Json>(comparison.expected.at(cell))},
                     {"got", json_number<Json>(comparison.got.values()[place])}};
  }
  json["cells_that_differ"] = std::move(different);
  return json;
}

Json to_json(const Diagnosis& diagnosis) {
  Json names = Json::array();
  std::string ko;
  std::string en;
  for (std::size_t i = 0; i < diagnosis.mistakes.size(); ++i) {
    names.push_back(diagnosis.mistakes[i]->name);
    const Text words = words_of(diagnosis, i);
    ko += (ko.empty() ? "" : " ") + words.ko;
    en += (en.empty() ? "" : " ") + words.en;
  }
  return {{"mistakes", names}, {"ko", ko}, {"en", en}};
}

Json to_json(const Relation& relation) {
  return {{"kind", name_of(relation.kind)}, {"ko", relation.text.ko}, {"en", relation.text.en}};
}

std::string to_json(const Verdict& verdict) {
  Json tensors = Json::array();
  Json relations = Json::array();
  for (const Comparison& comparison : verdict.comparisons) {
    tensors.push_back(to_json(comparison));
    for (const Relation& relation : comparison.relations) relations.push_back(to_json(relation));
  }
  Json not_compared = Json::array();
  for (const NotCompared& other : verdict.not_compared) {
    not_compared.push_back({{"name", other.name}, {"shape", sizes(other.shape)}});
  }
  Json diagnoses = Json::array();
  for (const Diagnosis& diagnosis : verdict.diagnoses) diagnoses.push_back(to_json(diagnosis));
  return written(Json{{"id", verdict.id},
                      {"equal", verdict.equal()},
                      {"tensors", tensors},
                      {"diagnoses", diagnoses},
                      {"search", verdict.cut_short ? "cut short" : "complete"},
                      {"relations", relations},
                      {"not_compared", not_compared}});
}

void require_words(const std::vector<std::string>& words) {
  if (words.size() == 2) return;
  throw UserError("diff",
                  {formatted("단계 하나와 파일 하나가 와야 하는데 {}개입니다", words.size()),
                   formatted("expected a step and a file, got {} word{}", words.size(),
                             words.size() == 1 ? "" : "s")},
                  {"attn diff 11 my_weights.txt, 또는 표준 입력이면 attn diff 11 -",
                   "attn diff 11 my_weights.txt, or attn diff 11 - for standard input"});
}

}  // namespace

int diff_command(const Request& request) {
  require_words(request.words);
  const Place place = select_step(request.words[0]);
  const Settings settings = settings_of(request);
  const std::string& file = request.words[1];
  const std::string text = read_or_paste(file, max_answer_bytes, request.style.language);
  const Verdict verdict = judge(place, settings, read_answers({text, file}));
  if (request.format == Format::json) {
    print(to_json(verdict) + "\n");
  } else {
    const Page page = report(verdict, place);
    print(render({&page, 1}, request.format, request.style, "attn diff"));
  }
  note_unused(request, settings);
  return verdict.equal() ? 0 : 1;
}

}  // namespace attn
