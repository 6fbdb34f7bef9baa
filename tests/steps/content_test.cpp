#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <unordered_set>

#include "catalogue.h"
#include "chapter2_averaging/chapter.h"
#include "chapter3_attention/chapter.h"
#include "lesson/comparing.h"
#include "lesson/korean.h"
#include "sanitized.h"
#include "steps/cases.h"
#include "steps/places.h"
#include "tensor/normalize.h"
#include "tensor/operation.h"
#include "tensor/operations.h"

/// What holds for every page of every chapter, whatever it teaches.

namespace attn::content_test {

template <class Kind>
std::vector<Kind> blocks_of(const Page& page) {
  std::vector<Kind> found;
  for (const Block& block : page.blocks()) {
    if (const auto* kind = std::get_if<Kind>(&block)) found.push_back(*kind);
  }
  return found;
}

bool has_hangul(const std::string& text) {
  // The syllables U+AC00 to U+D7A3 start with the bytes EA to ED.
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xEA && byte <= 0xED;
  });
}

/// How many sentences there are: full stops and question marks before a space or at the end.
std::size_t sentences(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends = i + 1 == text.size() || text[i + 1] == ' ';
    count += ends && (text[i] == '.' || text[i] == '?');
  }
  return count;
}

/// Whether it would be taken for the place of an option.
bool is_whole_number(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

/// Whether a text has this whole number, by itself.
bool says(const std::string& text, Size number) {
  const std::string digits = std::to_string(number);
  const auto is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  for (std::size_t at = text.find(digits); at != std::string::npos;
       at = text.find(digits, at + 1)) {
    if (!(at > 0 && is_digit(at - 1)) && !is_digit(at + digits.size())) return true;
  }
  return false;
}

/// It stands behind "✗ not right: ": one sentence, in either language, without a full stop.
void expect_reason(const Text& why) {
  EXPECT_TRUE(has_hangul(why.ko)) << "no reason: " << why.ko;
  EXPECT_TRUE(why.ko.ends_with("니다")) << why.ko;
  EXPECT_FALSE(has_hangul(why.en) && why.en.find("(") == std::string::npos) << why.en;
  EXPECT_GT(why.en.size(), 5U) << why.ko;
  EXPECT_EQ(sentences(why.ko) + sentences(why.en), 0U) << why.en;
}

/// What an answer must be for an answer to be right or wrong.
struct CanBeAnswered {
  void operator()(const block::Question::ShapeOf&) const {}
  void operator()(const block::Question::Cell& asked) const {
    ASSERT_EQ(asked.index.rank(), asked.tensor.dim());
    for (int axis = 0; axis < asked.index.rank(); ++axis) {
      ASSERT_GE(asked.index[axis], 0);
      ASSERT_LT(asked.index[axis], asked.tensor.size(axis));
    }
    EXPECT_TRUE(std::isfinite(asked.tensor.at(asked.index)));
    EXPECT_TRUE(asked.tensor.operation()) << "its answer cannot be explained";
  }
  void operator()(const block::Question::Count& count) const {
    EXPECT_GE(count.number, 0);
    EXPECT_TRUE(has_hangul(count.hint.ko));
    EXPECT_FALSE(has_hangul(count.hint.en));
    EXPECT_FALSE(says(count.hint.ko, count.number) || says(count.hint.en, count.number));
  }
  void operator()(const block::Question::Choice& choice) const {
    EXPECT_GE(choice.options.size(), 3U);
    EXPECT_LT(choice.right, choice.options.size());
    std::set<std::string> ko;
    std::set<std::string> en;
    for (const Text& option : choice.options) {
      EXPECT_TRUE(ko.insert(option.ko).second) << "twice: " << option.ko;
      EXPECT_TRUE(en.insert(option.en).second) << "twice: " << option.en;
      EXPECT_FALSE(is_whole_number(option.ko) || is_whole_number(option.en)) << option.ko;
    }
    const Text& answer = choice.options[choice.right];
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
      if (i == choice.right) continue;
      expect_reason(choice.options[i].why);
      EXPECT_EQ(choice.options[i].why.ko.find(answer.ko), std::string::npos) << "gives it away";
      EXPECT_EQ(choice.options[i].why.en.find(answer.en), std::string::npos) << "gives it away";
    }
  }
};

