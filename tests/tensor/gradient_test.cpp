#include "tensor/gradient.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <limits>
#include <stdexcept>

#include "oracle/gradient_cases.h"
#include "tensor/argmax.h"
#include "tensor/examples.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"
#include "tensor/shape_error.h"

namespace attn::gradient_test {

using Tensors = std::vector<Tensor>;
using Function = std::function<Tensor(const Tensors&)>;

constexpr float infinity = std::numeric_limits<float>::infinity();

Tensor mask() {
  return triu(ones({3, 4}), 1);
}
const Tensor ids({3, 2}, {0, 2, 4, 2, 2, 1});
const Tensor targets({5}, {2, 0, 3, 3, 1});

/// What make_gradients.py computes under these names.
const std::map<std::string, Function> functions = {
    {"Add", [](const Tensors& x) { return x[0] + x[1]; }},
    {"AddScalar", [](const Tensors& x) { return x[0] + x[1]; }},
    {"AddToItself", [](const Tensors& x) { return x[0] + x[0]; }},
    {"Sub", [](const Tensors& x) { return x[0] - x[1]; }},
    {"Mul", [](const Tensors& x) { return x[0] * x[1]; }},
    {"MulByItself", [](const Tensors& x) { return x[0] * x[0] * x[0]; }},
    {"Div", [](const Tensors& x) { return x[0] / (x[1] * x[1] + scalar(0.5F)); }},
    {"Exp", [](const Tensors& x) { return exp(x[0]); }},
    {"Log", [](const Tensors& x) { return log(x[0] * x[0] + scalar(0.5F)); }},
    {"Sqrt", [](const Tensors& x) { return sqrt(x[0] * x[0] + scalar(0.5F)); }},
    {"Erf", [](const Tensors& x) { return erf(x[0]); }},
    {"Tanh", [](const Tensors& x) { return tanh(x[0]); }},
    {"Sin", [](const Tensors& x) { return sin(x[0]); }},
    {"Cos", [](const Tensors& x) { return cos(x[0]); }},
    {"RowMean", [](const Tensors& x) { return row_mean(x[0]); }},
    {"RowVar", [](const Tensors& x) { return row_var(x[0]); }},
    {"Normalize",
     [](const Tensors& x) { return normalize(x[0], x[1], x[1] * x[1] + scalar(0.5F)); }},
    {"Relu", [](const Tensors& x) { return relu(x[0]); }},
    {"ReluAtItsKink", [](const Tensors& x) { return relu(x[0] * 0.0F) + x[0]; }},
    {"Matmul", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulVectorLeft", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulVectorRight", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulDot", [](const Tensors& x) { return dot(x[0], x[1]); }},
    {"MatmulBatchAndMatrix", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulMatrixAndBatch", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulBatches", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulBatchAndVector", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulVectorAndBatch", [](const Tensors& x) { return matmul(x[0], x[1]); }},
    {"MatmulTransposed", [](const Tensors& x) { return matmul(transpose(x[0], 1, 2), T(x[1])); }},
    {"MatmulWithItself", [](const Tensors& x) { return matmul(x[0], T(x[0])); }},
    {"Sum", [](const Tensors& x) { return sum(x[0], 1); }},
    {"SumKeepdim", [](const Tensors& x) { return sum(x[0], -2, true); }},
    {"SumToSize",
     [](const Tensors& x) {
       return sum_to_size(x[0], {3, 1});
     }},
    {"Amax", [](const Tensors& x) { return amax(x[0], 1); }},
    {"Argmax", [](const Tensors& x) { return argmax(x[0], 1) + sum(x[0], 1); }},
    {"Argsort", [](const Tensors& x) { return argsort_descending(x[0]) + x[0]; }},
    {"Cumsum", [](const Tensors& x) { return cumsum(x[0]); }},
    {"AmaxOfVector", [](const Tensors& x) { return amax(x[0], 0); }},
    {"AmaxOfEquals", [](const Tensors& x) { return amax(x[0] * 0.0F, -1) + amax(x[0], -1); }},
    {"Softmax", [](const Tensors& x) { return softmax(x[0], -1); }},
    {"SoftmaxOfColumns", [](const Tensors& x) { return softmax(x[0], 0); }},
    {"SoftmaxMasked",
     [](const Tensors& x) { return softmax(masked_fill(x[0], mask(), -infinity), -1); }},
    {"LogSoftmax", [](const Tensors& x) { return log_softmax(x[0], 1); }},
    {"Std", [](const Tensors& x) { return std_dev(x[0]); }},
    {"StdOfEquals", [](const Tensors& x) { return std_dev(x[0] * 0.0F); }},
    {"Mean", [](const Tensors& x) { return mean(x[0]); }},
    {"MeanOver", [](const Tensors& x) { return mean(x[0], 1); }},
    {"MeanOverKeepdim", [](const Tensors& x) { return mean(x[0], -1, true); }},
    {"Var", [](const Tensors& x) { return var(x[0], 1, false); }},
    {"VarUnbiased", [](const Tensors& x) { return var(x[0], -1, true, true); }},
    {"Tril", [](const Tensors& x) { return tril(x[0], 1); }},
    {"Triu", [](const Tensors& x) { return triu(x[0], -1); }},
    {"MaskedFill", [](const Tensors& x) { return masked_fill(x[0], mask(), 0.5F); }},
    {"MaskedFillBroadcast", [](const Tensors& x) { return masked_fill(x[0], mask(), 0.5F); }},
    {"Transpose", [](const Tensors& x) { return transpose(x[0], 0, -1); }},
    {"ReverseAxes", [](const Tensors& x) { return T(x[0]); }},
    {"Flip", [](const Tensors& x) { return flip(x[0], 1); }},
    {"View",
     [](const Tensors& x) {
       return view(x[0], {4, -1});
     }},
    {"ViewOfTransposed",
     [](const Tensors& x) {
       return T(view(contiguous(transpose(x[0], 0, 1)), {6, 4}));
     }},
    {"Contiguous", [](const Tensors& x) { return contiguous(T(x[0])); }},
    {"Clone", [](const Tensors& x) { return clone(T(x[0])); }},
    {"Expand",
     [](const Tensors& x) {
       return expand(x[0], {2, 3, 4});
     }},
    {"Select", [](const Tensors& x) { return select(x[0], 1, 1); }},
    {"Diagonal", [](const Tensors& x) { return diagonal(x[0]); }},
    {"SelectLast", [](const Tensors& x) { return select(x[0], -1, 3); }},
    {"Narrow", [](const Tensors& x) { return narrow(x[0], 1, 1, 2); }},
    {"Pad", [](const Tensors& x) { return pad(x[0], -1, 1, 2); }},
    {"Embedding", [](const Tensors& x) { return embedding(ids, x[0]); }},
    {"IndexAdd", [](const Tensors& x) { return index_add(x[0], ids, 5); }},
    {"NllLoss", [](const Tensors& x) { return nll_loss(x[0], targets); }},
    {"CrossEntropy", [](const Tensors& x) { return cross_entropy(x[0], targets); }},
    {"Stack",
     [](const Tensors& x) {
       return stack({x[0], x[1], x[0]}, 1);
     }},
    {"Cat",
     [](const Tensors& x) {
       return cat({x[0], x[1], x[0]}, -1);
     }},
    {"ManyUses",
     [](const Tensors& x) {
       const Tensor size = sum_to_size(x[1] * x[1] + scalar(1), {});
       return (matmul(x[0], x[1]) + x[0]) * softmax(x[0], -1) / size;
     }},
};

class Gradient : public testing::TestWithParam<std::string> {
 protected:
  const Json& json() const { return gradient_cases().at("operations").at(GetParam()); }
  const Function& function() const { return functions.at(GetParam()); }
  std::map<std::string, Tensor> operands() const {
    std::map<std::string, Tensor> operands;
    for (const auto& [name, tensor] : json().at("operands").items()) {
      operands.emplace(name, tensor_from(tensor));
    }
    return operands;
  }
};

Tensors values_of(const std::map<std::string, Tensor>& operands) {
  Tensors tensors;
  for (const auto& [name, tensor] : operands) tensors.push_back(tensor);
  return tensors;
}

TEST_P(Gradient, IsPyTorchs) {
  const std::map<std::string, Tensor> given = operands();
  expect_pytorchs(json(), function()(values_of(given)), given);
}

/// The loss, summed up in double.
double loss_of(const Tensor& result, const std::vector<float>& weights) {
  const std::vector<float> values = result.values();
  double loss = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    loss += static_cast<double>(values[i]) * weights[i];
  }
  return loss;
}

TEST_P(Gradient, IsTheSlopeBetweenTwoNeighbours) {
  const bool is_kink =
      GetParam() == "AmaxOfEquals" || GetParam() == "StdOfEquals" || GetParam() == "ReluAtItsKink";
  if (is_kink) return;  // no slope is the right one
  const Tensors tensors = values_of(operands());
  const Tensor weights = tensor_from(json().at("weights"));
  const Tensors got = gradients(weighted_sum(function()(tensors), weights), tensors);
  for (std::size_t operand = 0; operand < tensors.size(); ++operand) {
    const Tensor& x = tensors[operand];
    for_each_cell(x.shape(), [&](const Index& at) {
      const auto loss_at = [&](float step) {
        std::vector<float> values = x.values();
        values[static_cast<std::size_t>(row_major_place(at, x.shape()))] += step;
        Tensors moved = tensors;
        moved[operand] = Tensor(x.shape(), std::move(values));
        return loss_of(function()(moved), weights.values());
      };
      constexpr float step = 1.0F / 256;
      const double slope = (loss_at(step) - loss_at(-step)) / (2.0 * static_cast<double>(step));
      EXPECT_NEAR(got[operand].at(at), slope, 2e-3 * std::max(1.0, std::abs(slope)))
          << operand << to_string(at);
    });
  }
}

std::vector<std::string> names_of_cases() {
  std::vector<std::string> names;
  for (const auto& [name, json] : gradient_cases().at("operations").items()) names.push_back(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Operations, Gradient, testing::ValuesIn(names_of_cases()),
                         [](const auto& test) { return test.param; });

/// An operation has either operands and a gradient that is held against PyTorch's, or neither.
TEST(Gradients, OfEveryOperationAreTested) {
  const std::string before = "struct ";
  const std::string after = "Op final : ";
  int operations = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ATTN_SOURCE_DIR "/src/tensor/ops")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const std::size_t end = line.find(after);
      if (!line.starts_with(before) || end == line.npos || line.find("FromNothing<") != line.npos) {
        continue;
      }
      const std::string name = line.substr(before.size(), end - before.size());
      ++operations;
      EXPECT_TRUE(functions.contains(name))
          << name << " needs a case in gradient_test.cpp and in oracle/make_gradients.py";
    }
  }
  EXPECT_GE(operations, 35);
}

