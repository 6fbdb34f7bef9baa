#include "lesson/page.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "lesson/race.h"
#include "tensor/operations.h"

namespace attn::page_test {

template <class Kind>
int count(const Page& page) {
  int n = 0;
  for (const Block& block : page.blocks()) n += std::holds_alternative<Kind>(block);
  return n;
}

TEST(Page, FormatsBothLanguagesWithTheSameArguments) {
  Page page("3.1", {"제목", "title"});
  page.text("토큰 {}개", "{} tokens", 6);
  const auto& text = std::get<block::Paragraph>(page.blocks()[0]).text;
  EXPECT_EQ(text.ko, "토큰 6개");
  EXPECT_EQ(text.en, "6 tokens");
}

TEST(Page, DrawsAnArrowBetweenATensorAndWhatCameOfIt) {
  Page page("3.1", {"제목", "title"});
  const Tensor x = arange(3).named("x");
  page.tensor(x);
  page.tensor(softmax(x, 0).named("y"));
  ASSERT_EQ(page.blocks().size(), 3U);
  EXPECT_EQ(std::get<block::Arrow>(page.blocks()[1]).operations,
            std::vector<std::string>{"softmax(dim=0)"});
}

TEST(Page, DrawsNoArrowBetweenStrangers) {
  Page page("3.1", {"제목", "title"});
  page.tensor(arange(3).named("x"));
  page.tensor(arange(3).named("y"));
  EXPECT_EQ(count<block::Arrow>(page), 0);
}

Settings any_settings() {
  return make_settings(arange(1), {});
}

TEST(Race, IsNotRunUnlessAsked) {
  Page page("3.1", {"제목", "title"});
  bool ran = false;
  race(any_settings(), page, {"a", [&] { ran = true; }}, {"b", [&] { ran = true; }});
  EXPECT_FALSE(ran);
  EXPECT_TRUE(page.blocks().empty());
}

TEST(Race, ShowsBothWays) {
  Page page("3.1", {"제목", "title"});
  Settings settings = any_settings();
  settings.measure = true;
  race(settings, page, {"a", [] {}}, {"b", [] {}});
  ASSERT_EQ(count<block::Table>(page), 1);
  EXPECT_EQ(std::get<block::Table>(page.blocks()[0]).rows.size(), 2U);
}

TEST(Race, SaysWhichWayWasTheFaster) {
  Settings settings = any_settings();
  settings.measure = true;
  const auto sleep = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
  const auto said = [&](const Runner& above, const Runner& below) {
    Page page("3.1", {"제목", "title"});
    race(settings, page, above, below);
    return std::get<block::Paragraph>(page.blocks().at(1)).text.en;
  };
  EXPECT_NE(said({"slow", sleep}, {"fast", [] {}}).find("the lower way is "), std::string::npos);
  EXPECT_NE(said({"fast", [] {}}, {"slow", sleep}).find("the upper way is "), std::string::npos);
}

}  // namespace attn::page_test