void expect_answerable(const block::Question& question) {
  SCOPED_TRACE(question.ask.en);
  EXPECT_TRUE(has_hangul(question.ask.ko));
  EXPECT_GT(question.ask.en.size(), 5U);
  EXPECT_NE(question.ask.ko, question.ask.en);
  std::visit(CanBeAnswered(), question.answer);
  for (const block::Question::Cause& cause : question.causes) expect_reason(cause.why);
  for (const Tensor& given : question.given) {
    EXPECT_NE(given.name(), "");
    if (const auto* shape = std::get_if<block::Question::ShapeOf>(&question.answer)) {
      EXPECT_FALSE(given == shape->tensor) << given.name() << " gives the answer away";
    }
    if (const auto* cell = std::get_if<block::Question::Cell>(&question.answer)) {
      EXPECT_FALSE(given == cell->tensor) << given.name() << " gives the answer away";
    }
  }
}

/// The number that a step's file starts with: "07_stable_softmax.cpp"; 0 if it is none.
int number_of_step_file(const std::string& name) {
  const std::size_t digits = name.find_first_not_of("0123456789");
  const bool is_step =
      digits > 0 && digits != std::string::npos && name[digits] == '_' && name.ends_with(".cpp");
  return is_step ? std::stoi(name.substr(0, digits)) : 0;
}

// ---- The tables of contents --------------------------------------------------------------------

TEST(Contents, NumbersRiseByOne) {
  for (const Chapter* chapter : chapters()) {
    int expected = 1;
    for (const Step& step : chapter->steps) EXPECT_EQ(step.number, expected++) << chapter->number;
  }
}

TEST(Contents, TitlesComeInBothLanguagesAndDiffer) {
  std::set<std::string_view> ko;
  std::set<std::string_view> en;
  for (const Place& place : all_places()) {
    EXPECT_TRUE(has_hangul(std::string(place.step->title.ko))) << id(place);
    EXPECT_FALSE(has_hangul(std::string(place.step->title.en))) << id(place);
    EXPECT_TRUE(ko.insert(place.step->title.ko).second) << place.step->title.ko;
    EXPECT_TRUE(en.insert(place.step->title.en).second) << place.step->title.en;
  }
}

TEST(Contents, AChapterSaysInOneSentenceWhatItHasTaught) {
  for (const Chapter* chapter : chapters()) {
    EXPECT_TRUE(has_hangul(std::string(chapter->learned.ko))) << chapter->number;
    EXPECT_EQ(sentences(std::string(chapter->learned.ko)), 1U) << chapter->learned.ko;
    EXPECT_EQ(sentences(std::string(chapter->learned.en)), 1U) << chapter->learned.en;
  }
}

/// One step, one file, named after its number; no file that no table lists.
TEST(Contents, EveryStepFileIsListedAndEveryListedStepHasItsFile) {
  namespace fs = std::filesystem;
  for (const Chapter* chapter : chapters()) {
    std::set<int> files;
    for (const auto& folder : fs::directory_iterator(ATTN_SOURCE_DIR "/steps")) {
      const std::string name = folder.path().filename();
      if (!name.starts_with("chapter" + std::to_string(chapter->number) + "_")) continue;
      for (const auto& file : fs::directory_iterator(folder)) {
        const std::string filename = file.path().filename();
        const int number = number_of_step_file(filename);
        if (number == 0) continue;
        EXPECT_TRUE(files.insert(number).second) << "twice: " << filename;
      }
    }
    std::set<int> listed;
    for (const Step& step : chapter->steps) listed.insert(step.number);
    EXPECT_EQ(files, listed) << "chapter " << chapter->number;
  }
}

// ---- The pages, under the settings of the notes and under others -------------------------------

/// All pages under these settings, written once for all that is asked of them.
const std::vector<Page>& pages_under(const std::vector<std::string>& words) {
  static std::map<std::vector<std::string>, std::vector<Page>> written;
  std::vector<Page>& pages = written[words];
  if (pages.empty()) {
    const Settings settings = settings_from(words);
    for (const Place& place : all_places()) pages.push_back(write_page(place, settings));
  }
  return pages;
}

