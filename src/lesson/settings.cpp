#include "lesson/settings.h"

#include <algorithm>

#include "lesson/korean.h"
#include "lesson/typed.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

Size parse_query(const std::string& typed, Size tokens) {
  return parse_whole("--query", typed, 1, tokens,
                     {"토큰의 번호를 쓰십시오: --query 1은 첫 토큰입니다",
                      "number a token: --query 1 is the first"}) -
         1;
}

/// The mask must reach as far as the sentence.
Size parse_context_length(const std::string& typed, Size tokens) {
  return parse_whole(
      "--context-length", typed, tokens, Settings::max_context_length,
      {formatted(
           "마스크는 입력의 토큰 수({})보다 작을 수 없습니다: --context-length {}처럼 쓰십시오",
           tokens, tokens + 2),
       formatted("the mask must cover the input ({} token{}): write, say, --context-length {}",
                 tokens, tokens == 1 ? "" : "s", tokens + 2)});
}

void require_heads_divide(Size heads, Size d_out) {
  if (d_out % heads == 0) return;
  throw UserError(
      "--heads",
      {formatted("d_out({})이 헤드 수({})로 나누어떨어지지 않습니다", d_out, heads),
       formatted("{} head{} do not divide d_out {}", heads, heads == 1 ? "" : "s", d_out)},
      {formatted("--d-out {}처럼 헤드 수의 배수를 쓰십시오", heads * 2),
       formatted("use a multiple of the heads, such as --d-out {}", heads * 2)});
}

/// What follows from weights must be what was chosen, if anything was; and within the limit.
void require_same(const std::optional<Size>& chosen, Size follows, const char* option,
                  const OwnWeights& weights) {
  if (!chosen || *chosen == follows) return;
  throw UserError(
      option,
      {formatted_ko("{}의 가중치에서는 {}입니다({}[이/가] 아닙니다)", weights.file(), follows,
                    *chosen),
       formatted("the weights in {} make it {}, not {}", weights.file(), follows, *chosen)},
      {formatted_ko("빼거나 {} {}[으로/로] 쓰십시오", option, follows),
       formatted("leave it out, or write {} {}", option, follows)});
}

void require_at_most(Size limit, Size size, const char* what, const OwnWeights& weights) {
  if (size <= limit) return;
  throw UserError(
      weights.file(),
      {formatted("가중치의 {}[이/가] {}[이지만/지만] 많아야 {}[이어야/여야] 합니다", what, size,
                 limit),
       formatted("the weights make {} {}, and it can be {} at most", what, size, limit)},
      {"더 작은 모델의 가중치를 주십시오", "give the weights of a smaller model"});
}

[[noreturn]] void fail_heads(const std::string& typed, Size heads) {
  throw UserError(
      "--ablate",
      {formatted("쉼표로 이은 층.헤드가 와야 하는데 \"{}\"입니다", echoed(typed)),
       formatted("expected layer.head, several with commas between, got \"{}\"", echoed(typed))},
      {formatted("층은 0부터 {}까지, 헤드는 0부터 {}까지입니다: --ablate 0.0,1.{}처럼 쓰십시오",
                 Settings::layers_of_model - 1, heads - 1, heads - 1),
       formatted("layers go from 0 to {}, heads from 0 to {}: write, say, --ablate 0.0,1.{}",
                 Settings::layers_of_model - 1, heads - 1, heads - 1)});
}

/// "0.1,1.3": heads of chapter 7's model.
std::vector<Settings::HeadOfModel> parse_heads(const std::string& typed, Size heads) {
  std::vector<Settings::HeadOfModel> found;
  std::size_t at = 0;
  const auto number = [&] {  // two digits at most
    Size value = -1;
    for (int digits = 0; digits < 2 && at < typed.size(); ++digits, ++at) {
      if (typed[at] < '0' || typed[at] > '9') break;
      value = std::max<Size>(value, 0) * 10 + (typed[at] - '0');
    }
    return value;
  };
  const auto skip = [&](char c) {
    if (at >= typed.size() || typed[at] != c) fail_heads(typed, heads);
    ++at;
  };
  for (;;) {
    const Size layer = number();
    skip('.');
    const Size head = number();
    if (layer < 0 || layer >= Settings::layers_of_model || head < 0 || head >= heads) {
      fail_heads(typed, heads);
    }
    found.push_back({static_cast<std::size_t>(layer), head});
    if (at == typed.size()) return found;
    skip(',');
  }
}

}  // namespace

