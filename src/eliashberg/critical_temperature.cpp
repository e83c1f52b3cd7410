#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/eliashberg.hpp"
#include "didv/error.hpp"
#include "didv/units.hpp"
#include "eliashberg/extrapolation.hpp"
#include "eliashberg/interaction_check.hpp"
#include "eliashberg/matsubara_axis.hpp"
#include "text/number.hpp"

namespace didv::eliashberg {

namespace {

// Pairing strength minus 1 with a fixed number of frequencies, as a function of ln kT; keeps the pairing mode as the
// next start.
class Instability {
 public:
  Instability(const Interaction& interaction, int count) : interaction_(interaction), count_(count) {}

  double operator()(double log_kT) {
    return MatsubaraAxis(interaction_, std::exp(log_kT), count_).pairing_strength(mode_) - 1;
  }

  // Secant from two temperatures near the root.
  double root(double from, double to) {
    double value_from = (*this)(from), value_to = (*this)(to);
    for (int step = 0; step < 40; ++step) {
      const double move = std::clamp(-value_to * (to - from) / (value_to - value_from), -0.3, 0.3);
      from = to, value_from = value_to;
      to += move;
      if (std::abs(move) < 1e-12) return to;
      value_to = (*this)(to);
      if (value_to == value_from) return to;
    }
    throw AccuracyError("Eliashberg equations: the search for Tc did not converge in 40 steps");
  }

 private:
  const Interaction& interaction_;
  int count_;
  Eigen::VectorXd mode_;
};

}  // namespace

double allen_dynes_temperature_K(const Interaction& interaction) {
  const Interaction checked_interaction = checked(interaction);
  const PhononSpectrum& spectrum = checked_interaction.spectrum;
  const double lambda = spectrum.lambda(), mu = checked_interaction.mu_star;
  const double attraction = lambda - mu * (1 + 0.62 * lambda);
  if (attraction <= 0) return 0;
  const double width = spectrum.omega_2_meV() / spectrum.omega_log_meV();
  const double f1 = std::cbrt(1 + std::pow(lambda / (2.46 * (1 + 3.8 * mu)), 1.5));
  const double shape = 1.82 * (1 + 6.3 * mu) * width;
  const double f2 = 1 + (width - 1) * lambda * lambda / (lambda * lambda + shape * shape);
  return f1 * f2 * spectrum.omega_log_meV() / (1.2 * boltzmann_meV_per_K) * std::exp(-1.04 * (1 + lambda) / attraction);
}

double critical_temperature_K(const Interaction& given) {
  const Interaction interaction = checked(given);
  const double highest = interaction.spectrum.highest_meV();
  const double coldest = 0.0025 * highest;
  // A coarse bracket first; its frequencies reach beyond the cut-off of μ*.
  const auto unstable = [&](double kT) {
    const int count = std::max(40, static_cast<int>(16 * highest / (2 * std::numbers::pi * kT)));
    return Instability(interaction, count)(std::log(kT)) > 0;
  };
  double kT = std::max(coldest, thermal_energy_meV(allen_dynes_temperature_K(interaction)));
  if (unstable(kT)) {
    while (unstable(1.25 * kT)) kT *= 1.25;
  } else {
    do {
      kT /= 1.25;
      if (kT < coldest)
        throw AccuracyError("Eliashberg equations: no superconductivity above " +
                            text::number(coldest / boltzmann_meV_per_K) +
                            " K, the lowest temperature that can be reached for this spectrum");
    } while (!unstable(kT));
  }
  const auto counts = truncations(frequencies_needed(interaction, kT));
  const auto weights = extrapolation_weights(counts);
  double low = std::log(kT), high = low + std::log(1.25), tc = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double root = Instability(interaction, counts[k]).root(low, high);
    tc += weights[k] * std::exp(root);
    low = root - 1e-5, high = root + 1e-5;
  }
  return tc / boltzmann_meV_per_K;
}

}  // namespace didv::eliashberg
