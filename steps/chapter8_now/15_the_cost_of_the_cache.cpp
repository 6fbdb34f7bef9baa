#include <algorithm>
#include <array>

#include "chapter8_now/flow.h"
#include "chapter8_now/steps.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// A published model, as its paper gives it.
struct Model {
  const char* name;
  const char* source;
  Size layers, kv_heads, head_dim;
  Size kept;  ///< tokens at most: its context length, or its window
};
constexpr std::array models = {
    Model{"GPT-2", "Radford et al., 2019", 12, 12, 64, 1024},
    Model{"GPT-2 XL", "Radford et al., 2019", 48, 25, 64, 1024},
    Model{"Llama 2 7B", "Touvron et al., 2023", 32, 32, 128, 4096},
    Model{"Llama 2 70B", "Touvron et al., 2023", 80, 8, 128, 4096},
    Model{"Mistral 7B", "Jiang et al., 2023", 32, 8, 128, 4096},
    Model{"Gemma 2B", "Gemma Team, 2024", 18, 1, 256, 8192},
    Model{"Gemma 7B", "Gemma Team, 2024", 28, 16, 256, 8192},
    Model{"Llama 3.1 8B", "Dubey et al., 2024", 32, 8, 128, 131072},
    Model{"Llama 3.1 70B", "Dubey et al., 2024", 80, 8, 128, 131072},
};

/// One of the numbers of each model, (models).
Tensor column(Size Model::*number, std::string_view name) {
  std::vector<float> values;
  Labels names;
  for (const Model& model : models) {
    values.push_back(static_cast<float>(model.*number));
    names.emplace_back(model.name);
  }
  const auto n = static_cast<Size>(values.size());
  return Tensor({n}, std::move(values))
      .labelled(0, std::make_shared<const Labels>(std::move(names)))
      .named(name);
}

std::string in_python(Size Model::*number) {
  std::string list;
  for (const Model& model : models) {
    const bool is_wide = list.size() - list.rfind('\n') - 1 > 40;
    const char* before = list.empty() ? "" : is_wide ? ",\n                         " : ", ";
    list += formatted("{}{}", before, model.*number);
  }
  return "torch.tensor([" + list + "])";
}

/// Keys and values of one token, in bytes, worked out in whole numbers.
Size bytes_of(const Model& model) {
  const Size numbers = model.layers * model.kv_heads * model.head_dim;
  return 2 * (numbers + numbers);
}

bool are_exact(const Tensor& kib_per_token, const Tensor& gib) {
  bool same = true;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto place = static_cast<Size>(i);
    const auto bytes = static_cast<double>(bytes_of(models[i]));
    same = same && double{kib_per_token.at({place})} * 1024 == bytes &&
           double{gib.at({place})} * 1073741824 == bytes * static_cast<double>(models[i].kept);
  }
  return same;
}

/// What four of them keep, as a text gets longer.
void draw_caches(Page& page) {
  constexpr Size longest = 8192;
  constexpr Size points = 65;
  const auto kept = [](const Model& model, const char* name) {
    std::vector<float> gib;
    for (Size i = 0; i < points; ++i) {
      const Size tokens = std::min(i * (longest / (points - 1)), model.kept);
      gib.push_back(static_cast<float>(bytes_of(model) * tokens) / 1073741824);
    }
    return Tensor({points}, std::move(gib)).named(name);
  };
  page.text(
      "토큰의 수에 따라 그리면 캐시는 곧게 자라고, 토큰당 크기가 클수록 가파릅니다. 창이 있는 모델은 창이 다 "
      "차면 더 자라지 않습니다.",
      "Drawn against the tokens, a cache grows in a straight line, as steep as it is large per "
      "token. That of a model with a window stops growing when the window is full.");
  page.plot(
      (arange(points) * static_cast<float>(longest / (points - 1))).named("tokens"),
      {kept(models[6], "Gemma 7B"), kept(models[4], "Mistral 7B"), kept(models[5], "Gemma 2B")});
}

}  // namespace

