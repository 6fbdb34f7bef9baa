#include <gtest/gtest.h>

#include "catalogue.h"
#include "chapter3_attention/chapter.h"

#include "lesson/explanation.h"
#include "lesson/input.h"
#include "nn/parameters.h"
#include "random/draws.h"
#include "steps/cases.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

/// Steps with weights of the learner's own. That PyTorch's lines on the pages give the same numbers
/// is tried by tests/oracle/own_weights.py.

namespace attn::own_weights_test {

Tensor inputs(Size d_in) {
  const Tensor journey = parse_input(read_source("data/journey.csv"), "journey.csv");
  if (d_in == journey.size(1)) return journey;
  Generator generator(5);
  return randn({journey.size(0), d_in}, generator)
      .named("inputs")
      .labelled(0, std::make_shared<const Labels>(*journey.labels(0)));
}

/// What a module learns, drawn anew, each name behind a prefix.
template <class Module>
std::vector<Tensor> saved(Module module, const std::string& prefix, std::uint64_t seed = 1,
                          float spread = 0.7F) {
  Generator generator(seed);
  std::vector<Tensor> tensors;
  for (const NamedParameter& one : named_parameters(module)) {
    tensors.push_back(
        (randn(one.tensor->shape(), generator) * spread).detached().named(prefix + one.name));
  }
  return tensors;
}

std::shared_ptr<const OwnWeights> file_of(std::vector<Tensor> tensors) {
  return std::make_shared<const OwnWeights>("w.npz", std::move(tensors));
}

Place step(const std::string& number) {
  for (const Chapter* chapter : chapters()) {
    for (const Step& one : chapter->steps) {
      if (id({chapter, &one}) == number) return {chapter, &one};
    }
  }
  throw std::runtime_error("no step " + number);
}

/// What is said of weights that a step refuses: the problem and how to mend it, in English.
std::string refusal(const std::string& number, const Settings& settings) {
  try {
    write_page(step(number), settings);
  } catch (const UnfitWeights& why) {
    return why.where + ": " + why.problem.en + "; " + why.fix.en;
  }
  return "";
}

Generator any_generator() {
  return Generator(0);
}

std::vector<std::pair<std::string, std::vector<Tensor>>> modules(Size d_in, Size d,
                                                                 std::uint64_t seed, float spread) {
  Generator g = any_generator();
  return {
      {"v1", saved(SelfAttention_v1(d_in, d, g), "", seed, spread)},
      {"v2", saved(SelfAttention_v2(d_in, d, g), "attn.", seed, spread)},
      {"wrapper", saved(MultiHeadAttentionWrapper(d_in, d, 0, 2, g), "", seed, spread)},
      {"mha", saved(MultiHeadAttention(d_in, d, 0, 2, g), "mha.", seed, spread)},
      {"mha with biases", saved(MultiHeadAttention(d_in, d, 0, 2, g, true), "", seed, spread)},
      {"feed-forward", saved(FeedForward(d, g), "ff.", seed, spread)},
      {"block", saved(TransformerBlock(d, 0, 2, g), "", seed, spread)},
      {"encoder", saved(EncoderLayer(d, 2, 4 * d, g), "layer.", seed, spread)},
      {"decoder", saved(DecoderLayer(d, 2, 4 * d, g), "", seed, spread)},
      {"cross", saved(PackedAttention(d, 2, g), "cross_attn.", seed, spread)},
  };
}

TEST(OwnWeights, AreTakenBySomeStepsAndEveryClaimHolds) {
  for (const float spread : {0.7F, 20.0F}) {
    for (const auto& [name, tensors] : modules(3, 4, 11, spread)) {
      int users = 0;
      const Settings settings = make_settings(inputs(3), {}, file_of(tensors));
      for (const Chapter* chapter : chapters()) {
        if (chapter->number < 3 || chapter->number > 5) continue;  // where modules are
        for (const Step& one : chapter->steps) {
          const Settings of_step = settings.for_one_step();
          try {
            const Page page = write_page({chapter, &one}, of_step);
            users += of_step.was_asked(Setting::weights) ? 1 : 0;
            for (const Block& block : page.blocks()) {
              const auto* check = std::get_if<block::Check>(&block);
              if (check) {
                EXPECT_TRUE(check->holds) << name << " " << page.id() << ": " << check->claim.en;
              }
            }
          } catch (const UnfitWeights&) {
            continue;  // it cannot use these
          }
        }
      }
      EXPECT_GT(users, 0) << name;
    }
  }
}

TEST(OwnWeights, LeaveStepsThatCannotUseThemAsTheyAre) {
  Generator g = any_generator();
  const auto weights = file_of(saved(SelfAttention_v2(3, 7, g), ""));
  const Settings with = make_settings(inputs(3), {}, weights);
  const Settings without = make_settings(inputs(3), {{Setting::d_out, "7"}});
  const auto queries = [](const Settings& settings) {
    return find_tensor(write_fitting_page(step("3.17"), settings), "query_2")->values();
  };
  EXPECT_EQ(queries(with), queries(without));
  EXPECT_EQ(find_tensor(write_page(step("3.27"), with), "context_vecs")->shape(), (Shape{6, 7}));
}

TEST(OwnWeights, AreTheNumbersOfTheFile) {
  Generator g = any_generator();
  const std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "attn.");
  const Page page = write_page(step("3.27"), make_settings(inputs(3), {}, file_of(tensors)));
  const Tensor weight = *find_tensor(page, "sa_v2.W_query.weight");
  EXPECT_EQ(weight.values(), tensors.front().values());
  EXPECT_EQ(in_words(explain(weight, {0, 0}, 1)).en, "read from w.npz");
  EXPECT_EQ(in_words(explain(weight, {0, 0}, 1)).ko, "w.npz에서 읽은 수입니다");
}

