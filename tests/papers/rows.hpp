#pragma once
// What the papers print, and where didv finds the same number.

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace didv::papers {

/// What a command left behind: its JSON (empty object if none) and its standard output.
struct Answer {
  nlohmann::json json;
  std::string text;
};

struct Row {
  std::string what, printed;
  std::string command;  ///< empty: there is nothing to run, and `reconstructed` says why
  std::function<std::string(const Answer&)> ours;
  std::string reconstructed;  ///< what of the number is in the curve because the curve was computed from it
};

struct Paper {
  std::string title;
  std::vector<Row> rows;
};

std::vector<Paper> papers();

}  // namespace didv::papers
