#include "files/tensor_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "files/bytes.h"

/// What is read, held against what NumPy and PyTorch read. Samples: tests/oracle/make_files.py.

namespace attn::tensor_file_test {

using files_test::npy;
using files_test::zip;

std::string sample(const std::string& name) {
  std::ifstream file(ATTN_SOURCE_DIR "/tests/files/samples/" + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

float number_in(const nlohmann::json& json) {
  if (!json.is_string()) return static_cast<float>(json.get<double>());
  const float size = json == "nan" ? std::numeric_limits<float>::quiet_NaN()
                                   : std::numeric_limits<float>::infinity();
  return json == "-inf" ? -size : size;
}

void expect_same(const NamedTensor& found, const nlohmann::json& expected) {
  EXPECT_EQ(found.dtype, expected["dtype"]);
  const std::vector<Size> shape(found.tensor.shape().begin(), found.tensor.shape().end());
  ASSERT_EQ(shape, expected["shape"].get<std::vector<Size>>());
  const std::vector<float> values = found.tensor.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float number = number_in(expected["values"][i]);
    EXPECT_TRUE(values[i] == number || (std::isnan(values[i]) && std::isnan(number)))
        << "number " << i << ": " << values[i] << " for " << number;
    EXPECT_EQ(std::signbit(values[i]), std::signbit(number)) << "number " << i;
  }
}

TEST(TensorFile, EverySampleIsReadAsNumPyAndPyTorchReadIt) {
  const nlohmann::json samples = nlohmann::json::parse(sample("samples.json"));
  std::size_t tensors = 0;
  for (const auto& [name, expected] : samples.items()) {
    SCOPED_TRACE(name);
    const std::string bytes = sample(name);
    EXPECT_TRUE(is_tensor_file(bytes, ""));
    if (expected.is_null()) {
      EXPECT_THROW(read_tensor_file(bytes, name), UserError);
      continue;
    }
    const TensorFile file = read_tensor_file(bytes, name);
    EXPECT_EQ(file.tensors.size() + file.refused.size(), expected.size());
    for (const auto& [key, told] : expected.items()) {
      SCOPED_TRACE(key);
      if (told.is_null()) {
        EXPECT_THROW(file.find(key), UserError);
        continue;
      }
      const NamedTensor* found = file.find(key);
      ASSERT_NE(found, nullptr);
      expect_same(*found, told);
      ++tensors;
    }
  }
  EXPECT_GE(tensors, 50U);
}

TEST(TensorFile, PicklesAreRefusedAsSuch) {
  for (const char* name : {"saved.pt", "old.pt", "list.pkl"}) {
    try {
      read_tensor_file(sample(name), name);
      ADD_FAILURE() << name;
    } catch (const UserError& error) {
      EXPECT_EQ(error.problem.en,
                "this is a file of torch.save or pickle, which can run code when it is read: it is "
                "not read");
      EXPECT_NE(error.fix.en.find("numpy.savez("), std::string::npos);
    }
  }
}

TEST(TensorFile, KeepsTheOrderOfTheFile) {
  const TensorFile file = read_tensor_file(sample("stored.npz"), "w.npz");
  std::vector<std::string> names;
  for (const NamedTensor& tensor : file.tensors) names.push_back(tensor.name);
  EXPECT_EQ(names, (std::vector<std::string>{"W_query.weight", "out_proj.bias", "mask", "가중치"}));
  EXPECT_EQ(file.find("W_key.weight"), nullptr);
}

TEST(TensorFile, AnArchiveMayHaveACommentThatLooksLikeItsEnd) {
  const std::string x = npy("{'descr':'|u1','fortran_order':False,'shape':(1,)}", "\7");
  const std::string comment = std::string("PK\5\6") + std::string(30, 'x');
  const TensorFile file = read_tensor_file(zip({{"x.npy", x}}, comment), "x.npz");
  EXPECT_EQ(file.find("x")->tensor.item(), 7);
}

TEST(TensorFile, IsKnownByItsFirstBytesOrItsEnding) {
  EXPECT_FALSE(is_tensor_file("token,x1\na,1\n", "x.csv"));
  EXPECT_FALSE(is_tensor_file("", "x.csv"));
  EXPECT_FALSE(is_tensor_file("12345678{\"a\": 1}", "-"));  // text whose ninth byte is {
  EXPECT_TRUE(is_tensor_file("", "x.npy"));
  EXPECT_TRUE(is_tensor_file("", "model.pth"));
}

TEST(TensorFile, NumbersThatAreNotFiniteAreNamedByTheirCell) {
  const std::string data =
      files_test::bytes_of(0x3F800000, 4) + files_test::bytes_of(0x7F800000, 4);
  const std::string bytes = npy("{'descr':'<f4','fortran_order':False,'shape':(1, 2)}", data);
  const TensorFile file = read_tensor_file(bytes, "x.npy");
  try {
    require_finite(file.tensors[0], "x.npy");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, "x.npy");
    EXPECT_EQ(error.problem.en, "expected finite numbers, found inf at [0,1]");
  }
}

}  // namespace attn::tensor_file_test
