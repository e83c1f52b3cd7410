#include "heat_capacity/fit_quantities.hpp"

#include <algorithm>
#include <cmath>

#include "text/number.hpp"

namespace didv::heat_capacity {
namespace {

double widening(const FitResult& fit) { return std::sqrt(std::max(1.0, fit.reduced_chi_squared().value_or(1))); }

}  // namespace

Quantity quantity(const FitResult& fit, std::string_view name, std::string unit) {
  const Estimate& estimate = fit[name];
  Quantity result{.value = estimate.value, .unit = std::move(unit), .reason = estimate.reason};
  if (estimate.standard_error) result.standard_error = *estimate.standard_error * widening(fit);
  return result;
}

Quantity product(const FitResult& fit, std::string_view first, std::string_view second, double factor,
                 std::string unit) {
  const Estimate &a = fit[first], &b = fit[second];
  Quantity result{.value = factor * a.value * b.value, .unit = std::move(unit)};
  if (!a.standard_error || !b.standard_error) {
    result.reason = a.standard_error ? b.reason : a.reason;
    return result;
  }
  const double da = *a.standard_error / a.value, db = *b.standard_error / b.value;
  const double correlation = fit.correlation(first, second).value_or(0);
  result.standard_error =
      std::abs(*result.value) * std::sqrt(std::max(0.0, da * da + db * db + 2 * correlation * da * db)) * widening(fit);
  return result;
}

std::string why_unusable(const FitResult& fit) {
  return fit.not_usable_because.empty() ? fit.message : fit.not_usable_because.front();
}

void warn_of_misfit(const FitResult& fit, const std::string& what, std::vector<std::string>& warnings) {
  const double chi_squared = fit.reduced_chi_squared().value_or(1);
  if (chi_squared > 1.5) {
    warnings.push_back(what + " misses the points by " + text::number(std::round(10 * std::sqrt(chi_squared)) / 10) +
                       " times their noise; its errors are widened by that");
  }
}

}  // namespace didv::heat_capacity
