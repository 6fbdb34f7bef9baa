#include <gtest/gtest.h>

#include "files/bytes.h"
#include "files/tensor_file.h"

/// Files that break a rule of their form, or ask for more than is given: whole messages.

namespace attn::hostile_test {

using files_test::bytes_of;
using files_test::deflated;
using files_test::npy;
using files_test::safetensors;
using files_test::zip;

struct Hostile {
  std::string bytes;
  const char* where;
  const char* problem;
};

void PrintTo(const Hostile& hostile, std::ostream* os) {
  *os << hostile.problem;
}

class HostileFile : public testing::TestWithParam<Hostile> {};

TEST_P(HostileFile, IsRefusedWithWhereWhatAndFix) {
  const Hostile& hostile = GetParam();
  try {
    read_tensor_file(hostile.bytes, "w");
    FAIL() << "taken";
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, hostile.where);
    EXPECT_EQ(error.problem.en, hostile.problem);
    EXPECT_FALSE(error.problem.ko.empty());
    EXPECT_FALSE(error.fix.ko.empty());
    EXPECT_FALSE(error.fix.en.empty());
  }
}

std::string with_header(std::string_view header) {
  return npy(header, "1234");
}
std::string with_type(std::string_view type) {
  return npy(formatted("{{'descr':{},'fortran_order':False,'shape':(1,)}}", type), "1234");
}
std::string with_shape(std::string_view shape) {
  return npy(formatted("{{'descr':'<f4','fortran_order':False,'shape':{}}}", shape), "1234");
}
std::string problem_at(std::string_view rest) {
  return formatted("the header of this .npy cannot be understood at \"{}\"", rest);
}

