#include "tensor/names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "catalogue.h"
#include "sanitized.h"
#include "steps/cases.h"

namespace attn::names_test {

/// The names of all tensors of all pages, and of those that they were computed from.
std::set<std::string> names_in_use() {
  std::set<std::string> used;
  std::unordered_set<const void*> met;
  std::vector<Tensor> waiting;
  const Settings settings = settings_from({"--bias"});
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      const Page page = write_page({chapter, &step}, settings);
      for (const Block& block : page.blocks()) {
        if (const auto* matrix = std::get_if<block::Matrix>(&block)) {
          waiting.push_back(matrix->tensor);
        }
      }
      while (!waiting.empty()) {
        const Tensor tensor = waiting.back();
        waiting.pop_back();
        used.insert(tensor.name());
        for (const Tensor& operand : tensor.operands()) {
          if (met.insert(operand.id()).second) waiting.push_back(operand);
        }
      }
      met.clear();
    }
  }
  return used;
}

TEST(Names, ThatMistakesRelyOnOccurInSomeStep) {
  if (is_sanitized) GTEST_SKIP() << "names are the same without the sanitizers";
  const std::set<std::string> used = names_in_use();
  for (const std::string_view name : names::all) {
    const bool occurs = std::any_of(used.begin(), used.end(), [&](const std::string& other) {
      return other == name || other.starts_with(names::of(name, "")) ||
             other.ends_with(names::of("", name));
    });
    EXPECT_TRUE(occurs) << name;
  }
}

}  // namespace attn::names_test
