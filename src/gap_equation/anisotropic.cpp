#include "didv/gap_equation/anisotropic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "didv/error.hpp"
#include "gap_equation/argument_check.hpp"
#include "gap_equation/gauss_panel.hpp"
#include "gap_equation/newton_on_logarithm.hpp"
#include "gap_equation/thermal_sums.hpp"

namespace didv {

namespace {

using Direction = AnisotropicGap::Direction;
using Shape = std::function<double(double)>;

// What every average consists of: ψ² times something between 1 and the logarithm of zero temperature.
struct Averages {
  double square = 0;
  double logarithm = 0;  // ψ² ln|ψ|

  Averages operator+(const Averages& other) const { return {square + other.square, logarithm + other.logarithm}; }
  friend Averages operator*(double factor, const Averages& a) { return {factor * a.square, factor * a.logarithm}; }
};

Averages averages_at(double psi) { return {psi * psi, psi == 0 ? 0 : psi * psi * std::log(std::abs(psi))}; }

// Halves a panel until both averages stand; collects the nodes of the panels that passed.
class Panels {
 public:
  explicit Panels(const Shape& shape) : shape_(shape) {
    double largest = 0;
    for (int k = 0; k < 256; ++k) largest = std::max(largest, std::abs(value(k * std::numbers::pi / 128)));
    gap_equation::require(largest > 0, "largest |psi| around the Fermi line", largest, "",
                          "a shape that is not 0 everywhere");
    scale_ = largest;
    for (int quarter = 0; quarter < 4; ++quarter)
      resolve(quarter * std::numbers::pi / 2, (quarter + 1) * std::numbers::pi / 2, 0);
  }

  // Symmetry makes many nodes see the same |ψ|: one of them can stand for all.
  std::vector<Direction> directions() && {
    std::ranges::sort(nodes_, {}, &Direction::magnitude);
    std::vector<Direction> merged;
    for (const auto& [magnitude, weight] : nodes_) {
      if (!merged.empty() && magnitude - merged.back().magnitude <= 1e-14 * scale_)
        merged.back().weight += weight;
      else
        merged.push_back({magnitude, weight});
    }
    return merged;
  }

 private:
  double value(double angle) const {
    const double psi = shape_(angle);
    gap_equation::require(std::isfinite(psi), "psi(angle)", psi, "", "a finite number at every angle");
    return psi;
  }

  Averages on(double lower, double upper) const {
    return gap_equation::integrate_panel([this](double angle) { return averages_at(value(angle) / scale_); }, lower,
                                         upper);
  }

  void resolve(double lower, double upper, int depth) {
    const double middle = (lower + upper) / 2;
    const Averages whole = on(lower, upper), halves = on(lower, middle) + on(middle, upper);
    const double change = std::abs(whole.square - halves.square) + std::abs(whole.logarithm - halves.logarithm);
    // From 1/16 of a panel on, so that structure between the first nodes is not missed.
    if (depth >= 4 && change < 1e-15) {
      for (const auto [position, weight] : gap_equation::gauss_nodes)
        for (double side : {-1., 1.})
          nodes_.push_back({std::abs(value(middle + side * position * (upper - lower) / 2)),
                            weight * (upper - lower) / (4 * std::numbers::pi)});
      return;
    }
    if (depth == 48) throw AccuracyError("gap shape psi(phi): jumps near phi = " + std::to_string(middle));
    resolve(lower, middle, depth + 1);
    resolve(middle, upper, depth + 1);
  }

  const Shape& shape_;
  double scale_ = 1;
  std::vector<Direction> nodes_;
};

}  // namespace

AnisotropicGap::AnisotropicGap(const Shape& shape) : directions_(Panels(shape).directions()) {
  Averages mean;
  for (const auto& [magnitude, weight] : directions_) mean = mean + weight * averages_at(magnitude);
  mean_square_ = mean.square;
  ratio_ = bcs::zero_temperature_gap_ratio * std::exp(-mean.logarithm / mean.square);
}

double AnisotropicGap::gap_over_kT(double one_minus_t) const {
  const double target = -std::log1p(-one_minus_t);
  const auto residual = [this, target](double p) {
    double pairing = 0, slope = 0;
    for (const auto& [magnitude, weight] : directions_) {
      const auto sums = gap_equation::thermal_sums(p * magnitude);
      const double share = weight * magnitude * magnitude / mean_square_;
      pairing += share * sums.pairing;
      slope += share * sums.superfluid;
    }
    return std::pair{pairing - target, slope};
  };
  return gap_equation::newton_on_logarithm(residual,
                                           ratio_ * bcs::reduced_gap_below_tc(one_minus_t) / (1 - one_minus_t));
}

double AnisotropicGap::reduced_gap(double reduced_temperature) const {
  gap_equation::require_reduced_temperature(reduced_temperature);
  return reduced_gap_below_tc(1 - reduced_temperature);
}

double AnisotropicGap::reduced_gap_below_tc(double one_minus_t) const {
  gap_equation::require_one_minus_t(one_minus_t);
  if (one_minus_t <= 0) return 0;
  if (one_minus_t > 1 - 1e-8) return 1;  // even a line of nodes takes only t³
  return gap_over_kT(one_minus_t) * (1 - one_minus_t) / ratio_;
}

double AnisotropicGap::reduced_gap_slope(double reduced_temperature) const {
  const double t = reduced_temperature;
  const double delta = reduced_gap(t);
  if (t < 1e-8 || delta == 0) return 0;
  double normal = 0, superfluid = 0;
  for (const auto& [magnitude, weight] : directions_) {
    const auto sums = gap_equation::thermal_sums(ratio_ * delta / t * magnitude);
    normal += weight * magnitude * magnitude * sums.normal;
    superfluid += weight * magnitude * magnitude * sums.superfluid;
  }
  return -delta / t * normal / superfluid;
}

double AnisotropicGap::gap(double temperature_K, const GapAndTc& superconductor) const {
  gap_equation::require_temperature(temperature_K);
  gap_equation::require_superconductor(superconductor);
  return superconductor.Delta0_meV * reduced_gap(temperature_K / superconductor.Tc_K);
}

}  // namespace didv
