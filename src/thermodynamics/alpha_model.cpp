#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "didv/thermodynamics.hpp"
#include "gap_equation/argument_check.hpp"
#include "thermodynamics/quasiparticle_integrals.hpp"

namespace didv {

namespace {

using std::numbers::pi;

QuasiparticleIntegrals integrals(GapSymmetry symmetry, double p) {
  return symmetry == GapSymmetry::s_wave ? s_wave_integrals(p) : d_wave_integrals(p);
}

/// ⟨c²⟩ of the gap's shape c(φ).
double mean_square_shape(GapSymmetry symmetry) { return symmetry == GapSymmetry::s_wave ? 1 : 0.5; }

/// Δ/kT, kept where its powers are finite: beyond, every quasiparticle is frozen out to all digits.
double gap_over_temperature(double gap, double t) { return std::min(gap / t, 1e80); }

}  // namespace

double weak_coupling_gap_ratio(GapSymmetry symmetry) {
  return symmetry == GapSymmetry::s_wave ? bcs::zero_temperature_gap_ratio : d_wave::zero_temperature_gap_ratio;
}

AlphaModel::AlphaModel(double ratio_2Delta0_kTc, GapSymmetry symmetry)
    : alpha_(ratio_2Delta0_kTc / 2), symmetry_(symmetry) {
  gap_equation::require(ratio_2Delta0_kTc > 0 && std::isfinite(ratio_2Delta0_kTc), "ratio 2Delta(0)/kTc",
                        ratio_2Delta0_kTc, "", "a positive number");
}

AlphaModel AlphaModel::weak_coupling(GapSymmetry symmetry) {
  return AlphaModel(2 * weak_coupling_gap_ratio(symmetry), symmetry);
}

double AlphaModel::reduced_gap(double t) const {
  gap_equation::require_reduced_temperature(t);
  if (t >= 1) return 0;
  return symmetry_ == GapSymmetry::s_wave ? bcs::reduced_gap_below_tc(1 - t) : d_wave::reduced_gap_below_tc(1 - t);
}

double AlphaModel::gap(double t) const { return alpha_ * reduced_gap(t); }

double AlphaModel::entropy(double t) const {
  const double delta = gap(t);
  if (t == 0 || t >= 1) return t;
  return t * integrals(symmetry_, gap_over_temperature(delta, t)).entropy;
}

// S/T depends on p = Δ/kT alone, and d(Δ²)/dt = −(2Δ²/t)(1 − r)/r, r = p²·pair_stiffness, from differentiating the gap
// equation; the p² of both cancel, which leaves a form without 0/0 at Tc.
double AlphaModel::specific_heat(double t) const {
  const double delta = reduced_gap(t);
  if (t == 0 || t > 1) return t;
  const double weak_coupling = weak_coupling_gap_ratio(symmetry_);
  const double scale = alpha_ / weak_coupling;
  const QuasiparticleIntegrals own = integrals(symmetry_, gap_over_temperature(alpha_ * delta, t));
  const double stiffness = scale == 1
                               ? own.pair_stiffness
                               : integrals(symmetry_, gap_over_temperature(weak_coupling * delta, t)).pair_stiffness;
  return t * (own.entropy +
              3 / (pi * pi) * mean_square_shape(symmetry_) * scale * scale * own.gap_weighted_yosida / stiffness);
}

double AlphaModel::specific_heat_jump() const { return specific_heat(1) - 1; }

double AlphaModel::superfluid_density(double t) const {
  const double delta = gap(t);
  if (t == 0 || t >= 1) return t == 0 ? 1 : 0;
  const double p = gap_over_temperature(delta, t);
  const QuasiparticleIntegrals own = integrals(symmetry_, p);
  // Next to Tc the s-wave difference 1 − yosida has a form without cancellation.
  return symmetry_ == GapSymmetry::s_wave && p < 1 ? p * p * own.pair_stiffness : 1 - own.yosida;
}

double AlphaModel::dirty_superfluid_density(double t) const {
  if (symmetry_ != GapSymmetry::s_wave)
    throw InvalidArgument("dirty-limit superfluid density: expected an s-wave gap; scattering destroys a d-wave one");
  const double delta = reduced_gap(t);
  return t == 0 ? 1 : delta * std::tanh(alpha_ * delta / (2 * t));
}

}  // namespace didv
