#include "answer/rank.h"

#include <gtest/gtest.h>

#include <cmath>

#include "answer/mistake_case.h"
#include "answer/relations.h"

/// Which tensor numbers are taken for: every tensor of every page, with and without its name.

namespace attn::rank_test {

using Write = std::string (*)(double value, int decimals);

std::string rounded_to(double value, int decimals) {
  return formatted("{:.{}f}", value, decimals);
}
std::string cut_off_at(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return formatted("{:.{}f}", std::trunc(value * scale) / scale, decimals);
}
/// As torch.round(x, decimals=…) is printed.
std::string rounded_earlier(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return formatted("{:.{}f}", std::round(value * scale) / scale, std::max(decimals, 4));
}
/// As C++ streams and %g write.
std::string with_significant(double value, int digits) {
  return formatted("{:.{}g}", value, digits);
}
/// As Python's round(x, …) shows: zeros at the end left off, small numbers with an exponent.
std::string shortest(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return formatted("{}", std::round(value * scale) / scale);
}
std::string with_exponent(double value, int decimals) {
  return formatted("{:.{}e}", value, decimals);
}

std::string in_brackets(const Shape& shape, int axis, const std::vector<std::string>& numbers,
                        std::size_t& next) {
  if (axis == shape.rank()) return numbers[next++];
  std::string text = "[";
  for (Size i = 0; i < shape[axis]; ++i) {
    text += (i > 0 ? ", " : "") + in_brackets(shape, axis + 1, numbers, next);
  }
  return text + "]";
}

std::string printed(const Tensor& x, Write write, int digits) {
  std::vector<std::string> numbers;
  for (const float value : x.values()) numbers.push_back(write(static_cast<double>(value), digits));
  std::size_t next = 0;
  return "tensor(" + in_brackets(x.shape(), 0, numbers, next) + ")\n";
}

struct Form {
  const char* name;
  Write write;
  std::vector<int> digits;
};
const std::vector<Form>& forms() {
  static const std::vector<Form> all = {{"rounded", rounded_to, {1, 2, 3, 4, 5, 6, 7, 8}},
                                        {"cut off", cut_off_at, {3, 4, 5, 6, 7, 8}},
                                        {"rounded earlier", rounded_earlier, {2, 3}},
                                        {"significant", with_significant, {3, 4, 6}},
                                        {"shortest", shortest, {3, 4, 5, 6, 8}},
                                        {"exponent", with_exponent, {2, 4, 6}}};
  return all;
}

/// Whether numbers in that form say so little that they are taken as they stand: a single number
/// that ends in a zero, and nothing but whole numbers, which nobody rounded.
bool is_beyond_telling(const Tensor& x, const Form& form, int digits) {
  if (form.write != rounded_earlier && form.write != shortest) return false;
  if (x.numel() < 3 && form.write == rounded_earlier) return true;
  const double scale = std::pow(10.0, digits);
  const std::vector<float> values = x.values();
  return std::all_of(values.begin(), values.end(), [&](float value) {
    const double rounded = std::round(static_cast<double>(value) * scale) / scale;
    return !std::isfinite(value) || rounded == std::round(rounded);
  });
}

template <class Visit>
void for_each_page(Visit visit) {
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) visit(write_page({chapter, &step}, settings_from({})));
  }
}

/// What is shown, each by its own name: of two of one name the first is meant by it.
std::vector<Candidate> shown_by_name(const Page& page) {
  std::vector<Candidate> shown = candidates_of(page);
  std::erase_if(shown, [&](const Candidate& candidate) {
    return candidate.role == Role::hidden || candidate.tensor.dim() == Dims::max_rank;
  });
  return shown;
}

WrittenTensor read(const std::string& text) {
  return WrittenTensor(read_answers({text, "text"}).front());
}

TEST(Rank, FitsEveryTensorOfEveryPageInEveryForm) {
  std::size_t count = 0;
  for_each_page([&](const Page& page) {
    for (const Candidate& candidate : shown_by_name(page)) {
      for (const Form& form : forms()) {
        for (const int digits : form.digits) {
          if (is_beyond_telling(candidate.tensor, form, digits)) continue;
          const WrittenTensor got = read(printed(candidate.tensor, form.write, digits));
          EXPECT_NE(got.fit(candidate.tensor), Fit::none)
              << page.id() << " " << candidate.tensor.name() << " " << form.name << " " << digits
              << "\n"
              << printed(candidate.tensor, form.write, digits);
          ++count;
        }
      }
    }
  });
  EXPECT_GT(count, 5000U);
}

