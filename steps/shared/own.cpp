#include "shared/own.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include "lesson/korean.h"
#include "lesson/pytorch_source.h"
#include "lesson/suggest.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// How a module's names are looked for in the file.
struct Search {
  const OwnWeights& weights;
  std::string variable;  ///< "mha."
  const NamedParameters& parameters;
  Prefix prefix;
};

std::size_t count_found(const Search& search, const std::string& prefix) {
  return static_cast<std::size_t>(std::count_if(
      search.parameters.begin(), search.parameters.end(), [&](const NamedParameter& parameter) {
        return search.weights.find(prefix + parameter.name) != nullptr;
      }));
}

/// Whether a name is that of a registered mask, which is computed and not learned.
bool is_mask(std::string_view name) {
  return name == "mask" || name.ends_with(".mask");
}

/// Whether the file has more under the prefix than the module has: a mask aside, which is computed.
bool has_more(const Search& search, const std::string& prefix) {
  const auto is_of_module = [&](std::string_view name) {
    return is_mask(name) || std::any_of(search.parameters.begin(), search.parameters.end(),
                                        [&](const auto& one) { return one.name == name; });
  };
  const auto tensors = search.weights.tensors();
  return std::any_of(tensors.begin(), tensors.end(), [&](const Tensor& one) {
    return one.name().starts_with(prefix) && !is_of_module(one.name().substr(prefix.size()));
  });
}

/// An encoder layer and a decoder layer share most of their names; one of them is not the other.
bool is_other_layer(const Search& search, const std::string& prefix) {
  constexpr std::string_view of_decoders = "multihead_attn.in_proj_weight";
  const bool is_decoder =
      std::any_of(search.parameters.begin(), search.parameters.end(),
                  [&](const NamedParameter& one) { return one.name == of_decoders; });
  const bool found = search.weights.find(prefix + std::string(of_decoders)) != nullptr;
  const bool has_self = search.weights.find(prefix + "self_attn.in_proj_weight") != nullptr;
  return has_self && found != is_decoder;
}

/// All prefixes before any of the module's names.
std::set<std::string> prefixes_of(const Search& search) {
  if (search.prefix == Prefix::known) return {"", search.variable};
  std::set<std::string> prefixes = {"", search.variable};
  for (const Tensor& one : search.weights.tensors()) {
    for (const NamedParameter& parameter : search.parameters) {
      if (!one.name().ends_with("." + parameter.name)) continue;
      prefixes.insert(one.name().substr(0, one.name().size() - parameter.name.size()));
    }
  }
  return prefixes;
}

std::vector<std::string> fitting(const Search& search) {
  std::vector<std::string> prefixes;
  for (const std::string& prefix : prefixes_of(search)) {
    if (count_found(search, prefix) == search.parameters.size() &&
        !is_other_layer(search, prefix)) {
      prefixes.push_back(prefix);
    }
  }
  return prefixes;
}

/// "W_query.weight (2,3), W_key.weight (2,3)": what the step reads.
std::string names_and_shapes(const Search& search) {
  std::vector<std::string> names;
  for (const NamedParameter& parameter : search.parameters) {
    names.push_back(parameter.name + " " + to_string(parameter.tensor->shape()));
  }
  return joined(names, ", ");
}

/// The name in the file that was meant by `name`, if one is near; none that is another parameter's.
std::optional<std::string_view> near(const Search& search, const std::string& prefix,
                                     std::string_view name) {
  const auto is_read = [&](const std::string& other) {
    return std::any_of(search.parameters.begin(), search.parameters.end(),
                       [&](const NamedParameter& one) { return prefix + one.name == other; });
  };
  std::vector<std::string_view> candidates;
  for (const Tensor& one : search.weights.tensors()) {
    if (!is_read(one.name())) candidates.push_back(one.name());
  }
  return did_you_mean(name, candidates);
}

/// The prefix under which most of the module's names are.
std::string best_prefix(const Search& search) {
  std::string best;
  for (const std::string& prefix : prefixes_of(search)) {
    if (count_found(search, prefix) > count_found(search, best)) best = prefix;
  }
  return best;
}

