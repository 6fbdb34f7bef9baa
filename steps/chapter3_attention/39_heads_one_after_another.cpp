#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Several heads look at the sentence, each with weights of its own.
void heads_one_after_another(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_weights));
  const double p = s.dropout_or(0);
  const Tensor batch = batch_of_two(s);
  const auto mha =
      own(s, "mha", MultiHeadAttentionWrapper(s.d_in(), s.d_out(), p, s.heads(), generator));
  const auto weights = weights_in_pytorch(s, "mha", mha, generator.state().seed, p > 0);
  const Tensor context_vecs = mha(batch, generator).named("context_vecs");  // (b, T, h · d_out)

  page.text(
      "헤드(head) 하나는 한 가지 관점으로만 문장을 봅니다. 멀티 헤드 어텐션(multi-head "
      "attention)은 가중치가 서로 다른 헤드를 여러 개 두고, 결과를 마지막 축으로 이어 "
      "붙입니다(cat). 여기서는 38번의 모듈 {0}개를 차례로 돌립니다. 헤드마다 {1}차원이 나오므로 "
      "문맥 벡터는 {0} × {1} = {2}차원입니다. 이해하기 쉬운 방법이지만 GPT-2나 PyTorch는 이렇게 "
      "이어 붙이지 않고, 40번처럼 한꺼번에 계산합니다.",
      "One head sees the sentence in one way only. Multi-head attention has several heads with "
      "weights of their own and joins their results along the last axis (cat). Here it is made of "
      "{0} module{3} of step 38, run in turn. A head gives {1} number{4} per token, so a context "
      "vector has {0} × {1} = {2}. It is the way that is easiest to understand; GPT-2 and PyTorch "
      "do not join heads like this but compute them all at once, as in step 40.",
      s.heads(), s.d_out(), s.heads() * s.d_out(), plural(s.heads()), plural(s.d_out()));
  page.code(
      "class MultiHeadAttentionWrapper(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out, dropout, num_heads):\n"
      "        super().__init__()\n"
      "        self.heads = torch.nn.ModuleList(\n"
      "            CausalAttention(d_in, d_out, dropout)\n"
      "            for _ in range(num_heads))\n"
      "\n"
      "    def forward(self, x):\n"
      "        return torch.cat([head(x) for head in self.heads], dim=-1)\n"
      "\n"
      "{}"
      "mha = MultiHeadAttentionWrapper(d_in, d_out, dropout={}, num_heads={})\n"
      "{}"
      "context_vecs = mha(batch)",
      weights.seed, p, s.heads(), weights.load);
  page.tensor(context_vecs);
  if (!out_of_range(page, {context_vecs}) && p == 0 && !weights.are_own) {
    Generator same(s.seed_or(seed_of_weights));
    const CausalAttention first_head(s.d_in(), s.d_out(), 0, same);
    page.check(allclose(narrow(context_vecs, -1, 0, s.d_out()), first_head(batch, same)),
               "앞쪽 d_out개 열은 38번의 결과와 같습니다(시드가 같은 첫 헤드)",
               "the first d_out columns are the result of step 38: the first head, same seed");
  }

  bool is_attention = true;
  for (const Tensor& head : context_vecs.operands()) {
    if (!all_finite(operand_of(head, names::attn_scores))) break;
    is_attention = is_attention && by_hand::is_attention(head, by_hand::Sees::so_far, p);
  }
  page.check(
      is_attention, "헤드마다 점수, softmax, 가중합을 수 하나씩 손으로 계산해도 같습니다",
      "scores, softmax and weighted sums of each head, worked out number by number, give the same");

  page.ask_shape({formatted("헤드는 {}개이고, 헤드마다 모양이 {}인 결과가 나옵니다. 이들을 마지막 "
                            "축으로 이어 붙인(cat) context_vecs의 모양은 무엇입니까?",
                            s.heads(), to_string(given_to<Cat>(context_vecs).shape())),
                  formatted("There {} {} head{}, and each gives a result of the shape {}. Joined "
                            "along the last axis with cat, what is the shape of context_vecs?",
                            s.heads() == 1 ? "is" : "are", s.heads(), s.heads() == 1 ? "" : "s",
                            to_string(given_to<Cat>(context_vecs).shape()))},
                 context_vecs, {batch});
}

}  // namespace attn::chapter3
