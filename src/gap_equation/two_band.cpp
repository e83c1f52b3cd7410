#include "didv/gap_equation/two_band.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/units.hpp"
#include "gap_equation/argument_check.hpp"
#include "gap_equation/cutoff_integral.hpp"
#include "gap_equation/newton_on_logarithm.hpp"
#include "gap_equation/thermal_sums.hpp"

// With F_j = 1/λ_max + e_j the 2 × 2 equation is the pair
//
//   e_a + s r e_b = 0,  s = λ_ab/(λ_max − λ_bb)     its projection on the left eigenvector of λ_max
//
//   r (1 − λ_bb F_b) = λ_ba F_a,  r = Δ_b/Δ_a       the row of the weaker band
//
// which keeps its digits next to Tc, where e → 0, and in the limit of decoupled bands, where s → 0.

namespace didv {

using gap_equation::require;

struct TwoBandGap::Temperature {
  double t;
  double growth;  // F(0, T) − F(0, Tc)
  double w;       // ω_D/kT, 0 without cut-off
};

struct TwoBandGap::Pairing {
  double excess;   // e = F(Δ, T) − 1/λ_max
  double slope;    // −∂e/∂ln Δ
  double cooling;  // −∂e/∂ln T at fixed Δ
};

struct TwoBandGap::Solution {
  double log_a, log_b;  // of Δ/kT; −∞ for a gap that is 0
  Pairing a, b;

  double ratio() const { return std::exp(log_b - log_a); }  // Δ_b/Δ_a
};

// Both equations, left side minus right, and their derivatives with respect to ln Δ_a (first column) and ln Δ_b.
struct TwoBandGap::Equations {
  double projection, row;
  double projection_a, projection_b, row_a, row_b;

