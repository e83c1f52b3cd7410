#include "gap_equation/cutoff_integral.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "didv/gap_equation.hpp"
#include "gap_equation/gauss_panel.hpp"
#include "gap_equation/newton_on_logarithm.hpp"
#include "gap_equation/thermal_sums.hpp"

namespace didv::gap_equation {

namespace {

// Above this y the Fermi function adds less than 1e-18 to any of the integrals.
constexpr double thermal_end = 42;

// 2∫_lower^upper f(y)/y dy
double fermi_tail(double lower, double upper) {
  upper = std::min(upper, thermal_end);
  if (lower >= upper) return 0;
  return integrate_doubling([](double y) { return 2 / (y * (std::exp(y) + 1)); }, lower, upper);
}

// 2∫_w^∞ [f(y)/y − f(x)/x] dy, every difference formed by hand: x − y = p²/(x+y).
CutoffPairing thermal_tail(double p, double w) {
  if (w >= thermal_end) return {0, 0};
  return integrate_doubling(
      [p](double y) {
        const double x = std::hypot(y, p);
        const double excess = p * p / (x + y);
        const double decay_y = std::exp(-y), decay_x = std::exp(-x);
        const double fermi_y = decay_y / (1 + decay_y), fermi_x = decay_x / (1 + decay_x);
        // x(eˣ+1) − y(eʸ+1) = (x−y)(eˣ+1) + y(eˣ−eʸ)
        const double difference = 2 * (excess * fermi_y - y * std::expm1(-excess) * fermi_y / (1 + decay_x)) / (x * y);
        const double slope = 2 * p * p * fermi_x * (1 / (1 + decay_x) + 1 / x) / (x * x);
        return CutoffPairing{difference, slope};
      },
      w, thermal_end);
}

}  // namespace

double cutoff_over_kTc(double coupling) {
  const auto residual = [coupling](double w) {
    const double integral = std::log(2 * w / bcs::zero_temperature_gap_ratio) + fermi_tail(w, thermal_end);
    return std::pair{integral - 1 / coupling, std::tanh(w / 2)};
  };
  // The larger of the weak- and the strong-coupling limit lies right of the root.
  return newton_on_logarithm(residual,
                             std::max(bcs::zero_temperature_gap_ratio / 2 * std::exp(1 / coupling), 2 / coupling));
}

double cutoff_integral_growth(double w, double log_inverse_t) {
  // Next to Tc the two ends of the tail would cancel.
  if (log_inverse_t < 0.5)
    return integrate_panel([w](double l) { return std::tanh(w * std::exp(l) / 2); }, 0, log_inverse_t);
  return log_inverse_t - fermi_tail(w, w * std::exp(log_inverse_t));
}

CutoffPairing cutoff_pairing(double p, double w) {
  const ThermalSums unlimited = thermal_sums(p);
  // ∫_w^∞ (1/y − 1/x) dy = ln[(1 + √(1+a))/2], a = (p/w)²
  const double a = (p / w) * (p / w), root = std::sqrt(1 + a);
  const CutoffPairing above{-std::log1p(a / (2 * (1 + root))), -a / (root * (1 + root))};
  return CutoffPairing{unlimited.pairing, unlimited.superfluid} + above + thermal_tail(p, w);
}

}  // namespace didv::gap_equation
