#pragma once
// Strong coupling: the isotropic Eliashberg equations on the Matsubara axis, from a phonon spectrum α²F(ω) and μ*.
//
//   const eliashberg::Interaction mode{eliashberg::PhononSpectrum::einstein(1.5, 5.0), 0.1};
//   const double Tc = eliashberg::critical_temperature_K(mode);
//   const auto edge = eliashberg::gap_edge(eliashberg::solve(mode, 0.1 * Tc));    // Δ(0), to be seen in a spectrum
//   const double ratio = 2 * edge.value_meV / thermal_energy_meV(Tc);             // 2Δ(0)/k_BTc

#include <utility>
#include <vector>

namespace didv::eliashberg {

/// α²F(ω) as a sum of sharp modes: λ(iν) = 2∫ ω α²F(ω)/(ω²+ν²) dω = Σ λ_k ω_k²/(ω_k²+ν²).
class PhononSpectrum {
 public:
  struct Mode {
    double energy_meV;
    double lambda;
  };

  /// One mode of energy Ω (meV) and coupling λ: α²F(ω) = (λΩ/2) δ(ω−Ω). Throws InvalidArgument unless both are
  /// positive.
  static PhononSpectrum einstein(double lambda, double energy_meV);

  /// α²F on increasing energies ≥ 0 (meV), linear in between, 0 outside. Each interval becomes six Gauss nodes, so
  /// intervals should be finer than 2πk_BT. Throws InvalidArgument for fewer than two points, energies not increasing,
  /// negative or non-finite values, all 0, or α²F(0) ≠ 0 (λ would be infinite).
  static PhononSpectrum tabulated(const std::vector<double>& energy_meV, const std::vector<double>& alpha2F);

  /// λ = 2∫ α²F/ω dω.
  double lambda() const;
  /// ω_log = exp[(2/λ) ∫ ln ω α²F/ω dω], meV.
  double omega_log_meV() const;
  /// ω_2 = [(2/λ) ∫ ω α²F dω]^{1/2}, meV.
  double omega_2_meV() const;
  double highest_meV() const;
  /// λ(iν), ν in meV.
  double lambda_at(double matsubara_meV) const;

  const std::vector<Mode>& modes() const { return modes_; }

 private:
  explicit PhononSpectrum(std::vector<Mode> modes) : modes_(std::move(modes)) {}
  std::vector<Mode> modes_;
};

/// What pairs the electrons: phonons, and the Coulomb pseudopotential μ* that belongs to `cutoff_meV` (0: ten times the
/// highest phonon energy). The pseudopotential acts between frequencies below the cut-off; the one at the cut-off
/// counts by the part of its cell [ω_n−πk_BT, ω_n+πk_BT] below it, so that Tc does not jump where a frequency passes
/// the cut-off.
struct Interaction {
  PhononSpectrum spectrum;
  double mu_star = 0;
  double cutoff_meV = 0;
};

/// The temperature at which the linearised equations have their first solution, in K.
/// Relative accuracy 1e-10 (sums to infinity: extrapolated in the number of frequencies).
/// Throws InvalidArgument for μ* < 0 or ≥ 1, and for a cut-off outside 1 to 12 times the highest phonon energy;
/// AccuracyError if k_BTc lies below 0.0025 of the highest phonon energy, which includes "no superconductivity".
/// Source: G. M. Eliashberg, Sov. Phys. JETP 11, 696 (1960); Allen, Dynes, Phys. Rev. B 12, 905 (1975); not re-read.
double critical_temperature_K(const Interaction& interaction);

/// (ω_log f_1 f_2/1.2) exp[−1.04(1+λ)/(λ−μ*(1+0.62λ))]: the usual fit to such solutions, with f_1, f_2 the corrections
/// for strong coupling and spectral shape. 0 if λ ≤ μ*(1+0.62λ).
/// Within 15 % of critical_temperature_K for one mode with λ from 0.7 to 3 and μ* up to 0.1.
/// Source: P. B. Allen, R. C. Dynes, Phys. Rev. B 12, 905 (1975); not re-read.
double allen_dynes_temperature_K(const Interaction& interaction);

/// Δ(iω_n) and Z(iω_n) for ω_n = πk_BT(2n+1) up to six times the highest phonon energy. At least 16 of them.
struct MatsubaraSolution {
  double temperature_K;
  std::vector<double> frequency_meV;
  std::vector<double> gap_meV;          ///< Δ(iω_n); all 0 in the normal state
  std::vector<double> renormalisation;  ///< Z(iω_n)
};

///   Z_n = 1 + (πk_BT/ω_n) Σ_m λ(iω_n−iω_m) ω_m/√(ω_m²+Δ_m²)
///   Z_n Δ_n = πk_BT Σ_m [λ(iω_n−iω_m) − μ*] Δ_m/√(ω_m²+Δ_m²)
/// Accuracy of Δ(iω_0) and Z 1e-10 relative at T ≤ 0.8 Tc; next to Tc Δ loses as 1/(1−t). Throws as
/// critical_temperature_K, and AccuracyError where the temperature is so low that more than 4000 frequencies would be
/// needed (k_BT below about 0.0025 of the highest phonon energy).
MatsubaraSolution solve(const Interaction& interaction, double temperature_K);

/// The gap edge, Re Δ(E) = E on the real axis, where tunnelling has its threshold.
struct GapEdge {
  double value_meV;
  double error_meV;  ///< how far neighbouring Padé approximants disagree; not a statistical error
};

/// By Padé approximants through Δ(iω_n) as a function of ω_n². {0, 0} in the normal state. Throws AccuracyError where
/// the approximants disagree by more than 1 % or are too few, InvalidArgument for lists of different lengths. Limits:
/// sharp for T ≲ 0.2 Tc; at higher T the edge itself is smeared. Source: H. J. Vidberg, J. W. Serene, J. Low Temp.
/// Phys. 29, 179 (1977); text not re-read.
GapEdge gap_edge(const MatsubaraSolution& solution);

/// 2Δ(0)/k_BTc with Δ(0) the gap edge at T = Tc/10. Weak coupling 3.53; grows with Tc/ω_log.
/// Throws AccuracyError as gap_edge does, and where k_BTc is below 0.024 of the highest phonon energy: Tc/10 then takes
/// more frequencies than are summed.
double gap_to_tc_ratio(const Interaction& interaction);

}  // namespace didv::eliashberg
