#include "fit/loss.hpp"

#include <cmath>

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

}  // namespace

LossSums apply(Loss loss, double sigma, Eigen::VectorXd& residual, RowMatrix& jacobian) {
  constexpr double huber_limit = 1.345, cauchy_limit = 2.385;
  LossSums sums;
  for (Eigen::Index i = 0; i < residual.size(); ++i) {
    const Bent bent =
        loss == Loss::huber ? huber(residual[i], huber_limit * sigma) : cauchy(residual[i], cauchy_limit * sigma);
    residual[i] = bent.residual;
    jacobian.row(i) *= bent.slope;
    sums.psi_squared += bent.psi * bent.psi;
    sums.slope += bent.psi_slope;
    sums.normal_matrix += bent.slope * bent.slope;
  }
  return sums;
}

}  // namespace fitting
}  // namespace didv
