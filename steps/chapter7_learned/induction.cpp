#include "chapter7_learned/induction.h"

#include <algorithm>
#include <utility>

#include "embedded.h"
#include "files/tensor_file.h"
#include "random/draws.h"
#include "shared/own.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

constexpr std::string_view ready_file = "induction.safetensors";
constexpr Size shortest_block = 8;

// What a model of one's own may have.
constexpr Size fewest_tokens = 4, most_tokens = 256;
constexpr Size fewest_positions = 16;

void require_within(const OwnWeights& own, std::string_view name, Size rows, Size fewest,
                    Size most) {
  if (rows >= fewest && rows <= most) return;
  throw UnfitWeights(
      own.file(),
      {formatted("{}의 행이 {}개입니다. 이 단계가 읽는 모델은 {}개부터 {}개까지입니다", name, rows,
                 fewest, most),
       formatted("{} has {} rows; a model that this step reads has {} to {}", name, rows, fewest,
                 most)},
      {"그 안에 드는 모델을 주십시오", "give a model within these sizes"});
}

/// Reads the file as `weights`, without a library for it.
constexpr std::string_view ready_weights_in_pytorch =
    "import json, struct\n"
    "with open(\"induction.safetensors\", \"rb\") as file:   # from: attn weights\n"
    "    size, = struct.unpack(\"<Q\", file.read(8))\n"
    "    header, data = json.loads(file.read(size)), file.read()\n"
    "weights = {}\n"
    "for name, entry in header.items():\n"
    "    first, end = entry[\"data_offsets\"]\n"
    "    numbers = bytearray(data[first:end])\n"
    "    numbers = torch.frombuffer(numbers, dtype=torch.float16)\n"
    "    weights[name] = numbers.view(entry[\"shape\"]).float()\n";

/// A model with more than this form has, such as a third layer, would be computed wrongly.
void require_no_more(const OwnWeights& own, const std::string& prefix, Model& form) {
  const NamedParameters known = named_parameters(form);
  for (const Tensor& one : own.tensors()) {
    if (!one.name().starts_with(prefix)) continue;
    const std::string name = one.name().substr(prefix.size());
    const bool is_known = std::any_of(
        known.begin(), known.end(), [&](const auto& parameter) { return parameter.name == name; });
    if (is_known) continue;
    throw UnfitWeights(
        own.file(),
        {formatted_ko("{}[이/가] 더 있습니다. 이 단계가 읽는 모델은 어텐션 두 층뿐입니다",
                      one.name()),
         formatted("there is {}, too; the model that this step reads is two layers of attention "
                   "and no more",
                   one.name())},
        {"7.1의 Model과 같은 꼴의 모델을 주십시오",
         "give a model of the form of Model in step 7.1"});
  }
}

/// The ready model's weights, unpacked.
Model ready_model() {
  const std::string file = "data/" + std::string(ready_file);
  const TensorFile read = read_tensor_file(embedded_file(ready_file), file);
  Generator unused(0);
  Model model(read.find("tok_emb.weight")->tensor.size(0),
              read.find("pos_emb.weight")->tensor.size(0),
              read.find("tok_emb.weight")->tensor.size(1), Settings::heads_of_ready_model, unused);
  for (const NamedParameter& parameter : named_parameters(model)) {
    *parameter.tensor =
        loaded(read.find(parameter.name)->tensor, file).named(parameter.tensor->name());
  }
  return model;
}