class Pages : public testing::TestWithParam<std::vector<std::string>> {
 protected:
  void for_each_page(const std::function<void(const Page&)>& check) {
    for (const Page& page : pages_under(GetParam())) {
      SCOPED_TRACE(page.id());
      check(page);
    }
  }
};

TEST_P(Pages, EveryCheckHolds) {
  for_each_page([](const Page& page) {
    const auto checks = blocks_of<block::Check>(page);
    EXPECT_FALSE(checks.empty());
    for (const auto& check : checks) EXPECT_TRUE(check.holds) << check.claim.en;
  });
}

TEST_P(Pages, EveryTextComesInBothLanguages) {
  for_each_page([](const Page& page) {
    std::vector<Text> texts;
    for (const auto& block : blocks_of<block::Paragraph>(page)) texts.push_back(block.text);
    for (const auto& block : blocks_of<block::Check>(page)) texts.push_back(block.claim);
    for (const auto& block : blocks_of<block::Note>(page)) texts.push_back(block.text);
    EXPECT_FALSE(texts.empty());
    for (const Text& text : texts) {
      EXPECT_TRUE(has_hangul(text.ko)) << text.ko;
      EXPECT_GT(text.en.size(), 5U) << text.ko;
      EXPECT_NE(text.ko, text.en);
    }
  });
}

/// Expects each of these particles, where it stands behind a digit and before a blank, to fit it.
void expect_particles_fit(const std::string& text) {
  constexpr std::pair<const char*, bool> particles[] = {
      {"은", true},  {"는", false}, {"을", true},  {"를", false},    {"이", true},
      {"가", false}, {"과", true},  {"와", false}, {"이어야", true}, {"여야", false}};
  for (const auto& [particle, behind_a_consonant] : particles) {
    const std::string with_blank = particle + std::string(" ");
    for (std::size_t at = text.find(with_blank); at != std::string::npos;
         at = text.find(with_blank, at + 1)) {
      if (at == 0 || text[at - 1] < '0' || text[at - 1] > '9') continue;
      EXPECT_EQ(ending_of(text.substr(0, at)) != Ending::vowel, behind_a_consonant)
          << text.substr(0, at + with_blank.size());
    }
  }
}

TEST_P(Pages, ParticlesFitTheNumbersBeforeThem) {
  for_each_page([](const Page& page) {
    for (const Block& block : page.blocks()) {
      if (const auto* paragraph = std::get_if<block::Paragraph>(&block))
        expect_particles_fit(paragraph->text.ko);
      if (const auto* check = std::get_if<block::Check>(&block))
        expect_particles_fit(check->claim.ko);
      if (const auto* note = std::get_if<block::Note>(&block)) expect_particles_fit(note->text.ko);
      if (const auto* asked = std::get_if<block::Question>(&block)) {
        expect_particles_fit(asked->ask.ko);
        for (const auto& cause : asked->causes) expect_particles_fit(cause.why.ko);
      }
    }
  });
}

TEST_P(Pages, EveryTensorIsNamedOnceAndSpokenOf) {
  for_each_page([](const Page& page) {
    std::string words;
    for (const auto& block : blocks_of<block::Paragraph>(page)) words += block.text.ko;
    for (const auto& block : blocks_of<block::Code>(page)) words += block.lines;
    std::set<std::string> names;
    for (const auto& block : blocks_of<block::Matrix>(page)) {
      const std::string& name = block.tensor.name();
      EXPECT_TRUE(names.insert(name).second) << name << " is shown twice";
      const std::string last = name.substr(name.rfind('.') + 1);
      EXPECT_NE(words.find(last), std::string::npos) << name << " is in no text or code line";
    }
  });
}

TEST_P(Pages, AskSomethingThatCanBeAnswered) {
  for_each_page([](const Page& page) {
    const auto questions = blocks_of<block::Question>(page);
    EXPECT_FALSE(questions.empty());
    for (const auto& question : questions) expect_answerable(question);
  });
}

TEST_P(Pages, ShowPyTorch) {
  for_each_page([](const Page& page) { EXPECT_FALSE(blocks_of<block::Code>(page).empty()); });
}

