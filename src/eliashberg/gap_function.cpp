#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>

#include "didv/eliashberg.hpp"
#include "didv/error.hpp"
#include "didv/units.hpp"
#include "eliashberg/extrapolation.hpp"
#include "eliashberg/interaction_check.hpp"
#include "eliashberg/matsubara_axis.hpp"
#include "gap_equation/argument_check.hpp"
#include "text/number.hpp"

namespace didv::eliashberg {

namespace {

// ln Δ_0, Δ_1/Δ_0, Δ_2/Δ_0, …: in the logarithm the normal state Δ = 0 lies at infinity, where no iteration can fall
// into it.
Eigen::VectorXd shape_of(const Eigen::VectorXd& gap) {
  Eigen::VectorXd shape = gap / gap[0];
  shape[0] = std::log(gap[0]);
  return shape;
}

Eigen::VectorXd gap_of(const Eigen::VectorXd& shape) {
  Eigen::VectorXd gap = shape;
  gap[0] = 1;
  return std::exp(shape[0]) * gap;
}

// Fixed point of the equations by Anderson's mixing of the last steps.
MatsubaraAxis::Step fixed_point(const MatsubaraAxis& axis, const Eigen::VectorXd& start) {
  constexpr std::size_t memory = 8;
  std::deque<Eigen::VectorXd> shape_changes, residual_changes;
  Eigen::VectorXd shape = shape_of(start), last_shape, last_residual;
  for (int iteration = 0; iteration < 300; ++iteration) {
    MatsubaraAxis::Step step = axis.step(gap_of(shape));
    if (!(step.gap[0] > 0)) break;
    const Eigen::VectorXd mapped = shape_of(step.gap);
    const Eigen::VectorXd residual = mapped - shape;
    if (residual.lpNorm<Eigen::Infinity>() < 3e-14) return step;
    if (iteration > 0) {
      shape_changes.push_back(shape - last_shape);
      residual_changes.push_back(residual - last_residual);
      if (shape_changes.size() > memory) shape_changes.pop_front(), residual_changes.pop_front();
    }
    last_shape = shape;
    last_residual = residual;
    shape = mapped;
    if (iteration < 3) continue;  // let the shape settle first
    const auto columns = static_cast<Eigen::Index>(residual_changes.size());
    Eigen::MatrixXd changes(residual.size(), columns);
    for (Eigen::Index k = 0; k < columns; ++k) changes.col(k) = residual_changes[k];
    const Eigen::VectorXd mixing = changes.colPivHouseholderQr().solve(residual);
    for (Eigen::Index k = 0; k < columns; ++k) shape -= mixing[k] * (shape_changes[k] + residual_changes[k]);
    shape[0] = std::clamp(shape[0], last_shape[0] - 1, last_shape[0] + 1);
  }
  throw AccuracyError("Eliashberg equations: the gap function did not converge in 300 steps");
}

}  // namespace

MatsubaraSolution solve(const Interaction& given, double temperature_K) {
  const Interaction interaction = checked(given);
  gap_equation::require(temperature_K > 0 && std::isfinite(temperature_K), "temperature", temperature_K, "K",
                        "a finite number > 0");
  const double kT = thermal_energy_meV(temperature_K);
  const auto counts = truncations(frequencies_needed(interaction, kT));
  const auto weights = extrapolation_weights(counts);
  const double highest = interaction.spectrum.highest_meV();
  const int kept = std::clamp(static_cast<int>(6 * highest / (2 * std::numbers::pi * kT)), 16, counts[0] / 4);

  Eigen::VectorXd mode;
  const MatsubaraAxis coarse(interaction, kT, counts[0]);
  const double strength = coarse.pairing_strength(mode);
  const bool superconducting = strength > 1;
  // The unstable mode of the normal state has the shape of the gap near Tc; its size is a guess for strong
  // instabilities.
  Eigen::VectorXd gap = 3 * kT * std::sqrt(std::max(0., strength - 1)) / mode[0] * mode;

  Eigen::VectorXd gap_sum = Eigen::VectorXd::Zero(kept), renormalisation_sum = Eigen::VectorXd::Zero(kept);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const MatsubaraAxis axis(interaction, kT, counts[k]);
    if (!superconducting) {
      renormalisation_sum = axis.step(Eigen::VectorXd::Zero(counts[k])).renormalisation.head(kept);
      break;
    }
    const auto known = std::min<Eigen::Index>(gap.size(), counts[k]);
    Eigen::VectorXd start = Eigen::VectorXd::Zero(counts[k]);
    start.head(known) = gap.head(known);
    const MatsubaraAxis::Step solution = fixed_point(axis, start);
    gap = solution.gap;
    gap_sum += weights[k] * solution.gap.head(kept);
    renormalisation_sum += weights[k] * solution.renormalisation.head(kept);
  }

  MatsubaraSolution result{temperature_K, {}, {}, {}};
  for (int n = 0; n < kept; ++n) {
    result.frequency_meV.push_back(coarse.frequency_meV()[n]);
    result.gap_meV.push_back(gap_sum[n]);
    result.renormalisation.push_back(renormalisation_sum[n]);
  }
  return result;
}

}  // namespace didv::eliashberg
