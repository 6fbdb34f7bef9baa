#include "lesson/pytorch_source.h"

#include "lesson/text.h"

namespace attn {
namespace {

/// With a point or an exponent, since PyTorch takes 1 for an integer; digits enough for a float32.
std::string as_float(float value) {
  const std::string digits = formatted("{}", value);
  return digits.find_first_of(".e") == std::string::npos ? digits + ".0" : digits;
}

std::string csv_in_pytorch(const std::string& file) {
  const bool is_piped = file == "-";
  return formatted(
      "import csv\n"
      "{}"
      "with open({}, encoding=\"utf-8-sig\", newline=\"\") as file:\n"
      "    rows = [row for row in csv.reader(file, skipinitialspace=True) if any(row)]\n"
      "inputs = torch.tensor([[float(x) for x in row[1:]] for row in rows[1:]])",
      is_piped ? "# FILE.csv: the lines that were piped in\n" : "",
      in_python(is_piped ? "FILE.csv" : file));
}

std::string written_out(const Tensor& inputs) {
  std::string rows;
  for (Size i = 0; i < inputs.size(0); ++i) {
    std::string numbers;
    for (Size j = 0; j < inputs.size(1); ++j) {
      numbers += (j > 0 ? ", " : "") + as_float(inputs.at({i, j}));
    }
    rows += formatted("    [{}],\n", numbers);
  }
  return formatted("inputs = torch.tensor([\n{}])", rows);
}

}  // namespace

std::string in_python(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return quoted + '"';
}

std::string inputs_in_pytorch(const Tensor& inputs, const Settings& settings) {
  constexpr Size most_rows = 8;
  constexpr Size most_columns = 8;
  if (settings.inputs_drawn()) {
    return formatted("inputs = torch.randn({}, {}, generator=torch.Generator().manual_seed({}))",
                     inputs.size(0), inputs.size(1), settings.seed_of_inputs());
  }
  const bool is_small = inputs.size(0) <= most_rows && inputs.size(1) <= most_columns;
  if (is_small || settings.in_one_file) return written_out(inputs);
  return settings.loading.empty() ? csv_in_pytorch(settings.input_file()) : settings.loading;
}

}  // namespace attn