TEST(OwnWeights, LeaveWhatIsDrawnBesidesAsItWas) {
  Generator g = any_generator();
  const std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "");
  const Choices half = {{Setting::dropout, "0.5"}};
  const auto dropped = [&](const Settings& settings) {
    const Tensor x = *find_tensor(write_page(step("3.38"), settings), "context_vecs");
    std::vector<bool> zero;
    for (const float value : operand_of(x, "attn_weights").values()) zero.push_back(value == 0);
    for (const float value : x.operands()[0].values()) zero.push_back(value == 0);
    return zero;
  };
  EXPECT_EQ(dropped(make_settings(inputs(3), half, file_of(tensors))),
            dropped(make_settings(inputs(3), half)));
}

TEST(OwnWeights, OfAnotherShapeAreRefused) {
  Generator g = any_generator();
  const Settings settings =
      make_settings(inputs(3), {}, file_of(saved(SelfAttention_v2(5, 2, g), "")));
  EXPECT_EQ(refusal("3.27", settings),
            "w.npz: W_query.weight has the shape (2,5); here it must be (2,3); this step reads "
            "W_query.weight (2,3), W_key.weight (2,3), W_value.weight (2,3); --input changes the "
            "size of the input");
  EXPECT_EQ(refusal("3.27", make_settings(inputs(5), {}, settings.chosen_weights())), "");
}

TEST(OwnWeights, WithoutANameAreRefusedAndTheNearestIsOffered) {
  Generator g = any_generator();
  std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "");
  tensors[1] = tensors[1].named("W_keys.weight");
  EXPECT_EQ(refusal("3.27", make_settings(inputs(3), {}, file_of(tensors))),
            "w.npz: there is no W_key.weight; this step reads W_query.weight (2,3), W_key.weight "
            "(2,3), W_value.weight (2,3); did you mean W_keys.weight? save it under the name "
            "W_key.weight");
  EXPECT_EQ(refusal("3.16", make_settings(inputs(3), {}, file_of({tensors[0]}))),
            "w.npz: there is no W_query; this step reads W_query (3,2), W_key (3,2), W_value "
            "(3,2); save the state_dict() of the class on this step's page");
}

TEST(OwnWeights, OfTwoModulesOfAKindAreRefused) {
  Generator g = any_generator();
  std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "blocks.0.");
  for (Tensor& one : saved(SelfAttention_v2(3, 2, g), "blocks.1.")) tensors.push_back(one);
  EXPECT_EQ(refusal("3.27", make_settings(inputs(3), {}, file_of(tensors))),
            "w.npz: there are several such modules: blocks.0., blocks.1.; save the state_dict() "
            "of one of them alone");
}