/// What is said of the first name that is missing.
UnfitWeights missing_name(const Search& search) {
  const std::string best = best_prefix(search);
  const auto missing = std::find_if(
      search.parameters.begin(), search.parameters.end(),
      [&](const NamedParameter& one) { return !search.weights.find(best + one.name); });
  const std::string name = missing == search.parameters.end() ? "" : best + missing->name;
  const std::string reads = names_and_shapes(search);
  if (const auto meant = near(search, best, name)) {
    return UnfitWeights(
        search.weights.file(),
        {formatted_ko("{}[이/가] 없습니다. 이 단계가 읽는 것은 {}입니다", name, reads),
         formatted("there is no {}; this step reads {}", name, reads)},
        {formatted_ko("{}[을/를] 말한 것이라면 그 이름을 {}[으로/로] 바꾸어 저장하십시오", *meant,
                      name),
         formatted("did you mean {}? save it under the name {}", *meant, name)});
  }
  return UnfitWeights(
      search.weights.file(),
      {formatted_ko("{}[이/가] 없습니다. 이 단계가 읽는 것은 {}입니다", name, reads),
       formatted("there is no {}; this step reads {}", name, reads)},
      {"이 단계에 나오는 클래스의 state_dict()를 저장하십시오",
       "save the state_dict() of the class on this step's page"});
}

/// The prefix under which the file has the module; none if it has not even one of its names.
std::optional<std::string> prefix_in_file(const Search& search) {
  const std::vector<std::string> prefixes = fitting(search);
  if (prefixes.empty()) {
    const std::string best = best_prefix(search);
    if (count_found(search, best) == 0 || is_other_layer(search, best)) return std::nullopt;
    throw missing_name(search);
  }
  const auto holds = [&](const std::string& prefix) {
    return std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end();
  };
  if (holds(search.variable)) return search.variable;
  if (holds("")) return "";
  std::vector<std::string> exact;
  std::copy_if(prefixes.begin(), prefixes.end(), std::back_inserter(exact),
               [&](const std::string& prefix) { return !has_more(search, prefix); });
  if (exact.size() == 1) return exact.front();
  if (prefixes.size() == 1) return prefixes.front();
  const std::string all = joined(exact.empty() ? prefixes : exact, ", ");
  throw UnfitWeights(search.weights.file(),
                     {formatted("모듈이 여러 개 들어 있습니다: {}", all),
                      formatted("there are several such modules: {}", all)},
                     {"그 가운데 하나의 state_dict()만 저장하십시오",
                      "save the state_dict() of one of them alone"});
}

/// Refuses biases of layers that have none here: without them these are another module's numbers.
void require_no_other_bias(const Search& search, const std::string& prefix) {
  constexpr std::string_view weight = "weight";
  for (const NamedParameter& one : search.parameters) {
    if (!one.name.ends_with("." + std::string(weight))) continue;
    const std::string bias = one.name.substr(0, one.name.size() - weight.size()) + "bias";
    const bool has_bias =
        std::any_of(search.parameters.begin(), search.parameters.end(),
                    [&](const NamedParameter& other) { return other.name == bias; });
    if (has_bias || !search.weights.find(prefix + bias)) continue;
    throw UnfitWeights(
        search.weights.file(),
        {formatted_ko("{}[이/가] 있지만 이 단계의 클래스에는 그 편향이 없습니다", prefix + bias),
         formatted("it has {}, a bias that the class of this step does not have", prefix + bias)},
        {"편향이 있는 모듈은 4.4-4.13에서 볼 수 있습니다",
         "steps 4.4-4.13 have a module with biases"});
  }
}

/// Refuses a registered mask that is not the one that is computed here.
void require_causal(const Search& search, const Tensor& mask) {
  const Size n = mask.dim() == 2 ? mask.size(0) : 0;
  bool is_causal = n > 0 && mask.size(1) == n;
  for (Size i = 0; is_causal && i < n; ++i) {
    for (Size j = 0; j < n; ++j) is_causal = is_causal && mask.at({i, j}) == (j > i ? 1.0F : 0.0F);
  }
  if (is_causal) return;
  throw UnfitWeights(
      search.weights.file(),
      {formatted_ko("{}[이/가] 이 단계의 마스크가 아닙니다. 대각선 위는 1, 나머지는 0이어야 합니다",
                    mask.name()),
       formatted("{} is not the mask of this step, which is 1 above the diagonal and 0 elsewhere",
                 mask.name())},
      {"마스크 없이 저장하면 이 단계의 마스크로 계산합니다",
       "saved without it, they are shown with the step's own mask"});
}

