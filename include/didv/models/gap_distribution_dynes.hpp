#pragma once
// Tunnelling into a superconductor whose gap is spread by disorder: Dynes curves of normally distributed gaps.

#include <array>
#include <vector>

#include "didv/models/dynes.hpp"

namespace didv {

namespace detail {
/// A gap of the average, in the lower half-plane, and its weight, with what they do as the mean Delta or the standard
/// deviation sigma moves. The weights add up to 1.
struct GapNode {
  ComplexNumber<double> gap, weight;
  ComplexNumber<double> gap_by_Delta, gap_by_sigma, weight_by_Delta, weight_by_sigma;
};
std::vector<GapNode> gap_nodes(double Delta, double sigma);

/// ⟨F⟩, ⟨F′⟩ and ⟨s⟩ of Dynes curves at n energies z = re + i(im + Γ), F = z/s, s = √(z²−Δ′²): rows of n numbers, real
/// and imaginary parts. With derivatives then ⟨F″⟩, and what the three do as Delta moves, and as sigma does.
/// (src/models/gap_distribution_dynes.cpp)
void gap_distribution_averages(const double* re, const double* im, std::size_t n, const std::vector<GapNode>& nodes,
                               double Gamma, Derivatives, double* averages);
}  // namespace detail

/// N(E) = ∫ p(Δ′) N_Dynes(E; |Δ′|, Γ) dΔ′, p the normal distribution of mean Δ and standard deviation σ_Δ. Below zero
/// it is folded back, which is below 1e-14 of it for σ_Δ ≤ Δ/8. Dimensionless; E, Δ, Γ, σ_Δ in meV. Even in E, 1 far
/// above the gap. The average runs over gaps in the lower complex half-plane, below the branch point Δ′ = E + iΓ, where
/// the trapezoidal rule converges exponentially also for Γ = 0 and T = 0 (accuracy:
/// docs/models/gap_distribution_dynes.md). It takes 27 complex gaps, some hundred for σ_Δ > Δ/8. Limits: σ_Δ =
/// 0 is Dynes. Source: the average of R. C. Dynes, V. Narayanamurti, J. P. Garno, Phys. Rev. Lett. 41, 1509 (1978) over
/// a normal distribution of gaps, an old picture of inhomogeneous films.
template <class Real = double>
struct GapDistributionDynes {
  Real Delta;
  Real Gamma;
  Real sigma_Delta;
  std::vector<detail::GapNode> nodes = detail::gap_nodes(value_of(Delta), value_of(sigma_Delta));

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

  /// The averages, as gap_distribution_averages gives them.
  static constexpr std::size_t unknowns = 6, unknowns_with_derivatives = 20;
  void solve(const double* re, const double* im, std::size_t n, Derivatives derivatives, double* averages) const {
    detail::gap_distribution_averages(re, im, n, nodes, value_of(Gamma), derivatives, averages);
  }

  /// F(E) = ⟨z/√(z²−Δ′²)⟩, z = E + iΓ.
  template <std::size_t rows>
  Complex<Real> amplitude(const Energy<Complex<Real>>& E, const std::array<double, rows>& averages) const {
    return along_parameters<0, 1, 4, 7>(E, averages);
  }
  /// F′ = −⟨Δ′²/s³⟩.
  template <std::size_t rows>
  Complex<Real> slope(const Energy<Complex<Real>>& E, const std::array<double, rows>& averages) const {
    return along_parameters<1, 3, 5, 8>(E, averages);
  }
  /// ∫F dE = ⟨s⟩.
  template <std::size_t rows>
  Complex<Real> primitive(const Energy<Complex<Real>>& E, const std::array<double, rows>& averages) const {
    return along_parameters<2, 0, 6, 9>(E, averages);
  }

  Real operator()(const Energy<Real>& E) const {
    if (sigma_Delta == 0) return Dynes<Real>{Delta, Gamma}(E);
    const Real whole = E;
    const double energy = value_of(whole), on_the_axis = 0;
    std::array<double, is_dual<Real> ? unknowns_with_derivatives : unknowns> averages;
    solve(&energy, &on_the_axis, 1, is_dual<Real> ? Derivatives::yes : Derivatives::no, averages.data());
    return real(amplitude(Energy<Complex<Real>>(Complex<Real>(E.base), Complex<Real>(E.offset)), averages));
  }

 private:
  using C = ComplexNumber<double>;

  /// An average with its derivatives by energy, Delta and sigma: rows of `averages`.
  template <std::size_t of, std::size_t by_energy, std::size_t by_Delta, std::size_t by_sigma, std::size_t rows>
  Complex<Real> along_parameters([[maybe_unused]] const Energy<Complex<Real>>& E,
                                 const std::array<double, rows>& averages) const {
    const auto row = [&](std::size_t k) { return C(averages[2 * k], averages[2 * k + 1]); };
    if constexpr (is_dual<Real>) {
      const Complex<Real> z(broadened(E, Gamma));
      return (z - z.value) * row(by_energy) + (Delta - Delta.value) * row(by_Delta) +
             (sigma_Delta - sigma_Delta.value) * row(by_sigma) + row(of);
    } else {
      return row(of);
    }
  }
};

extern template class detail::KernelOf<GapDistributionDynes>;  // compiled once, in the library

namespace models {
inline Model gap_distribution_dynes() { return make_model<GapDistributionDynes>(); }
}  // namespace models

}  // namespace didv
