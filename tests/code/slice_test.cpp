#include "code/slice.h"

#include <gtest/gtest.h>

/// Which lines a program needs. The last cell is the wanted one throughout.

namespace attn::slice_test {

/// The lines that are needed of `earlier` for `last` to be what it is behind them.
std::string needed(const std::string& earlier, const std::string& last,
                   std::vector<std::string> shown = {}) {
  return needed_lines({{.lines = earlier}, {last, true, std::move(shown)}})[0];
}

struct Case {
  const char* earlier;
  const char* last;
  const char* needed;
};

void expect_needed(std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    EXPECT_EQ(needed(one.earlier, one.last), one.needed) << "---- before\n"
                                                         << one.earlier << "\n---- wanted\n"
                                                         << one.last;
  }
}

TEST(NeededLines, AreThoseThatMakeWhatIsRead) {
  expect_needed({
      {"a = 1\nb = 2", "c = a", "a = 1"},
      {"a = 1\nb = a + 1\nd = 4", "c = b", "a = 1\nb = a + 1"},
      {"a = 1\na = 2", "c = a", "a = 2"},
      {"a, (b, *c) = 1, (2, 3)\nd = 4", "e = c", "a, (b, *c) = 1, (2, 3)"},
      {"x = y = 3\nx = 4", "c = y", "x = y = 3"},
      {"a = 1\nassert a == 1\na == 1", "c = a", "a = 1"},
      {"a = 1; b = 2", "c = b", "a = 1; b = 2"},
      {"import math, re as r\nimport os.path", "c = r.compile('x')", "import math, re as r"},
      {"from torch import nn", "c = nn.GELU()", "from torch import nn"},
      {"a = 1\nwith open(a) as file:\n    b = file.read()\nc = 3", "d = b",
       "a = 1\nwith open(a) as file:\n    b = file.read()"},
  });
}

TEST(NeededLines, KeepAStatementOfSeveralLinesWhole) {
  expect_needed({
      {"a = [\n    1,  # one\n    2]\nb = 3", "c = a", "a = [\n    1,  # one\n    2]"},
      {"a = 1 + \\\n    2\nb = 3", "c = a", "a = 1 + \\\n    2"},
      {"def f(x):\n    y = x\n\n    return y\n\nb = f(1)\nd = 4", "c = b",
       "def f(x):\n    y = x\n\n    return y\n\nb = f(1)"},
      {"if a:\n    b = 1\nelse:\n    b = 2\nd = 3", "c = b", "if a:\n    b = 1\nelse:\n    b = 2"},
      {"@wrapped\ndef f(x):\n    return x\nd = 3", "c = f(1)", "@wrapped\ndef f(x):\n    return x"},
      {"a = '''one\n# two'''\nb = 3", "c = a", "a = '''one\n# two'''"},
  });
}

TEST(NeededLines, LeaveOutCommentsBetweenStatements) {
  EXPECT_EQ(needed("# first\na = 1  # one\n# last", "c = a"), "a = 1");
}

TEST(NeededLines, AreTheWantedCellsAsTheyStand) {
  const std::string last = "# why\nc = a   # so\n\n# the end";
  EXPECT_EQ(needed_lines({{"a = 1\nb = 2"}, {last, true}})[1], last);
}

TEST(NeededLines, MakeWhatIsShown) {
  EXPECT_EQ(needed("a = 1\nlayer = f()\nb = 2", "c = 3", {"layer.weight"}), "layer = f()");
}

TEST(NeededLines, MindThatAMayBeAnotherInABranchOrALoop) {
  expect_needed({
      {"a = 1\nif b:\n    a = 2", "c = a", "a = 1\nif b:\n    a = 2"},
      {"a = 1\nfor i in range(3):\n    a = a + i", "c = a",
       "a = 1\nfor i in range(3):\n    a = a + i"},
      {"i = 5\nfor i in x:\n    pass", "c = i", "i = 5\nfor i in x:\n    pass"},
  });
}

TEST(NeededLines, TakeNoNameForAnotherOfTheSameLetters) {
  expect_needed({
      {"dropout = 1\nx = 2", "c = f(x, dropout=0)", "x = 2"},
      {"T = 1\nx = 2", "c = x.T", "x = 2"},
      {"x = 1\ny = 2", "c = [x for x in y]", "y = 2"},
      {"row = 1\ny = 2", "c = f(lambda row: row + y)", "y = 2"},
      {"x = 1\ny = 2", "def f(x):\n    y = x\n    return y", ""},
      {"x = 1\ny = 2", "c = 'x' + y  # x", "y = 2"},
      {"x = 1\ny = 2\nz = 3", "c = f\"x {y} {{z}}\"", "y = 2"},
      {"e = 1\nx = 2", "c = 1e-5 * x", "x = 2"},
      {"x = f()\nx.fill_(len(range(3)))\na = range(2)\na.clear()", "c = len(range(4))", ""},
  });
}

