#include <algorithm>
#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// What one head of a layer adds to the stream: its context times its columns of out_proj.
Tensor written_by(const Model& model, const Run& run, std::size_t layer, Size head) {
  const Size hd = model.d() / model.num_heads;
  const Tensor columns = narrow(model.blocks[layer].out_proj.weight, 1, head * hd, hd);  // (d, hd)
  const Tensor context = select(run.context_vec[layer], 0, head);                        // (T, hd)
  const bool is_kept = model.keep[layer].at({head, 0, 0}) != 0;
  return matmul(is_kept ? context : context * 0.0F, T(columns));
}

/// The scores of one query of head 1.`head`, taken apart: a row for each part of what the keys are
/// made of (token, position, then each head of the first layer), a column for each place.
Tensor score_parts(const Model& model, const Run& run, Size head, Size asks) {
  const Size hd = model.d() / model.num_heads;
  const Tensor of_head = narrow(model.blocks[1].W_key.weight, 0, head * hd, hd);  // (hd, d)
  const Tensor query = select(select(operand_of(run.maps[1], "queries"), 0, head), 0, asks);
  std::vector<Tensor> rows;
  Labels names;
  const auto add = [&](const Tensor& part, std::string name) {
    rows.push_back(matmul(matmul(part, T(of_head)), query) / std::sqrt(static_cast<float>(hd)));
    names.push_back(std::move(name));
  };
  add(run.streams[0], "token");
  add(narrow(model.pos_emb, 0, 0, run.streams[0].size(0)), "position");
  for (Size one = 0; one < model.num_heads; ++one) {
    add(written_by(model, run, 0, one), formatted("head 0.{}", one));
  }
  return stack(std::move(rows)).labelled(0, std::make_shared<const Labels>(std::move(names)));
}

/// How far the cell at `place` stands above the mean of its row.
float above_mean(const Tensor& row, Size place) {
  return row.at({place}) - mean(row).item();
}

std::string names_of_parts(Size num_heads) {
  return num_heads == 1 ? "head 0.0" : formatted("head 0.0 … head 0.{}", num_heads - 1);
}

}  // namespace

