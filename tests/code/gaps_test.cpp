#include "code/gaps.h"

#include <gtest/gtest.h>

/// What a learner is left to write.

namespace attn::gaps_test {

std::optional<Gapped> gapped(const std::string& lines, std::vector<std::string> wanted,
                             std::vector<std::string> given = {}) {
  const GapStyle style = {"write", [](const std::string& name) { return name + " (2)"; }};
  return with_gaps({{"import torch", "x = torch.rand(2)\nlayer = torch.nn.Linear(2, 2)"},
                    lines,
                    std::move(wanted),
                    std::move(given)},
                   style);
}

std::string lines_of(const std::string& lines, std::vector<std::string> wanted,
                     std::vector<std::string> given = {}) {
  const auto found = gapped(lines, std::move(wanted), std::move(given));
  return found ? found->lines : "";
}

TEST(Gaps, AreOnlyWhereSomethingIsComputed) {
  for (const char* lines : {
           "y = torch.tensor([1.0, 2.0])",
           "y = torch.rand(2, 3) / 2",
           "y = torch.arange(3.).view(3, 1) - 1",
           "n = x.shape[0]\ny = torch.ones(n, len(x))",
           "y = torch.nn.Parameter(torch.rand(2), requires_grad=False)",
           "y = [torch.nn.Linear(2, 2) for _ in \"QKV\"]",
           "g = torch.Generator().manual_seed(7)\ny = torch.randn(2, generator=g)",
           "w = {k: torch.from_numpy(v) for k, v in numpy.load(\"w.npz\").items()}\n"
           "y = torch.nn.Linear(2, 2)\ny.load_state_dict(w)",
           "w = load_file(\"w.safetensors\")\ny = torch.nn.Parameter(w[\"a\"])",
           "words = \"a b\".split()\ny = [words.index(\"a\")]",
           "class A:\n    def __init__(self):\n        self.x = 1\ny = A()",
       }) {
    EXPECT_EQ(lines_of(lines, {"y"}), "") << lines;
  }
  for (const char* line : {
           "y = x + 1",
           "y = layer(torch.ones(2))",
           "y = layer.weight",
           "y = torch.ones(2, 2).tril()",
           "y = torch.nn.Dropout(0.5)(torch.ones(2))",
           "y = torch.ones(2, 2) @ torch.ones(2, 2)",
           "y = torch.tensor([\"ab\".index(c) for c in \"ba\"])",
           "y = torch.softmax(torch.tensor([1.0, 2.0]), dim=0)",
           "y = torch.stack((x, x))",
       }) {
    EXPECT_EQ(lines_of(line, {"y"}), "# write:\n#   y (2)") << line;
  }
}

TEST(Gaps, LieBetweenTheLinesThatAreGiven) {
  EXPECT_EQ(lines_of("a = x * 2\nb = a + 1\ntorch.manual_seed(7)\nw = torch.rand(2)\nc = b @ w",
                     {"b", "c"}),
            "# write:\n#   b (2)\n\n"
            "torch.manual_seed(7)\nw = torch.rand(2)\n\n"
            "# write:\n#   c (2)");
}

TEST(Gaps, TellWhatLinesBehindThemReadAlthoughItIsNotShown) {
  EXPECT_EQ(lines_of("h = x * 2\ny = h + 1", {"y"}, {"y"}), "# write:\n#   h (2)\n\ny = h + 1");
  EXPECT_EQ(lines_of("h = x * 2\ny = h + 1", {"y"}), "# write:\n#   y (2)");
}

TEST(Gaps, KeepWhatTheLessonGivesAndLeaveOutWhatNothingNeeds) {
  EXPECT_EQ(
      lines_of("b = torch.stack((x, x))\ny = b + 1\nassert y.sum() > 0\nz = x * 3", {"y"}, {"b"}),
      "b = torch.stack((x, x))\n\n# write:\n#   y (2)");
}

/// Else an empty one would stand there as if it were an answer.
TEST(Gaps, LeaveOutWhatIsOnlyThereToBeFilled) {
  EXPECT_EQ(lines_of("y = torch.zeros(2)\nfor i in range(2):\n    y[i] = x[i]", {"y"}),
            "# write:\n#   y (2)");
  EXPECT_EQ(lines_of("h, ys = torch.zeros(2), []\nfor a in x:\n    h = h + a\n    ys.append(h)\n"
                     "y = torch.stack(ys)",
                     {"y"}),
            "# write:\n#   y (2)");
  EXPECT_EQ(lines_of("s = torch.zeros(2)\ny = s + x", {"s", "y"}),
            "s = torch.zeros(2)\n\n# write:\n#   y (2)");
}

TEST(Gaps, AreTheBodiesOfFunctionsAndTheirCallsStay) {
  EXPECT_EQ(lines_of("def f(a):          # twice\n    # how\n    b = a * 2\n    return b\ny = f(x)",
                     {"y"}),
            "def f(a):          # twice\n    # write:\n    #   y (2)\n"
            "    raise NotImplementedError\n\ny = f(x)");
  EXPECT_EQ(lines_of("def f(a): return a * 2\ny = f(x)", {"y"}),
            "def f(a):\n    # write:\n    #   y (2)\n    raise NotImplementedError\n\ny = f(x)");
  EXPECT_EQ(lines_of("def f(a):\n    return a * 2\ny = f(x)\nz = y + 1", {"z"}),
            "def f(a):\n    # write\n    raise NotImplementedError\n\n"
            "y = f(x)\n\n# write:\n#   z (2)");
}

TEST(Gaps, LeaveAClassWhatDrawsItsWeights) {
  EXPECT_EQ(lines_of("class A(torch.nn.Module):\n"
                     "    def __init__(self):\n"
                     "        super().__init__()\n"
                     "        self.w = torch.nn.Linear(2, 2)\n"
                     "\n"
                     "    def forward(self, x):    # (2)\n"
                     "        def half(y):\n"
                     "            return y / 2\n"
                     "        return half(self.w(x))\n"
                     "\n"
                     "torch.manual_seed(7)\n"
                     "a = A()\n"
                     "y = a(x)",
                     {"y", "a.w.weight"}),
            "class A(torch.nn.Module):\n"
            "    def __init__(self):\n"
            "        super().__init__()\n"
            "        self.w = torch.nn.Linear(2, 2)\n"
            "\n"
            "    def forward(self, x):    # (2)\n"
            "        # write:\n"
            "        #   y (2)\n"
            "        raise NotImplementedError\n"
            "\n"
            "torch.manual_seed(7)\n"
            "a = A()\n"
            "y = a(x)");
}

TEST(Gaps, NameTheGradientsThatACallLeavesBehind) {
  const auto found = gapped(
      "w = torch.ones(2).requires_grad_()\nloss = (w * x).sum()\n"
      "loss.backward()",
      {"w.grad"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->lines, "w = torch.ones(2).requires_grad_()\n\n# write:\n#   w.grad (2)");
  EXPECT_TRUE(found->missing.empty());  // w is there
}

TEST(Gaps, LeaveUnboundWhatTheySay) {
  const auto found = gapped("a = x * 2\nw = torch.rand(2)\nb = a @ w", {"a", "w", "b"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->missing, (std::vector<std::string>{"a", "b"}));
}

TEST(Gaps, AreLookedForInAnyText) {
  for (const char* lines : {"", ";", "def", "def f", "def f():", "class A:\n", "@", "y = (", ")",
                            "y = x +\ndef f(:\n y", "for y in x", "y = f\"{x", "y = [] ["}) {
    gapped(lines, {"y", "f", "A"});
  }
}

}  // namespace attn::gaps_test