TEST(NeededLines, IncludeWhatAFunctionReadsWhereItIsCalled) {
  expect_needed({
      {"k = 1\ndef f(x):\n    return x + k\nm = 2", "c = f(3)",
       "k = 1\ndef f(x):\n    return x + k"},
      {"def f(x):\n    return x + k\nk = 1", "c = f(3)", "def f(x):\n    return x + k\nk = 1"},
      {"def g(x):\n    return x + k\ndef f(x):\n    return g(x)\nk = 1", "c = f(3)",
       "def g(x):\n    return x + k\ndef f(x):\n    return g(x)\nk = 1"},
      {"class B:\n    def go(self):\n        return k\nclass C(B):\n    def go(self):\n"
       "        return B()\nk = 1",
       "c = C()",
       "class B:\n    def go(self):\n        return k\nclass C(B):\n    def go(self):\n"
       "        return B()\nk = 1"},
      {"class B:\n    def go(self):\n        return k\nclass C(B):\n    a = 1\nk = 1", "c = C()",
       "class B:\n    def go(self):\n        return k\nclass C(B):\n    a = 1\nk = 1"},
      {"d = 1\ndef f(x=d):\n    return x\nd = 2", "c = f()", "d = 1\ndef f(x=d):\n    return x"},
  });
}

TEST(NeededLines, IncludeWhatChangesAValue) {
  expect_needed({
      {"x = f()\nx[0] = 1\ny = 2", "c = x", "x = f()\nx[0] = 1"},
      {"x = f()\nx.data = 1", "c = x", "x = f()\nx.data = 1"},
      {"x = 1\nx += 2", "c = x", "x = 1\nx += 2"},
      {"x = f()\nx.zero_()", "c = x", "x = f()\nx.zero_()"},
      {"x = f()\ny = x.add_(1)", "c = x", "x = f()\ny = x.add_(1)"},
      {"import torch\nx = f()\ntorch.nn.init.zeros_(x.weight)", "c = x",
       "import torch\nx = f()\ntorch.nn.init.zeros_(x.weight)"},
      {"x = []\nx.append(1)\ny = 2", "c = x", "x = []\nx.append(1)"},
      {"x = f()\nx.load_state_dict(1)", "c = x", "x = f()\nx.load_state_dict(1)"},
      {"import torch\nx = f()\nwith torch.no_grad():\n    x.weight.copy_(1)", "c = x",
       "import torch\nx = f()\nwith torch.no_grad():\n    x.weight.copy_(1)"},
      {"x = f()\nfor i in range(2):\n    x[i] = i", "c = x",
       "x = f()\nfor i in range(2):\n    x[i] = i"},
      {"x = f()\nx[0] = 1\nx = 2", "c = x", "x = 2"},
  });
}

TEST(NeededLines, IncludeWhatChangesAValueUnderAnotherName) {
  expect_needed({
      {"x = f()\ny = x[0]\ny.zero_()", "c = x", "x = f()\ny = x[0]\ny.zero_()"},
      {"x = f()\ny = x[0]\nx.zero_()", "c = y", "x = f()\ny = x[0]\nx.zero_()"},
      {"m = f()\no = g(m)\no.step()", "c = m", "m = f()\no = g(m)\no.step()"},
      {"w = f()\nloss = (w * 2).sum()\nloss.backward()", "c = w.grad",
       "w = f()\nloss = (w * 2).sum()\nloss.backward()"},
      // What is new shares nothing.
      {"import torch\nn = 3\nx = torch.zeros(n)\nx[0] = 1", "c = n", "n = 3"},
      {"m = f()\no = m.clone()\no.zero_()", "c = m", "m = f()"},
      {"a = f()\nx = [a]\nx.append(1)", "c = a", "a = f()"},
  });
}

TEST(NeededLines, IncludeAFunctionThatChangesWhatItIsGiven) {
  const std::string train =
      "def train(model, ids, learning):\n"
      "    optimizer = sgd(learning)\n"
      "    loss = model(ids)\n"
      "    loss.backward()\n"
      "    optimizer.step()\n"
      "    return loss";
  EXPECT_EQ(needed(train + "\nm = f()\nids = 1\na = train(m, ids, m.parameters())", "c = m"),
            train + "\nm = f()\nids = 1\na = train(m, ids, m.parameters())");
  EXPECT_EQ(needed(train + "\nm = f()\nids = 1\na = train(m, ids, m.parameters())", "c = ids"),
            "ids = 1");
  EXPECT_EQ(needed(train + "\nm = f()\nlast = [*m.parameters()]\na = train(1, 2, learning=last)",
                   "c = m"),
            train + "\nm = f()\nlast = [*m.parameters()]\na = train(1, 2, learning=last)");
}

