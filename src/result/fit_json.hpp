#pragma once
// A fit in JSON, without what made it: alone in a file, or one of several in a comparison.

#include "didv/result.hpp"
#include "result/estimate_json.hpp"

namespace didv::result {

Json fit_json(const FitResult& result);

}  // namespace didv::result
