#pragma once
// The normal state of a heat capacity, C/T = γ + βT², and the transition below it.

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "didv/heat_capacity.hpp"
#include "numerics/polynomial.hpp"

namespace didv::heat_capacity {

/// C/T over ascending T with its standard deviation.
struct ReducedHeat {
  std::vector<double> temperature_K, heat_over_T, sigma;

  std::size_t size() const { return temperature_K.size(); }
};

struct NormalState {
  std::size_t first = 0, last = 0;  ///< its points, last excluded
  numerics::Polynomial line;        ///< C/T over T²
  double midpoint_K = 0;            ///< where half of what C/T exceeds the line by is lost

  double operator()(double temperature_K) const { return line(temperature_K * temperature_K); }
};

/// The normal state with a transition below it, or why there is none.
std::variant<NormalState, std::string> find_normal_state(const ReducedHeat& heat, const HeatCapacityOptions& options);

}  // namespace didv::heat_capacity
