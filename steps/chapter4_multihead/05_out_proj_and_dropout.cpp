#include <algorithm>

#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// In how many cells a differs from b.
Size differences(const Tensor& a, const Tensor& b) {
  const std::vector<float> x = a.values();
  const std::vector<float> y = b.values();
  Size count = 0;
  for (std::size_t i = 0; i < x.size(); ++i) count += x[i] != y[i] ? 1 : 0;
  return count;
}

}  // namespace

// What is at the end of the class, and what only training needs.
void out_proj_and_dropout(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const MultiHeadAttention mha = multi_head_attention(s, generator);
  const bool are_own = weights_in_pytorch(s, "mha", mha, 0).are_own;
  const Size head_dim = d_model(s) / s.heads();
  std::vector<float> numbers(static_cast<std::size_t>(d_model(s)), 0.0F);
  std::fill_n(numbers.begin(), head_dim, 1.0F);
  const Tensor one_head = Tensor({d_model(s)}, std::move(numbers)).named("one_head");
  const Tensor mixed = mha.out_proj(one_head).named("mixed");

  page.text(
      "헤드들은 서로 모르는 채로 계산하고, 결과는 나란히 이어질 뿐입니다. 그것을 섞는 것이 "
      "마지막의 선형층 out_proj입니다. one_head는 첫 헤드의 자리만 1로 채운 벡터인데, out_proj를 "
      "지나면 모든 자리에 그 영향이 미칩니다. 드롭아웃(dropout)은 학습할 때 어텐션 가중치의 일부를 "
      "끊어 한 토큰에만 기대지 않게 하며, 배울 파라미터가 없고 model.eval()에서는 아무 일도 하지 "
      "않습니다.",
      "The heads compute without knowing of each other, and their results just stand side by side. "
      "What mixes them is out_proj, the linear layer at the end. one_head is a vector with ones in "
      "the places of the first head alone; past out_proj its effect is in every place. Dropout "
      "cuts some attention weights while training, so that nothing relies on one token only; it "
      "has nothing to learn, and after model.eval() it does nothing.");
  page.practice_gives({"out_proj", "one_head"});
  page.code(
      "out_proj = torch.nn.Linear(d_out, d_out)     # a weight and a bias\n"
      "{1}"
      "dropout = torch.nn.Dropout({0})               # used in 4.12\n"
      "one_head = torch.zeros(d_out)\n"
      "one_head[:head_dim] = 1\n"
      "mixed = out_proj(one_head)",
      s.dropout_or(0), are_own ? "load(out_proj, \"out_proj.\")\n" : "");
  page.tensor(mha.out_proj.weight);
  page.tensor(*mha.out_proj.bias);
  page.tensor(one_head);
  page.tensor(mixed);
  const Size moved = differences(mixed, *mha.out_proj.bias);
  if (!are_own) {
    page.check(moved == d_model(s), "첫 헤드의 값만으로도 출력의 모든 자리가 bias와 달라집니다",
               "the first head alone makes every place of the output differ from the bias");
  }
  page.check(by_hand::is_linear(mixed, one_head, mha.out_proj),
             "mixed의 자리마다 weight의 한 행에서 앞 {}개를 더하고 bias를 더한 값입니다",
             "each place of mixed is a row of weight, its first {} added up, plus the bias",
             head_dim);
  page.ask_count(
      {"one_head는 첫 헤드의 자리만 1입니다. mixed = out_proj(one_head)에서 bias와 다른 값이 되는 "
       "자리는 몇 개입니까?",
       "one_head has ones in the places of the first head alone. In how many places does mixed = "
       "out_proj(one_head) differ from the bias?"},
      {"out_proj는 나오는 수마다 들어온 수 모두의 가중합을 냅니다",
       "out_proj makes each number that comes out a weighted sum of all that go in"},
      moved, {one_head},
      {{head_dim,
        {"첫 헤드의 자리만 센 것인데, out_proj는 헤드를 섞습니다",
         "that is the first head alone, but out_proj mixes the heads"}},
       {d_model(s) - head_dim,
        {"첫 헤드의 자리도 달라집니다", "the places of the first head differ as well"}},
       {0,
        {"one_head가 0이 아니므로 가중합이 bias에 더해집니다",
         "one_head is not 0, so a weighted sum is added to the bias"}}});
}

}  // namespace attn::chapter4
