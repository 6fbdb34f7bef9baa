#include "render/html.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "render/heat.h"
#include "render/render.h"
#include "tensor/operations.h"

namespace attn::html_test {

Page page_of(const Tensor& tensor) {
  Page page("3.1", {"제목", "Title"});
  page.tensor(tensor);
  return page;
}

std::string html_of(const Page& page) {
  return render_html(page, TextStyle());
}

nlohmann::json ways_in(const std::string& html) {
  const std::string start = "<script type=\"application/json\">";
  const std::size_t from = html.find(start) + start.size();
  return nlohmann::json::parse(html.substr(from, html.find("</script>", from) - from));
}

TEST(Html, WhatAUserNamedIsNeverMarkup) {
  const auto names = std::make_shared<const Labels>(
      Labels{"<img src=x onerror=alert(1)>", "</script>\"'&", "\x1b[31m", "\xff\xfe"});
  const Tensor x = Tensor({4}, {1, 2, 3, 4}).named("x").labelled(0, names);
  Page page = page_of(x);
  page.tensor((x * 2.0F).named("doubled"));
  page.text("{}", "{}", (*names)[0]);
  page.code("print('{}')", (*names)[1]);
  const std::string html = html_of(page);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("&lt;img src=x onerror=alert(1)&gt;"), std::string::npos);
  EXPECT_NE(html.find("&lt;/script&gt;&quot;&#39;&amp;"), std::string::npos);
  EXPECT_EQ(html.find('\x1b'), std::string::npos);
  EXPECT_EQ(html.find('\xff'), std::string::npos);
  // The script with the ways of the cells is the only one, and it ends once.
  EXPECT_EQ(html.find("</script>"), html.rfind("</script>"));
}

TEST(Html, ACellIsItsNumberUnderItsIndex) {
  const std::string html = html_of(page_of(Tensor({2, 1, 2}, {0.5F, -2, 0, 1e-9F}).named("x")));
  EXPECT_NE(html.find("data-cell=0,0,1>-2.0000</td>"), std::string::npos) << html;
  EXPECT_NE(html.find("data-cell=1,0,0>0.0000</td>"), std::string::npos) << html;
  EXPECT_NE(html_of(page_of(scalar(2).named("x"))).find("data-cell=\"\">2.0000</td>"),
            std::string::npos);
}

TEST(Html, MaskedCellsAndNanAreNumbersWithAMark) {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::string html = html_of(
      page_of(Tensor({2}, {-infinity, std::numeric_limits<float>::quiet_NaN()}).named("x")));
  EXPECT_NE(html.find("<td class=m data-cell=0>-inf</td>"), std::string::npos);
  EXPECT_NE(html.find("<td class=x data-cell=1>nan</td>"), std::string::npos);
}

TEST(Html, TellsOfACellTheCellsInItsLine) {
  const Tensor a = Tensor({1, 2}, {3, -4}).named("a");
  const Tensor b = Tensor({2, 1}, {-5, 6}).named("b");
  Page page = page_of(a);
  page.tensor(matmul(a, b).named("c"));
  const nlohmann::json ways = ways_in(html_of(page));
  ASSERT_EQ(ways["nodes"].size(), 3U);
  const nlohmann::json& c = ways["nodes"][1];
  EXPECT_EQ(c["name"], "c");
  EXPECT_EQ(c["operands"], nlohmann::json({0, 2}));
  EXPECT_EQ(ways["lines"][c["line"].get<std::size_t>()], "{0} × {!1} + {0} × {!1}");
  EXPECT_EQ(c["cells"], "0 0 1 1");
  EXPECT_EQ(ways["nodes"][2]["values"], "-5.0000 6.0000");  // b is not shown
}

TEST(Html, ALargeTensorIsShownByItsEdgesAndNotToldCellByCell) {
  const std::string html = html_of(page_of(zeros({40, 40}).named("x")));
  EXPECT_NE(html.find("data-cell=39,39>"), std::string::npos);
  EXPECT_EQ(html.find("data-cell=20,20>"), std::string::npos);
  EXPECT_EQ(ways_in(html)["nodes"][0].count("text"), 0U);
}

TEST(Html, ADocumentAsksNobodyForAnything) {
  const Page page = page_of(scalar(1).named("x"));
  const std::string html = render({&page, 1}, Format::html, TextStyle());
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  for (const char* address : {"http:", "https:", "src=", "href=", "url(", "@import"}) {
    EXPECT_EQ(html.find(address), std::string::npos) << address;
  }
}

Rgb color_of(const std::string& hex) {
  const auto channel = [&](std::size_t at) {
    return static_cast<std::uint8_t>(std::stoi(hex.substr(at, 2), nullptr, 16));
  };
  return {channel(0), channel(2), channel(4)};
}

TEST(Html, EveryHeatOfADocumentIsReadableInLightAndDark) {
  const std::string head = html_head("x", TextStyle());
  const std::regex rule("td\\.([a-z][0-9]?)\\{background-color:#(\\w{6});color:#(\\w{6})\\}");
  int count = 0;
  for (std::sregex_iterator at(head.begin(), head.end(), rule), end; at != end; ++at, ++count) {
    const Rgb background = color_of((*at)[2]);
    EXPECT_GE(contrast(color_of((*at)[3]), background), 4.5) << (*at)[0];
    if ((*at)[1] != "m") continue;
    const auto hatched = [](std::uint8_t channel) {  // as page.css draws over what is masked
      return static_cast<std::uint8_t>(std::lround(0.28 * 128 + 0.72 * channel));
    };
    const Rgb stripe = {hatched(background.red), hatched(background.green),
                        hatched(background.blue)};
    EXPECT_GE(contrast(color_of((*at)[3]), stripe), 4.5) << "the stripes of a masked cell";
  }
  EXPECT_EQ(count, 2 * (2 + 3 * Heat::levels));
}

TEST(Html, AQuestionSaysWhyOtherAnswersAreWrong) {
  Page page("3.1", {"제목", "Title"});
  page.ask_choice({"무엇?", "which?"},
                  {{{"하나", "one"}}, {{"둘", "two"}, {"너무 많습니다", "that is too many"}}}, 0);
  page.ask_count({"몇?", "how many?"}, {"세십시오", "count them"}, 7, {}, {});
  const std::string html = html_of(page);
  EXPECT_NE(html.find("that is too many"), std::string::npos) << html;
  EXPECT_NE(html.find("count them"), std::string::npos);
  EXPECT_NE(html.find("<dt>✗ 2.</dt>"), std::string::npos);
}

}  // namespace attn::html_test
