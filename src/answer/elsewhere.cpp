#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "answer/code_line.h"
#include "answer/effort.h"
#include "answer/what_holds.h"
#include "lesson/korean.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// How much other pages may take, in all.
constexpr double effort_of_pages = 2e7;
/// Beside what its tensors take: words, checks, draws.
constexpr double effort_of_a_page = 2e4;

/// About what one more page like these takes.
double effort_of_one_more(const Settings& settings) {
  const Settings copy = settings;  // what is asked here is no use of a setting
  const auto tokens = static_cast<double>(copy.num_tokens());
  const auto d_in = static_cast<double>(copy.d_in());
  const auto d_out = static_cast<double>(copy.d_out());
  return effort_of_a_page + 12 * tokens * (d_in + d_out + tokens) * std::max(d_in, d_out);
}

bool is_no_chance(const Wrong& wrong, double attempts) {
  const double digits = wrong.got.information_beside(wrong.meant.front());
  return digits >= std::log10(std::max(attempts, 1.0)) + 1.5;
}

std::vector<Tensor> shown_tensors(const Page& page) {
  std::vector<Tensor> shown;
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (matrix && !matrix->counter_example) shown.push_back(matrix->tensor);
  }
  return shown;
}

/// The places of a chapter, the nearest first, without this one.
std::vector<Place> places_around(const Place& place) {
  std::vector<Place> around;
  for (const Step& step : place.chapter->steps) {
    if (&step != place.step) around.push_back({place.chapter, &step});
  }
  std::stable_sort(around.begin(), around.end(), [&](const Place& a, const Place& b) {
    return std::abs(a.step->number - place.step->number) <
           std::abs(b.step->number - place.step->number);
  });
  return around;
}

/// A setting, and another value that it may have had.
struct OtherChoice {
  Setting setting;
  std::string typed;
};

void add_numbers(std::vector<OtherChoice>& others, Setting setting,
                 std::initializer_list<Size> numbers) {
  for (const Size number : numbers) others.push_back({setting, std::to_string(number)});
}

/// What somebody may have computed with instead, of the settings that this page asks for.
std::vector<OtherChoice> other_choices(const Settings& settings) {
  const Settings copy = settings;
  std::vector<OtherChoice> others;
  others.push_back({Setting::bias, ""});
  for (Size query = 1; query <= std::min<Size>(copy.num_tokens(), 32); ++query) {
    add_numbers(others, Setting::query, {query});
  }
  add_numbers(others, Setting::heads, {1, 2, 3, 4, 6, 8, 12, 16});
  for (const char* rate : {"0", "0.1", "0.2", "0.3", "0.5"}) {
    others.push_back({Setting::dropout, rate});
  }
  add_numbers(others, Setting::d_out, {1, 2, 3, 4, 5, 6, 8, 12, 16, copy.d_in()});
  add_numbers(others, Setting::context_length,
              {copy.num_tokens(), 8, 10, 12, 16, 32, 64, 128, 256});
  for (const char* temperature : {"0.1", "0.5", "0.7", "0.8", "1", "1.5", "2"}) {
    others.push_back({Setting::temperature, temperature});
  }
  add_numbers(others, Setting::top_k, {1, 2, 3, 4, 5, 10, 20, 40, 50});
  for (const char* p : {"0.5", "0.8", "0.9", "0.95", "1"}) others.push_back({Setting::top_p, p});
  std::erase_if(others, [&](const OtherChoice& one) { return !copy.was_asked(one.setting); });
  return others;
}

/// The settings with one changed; nothing if they do not go together.
std::optional<Settings> with_choice(const Settings& settings, const OtherChoice& other) {
  const Settings copy = settings;
  Choices choices = settings.choices();
  if (other.setting == Setting::bias && choices.contains(Setting::bias)) {
    choices.erase(Setting::bias);
  } else {
    choices[other.setting] = other.typed;
  }
  try {
    return make_settings(copy.inputs(), choices, copy.chosen_weights());
  } catch (const UserError&) {
    return {};
  }
}

std::string_view word_of(Setting setting) {
  for (const SettingWord& word : setting_words()) {
    if (word.setting == setting) return word.name;
  }
  return "";
}

