#pragma once
// The accuracy contract over its box: Γ/Δ ∈ {0, 1e-6 … 1}, kT/Δ ∈ [1e-3, 10], Z ∈ [0, 10], V/Δ ∈ [0, 50], V = ±Δ
// included.

#include <cstdio>
#include <string>

#include "didv/models.hpp"
#include "didv/units.hpp"
#include "numerics/thermal_reference.hpp"

namespace accuracy {

/// The stated contract: of max(1, peak) for values, of max(1, |derivative| peak) for derivatives.
inline constexpr double value_contract = 1e-9;
inline constexpr double derivative_contract = 1e-6;

struct Worst {
  double error = 0;
  std::string where;

  void see(double candidate, const std::string& place) {
    if (candidate > error || candidate != candidate) {
      error = candidate == candidate ? candidate : 1e300;
      where = place;
    }
  }
};

struct Report {
  Worst value;
  std::vector<Worst> derivative;  // bias, then the parameters
};

struct Box {
  std::vector<double> Gamma, kT, Z;
};

/// Polarisation of the models that have one.
inline constexpr double polarisation = 0.7;

inline std::vector<double> biases(double kT, std::size_t every) {
  std::vector<double> all{0, 0.3, 0.7, 0.9, 0.99, 0.999, 1, 1.0001, 1.003, 1.02, 1.1, 1.3, 1.7, 2.5, 4, 9, 25, 50};
  for (const double k : {-40.0, -20.0, -8.0, -4.0, -2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 4.0, 8.0, 20.0, 31.0, 40.0}) {
    if (1 + k * kT > 0 && 1 + k * kT < 50) all.push_back(1 + k * kT);
  }
  std::vector<double> out;
  for (std::size_t i = 0; i < all.size(); i += every) out.push_back(all[i]);
  out.push_back(1);
  return out;
}

/// All energies in units of the gap Delta.
inline Report sweep(const didv::Model& model, reference::Kernel kernel, double Delta, const Box& box, std::size_t every,
                    bool derivatives) {
  Report report;
  const bool barrier = model.has("Z"), polarised = model.has("P");
  report.derivative.resize(model.parameters().size() + 1);
  for (const double Gamma : box.Gamma) {
    for (const double kT : box.kT) {
      for (const double Z : barrier ? box.Z : std::vector<double>{0}) {
        std::vector<double> bias = biases(kT, every);
        for (double& V : bias) V *= Delta;
        const double T = kT * Delta / didv::boltzmann_meV_per_K;
        std::vector<double> parameters{Delta, Gamma * Delta};
        if (barrier) parameters.push_back(Z);
        if (polarised) parameters.push_back(polarisation);
        parameters.push_back(T);
        const didv::Curve curve = model.conductance(bias, parameters, {}, didv::Derivatives::yes);
        std::vector<reference::Real> exact;
        std::vector<std::vector<reference::Real>> slopes(report.derivative.size());
        for (const double V : bias) {
          const reference::Point p{
              Delta, Gamma * Delta, Z, didv::thermal_energy_meV(T), V, polarised ? polarisation : 0};
          exact.push_back(conductance(kernel, p));
          if (!derivatives) continue;
          const reference::Real h = 2e-3L * p.kT;
          slopes[0].push_back(derivative(kernel, p, &reference::Point::V, h));
          slopes[1].push_back(derivative(kernel, p, &reference::Point::Delta, 2e-3L * std::min(p.kT, p.Delta)));
          // Γ² ln Γ at small Γ: steps well below it, and a one-sided one at 0 so short that Γ ln Γ is negligible.
          slopes[2].push_back(
              derivative(kernel, p, &reference::Point::Gamma,
                         Gamma > 0 ? std::min(h, p.Gamma / 50) : 1e-8L * std::min(p.kT, 0.1L * p.Delta)));
          if (barrier) slopes[3].push_back(derivative(kernel, p, &reference::Point::Z, Z > 0 ? 1e-3L * Z : 1e-3L));
          if (polarised) slopes[4].push_back(derivative(kernel, p, &reference::Point::P, 1e-2L));
          slopes.back().push_back(derivative(kernel, p, &reference::Point::kT, h) * didv::boltzmann_meV_per_K);
        }
        const auto compare = [&](const std::vector<double>& mine, const std::vector<reference::Real>& theirs,
                                 Worst& worst) {
          reference::Real peak = 1;
          for (const auto x : theirs) peak = std::max(peak, std::abs(x));
          for (std::size_t i = 0; i < theirs.size(); ++i) {
            char place[160];
            std::snprintf(place, sizeof place, "Gamma/Delta = %g, kT/Delta = %g, Z = %g, V/Delta = %.17g", Gamma, kT, Z,
                          bias[i] / Delta);
            worst.see(double(std::abs(mine[i] - theirs[i]) / peak), place);
          }
        };
        compare(curve.value, exact, report.value);
        compare(curve.d_bias, slopes[0], report.derivative[0]);
        for (std::size_t k = 1; k < slopes.size(); ++k)
          compare(curve.d_parameter[k - 1], slopes[k], report.derivative[k]);
      }
    }
  }
  return report;
}

}  // namespace accuracy
