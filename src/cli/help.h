#pragma once

#include <string>

#include "cli/commands.h"
#include "render/text_style.h"

namespace attn {

/// What `attn` alone says, on one screen: where to start and what there is.
std::string start_page(const TextStyle& style);

/// All commands and options in short.
std::string help_page(const TextStyle& style);

/// One command and its options.
std::string help_page(const Command& command, const TextStyle& style);

/// A command and its options, or all of them, as JSON.
std::string help_as_json(const Command* command);

/// How steps are named; and a single one, for commands that take no more.
inline constexpr FixedText step_forms = {"11 (= 3.11), 4.9, 5-7, 4.9-4.14, ch4, all",
                                         "11 (= 3.11), 4.9, 5-7, 4.9-4.14, ch4, all"};

inline constexpr FixedText single_step_forms = {"11 (= 3.11), 4.9", "11 (= 3.11), 4.9"};

inline constexpr FixedText tagline = {"어텐션을 한 단계씩 실행하며 배우는 명령줄 튜터",
                                      "attention, run one step at a time"};

}  // namespace attn
