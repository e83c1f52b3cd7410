#include "didv/result.hpp"

#include <algorithm>

#include "didv/error.hpp"

namespace didv {
namespace {

std::string names_of(const std::vector<Estimate>& parameters) {
  std::string list;
  for (const Estimate& parameter : parameters) list += (list.empty() ? "" : ", ") + parameter.name;
  return list;
}

}  // namespace

std::optional<double> FitResult::reduced_chi_squared() const {
  if (degrees_of_freedom > 0) return chi_squared / degrees_of_freedom;
  return std::nullopt;
}

const Estimate& FitResult::estimate(std::string_view parameter, std::size_t data_set) const {
  if (data_set >= data.size()) {
    throw InvalidArgument("data set " + std::to_string(data_set) + ": the fit has " + std::to_string(data.size()) +
                          ", counted from 0");
  }
  const std::vector<Estimate>& parameters = data[data_set].parameters;
  const auto found = std::ranges::find(parameters, parameter, &Estimate::name);
  if (found != parameters.end()) return *found;
  const auto for_all = std::ranges::find(shared, parameter, &Estimate::name);
  if (for_all != shared.end()) return *for_all;
  throw InvalidArgument("unknown parameter '" + std::string(parameter) + "': the fit of " + model + " has " +
                        names_of(parameters) + (shared.empty() ? "" : ", and for all " + names_of(shared)));
}

const Estimate& FitResult::operator[](std::string_view parameter) const {
  const auto for_all = std::ranges::find(shared, parameter, &Estimate::name);
  if (for_all != shared.end()) return *for_all;
  const Estimate& first = estimate(parameter, 0);
  if (data.size() > 1) {
    throw InvalidArgument("parameter '" + std::string(parameter) + "' has a value for each of " +
                          std::to_string(data.size()) + " data sets: name one with estimate(name, data_set)");
  }
  return first;
}

std::optional<double> FitResult::correlation(std::string_view first, std::string_view second,
                                             std::size_t data_set) const {
  const bool both = estimate(first, data_set).standard_error && estimate(second, data_set).standard_error;
  if (!both) return std::nullopt;
  if (first == second) return 1.0;
  for (const std::vector<Correlation>* pairs : {&data[data_set].correlation, &shared_correlation}) {
    for (const Correlation& pair : *pairs) {
      if ((pair.first == first && pair.second == second) || (pair.first == second && pair.second == first)) {
        return pair.value;
      }
    }
  }
  return std::nullopt;
}

}  // namespace didv