TEST(OwnWeights, UnderPlainNamesComeBeforeOthers) {
  Generator g = any_generator();
  const std::vector<Tensor> plain = saved(SelfAttention_v2(3, 2, g), "");
  std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "b.", 2);
  tensors.insert(tensors.end(), plain.begin(), plain.end());
  const Page page = write_page(step("3.27"), make_settings(inputs(3), {}, file_of(tensors)));
  EXPECT_EQ(find_tensor(page, "sa_v2.W_query.weight")->values(), plain.front().values());
}

TEST(OwnWeights, WithBiasesThatTheClassDoesNotHaveAreRefused) {
  Generator g = any_generator();
  const auto biased = file_of(saved(MultiHeadAttention(3, 4, 0, 2, g, true), ""));
  EXPECT_EQ(refusal("3.40", make_settings(inputs(3), {}, biased)),
            "w.npz: it has W_query.bias, a bias that the class of this step does not have; steps "
            "4.4-4.13 have a module with biases");
  EXPECT_EQ(refusal("4.13", make_settings(inputs(3), {}, biased)), "");
}

TEST(OwnWeights, WithAnotherMaskAreRefused) {
  Generator g = any_generator();
  std::vector<Tensor> tensors = saved(MultiHeadAttention(3, 4, 0, 2, g), "");
  tensors.push_back(triu(ones({16, 16}), 1).detached().named("mask"));
  EXPECT_EQ(refusal("4.13", make_settings(inputs(3), {}, file_of(tensors))), "");
  tensors.back() = zeros({16, 16}).detached().named("mask");
  EXPECT_EQ(refusal("4.13", make_settings(inputs(3), {}, file_of(tensors))),
            "w.npz: mask is not the mask of this step, which is 1 above the diagonal and 0 "
            "elsewhere; saved without it, they are shown with the step's own mask");
}

TEST(OwnWeights, ThatLookTransposedAreSaidToBe) {
  Generator g = any_generator();
  std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "");
  tensors[0] = T(tensors[0]).detached().named("W_query.weight");
  EXPECT_EQ(refusal("3.27", make_settings(inputs(3), {}, file_of(tensors))),
            "w.npz: W_query.weight has the shape (3,2); it looks transposed; this step reads "
            "W_query.weight (3,3), W_key.weight (3,3), W_value.weight (3,3)");
}

TEST(OwnWeights, ThatAreNoNumbersAreRefused) {
  Generator g = any_generator();
  std::vector<Tensor> tensors = saved(SelfAttention_v1(3, 2, g), "");
  std::vector<float> values = tensors[2].values();
  values[1] = std::numeric_limits<float>::quiet_NaN();
  tensors[2] = tensors[2].detached(values);
  EXPECT_EQ(refusal("3.16", make_settings(inputs(3), {}, file_of(tensors))),
            "w.npz: W_value[0,1] is nan, which is not a finite number; give weights from before "
            "training diverged");
}

TEST(OwnWeights, TellTheirSizes) {
  Generator g = any_generator();
  const auto wrapper = file_of(saved(MultiHeadAttentionWrapper(3, 6, 0, 3, g), ""));
  const Settings settings = make_settings(inputs(3), {}, wrapper);
  EXPECT_EQ(settings.d_out(), 6);
  const auto biased = file_of(saved(MultiHeadAttention(3, 4, 0, 2, g, true), ""));
  EXPECT_TRUE(make_settings(inputs(3), {}, biased).bias());
  EXPECT_EQ(find_tensor(write_page(step("3.39"), settings), "context_vecs")->shape(),
            (Shape{2, 6, 18}));
  try {
    make_settings(inputs(3), {{Setting::d_out, "4"}}, wrapper);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.where, "--d-out");
    EXPECT_EQ(error.problem.en, "the weights in w.npz make it 6, not 4");
    EXPECT_EQ(error.fix.en, "leave it out, or write --d-out 6");
  }
}

TEST(OwnWeights, AreCountedAsUsed) {
  Generator g = any_generator();
  std::vector<Tensor> tensors = saved(SelfAttention_v2(3, 2, g), "attn.");
  tensors.push_back(triu(ones({4, 4}), 1).detached().named("attn.mask"));
  tensors.push_back(ones({2}).named("other"));
  const auto weights = file_of(tensors);
  write_page(step("3.27"), make_settings(inputs(3), {}, weights));
  EXPECT_EQ(weights->unused(), std::vector<std::string>{"other"});
}

}  // namespace attn::own_weights_test