/// The learner's weights in the place of the ready ones, in the sizes that they have.
Model own_model(const Settings& s, Model ready) {
  const OwnWeights& own = *s.weights();
  const Tensor* tok_emb = nullptr;
  for (const Tensor& one : own.tensors()) {
    if (one.name().ends_with("tok_emb.weight") && one.dim() == 2) tok_emb = &one;
  }
  if (!tok_emb) {
    take_own_weights(s, "model", named_parameters(ready));  // which says what is missing
    return ready;
  }
  const std::string prefix = tok_emb->name().substr(0, tok_emb->name().size() - 14);
  const Tensor* pos_emb = own.find(prefix + "pos_emb.weight");
  const Size positions = pos_emb && pos_emb->dim() == 2 ? pos_emb->size(0) : ready.positions();
  require_within(own, "tok_emb.weight", tok_emb->size(0), fewest_tokens, most_tokens);
  require_within(own, "pos_emb.weight", positions, fewest_positions, Settings::max_tokens);
  require_no_more(own, prefix, ready);
  Generator unused(0);
  Model model(tok_emb->size(0), positions, tok_emb->size(1), s.heads_of_model(), unused);
  take_own_weights(s, "model", named_parameters(model));
  return model;
}

}  // namespace

Model learned_model(const Settings& s) {
  Model model = s.weights() ? own_model(s, ready_model()) : ready_model();
  for (const auto& [layer, head] : s.ablated()) model = model.without(layer, head);
  return model;
}

Model random_model(const Settings& s) {
  const Model learned = learned_model(s);
  Generator generator(s.seed_or(seed_of_sequences));
  Model model(learned.vocabulary(), learned.positions(), learned.d(), learned.num_heads, generator);
  model.keep = learned.keep;
  return model;
}

std::shared_ptr<const Labels> token_names(Size vocabulary) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Labels names;
  for (Size id = 0; id < vocabulary; ++id) {
    const auto at = static_cast<std::size_t>(id);
    names.push_back(at < letters.size() ? std::string(1, letters[at]) : formatted("t{}", id));
  }
  return std::make_shared<const Labels>(std::move(names));
}

Tensor spelled(const Tensor& ids, const Model& model) {
  const auto names = token_names(model.vocabulary());
  Labels labels;
  for (const float id : ids.values()) labels.push_back((*names)[static_cast<std::size_t>(id)]);
  return ids.labelled(0, std::make_shared<const Labels>(std::move(labels)));
}

const std::string& token_at(const Tensor& ids, Size place) {
  return (*ids.labels(0))[static_cast<std::size_t>(place)];
}

Twice twice(const Settings& s, const Model& model) {
  Generator generator(s.seed_or(seed_of_sequences));
  const Size period = std::min({shortest_block, model.vocabulary(), model.positions() / 2});
  const Tensor block = narrow(randperm(model.vocabulary(), generator), 0, 0, period);
  return {spelled(cat({block, block}).named("ids"), model), period};
}

std::string twice_in_pytorch(const Settings& s, const Model& model) {
  return formatted(
      "torch.manual_seed({})\n"
      "block = torch.randperm({})[:{}]\n"
      "ids = torch.cat([block, block])\n",
      s.seed_or(seed_of_sequences), model.vocabulary(), twice(s, model).period);
}

