#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "lesson/user_error.h"
#include "render/width.h"

namespace attn {
namespace {

/// A name as a field: in quotes where it would be read as something else. What steers a terminal is
/// escaped.
std::string field(const std::string& label) {
  const std::string name = visible(label);
  const bool is_plain = name.find_first_of(",\"") == std::string::npos && !name.starts_with(' ') &&
                        !name.starts_with('\t') && !name.ends_with(' ') && !name.ends_with('\t');
  if (is_plain) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string label(const Tensor& inputs, int axis, Size place, std::string_view otherwise) {
  const Labels* labels = inputs.labels(axis);
  return labels ? (*labels)[static_cast<std::size_t>(place)]
                : formatted("{}{}", otherwise, place + 1);
}

/// What parse_input() reads back as the same numbers.
std::string as_csv(const Tensor& inputs) {
  std::string csv = "token";
  for (Size c = 0; c < inputs.size(1); ++c) csv += "," + field(label(inputs, 1, c, "x"));
  csv += "\n";
  for (Size r = 0; r < inputs.size(0); ++r) {
    csv += field(label(inputs, 0, r, "t"));
    for (Size c = 0; c < inputs.size(1); ++c) csv += formatted(",{}", inputs.at({r, c}));
    csv += "\n";
  }
  return csv;
}

}  // namespace

int inputs_command(const Request& request) {
  if (!request.words.empty()) {
    throw UserError(echoed(request.words[0]),
                    {"inputs는 옵션만 받습니다", "inputs takes nothing but options"},
                    {"attn inputs --input FILE처럼 쓰십시오", "write attn inputs --input FILE"});
  }
  const Settings settings = settings_of(request);
  print(as_csv(settings.inputs()));
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