// What must be kept for every token that was read.
void the_cost_of_the_cache(const Settings& s, Page& page) {
  const Head h = head(s);
  const Tensor layers = column(&Model::layers, "layers");
  const Tensor kv_heads = column(&Model::kv_heads, "kv_heads");
  const Tensor head_dim = column(&Model::head_dim, "head_dim");
  const Tensor kept = column(&Model::kept, "kept");
  const Tensor numbers = layers * kv_heads * head_dim * 2.0F;  // keys and values
  const Tensor kib_per_token = (numbers * 2.0F / 1024.0F).named("kib_per_token");
  const Tensor gib = (kib_per_token * kept / 1048576.0F).named("gib");

  page.text(
      "글을 한 토큰씩 이어 쓸 때 모델은 앞 토큰들의 키와 값을 다시 계산하지 않고 저장해 두며, 이것을 "
      "KV 캐시(KV cache)라고 합니다. 쿼리는 자기 차례에만 쓰이므로 저장하지 않습니다. 토큰 하나에 드는 "
      "크기는 2(키와 값) × 층의 수 × 키와 값을 가진 헤드의 수 × 헤드의 차원 × 수 하나의 바이트입니다. "
      "아래는 공개된 모델의 크기이며, 수 하나는 16비트, 즉 2바이트로 셉니다. 문맥이 kept개의 토큰으로 다 찼을 때가 "
      "gib(2^30바이트)이고, Mistral 7B는 창의 크기까지만 저장합니다.",
      "Writing a text token by token, a model does not compute the keys and values of earlier "
      "tokens again but keeps them: the KV cache. Queries are used in their own turn only and not "
      "kept. A token takes 2 (key and value) × layers × heads with keys and values × size of a "
      "head × bytes of a number. These are the sizes of published models, at 16 bits, 2 bytes, a "
      "number. gib, of 2^30 bytes, is a context full of kept tokens; Mistral 7B keeps no more than "
      "its window.");
  std::vector<std::vector<block::Cell>> rows;
  for (const Model& model : models) {
    rows.push_back(
        {model.name, model.source, model.layers, model.kv_heads, model.head_dim, model.kept});
  }
  page.table({{"모델", "model"},
              {"출처", "source"},
              {"층", "layers"},
              {"KV 헤드", "KV heads"},
              "hd",
              "kept"},
             std::move(rows));
  page.code(
      "layers   = {}\n"
      "kv_heads = {}\n"
      "head_dim = {}\n"
      "kept     = {}\n"
      "kib_per_token = 2 * layers * kv_heads * head_dim * 2 / 1024\n"
      "gib = kib_per_token * kept / 2**20",
      in_python(&Model::layers), in_python(&Model::kv_heads), in_python(&Model::head_dim),
      in_python(&Model::kept));
  page.tensor(kib_per_token);
  page.tensor(gib);
  draw_caches(page);
  page.ask_count(
      {"Llama 2 7B는 층이 32개, 키와 값을 가진 헤드가 32개이고 헤드는 128차원입니다. 수 하나가 "
       "2바이트이면 토큰 하나의 키와 값은 몇 KiB(1024바이트)입니까?",
       "Llama 2 7B has 32 layers of 32 heads with keys and values, each of 128 dimensions. At 2 "
       "bytes a number, how many KiB (1024 bytes) do the key and value of one token take?"},
      {"층마다 32 × 128개의 키와 그만큼의 값이 있습니다",
       "in each layer there are 32 × 128 numbers of keys, and as many of values"},
      bytes_of(models[2]) / 1024, {},
      {{bytes_of(models[2]) / 2048,
        {"키와 값을 둘 다 세고, 수 하나는 2바이트로 셉니다",
         "both keys and values count, and each number has 2 bytes"}},
       {bytes_of(models[2]) / 1024 / 32, {"층 하나의 것입니다", "those are of a single layer"}},
       {bytes_of(models[2]) / 512,
        {"수 하나를 4바이트로 센 것입니다", "that takes 4 bytes for a number"}},
       {bytes_of(models[2]), {"바이트의 수입니다", "those are bytes"}}});
  page.check(are_exact(kib_per_token, gib),
             "키와 값의 수를 정수로 하나씩 세어도 바이트까지 같습니다",
             "counted in whole numbers, they are the same to the byte");
  page.check(h.keys.numel() + h.values.numel() == 2 * s.d_out() * s.num_tokens(),
             "이 장의 헤드 하나가 토큰 {}개에 저장하는 키와 값은 {}개의 수입니다",
             "for {0} token{2}, the one head of this chapter keeps {1} numbers of keys and values",
             s.num_tokens(), h.keys.numel() + h.values.numel(), s.num_tokens() == 1 ? "" : "s");
}

}  // namespace attn::chapter8
