#include <array>

#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// What d_out is in use, and a model of that kind. The sizes are those of the models' papers:
/// Radford et al. 2019 (GPT-2), Brown et al. 2020 (GPT-3), Chowdhery et al. 2022 (PaLM, 18432),
/// Dosovitskiy et al. 2021 (ViT, to 1280), Touvron et al. 2021 (DeiT, from 192).
struct Use {
  FixedText name;
  Size least, most;  // of d_out
  const char* model;
  Size d_out, heads;
};
constexpr std::array<Use, 4> uses = {{
    {{"연습용", "toy"}, 64, 256, "-", 64, 4},
    {{"BERT, GPT-2 small", "BERT, GPT-2 small"}, 512, 1024, "GPT-2 small", 768, 12},
    {{"큰 모델", "large"}, 2048, 18432, "GPT-3", 12288, 96},
    {{"이미지 (ViT)", "images (ViT)"}, 192, 1280, "ViT-Base", 768, 12},
}};

}  // namespace

// Everything that the rest of the chapter takes apart, on one page.
void class_at_a_glance(const Settings& s, Page& page) {
  const Forward flow = forward(s);

  page.text(
      "3.40의 클래스에 문맥 길이(context length)와, 쿼리, 키, 값에 편향(bias)을 둘지 고르는 "
      "qkv_bias를 더한 것으로, 이 장에서 한 줄씩 살펴봅니다. d_in은 들어오는 토큰 "
      "임베딩(embedding)의 차원이고, d_out은 나가는 문맥 벡터(context vector)의 차원, 즉 모든 "
      "헤드를 합친 크기입니다. 여기서는 d_in이 {}, d_out이 {}입니다. 실제 모델에서는 대개 둘을 "
      "같게 하고, 모델 어디에서나 토큰이 이 크기이므로 d_model이나 emb_dim이라고도 부릅니다.",
      "This is the class of step 3.40 with a context length and with qkv_bias, which tells whether "
      "queries, keys and values have biases; the chapter goes through it line by line. d_in is the "
      "dimension of the token embeddings that come in, d_out that of the context vectors that go "
      "out, which is the size of all heads together. Here d_in is {} and d_out is {}. In real "
      "models the two are usually the same, and since a token has this size throughout the model, "
      "it is also called d_model or emb_dim.",
      s.d_in(), d_model(s));
  page.code(
      "class MultiHeadAttention(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out, context_length, dropout, num_heads,\n"
      "                 qkv_bias=False):\n"
      "        super().__init__()\n"
      "        assert d_out % num_heads == 0, \"num_heads must divide d_out\"  # 4.3\n"
      "        self.h, self.hd = num_heads, d_out // num_heads\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out, bias=qkv_bias)    # 4.4\n"
      "        self.W_key   = torch.nn.Linear(d_in, d_out, bias=qkv_bias)\n"
      "        self.W_value = torch.nn.Linear(d_in, d_out, bias=qkv_bias)\n"
      "        self.out_proj = torch.nn.Linear(d_out, d_out)                 # 4.5\n"
      "        self.dropout = torch.nn.Dropout(dropout)\n"
      "        self.register_buffer(\"mask\", torch.triu(                      # 4.6\n"
      "            torch.ones(context_length, context_length), diagonal=1))\n"
      "\n"
      "    def forward(self, x):                                             # 4.7\n"
      "        b, T, _ = x.shape\n"
      "        def split(y):                                                 # 4.8\n"
      "            return y.view(b, T, self.h, self.hd).transpose(1, 2)\n"
      "        queries = split(self.W_query(x))\n"
      "        keys    = split(self.W_key(x))\n"
      "        values  = split(self.W_value(x))\n"
      "        attn_scores = queries @ keys.transpose(2, 3)                  # 4.9\n"
      "        cut_mask = self.mask[:T, :T].bool()                           # 4.10\n"
      "        masked = attn_scores.masked_fill(cut_mask, -torch.inf)\n"
      "        attn_weights = torch.softmax(masked / self.hd**0.5, dim=-1)   # 4.11\n"
      "        context_vec = self.dropout(attn_weights) @ values             # 4.12\n"
      "        context_vec = context_vec.transpose(1, 2).contiguous()        # 4.13\n"
      "        return self.out_proj(context_vec.view(b, T, -1))");
  std::vector<std::vector<block::Cell>> rows;
  bool all_fit = true;
  for (const Use& use : uses) {
    rows.push_back({Text(std::string(use.name.ko), std::string(use.name.en)),
                    formatted("{}-{}", use.least, use.most), use.model, use.d_out, use.heads,
                    use.d_out / use.heads});
    all_fit =
        all_fit && use.d_out % use.heads == 0 && use.least <= use.d_out && use.d_out <= use.most;
  }
  page.table({{"쓰임", "use"},
              {"보통의 d_out", "usual d_out"},
              {"예", "example"},
              "d_out",
              "num_heads",
              "head_dim"},
             std::move(rows));
  page.text(
      "크기는 데이터와 계산 자원이 정합니다. 둘 다 넉넉하면 클수록 많은 것을 나타낼 수 있지만, "
      "파라미터(parameter)는 크기의 제곱으로 늘고 데이터가 적으면 과적합(overfitting)하기 "
      "쉽습니다. head_dim은 64나 128로 두고 헤드 수를 늘리는 일이 많습니다.",
      "Data and computing power decide on the size. With plenty of both, a larger model can "
      "express more; but its parameters grow with the square of the size, and with little data it "
      "overfits. head_dim often stays at 64 or 128, and the number of heads grows.");
  page.check(all_fit, "예로 든 크기는 모두 head_dim × num_heads = d_out입니다",
             "in every example head_dim × num_heads is d_out");
  page.check(flow.context_vecs.shape() == Shape{2, s.num_tokens(), d_model(s)},
             "들어가는 모양은 (b, T, d_in) = {}, 나오는 모양은 (b, T, d_out) = {}입니다",
             "(b, T, d_in) = {} goes in, (b, T, d_out) = {} comes out", to_string(flow.x.shape()),
             to_string(flow.context_vecs.shape()));
  page.ask_count(
      {formatted("d_out = {}, num_heads = {}입니다. 이 클래스에서 나오는 토큰 하나의 문맥 "
                 "벡터는 몇 차원입니까?",
                 d_model(s), s.heads()),
       formatted("With d_out = {} and num_heads = {}, how many numbers does the context "
                 "vector of one token have when it leaves this class?",
                 d_model(s), s.heads())},
      {"헤드마다 d_out / num_heads차원이고, 끝에서 모두 이어 붙입니다",
       "each head has d_out / num_heads of them, and in the end all heads are joined"},
      flow.context_vecs.size(-1), {},
      {{d_model(s) / s.heads(),
        {"헤드 하나의 차원이며, 끝에서 모든 헤드를 이어 붙입니다",
         "that is one head, and in the end all heads are joined"}},
       {d_model(s) * s.heads(),
        {"d_out은 헤드 하나의 차원이 아니라 모든 헤드를 합한 차원입니다",
         "d_out is not the size of one head but that of all heads together"}},
       {s.heads(), {"헤드의 수입니다", "that is the number of heads"}}});
}

}  // namespace attn::chapter4
