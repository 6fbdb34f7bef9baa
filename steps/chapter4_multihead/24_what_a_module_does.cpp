#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "nn/parameters.h"
#include "shared/models.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// "W_query.weight" …: what the class learns, in the order of its parameters.
Labels parameter_names(bool qkv_bias) {
  Labels names;
  for (const std::string layer : {"W_query", "W_key", "W_value", "out_proj"}) {
    names.push_back(layer + ".weight");
    if (qkv_bias || layer == "out_proj") names.push_back(layer + ".bias");
  }
  return names;
}

}  // namespace

// The class that all of the chapter's classes are built on, and the line that is easily forgotten.
void what_a_module_does(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  MultiHeadAttention mha = multi_head_attention(s, generator);
  std::vector<float> counts;
  for (const Tensor* parameter : parameters(mha)) {
    counts.push_back(static_cast<float>(parameter->numel()));
  }
  const auto listed = static_cast<Size>(counts.size());
  const Tensor numels = Tensor({listed}, std::move(counts))
                            .named("numels")
                            .labelled(0, std::make_shared<const Labels>(parameter_names(s.bias())));

  page.text(
      "이 장의 클래스는 모두 torch.nn.Module을 물려받습니다. Module은 속성에 넣은 층, 파라미터, "
      "버퍼를 알아보고 목록에 적어 두는 기본 클래스(base class)입니다. 그 덕분에 parameters()로 "
      "학습할 것을 한꺼번에 옵티마이저(optimizer)에 넘기고, state_dict()로 저장하고, to()로 GPU에 "
      "옮길 수 있습니다. mha(x)라고 쓰면 forward(x)를 불러 주는 것도 Module입니다. "
      "super().__init__()은 그 목록을 만드는 줄이므로, 빠뜨리면 첫 층을 넣는 순간 오류가 납니다.",
      "All classes of this chapter inherit from torch.nn.Module. It is the base class that notices "
      "the layers, parameters and buffers put into attributes and keeps lists of them. So "
      "parameters() hands all that is to be learned to the optimizer, state_dict() saves it, and "
      "to() moves it to a GPU. It is Module, too, that calls forward(x) for mha(x). "
      "super().__init__() makes those lists; leave it out, and the first layer raises an error.");
  page.code(
      "class Forgot(torch.nn.Module):\n"
      "    def __init__(self):\n"
      "        # super().__init__() is missing\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out)\n"
      "# Forgot() raises AttributeError:\n"
      "#   cannot assign module before Module.__init__() call\n"
      "\n"
      "numels = torch.tensor([p.numel() for p in mha.parameters()])\n"
      "names = [name for name, _ in mha.named_parameters()]\n"
      "assert set(mha.state_dict()) == set(names) | {{\"mask\"}}");
  const auto yes_or_no = [](bool yes) { return yes ? Text("예", "yes") : Text("아니요", "no"); };
  page.table({{"클래스에 넣은 것", "put into the class"},
              "parameters()",
              "state_dict()",
              {"to()로 옮김", "moved by to()"}},
             {{Text("층, nn.Parameter", "layers, nn.Parameter"), yes_or_no(true), yes_or_no(true),
               yes_or_no(true)},
              {"register_buffer(\"mask\", …)", yes_or_no(false), yes_or_no(true), yes_or_no(true)},
              {Text("보통의 텐서", "a plain tensor"), yes_or_no(false), yes_or_no(false),
               yes_or_no(false)},
              {Text("수: self.h, self.hd", "numbers: self.h, self.hd"), yes_or_no(false),
               yes_or_no(false), "-"}});
  page.text("numels는 parameters()의 텐서마다 원소가 몇 개인지 센 것입니다.",
            "numels counts the elements of each tensor in parameters():");
  page.whole_numbers(numels);
  const Size d = d_model(s);
  const Size expected = 3 * s.d_in() * d + (s.bias() ? 3 * d : 0) + d * d + d;
  page.check(num_parameters(parameters(mha)) == expected,
             "모두 더하면 3·d_in·d_out{} + d_out² + d_out = {}개입니다. 마스크는 세지 않았습니다",
             "together they are 3·d_in·d_out{} + d_out² + d_out = {}; the mask is not counted",
             s.bias() ? " + 3·d_out" : "", expected);
  page.note(
      "층을 보통의 리스트에 담으면 Module이 알아보지 못해 학습되지 않습니다. 3.39처럼 "
      "torch.nn.ModuleList에 담아야 합니다.",
      "Layers in a plain list go unnoticed and are never trained. They belong into a "
      "torch.nn.ModuleList, as in step 3.39.");
  page.ask_count(
      {formatted("qkv_bias={}입니다. 이 클래스의 parameters()에는 텐서가 모두 몇 개 있습니까?",
                 s.bias() ? "True" : "False"),
       formatted("With qkv_bias={}, how many tensors are there in this class's parameters()?",
                 s.bias() ? "True" : "False")},
      {"층은 W_query, W_key, W_value, out_proj이고, out_proj에는 언제나 편향이 있습니다",
       "the layers are W_query, W_key, W_value and out_proj; out_proj always has a bias"},
      listed, {},
      {{4, {"층마다 weight만 센 것입니다", "that counts the weights of the layers only"}},
       {8, {"편향이 없는 층까지 둘씩 센 것입니다", "not every layer here has a bias"}},
       {5,
        {"out_proj의 편향만 센 것인데, 다른 층에도 있습니다",
         "that counts the bias of out_proj only, but the other layers have one, too"}},
       {expected,
        {"텐서의 수가 아니라 모든 원소의 수입니다",
         "that is how many numbers there are, not how many tensors"}}});
}

}  // namespace attn::chapter4
