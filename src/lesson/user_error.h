#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <string>

#include "lesson/text.h"

namespace attn {

/// Something the user wrote is wrong: an option, a step, a file. Thrown as a value that holds all
/// that is to be said; it is printed once, where the program ends.
struct UserError : std::exception {
  /// A line of the user's file, and the character in it that is meant.
  struct Excerpt {
    std::string line;
    std::size_t column;  ///< in characters, from 1
  };

  std::string where;                 ///< "tokens.csv:4:9", "--query"; may be empty
  Text problem;                      ///< what was expected and what was found
  Text fix;                          ///< what to do about it
  std::optional<Excerpt> excerpt{};  ///< where that helps

  UserError(std::string where, Text problem, Text fix, std::optional<Excerpt> excerpt = {})
      : where(std::move(where)),
        problem(std::move(problem)),
        fix(std::move(fix)),
        excerpt(std::move(excerpt)) {}
  const char* what() const noexcept override { return problem.en.c_str(); }
};

}  // namespace attn