Relation found_under(const Settings& settings, const OtherChoice& other, const Tensor& x) {
  const std::string_view word = word_of(other.setting);
  if (other.setting == Setting::bias && settings.choices().contains(Setting::bias)) {
    return {Relation::Kind::other_settings,
            {formatted("{} 옵션 없이 계산한 {}의 수입니다. 옵션을 빼고 비교하면 같습니다", word,
                       x.name()),
             formatted("these are the numbers of {} without {}; leave it out, and they are equal",
                       x.name(), word)}};
  }
  const std::string option =
      other.typed.empty() ? std::string(word) : formatted("{} {}", word, other.typed);
  return {
      Relation::Kind::other_settings,
      {formatted("설정이 {}일 때의 {}의 수입니다. 이 옵션으로 비교하면 같습니다", option, x.name()),
       formatted("these are the numbers of {} with {}; compare with that, and they are equal",
                 x.name(), option)}};
}

}  // namespace

std::optional<Relation> as_other_tensor(const Wrong& wrong) {
  const double tensors = static_cast<double>(wrong.shown.candidates.size());
  if (!is_no_chance(wrong, tensors)) return {};
  for (const Candidate& candidate : wrong.shown.candidates) {
    const Tensor& tensor = candidate.tensor;
    if (tensor.name() == wrong.meant.front().name() || !wrong.got.matches(tensor)) continue;
    return Relation{
        Relation::Kind::other_tensor,
        {formatted("이 단계의 {}의 수입니다", tensor.name()),
         formatted("these are the numbers of {}, another tensor of this step", tensor.name())}};
  }
  return {};
}

std::optional<Relation> as_tensor_of_chapter(const Wrong& wrong) {
  Effort effort(effort_of_pages);
  const double a_page = effort_of_one_more(wrong.settings);
  if (!is_no_chance(wrong, 10 * static_cast<double>(wrong.place.chapter->steps.size()))) {
    return {};
  }
  for (const Place& place : places_around(wrong.place)) {
    if (!effort.spend(a_page)) return {};
    const Settings copy = wrong.settings;
    for (const Tensor& tensor : shown_tensors(write_fitting_page(place, copy))) {
      if (!effort.spend(effort_of(tensor))) return {};
      if (!wrong.got.matches(tensor)) continue;
      const std::string step = id(place);
      return Relation{Relation::Kind::other_tensor,
                      {formatted("{} 단계에 나오는 {}의 수입니다", step, tensor.name()),
                       formatted("these are the numbers of {} in step {}", tensor.name(), step)}};
    }
  }
  return {};
}

std::string code_in_chapter(const Place& place, const Settings& settings, const Tensor& x) {
  Effort effort(effort_of_pages);
  const double a_page = effort_of_one_more(settings);
  std::vector<Place> places = places_around(place);
  std::stable_partition(places.begin(), places.end(),
                        [&](const Place& one) { return one.step->number < place.step->number; });
  for (const Place& one : places) {
    if (!effort.spend(a_page)) break;
    const Settings copy = settings;
    std::string code = code_that_makes(write_fitting_page(one, copy), x);
    if (!code.empty() && !code.starts_with("return")) return code;
  }
  return "";
}

std::optional<Relation> as_other_settings(const Wrong& wrong) {
  Effort effort(effort_of_pages);
  const std::vector<OtherChoice> others = other_choices(wrong.settings);
  if (!is_no_chance(wrong, static_cast<double>(3 * others.size()))) return {};
  for (const OtherChoice& other : others) {
    const std::optional<Settings> settings = with_choice(wrong.settings, other);
    if (!settings || !effort.spend(effort_of_one_more(*settings))) continue;
    const Page page = write_fitting_page(wrong.place, *settings);
    std::vector<Tensor> tensors = shown_tensors(page);
    if (wrong.by_name) {
      const auto named = find_tensor(page, wrong.meant.front().name());
      tensors.clear();
      if (named) tensors.push_back(*named);
    }
    for (const Tensor& tensor : tensors) {
      if (wrong.got.matches(tensor)) return found_under(wrong.settings, other, tensor);
    }
  }
  return {};
}

}  // namespace attn