  /// Changes of ln Δ_a and ln Δ_b that change the equations by so much.
  std::pair<double, double> solve(double projection_change, double row_change) const {
    const double determinant = projection_a * row_b - projection_b * row_a;
    return {(projection_change * row_b - row_change * projection_b) / determinant,
            (projection_a * row_change - row_a * projection_change) / determinant};
  }
};

TwoBandGap::TwoBandGap(const TwoBandCoupling& coupling) : coupling_(coupling) {
  const auto [l11, l12, l21, l22] = coupling;
  const std::pair<const char*, double> named[] = {
      {"lambda11", l11}, {"lambda12", l12}, {"lambda21", l21}, {"lambda22", l22}};
  for (const auto& [name, value] : named) require(std::isfinite(value), name, value, "", "a finite number");
  require(l12 * l21 > 0 || (l12 == 0 && l21 == 0), "lambda21", l21, "",
          "the sign of lambda12, or both 0 (lambda12 N1 = lambda21 N2)");
  first_is_stronger_ = l11 >= l22;
  aa_ = std::max(l11, l22);
  bb_ = std::min(l11, l22);
  ab_ = std::abs(first_is_stronger_ ? l12 : l21);
  ba_ = std::abs(first_is_stronger_ ? l21 : l12);
  const double half = (aa_ - bb_) / 2;
  largest_less_bb_ = half + std::sqrt(half * half + ab_ * ba_);
  largest_ = bb_ + largest_less_bb_;
  require(largest_ > 0, "largest eigenvalue of the couplings", largest_, "", "> 0: without attraction there is no gap");
}

TwoBandGap::TwoBandGap(const TwoBandCoupling& coupling, double Tc_K) : TwoBandGap(coupling) {
  gap_equation::require_superconductor({0, Tc_K});
  Tc_K_ = Tc_K;
  solve(temperature(1));  // refuses couplings too strong for this form at once
}

TwoBandGap TwoBandGap::with_cutoff(const TwoBandCoupling& coupling, double debye_meV) {
  TwoBandGap bands(coupling);
  const double largest = bands.largest_;
  require(largest >= 0.005 && largest <= 20, "largest eigenvalue of the couplings", largest, "", "0.005 to 20");
  require(debye_meV > 0 && std::isfinite(debye_meV), "Debye energy", debye_meV, "meV", "a finite number > 0");
  bands.debye_over_kTc_ = gap_equation::cutoff_over_kTc(largest);
  bands.Tc_K_ = debye_meV / (bands.debye_over_kTc_ * boltzmann_meV_per_K);
  return bands;
}

double TwoBandGap::density_of_states_share() const {
  require(ab_ > 0, "lambda12", coupling_.lambda12, "",
          "a number other than 0: the share follows from lambda12 N1 = lambda21 N2");
  return coupling_.lambda21 / (coupling_.lambda12 + coupling_.lambda21);
}

TwoBandGap::Temperature TwoBandGap::temperature(double one_minus_t) const {
  const double coldest = 1e-60;  // in place of 0: no gap is small enough to notice
  const double t = std::max(1 - one_minus_t, coldest);
  const double log_inverse_t = t < 0.5 ? -std::log(t) : -std::log1p(-one_minus_t);
  if (debye_over_kTc_ == 0) return {t, log_inverse_t, 0};
  return {t, gap_equation::cutoff_integral_growth(debye_over_kTc_, log_inverse_t), debye_over_kTc_ / t};
}

TwoBandGap::Pairing TwoBandGap::pairing(double log_gap_over_kT, const Temperature& at) const {
  const double p = std::exp(log_gap_over_kT);
  if (debye_over_kTc_ == 0) {
    const auto sums = gap_equation::thermal_sums(p);
    return {at.growth - sums.pairing, sums.superfluid, sums.normal};
  }
  const auto [pairing, slope] = gap_equation::cutoff_pairing(p, at.w);
  const double edge = std::hypot(at.w, p);
  return {at.growth - pairing, slope, at.w / edge * std::tanh(edge / 2) - slope};
}

// Exact for decoupled bands and close to it for others: the stronger band follows its own curve, the weaker one has its
// own gap below the Tc it would have alone, and never less than what the stronger one induces at Tc.
TwoBandGap::Solution TwoBandGap::start(const Temperature& at) const {
  const double bcs_at_zero = bcs::zero_temperature_gap_ratio / at.t;
  const double strong = bcs_at_zero * std::sqrt(-std::expm1(-2 * at.growth));
  const double induced = ba_ > 0 ? strong * ba_ / largest_less_bb_ : 0;
  double own = 0;
  if (bb_ > 0) {
    const double own_Tc = std::exp(1 / largest_ - 1 / bb_);
    own = bcs_at_zero * own_Tc * bcs::reduced_gap(at.t / own_Tc);
  }
  return {std::log(strong), std::log(std::hypot(induced, own)), {}, {}};
}

TwoBandGap::Solution TwoBandGap::solve(const Temperature& at) const {
  Solution now = start(at);
  if (ab_ == 0) {  // each band for itself
    const auto alone = [this, &at](double coupling, double start) {
      const double own = 1 / largest_ - 1 / coupling;
      const auto residual = [&](double p) {
        const Pairing pair = pairing(std::log(p), at);
        return std::pair{-pair.excess - own, pair.slope};
      };
      return std::log(gap_equation::newton_on_logarithm(residual, start));
    };
    now.log_a = alone(aa_, std::exp(now.log_a));
    const bool superconducting = bb_ > 0 && at.growth + 1 / largest_ - 1 / bb_ > 0;
    if (superconducting) now.log_b = alone(bb_, std::exp(now.log_b));
    return now;
  }
  for (int iteration = 0; iteration < 100; ++iteration) {
    now.a = pairing(now.log_a, at);
    now.b = pairing(now.log_b, at);
    const Equations equations = equations_of(now);
    auto [step_a, step_b] = equations.solve(-equations.projection, -equations.row);
    step_a = std::clamp(step_a, -1., 1.);
    step_b = std::clamp(step_b, -1., 1.);
    now.log_a += step_a;
    now.log_b += step_b;
    if (std::max(std::abs(step_a), std::abs(step_b)) < 1e-8) {
      if (!(std::min(now.a.excess, now.b.excess) + 1 / largest_ > 0))
        throw AccuracyError(
            "two-band gap equation: couplings too strong for the form without a cut-off; give a Debye energy");
      return now;
    }
  }
  throw AccuracyError("two-band gap equation: Newton's method did not converge in 100 steps");
}

TwoBandGap::Equations TwoBandGap::equations_of(const Solution& at) const {
  const double r = at.ratio();
  const double from_b = ab_ / largest_less_bb_ * r;
  const double left = r * (largest_less_bb_ / largest_ - bb_ * at.b.excess);
  return {at.a.excess + from_b * at.b.excess,
          left - ba_ * (1 / largest_ + at.a.excess),
          -at.a.slope - from_b * at.b.excess,
          from_b * (at.b.excess - at.b.slope),
          ba_ * at.a.slope - left,
          left + r * bb_ * at.b.slope};
}

TwoGaps TwoBandGap::in_order(double strong, double weak) const {
  const double sign = coupling_.lambda12 < 0 ? -1 : 1;
  return first_is_stronger_ ? TwoGaps{strong, sign * weak} : TwoGaps{weak, sign * strong};
}

TwoGaps TwoBandGap::gaps(double temperature_K) const {
  gap_equation::require_temperature(temperature_K);
  return gaps_below_tc((Tc_K_ - temperature_K) / Tc_K_);
}

TwoGaps TwoBandGap::gaps_below_tc(double one_minus_t) const {
  gap_equation::require_one_minus_t(one_minus_t);
  if (one_minus_t <= 0) return {0, 0};
  const Temperature at = temperature(one_minus_t);
  const Solution solution = solve(at);
  const double kT = thermal_energy_meV(Tc_K_) * at.t;
  return in_order(kT * std::exp(solution.log_a), kT * std::exp(solution.log_b));
}

TwoGapsAndDerivatives TwoBandGap::gaps_and_derivatives(double temperature_K) const {
  gap_equation::require_temperature(temperature_K);
  require(debye_over_kTc_ == 0, "Debye energy", debye_over_kTc_ * thermal_energy_meV(Tc_K_), "meV",
          "none for derivatives");
  require(ab_ > 0, "lambda12", coupling_.lambda12, "", "a number other than 0 for derivatives");
  if (temperature_K >= Tc_K_) return {};
  const Temperature at = temperature((Tc_K_ - temperature_K) / Tc_K_);
  Solution solution = solve(at);
  const auto& a = solution.a = pairing(solution.log_a, at);
  const auto& b = solution.b = pairing(solution.log_b, at);
  const Equations equations = equations_of(solution);
  const double r = solution.ratio();
  const double projection = ab_ / largest_less_bb_;
  const double kT = thermal_energy_meV(Tc_K_) * at.t;
  const double gap_a = kT * std::exp(solution.log_a), gap_b = kT * std::exp(solution.log_b);

  // Moves of both gaps that undo given changes of the two equations.
  const auto moved = [&](double change_a, double change_b) {
    const auto [log_change_a, log_change_b] = equations.solve(-change_a, -change_b);
    return in_order(gap_a * log_change_a, gap_b * log_change_b);
  };
  // Changes of the equations with λ_max, at fixed e.
  const double square = largest_ * largest_;
  const double by_largest_a = -r * b.excess * projection / largest_less_bb_;
  const double by_largest_b = (r * bb_ + ba_) / square;
  const double spread = 2 * largest_less_bb_ - (aa_ - bb_);  // λ_max − λ_min
  const double d_aa = largest_less_bb_ / spread, d_bb = 1 - d_aa;
  const double sign = coupling_.lambda12 < 0 ? -1 : 1;

  const TwoGaps strong = moved(by_largest_a * d_aa, by_largest_b * d_aa);
  const TwoGaps weak = moved(by_largest_a * d_bb + r * b.excess * projection / largest_less_bb_,
                             by_largest_b * d_bb - r * (1 / largest_ + b.excess));
  TwoGaps to_strong = moved(by_largest_a * ba_ / spread + r * b.excess / largest_less_bb_, by_largest_b * ba_ / spread);
  TwoGaps to_weak = moved(by_largest_a * ab_ / spread, by_largest_b * ab_ / spread - (1 / largest_ + a.excess));
  to_strong = {sign * to_strong.Delta1_meV, sign * to_strong.Delta2_meV};  // from |λ| to λ
  to_weak = {sign * to_weak.Delta1_meV, sign * to_weak.Delta2_meV};

  TwoGapsAndDerivatives result{};
  result.value = in_order(gap_a, gap_b);
  if (temperature_K > 0) {
    const TwoGaps by_log_t = moved(-a.cooling - projection * r * b.cooling, r * bb_ * b.cooling + ba_ * a.cooling);
    result.d_temperature = {by_log_t.Delta1_meV / temperature_K, by_log_t.Delta2_meV / temperature_K};
  }
  // Δ = Tc × function(T/Tc)
  const double t = temperature_K / Tc_K_;
  result.d_Tc = {result.value.Delta1_meV / Tc_K_ - t * result.d_temperature.Delta1_meV,
                 result.value.Delta2_meV / Tc_K_ - t * result.d_temperature.Delta2_meV};
  result.d_lambda11 = first_is_stronger_ ? strong : weak;
  result.d_lambda22 = first_is_stronger_ ? weak : strong;
  result.d_lambda12 = first_is_stronger_ ? to_strong : to_weak;
  result.d_lambda21 = first_is_stronger_ ? to_weak : to_strong;
  return result;
}

}  // namespace didv