TEST(Gradients, OfMasksAndIdsAreZero) {
  const Tensor m = mask();
  const Tensor x = example({3, 4});
  EXPECT_EQ(gradients(mean(masked_fill(x, m, 1)), {m})[0].values(), std::vector<float>(12));
  EXPECT_EQ(gradients(mean(embedding(ids, example({5, 2}))), {ids})[0].values(),
            std::vector<float>(6));
  EXPECT_EQ(gradients(cross_entropy(example({5, 4}), targets), {targets})[0].values(),
            std::vector<float>(5));
}

TEST(Gradients, NeedOneNumberThatWasComputedFromTheTensors) {
  const Tensor x = example({3});
  EXPECT_THROW(gradients(x * 2.0F, {x}), ShapeError);
  EXPECT_THROW(gradients(mean(example({3})), {x}), std::invalid_argument);
  const WithoutRecording nothing;
  EXPECT_THROW(gradients(mean(x), {x}), std::invalid_argument);
}

TEST(Gradients, OfTheLossByItselfIsOne) {
  const Tensor loss = mean(example({3}));
  EXPECT_EQ(gradients(loss, {loss})[0].values(), floats({1}));
}

TEST(Gradients, OfWhatLiesOnTheWayCome) {
  const Tensor x({2}, {3, 5});
  const Tensor y = x * x;
  const Tensors got = gradients(sum(y * 2.0F, 0), {x, y});
  EXPECT_EQ(got[0].values(), floats({12, 20}));
  EXPECT_EQ(got[1].values(), floats({2, 2}));
}

