#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/resistive_transition.hpp"
#include "numerics/polynomial.hpp"
#include "text/number.hpp"

namespace didv {

namespace {

Quantity of_line(double value, double variance, const std::string& unit) {
  if (!(variance > 0))
    return {.value = value, .unit = unit, .reason = "the Tc have no errors that its error could come from"};
  return {.value = value, .standard_error = std::sqrt(variance), .unit = unit};
}

void draw_line(TransitionInField& result) {
  std::vector<double> field, tc, weight;
  bool weighted = true;
  for (const ResistiveTransition& curve : result.curves) {
    if (!curve.usable()) {
      result.warnings.push_back("no Tc at " + text::rounded(*curve.field_T) + " T: " + curve.Tc_K.reason);
      continue;
    }
    field.push_back(std::abs(*curve.field_T));  // a superconductor does not know its sign
    tc.push_back(*curve.Tc_K.value);
    weighted = weighted && curve.Tc_K.standard_error.has_value();
    const double error = curve.Tc_K.standard_error.value_or(1);
    weight.push_back(1 / (error * error));
  }
  if (!weighted) std::fill(weight.begin(), weight.end(), 1.0);
  if (field.empty() || std::ranges::min(field) == std::ranges::max(field)) {
    const std::string reason = field.empty() ? "no field with a Tc" : "Tc at a single field only, expected two or more";
    result.dTc_dB = {.unit = "K/T", .reason = reason};
    result.zero_field_Tc_K = {.unit = "K", .reason = reason};
    return;
  }

  const numerics::Polynomial line = numerics::fit_polynomial(field, tc, 1, weight);
  double widening = 1;
  if (line.degrees_of_freedom() > 0) {
    result.reduced_chi_squared = weighted ? std::optional(line.scatter_squared()) : std::nullopt;
    widening = weighted ? std::max(1.0, line.scatter_squared()) : line.scatter_squared();
    if (weighted && line.scatter_squared() > 4) {
      result.warnings.push_back("the Tc scatter about the straight line by " +
                                text::rounded(std::sqrt(line.scatter_squared())) +
                                " times their errors, the errors of the line are widened by as much: is Tc(B) curved?");
    }
  }
  if (!weighted && line.degrees_of_freedom() <= 0) widening = 0;
  result.dTc_dB = of_line(line.coefficient[1], widening * line.variance[1], "K/T");
  result.zero_field_Tc_K = of_line(line(0), widening * line.variance_at(0), "K");
}

}  // namespace

bool TransitionInField::usable() const {
  return std::any_of(curves.begin(), curves.end(), [](const ResistiveTransition& curve) { return curve.usable(); });
}

TransitionInField find_transition_in_field(std::span<const ResistanceCurve> curves, const TransitionOptions& options) {
  if (curves.empty()) throw InvalidArgument("Tc in a field: no curves");
  TransitionInField result;
  for (const ResistanceCurve& curve : curves) {
    if (!curve.field_T || !std::isfinite(*curve.field_T)) {
      throw InvalidArgument(curve.name + ": a curve without its field, expected field_T for every one");
    }
    result.curves.push_back(find_transition(curve, options));
  }
  std::stable_sort(result.curves.begin(), result.curves.end(),
                   [](const auto& a, const auto& b) { return *a.field_T < *b.field_T; });
  draw_line(result);
  return result;
}

}  // namespace didv