TEST_P(Pages, AskOnlyWhatHasAnAnswer) {
  for_each_page([](const Page& page) {
    for (const auto& question : blocks_of<block::Question>(page)) {
      EXPECT_TRUE(has_hangul(question.ask.ko)) << question.ask.ko;
      EXPECT_TRUE(question.ask.en.ends_with('?')) << question.ask.en;
      for (const Tensor& given : question.given) EXPECT_FALSE(given.name().empty());
      if (const auto* choice = std::get_if<block::Question::Choice>(&question.answer)) {
        EXPECT_LT(choice->right, choice->options.size());
      }
      if (const auto* cell = std::get_if<block::Question::Cell>(&question.answer)) {
        EXPECT_TRUE(std::isfinite(cell->tensor.at(cell->index))) << question.ask.en;
      }
    }
  });
}

TEST(Questions, AreAskedOnEveryPageOfChapter2) {
  for (const Step& step : chapter2_averaging.steps) {
    const Page page = write_page({&chapter2_averaging, &step}, settings_from({}));
    EXPECT_FALSE(blocks_of<block::Question>(page).empty()) << page.id();
  }
}

/// How far Normalize may round x · r - mean · r from (x - mean) · r.
double lost_by_normalizing(const Tensor& x) {
  if (!as<Normalize>(x.operation())) return 0;
  return 1.2e-7 * double{largest_size(x.operands()[0] / x.operands()[2])};
}

/// Every cell of every tensor on a page, and of all that they were computed from, is what its
/// operation says it is.
TEST_P(Pages, EveryTensorExplainsItself) {
  for_each_page([](const Page& page) {
    std::vector<Tensor> open;
    for (const auto& block : blocks_of<block::Matrix>(page)) open.push_back(block.tensor);
    std::unordered_set<const void*> seen;
    while (!open.empty()) {
      const Tensor x = open.back();
      open.pop_back();
      if (!seen.insert(x.id()).second || !x.operation()) continue;
      open.insert(open.end(), x.operands().begin(), x.operands().end());
      const Size step =
          std::max<Size>(1, x.numel() / (is_sanitized ? 6 : 60));  // of large ones, some
      Size n = 0;
      for_each_cell(x.shape(), [&](const Index& cell) {
        if (n++ % step != 0) return;
        const Derivation derivation = x.operation()->explain(x.operands(), cell);
        const float told = evaluate(derivation, x.operands());
        const float value = x.at(cell);
        // float32 loses some digits in a long sum.
        const double lost =
            1e-7 * static_cast<double>(derivation.parts.size()) + lost_by_normalizing(x);
        if (std::isnan(value)) {
          EXPECT_TRUE(std::isnan(told)) << x.name() << to_string(cell);
        } else if (std::isinf(value)) {
          EXPECT_EQ(told, value) << x.name() << to_string(cell);
        } else {
          EXPECT_NEAR(told, value, 5e-6 * (1 + std::abs(value)) + lost)
              << x.name() << to_string(cell);
        }
      });
    }
  });
}

const std::vector<std::vector<std::string>> settings_of_pages = {
    {},
    {"--input", "data/korean.csv"},
    {"--input", "tests/oracle/inputs/17x8.csv", "--query", "17"},
    {"--input", "tests/oracle/inputs/3x7.csv", "--d-out", "4"},
    {"--input", "tests/oracle/inputs/5x3.csv", "--seed", "5"},
    {"--input", "tests/oracle/inputs/1x1.csv", "--d-out", "1"},
    {"--query", "1", "--dropout", "0.3", "--d-out", "9"},
    {"--bias", "--context-length", "12", "--d-out", "6", "--heads", "3"},
    {"--dropout", "0", "--d-out", "12", "--heads", "4"},
    {"--dropout", "0.9", "--seed", "-1", "--query", "6"},
    {"--input", "data/telling.csv", "--bias", "--dropout", "0.4"},
    {"--temperature", "0.001", "--top-k", "1", "--top-p", "1", "--seed", "9"},
    {"--temperature", "100", "--top-k", "256", "--top-p", "0.001", "--ablate", "0.0,1.3"},
};
INSTANTIATE_TEST_SUITE_P(Settings, Pages, testing::ValuesIn(some_of(settings_of_pages)));