TEST(Rank, TakesAResultForOneInEveryForm) {
  for_each_page([&](const Page& page) {
    const std::vector<Candidate> candidates = candidates_of(page);
    for (const Candidate& candidate : shown_by_name(page)) {
      if (candidate.role != Role::result) continue;
      for (const Form& form : forms()) {
        for (const int digits : form.digits) {
          if (is_beyond_telling(candidate.tensor, form, digits)) continue;
          const WrittenTensor got = read(printed(candidate.tensor, form.write, digits));
          const Ranked best = rank(candidates, got).front();
          EXPECT_NE(best.fit, Fit::none) << page.id() << " " << candidate.tensor.name();
          EXPECT_EQ(best.candidate.role, Role::result)
              << page.id() << " " << candidate.tensor.name() << " " << form.name << digits;
          if (digits >= 4 && got.information() > 8) {
            EXPECT_EQ(best.candidate.tensor.values(), candidate.tensor.values())
                << page.id() << " " << candidate.tensor.name() << " "
                << best.candidate.tensor.name();
          }
        }
      }
    }
  });
}

TEST(Rank, OfTwoUnitsMoreInACellFitsNothing) {
  std::size_t count = 0;
  for_each_page([&](const Page& page) {
    for (const Candidate& candidate : shown_by_name(page)) {
      std::vector<float> values = candidate.tensor.values();
      const auto last = std::find_if(values.rbegin(), values.rend(), [](float value) {
        return std::abs(value) < 100 && value != std::round(value);
      });
      if (last == values.rend() || values.size() < 3) continue;
      // Away from zero, so that it is not what is left when the rest is cut off.
      *last += *last > 0 ? 2.02e-3F : -2.02e-3F;
      const Tensor wrong(candidate.tensor.shape(), values);
      for (const Write write : {rounded_to, cut_off_at}) {
        for (const int digits : {3, 4, 6}) {
          const WrittenTensor got = read(printed(wrong, write, digits));
          EXPECT_EQ(got.fit(candidate.tensor), Fit::none)
              << page.id() << " " << candidate.tensor.name() << digits << "\n"
              << printed(wrong, write, digits);
          ++count;
        }
      }
    }
  });
  EXPECT_GT(count, 500U);
}

/// The tensors of a step in a role, as the page shows them.
Names in_role(int step, int chapter, Role role) {
  Names names;
  const Page page = write_page(place_of_step(step, chapter), settings_from({}));
  for (const Candidate& candidate : candidates_of(page)) {
    if (candidate.role == role) names.insert(candidate.tensor.name());
  }
  return names;
}

TEST(Rank, TellsTheResultsOfAStepFromWhatComesBefore) {
  EXPECT_EQ(in_role(8, 3, Role::result), Names({"context_vec_2"}));
  EXPECT_EQ(in_role(18, 4, Role::before), Names({"x", "phi"}));
  EXPECT_EQ(in_role(20, 4, Role::before), Names({"hidden_2"}));
  EXPECT_EQ(in_role(11, 5, Role::result), Names({"enc_out"}));
  // What the program makes is a result, too, if it cannot be taken for a later one.
  EXPECT_EQ(in_role(14, 4, Role::before), Names({"x", "rows"}));
  EXPECT_TRUE(in_role(19, 4, Role::result).contains("gelu_erf"));
  EXPECT_TRUE(in_role(5, 5, Role::result).contains("W_k.grad"));
  EXPECT_TRUE(in_role(27, 3, Role::hidden).contains("attn_weights"));
}

TEST(Part, OfEveryPageIsFoundInEveryTensorThatTellsEnough) {
  std::size_t count = 0;
  for_each_page([&](const Page& page) {
    for (const Candidate& candidate : shown_by_name(page)) {
      const Tensor& x = candidate.tensor;
      if (x.dim() < 2 || x.size(0) < 2) continue;
      const Size inside = x.numel() / x.size(0);
      const std::vector<float> values = x.values();
      const std::vector<float> row(values.end() - inside, values.end());
      const WrittenTensor got = read(printed(Tensor(x.shape().erased(0), row), rounded_to, 4));
      if (got.information() < 6) continue;
      const auto relation = as_part(x, got);
      ASSERT_TRUE(relation.has_value()) << page.id() << " " << x.name();
      EXPECT_EQ(relation->kind, Relation::Kind::part);
      ++count;
    }
  });
  EXPECT_GT(count, 80U);
}

}  // namespace attn::rank_test
