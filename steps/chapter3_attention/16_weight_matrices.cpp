#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "random/draws.h"
#include "shared/own.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

bool all_in_unit_interval(const Tensor& x) {
  for (const float value : x.values()) {
    if (value < 0 || value >= 1) return false;
  }
  return true;
}

/// That each role has a matrix, and where its numbers come from.
Text origin(const Settings& s, bool are_own) {
  if (are_own) {
    const std::string& file = s.weights()->file();
    return {formatted("역할마다 모양이 같은 가중치 행렬을 하나씩 두며, 여기의 수는 {}에서 읽은 "
                      "것입니다.",
                      file),
            formatted("Each role gets a weight matrix of the same shape; the numbers here were "
                      "read from {}.",
                      file)};
  }
  return {
      "역할마다 모양이 같은 가중치 행렬을 하나씩 두고, 처음에는 0 이상 1 미만의 난수로 채웁니다. "
      "시드를 고정했으므로 CPU에서는 PyTorch에서도 똑같은 수가 나옵니다(GPU의 난수열은 다릅니다).",
      "Each role gets a weight matrix of the same shape, filled with random numbers from 0 up to 1 "
      "to begin with. The seed is fixed, so on a CPU PyTorch draws the very same numbers (a GPU "
      "has another stream)."};
}

}  // namespace

// Three matrices of one shape, one for each role.
void weight_matrices(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_weights));
  const SelfAttention_v1 W = own(s, "sa_v1", SelfAttention_v1(s.d_in(), s.d_out(), generator));
  const auto weights = weights_in_pytorch(s, "sa_v1", W, generator.state().seed);
  const auto& [W_query, W_key, W_value] = W;
  const Text numbers = origin(s, weights.are_own);

  page.text(
      "토큰 하나가 세 가지 역할을 합니다. 묻는 쿼리(query), 물음에 맞춰 보는 이름표인 키(key), "
      "실제로 전해 줄 내용인 값(value)입니다. {} 여기서는 학습하지 않고 계산만 하므로 "
      "requires_grad=False를 주지만, 학습할 때에는 기본값인 True로 둡니다(학습을 마친 "
      "가중치는 7장에서 살펴봅니다).",
      "A token plays three roles: the query that asks, the key that questions are matched with, "
      "and the value that is handed on. {} "
      "Nothing is trained here, hence requires_grad=False; for training it stays True, the "
      "default (weights that have learned are looked at in chapter 7).",
      numbers.ko, numbers.en);
  const auto made = [&](const char* name) {
    if (!weights.are_own) return std::string("torch.rand(d_in, d_out)");
    return formatted("weights[\"{}\"]", name);
  };
  page.code(
      "{}"
      "W_query = torch.nn.Parameter({}, requires_grad=False)\n"
      "W_key   = torch.nn.Parameter({}, requires_grad=False)\n"
      "W_value = torch.nn.Parameter({}, requires_grad=False)",
      weights.seed + weights.read, made("W_query"), made("W_key"), made("W_value"));
  page.tensor(W_query);
  page.tensor(W_key);
  page.tensor(W_value);
  if (!weights.are_own) {
    page.check(all_in_unit_interval(W_query) && all_in_unit_interval(W_key) &&
                   all_in_unit_interval(W_value),
               "모든 원소가 0 이상 1 미만입니다", "every element is at least 0 and below 1");
    page.check(W_query.values() != W_key.values() && W_key.values() != W_value.values() &&
                   W_query.values() != W_value.values(),
               "세 행렬은 모양이 같아도 서로 다릅니다", "the three share a shape and yet differ");
  } else {
    page.check(W_query.shape() == Shape{s.d_in(), s.d_out()} && W_key.shape() == W_query.shape() &&
                   W_value.shape() == W_query.shape(),
               "세 행렬 모두 모양이 (d_in, d_out)입니다", "all three have the shape (d_in, d_out)");
  }

  page.ask_shape({formatted("x_2의 원소는 d_in = {}개입니다. x_2 @ W_query로 원소가 d_out = {}개인 "
                            "쿼리를 만들려면 W_query의 모양은 무엇이어야 합니까?",
                            s.d_in(), s.d_out()),
                  formatted("x_2 is a vector of size d_in = {}. If x_2 @ W_query is to be a query "
                            "of size d_out = {}, what must the shape of W_query be?",
                            s.d_in(), s.d_out())},
                 W_query);
}

}  // namespace attn::chapter3
