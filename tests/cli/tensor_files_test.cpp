#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/process.h"
#include "files/bytes.h"
#include "lesson/text.h"
#include "tensor/dims.h"

/// Inputs and answers in the files of NumPy and safetensors, and sentences that are typed.

namespace attn::tensor_files_test {

using files_test::bytes_of;
using files_test::npy;
using files_test::safetensors;
using files_test::zip;
using Json = nlohmann::json;

constexpr const char* samples = "tests/files/samples/";

struct Array {
  std::vector<Size> shape;
  std::vector<float> values;
};

std::string raw(const Array& array) {
  std::string bytes;
  for (const float value : array.values) bytes += bytes_of(std::bit_cast<std::uint32_t>(value), 4);
  return bytes;
}

std::string npy_of(const Array& array) {
  std::string shape;
  for (const Size size : array.shape) shape += std::to_string(size) + ",";
  return npy(formatted("{{'descr':'<f4','fortran_order':False,'shape':({})}}", shape), raw(array));
}

Array array_in(const Json& tensor) {
  Array array{.shape = tensor["shape"].get<std::vector<Size>>(), .values = {}};
  for (const Json& value : tensor["values"]) {
    array.values.push_back(value.is_string() ? -INFINITY : value.get<float>());
  }
  return array;
}

Json page_of(const std::string& words) {
  return Json::parse(attn("run " + words + " --format json").out)[0];
}

Array tensor_of(const std::string& step, const std::string& name) {
  const Json page = page_of(step);
  for (const Json& tensor : page["tensors"]) {
    if (tensor["name"] == name) return array_in(tensor);
  }
  ADD_FAILURE() << name;
  return {};
}

// ---- Inputs -------------------------------------------------------------------------------------

TEST(InputFromFile, IsTheMatrixWithTokensCalledByNumber) {
  for (const std::string input : {"inputs.npy", "inputs.npz:x"}) {
    const Json samples_json =
        Json::parse(read_all(ATTN_SOURCE_DIR "/tests/files/samples/samples.json"));
    const bool is_npy = input == "inputs.npy";
    const Json& expected = samples_json[is_npy ? "inputs.npy" : "inputs.npz"][is_npy ? "" : "x"];
    const Json page = page_of("2 --input " + (samples + input));
    const Array found = array_in(page["tensors"][0]);
    EXPECT_EQ(found.shape, expected["shape"].get<std::vector<Size>>());
    EXPECT_EQ(found.values, array_in(expected).values);
    const std::string text = attn("run 2 --lang en --input " + (samples + input)).out;
    EXPECT_NE(text.find("  t1 "), std::string::npos) << text;
    EXPECT_NE(text.find("  x1 "), std::string::npos) << text;
  }
}

TEST(InputFromFile, LargeOnesAreLoadedInTheCode) {
  const auto code = [](const std::string& words) {
    const Json page = page_of("2 --input " + words);
    for (const Json& block : page["blocks"]) {
      if (block["type"] == "code") return block["pytorch"].get<std::string>();
    }
    return std::string();
  };
  EXPECT_EQ(code(std::string(samples) + "inputs.npy"),
            "import numpy\n"
            "inputs = torch.from_numpy(numpy.load(\"tests/files/samples/inputs.npy\")"
            ".astype(\"float32\"))");
  EXPECT_EQ(code(std::string(samples) + "inputs.npz:x"),
            "import numpy\n"
            "inputs = torch.from_numpy(numpy.load(\"tests/files/samples/inputs.npz\")[\"x\"]"
            ".astype(\"float32\"))");
  EXPECT_EQ(code("- < " + (std::string(samples) + "inputs.npy")),
            "import numpy\n"
            "# FILE.npy: the bytes that were piped in\n"
            "inputs = torch.from_numpy(numpy.load(\"FILE.npy\").astype(\"float32\"))");
  const Array large{{9, 1}, std::vector<float>(9, 0.5F)};
  const TemporaryFile file(
      safetensors(R"({"x.0":{"dtype":"F32","shape":[9,1],"data_offsets":[0,36]}})", raw(large)),
      "large.safetensors");
  EXPECT_EQ(code(file.path()), "from safetensors.torch import load_file\ninputs = load_file(\"" +
                                   file.path() + "\")[\"x.0\"].float()");
  // Small ones are written out, wherever they come from.
  const TemporaryFile small(npy_of({{1, 2}, {0.5F, -2}}), "small.npy");
  EXPECT_EQ(code(small.path()), "inputs = torch.tensor([\n    [0.5, -2.0],\n])");
}

TEST(InputFromFile, AFileWhoseNameHasAColonIsThatFile) {
  const TemporaryFile file(npy_of({{1, 2}, {0.5F, -2}}), "a:b.npy");
  EXPECT_EQ(attn("run 2 --input " + file.path()).code, 0);
}

void expect_wrong(const std::string& words, const std::string& error) {
  const Outcome outcome = attn("run 2 --lang en " + words);
  EXPECT_EQ(outcome.err, error) << words;
  EXPECT_EQ(outcome.out, "") << words;
  EXPECT_EQ(outcome.code, 2) << words;
}

TEST(InputFromFile, IsRefusedWithWhereWhatAndFix) {
  const std::string folder(samples);
  const std::string stored = folder + "stored.npz";
  const std::string input = "--input " + folder;
  expect_wrong(input + "stored.npz",
               "attn: " + stored +
                   ": it holds 4 tensors: W_query.weight, out_proj.bias, mask, 가중치\n"
                   "fix: say which: --input " +
                   stored + ":W_query.weight\n");
  expect_wrong(input + "stored.npz:W_qeury.weight",
               "attn: " + stored +
                   ":W_qeury.weight: there is no tensor of this name; it holds W_query.weight, "
                   "out_proj.bias, mask, 가중치\nfix: did you mean " +
                   stored + ":W_query.weight?\n");
  expect_wrong(input + "stored.npz:nothing_like_it",
               "attn: " + stored +
                   ":nothing_like_it: there is no tensor of this name; it holds W_query.weight, "
                   "out_proj.bias, mask, 가중치\nfix: write, say, " +
                   stored + ":W_query.weight\n");
  expect_wrong(
      input + "stored.npz:out_proj.bias",
      "attn: " + stored +
          ":out_proj.bias: expected the shape (tokens, columns), got (2)\n"
          "fix: save a matrix with a row for each token and a column for each dimension\n");
  expect_wrong(input + "with_texts.npz:tokens", "attn: " + folder +
                                                    "with_texts.npz:tokens: it holds texts, no "
                                                    "numbers\nfix: save an array of numbers\n");
  expect_wrong(input + "cube.npy", "attn: " + folder +
                                       "cube.npy: expected the shape (tokens, columns), got "
                                       "(2,3,4)\nfix: save one sentence of the batch: x[0]\n");
  expect_wrong(input + "inputs.npy:x", "attn: " + folder +
                                           "inputs.npy:x: the array of a .npy file has no name\n"
                                           "fix: write it without a name: --input " +
                                           folder + "inputs.npy\n");
  expect_wrong(input + "none.npz:x", "attn: " + folder +
                                         "none.npz: there is no such file\n"
                                         "fix: check the file's name and permissions\n");
  expect_wrong(
      input + "saved.pt",
      "attn: " + folder +
          "saved.pt: this is a file of torch.save or pickle, which can run code when it is "
          "read: it is not read\nfix: save it as .npz in PyTorch: numpy.savez(\"w.npz\", "
          "**{k: v.float().cpu().numpy() for k, v in model.state_dict().items()})\n");
  const TemporaryFile infinite(npy_of({{1, 2}, {0, INFINITY}}), "infinite.npy");
  expect_wrong("--input " + infinite.path(), "attn: " + infinite.path() +
                                                 ": expected finite numbers, found inf at [0,1]\n"
                                                 "fix: save a tensor without nan and infinities\n");
  const TemporaryFile long_one(npy_of({{129, 1}, std::vector<float>(129)}), "long.npy");
  expect_wrong("--input " + long_one.path(), "attn: " + long_one.path() +
                                                 ": at most 128 tokens are taken, this has 129\n"
                                                 "fix: save only a part: x[:8, :64]\n");
  const TemporaryFile wide(npy_of({{1, 1025}, std::vector<float>(1025)}), "wide.npy");
  expect_wrong("--input " + wide.path(), "attn: " + wide.path() +
                                             ": at most 1024 columns are taken, this has 1025\n"
                                             "fix: save only a part: x[:8, :64]\n");
}

TEST(InputFromFile, NamesInAFileReachNoTerminalAsTheyAre) {
  const std::string x = npy_of({{1, 1}, {0.5F}});
  const TemporaryFile file(zip({{"a\x1b[31m.npy", x}, {"b.npy", x}}), "evil.npz");
  EXPECT_EQ(attn("run 2 --lang en --input " + file.path()).err,
            "attn: " + file.path() +
                ": it holds 2 tensors: a\\x1b[31m, b\nfix: say which: --input " + file.path() +
                ":a\\x1b[31m\n");
}

// ---- Sentences ----------------------------------------------------------------------------------

/// What torch.randn(4, 3, generator=torch.Generator().manual_seed(1441)) gives.
TEST(Sentence, ItsEmbeddingsAreWhatPyTorchDraws) {
  const std::vector<float> right = {
      -1.142778754234314F, 0.5080273747444153F, -0.16171051561832428F, -1.0282841920852661F,
      0.7366522550582886F, 0.7526240348815918F, -0.5248669385910034F,  -1.500638484954834F,
      0.6022830605506897F, -1.849533200263977F, 0.4975987672805786F,   -0.12107004970312119F};
  const std::string words = "2 --tokens '나는 오늘 학교에 간다'";
  const Array found = array_in(page_of(words)["tensors"][0]);
  EXPECT_EQ(found.shape, (std::vector<Size>{4, 3}));
  EXPECT_EQ(found.values, right);
  const std::string page = attn("run " + words + " --lang en").out;
  EXPECT_NE(page.find("inputs = torch.randn(4, 3, generator=torch.Generator().manual_seed(1441))"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("seed 1441"), std::string::npos) << page;
  EXPECT_NE(page.find("학교에"), std::string::npos) << page;
}

TEST(Sentence, SeedAndSizeChangeTheDraw) {
  // torch.randn(2, 2, generator=torch.Generator().manual_seed(7))
  const std::vector<float> right = {-0.1467950940132141F, 0.7861412763595581F, 0.9468216300010681F,
                                    -1.1143440008163452F};
  EXPECT_EQ(array_in(page_of("2 --tokens 'a b' --seed 7 --d-in 2")["tensors"][0]).values, right);
}

TEST(Sentence, ItsDrawLeavesThoseOfTheStepAsTheyAre) {
  const Json own = page_of("16 --tokens 'a b c d e f'");
  const Json usual = page_of("16");
  EXPECT_EQ(own["tensors"], usual["tensors"]) << "weight matrices of the same sizes";
}

TEST(Sentence, AStepThatUsesItUsesTheSeedThatItWasDrawnFrom) {
  EXPECT_EQ(attn("run 3 --tokens 'a b c' --seed 7 --d-in 4 --lang en").err, "");
  EXPECT_EQ(attn("run 1.6 --tokens 'a b c' --seed 7 --d-in 4 --lang en").err,
            "attn: --tokens, --d-in, --seed: the chosen steps make no use of it\n");
}

TEST(Sentence, NamesTheTokensOfAnInput) {
  const std::string own = attn("run 3 --lang en --tokens 'I go to school' --input korean").out;
  EXPECT_NE(own.find("school"), std::string::npos) << own;
  const std::string usual = attn("run 3 --format json --input korean").out;
  EXPECT_EQ(Json::parse(attn("run 3 --format json --input korean --tokens 'I go to school'")
                            .out)[0]["tensors"][1]["values"],
            Json::parse(usual)[0]["tensors"][1]["values"]);
}

TEST(Sentence, ItsTokensMayBeOfAnyScriptLongOrTheSame) {
  const std::string words = "run all --lang en --width 60 --tokens '" + std::string(300, 'w') +
                            " the the \"it'\\''s\" مرحبا 👩‍👧 é {x} %s'";
  const Outcome outcome = attn(words);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out.find("✗"), std::string::npos);
  EXPECT_EQ(attn("run 2 --tokens \"$(printf 'a\\033[31mb c')\" --lang en").out.find('\x1b'),
            std::string::npos);
}

TEST(Sentence, IsRefusedWithWhereWhatAndFix) {
  expect_wrong("--tokens '  '",
               "attn: --tokens: there is no token\nfix: write, say, --tokens \"the cat sat "
               "down\"\n");
  expect_wrong("--tokens \"$(printf 'a \\377')\"",
               "attn: --tokens: there is a byte that is not UTF-8\nfix: write, say, --tokens \"the "
               "cat sat down\"\n");
  expect_wrong("--tokens \"$(seq 129)\"",
               "attn: --tokens: at most 128 tokens are taken, these are 129\nfix: use fewer "
               "tokens\n");
  expect_wrong("--tokens 'a b c' --input korean",
               "attn: --tokens: the input has 4 tokens, and here are 3 names\nfix: give 4 "
               "names\n");
  expect_wrong("--d-in 4",
               "attn: --d-in: there are no embeddings to draw\nfix: write it with --tokens: "
               "--tokens \"the cat sat\" --d-in 4\n");
  expect_wrong("--d-in 4 --tokens 'a b c d' --input korean",
               "attn: --d-in: it is the number of columns of --input\nfix: leave out --d-in\n");
  expect_wrong("--tokens 'a b' --d-in 0",
               "attn: --d-in: expected a whole number from 1 to 1024, got \"0\"\nfix: write, say, "
               "--d-in 4\n");
  expect_wrong(
      "--tokens 'a b' --query 3",
      "attn: --query: expected a whole number from 1 to 2, got \"3\"\nfix: number a token: "
      "--query 1 is the first\n");
}

// ---- Answers ------------------------------------------------------------------------------------

std::string diff(const std::string& step, const std::string& path) {
  return attn("diff " + step + " --format json " + path).out;
}

/// Everything that a step shows, saved under its names.
TEST(DiffOfFile, OurOwnTensorsAreEqualInEveryForm) {
  for (const std::string step : {"11", "32", "40", "4.13", "5.11"}) {
    std::vector<files_test::Member> members;
    std::string header, data;
    const Json page = page_of(step);
    for (const Json& tensor : page["tensors"]) {
      const Array array = array_in(tensor);
      const std::string name = tensor["name"];
      const bool is_there = std::any_of(members.begin(), members.end(), [&](const auto& member) {
        return member.name == name + ".npy";
      });
      if (is_there) continue;
      members.push_back({name + ".npy", npy_of(array)});
      header += formatted("{}\"{}\":{{\"dtype\":\"F32\",\"shape\":{},\"data_offsets\":[{},{}]}}",
                          header.empty() ? "" : ",", name, tensor["shape"].dump(), data.size(),
                          data.size() + 4 * array.values.size());
      data += raw(array);
    }
    const TemporaryFile npz(zip(members), "own.npz");
    const TemporaryFile tensors(safetensors("{" + header + "}", data), "own.safetensors");
    for (const std::string& path : {npz.path(), tensors.path()}) {
      const Outcome outcome = attn("diff " + step + " " + path);
      EXPECT_EQ(outcome.code, 0) << step << outcome.out << outcome.err;
    }
  }
}

/// Softmax of step 11 along the wrong axis.
Array by_columns() {
  Array x = tensor_of("11", "attn_scores");
  const auto n = static_cast<std::size_t>(x.shape[0]);
  for (std::size_t j = 0; j < n; ++j) {
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += std::exp(x.values[i * n + j]);
    for (std::size_t i = 0; i < n; ++i) x.values[i * n + j] = std::exp(x.values[i * n + j]) / sum;
  }
  return x;
}

TEST(DiffOfFile, AMistakeIsNamedAsInText) {
  const Array wrong = by_columns();
  std::string text = "[";
  for (std::size_t i = 0; i < wrong.values.size(); ++i) {
    text += formatted("{}{}", i == 0 ? "[" : i % 6 == 0 ? "], [" : ", ", wrong.values[i]);
  }
  const TemporaryFile written(text + "]]", "wrong.txt");
  const TemporaryFile array(npy_of(wrong), "wrong.npy");
  const TemporaryFile unnamed(zip({{"arr_0.npy", npy_of(wrong)}}), "wrong.npz");
  const Json right = Json::parse(diff("11", written.path()));
  ASSERT_EQ(right["diagnoses"][0]["mistakes"][0], "softmax-over-columns");
  for (const std::string& path : {array.path(), unnamed.path()}) {
    const Json found = Json::parse(diff("11", path));
    EXPECT_EQ(found["diagnoses"], right["diagnoses"]);
    EXPECT_EQ(found["tensors"][0]["different"], right["tensors"][0]["different"]);
  }
}

TEST(DiffOfFile, NumbersAreTakenWithAllTheirDigits) {
  Array near = tensor_of("11", "attn_weights");
  near.values[0] += 1e-5F;
  const TemporaryFile file(npy_of(near), "near.npy");
  const Json found = Json::parse(diff("11", file.path()));
  EXPECT_EQ(found["equal"], false);
  EXPECT_EQ(found["tensors"][0]["cells_that_differ"], Json::parse("[[0,0]]"));
  // 0.5 is no 0.5432 that was rounded, as it would be in a text.
  Array halves = tensor_of("11", "attn_weights");
  for (float& value : halves.values) value = std::round(value * 10) / 10;
  const TemporaryFile rounded(npy_of(halves), "rounded.npy");
  EXPECT_EQ(Json::parse(diff("11", rounded.path()))["equal"], false);
}

TEST(DiffOfFile, WhatWasRoundedBeforeItWasSavedIsComparedSo) {
  Array own = tensor_of("11", "attn_weights");
  for (float& value : own.values) value = std::round(value * 10000) / 10000;
  const TemporaryFile file(npy_of(own), "rounded4.npy");
  const Outcome outcome = attn("diff 11 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_NE(outcome.out.find("so compared to 4"), std::string::npos) << outcome.out;
}

TEST(DiffOfFile, WhatIsNoTensorIsNamedAndTheRestCompared) {
  const std::string texts = npy("{'descr':'<U1','fortran_order':False,'shape':(1,)}", "1234");
  const TemporaryFile file(
      zip({{"words.npy", texts}, {"attn_weights.npy", npy_of(tensor_of("11", "attn_weights"))}}),
      "mixed.npz");
  const Outcome outcome = attn("diff 11 --lang en " + file.path());
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_EQ(outcome.err, "attn: " + file.path() + ":words: it holds texts, no numbers\n");
}

TEST(DiffOfFile, IsRefusedWithWhereWhatAndFix) {
  const auto error = [](const std::string& path) {
    const Outcome outcome = attn("diff 11 --lang en " + path);
    EXPECT_EQ(outcome.code, 2);
    return outcome.err;
  };
  const std::string folder(samples);
  EXPECT_EQ(error(folder + "object.npy"),
            "attn: " + folder +
                "object.npy: this is an array of Python objects (dtype=object): a pickle, which is "
                "not read\nfix: save numbers, such as x.astype(np.float32)\n");
  const TemporaryFile large(
      npy("{'descr':'|u1','fortran_order':False,'shape':(524289,)}", std::string(524'289, '\1')),
      "large.npy");
  EXPECT_EQ(error(large.path()), "attn: " + large.path() +
                                     ": at most 524288 numbers are compared\n"
                                     "fix: save only this step's tensors\n");
}

}  // namespace attn::tensor_files_test
