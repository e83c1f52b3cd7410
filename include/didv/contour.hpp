#pragma once
// How far two parameters go together: contours of the profile of both.
//
//   FitResult one = Fit(models::btk()).add(spectrum).contour("Gamma", "Z").run();
//   for (const auto& [Gamma, Z] : one.contours.front().points_95) …

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/result.hpp"

namespace didv {

/// The word itself, for fits to inherit.
template <class FitType>
class WithContours {
 public:
  /// Asks for the contours of two fitted parameters in the result, for each data set where they are its own. run()
  /// throws InvalidArgument for a name that there is not, or the same name twice.
  FitType& contour(std::string_view first, std::string_view second) {
    contours_.emplace_back(first, second);
    return static_cast<FitType&>(*this);
  }

 protected:
  std::vector<std::pair<std::string, std::string>> contours_;
};

}  // namespace didv