TEST(Gradients, AreTensorsOfTheirOwn) {
  const Tensor x = example({3});
  const Tensor y = example({3}, 2);
  const Tensors got = gradients(sum(x + y, 0), {x, y});
  EXPECT_FALSE(got[0] == got[1]);
}

TEST(Gradients, CanBeDifferentiatedAgain) {
  const Tensor x({3}, {1, -2, 3});
  const Tensor slope = gradients(sum(x * x * x, 0), {x})[0];  // 3 x²
  EXPECT_EQ(gradients(sum(slope, 0), {x})[0].values(), floats({6, -12, 18}));
}

TEST(Gradients, ExplainThemselves) {
  const Tensor x = example({3, 4}).named("x");
  const Tensor w = example({4, 2}, 0.3F).named("w");
  const Tensor gradient = gradients(cross_entropy(matmul(x, w), Tensor({3}, {1, 0, 1})), {w})[0];
  std::vector<Tensor> open = {gradient};
  while (!open.empty()) {
    const Tensor next = open.back();
    open.pop_back();
    if (!next.operation()) continue;
    open.insert(open.end(), next.operands().begin(), next.operands().end());
    for_each_cell(next.shape(), [&](const Index& at) {
      EXPECT_NEAR(evaluate(next.operation()->explain(next.operands(), at), next.operands()),
                  next.at(at), 1e-6);
    });
  }
}

