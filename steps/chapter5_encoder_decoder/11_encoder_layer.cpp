#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

/// What LayerNorm adds up to the mean of a row of its result, signs aside: (T).
Tensor sizes_of_means(const Tensor& x) {
  const Tensor spread = sqrt(var(x, -1, false) + scalar(LayerNorm::default_eps));
  return mean(sizes(x), -1) / spread;
}

}  // namespace

// Attention between tokens, feed-forward within each, a residual and LayerNorm behind both.
void encoder_layer(const Settings& s, Page& page) {
  const EncoderLayer layer = layer_of(s);
  const auto weights = weights_in_pytorch(s, "layer", layer, s.seed_or(seed_of_models));
  const Tensor x = embedded(s);                      // (T, d)
  const Tensor enc_out = layer(x).named("enc_out");  // (T, d)
  const auto met = [&](std::string_view name) { return operand_of(enc_out, name); };
  const Tensor attended = met("attended");
  const Tensor after_norm1 = met("after_norm1");
  const Tensor ff_out = met("ff_out");
  const Size d = d_model(s);

  page.text(
      "인코더 층은 셀프 어텐션(self-attention)과 피드포워드로 이루어집니다. 둘 다 결과에 자기 "
      "입력을 더하고(잔차 연결, residual connection) 그 합을 정규화합니다(LayerNorm). "
      "마스크(mask)가 없으므로 모든 토큰이 문장 전체를 봅니다. 4.22의 블록은 정규화를 먼저 "
      "했지만(pre-norm), 처음 나온 트랜스포머와 PyTorch의 기본값은 여기처럼 더한 다음에 "
      "합니다(post-norm). 계산은 torch.nn.TransformerEncoderLayer와 같습니다.",
      "An encoder layer is self-attention and then feed-forward. Each adds its input to its result "
      "(a residual connection), and the sum is normalized (LayerNorm). There is no mask: every "
      "token sees the whole sentence. The block of step 4.22 normalized first (pre-norm); the "
      "first transformer, and PyTorch by default, normalize after the addition, as here "
      "(post-norm). The layer computes what torch.nn.TransformerEncoderLayer does.");
  page.code(
      "num_heads = {1}\n"
      "{0}"
      "layer = torch.nn.TransformerEncoderLayer(\n"
      "    d_model, num_heads, dim_feedforward=4 * d_model, dropout=0)\n"
      "{2}"
      "attended = layer.self_attn(x, x, x)[0]\n"
      "after_norm1 = layer.norm1(x + attended)\n"
      "ff_out = layer.linear2(torch.relu(layer.linear1(after_norm1)))\n"
      "enc_out = layer(x)              # = layer.norm2(after_norm1 + ff_out)",
      weights.seed, s.heads(), weights.load);
  page.tensor(attended);
  page.tensor(after_norm1);
  page.tensor(ff_out);
  page.tensor(enc_out);
  page.ask_count(
      {formatted("LayerNorm은 scale과 shift를 d_model개씩 배웁니다. d_model이 {}이면 이 층의 "
                 "LayerNorm 두 개가 배우는 수는 모두 몇 개입니까?",
                 d),
       formatted("A LayerNorm learns a scale and a shift, d_model numbers each. With d_model = {}, "
                 "how many do the two LayerNorms of this layer learn in all?",
                 d)},
      {formatted("LayerNorm 하나가 2 × {}개를 배웁니다", d),
       formatted("one LayerNorm learns 2 × {}", d)},
      layer.norm1.scale.numel() + layer.norm1.shift.numel() + layer.norm2.scale.numel() +
          layer.norm2.shift.numel(),
      {},
      {{2 * d, {"LayerNorm 하나만 센 것입니다", "that is one LayerNorm only"}},
       {d, {"scale이나 shift 하나만 센 것입니다", "that is a single scale or shift"}},
       {4,
        {"scale과 shift는 차원마다 있습니다",
         "there are a scale and a shift for each dimension"}}});
  if (out_of_range(page, {x, enc_out})) return;
  page.check(by_hand::is_attention(met("context_vec"), by_hand::Sees::all) &&
                 by_hand::are_normalized(after_norm1, x + attended, layer.norm1) &&
                 by_hand::are_normalized(enc_out, after_norm1 + ff_out, layer.norm2),
             "모양 {}[이/가] 그대로 나오고, 어텐션과 두 LayerNorm을 수 하나씩 손으로 계산해도 "
             "같습니다",
             "{} goes in and comes out, and the attention and both LayerNorms are the same worked "
             "out number by number",
             to_string(x.shape()));
  if (!weights.are_own) {
    const Tensor sum = after_norm1 + ff_out;
    page.check(
        smallest(sizes_of_means(sum) * 1e-5F + scalar(1e-6F) - sizes(mean(enc_out, -1))) >= 0,
        "아직 scale이 1, shift가 0인 LayerNorm으로 끝나므로 나온 벡터마다 평균이 0입니다",
        "it ends with a LayerNorm whose scale is still 1 and shift still 0, so the mean of each "
        "vector is 0");
  }
  if (largest_size(met("attn_scores")) < 100) {  // softmax does not make much of a last bit
    page.check(allclose(layer(flip(x, 0)), flip(enc_out, 0), 1e-3F, 1e-3F),
               "토큰을 거꾸로 넣으면 결과도 거꾸로 나올 뿐입니다: 위치를 더하지 않으면 층은 순서를 "
               "모릅니다",
               "tokens in reverse order give the results in reverse order: without positions the "
               "layer does not know the order");
  }
}

}  // namespace attn::chapter5
