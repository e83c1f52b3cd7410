#pragma once
// Tunnelling into a superconductor whose gap is spread by disorder: Dynes curves of normally distributed gaps.

#include <cmath>
#include <numbers>
#include <vector>

#include "didv/models/dynes.hpp"

namespace didv {

/// N(E) = ∫ p(Δ′) N_Dynes(E; |Δ′|, Γ) dΔ′, p the normal distribution of mean Δ and standard deviation σ_Δ. Below zero
/// it is folded back, which is below 1e-14 of it for σ_Δ ≤ Δ/8. Dimensionless; E, Δ, Γ, σ_Δ in meV. Even in E, 1 far
/// above the gap. The average runs over gaps in the lower complex half-plane, below the branch point Δ′ = E + iΓ, where
/// the trapezoidal rule converges exponentially also for Γ = 0 and T = 0 (accuracy:
/// docs/models/gap_distribution_dynes.md). The price is 27 Dynes curves, and some hundred for σ_Δ > Δ/8. Limits: σ_Δ =
/// 0 is Dynes. Source: the average of R. C. Dynes, V. Narayanamurti, J. P. Garno, Phys. Rev. Lett. 41, 1509 (1978) over
/// a normal distribution of gaps, an old picture of inhomogeneous films.
template <class Real = double>
struct GapDistributionDynes {
  /// A gap of the average and its weight; the weights add up to 1.
  struct Node {
    Complex<Real> gap, weight;
  };

  Real Delta;
  Real Gamma;
  Real sigma_Delta;
  std::vector<Node> nodes = nodes_of(Delta, sigma_Delta);

  static ModelCard card() {
    return {
        "gap_distribution_dynes", "Tunnelling into a superconductor with normally distributed gaps, Dynes-broadened",
        "Dynes, Narayanamurti, Garno, Phys. Rev. Lett. 41, 1509 (1978), averaged over a normal distribution", "dynes"};
  }
  static std::array<ParameterInfo, 3> parameters() {
    const auto [Delta, Gamma] = Dynes<>::parameters();
    return {{{"Delta", "Δ", "meV", 1, 0, infinity, "mean of the superconducting gap"},
             Gamma,
             {"sigma_Delta", "σ_Δ", "meV", 0.1, 0, infinity, "standard deviation of the gap"}}};
  }
  static constexpr bool even = true;

  std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  /// F(E) = ⟨z/√(z²−Δ′²)⟩, z = E + iΓ.
  Complex<Real> amplitude(const Energy<Complex<Real>>& E) const {
    return average(E, 1, [](const auto& z, const auto& gap) { return Complex<Real>(z) * inverse_gap_root(z, gap); });
  }
  /// F′ = −⟨Δ′²/s³⟩.
  Complex<Real> slope(const Energy<Complex<Real>>& E) const {
    return average(E, -1, [](const auto& z, const auto& gap) {
      const Complex<Real> inverse = inverse_gap_root(z, gap);
      return -(gap * gap) * (inverse * inverse * inverse);
    });
  }
  /// ∫F dE = ⟨s⟩.
  Complex<Real> primitive(const Energy<Complex<Real>>& E) const {
    return average(E, -1, [](const auto& z, const auto& gap) { return gap_root(z, gap); });
  }

  Real operator()(const Energy<Real>& E) const {
    if (sigma_Delta == 0) return Dynes<Real>{Delta, Gamma}(E);
    return real(amplitude(Energy<Complex<Real>>(Complex<Real>(E.base), Complex<Real>(E.offset))));
  }

 private:
  // The gaps lie below z for Re z ≥ 0 only; f(z) = parity·conj(f(−z*)) leads there from the other side.
  template <class Function>
  Complex<Real> average(const Energy<Complex<Real>>& E, double parity, Function f) const {
    const auto z = broadened(E, Gamma);
    const bool mirrored = real(z.base) + real(z.offset) < 0;
    const Energy<Complex<Real>> on_the_right = mirrored ? Energy<Complex<Real>>(-conj(z.base), -conj(z.offset)) : z;
    Complex<Real> sum(0.0);
    for (const Node& node : nodes) sum = sum + node.weight * f(on_the_right, node.gap);
    return mirrored ? parity * conj(sum) : sum;
  }

  static std::vector<Node> nodes_of(const Real& Delta, const Real& sigma) {
    constexpr double narrow = 0.125;  // of the mean: eight standard deviations above zero
    return sigma <= narrow * Delta ? on_a_line(Delta, sigma) : on_a_ray(Delta, sigma);
  }

  // Δ′ = Δ + σ(t − ia): the branch point is at least a away above, and the normal distribution grows by e^{a²/2} only.
  static std::vector<Node> on_a_line(const Real& Delta, const Real& sigma) {
    constexpr double below = 2.6, step = 0.6;
    constexpr int each_side = 13;
    std::vector<Node> line;
    for (int k = -each_side; k <= each_side; ++k) {
      const ComplexNumber<double> u(step * k, -below);
      const ComplexNumber<double> weight = step / std::sqrt(2 * std::numbers::pi) * exp(-0.5 * (u * u));
      line.push_back({Complex<Real>(Delta) + u * sigma, Complex<Real>(weight)});
    }
    return line;
  }

  // Δ′ = r·e^{−iφ} from 0 to ∞, with steps in ln r: for gaps that reach down to zero. The gaps stay where they are when
  // the parameters move, their weights p(Δ′) + p(−Δ′) do not.
  static std::vector<Node> on_a_ray(const Real& Delta, const Real& sigma) {
    const auto value = [](const Real& x) {
      if constexpr (is_dual<Real>) {
        return x.value;
      } else {
        return x;
      }
    };
    const double mean = value(Delta), width = value(sigma);
    const double angle = std::min(0.3, 0.18 * std::sqrt(8 * width / std::max(mean, 1e-3 * width))), step = angle / 4.5;
    const double largest = mean + 9 * width, smallest = 1e-16 * largest;
    std::vector<Node> ray;
    for (double logarithm = std::log(largest); logarithm > std::log(smallest); logarithm -= step) {
      const ComplexNumber<double> gap = exp(ComplexNumber<double>(logarithm, -angle));
      const auto density = [&](const Complex<Real>& away) { return exp(-0.5 * (away * away)); };
      const Complex<Real> there = gap / Complex<Real>(sigma), centre = Complex<Real>(Delta) / Complex<Real>(sigma);
      const Complex<Real> weight = (density(there - centre) + density(there + centre)) * there *
                                   ComplexNumber<double>(step / std::sqrt(2 * std::numbers::pi));
      if (norm(weight) > 1e-40) ray.push_back({Complex<Real>(gap), weight});
    }
    return ray;
  }
};

extern template class detail::KernelOf<GapDistributionDynes>;  // compiled once, in the library

namespace models {
inline Model gap_distribution_dynes() { return make_model<GapDistributionDynes>(); }
}  // namespace models

}  // namespace didv
