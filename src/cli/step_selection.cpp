#include "cli/step_selection.h"

#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include "catalogue.h"
#include "lesson/suggest.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// A number as it was typed, and its value; the largest int if it is larger still.
struct Number {
  int value;
  std::string typed;
};

/// A step as it was typed, which need not exist.
struct Typed {
  Number chapter;
  Number step;
};

const Number default_chapter = {3, "3"};

std::optional<Number> parse_number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  int value = std::numeric_limits<int>::max();  // stays so where there are too many digits
  std::from_chars(text.data(), text.data() + text.size(), value);
  return Number{value, echoed(text)};
}

/// "11" or "4.9".
std::optional<Typed> parse_step(std::string_view word) {
  const std::size_t dot = word.find('.');
  const auto chapter =
      dot == std::string_view::npos ? default_chapter : parse_number(word.substr(0, dot));
  const auto step = parse_number(dot == std::string_view::npos ? word : word.substr(dot + 1));
  if (!chapter || !step) return {};
  return Typed{*chapter, *step};
}

const Chapter* find_chapter(int number) {
  for (const Chapter* chapter : chapters()) {
    if (chapter->number == number) return chapter;
  }
  return nullptr;
}

std::string chapter_numbers() {
  std::string numbers;
  for (const Chapter* chapter : chapters()) {
    numbers += formatted("{}{}", numbers.empty() ? "" : ", ", chapter->number);
  }
  return numbers;
}

Text no_chapter(const Number& number) {
  return {formatted("{}장은 없습니다", number.typed),
          formatted("there is no chapter {}", number.typed)};
}

const Chapter& require_chapter(const Number& number) {
  const Chapter* chapter = find_chapter(number.value);
  if (chapter) return *chapter;
  throw UserError("", no_chapter(number),
                  {formatted("있는 장: {} (attn list)", chapter_numbers()),
                   formatted("chapters: {} (attn list)", chapter_numbers())});
}

/// Where a step stands in its chapter's table.
std::size_t require_step(const Chapter& chapter, const Number& number) {
  for (std::size_t i = 0; i < chapter.steps.size(); ++i) {
    if (chapter.steps[i].number == number.value) return i;
  }
  const int first = chapter.steps.front().number;
  const int last = chapter.steps.back().number;
  throw UserError("",
                  {formatted("{}장에 {}번 단계는 없습니다", chapter.number, number.typed),
                   formatted("chapter {} has no step {}", chapter.number, number.typed)},
                  {formatted("{}부터 {}까지 있습니다 (attn list)", first, last),
                   formatted("it has steps {} to {} (attn list)", first, last)});
}

void add(const Chapter& chapter, std::size_t first, std::size_t last, std::vector<Place>& places) {
  for (std::size_t i = first; i <= last; ++i) places.push_back({&chapter, &chapter.steps[i]});
}

void add(const Chapter& chapter, std::vector<Place>& places) {
  add(chapter, 0, chapter.steps.size() - 1, places);
}

void add_range(const std::string& word, const Typed& first, const Typed& last,
               std::vector<Place>& places) {
  const auto fail = [&](Text problem, Text fix) {
    throw UserError(echoed(word), std::move(problem), std::move(fix));
  };
  if (first.chapter.value != last.chapter.value) {
    fail(
        {"범위는 한 장 안에 있어야 합니다", "a range stays within one chapter"},
        {"장마다 따로 쓰십시오: 3.40-3.42 4.1-4.3", "name each chapter's part: 3.40-3.42 4.1-4.3"});
  }
  if (first.step.value > last.step.value) {
    fail({"범위가 거꾸로입니다", "the range runs backwards"},
         {formatted("작은 번호부터 쓰십시오: {}-{}", last.step.typed, first.step.typed),
          formatted("start with the smaller number: {}-{}", last.step.typed, first.step.typed)});
  }
  const Chapter& chapter = require_chapter(first.chapter);
  add(chapter, require_step(chapter, first.step), require_step(chapter, last.step), places);
}

[[noreturn]] void fail_unknown(const std::string& word) {
  std::vector<std::string> names = {"all"};
  for (const Chapter* chapter : chapters()) names.push_back(formatted("ch{}", chapter->number));
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto meant = did_you_mean(word, candidates);
  const std::string near = meant ? std::string(*meant) : steps_meant(word);
  Text fix = {"11, 5-7, 3.11, ch3, all처럼 쓰십시오 (attn list)",
              "write 11, 5-7, 3.11, ch3 or all (attn list)"};
  if (!near.empty() && near != word) {
    fix = {formatted("혹시 {}입니까?", near), formatted("did you mean {}?", near)};
  } else if (word.find(',') != std::string::npos) {
    fix = {"단계 사이는 빈칸으로 띄우십시오: 5 7", "put blanks between steps: 5 7"};
  }
  throw UserError(echoed(word), {"그런 단계는 없습니다", "there is no such step"}, fix);
}

void add_word(const std::string& word, std::vector<Place>& places) {
  if (word == "all") {
    for (const Chapter* chapter : chapters()) add(*chapter, places);
    return;
  }
  if (const auto number = word.starts_with("ch") ? parse_number(word.substr(2)) : std::nullopt) {
    return add(require_chapter(*number), places);
  }
  if (const auto step = parse_step(word)) return add_range(word, *step, *step, places);
  const std::size_t dash = word.find('-');
  if (dash != std::string::npos) {
    const auto first = parse_step(word.substr(0, dash));
    auto last = parse_step(word.substr(dash + 1));
    // In 4.9-14 the second number is of the same chapter as the first.
    if (first && last && word.find('.', dash) == std::string::npos) last->chapter = first->chapter;
    if (first && last) return add_range(word, *first, *last, places);
  }
  fail_unknown(word);
}

}  // namespace

std::string steps_meant(const std::string& word) {
  for (const std::string_view chapter : {"ch", "chapter"}) {
    const auto number =
        word.starts_with(chapter) ? parse_number(word.substr(chapter.size())) : std::nullopt;
    if (number) return "ch" + number->typed;
  }
  const bool is_number = word.find_first_not_of("0123456789.-") == std::string::npos &&
                         word.find_first_of("0123456789") != std::string::npos;
  return is_number || word == "all" ? word : "";
}

std::vector<Place> select_steps(const std::vector<std::string>& words) {
  std::vector<Place> places;
  for (const std::string& word : words) add_word(word, places);
  if (words.empty()) add(require_chapter(default_chapter), places);
  return places;
}

Place select_step(const std::string& word) {
  const std::vector<Place> places = select_steps({word});
  if (places.size() == 1) return places[0];
  throw UserError(word, {"단계 하나가 와야 합니다", "expected a single step"},
                  {"11이나 3.11처럼 쓰십시오", "write 11 or 3.11"});
}

const Chapter& select_chapter(const std::string& word) {
  const auto number = parse_number(word.starts_with("ch") ? word.substr(2) : word);
  if (!number) {
    throw UserError(echoed(word), {"장의 번호가 와야 합니다", "expected the number of a chapter"},
                    {formatted("있는 장: {}", chapter_numbers()),
                     formatted("chapters: {}", chapter_numbers())});
  }
  if (const Chapter* chapter = find_chapter(number->value)) return *chapter;
  throw UserError("", no_chapter(*number),
                  {formatted("있는 장: {}. 단계 보기: attn run 11", chapter_numbers()),
                   formatted("chapters: {}; to see a step: attn run 11", chapter_numbers())});
}

}  // namespace attn