/// Inputs that take the ground from under one claim or another.
const std::string odd_inputs[] = {
    "token,x1,x2\na,0,0\nb,0,0\nc,0,0\n",                  // nothing
    "token,x1\na,1\nb,2\nc,3\n",                           // one column
    "token,x1\na,1\nb,-1\n",                               // scores that cancel
    "token,x1,x2\na,0.5,2\n",                              // one token
    "token,x1,x2\na,1,2\nb,2,4\nc,-3,-6\n",                // all on one line
    "token,x1,x2\na,1000,-1000\nb,1,1\nc,1,2\n",           // all weight on one token
    "token,x1,x2\na,1000,1000\nb,1,1\nc,2,2\n",            // all weight in the future
    "token,x1,x2\na,9.407,0\nb,9.407,0\nc,0,1\n",          // a sum of exp that overflows
    "token,x1,x2\na,1e30,1\nb,1,-1e30\nc,1,2\n",           // scores that overflow
    "token,x1,x2\na,1e19,0\nb,0,1e19\nc,1e18,1\n",         // scores that hardly do not
    "token,x1,x2\na,1e-20,2e-20\nb,3e-20,1e-20\nc,0,1\n",  // products that underflow
};

/// All pages; under the sanitizers one in n, for each odd input others.
std::vector<Place> places_for(const std::string& odd_input) {
  std::vector<Place> places = all_places();
  const auto skipped = static_cast<std::size_t>(&odd_input - odd_inputs) % (2 * taken_of_many);
  places.erase(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(skipped));
  return some_of(places, 2);
}

/// Where an input takes a claim's ground away, the page must say so and not claim it.
TEST(Checks, HoldForOddInputs) {
  for (const std::string& input : odd_inputs) {
    for (const double p : {0.0, 0.5, 0.999}) {
      Choices choices = {{Setting::input, "odd.csv"},
                         {Setting::dropout, std::to_string(p)},
                         {Setting::seed, "15"}};
      if (p > 0) choices[Setting::bias];
      const Settings settings = make_settings(parse_input(input, "odd.csv"), choices);
      for (const Place& place : places_for(input)) {
        for (const auto& check : blocks_of<block::Check>(write_page(place, settings))) {
          EXPECT_TRUE(check.holds) << id(place) << ", p = " << p << ", " << input << check.claim.en;
        }
      }
    }
  }
}

/// Where nothing can be claimed of the numbers, the page may ask less, but not what has no answer.
TEST(Questions, CanBeAnsweredForOddInputs) {
  for (const std::string& input : odd_inputs) {
    for (const double p : {0.0, 0.999}) {
      const Settings settings =
          make_settings(parse_input(input, "odd.csv"),
                        {{Setting::input, "odd.csv"}, {Setting::dropout, std::to_string(p)}});
      for (const Place& place : places_for(input)) {
        SCOPED_TRACE(id(place) + ": " + input);
        for (const auto& question : blocks_of<block::Question>(write_page(place, settings))) {
          expect_answerable(question);
        }
      }
    }
  }
}

/// Else PyTorch takes them for integers, which it cannot multiply with other tensors.
TEST(Code, WritesWholeNumbersAsFloats) {
  const Settings settings = make_settings(parse_input("token,x\na,1\nb,-0\n", "f.csv"), {});
  const Place second{&chapter3_attention, &chapter3_attention.steps[1]};
  const std::string lines = blocks_of<block::Code>(write_page(second, settings))[0].lines;
  EXPECT_EQ(lines, "inputs = torch.tensor([\n    [1.0],\n    [-0.0],\n])");
}

/// A large input is not written out, but read from where the learner has it.
TEST(Code, ReadsALargeInputFromThePathThatWasGiven) {
  const Place second{&chapter3_attention, &chapter3_attention.steps[1]};
  const Tensor inputs = settings_from({"--input", "tests/oracle/inputs/17x8.csv"}).inputs();
  const std::pair<const char*, const char*> paths[] = {
      {"my/tokens.csv", R"("my/tokens.csv")"},
      {R"(C:\my "data".csv)", R"("C:\\my \"data\".csv")"},
      {"-", R"("FILE.csv")"}};
  for (const auto& [given, written] : paths) {
    const Page page = write_page(second, make_settings(inputs, {{Setting::input, given}}));
    const std::string lines = blocks_of<block::Code>(page)[0].lines;
    EXPECT_NE(lines.find(std::string("open(") + written + ","), std::string::npos) << lines;
  }
}

