#pragma once
// What a model is made of, and so which others it holds as special cases.

#include <string>
#include <vector>

namespace didv {

struct Composition {
  /// Of each model side by side in it: the name, then the names of those that it holds as special cases, ever narrower.
  std::vector<std::vector<std::string>> parts = {};
  /// What stands behind them all, by name; each is switched off at some value of its parameter.
  std::vector<std::string> additions = {};

  bool operator==(const Composition&) const = default;
};

/// Are the narrow model's curves the wide one's, where some parts are without weight, some at a special case, and some
/// additions switched off?
bool holds(const Composition& wide, const Composition& narrow);

}  // namespace didv
