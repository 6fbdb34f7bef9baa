#include "code/draws.h"

#include <array>

namespace attn::python {
namespace {

constexpr std::array<std::string_view, 22> functions_that_draw = {
    "rand",          "randn",           "randint",        "randperm",         "rand_like",
    "randn_like",    "randint_like",    "normal",         "bernoulli",        "multinomial",
    "poisson",       "uniform_",        "normal_",        "bernoulli_",       "random_",
    "exponential_",  "xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_",
    "trunc_normal_", "orthogonal_"};

/// The modules of torch.nn that have no weights, or start from weights that are not drawn.
constexpr std::array<std::string_view, 20> modules_without_draws = {
    "Module",  "Parameter", "Sequential",       "ModuleList", "ModuleDict", "LayerNorm", "GELU",
    "ReLU",    "Tanh",      "Sigmoid",          "Softmax",    "LogSoftmax", "Identity",  "Flatten",
    "MSELoss", "NLLLoss",   "CrossEntropyLoss", "Dropout",    "SiLU",       "RMSNorm"};

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_behind(Tokens tokens, std::size_t at, std::string_view name) {
  return at >= 2 && tokens[at - 1].is(".") && tokens[at - 2].is(name);
}

/// A number's text, if the argument at `at` is a number and no more; else empty.
std::string_view number_at(Tokens tokens, std::size_t at) {
  const bool is_number = at + 1 < tokens.size() && tokens[at].kind == Token::Kind::number &&
                         (tokens[at + 1].is(",") || tokens[at + 1].is(")"));
  return is_number ? tokens[at].text : std::string_view();
}

bool is_zero(std::string_view number) {
  return number.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool is_draw(Tokens tokens, std::size_t at) {
  const std::string_view word = tokens[at].text;
  if (is_one_of(word, functions_that_draw)) return true;
  return is_behind(tokens, at, "nn") && is_capital(word[0]) &&
         !is_one_of(word, modules_without_draws);
}

std::string_view own_generator(Tokens tokens, std::size_t at) {
  if (at + 1 >= tokens.size() || !tokens[at + 1].is("(")) return {};
  const std::size_t end = closing(tokens, at + 1);
  for (std::size_t i = at + 2; i + 2 < end; ++i) {
    if (tokens[i].is("generator") && tokens[i + 1].is("=")) return tokens[i + 2].text;
  }
  return {};
}

bool has_dropout(Tokens tokens, const Namespace& names) {
  bool mentioned = false;
  bool all_known = true;  // every rate that is written is 0
  bool any_rate = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind != Token::Kind::name) continue;
    const bool is_rate =
        token.is("dropout") && token.depth > 0 && i + 1 < tokens.size() && tokens[i + 1].is("=");
    const bool is_module = is_behind(tokens, i, "nn") && token.text.starts_with("Dropout");
    const bool is_function =
        is_behind(tokens, i, "functional") && token.text.find("dropout") != std::string_view::npos;
    const Callable* callable =
        i > 0 && tokens[i - 1].is(".") ? nullptr : names.callable(token.text);
    mentioned = mentioned || is_rate || is_module || is_function || (callable && callable->drops) ||
                (is_behind(tokens, i, "nn") && token.text.starts_with("Transformer"));
    if (is_function) all_known = false;
    if (!is_rate && !is_module) continue;
    any_rate = true;
    const std::string_view rate = number_at(tokens, i + 2);
    all_known = all_known && !rate.empty() && is_zero(rate);
  }
  return mentioned && !(any_rate && all_known);
}

bool only_looks(std::string_view method) {
  constexpr std::array<std::string_view, 8> methods = {
      "parameters", "named_parameters", "modules", "named_modules",
      "children",   "state_dict",       "eval",    "buffers"};
  return is_one_of(method, methods);
}

}  // namespace attn::python
