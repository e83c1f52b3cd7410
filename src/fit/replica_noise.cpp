#include "fit/replica_noise.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fit/loss.hpp"

namespace didv::fitting {
namespace {

/// Do the points repeat themselves from the other end, as data symmetrised about 0 do?
bool is_repeated(const Block& block, const std::vector<std::size_t>& order) {
  constexpr std::size_t fewest = 10;
  if (block.points_per_independent_point < 2 || order.size() < fewest) return false;
  for (std::size_t i = 0, j = order.size() - 1; i < j; ++i, --j)
    if (block.y[order[i]] != block.y[order[j]]) return false;
  return true;
}

/// Points that carry the information of one: 1 + 2 Σ ρ_k, up to the first ρ_k that is not above 0. Neighbours that
/// correlate by a score below `least`: 1.
double correlated_points(const std::vector<double>& deviates, double least) {
  const std::size_t n = deviates.size();
  const double square = std::inner_product(deviates.begin(), deviates.end(), deviates.begin(), 0.0);
  double points = 1;
  for (std::size_t lag = 1; square > 0 && lag < n; ++lag) {
    double sum = 0;
    for (std::size_t i = lag; i < n; ++i) sum += deviates[i] * deviates[i - lag];
    const double correlation = sum / square;
    if (lag == 1 && correlation * std::sqrt(static_cast<double>(n)) < least) return 1;
    if (!(correlation > 0)) break;
    points += 2 * correlation;
  }
  return points;
}

std::size_t length_of_runs(double points_per_independent_point, std::size_t points) {
  constexpr double independent_points = 5;  // of runs shorter than that the scatter of a mean comes out too small
  constexpr std::size_t fewest_runs = 5;
  if (points_per_independent_point <= 1) return 1;
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(independent_points * points_per_independent_point)),
                                 1, std::max<std::size_t>(points / fewest_runs, 1));
}

/// An orthonormal basis of what a fit can take out of these points, to first order.
Eigen::MatrixXd taken_out_of(const std::vector<std::size_t>& points, const RowMatrix& jacobian) {
  Eigen::MatrixXd rows(points.size(), jacobian.cols());
  for (std::size_t row = 0; row < points.size(); ++row)
    rows.row(static_cast<Eigen::Index>(row)) = jacobian.row(static_cast<Eigen::Index>(points[row]));
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(rows);
  return qr.householderQ() * Eigen::MatrixXd::Identity(rows.rows(), qr.rank());
}

/// Mean square of the sum over a run, wherever it begins on the circle, over its length.
double scatter_of_runs(const Eigen::VectorXd& deviates, std::size_t run_length) {
  const auto points = deviates.size(), length = static_cast<Eigen::Index>(run_length);
  double sum = deviates.head(length).sum(), square = 0;
  for (Eigen::Index from = 0; from < points; ++from) {
    square += sum * sum;
    sum += deviates[(from + length) % points] - deviates[from];
  }
  return square / static_cast<double>(points * length);
}

}  // namespace

ReplicaNoise::ReplicaNoise(const Block& block, const BlockOutcome& fitted, const RowMatrix& jacobian, double widening,
                           std::optional<BootstrapKind> kind)
    : curve_(fitted.curve), sigma_(fitted.sigma), share_(fitted.neighbour_correlation), along_(block.order) {
  // Noise that neighbours share does so in the order of the data.
  if (along_.empty() || share_ > 0) {
    along_.resize(curve_.size());
    std::iota(along_.begin(), along_.end(), 0);
  }
  double points_of_one = block.points_per_independent_point;
  if (is_repeated(block, along_)) {
    points_of_one /= 2;
    const auto half = static_cast<std::ptrdiff_t>((along_.size() + 1) / 2);
    repeated_.assign(along_.rend() - half, along_.rend());
    along_.erase(along_.begin(), along_.end() - half);
  }
  spread_ = std::sqrt(points_of_one);
  independent_points_ = block.independent_points();
  if (kind == BootstrapKind::parametric) return;

  double before = 0;
  for (const std::size_t i : along_) {
    const double here = widening * (block.y[i] - curve_[i]) / sigma_[i];
    deviates_.push_back(deviates_.empty() ? here : (here - share_ * before) / std::sqrt(1 - share_ * share_));
    before = here;
  }
  // What is drawn has no location of its own that the refit, with the same loss, would take for the curve's.
  const double centre = location(deviates_, block.noise.loss);
  for (double& deviate : deviates_) deviate -= centre;
  if (kind == BootstrapKind::residual) return;
  // Runs where none are needed do little harm, and single residuals where neighbours hang together much.
  constexpr double worth_runs = 2;
  points_of_one = std::max(points_of_one, correlated_points(deviates_, kind == BootstrapKind::block ? 0 : worth_runs));
  run_length_ = length_of_runs(points_of_one, along_.size());
  if (run_length_ == 1) return;
  independent_points_ = static_cast<double>(along_.size()) / points_of_one;
  spread_ = 1;
  if (share_ == 0) stretch(taken_out_of(along_, jacobian));
}

// Runs of residuals scatter less than the noise did: the fit has taken out of them what it could, and neighbours no
// longer correlate across the ends of runs. What is drawn and fitted again loses as large a part once more.
void ReplicaNoise::stretch(const Eigen::MatrixXd& taken_out) {
  constexpr int draws = 200;
  RandomStream stream(0);
  double left = 0;
  for (int k = 0; k < draws; ++k) {
    const std::vector<double> drawn = drawn_deviates(stream);
    const Eigen::Map<const Eigen::VectorXd> all(drawn.data(), static_cast<Eigen::Index>(drawn.size()));
    left += scatter_of_runs(all - taken_out * (taken_out.transpose() * all), run_length_) / draws;
  }
  const Eigen::Map<const Eigen::VectorXd> all(deviates_.data(), static_cast<Eigen::Index>(deviates_.size()));
  if (left > 0) spread_ = std::max(1.0, std::sqrt(scatter_of_runs(all, run_length_) / left));
}

std::vector<double> ReplicaNoise::drawn_deviates(RandomStream& stream) const {
  std::vector<double> drawn(along_.size());
  std::size_t from = 0;
  for (std::size_t place = 0; place < drawn.size(); ++place) {
    double fresh = 0;
    if (deviates_.empty()) {
      fresh = stream.normal();
    } else {
      from = place % run_length_ == 0 ? stream.index(drawn.size()) : (from + 1) % drawn.size();
      fresh = deviates_[from];
    }
    drawn[place] = place == 0 ? fresh : share_ * drawn[place - 1] + std::sqrt(1 - share_ * share_) * fresh;
  }
  return drawn;
}

std::vector<double> ReplicaNoise::drawn(RandomStream& stream) const {
  std::vector<double> y = curve_;
  const std::vector<double> deviates = drawn_deviates(stream);
  for (std::size_t place = 0; place < deviates.size(); ++place) {
    const std::size_t here = along_[place];
    const double noise = spread_ * sigma_[here] * deviates[place];
    y[here] += noise;
    if (!repeated_.empty() && repeated_[place] != here) y[repeated_[place]] += noise;
  }
  return y;
}

}  // namespace didv::fitting
