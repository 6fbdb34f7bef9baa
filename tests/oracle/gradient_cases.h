#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tensor/gradient.h"
#include "tensor/operations.h"

/// What PyTorch's autograd says, from gradients.json.

namespace attn {

using Json = nlohmann::json;

inline const Json& gradient_cases() {
  static const Json json =
      Json::parse(std::ifstream(ATTN_SOURCE_DIR "/tests/oracle/gradients.json"));
  return json;
}

inline Tensor tensor_from(const Json& json) {
  Shape shape;
  for (const Size size : json.at("shape")) shape.push_back(size);
  return Tensor(shape, json.at("values").get<std::vector<float>>());
}

/// The loss of all cases: the cells of a result, each times its weight, added up.
inline Tensor weighted_sum(const Tensor& result, const Tensor& weights) {
  return mean(result * weights) * static_cast<float>(weights.numel());
}

inline void expect_close(const Tensor& got, const Tensor& expected, double tolerance,
                         const std::string& where) {
  ASSERT_EQ(got.shape(), expected.shape()) << where;
  for_each_cell(got.shape(), [&](const Index& at) {
    const double value = expected.at(at);
    EXPECT_NEAR(got.at(at), value, tolerance * std::max(1.0, std::abs(value)))
        << where << to_string(at);
  });
}

/// That a result, and the gradients of its loss by the named operands, are PyTorch's.
inline void expect_pytorchs(const Json& json, const Tensor& result,
                            const std::map<std::string, Tensor>& operands) {
  constexpr double tolerance = 3e-6;
  expect_close(result, tensor_from(json.at("result")), tolerance, "result");
  ASSERT_EQ(operands.size(), json.at("gradients").size());
  std::vector<Tensor> tensors;
  for (const auto& [name, tensor] : operands) tensors.push_back(tensor);
  const std::vector<Tensor> got =
      gradients(weighted_sum(result, tensor_from(json.at("weights"))), tensors);
  std::size_t i = 0;
  for (const auto& [name, tensor] : operands) {
    expect_close(got[i++], tensor_from(json.at("gradients").at(name)), tolerance, name);
  }
}

}  // namespace attn
