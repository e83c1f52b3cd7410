#pragma once

#include "result/estimate_json.hpp"

namespace didv::result {

/// Where the numbers came from: "data" of one data set.
Json origin_json(const FittedData& data);

}  // namespace didv::result