void model_code(const Settings& s, Page& page) {
  Model model = learned_model(s);
  page.code(
      "class Attention(torch.nn.Module):\n"
      "    def __init__(self, d, num_heads):\n"
      "        super().__init__()\n"
      "        self.h, self.hd = num_heads, d // num_heads\n"
      "        self.W_query = torch.nn.Linear(d, d, bias=False)\n"
      "        self.W_key = torch.nn.Linear(d, d, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d, d, bias=False)\n"
      "        self.out_proj = torch.nn.Linear(d, d, bias=False)\n"
      "\n"
      "    def split(self, y):                                 # (..., h, T, hd)\n"
      "        return y.view(*y.shape[:-1], self.h, self.hd).transpose(-3, -2)\n"
      "\n"
      "    def forward(self, x, pos, keep):\n"
      "        queries = self.split(self.W_query(x + pos))\n"
      "        keys    = self.split(self.W_key(x + pos))\n"
      "        values  = self.split(self.W_value(x))           # no positions\n"
      "        attn_scores = queries @ keys.transpose(-2, -1)  # (..., h, T, T)\n"
      "        mask = torch.ones(len(pos), len(pos)).triu(diagonal=1)\n"
      "        masked = attn_scores.masked_fill(mask.bool(), -torch.inf)\n"
      "        attn_weights = torch.softmax(masked / self.hd**0.5, dim=-1)\n"
      "        context_vec = keep.view(-1, 1, 1) * (attn_weights @ values)\n"
      "        joined = context_vec.transpose(-3, -2).reshape(x.shape)\n"
      "        return self.out_proj(joined), attn_weights\n"
      "\n"
      "class Model(torch.nn.Module):\n"
      "    def __init__(self, vocabulary, positions, d, num_heads, keep):\n"
      "        super().__init__()\n"
      "        self.tok_emb = torch.nn.Embedding(vocabulary, d)\n"
      "        self.pos_emb = torch.nn.Embedding(positions, d)\n"
      "        self.blocks = torch.nn.ModuleList(\n"
      "            [Attention(d, num_heads) for _ in range(2)])\n"
      "        self.head = torch.nn.Linear(d, vocabulary, bias=False)\n"
      "        self.keep = keep                     # 0 for a head taken out\n"
      "\n"
      "    def forward(self, ids):\n"
      "        streams, maps = [self.tok_emb(ids)], []\n"
      "        pos = self.pos_emb.weight[:ids.shape[-1]]\n"
      "        for block, keep in zip(self.blocks, self.keep):\n"
      "            written, attn_weights = block(streams[-1], pos, keep)\n"
      "            streams.append(streams[-1] + written)\n"
      "            maps.append(attn_weights)\n"
      "        return streams, maps, self.head(streams[-1])");
  const auto own =
      weights_in_pytorch(s, "model", named_parameters(model), s.seed_or(seed_of_sequences));
  std::string keep = formatted("keep = torch.ones(2, {})\n", model.num_heads);
  for (const auto& [layer, head] : s.ablated())
    keep += formatted("keep[{}, {}] = 0\n", layer, head);
  page.code(
      "{}{}"
      "def with_weights(keep):\n"
      "    model = Model({}, {}, {}, {}, keep)\n"
      "    model.load_state_dict(weights)\n"
      "    return model.requires_grad_(False)       # nothing is trained here\n"
      "model = with_weights(keep)",
      own.are_own ? own.read : ready_weights_in_pytorch, keep, model.vocabulary(),
      model.positions(), model.d(), model.num_heads);
}

Repeated repeated(const Settings& s, const Model& model) {
  constexpr Size sequences = 2;
  Generator generator(s.seed_or(seed_of_sequences));
  const Size P = model.positions();
  const Tensor periods = randint(P / 8, P / 2 + 1, {sequences}, generator);
  const Tensor blocks = randint(0, model.vocabulary(), {sequences, P / 2}, generator);
  std::vector<Tensor> rows;
  Repeated repeated{.batch = periods, .periods = {}};
  for (Size i = 0; i < sequences; ++i) {
    const Size period = static_cast<Size>(periods.at({i}));
    std::vector<float> places;
    for (Size place = 0; place < P; ++place) places.push_back(static_cast<float>(place % period));
    rows.push_back(embedding(Tensor({P}, std::move(places)), select(blocks, 0, i)));
    repeated.periods.push_back(period);
  }
  repeated.batch = stack(std::move(rows)).named("batch");
  return repeated;
}

Tensor losses_of_places(const Tensor& logits, const Tensor& ids) {
  const Size places = logits.size(-2) - 1;
  const Tensor next = narrow(ids, -1, 1, places);                // (…, T - 1)
  const Tensor one_hot = embedding(next, eye(logits.size(-1)));  // (…, T - 1, V)
  const Tensor log_probs = log_softmax(narrow(logits, -2, 0, places), -1);
  return sum(log_probs * one_hot, -1) * -1.0F;
}

}  // namespace attn::chapter7
