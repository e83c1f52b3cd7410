#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "prepare/checked.hpp"
#include "prepare/power_series.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

Normalised normalise_outside(const Spectrum& spectrum, double outside_mV, int degree) {
  require_consistent(spectrum);
  if (!std::isfinite(outside_mV) || outside_mV < 0) {
    throw InvalidArgument("outside_mV is " + text::number(outside_mV) + ", expected a finite number >= 0");
  }
  if (degree < 0 || degree > 9) {
    throw InvalidArgument("degree is " + std::to_string(degree) + ", expected 0 to 9");
  }
  double reach = 0;
  for (const double bias : spectrum.bias_mV) reach = std::max(reach, std::abs(bias));

  std::vector<double> x, y, weights;  // x = V/reach, so that high powers stay of order 1
  int negative_outside = 0, positive_outside = 0, negative = 0, positive = 0;
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    const double bias = spectrum.bias_mV[k];
    ++(bias < 0 ? negative : positive);
    if (!(std::abs(bias) > outside_mV)) continue;
    ++(bias < 0 ? negative_outside : positive_outside);
    x.push_back(bias / reach);
    y.push_back(spectrum.conductance[k]);
    if (!spectrum.sigma.empty()) weights.push_back(1 / (spectrum.sigma[k] * spectrum.sigma[k]));
  }
  const std::string where =
      " beyond " + text::number(outside_mV) + " mV (the data reach " + text::number(reach) + " mV)";
  if (x.size() < static_cast<std::size_t>(degree) + 2) {
    throw InvalidArgument("spectrum has " + std::to_string(x.size()) + " points" + where + ", expected at least " +
                          std::to_string(degree + 2) + " for a background of degree " + std::to_string(degree));
  }
  if (negative > 0 && positive > 0 && (negative_outside == 0 || positive_outside == 0)) {
    throw InvalidArgument("spectrum has points" + where + " on one side of zero only, expected both sides");
  }
  const PowerSeries fit = fit_power_series(x, y, weights, degree);
  if (!fit.full_rank) {
    throw InvalidArgument("spectrum has too few different biases" + where + " for a background of degree " +
                          std::to_string(degree));
  }

  Normalised result{spectrum, {}, {}};
  for (int k = 0; k <= degree; ++k) result.coefficients.push_back(fit.coefficients(k) / std::pow(reach, k));
  const auto background_at = [&](double scaled) {
    double background = 0;
    for (int d = degree; d >= 0; --d) background = background * scaled + fit.coefficients(d);
    return background;
  };
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    const double background = background_at(spectrum.bias_mV[k] / reach);
    if (!(background > 0)) {
      throw InvalidArgument("background is " + text::rounded(background) + " at " + text::number(spectrum.bias_mV[k]) +
                            " mV, expected a positive number: choose another degree or limit");
    }
    result.background.push_back(background);
    result.spectrum.conductance[k] /= background;
    if (!spectrum.sigma.empty()) result.spectrum.sigma[k] /= background;
  }
  // Of the weighted mean of the points outside, in units of the background there, for each of its coefficients.
  double weight = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    weight += std::pow(background_at(x[i]), 2) * (weights.empty() ? 1 : weights[i]);
  const double parameters = degree + 1, freedom = static_cast<double>(x.size()) - parameters;
  const double error =
      std::sqrt(fit.chi_squared / freedom * parameters / weight * spectrum.points_per_independent_point);
  char percent[32];
  std::snprintf(percent, sizeof percent, "%.1g", 100 * error);
  result.spectrum.warnings.push_back(
      "what the curve was divided by is known to " + std::string(percent) + " % by the scatter beyond " +
      text::number(outside_mV) +
      " mV alone, and holds what the superconductor does there: neither is in the error bars; prefer a background in "
      "the fit");
  result.spectrum.unit = ConductanceUnit::normalised;
  result.spectrum.history.push_back("divided by a polynomial of degree " + std::to_string(degree) +
                                    " fitted to |V| > " + text::number(outside_mV) + " mV");
  return result;
}

}  // namespace didv
