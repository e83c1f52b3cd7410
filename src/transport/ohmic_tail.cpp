#include "transport/ohmic_tail.hpp"

#include <cmath>
#include <vector>

#include "didv/curve.hpp"
#include "didv/units.hpp"

namespace didv {

std::optional<OhmicTail> find_ohmic_tail(std::span<const double> x, std::span<const double> y,
                                         std::span<const double> sigma, double eta) {
  const CurveData points{.x = {x.begin(), x.end()}, .y = {y.begin(), y.end()}, .sigma = {sigma.begin(), sigma.end()}};
  const double top = x.back(), all_of_the_lowest = std::exp(y.front() - y.back() - (x.front() - top));
  std::optional<OhmicTail> found;
  double least = infinity;
  for (const double m : {1.0, 2.0}) {
    // At the largest current: c = ln V of the power law, q = (RI)^m over that of it.
    const auto formula = [top, m](double at, const auto& p) {
      return p[0] + log(exp(m * p[1] * (at - top)) + p[2] * exp(m * (at - top))) / m;
    };
    const FitResult fit = CurveFit(curve_function<3>(formula),
                                   {{.name = "c", .default_value = y.back()},
                                    {.name = "eta", .default_value = eta, .lower = 0},
                                    {.name = "q", .default_value = std::pow(all_of_the_lowest, m) / 2, .lower = 0}},
                                   "power law and resistance")
                              .add(points)
                              .run();
    const Estimate &eta_beside = fit["eta"], &q = fit["q"];
    if (fit.status != FitStatus::converged || !eta_beside.standard_error || !q.standard_error) continue;
    // A resistor up to the largest current: any η of a power law beside it will do.
    if (q.value < *q.standard_error || q.value > 1) continue;
    const double resistance = std::pow(q.value, 1 / m) * std::exp(fit["c"].value - top);
    const OhmicTail tail{resistance, resistance * *q.standard_error / (m * q.value), eta_beside.value,
                         *eta_beside.standard_error};
    const bool farther = found && std::abs(tail.eta - eta) > std::abs(found->eta - eta);
    if (!found || fit.chi_squared < least - 4 || (farther && fit.chi_squared < least + 4)) found = tail;
    least = std::min(least, fit.chi_squared);
  }
  return found;
}

}  // namespace didv
