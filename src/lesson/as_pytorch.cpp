#include "lesson/as_pytorch.h"

#include "lesson/text.h"

namespace attn {
namespace {

/// With a point or an exponent, since PyTorch takes 1 for an integer; digits enough for a float32.
std::string as_float(float value) {
  const std::string digits = formatted("{}", value);
  return digits.find_first_of(".e") == std::string::npos ? digits + ".0" : digits;
}

}  // namespace

std::string as_pytorch(const Tensor& inputs) {
  constexpr Size most_rows = 8;
  constexpr Size most_columns = 8;
  if (inputs.size(0) > most_rows || inputs.size(1) > most_columns) {
    return "import csv\n"
           "with open(\"FILE.csv\", encoding=\"utf-8-sig\", newline=\"\") as file:\n"
           "    rows = list(csv.reader(file, skipinitialspace=True))[1:]\n"
           "inputs = torch.tensor([[float(x) for x in row[1:]] for row in rows])";
  }
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

}  // namespace attn
