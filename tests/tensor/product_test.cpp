#include "tensor/product.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace attn::product_test {

/// A matrix of numbers of all sizes, whose sums depend on the order.
struct Matrix {
  std::vector<float> cells;
  MatrixView view;
};

Matrix random_matrix(Size rows, Size columns, bool is_transposed, std::mt19937& random) {
  std::uniform_real_distribution<float> mantissa(-1, 1);
  std::uniform_int_distribution<int> exponent(-6, 6);
  Matrix matrix{.cells = std::vector<float>(static_cast<std::size_t>(rows * columns)), .view = {}};
  for (float& cell : matrix.cells) cell = std::ldexp(mantissa(random), exponent(random));
  matrix.view = {matrix.cells.data(), rows, columns, is_transposed ? 1 : columns,
                 is_transposed ? rows : 1};
  return matrix;
}

float at(const MatrixView& x, Size i, Size j) {
  return x.first[i * x.down + j * x.right];
}

/// Cell by cell, product by product, each rounded by being stored.
std::vector<float> in_order(const MatrixView& a, const MatrixView& b) {
  std::vector<float> result;
  for (Size i = 0; i < a.rows; ++i) {
    for (Size j = 0; j < b.columns; ++j) {
      volatile float sum = 0;
      for (Size k = 0; k < a.columns; ++k) {
        volatile float product = at(a, i, k) * at(b, k, j);
        sum = sum + product;
      }
      result.push_back(float{sum});
    }
  }
  return result;
}

std::vector<std::uint32_t> bits(const std::vector<float>& values) {
  std::vector<std::uint32_t> result;
  for (const float value : values) result.push_back(std::bit_cast<std::uint32_t>(value));
  return result;
}

void expect_in_order(Size n, Size k, Size m, std::mt19937& random) {
  for (const bool turn_a : {false, true}) {
    for (const bool turn_b : {false, true}) {
      const Matrix a = random_matrix(n, k, turn_a, random);
      const Matrix b = random_matrix(k, m, turn_b, random);
      std::vector<float> got(static_cast<std::size_t>(n * m));
      add_product(a.view, b.view, got.data());
      ASSERT_EQ(bits(got), bits(in_order(a.view, b.view)))
          << "(" << n << "," << k << ") @ (" << k << "," << m << "), transposed: " << turn_a
          << turn_b;
    }
  }
}

TEST(Product, IsAddedUpInOrderToTheBitForEveryShape) {
  std::mt19937 random(1);
  for (Size n = 1; n <= 13; ++n) {
    for (Size m = 1; m <= 19; ++m) {
      for (const Size k : {1, 2, 5}) expect_in_order(n, k, m, random);
    }
  }
}

TEST(Product, IsAddedUpInOrderToTheBitWhereItIsCutIntoPanels) {
  std::mt19937 random(2);
  for (const Size k : {127, 128, 129, 300}) {
    expect_in_order(6, k, 20, random);
    expect_in_order(37, k, 11, random);
    expect_in_order(5, k, 70, random);
  }
}

TEST(Product, OfNothingIsZero) {
  std::vector<float> got(6);
  add_product({nullptr, 2, 0, 0, 1}, {nullptr, 0, 3, 3, 1}, got.data());
  EXPECT_EQ(got, std::vector<float>(6));
}

}  // namespace attn::product_test
