#pragma once
// Ic(T) → Jc(0) and the pinning of vortices: which of two laws the critical current follows.
//
//   t = T/Tc,   Ic(T) = Ic(0) · g(t),   Jc = Ic / cross-section (assumed uniform)
//   dl    g = (1 − t²)^{5/2} (1 + t²)^{−1/2}   spatial variation of the mean free path
//   dTc   g = (1 − t²)^{7/6} (1 + t²)^{5/6}    spatial variation of Tc
//   g = 0 for T ≥ Tc. Ic(0) and Tc are fitted, weighted by the errors of Ic.
// Both laws have two parameters: the better one has the smaller χ². They are told apart where χ² differs by 6 (odds of
// 20 to 1) after it was scaled to χ²/ndf = 1 of the better one, if that is above 1.
// Errors: covariance of the fit, widened by √(χ²/ndf) where that is above 1; the cross-section counts as exact.
// Source: R. Griessen, Wen Hai-hu, A. J. J. van Dalen, B. Dam, J. Rector, H. G. Schnack, S. Libbrecht, E. Osquiguil,
// Y. Bruynseraede, Phys. Rev. Lett. 72, 1910 (1994); text not re-read, laws as commonly quoted.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "didv/critical_current.hpp"
#include "didv/quantity.hpp"

namespace didv {

enum class PinningLaw { dl, dTc };

std::string to_string(PinningLaw law);

/// g(t) of the law.
double pinning_law(PinningLaw law, double reduced_temperature);

/// One law after the fit.
struct PinningFit {
  PinningLaw law = PinningLaw::dl;
  Quantity Ic0_mA, Jc0_MA_per_cm2, Tc_K;
  std::optional<double> chi_squared;  ///< nothing where the Ic have no errors, or there is no fit
  double degrees_of_freedom = 0;
  std::vector<double> fit_mA;  ///< the law at PinningComparison::temperature_K
};

struct PinningComparison {
  std::vector<PinningFit> laws;  ///< those asked for
  std::optional<PinningLaw> better;
  bool distinguishable = false;
  std::string verdict;                ///< in words
  std::vector<double> temperature_K;  ///< of the Ic that entered
  std::vector<std::string> warnings;

  /// The better law, or the only one; nullptr where there is no fit.
  const PinningFit* chosen() const;
  bool usable() const;
};

/// Fits the laws to the curves whose Ic and temperature are known; three temperatures at least.
/// Throws InvalidArgument for a cross-section that is not positive, and for no laws.
PinningComparison compare_pinning(std::span<const CriticalCurrent> curves, std::span<const PinningLaw> laws,
                                  std::optional<double> cross_section_um2 = {});

/// Ic over a cross-section: 1 mA/µm² = 0.1 MA/cm². No cross-section: no value, and why.
Quantity current_density(const Quantity& current_mA, std::optional<double> cross_section_um2);

}  // namespace didv