void Settings::take_sizes_of_weights() {
  const SizesOfWeights sizes = sizes_of(*weights_);
  if (sizes.d_out > 0) {
    require_at_most(max_d_out, sizes.d_out, "d_out", *weights_);
    require_same(d_out_, sizes.d_out, "--d-out", *weights_);
    d_out_ = sizes.d_out;
  }
  if (sizes.heads > 0) {
    require_at_most(max_heads, sizes.heads, "num_heads", *weights_);
    require_same(heads_, sizes.heads, "--heads", *weights_);
    heads_ = sizes.heads;
  }
  bias_ = bias_ || sizes.has_bias;
}

Settings Settings::for_one_step() const {
  Settings copy = *this;
  copy.asked_ = {};
  copy.fit_ = false;
  copy.unfit_.reset();
  return copy;
}

Settings Settings::without_weights() const {
  Settings copy = for_one_step();
  copy.weights_.reset();
  return copy;
}

Size Settings::heads() const {
  if (asked(Setting::heads, heads_)) return *heads_;
  return default_heads(asked(Setting::d_out, d_out_).value_or(2));
}

Size Settings::heads_of_model() const {
  if (!weights()) return heads_of_ready_model;
  if (asked(Setting::heads, heads_)) return *heads_;
  const Size d = asked(Setting::d_out, d_out_).value_or(heads_of_ready_model);
  return d % heads_of_ready_model == 0 ? heads_of_ready_model : default_heads(d);
}

Size Settings::context_length() const {
  const Size usual = std::max<Size>(num_tokens(), 8);
  return asked(Setting::context_length, context_length_).value_or(usual);
}

Settings make_settings(Tensor inputs, const Choices& choices,
                       std::shared_ptr<const OwnWeights> weights) {
  Settings settings(std::move(inputs));
  settings.choices_ = choices;
  settings.weights_ = std::move(weights);
  const Size tokens = settings.inputs_.size(0);
  settings.query_ = std::min<Size>(1, tokens - 1);
  for (const auto& [setting, typed] : choices) {
    switch (setting) {
      case Setting::input:
        settings.inputs_chosen_ = true;
        settings.input_file_ = typed;
        break;
      case Setting::tokens:
        settings.inputs_chosen_ = true;
        settings.inputs_drawn_ = !choices.contains(Setting::input);
        break;
      case Setting::d_in:  // understood where the inputs are made
        break;
      case Setting::weights:  // read by who calls
        break;
      case Setting::query:
        settings.query_ = parse_query(typed, tokens);
        break;
      case Setting::seed:
        settings.seed_ = parse_seed("--seed", typed);
        break;
      case Setting::d_out:
        settings.d_out_ = parse_whole("--d-out", typed, 1, Settings::max_d_out,
                                      {"--d-out 4처럼 쓰십시오", "write, say, --d-out 4"});
        break;
      case Setting::heads:
        settings.heads_ =
            parse_whole("--heads", typed, 1, Settings::max_heads,
                        {"d_out의 약수를 쓰십시오", "use a number that divides d_out"});
        break;
      case Setting::dropout:
        settings.dropout_ = parse_rate("--dropout", typed);
        break;
      case Setting::bias:
        settings.bias_ = true;
        break;
      case Setting::context_length:
        settings.context_length_ = parse_context_length(typed, tokens);
        break;
      case Setting::temperature:
        settings.temperature_ = parse_number(
            "--temperature", typed, Settings::min_temperature, Settings::max_temperature,
            {"--temperature 0.7처럼 쓰십시오", "write, say, --temperature 0.7"});
        break;
      case Setting::top_k:
        settings.top_k_ = parse_whole("--top-k", typed, 1, Settings::max_top_k,
                                      {"--top-k 5처럼 쓰십시오", "write, say, --top-k 5"});
        break;
      case Setting::top_p:
        settings.top_p_ = parse_number("--top-p", typed, Settings::min_top_p, 1,
                                       {"--top-p 0.8처럼 쓰십시오", "write, say, --top-p 0.8"});
        break;
      case Setting::ablate:  // once the model's heads are known
        break;
    }
  }
  if (settings.weights_) settings.take_sizes_of_weights();
  if (settings.heads_ && settings.d_out_) require_heads_divide(*settings.heads_, *settings.d_out_);
  if (const auto typed = choices.find(Setting::ablate); typed != choices.end()) {
    settings.ablated_ = parse_heads(typed->second, Settings(settings).heads_of_model());
  }
  return settings;
}

Size default_heads(Size d_out) {
  for (Size heads = 2; heads <= std::min(d_out, Settings::max_heads); ++heads) {
    if (d_out % heads == 0) return heads;
  }
  return 1;
}

}  // namespace attn
