#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "didv/eliashberg.hpp"
#include "didv/error.hpp"
#include "gap_equation/argument_check.hpp"
#include "gap_equation/gauss_panel.hpp"

namespace didv::eliashberg {

using gap_equation::require;

PhononSpectrum PhononSpectrum::einstein(double lambda, double energy_meV) {
  require(lambda > 0 && std::isfinite(lambda), "lambda", lambda, "", "a finite number > 0");
  require(energy_meV > 0 && std::isfinite(energy_meV), "phonon energy", energy_meV, "meV", "a finite number > 0");
  return PhononSpectrum({{energy_meV, lambda}});
}

PhononSpectrum PhononSpectrum::tabulated(const std::vector<double>& energy_meV, const std::vector<double>& alpha2F) {
  if (energy_meV.size() != alpha2F.size() || energy_meV.size() < 2)
    throw InvalidArgument("alpha2F: " + std::to_string(alpha2F.size()) + " values at " +
                          std::to_string(energy_meV.size()) + " energies: expected as many of both, at least 2");
  std::vector<Mode> modes;
  for (std::size_t k = 0; k < energy_meV.size(); ++k) {
    const double energy = energy_meV[k], value = alpha2F[k];
    require(std::isfinite(energy) && energy >= 0 && (k == 0 || energy > energy_meV[k - 1]), "phonon energy", energy,
            "meV", "finite, increasing energies >= 0");
    require(std::isfinite(value) && value >= 0, "alpha2F", value, "", "finite numbers >= 0");
    require(energy > 0 || value == 0, "alpha2F(0)", value, "", "0: otherwise lambda is infinite");
    if (k == 0) continue;
    const double lower = energy_meV[k - 1], width = energy - lower;
    for (const auto [position, weight] : gap_equation::gauss_nodes)
      for (const double side : {-1., 1.}) {
        const double fraction = (1 + side * position) / 2;
        const double at = lower + fraction * width;
        const double strength = (1 - fraction) * alpha2F[k - 1] + fraction * value;
        if (strength > 0) modes.push_back({at, weight * width * strength / at});
      }
  }
  require(!modes.empty(), "largest alpha2F", 0, "", "a spectrum that is not 0 everywhere");
  return PhononSpectrum(std::move(modes));
}

double PhononSpectrum::lambda() const { return lambda_at(0); }

double PhononSpectrum::omega_log_meV() const {
  double sum = 0;
  for (const auto& [energy, strength] : modes_) sum += strength * std::log(energy);
  return std::exp(sum / lambda());
}

double PhononSpectrum::omega_2_meV() const {
  double sum = 0;
  for (const auto& [energy, strength] : modes_) sum += strength * energy * energy;
  return std::sqrt(sum / lambda());
}

double PhononSpectrum::highest_meV() const { return std::ranges::max(modes_, {}, &Mode::energy_meV).energy_meV; }

double PhononSpectrum::lambda_at(double matsubara_meV) const {
  double sum = 0;
  for (const auto& [energy, strength] : modes_) {
    const double ratio = matsubara_meV / energy;
    sum += strength / (1 + ratio * ratio);
  }
  return sum;
}

}  // namespace didv::eliashberg
