#include "nn/layer_norm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "tensor/operations.h"

namespace attn::layer_norm_test {

using Json = nlohmann::json;

/// layer_norm.json, where nan is written as null.
Tensor read(const Json& json, const Shape& shape) {
  std::vector<float> values;
  for (const Json& value : json) {
    values.push_back(value.is_null() ? std::numeric_limits<float>::quiet_NaN()
                                     : value.get<float>());
  }
  return Tensor(shape, std::move(values));
}

class LayerNormOracle : public testing::Test {
 protected:
  /// check(case, its shape, x)
  template <class Check>
  void for_each_case(Check check) {
    const Json cases = Json::parse(std::ifstream(ATTN_SOURCE_DIR "/tests/oracle/layer_norm.json"));
    EXPECT_GE(cases.size(), 20U);
    for (const Json& one : cases) {
      const Shape shape{one.at("shape")[0].get<Size>(), one.at("shape")[1].get<Size>()};
      check(one, shape, read(one.at("x"), shape));
    }
  }
};

TEST_F(LayerNormOracle, NormalizesAsPyTorchDoesToTheBit) {
  for_each_case([](const Json& one, const Shape& shape, const Tensor& x) {
    const Tensor expected = read(one.at("norm"), shape);
    const Tensor got = normalized(x);
    for_each_cell(shape, [&](const Index& at) {
      const float right = expected.at(at);
      EXPECT_TRUE(got.at(at) == right || (std::isnan(right) && std::isnan(got.at(at))))
          << to_string(shape) << to_string(at) << ": " << got.at(at) << ", PyTorch has " << right;
    });
  });
}

TEST_F(LayerNormOracle, ScalesAndShiftsAsPyTorchDoes) {
  for_each_case([](const Json& one, const Shape& shape, const Tensor& x) {
    const Shape row{shape[1]};
    const LayerNorm layer(read(one.at("weight"), row), read(one.at("bias"), row));
    const Tensor expected = read(one.at("scaled"), shape);
    const Tensor got = layer(x);
    for_each_cell(shape, [&](const Index& at) {
      const double right = expected.at(at);
      if (std::isnan(right)) {
        EXPECT_TRUE(std::isnan(got.at(at))) << to_string(shape) << to_string(at);
      } else {
        EXPECT_NEAR(got.at(at), right, 2e-6 * std::max(1.0, std::abs(right)))
            << to_string(shape) << to_string(at);
      }
    });
  });
}

}  // namespace attn::layer_norm_test
