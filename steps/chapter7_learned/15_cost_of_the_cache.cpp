#include "chapter7_learned/cache.h"
#include "chapter7_learned/steps.h"
#include "random/draws.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

constexpr Size tokens_drawn = 128;

/// What one more token costs in a head, in multiplications, when it is number n.
struct Cost {
  Size d_in, d_out;
  /// All n tokens go in: three layers for each, then scores and weighted sums of all pairs.
  Size without_cache(Size n) const { return 3 * n * d_in * d_out + 2 * n * n * d_out; }
  /// One goes in and meets n keys and n values.
  Size with_cache(Size n) const { return 3 * d_in * d_out + 2 * n * d_out; }
};

/// The same counted: the head is run, and the operations say what they took.
struct Counted {
  std::vector<Size> without_cache, with_cache;

  Counted(const Settings& s, Size tokens) {
    CausalHead causal(s);
    Generator generator(0);
    const Tensor x = randn({tokens, s.d_in()}, generator);
    std::vector<const void*> counted;  // of these, which live as long
    std::vector<CachedStep> steps;
    for (Size n = 1; n <= tokens; ++n) {
      std::vector<const void*> nothing;
      const Tensor all = causal.at_once(narrow(x, 0, 0, n));
      without_cache.push_back(multiplications(all, nothing));
      const CachedStep* before = steps.empty() ? nullptr : &steps.back();
      steps.push_back(next_step(causal.head, narrow(x, 0, n - 1, 1),
                                before ? &before->key_cache : nullptr,
                                before ? &before->value_cache : nullptr));
      with_cache.push_back(multiplications(steps.back().context_vec, counted));
    }
  }
};

/// Bytes that a whole model keeps, for keys and for values.
std::vector<block::Cell> row_of(const char* model, Size layers, Size width, Size bytes,
                                Size tokens) {
  const Size per_token = 2 * layers * width * bytes;
  return {model,  layers,
          width,  per_token,
          tokens, static_cast<float>(static_cast<double>(per_token * tokens) / (1 << 20))};
}

}  // namespace