/// Claims that lean on random numbers must hold for any seed. What the sanitizers look for does not
/// depend on it.
TEST(Checks, HoldForManySeeds) {
  constexpr int seeds = is_sanitized ? 10 : 100;
  constexpr std::uint64_t much_work = 20'000'000;  // of pages that train: one seed in ten
  std::set<std::string> long_pages;
  for (int seed = 0; seed < seeds; ++seed) {
    const Settings settings = settings_from({"--seed", std::to_string(seed)});
    for (const Place& place : all_places()) {
      if (seed % 10 != 0 && long_pages.contains(id(place))) continue;
      const std::uint64_t before = work_done();
      const Page page = write_page(place, settings);
      if (work_done() - before > much_work) long_pages.insert(id(place));
      for (const auto& check : blocks_of<block::Check>(page)) {
        EXPECT_TRUE(check.holds) << id(place) << ", seed " << seed << ": " << check.claim.en;
      }
    }
  }
}

/// What holds for nearly every seed must not be claimed for all: these are of the few others.
TEST(Checks, HoldForSeedsThatAreExceptions) {
  const std::pair<const char*, int> exceptions[] = {{"459", 20}, {"2776", 20}, {"1273", 12}};
  for (const auto& [seed, step] : exceptions) {
    const auto& steps = chapters().front()->steps;
    const Place place{chapters().front(), &steps[static_cast<std::size_t>(step - 1)]};
    const Page page = write_page(place, settings_from({"--seed", seed}));
    for (const auto& check : blocks_of<block::Check>(page)) EXPECT_TRUE(check.holds) << seed;
    const auto notes = blocks_of<block::Note>(page);
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(),
                            [](const block::Note& note) {
                              return note.text.en.find("this seed") != std::string::npos;
                            }))
        << "step " << step << " does not say that seed " << seed << " is an exception";
  }
}

// ---- How they are written ----------------------------------------------------------------------

class Style : public testing::Test {
 protected:
  void SetUp() override {
    if (is_sanitized) GTEST_SKIP() << "words are the same without the sanitizers";
  }
};

TEST_F(Style, TheOpeningTextHasTwoToFiveSentences) {
  for (const Place& place : all_places()) {
    const Text text = blocks_of<block::Paragraph>(write_page(place, settings_from({})))[0].text;
    for (const std::string& said : {text.ko, text.en}) {
      EXPECT_GE(sentences(said), 2U) << id(place) << ": " << said;
      EXPECT_LE(sentences(said), 5U) << id(place) << ": " << said;
    }
  }
}

TEST_F(Style, QuestionsHaveOneToThreeSentences) {
  for (const Place& place : all_places()) {
    for (const auto& question : blocks_of<block::Question>(write_page(place, settings_from({})))) {
      for (const std::string& said : {question.ask.ko, question.ask.en}) {
        EXPECT_GE(sentences(said), 1U) << id(place) << ": " << said;
        EXPECT_LE(sentences(said), 3U) << id(place) << ": " << said;
      }
    }
  }
}

/// Words come in both languages; code and numbers are the same in both.
TEST_F(Style, OptionsComeInBothLanguages) {
  for (const Place& place : all_places()) {
    for (const auto& question : blocks_of<block::Question>(write_page(place, settings_from({})))) {
      const auto* choice = std::get_if<block::Question::Choice>(&question.answer);
      if (!choice) continue;
      for (const Text& option : choice->options) {
        EXPECT_FALSE(has_hangul(option.en)) << id(place) << ": " << option.en;
        EXPECT_EQ(has_hangul(option.ko), option.ko != option.en) << id(place) << ": " << option.en;
      }
    }
  }
}