INSTANTIATE_TEST_SUITE_P(
    Npy, HostileFile,
    testing::Values(
        Hostile{"\x93NUMPY\1", "w", "the file is cut short: its header does not end"},
        Hostile{with_shape("(1,)").substr(0, 40), "w",
                "the file is cut short: its header does not end"},
        Hostile{with_shape("(1,)") + "5", "w",
                "the numbers of shape (1) take 4 bytes, there are 5"},
        Hostile{with_shape("(2,)"), "w", "the numbers of shape (2) take 8 bytes, there are 4"},
        Hostile{npy("", "", std::string_view("\4\0", 2)), "w",
                "versions 1 to 3 of .npy are read, this is 4.0"},
        Hostile{npy("{}", "", std::string_view("\1\1", 2)), "w",
                "versions 1 to 3 of .npy are read, this is 1.1"},
        Hostile{npy(std::string(10'001, ' ')), "w",
                "the header of this .npy has 10001 bytes, at most 10000 are taken"},
        Hostile{std::string("\x93NUMPY\2\0\xFF\xFF\xFF\xFF", 12), "w",
                "the header of this .npy has 4294967295 bytes, at most 10000 are taken"},
        Hostile{with_type("'|O'"), "w",
                "this is an array of Python objects (dtype=object): a pickle, which is not read"},
        Hostile{with_type("'<c8'"), "w", "its numbers are complex"},
        Hostile{with_type("'<U5'"), "w", "it holds texts, no numbers"},
        Hostile{with_type("'|S5'"), "w", "it holds texts, no numbers"},
        Hostile{with_type("'<M8[ns]'"), "w", "numbers of type \"<M8[ns]\" are not read"},
        Hostile{with_type("'|V2'"), "w", "numbers of type \"|V2\" are not read"},
        Hostile{with_type("'<f16'"), "w", "numbers of type \"<f16\" are not read"},
        Hostile{with_type("'|f4'"), "w", "numbers of type \"|f4\" are not read"},
        Hostile{with_type("'f4'"), "w", "numbers of type \"f4\" are not read"},
        Hostile{with_type("''"), "w", "numbers of type \"\" are not read"},
        Hostile{with_type("[('a','<f4')]"), "w", "this is a structured array, of fields"},
        Hostile{with_type("('<f4',(2,))"), "w", "this is a structured array, of fields"},
        Hostile{with_shape("(0,)"), "w", "an axis of it has size 0, so it holds no numbers"},
        Hostile{with_shape("(1,1,1,1,1,1,1)"), "w", "at most 6 axes are taken, this has 7"},
        Hostile{with_shape("(16777217,)"), "w", "at most 16777216 numbers are taken"},
        Hostile{with_shape("(9223372036854775808,2)"), "w", "at most 16777216 numbers are taken"},
        Hostile{with_shape("(4294967296,4294967296)"), "w", "at most 16777216 numbers are taken"}));

TEST(HostileNpy, HeadersThatAreNoDictionaryOfThreeAreRefused) {
  for (const auto& [header, rest] : {
           std::pair<std::string, const char*>{"", ""},
           {"[]", "[]"},
           {"{}", ""},
           {"{'descr':'<f4'}", ""},
           {"{'descr':'<f4','descr':'<f8','fortran_order':False,'shape':(1,)}",
            "'<f8','fortran_order':False,'shape':(1,)…"},
           {"{'descr':'<f4','fortran_order':False,'shape':(1,),'x':1}", "1}"},
           {"{'descr':'<f4','fortran_order':False,'shape':(1,)} 1", "1"},
           {"{'descr':'<f4','fortran_order':False,'shape':(1)}", ")}"},
           {"{'descr':'<f4','fortran_order':False,'shape':(-1,)}", "-1,)}"},
           {"{'descr':'<f4','fortran_order':False,'shape':(1.0,)}", ".0,)}"},
           {"{'descr':'<f4','fortran_order':False,'shape':(18446744073709551616,)}",
            "18446744073709551616,)}"},
           {"{'descr':'<f4','fortran_order':False,'shape':[1]}", "[1]}"},
           {"{'descr':'<f4','fortran_order':0,'shape':(1,)}", "0,'shape':(1,)}"},
           {"{'descr':'<f4' 'fortran_order':False,'shape':(1,)}",
            "'fortran_order':False,'shape':(1,)}"},
           {"{'descr':'<f\\x34','fortran_order':False,'shape':(1,)}",
            "'<f\\x34','fortran_order':False,'shape':(…"},
           {"{'descr':__import__('os'),'shape':(1,)}", "__import__('os'),'shape':(1,)}"},
       }) {
    SCOPED_TRACE(header);
    try {
      read_tensor_file(with_header(header), "w");
      ADD_FAILURE() << "taken";
    } catch (const UserError& error) {
      EXPECT_EQ(error.problem.en, problem_at(rest));
    }
  }
}

std::string number(std::string_view shape = "(1,)") {
  return npy(formatted("{{'descr':'<f4','fortran_order':False,'shape':{}}}", shape), "1234");
}
files_test::Member packed(std::string_view content) {
  const auto* data = reinterpret_cast<const Bytef*>(content.data());
  return {.name = "x.npy",
          .content = deflated(content),
          .method = 8,
          .size = content.size(),
          .checksum = crc32(0, data, static_cast<uInt>(content.size()))};
}
files_test::Member changed(files_test::Member member, auto change) {
  change(member);
  return member;
}
constexpr const char* damaged = "the zip archive is cut short or damaged";

INSTANTIATE_TEST_SUITE_P(
    Npz, HostileFile,
    testing::Values(
        Hostile{"PK\3\4", "w", damaged},
        Hostile{zip({{"x.npy", number()}}).substr(0, 100), "w", damaged},
        Hostile{zip({{"x.npy", number()}}) + "more", "w", damaged},
        Hostile{"PK\3\4" + zip({{"x.npy", number()}}), "w", damaged},
        Hostile{zip({{"x.npy", number()}}, "", 1), "w", damaged},
        Hostile{zip({{.name = "x.npy", .content = number(), .moved_by = 1}}), "w", damaged},
        Hostile{zip({{.name = "x.npy", .content = number(), .moved_by = 0xF0000000}}), "w",
                damaged},
        Hostile{zip({{.name = "x.npy", .content = number(), .local_name = "y.npy"}}), "w", damaged},
        Hostile{zip({{.name = "x.npy", .content = number(), .packed_size = 100'000}}), "w",
                damaged},
        Hostile{zip({{.name = "x.npy", .content = number(), .size = 0xFFFFFFFF}}), "w",
                "unpacked it is larger than 64 MiB"},
        Hostile{zip({{.name = "\xFF.npy", .content = number()}}), "w", damaged},
        Hostile{zip({{"x.npy", number()}, {"x.npy", number()}}), "w", "it holds x twice"},
        Hostile{zip({{"x.npy", number()}, {"x", ""}}), "w", "it holds x twice"},
        Hostile{zip(std::vector<files_test::Member>(4097, {"x.npy"})), "w",
                "at most 4096 tensors are taken"},
        Hostile{zip({{.name = "x.npy", .content = number(), .flags = 1}}), "w:x",
                "it is encrypted"},
        Hostile{zip({{.name = "x.npy", .content = number(), .method = 12}}), "w:x",
                "it is packed in a way that is not read, method 12"},
        Hostile{zip({{.name = "x.npy", .content = number(), .checksum = 1}}), "w:x",
                "its checksum (CRC) does not hold: the file is damaged"},
        Hostile{zip({{.name = "x.npy", .content = number(), .size = 7}}), "w:x", damaged},
        Hostile{zip({{"x.npy", "token,x1\n"}}), "w:x", "this is no .npy array"},
        Hostile{zip({{"x.npy", ""}}), "w:x", "this is no .npy array"},
        Hostile{zip({{"x.npy", number("(2,)")}}), "w:x",
                "the numbers of shape (2) take 8 bytes, there are 4"},
        Hostile{zip({{"a.txt", "a"}}), "w",
                "this is a zip archive without arrays (.npy), or a document of Excel, Word or "
                "Hangul"},
        Hostile{zip({}), "w",
                "this is a zip archive without arrays (.npy), or a document of Excel, Word or "
                "Hangul"},
        Hostile{zip({{"model/data.pkl", "x"}}), "w",
                "this is a file of torch.save or pickle, which can run code when it is read: it is "
                "not read"},
        // What is packed is not what the archive or the header says.
        Hostile{zip({changed(packed(number()), [](auto& m) { m.checksum ^= 1U; })}), "w:x",
                "its checksum (CRC) does not hold: the file is damaged"},
        Hostile{zip({changed(packed(number()), [](auto& m) { m.content[5] ^= 0x55; })}), "w:x",
                damaged},
        Hostile{
            zip({changed(packed(number()), [](auto& m) { m.packed_size = m.content.size() - 3; })}),
            "w:x", damaged},
        Hostile{zip({changed(packed(number() + "5"), [](auto& m) { --m.size; })}), "w:x", damaged},
        Hostile{zip({changed(packed(number("(2,)")), [](auto& m) { m.size += 4; })}), "w:x",
                damaged},
        // Bombs: a gigabyte of zeros, told and untold.
        Hostile{zip({changed(packed(number()), [](auto& m) { m.size = 1U << 30U; })}), "w",
                "unpacked it is larger than 64 MiB"},
        Hostile{zip({packed(number("(16777216,)") + std::string(60U << 20U, '\0'))}), "w:x",
                "the numbers of shape (16777216) take 67108864 bytes, there are 62914564"},
        Hostile{zip({changed(packed(number() + std::string(60U << 20U, '\0')),
                             [](auto& m) { m.size = number().size(); })}),
                "w:x", damaged}));

constexpr const char* one = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
std::string entry(std::string_view fields) {
  return formatted("{{\"a\":{{{}}}}}", fields);
}
std::string deep(int brackets) {
  return "{\"a\":" + std::string(static_cast<std::size_t>(brackets), '[');
}

INSTANTIATE_TEST_SUITE_P(
    Safetensors, HostileFile,
    testing::Values(
        Hostile{bytes_of(0xFFFFFFFF, 8) + "{}", "w",
                "the file is cut short: its header has 4294967295 bytes, of which 2 are there"},
        Hostile{safetensors(one, "123"), "w",
                "the data_offsets of a leave a hole, overlap or lie outside: of 3 bytes it should "
                "begin at 0, but has 0 to 4"},
        Hostile{safetensors(one, "12345"), "w", "there is 1 byte behind the last tensor"},
        Hostile{safetensors("{}"), "w", "it holds no tensor"},
        Hostile{safetensors("{} x"), "w", "its header is no JSON at byte 4"},
        Hostile{safetensors("{\"\xFF\":1}"), "w", "its header is no JSON at byte 3"},
        Hostile{safetensors("{\"a\":"), "w", "its header is no JSON at byte 6"},
        Hostile{safetensors("{\"a\":1}"), "w", "its header has 1 at \"a\", which cannot be"},
        Hostile{safetensors("{\"a\":null}"), "w", "its header has null at \"a\", which cannot be"},
        Hostile{safetensors(deep(200'000)), "w", "its header has [ at \"a\", which cannot be"},
        Hostile{safetensors("{\"a\":{\"b\":{\"c\":{"), "w",
                "its header has { at \"b\", which cannot be"},
        Hostile{safetensors("{\"a\":{}}"), "w", "a needs a dtype, a shape and two data_offsets"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[1],"data_offsets":[0])"), "1234"), "w",
                "a needs a dtype, a shape and two data_offsets"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[1],"data_offsets":[0,4,4])"), "1234"),
                "w", "a needs a dtype, a shape and two data_offsets"},
        Hostile{safetensors(entry(R"("dtype":"F32","dtype":"F32")")), "w",
                "its header has dtype twice"},
        Hostile{safetensors(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                            R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                            "1234"),
                "w", "its header has a twice"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[1.5])")), "w",
                "its header has 1.5 at \"shape\", which cannot be"},
        Hostile{safetensors(entry(R"("shape":[-1])")), "w",
                "its header has -1 at \"shape\", which cannot be"},
        Hostile{safetensors(entry(R"("shape":[[1]])")), "w",
                "its header has [ at \"shape\", which cannot be"},
        Hostile{safetensors(entry(R"("shape":["1"])")), "w",
                "its header has \"1\" at \"shape\", which cannot be"},
        Hostile{safetensors(entry(R"("shape":[{}])")), "w",
                "its header has { at \"shape\", which cannot be"},
        Hostile{safetensors(entry(R"("extra":1)")), "w",
                "its header has 1 at \"extra\", which cannot be"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), "1234"),
                "w", "shape and dtype of a do not fit its 4 bytes"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[9223372036854775808,2],)"
                                  R"("data_offsets":[0,4])"),
                            "1234"),
                "w", "shape and dtype of a do not fit its 4 bytes"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[0],"data_offsets":[0,0])")), "w:a",
                "an axis of it has size 0, so it holds no numbers"},
        Hostile{safetensors(entry(R"("dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4])"), "1234"),
                "w:a", "numbers of type F8_E4M3 are not read"},
        Hostile{safetensors(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                            R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                            "123"),
                "w",
                "the data_offsets of b leave a hole, overlap or lie outside: of 3 bytes it should "
                "begin at 2, but has 1 to 3"},
        Hostile{safetensors(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                            R"("b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
                            "123"),
                "w",
                "the data_offsets of b leave a hole, overlap or lie outside: of 3 bytes it should "
                "begin at 1, but has 2 to 3"},
        Hostile{safetensors(entry(R"("dtype":"F32","shape":[],"data_offsets":[4,0])"), "1234"), "w",
                "the data_offsets of a leave a hole, overlap or lie outside: of 4 bytes it should "
                "begin at 0, but has 4 to 0"},
        Hostile{safetensors(R"({"__metadata__":{"a":1}})"), "w",
                "its header has 1 at \"a\", which cannot be"},
        Hostile{safetensors(R"({"__metadata__":{"a":"b","a":"c"}})"), "w",
                "its header has a twice"}));