// Multiplications for one more token, with and without a cache, and the memory it takes.
void cost_of_the_cache(const Settings& s, Page& page) {
  const Cost cost{s.d_in(), s.d_out()};
  const auto layers = static_cast<float>(3 * cost.d_in * cost.d_out);
  const auto pairs = static_cast<float>(2 * cost.d_out);
  const Tensor n = (arange(tokens_drawn) + scalar(1)).named("n");                    // (128)
  const Tensor without_cache = (n * layers + n * n * pairs).named("without_cache");  // (128)
  const Tensor with_cache = (n * pairs + scalar(layers)).named("with_cache");        // (128)
  const Tensor places = Tensor({8}, {0, 1, 3, 7, 15, 31, 63, 127});
  const auto at_places = [&](const Tensor& x, const char* name) {
    return embedding(places, x).named(name);
  };

  page.text(
      "토큰 하나를 더 만드는 데 곱셈이 몇 번 드는지 셉니다. 14번의 헤드에 캐시 없이 토큰 n개를 모두 "
      "넣으면 층 셋에 3·n·d_in·d_out번, 모든 쌍의 점수와 가중합에 2·n²·d_out번이 듭니다. 캐시가 "
      "있으면 새 토큰 하나만 층을 지나고 키와 값 n개를 만나므로 3·d_in·d_out + 2·n·d_out번입니다. "
      "하나를 더 만드는 일이 n²에서 n으로 줄어듭니다.",
      "How many multiplications does one more token take? Without a cache all n tokens go into the "
      "head of step 14: 3·n·d_in·d_out in its three layers, and 2·n²·d_out for the scores and the "
      "weighted sums of all pairs. With a cache only the new token passes the layers and meets n "
      "keys and n values: 3·d_in·d_out + 2·n·d_out. So the work for one more token falls from n² to "
      "n.");
  page.practice_gives({"chosen"});
  page.code(
      "d_in, d_out = {}, {}\n"
      "n = torch.arange(1, {})\n"
      "without_cache = 3 * n * d_in * d_out + 2 * n**2 * d_out\n"
      "with_cache    = 3 * d_in * d_out + 2 * n * d_out\n"
      "chosen = torch.tensor([0, 1, 3, 7, 15, 31, 63, 127])\n"
      "tokens = n[chosen]\n"
      "all_again   = without_cache[chosen]       # of so many tokens\n"
      "only_newest = with_cache[chosen]",
      s.d_in(), s.d_out(), tokens_drawn + 1);
  page.plot(n, {without_cache, with_cache});
  const Tensor all_again = at_places(without_cache, "all_again");
  const Tensor only_newest = at_places(with_cache, "only_newest");
  page.whole_numbers(at_places(n, "tokens"));
  page.whole_numbers(all_again);
  page.whole_numbers(only_newest);

  constexpr Size counted_tokens = 6;
  const Counted counted(s, counted_tokens);
  bool as_counted = true;
  for (Size i = 1; i <= counted_tokens; ++i) {
    const auto at = static_cast<std::size_t>(i - 1);
    as_counted = as_counted && counted.without_cache[at] == cost.without_cache(i) &&
                 counted.with_cache[at] == cost.with_cache(i) &&
                 without_cache.at({i - 1}) == static_cast<float>(cost.without_cache(i)) &&
                 with_cache.at({i - 1}) == static_cast<float>(cost.with_cache(i));
  }
  page.check(
      as_counted, "토큰 {}개까지 실제로 계산하며 행렬 곱의 곱셈을 하나하나 세어도 두 식과 같습니다",
      "run for real, up to {} tokens, the multiplications counted in every product are those "
      "of the two formulas",
      counted_tokens);
  page.text(
      "그 대신 메모리가 듭니다. 층마다 토큰마다 키 하나와 값 하나를 저장하므로 2 × 층 × (키의 크기) × "
      "(원소의 바이트)이고, 토큰의 수에 비례해 늘어납니다. 표의 첫 줄은 이 단계의 헤드, 다음은 널리 "
      "알려진 모델입니다(Radford 외, 2019; Touvron 외, 2023). 70B는 여러 쿼리 헤드가 키와 값을 함께 "
      "쓰므로 층이 많아도 캐시가 더 작습니다.",
      "The price is memory. Each layer keeps a key and a value for each token: 2 × layers × (size of "
      "a key) × (bytes of a number), and it grows with the tokens. The first line of the table is "
      "the head of this step, the others are well-known models (Radford et al., 2019; Touvron et "
      "al., 2023). In the 70B model several query heads share keys and values, so that its cache is "
      "smaller although it has more layers.");
  page.table({{"모델", "model"},
              {"층", "layers"},
              {"키의 크기", "size of a key"},
              {"토큰당 바이트", "bytes a token"},
              {"토큰", "tokens"},
              {"MiB", "MiB"}},
             {row_of("7.14", 1, s.d_out(), sizeof(float), s.num_tokens()),
              row_of("GPT-2 (float16)", 12, 768, 2, 1024),
              row_of("Llama 2 7B (float16)", 32, 4096, 2, 4096),
              row_of("Llama 2 70B (float16)", 80, 1024, 2, 4096)});
  const std::vector<CachedStep> steps = one_by_one(CausalHead(s));
  const Size kept = steps.back().key_cache.numel() + steps.back().value_cache.numel();
  page.check(kept == 2 * s.num_tokens() * s.d_out(),
             "14번의 캐시에는 실제로 2 × {} × {}개의 수가 있습니다",
             "the cache of step 14 really holds 2 × {} × {} numbers", s.num_tokens(), s.d_out());
  page.note(
      "층의 곱셈은 캐시가 있으면 토큰의 수와 상관없이 일정합니다. 그래도 글 하나를 끝까지 쓰는 데 드는 "
      "곱셈은 토큰의 수의 제곱에 비례합니다. 새 토큰이 앞의 모든 키에 묻기 때문입니다.",
      "With a cache the layers take the same for every token. A whole text still takes "
      "multiplications by the square of its tokens, since each new one asks all keys before it.");
  page.ask_count(
      {formatted(
           "헤드 하나의 키와 값이 {}차원씩입니다. 토큰 {}개를 넣었을 때 KV 캐시에는 수가 모두 몇 "
           "개 있습니까?",
           s.d_out(), s.num_tokens()),
       formatted(
           "The keys and values of a head have {} dimension{} each. How many numbers does its KV "
           "cache hold once {} token{} are in?",
           s.d_out(), s.d_out() == 1 ? "" : "s", s.num_tokens(), s.num_tokens() == 1 ? "" : "s")},
      {formatted("토큰 {} × {}차원이 키와 값에 한 번씩입니다", s.num_tokens(), s.d_out()),
       formatted("tokens × size is {} × {}, once for keys and once for values", s.num_tokens(),
                 s.d_out())},
      kept, {},
      {{kept / 2, {"키만, 또는 값만 센 것입니다", "that is the keys alone, or the values alone"}},
       {kept / 2 * 3,
        {"쿼리까지 센 것이며, 쿼리는 저장하지 않습니다",
         "that counts queries, which are not kept"}},
       {2 * s.num_tokens() * s.num_tokens(),
        {"점수의 수처럼 토큰의 쌍을 센 것이며, 캐시에는 토큰마다 한 행씩 있습니다",
         "that counts pairs of tokens, as for scores, but the cache has a row for each token"}}});
}

}  // namespace attn::chapter7
