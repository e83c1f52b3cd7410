#include "eliashberg/matsubara_axis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/error.hpp"

namespace didv::eliashberg {

using std::numbers::pi;

MatsubaraAxis::MatsubaraAxis(const Interaction& interaction, double kT_meV, int count)
    : kT_meV_(kT_meV),
      mu_star_(interaction.mu_star),
      frequency_(count),
      coulomb_(count),
      lambda_(2 * count + 1),
      mirrored_(2 * count - 1),
      normal_(count) {
  for (int l = 0; l <= 2 * count; ++l) lambda_[l] = interaction.spectrum.lambda_at(2 * pi * kT_meV * l);
  for (int k = 0; k < 2 * count - 1; ++k) mirrored_[k] = lambda_[std::abs(k - count + 1)];
  // The static term, n = m, pairs and damps alike and drops out of Δ (Anderson's theorem); left in, a large λ would
  // hide the rest.
  static_ = lambda_[0];
  mirrored_[count - 1] = 0;
  const double cells = interaction.cutoff_meV / (2 * pi * kT_meV);
  double sum = 0;
  for (int n = 0; n < count; ++n) {
    frequency_[n] = pi * kT_meV * (2 * n + 1);
    coulomb_[n] = std::clamp(cells - n, 0., 1.);
    if (n > 0) sum += 2 * lambda_[n];
    normal_[n] = sum;
  }
}

Eigen::VectorXd MatsubaraAxis::pairing(const Eigen::VectorXd& x) const {
  const int size = count();
  const Eigen::VectorXd reversed = x.reverse();
  Eigen::VectorXd sum = (-2 * mu_star_ * coulomb_.dot(x)) * coulomb_;
  for (int n = 0; n < size; ++n)
    sum[n] += mirrored_.segment(n, size).dot(reversed) + lambda_.segment(n + 1, size).dot(x);
  return sum;
}

double MatsubaraAxis::pairing_strength(Eigen::VectorXd& mode) const {
  const int size = count();
  // Symmetric with the square root of the damping on both sides: the quotient below errs with the square of the mode's
  // error.
  const Eigen::VectorXd scale =
      (normal_.array() + Eigen::ArrayXd::LinSpaced(size, 1, 2 * size - 1)).sqrt().inverse().matrix();
  Eigen::VectorXd x =
      mode.size() == size ? Eigen::VectorXd(mode.array() / (scale.array() * frequency_.array())) : scale;
  x.normalize();
  double strength = 0;
  for (int iteration = 0; iteration < 500; ++iteration) {
    const Eigen::VectorXd next = scale.cwiseProduct(pairing(scale.cwiseProduct(x)));
    strength = x.dot(next);
    const double error = (next - strength * x).norm();
    x = next.normalized();
    if (error < 1e-8 * std::abs(strength)) {
      mode = x.cwiseProduct(scale).cwiseProduct(frequency_);
      return strength;
    }
  }
  throw AccuracyError("Eliashberg equations: no leading pairing mode found in 500 steps");
}

MatsubaraAxis::Step MatsubaraAxis::step(const Eigen::VectorXd& gap_meV) const {
  const int size = count();
  const Eigen::ArrayXd energy = (frequency_.array().square() + gap_meV.array().square()).sqrt();
  // ω/√(ω²+Δ²) − 1, the deviation from the normal state
  const Eigen::VectorXd deviation = -gap_meV.array().square() / (energy * (energy + frequency_.array()));
  const Eigen::VectorXd reversed = deviation.reverse();
  Step result{pi * kT_meV_ * pairing(gap_meV.array() / energy), Eigen::VectorXd(size)};
  for (int n = 0; n < size; ++n) {
    const double damping =
        normal_[n] + mirrored_.segment(n, size).dot(reversed) - lambda_.segment(n + 1, size).dot(deviation);
    const double without_static = 1 + pi * kT_meV_ * damping / frequency_[n];
    result.gap[n] /= without_static;
    result.renormalisation[n] = without_static + pi * kT_meV_ * static_ / energy[n];
  }
  return result;
}

}  // namespace didv::eliashberg
