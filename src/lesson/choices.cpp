#include "lesson/choices.h"

namespace attn {

std::string quoted_for_shell(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+,:=@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::span<const SettingWord> setting_words() {
  static constexpr SettingWord words[] = {
      {Setting::input,
       "--input",
       "INPUT",
       {"입력 파일: CSV(첫 줄 token,x1,x2,…), .npy, FILE.npz:이름, .safetensors (-: 표준 입력)",
        "input: CSV (header token,x1,x2,…), .npy, FILE.npz:name, .safetensors (-: standard input)"}},
      {Setting::tokens,
       "--tokens",
       "TEXT",
       {"토큰의 이름. --input이 없으면 이 문장의 임베딩을 난수로 뽑습니다",
        "the tokens' names; without --input a sentence whose embeddings are drawn"}},
      {Setting::d_in,
       "--d-in",
       "N",
       {"--tokens로 뽑는 임베딩의 차원 (기본 3)",
        "size of the embeddings drawn for --tokens (default 3)"}},
      {Setting::weights,
       "--weights",
       "FILE",
       {"state_dict()를 저장한 .npz나 .safetensors 파일의 가중치를 씁니다",
        "weights of your own: a state_dict() saved as .npz or .safetensors"}},
      {Setting::query,
       "--query",
       "N",
       {"묻는 토큰의 번호, 1부터 (기본 2)", "the token that asks, from 1 (default 2)"}},
      {Setting::seed, "--seed", "N", {"모든 난수의 시드", "the seed of all random numbers"}},
      {Setting::d_out,
       "--d-out",
       "N",
       {"쿼리, 키, 값의 차원 (기본 2, 4-6장은 4)",
        "size of queries, keys, values (default 2, chapters 4-6: 4)"}},
      {Setting::heads,
       "--heads",
       "N",
       {"헤드 수 (기본: 1이 아닌 d_out의 약수 가운데 가장 작은 수)",
        "heads (default: smallest divisor of d_out above 1)"}},
      {Setting::dropout,
       "--dropout",
       "P",
       {"드롭아웃 비율, 0 이상 1 미만", "dropout rate, at least 0 and below 1"}},
      {Setting::context_length,
       "--context-length",
       "N",
       {"4장: 마스크를 만들 토큰 수 (기본 8, 입력이 더 길면 그 길이)",
        "chapter 4: how many tokens its mask is for (default 8, or all there are)"}},
      {Setting::bias,
       "--bias",
       "",
       {"4장: 쿼리, 키, 값의 선형층에 편향을 둡니다",
        "chapter 4: layers of queries, keys, values get a bias"}},
      {Setting::ablate,
       "--ablate",
       "HEADS",
       {"7장: 뺄 헤드, 0부터 센 층.헤드 (0.1,1.3처럼)",
        "chapter 7: heads to take out, layer.head from 0 (such as 0.1,1.3)"}},
      {Setting::temperature,
       "--temperature",
       "T",
       {"7장: logits를 나눌 온도 (기본 1)", "chapter 7: what logits are divided by (default 1)"}},
      {Setting::top_k,
       "--top-k",
       "K",
       {"7장: 남길 토큰의 수 (기본 3)", "chapter 7: how many tokens are kept (default 3)"}},
      {Setting::top_p,
       "--top-p",
       "P",
       {"7장: 남길 토큰의 확률의 합 (기본 0.9)",
        "chapter 7: what the kept probabilities come to (default 0.9)"}},
  };
  return words;
}

std::string command_line(const Choices& choices) {
  std::string line;
  for (const SettingWord& word : setting_words()) {
    const auto chosen = choices.find(word.setting);
    if (chosen == choices.end()) continue;
    line += formatted("{}{}", line.empty() ? "" : " ", word.name);
    if (!word.takes.empty()) line += " " + quoted_for_shell(chosen->second);
  }
  return line;
}

}  // namespace attn
