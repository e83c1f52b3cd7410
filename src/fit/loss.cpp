#include "fit/loss.hpp"

#include <cmath>
#include <numeric>

#include "numerics/median.hpp"

namespace didv {

std::string to_string(Loss loss) {
  switch (loss) {
    case Loss::huber:
      return "huber";
    case Loss::cauchy:
      return "cauchy";
    case Loss::squares:
      break;
  }
  return "squares";
}

namespace fitting {
namespace {

struct Bent {
  double residual, slope, psi, psi_slope;  // slope: of the residual; psi_slope: of ψ
};

Bent huber(double r, double limit) {
  const double size = std::abs(r);
  if (size <= limit) return {r, 1, r, 1};
  const double bent = std::sqrt(limit * (2 * size - limit));
  return {std::copysign(bent, r), limit / bent, std::copysign(limit, r), 0};
}

Bent cauchy(double r, double limit) {
  const double q = r * r / (limit * limit), psi = r / (1 + q);
  const double bent = limit * std::sqrt(std::log1p(q));
  return {std::copysign(bent, r), bent > 0 ? std::abs(psi) / bent : 1, psi, (1 - q) / ((1 + q) * (1 + q))};
}

Bent bent(Loss loss, double r, double sigma) {
  constexpr double huber_limit = 1.345, cauchy_limit = 2.385;
  return loss == Loss::huber ? huber(r, huber_limit * sigma) : cauchy(r, cauchy_limit * sigma);
}

}  // namespace

double location(std::span<const double> residuals, Loss loss) {
  const auto count = static_cast<double>(residuals.size());
  if (loss == Loss::squares) return std::accumulate(residuals.begin(), residuals.end(), 0.0) / count;
  double centre = numerics::median({residuals.begin(), residuals.end()});
  constexpr int most_steps = 100;
  for (int step = 0; step < most_steps; ++step) {
    double weights = 0, change = 0;
    for (const double r : residuals) {
      const double from_centre = r - centre;
      const double weight = from_centre == 0 ? 1 : bent(loss, from_centre, 1).psi / from_centre;
      weights += weight;
      change += weight * from_centre;
    }
    centre += change / weights;
    if (std::abs(change) < 1e-12 * weights) break;
  }
  return centre;
}

LossSums apply(Loss loss, double sigma, Eigen::VectorXd& residual, RowMatrix& jacobian) {
  LossSums sums;
  for (Eigen::Index i = 0; i < residual.size(); ++i) {
    const Bent here = bent(loss, residual[i], sigma);
    residual[i] = here.residual;
    jacobian.row(i) *= here.slope;
    sums.psi_squared += here.psi * here.psi;
    sums.slope += here.psi_slope;
    sums.normal_matrix += here.slope * here.slope;
  }
  return sums;
}

}  // namespace fitting
}  // namespace didv
