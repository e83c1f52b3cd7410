#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/units.hpp"
#include "sis/energy_terms.hpp"

namespace didv::sis {
namespace {

// Straight up the path would meet the poles of the Fermi function, to the right the edges of the other superconductor.
constexpr double angle = 50 * std::numbers::pi / 180;
// The error of the trapezoid rule falls as e^{−strip/step}. It counts by the inverse distance of the biases from where
// edges meet, so that it has to be smaller where no broadening makes the curve as large as that.
constexpr double strip = 2.26, digits = 19.7;
constexpr double farthest = 1e5;  // in gaps; beyond it (gap/E)² is left out
constexpr double sharpest = 1e-13;
constexpr double frozen = 37;  // in kT: e^{−37} = 9e-17 of the states are filled there

}  // namespace

std::vector<Term> edge_terms(const Superconductor& one, const Superconductor& other, double kT,
                             std::span<const double> magnitude_mV, bool with_derivatives) {
  const C direction{std::cos(angle), std::sin(angle)};
  const double Delta = one.Delta, gaps = one.Delta + other.Delta, Gamma = one.Gamma + other.Gamma,
               apart = std::abs(one.Delta - other.Delta);

  double meeting = infinity, largest_bias = 0;
  for (const double V : magnitude_mV) {
    largest_bias = std::max(largest_bias, V);
    meeting = std::min({meeting, std::abs(V - gaps), std::abs(V - apart)});
  }
  const double nearest_pole =
      std::numbers::pi * kT * (2 * std::max(0.0, std::round((one.Gamma / (std::numbers::pi * kT) - 1) / 2)) + 1);
  const double nearest = std::min({std::hypot(meeting, Gamma), 2 * Delta, std::hypot(Delta, one.Gamma - nearest_pole)});
  const double distance = std::max(std::hypot(meeting, Gamma), sharpest * gaps);
  const double step = strip / (digits + std::max(0.0, std::min(std::log(gaps / distance), std::log(distance / Gamma))));
  const double scale = std::max(0.5 * nearest, sharpest * gaps);
  const double end = std::asinh(std::sqrt((farthest * std::max(Delta, other.Delta) + 4 * largest_bias) / scale));

  // ζ = E − Δ − iΓ = direction·scale·sinh²t makes F₁dE even in t, so that the trapezoid rule has an end on one side
  // only.
  std::vector<Term> terms;
  terms.reserve(static_cast<std::size_t>(end / step) + 1);
  for (double t = step / 2; t < end; t += step) {
    const double growth = std::exp(t), sinh = 0.5 * (growth - 1 / growth), cosh = 0.5 * (growth + 1 / growth);
    const C zeta = (scale * sinh * sinh) * direction;
    const C inverse = inverse_sqrt(zeta) * inverse_sqrt(zeta + 2 * Delta);
    const C E{zeta.re + Delta, zeta.im + one.Gamma};
    const C boltzmann = E.re < frozen * kT ? exp((-1 / kT) * E) : C(0.0), f = boltzmann / (1.0 + boltzmann),
            tanh = 1.0 - 2.0 * f;
    const C weight = (-step * scale * sinh * cosh) * direction, weighted = weight * (zeta + Delta) * inverse;
    Term term;
    term.offset = {zeta.re, zeta.im + one.Gamma};
    term.weight = weighted * tanh;
    if (with_derivatives) {
      const C by_tanh = (2 / kT) * weighted * f * (1.0 - f);
      term.weight_by_Delta = by_tanh + Delta * weight * zeta * (inverse * inverse * inverse) * tanh;
      term.weight_by_Gamma = times_i(by_tanh);
      term.weight_by_kT = (-1 / kT) * by_tanh * E;
      term.energy_by_Delta = 1.0;
      term.energy_by_Gamma = {0.0, 1.0};
    }
    terms.push_back(term);
  }
  return terms;
}

}  // namespace didv::sis
