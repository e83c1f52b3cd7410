#include "didv/laws.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "didv/gap_equation/two_band.hpp"
#include "didv/units.hpp"

namespace didv::laws {
namespace {

using Values = std::span<const double>;

/// Δ(0) from the coldest value; Tc by the sum of squares on a grid that is even in ln Tc.
std::vector<double> guess_gap(Values temperature_K, Values gap_meV, double (*gap)(double, const GapAndTc&),
                              double weak_coupling_ratio) {
  const auto coldest = std::min_element(temperature_K.begin(), temperature_K.end()) - temperature_K.begin();
  const double Delta0_meV = std::abs(gap_meV[static_cast<std::size_t>(coldest)]);
  const double weak_coupling_K = Delta0_meV / (weak_coupling_ratio * boltzmann_meV_per_K);
  if (!(weak_coupling_K > 0)) return {Delta0_meV, *std::max_element(temperature_K.begin(), temperature_K.end()) + 1};
  constexpr int tried = 100;
  constexpr double lowest = 0.25, highest = 3;  // of the weak-coupling Tc
  double best_K = weak_coupling_K, least = infinity;
  for (int i = 0; i <= tried; ++i) {
    const double Tc_K = weak_coupling_K * lowest * std::pow(highest / lowest, static_cast<double>(i) / tried);
    double misfit = 0;
    for (std::size_t k = 0; k < gap_meV.size(); ++k)
      misfit += std::pow(gap_meV[k] - gap(temperature_K[k], {Delta0_meV, Tc_K}), 2);
    if (misfit < least) {
      least = misfit;
      best_K = Tc_K;
    }
  }
  return {Delta0_meV, best_K};
}

ParameterInfo critical_temperature(std::string name) {
  return {std::move(name), "Tc", "K", 10, 1e-6, infinity, "critical temperature"};
}

Law gap_law(std::string name, std::string Delta0, std::string Tc, double (*gap)(double, const GapAndTc&),
            bcs::GapAndDerivatives (*derivatives)(double, const GapAndTc&), double weak_coupling_ratio) {
  return {.name = std::move(name),
          .parameters = {{std::move(Delta0), "Δ(0)", "meV", 1, 0, infinity, "gap at zero temperature"},
                         critical_temperature(std::move(Tc))},
          .function =
              [derivatives](double temperature_K, Values p, std::span<double> gradient) {
                const bcs::GapAndDerivatives at = derivatives(temperature_K, {p[0], p[1]});
                gradient[0] = at.d_temperature;
                gradient[1] = at.d_Delta0;
                gradient[2] = at.d_Tc;
                return at.Delta_meV;
              },
          .guess = [gap, weak_coupling_ratio](Values T,
                                              Values values) { return guess_gap(T, values, gap, weak_coupling_ratio); },
          .vanishes_above = 1};
}

}  // namespace

Law constant(std::string name, std::string unit) {
  return {.name = "constant",
          .parameters = {{.name = std::move(name), .unit = std::move(unit), .default_value = 1}},
          .function =
              [](double, Values p, std::span<double> gradient) {
                gradient[0] = 0;
                gradient[1] = 1;
                return p[0];
              },
          .guess =
              [](Values, Values values) {
                double sum = 0;
                for (const double v : values) sum += v;
                return std::vector<double>{sum / static_cast<double>(values.size())};
              }};
}

Law linear(std::string at_zero, std::string slope_per_K, std::string unit) {
  const std::string per_kelvin = (unit.empty() ? "1" : unit) + "/K";
  return {.name = "linear",
          .parameters = {{.name = std::move(at_zero), .unit = std::move(unit), .default_value = 1},
                         {.name = std::move(slope_per_K), .unit = per_kelvin, .default_value = 0}},
          .function =
              [](double temperature_K, Values p, std::span<double> gradient) {
                gradient[0] = p[1];
                gradient[1] = 1;
                gradient[2] = temperature_K;
                return p[0] + p[1] * temperature_K;
              },
          .guess =
              [](Values T, Values values) {
                const double n = static_cast<double>(T.size());
                double mean_T = 0, mean = 0, square = 0, product = 0;
                for (std::size_t k = 0; k < T.size(); ++k) {
                  mean_T += T[k] / n;
                  mean += values[k] / n;
                }
                for (std::size_t k = 0; k < T.size(); ++k) {
                  square += (T[k] - mean_T) * (T[k] - mean_T);
                  product += (T[k] - mean_T) * (values[k] - mean);
                }
                const double slope = square > 0 ? product / square : 0;
                return std::vector<double>{mean - slope * mean_T, slope};
              }};
}

Law bcs_gap(std::string Delta0, std::string Tc) {
  return gap_law("bcs", std::move(Delta0), std::move(Tc), bcs::gap, bcs::gap_and_derivatives,
                 bcs::zero_temperature_gap_ratio);
}

Law d_wave_gap(std::string Delta0, std::string Tc) {
  return gap_law("d-wave", std::move(Delta0), std::move(Tc), d_wave::gap, d_wave::gap_and_derivatives,
                 d_wave::zero_temperature_gap_ratio);
}

Law two_band_gap(int band) {
  if (band != 1 && band != 2) throw InvalidArgument("two-band gap: expected band 1 or 2, got " + std::to_string(band));
  const auto coupling = [](std::string name, double value, std::string meaning) {
    return ParameterInfo{std::move(name), "λ", "1", value, -infinity, infinity, std::move(meaning)};
  };
  const auto of_band = [band](const TwoGaps& gaps) { return band == 1 ? gaps.Delta1_meV : gaps.Delta2_meV; };
  return {.name = "two-band " + std::to_string(band),
          .parameters = {coupling("lambda11", 0.4, "coupling within band 1"),
                         coupling("lambda12", 0.1, "coupling of band 1 to pairs of band 2"),
                         coupling("lambda21", 0.1, "coupling of band 2 to pairs of band 1"),
                         coupling("lambda22", 0.2, "coupling within band 2"), critical_temperature("Tc")},
          .function =
              [of_band](double temperature_K, Values p, std::span<double> gradient) {
                const TwoGapsAndDerivatives gaps =
                    TwoBandGap({p[0], p[1], p[2], p[3]}, p[4]).gaps_and_derivatives(temperature_K);
                const double sign = of_band(gaps.value) < 0 ? -1 : 1;
                const TwoGaps* in_order[]{&gaps.d_temperature, &gaps.d_lambda11, &gaps.d_lambda12,
                                          &gaps.d_lambda21,    &gaps.d_lambda22, &gaps.d_Tc};
                for (std::size_t j = 0; j < std::size(in_order); ++j) gradient[j] = sign * of_band(*in_order[j]);
                return sign * of_band(gaps.value);
              },
          .vanishes_above = 4};
}

Law find(std::string_view law, const std::string& parameter, const std::string& unit) {
  if ((law == "bcs" || law == "d-wave") && unit != "meV")
    throw InvalidArgument("law '" + std::string(law) + "' is a gap in meV, " + parameter +
                          " is none: there are constant and linear");
  if (law == "bcs") return bcs_gap();
  if (law == "d-wave") return d_wave_gap();
  if (law == "constant") return constant(parameter + "_0", unit);
  if (law == "linear") return linear(parameter + "_0", parameter + "_slope", unit);
  throw InvalidArgument("unknown law '" + std::string(law) + "': there are bcs, d-wave, constant, linear");
}

}  // namespace didv::laws