void require_fit(const Search& search, const Tensor& found, const Tensor& wanted) {
  if (found.dim() == 2 && wanted.dim() == 2 && found.shape() != wanted.shape() &&
      found.size(0) == wanted.size(1)) {
    throw UnfitWeights(search.weights.file(),
                       {formatted_ko("{}의 모양이 {}입니다. 전치된 것으로 보입니다", found.name(),
                                     to_string(found.shape())),
                        formatted("{} has the shape {}; it looks transposed", found.name(),
                                  to_string(found.shape()))},
                       {formatted("이 단계가 읽는 것: {}", names_and_shapes(search)),
                        formatted("this step reads {}", names_and_shapes(search))});
  }
  if (found.shape() != wanted.shape()) {
    throw UnfitWeights(
        search.weights.file(),
        {formatted_ko("{}의 모양이 {}입니다. 여기서는 {}[이어야/여야] 합니다", found.name(),
                      to_string(found.shape()), to_string(wanted.shape())),
         formatted("{} has the shape {}; here it must be {}", found.name(),
                   to_string(found.shape()), to_string(wanted.shape()))},
        {formatted("이 단계가 읽는 것: {}. 입력의 차원은 --input으로 바꿉니다",
                   names_and_shapes(search)),
         formatted("this step reads {}; --input changes the size of the input",
                   names_and_shapes(search))});
  }
  for_each_cell(found.shape(), [&](const Index& cell) {
    if (std::isfinite(found.at(cell))) return;
    throw UnfitWeights(
        search.weights.file(),
        {formatted("{}{}에 유한하지 않은 수({})가 있습니다", found.name(), subscript(cell),
                   found.at(cell)),
         formatted("{}{} is {}, which is not a finite number", found.name(), subscript(cell),
                   found.at(cell))},
        {"학습이 발산하기 전의 가중치를 주십시오", "give weights from before training diverged"});
  });
}

/// Lines that read the file as `weights`.
std::string reading(const std::string& file) {
  const std::string path = in_python(file);
  if (file.ends_with(".safetensors")) {
    return formatted(
        "from safetensors.torch import load_file\n"
        "weights = {{k: v.float() for k, v in load_file({}).items()}}\n",
        path);
  }
  return formatted(
      "import numpy\n"
      "weights = {{k: torch.from_numpy(v.astype(\"float32\"))\n"
      "           for k, v in numpy.load({}).items()}}\n",
      path);
}

/// Lines that leave a prefix of their names out.
std::string without_prefix(const std::string& prefix) {
  if (prefix.empty()) return "";
  return formatted(
      "weights = {{k.removeprefix({0}): v for k, v in weights.items()\n"
      "           if k.startswith({0})}}\n",
      in_python(prefix));
}

}  // namespace

void take_own_weights(const Settings& s, std::string_view variable,
                      const NamedParameters& parameters, Prefix prefix) {
  const OwnWeights* weights = s.weights();
  if (!weights) return;
  const Search search{*weights, std::string(variable) + ".", parameters, prefix};
  const std::optional<std::string> found_under = prefix_in_file(search);
  if (!found_under) return s.remember_unfit(missing_name(search));
  const auto found = [&](const NamedParameter& parameter) -> const Tensor& {
    return *weights->find(*found_under + parameter.name);
  };
  for (const NamedParameter& parameter : parameters) {
    require_fit(search, found(parameter), *parameter.tensor);
  }
  require_no_other_bias(search, *found_under);
  for (const NamedParameter& parameter : parameters) {
    *parameter.tensor = loaded(found(parameter), weights->file()).named(parameter.tensor->name());
    weights->remember_use(found(parameter).name());
  }
  for (const Tensor& one : weights->tensors()) {
    if (!one.name().starts_with(*found_under) || !is_mask(one.name())) continue;
    require_causal(search, one);
    weights->remember_use(one.name());
  }
  s.remember_fit();
}

WeightsInPyTorch weights_in_pytorch(const Settings& s, std::string_view variable,
                                    const NamedParameters& parameters, std::uint64_t seed,
                                    bool draws_more, bool registers_mask, Prefix prefix) {
  WeightsInPyTorch lines{false, formatted("torch.manual_seed({})\n", seed), "", ""};
  const OwnWeights* weights = s.weights();
  if (!weights) return lines;
  const Search search{*weights, std::string(variable) + ".", parameters, prefix};
  const std::optional<std::string> found_under = prefix_in_file(search);
  if (!found_under) return lines;
  lines.are_own = true;
  if (!draws_more) lines.seed.clear();
  lines.read = reading(weights->file()) + without_prefix(*found_under);
  const auto tensors = weights->tensors();
  const bool has_mask = std::any_of(tensors.begin(), tensors.end(), [&](const Tensor& one) {
    return one.name().starts_with(*found_under) && is_mask(one.name());
  });
  if (has_mask) {  // it is computed, for the context length at hand
    lines.read += "weights = {k: v for k, v in weights.items() if not k.endswith(\"mask\")}\n";
  }
  const bool is_exact = !has_more(search, *found_under) && !registers_mask;
  lines.load = lines.read + formatted("{}.load_state_dict(weights{})\n", variable,
                                      is_exact ? "" : ", strict=False");
  return lines;
}

}  // namespace attn