/// The kinds of questions that some steps of a chapter ask, by their place in block::Question.
std::set<std::size_t> kinds_of_questions(const Chapter& chapter, int first, int last) {
  std::set<std::size_t> kinds;
  for (const Step& step : chapter.steps) {
    if (step.number < first || step.number > last) continue;
    const Page page = write_page({&chapter, &step}, settings_from({}));
    for (const auto& question : blocks_of<block::Question>(page)) {
      kinds.insert(question.answer.index());
    }
  }
  return kinds;
}

/// Else a learner soon knows what to answer without thinking.
TEST_F(Style, TheKindsOfQuestionsAlternate) {
  constexpr std::array sections = {1, 9, 15, 25, 28, 34, 37};  // of chapter 3: where they start
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const int next =
        i + 1 < sections.size() ? sections[i + 1] : chapter3_attention.steps.back().number + 1;
    EXPECT_GE(kinds_of_questions(chapter3_attention, sections[i], next - 1).size(), 2U)
        << sections[i];
  }
  for (const Chapter* chapter : chapters()) {
    const int last = static_cast<int>(chapter->steps.size());
    EXPECT_GE(kinds_of_questions(*chapter, 1, last).size(), 2U) << "chapter " << chapter->number;
  }
}

TEST_F(Style, TheRightOptionStandsAtVaryingPlaces) {
  for (const Chapter* chapter : chapters()) {
    std::vector<std::size_t> places;
    for (const Step& step : chapter->steps) {
      const Page page = write_page({chapter, &step}, settings_from({}));
      for (const auto& question : blocks_of<block::Question>(page)) {
        const auto* choice = std::get_if<block::Question::Choice>(&question.answer);
        if (choice) places.push_back(choice->right);
      }
    }
    const std::set<std::size_t> different(places.begin(), places.end());
    EXPECT_GE(different.size(), std::min<std::size_t>(3, places.size() / 2))
        << "chapter " << chapter->number;
  }
}

TEST_F(Style, CodeFitsIntoEightyColumns) {
  for (const Place& place : all_places()) {
    for (const auto& code : blocks_of<block::Code>(write_page(place, settings_from({})))) {
      std::istringstream lines(code.lines);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 76U) << id(place) << ": " << line;
      }
    }
  }
}

/// One word for one idea: on the left what is not said, on the right what is. CONTRIBUTING.md has
/// the glossary.
TEST_F(Style, KoreanKeepsToTheGlossary) {
  const std::pair<const char*, const char*> glossary[] = {
      {"질의", "쿼리"},
      {"밸류", "값"},
      {"컨텍스트 벡터", "문맥 벡터"},
      {"주의 점수", "어텐션 점수"},
      {"스코어", "점수"},
      {"소프트맥스", "softmax"},
      {"웨이트", "가중치"},
      {"행렬곱", "행렬 곱"},
      {"매트릭스", "행렬"},
      {"셀프어텐션", "셀프 어텐션"},
      {"멀티헤드", "멀티 헤드"},
      {"드랍아웃", "드롭아웃"},
      {"오버피팅", "과적합"},
      {"토크나이저", "토큰화기"},
      {"이다.", "입니다."},
      {"벡타", "벡터"},
      {"쉐이프", "모양"},
      {"디멘션", "차원"},
      {"낱말", "단어"},
      {"둘레", "주변"},
      {"견주", "비교하"},
      {"감정 분석", "감성 분석"},
      {"물체 검출", "객체 검출"},
      {"얼린", "동결한"},
  };
  for (const Place& place : all_places()) {
    const Page page = write_page(place, settings_from({}));
    std::string words(place.step->title.ko);
    for (const auto& block : blocks_of<block::Paragraph>(page)) words += block.text.ko;
    for (const auto& block : blocks_of<block::Check>(page)) words += block.claim.ko;
    for (const auto& block : blocks_of<block::Note>(page)) words += block.text.ko;
    for (const auto& block : blocks_of<block::Question>(page)) {
      words += block.ask.ko;
      const auto* choice = std::get_if<block::Question::Choice>(&block.answer);
      for (std::size_t i = 0; choice && i < choice->options.size(); ++i) {
        words += choice->options[i].ko + choice->options[i].why.ko;
      }
      for (const auto& cause : block.causes) words += cause.why.ko;
    }
    for (const auto& [wrong, right] : glossary) {
      EXPECT_EQ(words.find(wrong), std::string::npos)
          << id(place) << ": write " << right << " for " << wrong;
    }
  }
}

