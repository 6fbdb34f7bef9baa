#include "cli/diff_json.h"

#include <nlohmann/json.hpp>

#include "cli/diff_words.h"
#include "render/json.h"

namespace attn {
namespace {

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
    const Index cell = cell_at(comparison.different.front(), comparison.expected.shape());
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

std::string_view name_of_kind(FirstWrong::Other::Kind kind) {
  using Kind = FirstWrong::Other::Kind;
  switch (kind) {
    case Kind::follows:
      return "follows";
    case Kind::unknown:
      return "unknown";
    case Kind::same_mistake:
      return "same-mistake";
    case Kind::wrong_anew:
      return "wrong-anew";
    case Kind::not_of_it:
      return "not-of-it";
  }
  return "";
}

Json first_wrong_of(const Verdict& verdict) {
  if (!verdict.first_wrong) return nullptr;
  const FirstWrong& first = *verdict.first_wrong;
  const auto name = [&](std::size_t place) { return verdict.comparisons[place].name; };
  Json before = Json::array();
  for (const std::size_t place : first.right_before) before.push_back(name(place));
  Json others = Json::array();
  for (const FirstWrong::Other& other : first.others) {
    Json diagnoses = Json::array();
    for (const Diagnosis& diagnosis : other.diagnoses) diagnoses.push_back(to_json(diagnosis));
    others.push_back({{"name", name(other.comparison)},
                      {"kind", name_of_kind(other.kind)},
                      {"code", other.code},
                      {"diagnoses", diagnoses}});
  }
  return {{"name", name(first.comparison)},  {"code", first.code},
          {"certain", first.unseen.empty()}, {"right_before", before},
          {"not_printed", first.unseen},     {"others", others}};
}

}  // namespace

std::string diff_as_json(const Verdict& verdict) {
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
                      {"first_wrong", first_wrong_of(verdict)},
                      {"not_compared", not_compared}});
}

}  // namespace attn
