#include "fit/data_set.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "didv/error.hpp"
#include "fit/mirrored.hpp"
#include "fit/neighbour_correlation.hpp"
#include "fit/noise_floor.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

void check_length(const DataSet& data, std::size_t length, const std::string& what, const AxisNames& names) {
  if (length != data.x.size())
    throw InvalidArgument(data.name + ": " + std::to_string(data.x.size()) + " values of " + names.x + " but " +
                          std::to_string(length) + " of " + what);
}

void check_point(const DataSet& data, std::size_t i, const AxisNames& names) {
  const auto complain = [&](const std::string& what, double value, const std::string& expected) {
    throw InvalidArgument(data.name + ": " + what + " of point " + std::to_string(i + 1) + " is " +
                          text::number(value) + ", expected " + expected);
  };
  if (!std::isfinite(data.x[i])) complain(names.x, data.x[i], "a finite number");
  if (!std::isfinite(data.y[i])) complain(names.y, data.y[i], "a finite number");
  if (!data.sigma.empty() && !(std::isfinite(data.sigma[i]) && data.sigma[i] > 0))
    complain("sigma", data.sigma[i], "a standard deviation above 0");
}

/// What is fitted is squared, and the squares are added.
void check_magnitude(const DataSet& data, const AxisNames& names) {
  constexpr double largest = 1e100, smallest = 1e-100;
  const auto check = [&](const std::string& what, double value) {
    if (value > largest || (value > 0 && value < smallest))
      throw InvalidArgument(data.name + ": " + what + " has the size " + text::number(value) +
                            ", expected it between " + text::number(smallest) + " and " + text::number(largest) +
                            ": take another unit");
  };
  double reach = 0;
  for (const double y : data.y) reach = std::max(reach, std::abs(y));
  check(names.y, reach);
  for (const double sigma : data.sigma) check("sigma", sigma);
}

void check_noise(const NoiseModel& noise) {
  if (noise.relative && !(std::isfinite(*noise.relative) && *noise.relative > 0))
    throw InvalidArgument("relative noise: expected a fraction above 0, got " + text::number(*noise.relative));
  if (!noise.correlated || !noise.correlated->length_points) return;
  const double length = *noise.correlated->length_points;
  if (!(length > 0) || std::exp(-1 / length) > most_correlated)
    throw InvalidArgument("correlation length: expected 0 to " +
                          text::number(std::floor(-1 / std::log(most_correlated))) + " points, got " +
                          text::number(length));
}

/// σ of relative noise before there is a curve.
void add_relative_noise(DataSet& data) {
  constexpr double floor_share = 0.1;
  double square = 0;
  for (const double y : data.y) square += y * y / static_cast<double>(data.y.size());
  if (!(square > 0)) throw InvalidArgument(data.name + ": relative noise of data that are all 0");
  data.sigma_floor = data.sigma;
  if (data.sigma.empty())
    data.sigma_floor.assign(data.y.size(), floor_share * *data.noise.relative * std::sqrt(square));
  data.sigma.clear();
  for (std::size_t i = 0; i < data.y.size(); ++i)
    data.sigma.push_back(std::hypot(data.sigma_floor[i], *data.noise.relative * data.y[i]));
}

/// Of data that stand at V and at −V a window may cut some pairs and leave others: of these one point is enough, on the
/// side that reaches farther.
void leave_out_repeated(DataSet& chosen) {
  const auto [lowest, highest] = std::minmax_element(chosen.x.begin(), chosen.x.end());
  const double side = *highest >= -*lowest ? 1 : -1;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < chosen.x.size(); ++i)
    if (side * chosen.x[i] >= 0) kept.push_back(i);
  for (std::vector<double>* column : {&chosen.x, &chosen.y, &chosen.sigma}) {
    if (column->empty()) continue;
    for (std::size_t k = 0; k < kept.size(); ++k) (*column)[k] = (*column)[kept[k]];
    column->resize(kept.size());
  }
  chosen.points_per_independent_point = std::max(1.0, chosen.points_per_independent_point / 2);
}

}  // namespace

DataSet choose_points(DataSet raw, const std::optional<Interval>& window, const std::optional<double>& sigma,
                      const AxisNames& names) {
  if (raw.name.empty()) raw.name = "data";
  check_length(raw, raw.y.size(), names.y, names);
  if (sigma) raw.sigma.assign(raw.x.size(), *sigma);
  if (!raw.sigma.empty()) check_length(raw, raw.sigma.size(), "sigma", names);
  if (raw.x.empty()) throw InvalidArgument(raw.name + ": no points");
  if (const double p = raw.points_per_independent_point; !(p >= 1 && p <= static_cast<double>(raw.x.size())))
    throw InvalidArgument(raw.name + ": points_per_independent_point is " + text::number(p) +
                          ", expected 1 or more, and not more than there are points (" + std::to_string(raw.x.size()) +
                          ")");

  check_noise(raw.noise);

  DataSet chosen{raw.name, {}, {}, {}, raw.points_per_independent_point, raw.noise, {}};
  for (std::size_t i = 0; i < raw.x.size(); ++i) {
    check_point(raw, i, names);
    if (window && (raw.x[i] < window->first || raw.x[i] > window->second)) continue;
    chosen.x.push_back(raw.x[i]);
    chosen.y.push_back(raw.y[i]);
    if (!raw.sigma.empty()) chosen.sigma.push_back(raw.sigma[i]);
  }
  if (chosen.x.empty())
    throw InvalidArgument(raw.name + ": no point inside the window " + text::number(window->first) + " to " +
                          text::number(window->second) + names.x_unit);
  if (is_mirrored(raw.x, raw.y) && !is_mirrored(chosen.x, chosen.y)) leave_out_repeated(chosen);
  // Symmetrised data say everything twice, whatever neighbours share.
  if (chosen.noise.correlated) chosen.points_per_independent_point = is_mirrored(chosen.x, chosen.y) ? 2 : 1;
  if (chosen.noise.relative) add_relative_noise(chosen);
  check_magnitude(chosen, names);
  return chosen;
}

Block block_of(const DataSet& data) {
  Block block;
  block.name = data.name;
  block.y = data.y;
  block.sigma = data.sigma;
  block.noise = data.noise;
  block.sigma_floor = data.sigma_floor;
  block.points_per_independent_point = data.points_per_independent_point;
  block.noise_floor = noise_floor(data.x, data.y);
  block.order.resize(data.x.size());
  std::iota(block.order.begin(), block.order.end(), 0);
  std::stable_sort(block.order.begin(), block.order.end(),
                   [&](std::size_t a, std::size_t b) { return data.x[a] < data.x[b]; });
  return block;
}

void check_enough_points(const Problem& problem, const std::string& name) {
  constexpr std::size_t most_named = 20;
  std::size_t points = 0, slots = problem.slots.size();
  std::string names;
  for (const Block& block : problem.blocks) points += block.y.size();
  for (const Slot& slot : problem.slots) {
    points += slot.measured.has_value();
    const auto place = static_cast<std::size_t>(&slot - problem.slots.data());
    if (place < most_named) names += (names.empty() ? "" : ", ") + slot.name;
  }
  if (slots > most_named) names += " and " + std::to_string(slots - most_named) + " more";
  if (points < slots)
    throw InvalidArgument(name + ": " + std::to_string(points) + (points == 1 ? " point" : " points") + " cannot fix " +
                          std::to_string(slots) + " parameters (" + names + "): fix some, or widen the window");
}

}  // namespace didv::fitting
