#pragma once
// C(T) → what a superconductor's heat capacity says about it: γ, β, Debye temperature, residual γ₀, Tc, jump, gap.
//
//   const HeatCapacityAnalysis a =
//       analyse_heat_capacity({.temperature_K = T, .heat_capacity = C}, {.atoms_per_formula_unit = 26});
//   if (a.usable()) std::cout << to_string(a.ratio_2Delta0_kTc);
//
// - Normal state: C/T = γ + βT², weighted line in T² above the transition; Θ_D = (12π⁴R n/5β)^{1/3}, n atoms per
// formula
//   unit.
// - α-model: C/T = γ₀ + γ_s⟨C_es/γT⟩ + βT² through all points, Tc spread normally: γ₀, γ_s, 2Δ(0)/k_BTc, Δ(0), Tc, its
//   spread.
// - Jump: a parabola through the superconducting C/T − γ − βT² below the rounded part, cut off at the Tc that gives the
//   same entropy as the data; ΔC/γ_sTc there. Assumes nothing about the gap.
// - Exponential: C/T − βT² = γ₀' + A e^{−Δ/k_BT} at low temperature, as many papers do. Its Δ is an effective one: at T
// <
//   Tc/2 it is below the Δ(0) of the same data by a factor that depends on the range.
// - Balance: both states have the same entropy at Tc, γ = γ₀ + γ_s. Where that fails (a magnetic transition, a normal
//   state that is no straight line) nothing superconducting has a value, and each says why.
//
// The noise is taken as a constant fraction of C, estimated from neighbouring points. Errors are 1σ and statistical.
// How to read the two jumps (measured, and implied by the ratio): docs/companion/heat_capacity.md.
// Source of the α-model: H. Padamsee, J. E. Neighbor, C. A. Shiffman, J. Low Temp. Phys. 12, 387 (1973).

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "didv/quantity.hpp"
#include "didv/read.hpp"
#include "didv/result.hpp"
#include "didv/thermodynamics.hpp"

namespace didv {

/// Heat capacity of the sample or per mole against temperature, in any order.
struct HeatCapacityCurve {
  std::string name = {};
  std::vector<double> temperature_K;
  std::vector<double> heat_capacity;  ///< in `unit`
  std::string unit = "mJ/(mol K)";
  std::string sha256 = {};  ///< of the file, as of a Spectrum
};

struct HeatCapacityOptions {
  std::optional<double> normal_above_K = {};  ///< in place of the lower end that the program finds
  std::optional<double> normal_below_K = {};  ///< upper end of the normal-state line; default: all data
  std::optional<double> atoms_per_formula_unit = {};
  GapSymmetry symmetry = GapSymmetry::s_wave;
  double exponential_below = 0.5;  ///< of Tc
};

/// The analysis: a plain value, complete in itself. Where something cannot be had, its Quantity says why.
struct HeatCapacityAnalysis {
  std::string name;
  std::size_t points = 0;     ///< as measured
  std::size_t means = 0;      ///< the points analysed; fewer where the data were averaged over neighbours
  double relative_noise = 0;  ///< of one point as measured
  std::optional<Interval> normal_range_K;
  Quantity gamma, beta, debye_temperature_K;
  Quantity gamma_0, gamma_s, ratio_2Delta0_kTc, Delta0_meV, model_Tc_K, Tc_spread_K;
  Quantity model_jump;  ///< ΔC/γ_sTc that the fitted ratio implies
  Quantity Tc_K, jump;  ///< entropy-conserving; ΔC/γ_sTc as measured
  Quantity exponential_Delta_meV, exponential_ratio;
  std::optional<FitResult> model_fit, exponential_fit;
  std::vector<std::string> warnings;

  /// A transition was found and the α-model fit may be used.
  bool usable() const { return ratio_2Delta0_kTc.value.has_value(); }
};

/// The heat capacity in a table: the columns named (header or name), else the only temperature in K or mK and the only
/// column whose header begins with "heat_capacity", "heat capacity", "specific_heat", "Samp HC", "Cp" or "C_p". The
/// unit is what follows in the header: J, mJ or uJ per mol K (heat_capacity_mJ_per_molK, "Cp (J/mol K)") become mJ/(mol
/// K); any other is kept as it is. Throws DataError: no or several candidates (with the list), C/T, a cell that is not
/// a finite number.
HeatCapacityCurve to_heat_capacity(const Table& table, const std::string& temperature_column = {},
                                   const std::string& heat_capacity_column = {});

/// Throws InvalidArgument for data that are no curve (unequal lengths, fewer than 12 temperatures, not finite, T ≤ 0,
/// C ≤ 0) and for impossible options. That there is no transition, or no normal state above it, is in the result.
HeatCapacityAnalysis analyse_heat_capacity(const HeatCapacityCurve& curve, const HeatCapacityOptions& options = {});

}  // namespace didv