TEST(NeededLines, OfADrawAreTheSeedAndAllDrawsSince) {
  const std::string start = "import torch\ntorch.manual_seed(1)\na = torch.rand(2)\n";
  EXPECT_EQ(needed(start + "b = torch.nn.Linear(2, 2)\nd = torch.zeros(2)", "c = torch.randn(3)"),
            start + "b = torch.nn.Linear(2, 2)");
  EXPECT_EQ(needed(start + "torch.manual_seed(2)\nb = torch.rand(2)", "c = torch.randn(3)"),
            "import torch\ntorch.manual_seed(2)\nb = torch.rand(2)");
  EXPECT_EQ(needed(start, "c = 2 * a"), "import torch\ntorch.manual_seed(1)\na = torch.rand(2)");
  EXPECT_EQ(needed(start + "x = 1", "torch.manual_seed(2)\nc = torch.rand(2) + x"),
            "import torch\nx = 1");
}

TEST(NeededLines, TakeAGeneratorOfItsOwnForAValue) {
  const std::string own = "import torch\ng = torch.Generator().manual_seed(1)\n";
  EXPECT_EQ(needed(own + "a = torch.rand(2, generator=g)", "c = torch.rand(2, generator=g)"),
            own + "a = torch.rand(2, generator=g)");
  EXPECT_EQ(needed("import torch\ntorch.manual_seed(1)\na = torch.rand(2, generator=g)",
                   "c = torch.rand(2)"),
            "import torch\ntorch.manual_seed(1)");
}

TEST(NeededLines, KnowFunctionsThatSeedOrDraw) {
  const std::string model =
      "import torch\nclass Model(torch.nn.Module):\n"
      "    def __init__(self):\n"
      "        super().__init__()\n"
      "        torch.manual_seed(1)\n"
      "        self.layer = torch.nn.Linear(2, 2)\n";
  EXPECT_EQ(needed(model + "a = torch.rand(2)", "c = Model()"), model.substr(0, model.size() - 1));
  EXPECT_EQ(needed(model + "a = Model()", "c = torch.rand(2)"), model + "a = Model()");
  const std::string draws =
      "import torch\ntorch.manual_seed(1)\ndef f():\n    return torch.rand(2)\n";
  EXPECT_EQ(needed(draws + "a = f()", "c = torch.rand(2)"), draws + "a = f()");
}

TEST(NeededLines, MindTheDrawsOfDropoutUnlessItsRateIsZero) {
  const std::string layer =
      "import torch\nclass Layer(torch.nn.Module):\n"
      "    def __init__(self, dropout):\n"
      "        super().__init__()\n"
      "        self.linear = torch.nn.Linear(2, 2)\n"
      "        self.dropout = torch.nn.Dropout(dropout)\n"
      "torch.manual_seed(1)\n";
  const auto with = [&](const std::string& rate) {
    return needed(layer + "m = Layer(dropout=" + rate + ")\na = m(1)\nb = m.state_dict()",
                  "c = torch.rand(2)");
  };
  EXPECT_EQ(with("0.5"), layer + "m = Layer(dropout=0.5)\na = m(1)");
  EXPECT_EQ(with("p"), layer + "m = Layer(dropout=p)\na = m(1)");
  EXPECT_EQ(with("0"), layer + "m = Layer(dropout=0)");
  EXPECT_EQ(with("0.0"), layer + "m = Layer(dropout=0.0)");
  const std::string dropout = "import torch\ntorch.manual_seed(1)\nd = torch.nn.Dropout(0.2)\n";
  EXPECT_EQ(needed(dropout + "a = d(1)", "c = torch.rand(2)"), dropout + "a = d(1)");
  EXPECT_EQ(needed(dropout + "e = torch.nn.Sequential(d)\na = e(1)", "c = torch.rand(2)"),
            dropout + "e = torch.nn.Sequential(d)\na = e(1)");
}

TEST(NeededLines, OfSeveralWantedCellsAreThoseOfEach) {
  const auto lines = needed_lines(
      {{"a = 1\nb = 2\nx = 0"}, {"c = a", true}, {"a = 3\nd = 4"}, {"e = b + a", true}});
  EXPECT_EQ(lines, (std::vector<std::string>{"a = 1\nb = 2", "c = a", "a = 3", "e = b + a"}));
}

TEST(NeededLines, UnderstandAnyText) {
  for (const char* text :
       {"",       "\n\n",   ")",       "((",    "'",       "f'{",        "a = (",
        "def",    "def f(", "class :", "for x", "for in:", "import",     "from x",
        "x =",    "= x",    "@",       "if :",  "\\",      "a, = ",      "lambda",
        "[x for", "x.",     "x[",      "f(,)",  "with :",  "f'{x:{y}}'", "global x",
        "del x",  ";;",     "x[0",     "f(*)",  "f(a=)",   "1e",         "\t x"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(needed_lines({{text}, {text, true}})[1], text);
  }
}

}  // namespace attn::slice_test
