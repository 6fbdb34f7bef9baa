#include "chapter4_multihead/block.h"
#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

void shapes_on_the_way(const Tensor& x, const Tensor& block_out, Page& page) {
  const auto met = [&](std::string_view name) { return operand_of(block_out, name); };
  const auto shape = [](const Tensor& tensor) { return to_string(tensor.shape()); };
  page.table(
      {{"하는 일", "what happens"}, {"나온 텐서", "gives"}, {"모양", "shape"}},
      {{Text("입력", "input"), x.name(), shape(x)},
       {"LayerNorm", "normed_1", shape(met("normed_1"))},
       {Text("멀티 헤드 어텐션", "multi-head attention"), "attended", shape(met("attended"))},
       {Text("잔차: 더하기", "residual: add"), "after_attention", shape(met("after_attention"))},
       {"LayerNorm", "normed_2", shape(met("normed_2"))},
       {Text("피드포워드: 네 배로", "feed-forward: four times"), "hidden", shape(met("hidden"))},
       {Text("피드포워드: 처음 크기로", "feed-forward: and back"), "ff_out", shape(met("ff_out"))},
       {Text("잔차: 더하기", "residual: add"), "block_out", shape(block_out)}});
}

}  // namespace

// All parts of the chapter in their places.
void transformer_block(const Settings& s, Page& page) {
  const Tensor context_vecs = forward_so_far(s).context_vecs;  // (b, T, d_out)
  Generator generator(s.seed_or(seed_of_models));
  const TransformerBlock block = own(
      s, "block", TransformerBlock(d_model(s), s.dropout_or(0), s.heads(), generator, s.bias()));
  const auto weights =
      weights_in_pytorch(s, "block", block, generator.state().seed, block.attention.p > 0, true);
  const Tensor block_out = block(context_vecs, generator).named("block_out");  // (b, T, d_out)
  const Tensor after_attention = operand_of(block_out, "after_attention");

  page.text(
      "트랜스포머 블록은 지금까지 본 것을 차례로 놓은 것입니다. LayerNorm을 지나 어텐션을 하고 "
      "입력을 더한 다음, 다시 LayerNorm을 지나 피드포워드를 하고 더합니다. 어텐션은 토큰 사이에서, "
      "피드포워드는 토큰 안에서 일합니다. 들어간 모양 그대로 나오므로 같은 블록을 몇 층이든 쌓을 "
      "수 있으며, 가장 작은 GPT-2는 12층입니다. 여기서는 13번의 context_vecs를 넣어 보며, 그 크기 "
      "d가 이 블록의 d_model(emb_dim)입니다.",
      "A transformer block puts everything so far in its place. LayerNorm, then attention, and the "
      "input is added; LayerNorm again, then feed-forward, and once more an addition. Attention "
      "works between tokens, feed-forward within each. What comes out has the shape of what went "
      "in, so blocks can be stacked as high as you like: 12 of them in the smallest GPT-2. Here it "
      "is given the context_vecs of step 13, whose size, d, is the block's d_model (or emb_dim).");
  page.code(
      "class TransformerBlock(torch.nn.Module):\n"
      "    def __init__(self, d, context_length, dropout, num_heads, qkv_bias):\n"
      "        super().__init__()\n"
      "        self.attention = MultiHeadAttention(d, d, context_length, dropout,\n"
      "                                            num_heads, qkv_bias)\n"
      "        self.ff = torch.nn.Sequential(\n"
      "            torch.nn.Linear(d, 4 * d), torch.nn.GELU(),\n"
      "            torch.nn.Linear(4 * d, d))\n"
      "        self.norm1 = torch.nn.LayerNorm(d)\n"
      "        self.norm2 = torch.nn.LayerNorm(d)\n"
      "\n"
      "    def forward(self, x):                           # (b, T, d)\n"
      "        x = x + self.attention(self.norm1(x))\n"
      "        return x + self.ff(self.norm2(x))           # (b, T, d)\n"
      "\n"
      "{0}"
      "block = TransformerBlock(d_out, context_length, dropout={1},\n"
      "                         num_heads=num_heads, qkv_bias=qkv_bias)\n"
      "{2}"
      "block_out = block(context_vecs)",
      weights.seed, block.attention.p, weights.load);
  shapes_on_the_way(context_vecs, block_out, page);
  page.tensor(block_out);
  if (!out_of_range(page, {block_out})) {
    const Tensor changes = operand_of(block_out, "attended") + operand_of(block_out, "ff_out");
    const Tensor terms = sizes(context_vecs) + sizes(after_attention) + sizes(changes);
    page.check(smallest(terms * 1e-6F - sizes(block_out - context_vecs - changes)) >= 0,
               "출력은 입력에 어텐션과 피드포워드가 고친 것을 더한 것입니다",
               "the output is the input plus what attention and feed-forward add to it");
    const Tensor context_vec = operand_of(operand_of(block_out, "attended"), "context_vec");
    page.check(
        by_hand::are_normalized(operand_of(block_out, "normed_1"), context_vecs, block.norm1) &&
            by_hand::are_normalized(operand_of(block_out, "normed_2"), after_attention,
                                    block.norm2) &&
            by_hand::is_attention(context_vec, by_hand::Sees::so_far, block.attention.p),
        "두 LayerNorm과 어텐션을 수 하나씩 손으로 계산해도 같습니다",
        "both LayerNorms and the attention are the same worked out number by number");
  }
  page.note(
      "LayerNorm을 층의 앞에 두는 방식(pre-norm)은 GPT-2부터 널리 쓰입니다. 처음 나온 트랜스포머는 "
      "더한 다음에 정규화했습니다(post-norm). 둘의 결과는 다릅니다.",
      "LayerNorm before the layers (pre-norm) has been usual since GPT-2. The first transformer "
      "normalized after each addition (post-norm). The two give different numbers.");
  page.ask_count(
      {formatted(
           "context_vecs의 모양이 {}일 때, 블록 안의 피드포워드 가운데에 있는 hidden에서 토큰 "
           "하나의 벡터는 몇 차원입니까?",
           to_string(context_vecs.shape())),
       formatted("context_vecs is {}. In hidden, in the middle of the block's feed-forward layer, "
                 "how many numbers does the vector of one token have?",
                 to_string(context_vecs.shape()))},
      {"피드포워드는 가운데에서 네 배로 넓어집니다",
       "the feed-forward layer is four times as wide in its middle"},
      operand_of(block_out, "hidden").size(-1), {},
      {{context_vecs.size(-1),
        {"피드포워드에 들어가고 나올 때의 차원입니다",
         "that is the size on the way in and out of the feed-forward layer"}},
       {4, {"몇 배인지이며, 차원은 그만큼 커집니다", "that is how many times as wide it gets"}},
       {2 * context_vecs.size(-1), {"두 배가 아닙니다", "it is more than twice as wide"}}});
}

}  // namespace attn::chapter4
