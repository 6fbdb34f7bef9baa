#pragma once

#include <termios.h>

namespace attn {

/// The terminal that is standard input gives every key at once and shows none by itself, as long as
/// this lives. It is given back as it was even where a crash or a signal ends the program.
/// REQUIRES: standard input is a terminal, and there is no other such object.
class KeyByKey {
 public:
  KeyByKey();
  ~KeyByKey();
  KeyByKey(const KeyByKey&) = delete;
  KeyByKey& operator=(const KeyByKey&) = delete;

  /// What the key would do otherwise: interrupt, quit or stop the program. Whether it did.
  bool signals(char key);

  /// Gives the terminal back at once, if it is taken. May be called by whoever handles a signal.
  static void give_back();

 private:
  void enter() const;

  termios usual_{};
};

}  // namespace attn
