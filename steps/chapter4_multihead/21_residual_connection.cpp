#include "chapter4_multihead/block.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// x + f(x): the layer only has to find what is to change.
void residual_connection(const Settings& s, Page& page) {
  const Tensor context_vecs = forward_so_far(s).context_vecs;                 // (b, T, d)
  const Tensor ff_out = feed_forward_of(s)(context_vecs).named("ff_out");     // (b, T, d)
  const Tensor residual_out = (context_vecs + ff_out).named("residual_out");  // (b, T, d)
  Generator generator(s.seed_or(seed_of_models));
  const Distances distances = distances_through_layers(generator);

  page.text(
      "잔차 연결(residual connection)은 층의 출력에 입력을 그대로 더합니다. 층은 모든 것을 새로 "
      "만들어 내는 대신 고칠 것만 배우면 되고, 입력은 합의 한 항으로 그대로 남습니다. 덧셈은 "
      "기울기(gradient)를 그대로 흘려보내므로, 층을 깊이 쌓아도 앞쪽 층까지 학습하기 쉽습니다. "
      "더하려면 층의 입력과 출력의 모양이 같아야 합니다.",
      "A residual connection adds the input of a layer to its output. The layer need not produce "
      "everything anew, only what is to change, and the input stays as it is, as a term of the "
      "sum. An addition passes gradients on unchanged, so that even the first of many layers can "
      "learn more easily. To be added, input and output must have the same shape.");
  page.practice_gives({"distance_plain", "distance_residual"});
  page.code(
      "ff_out = ff(context_vecs)\n"
      "residual_out = context_vecs + ff_out");
  page.tensor(ff_out);
  page.tensor(residual_out);
  page.text(
      "토큰 둘이 층 {}개를 지나는 동안 둘 사이의 거리를 잽니다. PyTorch의 초깃값을 쓰면 층마다 "
      "입력보다 작은 값이 나오므로, 잔차 연결이 없으면 거리가 0에 가까워집니다. 초깃값이 더 크면 "
      "그렇지 않을 수도 있습니다. 잔차 연결이 있으면 처음의 차이가 합의 한 항으로 남습니다.",
      "Two tokens go through {} layers, and their distance is measured after each. With PyTorch's "
      "initial weights a layer gives smaller numbers than it gets, so without residual connections "
      "the distance comes close to 0; larger weights might keep it. With residual connections the "
      "first difference stays, as a term of the sum.",
      layers_of_stack);
  page.code(
      "torch.manual_seed({0})\n"
      "x = y = torch.randn(2, {1})\n"
      "distance_plain = [torch.dist(x[0], x[1])]\n"
      "distance_residual = [torch.dist(y[0], y[1])]\n"
      "for layer in range({2}):\n"
      "    f = torch.nn.Sequential(torch.nn.Linear({1}, {3}), torch.nn.GELU(),\n"
      "                            torch.nn.Linear({3}, {1}))\n"
      "    x, y = f(x), y + f(y)\n"
      "    distance_plain.append(torch.dist(x[0], x[1]))\n"
      "    distance_residual.append(torch.dist(y[0], y[1]))\n"
      "distance_plain = torch.stack(distance_plain)\n"
      "distance_residual = torch.stack(distance_residual)",
      generator.state().seed, width_of_stack, layers_of_stack, 4 * width_of_stack);
  page.tensor(distances.plain);
  page.tensor(distances.residual);
  page.plot(arange(layers_of_stack + 1).named("layers"), {distances.residual, distances.plain});

  const float start = distances.plain.at({0});
  page.check(
      distances.plain.at({layers_of_stack}) < 0.01F * start,
      "이 초깃값에서는, 잔차 연결이 없으면 마지막 층에서 처음 거리의 100분의 1도 남지 않습니다",
      "with these weights and no residual connections not a hundredth of the distance is left");
  page.check(distances.residual.at({layers_of_stack}) > 0.5F * start,
             "잔차 연결이 있으면 마지막 층에서도 거리가 처음의 절반보다 큽니다",
             "with them the distance at the end is more than half of what it was");
  if (out_of_range(page, {residual_out})) return;
  const Tensor x_and_f = sizes(context_vecs) + sizes(ff_out);
  page.check(
      smallest(x_and_f * 1e-6F - sizes(residual_out - context_vecs - ff_out)) >= 0 &&
          by_hand::is_linear(ff_out, operand_of(ff_out, "activated"), feed_forward_of(s).contract),
      "residual_out에서 입력을 빼면 층이 더한 것, 즉 둘째 선형층의 출력이 남습니다",
      "residual_out minus the input is what the layer added, what its second linear layer gives");
  const auto of_first_token = [](const Tensor& x) {
    return select(select(x, 0, 0), 0, 0).named(formatted("{}[0, 0]", x.name()));
  };
  page.ask_cell(
      {"첫 토큰의 입력과 층의 출력이 아래와 같을 때, 잔차 연결을 거친 residual_out[0, 0, 0]은 "
       "얼마입니까?",
       "With the first token's input and the layer's output as below, what is "
       "residual_out[0, 0, 0], after the residual connection?"},
      residual_out, {0, 0, 0}, {of_first_token(context_vecs), of_first_token(ff_out)},
      {{context_vecs.at({0, 0, 0}),
        {"입력 그대로이며, 층의 출력을 더해야 합니다",
         "that is the input; what the layer made of it must be added"}},
       {ff_out.at({0, 0, 0}),
        {"층의 출력뿐이며, 입력을 더해야 합니다",
         "that is what the layer made; the input must be added"}},
       {context_vecs.at({0, 0, 0}) * ff_out.at({0, 0, 0}),
        {"더하지 않고 곱한 것입니다", "that is the product of the two, not their sum"}},
       {context_vecs.at({0, 0, 0}) - ff_out.at({0, 0, 0}),
        {"더하지 않고 뺀 것입니다", "that is their difference, not their sum"}}});
}

}  // namespace attn::chapter4