TEST(Descend, GoesAgainstTheGradientAndForgetsTheWay) {
  const auto labels = std::make_shared<const Labels>(Labels{"a", "b"});
  Tensor x = Tensor({2}, {1, -2}).named("x").labelled(0, labels);
  descend(sum(x * x, 0), {&x}, 0.25F);
  EXPECT_EQ(x.values(), floats({0.5F, -1}));
  EXPECT_EQ(x.operation(), nullptr);
  EXPECT_EQ(x.name(), "x");
  EXPECT_EQ(*x.labels(0), *labels);
}

TEST(Descend, MakesALossSmaller) {
  Tensor W_in = example({5, 3}, 0.5F);
  Tensor W_out = example({4, 3}, 0.3F);
  const auto loss = [&] {
    return cross_entropy(matmul(embedding(Tensor({5}, {0, 1, 2, 3, 4}), W_in), T(W_out)), targets);
  };
  const float before = loss().item();
  for (int step = 0; step < 200; ++step) descend(loss(), {&W_in, &W_out}, 0.5F);
  EXPECT_LT(loss().item(), 0.1F * before);
}

TEST(Detached, KeepsNameAndLabelsButNoHistory) {
  const Tensor x = example({2, 3}).labelled(0, std::make_shared<const Labels>(Labels{"a", "b"}));
  const Tensor y = (x * 2.0F).named("y").detached();
  EXPECT_EQ(y.values(), (x * 2.0F).values());
  EXPECT_EQ(y.operation(), nullptr);
  EXPECT_EQ(y.name(), "y");
  EXPECT_EQ(*y.labels(0), (Labels{"a", "b"}));
  EXPECT_EQ(y.labels(1), nullptr);
}

}  // namespace attn::gradient_test
