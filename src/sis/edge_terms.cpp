#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/multiversion.hpp"
#include "didv/units.hpp"
#include "numerics/exp_log.hpp"
#include "sis/energy_terms.hpp"

namespace didv::sis {
namespace {

// Straight up the path would meet the poles of the Fermi function, to the right the edges of the other superconductor.
constexpr double angle = 50 * std::numbers::pi / 180;
// The error of the trapezoid rule falls as e^{−strip/step}. It counts by the inverse distance of the biases from where
// edges meet, so that it has to be smaller where no broadening makes the curve as large as that.
constexpr double strip = 2.26, digits = 19.7;
// From a gap far below the other on, most of the path sees a normal metal, and the poles of the Fermi function are near
// it on the scale of its steps.
constexpr double far_below = 0.15, digits_far_below = 22.7;
constexpr double farthest = 1e5;  // in gaps; beyond it (gap/E)² is left out
constexpr double sharpest = 1e-13;
constexpr double frozen = 37;  // in kT: e^{−37} = 9e-17 of the states are filled there

constexpr std::size_t lanes = 8;  // of the widest vector registers: a loop over a multiple of them has no odd end

/// Points ζ = E − Δ − iΓ of the path, dE for the trapezoid rule over the direction of the path, and 1/√(ζ(ζ+2Δ)).
struct Path {
  std::size_t size;
  std::vector<double> re, im, measure, inverse_re, inverse_im;

  Path(std::size_t count, double step, double scale, double Delta)
      : size(count),
        re((count + lanes - 1) / lanes * lanes),
        im(re.size()),
        measure(re.size()),
        inverse_re(re.size()),
        inverse_im(re.size()) {
    fill(re.size(), step, scale, Delta, re.data(), im.data(), measure.data(), inverse_re.data(), inverse_im.data());
  }

 private:
  // ζ = direction·scale·sinh²t makes F₁dE even in t, so that the trapezoid rule has an end on one side only.
  DIDV_MULTIVERSION static void fill(std::size_t n, double step, double scale, double Delta, double* __restrict re,
                                     double* __restrict im, double* __restrict measure, double* __restrict inverse_re,
                                     double* __restrict inverse_im) {
    const double along = std::cos(angle), up = std::sin(angle);
    for (std::size_t k = 0; k < n; ++k) {
      const double growth = numerics::fast_exp((double(k) + 0.5) * step), sinh = 0.5 * (growth - 1 / growth),
                   cosh = 0.5 * (growth + 1 / growth), distance = scale * sinh * sinh;
      const C zeta(along * distance, up * distance);
      const C inverse = inverse_sqrt(zeta) * inverse_sqrt(zeta + 2 * Delta);
      re[k] = zeta.re;
      im[k] = zeta.im;
      measure[k] = step * scale * sinh * cosh;
      inverse_re[k] = inverse.re;
      inverse_im[k] = inverse.im;
    }
  }
};

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
  const double wanted = Delta < far_below * other.Delta ? digits_far_below : digits;
  const double step = strip / (wanted + std::max(0.0, std::min(std::log(gaps / distance), std::log(distance / Gamma))));
  const double scale = std::max(0.5 * nearest, sharpest * gaps);
  const double end = std::asinh(std::sqrt((farthest * std::max(Delta, other.Delta) + 4 * largest_bias) / scale));

  const Path path(static_cast<std::size_t>(std::ceil(end / step - 0.5)), step, scale, Delta);
  std::vector<Term> terms;
  terms.reserve(path.size);
  for (std::size_t k = 0; k < path.size; ++k) {
    const C zeta{path.re[k], path.im[k]}, inverse{path.inverse_re[k], path.inverse_im[k]};
    const C E{zeta.re + Delta, zeta.im + one.Gamma};
    const C boltzmann = E.re < frozen * kT ? exp((-1 / kT) * E) : C(0.0), f = boltzmann / (1.0 + boltzmann),
            tanh = 1.0 - 2.0 * f;
    const C weight = -path.measure[k] * direction, weighted = weight * (zeta + Delta) * inverse;
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
