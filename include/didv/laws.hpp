#pragma once
// Laws of temperature, for fits of many spectra: Fit::tie("Delta", laws::bcs_gap()) puts one Δ(T) with the parameters
// Delta0 and Tc in the place of one Δ per spectrum. Parameters of the same name are one parameter, also across laws:
//
//   fit.tie("Delta1", laws::bcs_gap("Delta01", "Tc")).tie("Delta2", laws::bcs_gap("Delta02", "Tc"));
//
// A law of your own, differentiated by itself:
//
//   law<2>("parabola", {{.name = "Delta0", .unit = "meV"}, {.name = "Tc", .unit = "K"}},
//          [](const auto& T, const auto& p) { return p[0] * (1 - (T / p[1]) * (T / p[1])); })

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "didv/dual.hpp"
#include "didv/parameter.hpp"

namespace didv {

/// p(T; θ): the value of one parameter of a model at every temperature.
struct Law {
  /// Returns p and writes ∂p/∂T to gradient[0] and ∂p/∂θ_j to gradient[1 + j]. The derivatives have to be exact: error
  /// bars and convergence rest on them.
  using Function =
      std::function<double(double temperature_K, std::span<const double> parameters, std::span<double> gradient)>;
  /// Values of θ to begin with, from values of p found at some temperatures; both have the same length, at least 1.
  using Guess =
      std::function<std::vector<double>(std::span<const double> temperature_K, std::span<const double> values)>;

  std::string name;                       ///< as it is called on the command line: "bcs"
  std::vector<ParameterInfo> parameters;  ///< θ in the order the function takes them
  Function function;
  Guess guess = {};                                ///< empty: θ begins at its default values
  std::optional<std::size_t> vanishes_above = {};  ///< the θ_j (Tc) with p(T ≥ θ_j) = 0, if there is one
};

/// A law from a formula that differentiates itself: formula(T, p) with T a Dual<double, N + 1> and p a std::array of N
/// of them; dual.hpp has the functions it may call.
template <std::size_t N, class Formula>
Law law(std::string name, std::vector<ParameterInfo> parameters, Formula formula) {
  using Number = Dual<double, N + 1>;
  const auto function = [formula = std::move(formula)](double temperature_K, std::span<const double> values,
                                                       std::span<double> gradient) {
    std::array<Number, N> variables;
    for (std::size_t j = 0; j < N; ++j) variables[j] = Number::variable(values[j], j + 1);
    const Number value = formula(Number::variable(temperature_K, 0), variables);
    for (std::size_t j = 0; j <= N; ++j) gradient[j] = value.d[j];
    return value.value;
  };
  return {std::move(name), std::move(parameters), function};
}

}  // namespace didv

namespace didv::laws {

/// p(T) = θ, the same as share().
Law constant(std::string name, std::string unit = "1");

/// p(T) = θ_0 + θ_1 T: the names of both, and the unit of p.
Law linear(std::string at_zero, std::string slope_per_K, std::string unit = "1");

/// Δ(T) of bcs::gap (gap_equation.hpp), Δ(0) in meV and Tc in K both free: the α-model. 0 for T ≥ Tc; ∂Δ/∂Tc diverges
/// as 1/√(Tc − T), but a conductance depends on Δ², so that a fit sees it finite.
Law bcs_gap(std::string Delta0 = "Delta0", std::string Tc = "Tc");

/// The maximum gap of d_wave::gap (gap_equation/d_wave.hpp).
Law d_wave_gap(std::string Delta0 = "Delta0", std::string Tc = "Tc");

/// Gap `band` (1 or 2) of TwoBandGap (gap_equation/two_band.hpp) without a cut-off, its size where λ_12 < 0. Parameters
/// lambda11, lambda12, lambda21, lambda22 and Tc, so that two ties, one for each gap, have them in common. Throws
/// InvalidArgument for another band.
Law two_band_gap(int band);

/// "bcs", "d-wave", "constant" or "linear" for the parameter of that name and unit, as the command line says it; the
/// gap laws have the parameters Delta0 and Tc, the others NAME_0 and NAME_slope. Throws InvalidArgument with the list.
Law find(std::string_view law, const std::string& parameter, const std::string& unit);

}  // namespace didv::laws
