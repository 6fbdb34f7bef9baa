#pragma once

#include <nlohmann/json.hpp>

#include "answer/forms.h"

/// The forms in which people have tensors.

namespace attn::forms {

enum class Named { no, yes };

struct Form {
  const char* name;
  std::function<std::string(const Example&)> write;
  Named named = Named::no;
  int least_rank = 1, most_rank = 3;
};

inline std::string title(const Example& x) {
  return x.name + ":\n";
}
inline std::string cell_prompt(const std::string& code, const std::string& output) {
  return "In [12]:\n" + code + "\n\nOut[12]:\n" + output + "\n";
}
inline constexpr const char* code_of_cell =
    "inputs = torch.tensor(\n  [[0.43, 0.15, 0.89], # Your     (x^1)\n"
    "   [0.55, 0.87, 0.66]]) # journey\n\nfor i in [1, 2]:\n    print(x[i])";

inline std::string grid(const Example& x, std::string_view bar, const std::string& rule,
                        const std::string& double_rule) {
  const std::string wall(bar);
  return rule + wall + " " + numbers_of_columns(x, " " + wall + " ") + " " + wall + "\n" +
         double_rule +
         rows(x, {.before = wall + " ", .between = " " + wall + " ", .after = " " + wall});
}

inline std::string with_slices(const Example& x, const Rows& style,
                               const std::function<std::string(Size)>& heading) {
  std::string text;
  for (Size slice = 0; slice < x.slices(); ++slice) {
    if (x.shape.rank() > 2) text += heading(slice) + "\n";
    text += rows(x, style, slice * x.rows(), (slice + 1) * x.rows()) + "\n";
  }
  return text;
}
inline std::string torch_slices(const Example& x, Size first, const Rows& style = {.before = " "}) {
  return with_slices(x, style, [=](Size i) { return formatted("({} ,.,.) = ", i + first); });
}

/// With the axes that pick a slice last, as languages that begin with columns print them.
inline Example columns_first(const Example& x) {
  if (x.shape.rank() < 3) return x;
  Example y{x.name, {x.shape[2], x.shape[0], x.shape[1]}, x.values};
  for (Size i = 0; i < x.shape[0]; ++i) {
    for (Size j = 0; j < x.shape[1]; ++j) {
      for (Size k = 0; k < x.shape[2]; ++k) {
        y.values[static_cast<std::size_t>((k * x.shape[0] + i) * x.shape[1] + j)] =
            x.values[static_cast<std::size_t>((i * x.shape[1] + j) * x.shape[2] + k)];
      }
    }
  }
  return y;
}

inline std::string r(const Example& x) {
  const Example y = columns_first(x);
  std::string columns = "     ";
  for (Size j = 1; j <= y.columns(); ++j) columns += formatted("    [,{}]", j);
  const Rows style{.spell = with_infinity("Inf"),
                   .label = [&](Size i) { return formatted("[{},] ", i % y.rows() + 1); }};
  return with_slices(y, style, [&](Size i) { return formatted(", , {}\n", i + 1); });
}
inline std::string r_with_columns(const Example& x) {
  std::string text = r(x);
  return replaced(text, "[1,]", "        [,1]    [,2]    [,3]\n[1,]");
}
inline std::string octave(const Example& x) {
  const Example y = columns_first(x);
  return x.name + " =\n\n" +
         with_slices(y, {.before = "   ", .spell = with_infinity("Inf")},
                     [](Size i) { return formatted("ans(:,:,{}) =\n", i + 1); });
}
/// One column at a time.
inline std::string octave_columns(const Example& x) {
  std::string text = x.name + " =\n\n";
  for (Size j = 0; j < x.columns(); ++j) {
    text += formatted(" Column {}:\n\n", j + 1);
    for (Size i = 0; i < x.rows(); ++i) text += "  " + with_infinity("Inf")(x.at(i, j)) + "\n";
    text += "\n";
  }
  return text;
}
inline std::string matlab_scaled(const Example& x) {
  const Spell in_tens = [](double value) {
    return std::isinf(value) ? "-Inf" : formatted("{:.5f}", value / 10);
  };
  return x.name + " =\n\n   1.0e+01 *\n\n" + rows(x, {.before = "   ", .spell = in_tens});
}
inline std::string julia(const Example& x) {
  const Example y = columns_first(x);
  const Rows style{.before = " ", .spell = with_infinity("Inf")};
  if (x.shape.rank() == 1) {
    const Example column{"", {x.shape[0], 1}, x.values};
    return formatted("{}-element Vector{{Float32}}:\n", x.shape[0]) + rows(column, style);
  }
  return sizes(x, "×") + formatted(" Array{{Float32, {}}}:\n", x.shape.rank()) +
         with_slices(y, style, [](Size i) { return formatted("[:, :, {}] =", i + 1); });
}
inline std::string libtorch(const Example& x) {
  const std::string footer = "[ CPUFloatType{" + sizes(x, ",") + "} ]\n";
  const Example column{"", {x.shape.product(), 1}, x.values};
  if (x.shape.rank() < 2) return rows(column, {.before = " "}) + footer;
  return torch_slices(x, 1) + footer;
}
inline std::string json(const Example& x) {
  return nested(x, {.row_break = ", ", .spell = [](double v) {
                      return std::isnan(v) ? "NaN" : std::isinf(v) ? "\"-inf\"" : fixed(v);
                    }});
}
inline std::string yaml(const Example& x, int axis = 0, Size start = 0,
                        const std::string& dashes = "- ") {
  std::string text;
  Size step = 1;
  for (int k = axis + 1; k < x.shape.rank(); ++k) step *= x.shape[k];
  for (Size i = 0; i < x.shape[axis]; ++i) {
    const std::string before = i == 0 ? dashes : std::string(dashes.size() - 2, ' ') + "- ";
    const double value = x.values[static_cast<std::size_t>(start + i * step)];
    text += axis + 1 == x.shape.rank() ? before +
                                             (std::isnan(value)   ? ".nan"
                                              : std::isinf(value) ? "-.inf"
                                                                  : fixed(value)) +
                                             "\n"
                                       : yaml(x, axis + 1, start + i * step, before + "- ");
  }
  return text;
}
inline std::string html(const Example& x) {
  const Rows cells{.before = "    <tr>\n      <th>0</th>\n      <td>",
                   .between = "</td>\n      <td>",
                   .after = "</td>\n    </tr>"};
  return "<table border=\"1\" class=\"dataframe\">\n  <thead>\n    <tr><th></th><th>0</th></tr>\n"
         "  </thead>\n  <tbody>\n" +
         rows(x, cells) + "  </tbody>\n</table>\n";
}
inline std::string latex(const Example& x) {
  return x.name + " = \\begin{bmatrix}\n" +
         rows(x, {.before = "  ",
                  .between = " & ",
                  .after = " \\\\",
                  .spell = with_infinity("\\infty")}) +
         "\\end{bmatrix}\n";
}
inline std::string notebook(const Example& x) {
  const nlohmann::json output = {{"output_type", "execute_result"},
                                 {"data", {{"text/plain", {tensor(x)}}}}};
  const nlohmann::json cell = {
      {"cell_type", "code"}, {"source", {"x[0] = [1, 2]"}}, {"outputs", {output}}};
  return nlohmann::json{{"cells", {cell}}, {"nbformat", 4}}.dump(1);
}
inline std::string number_of(Size i) {
  return formatted("{}  ", i);
}
inline std::string list_of(const Example& x, const std::string& before, const std::string& after) {
  return nested(x,
                {.row_break = ", ", .spell = [=](double v) { return before + fixed(v) + after; }});
}
inline Spell with_comma() {
  return [](double value) { return replaced(fixed(value), ".", ","); };
}

// clang-format off
inline const std::vector<Form> all_forms = {
    // PyTorch and what is printed around it
    {"torch", tensor, Named::no, 0},
    {"assigned", [](const auto& x) { return x.name + " = " + tensor(x); }, Named::yes, 0},
    {"titled", [](const auto& x) { return title(x) + tensor(x); }, Named::yes, 0},
    {"titled with its shape", [](const auto& x) { return x.name + " (" + sizes(x, ", ") + "):\n" + tensor(x); }, Named::yes},
    {"grad_fn in the next line", [](const auto& x) { return replaced(tensor(x), "])", "],\n       grad_fn=<MmBackward0>)"); }},
    {"parameter", [](const auto& x) { return "Parameter containing:\n" + replaced(tensor(x), "])", "], requires_grad=True)"); }},
    {"named_parameters", [](const auto& x) { return "('" + x.name + "', Parameter containing:\n" + replaced(tensor(x), "])", "], requires_grad=True)") + ")"; }, Named::yes},
    {"dataclass", [](const auto& x) { return "Output(" + x.name + "=" + tensor(x) + ", attentions=None)"; }, Named::yes, 0},
    {"dict", [](const auto& x) { return "{'" + x.name + "': " + tensor(x) + "}"; }, Named::yes, 0},
    {"shape before and behind", [](const auto& x) { return "torch.Size([" + sizes(x, ", ") + "])\n[" + sizes(x, ", ") + "]\n" + tensor(x) + "\n(" + sizes(x, ", ") + ",)\nshape=[" + sizes(x, ", ") + "]\nTensorShape([" + sizes(x, ", ") + "])"; }},
    {"old torch", [](const auto& x) { return torch_slices(x, 0) + "[torch.FloatTensor of size " + sizes(x, "x") + "]\n"; }, Named::no, 2},
    {"old variable", [](const auto& x) { return "Variable containing:\n" + torch_slices(x, 0) + "[torch.FloatTensor of size (" + sizes(x, ",") + ")]\n"; }, Named::no, 2},
    {"libtorch", libtorch, Named::no, 0},
    {"list of numbers as tensors", [](const auto& x) { return list_of(x, "tensor(", ")"); }, Named::no, 1, 1},
    {"list of rows as tensors", [](const auto& x) { return replaced(replaced(nested(x, {.row_break = ", "}), "[", "tensor(["), "]", "])").substr(7) ; }, Named::no, 2, 2},
    {"enumerated rows", [](const auto& x) { std::string text; for (Size i = 0; i < x.rows(); ++i) text += formatted("{} tensor([", i) + row(x, i, {.between = ", "}).substr(0, row(x, i, {.between = ", "}).size() - 1) + "])\n"; return text; }, Named::no, 2, 2},
    {"enumerated numbers", [](const auto& x) { std::string text; for (Size i = 0; i < x.columns(); ++i) text += formatted("{}[{}] = tensor({})\n", x.name, i, fixed(x.at(0, i))); return text; }, Named::yes, 1, 1},
    // NumPy and its kin
    {"numpy", [](const auto& x) { return nested(x, {.comma = " ", .row_break = "\n "}); }},
    {"numpy repr", [](const auto& x) { return "array(" + nested(x, {.row_break = ",\n       "}) + ", dtype=float32)"; }},
    {"numpy 2 scalars", [](const auto& x) { return list_of(x, "np.float32(", ")"); }},
    {"jax", [](const auto& x) { return "Array(" + nested(x, {}) + ", dtype=float32)"; }},
    {"old jax", [](const auto& x) { return "DeviceArray(" + nested(x, {}) + ", dtype=float32)"; }},
    {"tensorflow", [](const auto& x) { return "<tf.Tensor: shape=(" + sizes(x, ", ") + "), dtype=float32, numpy=\narray(" + nested(x, {}) + ", dtype=float32)>"; }},
    {"tensorflow print", [](const auto& x) { return "tf.Tensor(\n" + nested(x, {.comma = " ", .row_break = "\n "}) + ", shape=(" + sizes(x, ", ") + "), dtype=float32)"; }},
    {"mlx", [](const auto& x) { return "array(" + nested(x, {}) + ", dtype=float32)"; }},
    {"rust ndarray", [](const auto& x) { return nested(x, {}) + ", shape=[" + sizes(x, ", ") + "], strides=[" + sizes(x, ", ") + "], layout=Cc (0x5), const ndim=2"; }},
    {"rust vec", [](const auto& x) { return "let " + x.name + " = vec!" + nested(x, {}) + ";"; }, Named::yes},
    {"candle", [](const auto& x) { return nested(x, {}) + "\nTensor[[" + sizes(x, ", ") + "], f32]\n"; }},
    // Lists
    {"list", [](const auto& x) { return nested(x, {.row_break = ", "}); }},
    {"tuple", [](const auto& x) { return nested(x, {.open = "(", .close = ")", .row_break = ", "}); }},
    {"braces", [](const auto& x) { return "float x[] = " + nested(x, {.open = "{", .close = "}", .spell = [](double v) { return std::isfinite(v) ? fixed(v) + "f" : fixed(v); }}) + ";"; }},
    {"matlab literal", [](const auto& x) { return x.name + " = [" + replaced(rows(x, {.between = " "}), "\n", "; ") + "]"; }, Named::yes, 2, 2},
    {"julia literal", [](const auto& x) { return "Float32[" + replaced(rows(x, {.between = " "}), "\n", "; ") + "]"; }, Named::no, 2, 2},
    {"json", json},
    {"json of names", [](const auto& x) { return "{\"" + x.name + "\": " + json(x) + "}"; }, Named::yes},
    {"json with shape", [](const auto& x) { return "{\"shape\": [" + sizes(x, ", ") + "], \"dtype\": \"float32\", \"data\": " + json({"", {x.shape.product()}, x.values}) + "}"; }},
    {"python's dict with shape", [](const auto& x) { return "{'shape': [" + sizes(x, ", ") + "], 'data': " + nested({"", {x.shape.product()}, x.values}, {}) + "}"; }},
    {"yaml", [](const auto& x) { return title(x) + yaml(x); }, Named::yes},
    // Tables
    {"blanks", [](const auto& x) { return rows(x, {}); }},
    {"csv", [](const auto& x) { return rows(x, {.between = ","}); }},
    {"excel's csv", [](const auto& x) { return "\xEF\xBB\xBF" + replaced(rows(x, {.between = ","}), "\n", "\r\n"); }},
    {"tabs", [](const auto& x) { return rows(x, {.between = "\t"}); }},
    {"decimal commas", [](const auto& x) { return rows(x, {.between = ";", .spell = with_comma()}); }},
    {"decimal commas, tabs", [](const auto& x) { return rows(x, {.between = "\t", .spell = with_comma()}); }},
    {"decimal commas, blanks", [](const auto& x) { return rows(x, {.spell = with_comma()}); }},
    {"percent", [](const auto& x) { return rows(x, {.spell = [](double v) { return std::isinf(v) ? "-inf" : formatted("{:.2f}%", v * 100); }}); }},
    {"line numbers", [](const auto& x) { return rows(x, {.before = " ", .label = [](Size i) { return number_of(i + 1); }}); }, Named::no, 2},
    {"tokens", [](const auto& x) { return "token,x1,x2\n" + rows(x, {.between = ",", .label = [](Size i) { return formatted("t{},", i); }}); }},
    {"pandas", [](const auto& x) { return "         " + numbers_of_columns(x, "       ") + "\n" + rows(x, {.label = number_of}); }},
    {"pandas csv", [](const auto& x) { return "," + numbers_of_columns(x, ",") + "\n" + rows(x, {.between = ",", .label = [](Size i) { return formatted("{},", i); }}); }},
    {"pandas names", [](const auto& x) { return "        x1      x2\n" + rows(x, {.label = [](Size i) { return formatted("t{} ", i); }}); }, Named::no, 2},
    {"markdown", [](const auto& x) { return grid(x, "|", "", "|---:|---:|\n"); }},
    {"psql", [](const auto& x) { return grid(x, "|", "+----+----+\n", "|----+----|\n") + "(3 rows)\n"; }},
    {"polars", [](const auto& x) { return "shape: (3, 2)\n" + grid(x, "│", "┌─────┬─────┐\n", "│ --- ┆ --- │\n│ f32 ┆ f32 │\n╞═════╪═════╡\n") + "└─────┴─────┘\n"; }, Named::no, 2, 2},
    {"html", html},
    {"latex", latex, Named::yes},
    // Other languages
    {"R", r_with_columns, Named::no, 2},
    {"R vector", [](const auto& x) { return "[1] " + rows({"", {3}, {x.values.begin(), x.values.begin() + 3}}, {}) + "[4] " + rows({"", {3}, {x.values.begin() + 3, x.values.end()}}, {}); }, Named::no, 1, 1},
    {"octave", octave, Named::yes},
    {"octave by columns", octave_columns, Named::yes, 1, 2},
    {"matlab with a factor", matlab_scaled, Named::yes, 1, 2},
    {"julia", julia},
    // What stands around it
    {"utf-16 of powershell", [](const auto& x) { return utf16(tensor(x), true, true); }, Named::no, 0},
    {"utf-16, bare", [](const auto& x) { return utf16(tensor(x), true, false); }, Named::no, 0},
    {"utf-16, high byte first", [](const auto& x) { return utf16(tensor(x), false, true); }, Named::no, 0},
    {"old mac", [](const auto& x) { return replaced(tensor(x), "\n", "\r"); }, Named::no, 0},
    {"full width", [](const auto& x) { return full_width(nested(x, {})); }},
    {"printed minus", [](const auto& x) { return replaced(tensor(x), "-", "−"); }, Named::no, 0},
    {"en dash", [](const auto& x) { return replaced(rows(x, {}), "-", "–"); }},
    {"no-break blanks", [](const auto& x) { return replaced(tensor(x), " ", "\u00A0"); }, Named::no, 0},
    {"ideographic blanks", [](const auto& x) { return replaced(rows(x, {}), " ", "\u3000"); }},
    {"colours", [](const auto& x) { return "\x1b]0;python\a" + replaced(tensor(x), "0.", "\x1b[36m0.\x1b[0m"); }, Named::no, 0},
    {"link", [](const auto& x) { return "\x1b]8;;https://pytorch.org\x1b\\" + tensor(x) + "\x1b]8;;\x1b\\"; }, Named::no, 0},
    {"mail", [](const auto& x) { return "On Monday she wrote:\n" + prefixed("I get\n\n" + tensor(x) + "\nWhy?", "> ") + "\n"; }},
    {"mail, quoted twice", [](const auto& x) { return prefixed(tensor(x), "> > "); }, Named::no, 2},
    {"comment", [](const auto& x) { return prefixed(x.name + "\n" + rows(x, {}), "# "); }, Named::yes},
    {"log", [](const auto& x) { return prefixed(tensor(x), "2024-05-01 12:00:01.123 | INFO | __main__:12 - "); }, Named::no, 0},
    {"pytest", [](const auto& x) { return prefixed(tensor(x), "E       "); }, Named::no, 0},
    {"progress", [](const auto& x) { return "  0%|    | 0/30 [00:00<?, ?it/s]\r100%|████| 30/30 [00:00<00:00, 95.10it/s]\n" + tensor(x); }, Named::no, 0},
    {"logs around", [](const auto& x) { return "[INFO] Epoch [1/10], loss 0.5\n[2024-05-01 12:00:01] finished in 3 s.\n" + tensor(x) + "\n[1/2, done]\n"; }, Named::no, 0},
    {"shell", [](const auto& x) { return "(base) [user@host ~]$ python sa.py\n" + tensor(x) + "\n(base) [user@host ~]$ "; }, Named::no, 0},
    {"warning", [](const auto& x) { return "/usr/lib/x.py:84: UserWarning: see [1, 2.5] (Triggered at x.cpp:3.)\n  x = torch.tensor([1.5, 2])\n" + tensor(x); }, Named::no, 0},
    {"traceback", [](const auto& x) { return tensor(x) + "\nTraceback (most recent call last):\n  File \"x.py\", line 3, in <module>\n    y = x[[0.5, 1]]\nIndexError: [0.5, 1.5]\n"; }, Named::no, 0},
    {"session", [](const auto& x) { return ">>> x = [1.5, 2.5]\n>>> x\n" + tensor(x) + "\n>>> x.shape\ntorch.Size([" + sizes(x, ", ") + "])\n"; }, Named::no, 0},
    {"cell", [](const auto& x) { return cell_prompt(code_of_cell, tensor(x)); }, Named::no, 0},
    {"cell of jupyterlab", [](const auto& x) { return "[12]:\n" + std::string(code_of_cell) + "\n[12]:\n" + tensor(x); }, Named::no, 0},
    {"R session", [](const auto& x) { return "> options(digits = 4)\n> x\n" + r(x); }, Named::no, 2},
    {"notebook", notebook, Named::no, 0},
};
// clang-format on

}  // namespace attn::forms