/// All the Korean of a page, in order.
std::string korean_of(const Page& page) {
  std::string words;
  for (const Block& block : page.blocks()) {
    if (const auto* paragraph = std::get_if<block::Paragraph>(&block)) words += paragraph->text.ko;
    if (const auto* check = std::get_if<block::Check>(&block)) words += check->claim.ko;
    if (const auto* note = std::get_if<block::Note>(&block)) words += note->text.ko;
    words += ' ';
  }
  return words;
}

/// Where the term itself comes first, and not a word that starts like it; npos if it does not.
std::size_t first_place(const std::string& words, const std::string& term,
                        const std::string& longer) {
  std::size_t at = words.find(term);
  while (!longer.empty() && at != std::string::npos &&
         words.compare(at, longer.size(), longer) == 0)
    at = words.find(term, at + 1);
  return at;
}

/// A learner who reads other things in English finds them again by these.
TEST_F(Style, TheEnglishTermStandsInBracketsWhereATermComesFirstInAChapter) {
  struct Term {
    const char* ko;
    const char* en;
    const char* longer = "";
  };
  constexpr Term terms[] = {{"토큰", "token", "토큰화"},
                            {"임베딩", "embedding"},
                            {"배치", "batch", "배치 정규화"},
                            {"기울기", "gradient"},
                            {"파라미터", "parameter"},
                            {"가중합", "weighted sum"},
                            {"내적", "dot product"},
                            {"문맥 벡터", "context vector"},
                            {"드롭아웃", "dropout"},
                            {"과적합", "overfitting"},
                            {"손실", "loss"},
                            {"학습률", "learning rate"},
                            {"연쇄 법칙", "chain rule"},
                            {"역전파", "backpropagation"},
                            {"포화", "saturation"},
                            {"위치 인코딩", "positional encoding"},
                            {"잔차 연결", "residual connection"},
                            {"옵티마이저", "optimizer"},
                            {"브로드캐스팅", "broadcasting"},
                            {"선형층", "linear layer"},
                            {"편향", "bias"},
                            {"인코더", "encoder", "인코더-디코더"},
                            {"투영", "projection"},
                            {"셀프 어텐션", "self-attention"},
                            {"전이 학습", "transfer learning"},
                            {"미세 조정", "fine-tuning"}};
  for (const Chapter* chapter : chapters()) {
    std::string words;
    for (const Step& step : chapter->steps) {
      words += korean_of(write_page({chapter, &step}, settings_from({})));
    }
    for (const Term& term : terms) {
      const std::size_t at = first_place(words, term.ko, term.longer);
      if (at == std::string::npos) continue;
      const std::string behind = words.substr(at + std::strlen(term.ko), 40);
      const bool in_brackets =
          behind.starts_with("(") &&
          behind.substr(0, behind.find(')')).find(term.en) != std::string::npos;
      EXPECT_TRUE(in_brackets || behind.starts_with(std::string(", ") + term.en))
          << "chapter " << chapter->number << ": " << term.ko << behind;
    }
  }
}

TEST(Pages, AreTheSameHoweverOftenAndInWhatOrderTheyAreWritten) {
  const Settings settings = settings_from({});
  const auto values = [&](const Place& place) {
    std::vector<std::vector<float>> all;
    for (const auto& block : blocks_of<block::Matrix>(write_page(place, settings))) {
      all.push_back(block.tensor.values());
    }
    return all;
  };
  std::vector<std::vector<std::vector<float>>> forwards;
  for (const Place& place : all_places()) forwards.push_back(values(place));
  std::vector<Place> places = all_places();
  for (std::size_t i = places.size(); i-- > 0;) {
    const auto again = values(places[i]);
    ASSERT_EQ(again.size(), forwards[i].size()) << id(places[i]);
    for (std::size_t t = 0; t < again.size(); ++t) {
      // nan differs from itself, so compare bytes.
      EXPECT_EQ(
          0, std::memcmp(again[t].data(), forwards[i][t].data(), again[t].size() * sizeof(float)))
          << id(places[i]);
    }
  }
}

}  // namespace attn::content_test
