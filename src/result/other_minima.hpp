#pragma once
// The minima of χ² that lie above the one reported, for people and for programs.

#include <string>

#include "didv/result.hpp"
#include "result/estimate_json.hpp"

namespace didv::result {

/// The lowest of them a line each, behind `indent`, and how many more there are; empty where there are none.
std::string other_minima_text(const FittedData& data, const std::string& indent);
Json other_minima_json(const FittedData& data);

}  // namespace didv::result