INSTANTIATE_TEST_SUITE_P(
    Other, HostileFile,
    testing::Values(
        Hostile{"", "w", "this is neither a .npy nor a .npz nor a .safetensors file"},
        Hostile{"token,x1\n", "w", "this is neither a .npy nor a .npz nor a .safetensors file"},
        Hostile{std::string((64U << 20U) + 1, ' '), "w", "the file is larger than 64 MiB"},
        Hostile{"\x80\2}q", "w",
                "this is a file of torch.save or pickle, which can run code when it is read: it is "
                "not read"}));

TEST(HostileSafetensors, TheEndingTellsWhatTheFirstBytesDoNot) {
  for (const std::string& bytes :
       {std::string(), std::string("{}"), bytes_of(2, 8) + " {", std::string(8, '\xFF') + "{}"}) {
    EXPECT_THROW(read_tensor_file(bytes, "w.safetensors"), UserError);
  }
}

TEST(HostileNpz, ABombTakesNoMoreMemoryThanItsHeaderSays) {
  // Each member within the limit, all together beyond it.
  std::vector<files_test::Member> members;
  for (int i = 0; i < 5; ++i) {
    members.push_back(packed(number("(4194304,)") + std::string((16U << 20U) - 4, '\0')));
    members.back().name = members.back().local_name = formatted("{}.npy", i);
  }
  try {
    read_tensor_file(zip(members), "w");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.problem.en, "unpacked it is larger than 64 MiB");
  }
  // Bytes make more numbers of 4 bytes than they are: those that are too many are refused.
  members.clear();
  const std::string bytes = npy("{'descr':'|u1','fortran_order':False,'shape':(10000000,)}",
                                std::string(10'000'000, '\1'));
  for (const char* name : {"a.npy", "b.npy"}) {
    members.push_back(packed(bytes));
    members.back().name = members.back().local_name = name;
  }
  const TensorFile file = read_tensor_file(zip(members), "w");
  EXPECT_EQ(file.tensors.size(), 1U);
  ASSERT_EQ(file.refused.size(), 1U);
  EXPECT_EQ(file.refused[0].why.problem.en, "at most 16777216 numbers of a file are taken");
}

}  // namespace attn::hostile_test
