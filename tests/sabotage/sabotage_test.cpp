#include "sabotage/sabotages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "catalogue.h"
#include "sanitized.h"
#include "steps/cases.h"

/// Whether a page notices when its numbers are wrong: a ✓ that nothing can turn into ✗ is worth
/// nothing.

namespace attn {
namespace {

/// The numbers that a learner sees on a page.
std::vector<float> numbers_on(const Page& page) {
  std::vector<float> numbers;
  for (const Block& block : page.blocks()) {
    if (const auto* matrix = std::get_if<block::Matrix>(&block)) {
      const std::vector<float> values = matrix->tensor.values();
      numbers.insert(numbers.end(), values.begin(), values.end());
    }
    const auto* table = std::get_if<block::Table>(&block);
    if (!table) continue;
    for (const auto& row : table->rows) {
      for (const block::Cell& cell : row) {
        if (const float* number = std::get_if<float>(&cell)) numbers.push_back(*number);
      }
    }
  }
  return numbers;
}

/// Whether they print differently to four decimals, or nearly so.
bool differ(const std::vector<float>& a, const std::vector<float>& b) {
  return !std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
    if (std::isnan(x) || std::isnan(y)) return std::isnan(x) && std::isnan(y);
    return x == y || std::abs(x - y) < 1e-4F;
  });
}

bool notices(const Page& page) {
  return std::any_of(page.blocks().begin(), page.blocks().end(), [](const Block& block) {
    const auto* check = std::get_if<block::Check>(&block);
    return check && !check->holds;
  });
}

/// What a page keeps silent about, and why it may.
struct Silence {
  const char* page;
  const char* sabotage;  ///< "*": any
  const char* reason;
};
constexpr Silence silences[] = {
    {"4.20", "*", "what goes into its layers was computed in 4.13, which says so"},
    {"4.21", "*", "what goes into its layers was computed in 4.13, which says so"},
    {"5.12", "*", "what the encoder made, enc_out, is that of 5.11, which says so"},
    {"1.21", "view for transpose", "its vectors come from the training of 1.10, which says so"},
    {"6.4", "view for transpose", "its losses come from the training of 6.2 and 6.3, which say so"},
    {"3.31", "softmax off by a hundredth", "dividing by the row sums takes it out again"},
};

bool may_be_silent(const std::string& page, const Sabotage& sabotage) {
  return std::any_of(std::begin(silences), std::end(silences), [&](const Silence& silence) {
    return page == silence.page &&
           (silence.sabotage == std::string("*") || sabotage.name == silence.sabotage);
  });
}

/// Settings under which each sabotage shows somewhere.
const std::vector<std::vector<std::string>> cases = {
    {},
    {"--d-out", "8", "--heads", "2", "--dropout", "0.3"},
};

/// A page under one sabotage, in all cases together.
struct Outcome {
  bool changed = false, noticed = false;
};

Outcome outcome_of(const Place& place, const Sabotage& sabotage) {
  Outcome outcome;
  for (const auto& words : cases) {
    const Settings settings = settings_from(words);
    const std::vector<float> right = numbers_on(write_page(place, settings));
    const Sabotaged sabotaged(sabotage);
    const Page wrong = write_page(place, settings);
    outcome.changed = outcome.changed || differ(right, numbers_on(wrong));
    outcome.noticed = outcome.noticed || notices(wrong);
  }
  return outcome;
}

class Pages : public testing::TestWithParam<Sabotage> {};

/// A page whose numbers change has a claim that no longer holds.
TEST_P(Pages, NoticeWhatChangesTheirNumbers) {
  const Sabotage& sabotage = GetParam();
  int changed = 0;
  int noticed = 0;
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      const Place place{chapter, &step};
      const Outcome outcome = outcome_of(place, sabotage);
      changed += outcome.changed ? 1 : 0;
      noticed += outcome.changed && outcome.noticed ? 1 : 0;
      if (!outcome.changed || may_be_silent(id(place), sabotage)) continue;
      EXPECT_TRUE(outcome.noticed) << id(place) << ": every claim still holds";
    }
  }
  EXPECT_GT(changed, 0) << "nothing was sabotaged";
  std::cout << sabotage.name << ": of " << changed << " pages that change, " << noticed
            << " say so\n";
}

const std::vector<Sabotage> tried = some_of(std::vector(sabotages().begin(), sabotages().end()), 2);
INSTANTIATE_TEST_SUITE_P(Sabotages, Pages, testing::ValuesIn(tried), [](const auto& test) {
  std::string name(test.param.name);
  std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
  return name;
});

/// An exception that is none must not stay in the list.
TEST(Silences, AreStillKept) {
  for (const Silence& silence : silences) {
    bool kept = false;
    for (const Chapter* chapter : chapters()) {
      for (const Step& step : chapter->steps) {
        const Place place{chapter, &step};
        if (id(place) != silence.page) continue;
        for (const Sabotage& sabotage : sabotages()) {
          if (!may_be_silent(silence.page, sabotage)) continue;
          const Outcome outcome = outcome_of(place, sabotage);
          kept = kept || (outcome.changed && !outcome.noticed);
        }
      }
    }
    EXPECT_TRUE(kept) << silence.page << " notices everything by now";
  }
}

}  // namespace
}  // namespace attn
