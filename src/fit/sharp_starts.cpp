#include "fit/sharp_starts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "fit/noise_floor.hpp"
#include "fit/resolution.hpp"
#include "numerics/median.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv::fitting {
namespace {

constexpr std::size_t features_kept = 10;  // on both sides together
constexpr double least_height = 4;         // standard deviations of the noise

/// How far neighbouring points are apart; 0 for a single one.
double spacing_of(const numerics::SortedCurve& data) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < data.size(); ++i) gaps.push_back(data.x[i] - data.x[i - 1]);
  return gaps.empty() ? 0 : numerics::median(std::move(gaps));
}

/// The biases at which the data stand out most above their two neighbours.
std::vector<double> sharp_features(const numerics::SortedCurve& data, double spacing_mV) {
  std::vector<std::pair<double, double>> standing_out;
  for (std::size_t i = 1; i + 1 < data.size(); ++i)
    standing_out.emplace_back(data.y[i] - 0.5 * (data.y[i - 1] + data.y[i + 1]), data.x[i]);
  std::ranges::sort(standing_out, std::greater{});
  const double noise = noise_floor(data.x, data.y);
  std::vector<double> found;
  for (const auto& [height, bias_mV] : standing_out) {
    if (height < least_height * noise || found.size() == features_kept) break;
    const auto is_beside = [at_mV = bias_mV, spacing_mV](double known) { return std::abs(known - at_mV) < spacing_mV; };
    if (std::ranges::none_of(found, is_beside)) found.push_back(bias_mV);
  }
  return found;
}

/// The same on either side of zero.
std::vector<double> distances_from_zero(const std::vector<double>& features_mV, double spacing_mV) {
  std::vector<double> distances;
  for (const double feature_mV : features_mV)
    if (std::ranges::none_of(distances,
                             [&](double known) { return std::abs(known - std::abs(feature_mV)) < spacing_mV; }))
      distances.push_back(std::abs(feature_mV));
  return distances;
}

/// Follows lines on which what a feature shows passes that feature.
class SharpSearch {
 public:
  SharpSearch(const AroundBest& around, double spacing_mV)
      : around_(around), spacing_mV_(spacing_mV), linear_(around.problem, around.problem.data.x.size()) {
    bases_.push_back(around.best);
    if (around.widths.empty()) return;
    for (const double narrow : {0.25, 0.04}) {  // distances of the points
      bases_.push_back(around.best);
      for (const std::size_t j : around.widths) bases_.back()[j] = around.put(j, narrow * spacing_mV);
    }
  }

  void energy_at(std::size_t energy, double place_mV) {
    follow(place_mV, [&](std::vector<double>& values, double at_mV) { put(values, energy, at_mV); });
  }

  /// Two peaks off zero are a gap and an offset together.
  void energy_and_offset_between(std::size_t energy, double left_mV, double right_mV) {
    const std::size_t offset = around_.problem.curve.offset_index();
    for (double aside = -0.5; aside < 0.55; aside += 0.1)
      follow(0.5 * (right_mV - left_mV), [&](std::vector<double>& values, double at_mV) {
        put(values, energy, at_mV);
        values[offset] = around_.put(offset, 0.5 * (right_mV + left_mV) + aside * spacing_mV_);
      });
  }

  /// Features at the difference and at the sum of two gaps are as sharp as their widths, at any temperature.
  void two_energies_at(std::size_t first, std::size_t second, const std::vector<double>& places_mV) {
    const double sum = around_.best[first] + around_.best[second],
                 difference = around_.best[second] - around_.best[first];
    const auto put_both = [&](std::vector<double>& values, double sum_meV, double difference_meV) {
      put(values, first, 0.5 * (sum_meV - difference_meV));
      put(values, second, 0.5 * (sum_meV + difference_meV));
    };
    for (const double place_mV : places_mV) {
      follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, sum, at_mV); });
      follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, sum, -at_mV); });
      follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, at_mV, difference); });
      for (const double nearer_mV : places_mV)
        if (nearer_mV < place_mV)
          follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, at_mV, nearer_mV); });
    }
  }

  std::vector<std::vector<double>> lowest(std::size_t most) && {
    best_first(minima_);
    return values_of(std::move(minima_), most);
  }

 private:
  void put(std::vector<double>& values, std::size_t energy, double meV) const {
    values[energy] = around_.put(energy, std::max(meV, 0.0));
  }

  /// Keeps the local minima of a line through a place, once for each set of widths.
  void follow(double place_mV, const std::function<void(std::vector<double>&, double)>& set) {
    constexpr double reach = 1.5, step = 0.05;  // in distances of the points
    for (const std::vector<double>& base : bases_) {
      std::vector<Tried> line;
      for (double away = -reach; away < reach + 0.5 * step; away += step) {
        Tried one{0, base, {}};
        set(one.values, place_mV + away * spacing_mV_);
        one.misfit = linear_.complete_but_for_few(one.values);
        line.push_back(std::move(one));
      }
      std::ranges::move(local_minima(line), std::back_inserter(minima_));
    }
  }

  const AroundBest& around_;
  double spacing_mV_;
  LinearPart linear_;  // on every point
  std::vector<std::vector<double>> bases_;
  std::vector<Tried> minima_;
};

}  // namespace

std::vector<std::vector<double>> sharp_starts(const AroundBest& around) {
  constexpr double resolved = 3;  // distances of the points across a feature
  constexpr std::size_t minima_kept = 12;
  const auto& [problem, best, trials, energies, widths] = around;
  const SpectrumCurve& curve = problem.curve;
  const numerics::SortedCurve sorted = numerics::sorted(problem.data.x, problem.data.y);
  const double spacing_mV = spacing_of(sorted);
  const bool narrower = Resolution(curve.instrument, best[curve.scale_index() - 1]).together() < resolved * spacing_mV;
  if (energies.empty() || (energies.size() == 1 && !narrower)) return {};
  const std::vector<double> features_mV = sharp_features(sorted, spacing_mV);
  if (features_mV.empty()) return {};
  const std::vector<double> places_mV = distances_from_zero(features_mV, spacing_mV);

  SharpSearch search(around, spacing_mV);
  const bool offset_free = curve.has_offset && !problem.held[curve.offset_index()];
  for (std::size_t a = 0; a < energies.size(); ++a) {
    for (const double place_mV : places_mV)
      if (narrower) search.energy_at(energies[a], place_mV);
    for (const double left_mV : features_mV)
      for (const double right_mV : features_mV)
        if (narrower && offset_free && left_mV < 0 && right_mV > 0)
          search.energy_and_offset_between(energies[a], left_mV, right_mV);
    for (std::size_t b = a + 1; b < energies.size(); ++b) search.two_energies_at(energies[a], energies[b], places_mV);
  }
  return std::move(search).lowest(minima_kept);
}

}  // namespace didv::fitting
