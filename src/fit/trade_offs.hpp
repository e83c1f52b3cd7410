#pragma once
// What physics knows of parameters that a single curve cannot separate.

#include <string>

#include "didv/model.hpp"

namespace didv::fitting {

/// What would break the degeneracy of two parameters of a spectrum, as the rest of a sentence: "fix one, or …". A digit
/// behind a name (Delta1) and a prefix (background_2) do not matter; of two gaps it does whether they stand side by
/// side or on either side of one junction.
std::string what_would_separate(const Model& model, const std::string& first, const std::string& second);

}  // namespace didv::fitting