// A score is a sum over what was written into the stream, so each writer's share can be told.
void two_heads_together(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const auto [ids, period] = twice(s, model);
  const Run run = model(ids);
  const Size previous = best_head(one_back_shares(run, model), 0);
  const Size head = best_head(behind_copy_shares(run, model, period), 1);
  const Size asks = period + std::min<Size>(period / 2, period - 2);
  const Size behind = asks - period + 1;
  const Tensor all_parts = score_parts(model, run, head, asks);
  const Tensor parts = narrow(all_parts, 1, 0, period + 1)
                           .named("parts")
                           .labelled(1, tokens_from(ids, 0, period + 1));  // (2 + h, L + 1)
  const Tensor scores = sum(parts, 0).named("scores");                     // (L + 1)
  const Tensor in_model = select(select(operand_of(run.maps[1], "attn_scores"), 0, head), 0, asks) /
                          std::sqrt(static_cast<float>(model.d() / model.num_heads));

  Size strongest = 0;
  for (Size part = 1; part < parts.size(0); ++part) {
    const auto height = [&](Size row) { return above_mean(select(parts, 0, row), behind); };
    if (height(part) > height(strongest)) strongest = part;
  }
  const Model cut = model.without(0, previous);
  const Run without = cut(ids);
  const float left = behind_copy_shares(without, cut, period).at({1, head});
  const float whole = behind_copy_shares(run, model, period).at({1, head});

  page.text(
      "둘째 층의 헤드가 지난번 다음 자리를 찾으려면, 그 자리의 키가 '내 앞에는 이 토큰이 있었다'고 말해야 "
      "합니다. 그러나 토큰과 위치만으로 만든 키에는 앞 토큰이 담겨 있지 않습니다. 첫 층의 앞 토큰 헤드가 "
      "앞 토큰을 잔차 연결에 적어 두면, 둘째 층이 그것을 읽어 키로 씁니다. 이렇게 앞 층이 적은 것을 뒤 층이 "
      "읽는 일을 합성(composition)이라고 합니다(Elhage et al., 2021).",
      "To find the place that came next last time, the second layer needs keys that say which token "
      "stood before them. A key made of token and position alone does not. A previous-token head of "
      "the first layer writes the token before into the residual stream, and the second layer reads it "
      "there to make keys. That a later layer reads what an earlier one wrote is called composition "
      "(Elhage et al., 2021).");
  page.text(
      "그런지 계산해 봅니다. 잔차 연결은 더하기이고 W_key는 선형층(linear layer)이므로, 헤드 1.{0}의 점수는 누가 적은 "
      "것인지에 따라 나눌 수 있습니다. parts는 {1}번 자리(토큰 {2})의 점수를 나눈 것으로, 행은 토큰, "
      "위치, 그리고 첫 층의 헤드들({3})입니다. 열마다 더하면 점수입니다.",
      "Compute whether it is so. Residual connections add and W_key is linear, so a score of head 1.{0} "
      "can be taken apart by who wrote what. parts does that for place {1} (token {2}): its rows are the "
      "token, the position and the heads of the first layer ({3}). Each column adds up to a score.",
      head, asks, token_at(ids, asks), names_of_parts(model.num_heads));
  page.practice_gives({"block", "pos", "wrote", "W_k", "query"});
  page.code(
      "def written_by(model, maps, x, head):       # by a head of the first layer\n"
      "    block, hd = model.blocks[0], model.blocks[0].hd\n"
      "    columns = slice(head * hd, head * hd + hd)\n"
      "    context_vec = maps[0][head] @ block.W_value(x)[:, columns]\n"
      "    context_vec = model.keep[0, head] * context_vec\n"
      "    return context_vec @ block.out_proj.weight[:, columns].T\n"
      "block, pos = model.blocks[1], model.pos_emb.weight[:len(ids)]\n"
      "wrote = [streams[0], pos]\n"
      "wrote = wrote + [written_by(model, maps, streams[0], h) for h in range({0})]\n"
      "W_k = block.W_key.weight[{1}:{2}]\n"
      "query = block.W_query(streams[1] + pos)[{3}, {1}:{2}]\n"
      "parts = [part @ W_k.T @ query / block.hd**0.5 for part in wrote]\n"
      "parts = torch.stack(parts)[:, :{4}]\n"
      "scores = parts.sum(dim=0)",
      model.num_heads, head * (model.d() / model.num_heads),
      (head + 1) * (model.d() / model.num_heads), asks, period + 1);
  page.tensor(parts);
  page.tensor(scores);
  const std::string strongest_name = (*parts.labels(0))[static_cast<std::size_t>(strongest)];
  page.text(
      "지난번 다음 자리는 {0}번(토큰 {1})입니다. 그 칸을 자기 행의 평균보다 가장 많이 높이는 것은 "
      "{2}이고, 앞 토큰 헤드는 0.{3}입니다. 0.{3}[을/를] 빼면 헤드 1.{4}[이/가] 그 자리를 보는 몫은 "
      "{5:.2f}에서 {6:.2f}[으로/로] 바뀝니다.",
      "What came next last time is at place {0} (token {1}). What lifts that cell most above the mean of "
      "its row is {2}; the head that looks one back most is 0.{3}. Without 0.{3}, the share with which "
      "head 1.{4} looks there goes from {5:.2f} to {6:.2f}.",
      behind, token_at(ids, behind), strongest_name, previous, head, whole, left);
  bool adds_up = true;
  for (Size place = 0; place <= period; ++place) {
    const float size = 1 + largest_size(select(parts, 1, place));
    adds_up = adds_up && std::abs(scores.at({place}) - in_model.at({place})) <= 2e-5F * size;
  }
  page.check(
      adds_up,
      "나눈 것을 다시 더하면, 헤드 1.{}[이/가] 모델 안에서 낸 점수(√{}로 나눈 것)와 같습니다",
      "added up again they are the scores that head 1.{} has in the model, divided by √{}", head,
      model.d() / model.num_heads);
  check_runs(page, model, run, cut, without);
  page.ask_choice(
      {"귀납 헤드는 왜 첫 층이 아니라 둘째 층에 있습니까?",
       "Why is the induction head in the second layer and not in the first?"},
      {{{"둘째 층의 가중치 행렬이 더 커서", "the second layer's matrices are larger"},
        {"두 층의 행렬은 크기가 같습니다", "the matrices of both layers have the same size"}},
       {{"첫 층은 위치를 모르므로", "the first layer knows no positions"},
        {"위치는 두 층 모두에서 쿼리와 키에 더합니다",
         "positions are added to queries and keys in both layers"}},
       {{"키에 앞 토큰이 담기려면 앞 층이 먼저 적어 두어야 하므로",
         "keys can tell the token before only once an earlier layer has written it there"}},
       {{"첫 층은 인과 마스크 때문에 앞을 볼 수 없어서",
         "the causal mask hides earlier places from the first layer"},
        {"인과 마스크가 가리는 것은 뒤의 자리입니다",
         "what the causal mask hides are later places"}}},
      2);
}

}  // namespace attn::chapter7
