#include "fit/verdict.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "fit/f_score.hpp"
#include "fit/mirrored.hpp"
#include "fit/scatter.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

constexpr double degenerate_correlation = 0.95;

/// "-0.993": with as many digits as tell it from 1.
std::string correlation(double value) {
  char text[32];
  const int digits = std::abs(value) < 0.995 ? 2 : 4;
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, digits).ptr};
}

double rms(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v * v;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(values.size(), 1)));
}

bool has_one_value_for_all(const FitResult& result, const std::string& name) {
  return std::any_of(result.shared.begin(), result.shared.end(), [&](const Estimate& e) { return e.name == name; });
}

void judge_parameters(FitResult& result, const std::vector<Estimate>& estimates, std::span<const Range> ranges,
                      const std::string& prefix) {
  // Where a law knows the gap of a spectrum the rest of that spectrum (its broadening, above Tc) need not be known.
  const bool tied = has_tied_gap(estimates);
  for (const Estimate& estimate : estimates) {
    if (&estimates != &result.shared && has_one_value_for_all(result, estimate.name)) continue;
    if (estimate.state == ParameterState::not_determined)
      (tied ? result.warnings : result.not_usable_because)
          .push_back(prefix + estimate.name + " is not determined: " + estimate.reason);
    if (!estimate.standard_error || estimate.state == ParameterState::tied) continue;
    const auto range =
        std::find_if(ranges.begin(), ranges.end(), [&](const Range& r) { return r.name == estimate.name; });
    if (range == ranges.end()) continue;
    const bool lower = estimate.value - range->lower <= range->upper - estimate.value;
    if (const double bound = lower ? range->lower : range->upper;
        std::abs(estimate.value - bound) < 2 * *estimate.standard_error)
      result.warnings.push_back(prefix + estimate.name + " is within 2 standard errors of its bound " +
                                text::number(bound) + ": its error bar is not symmetric; quote a limit");
  }
}

void judge_correlations(FitResult& result, const std::vector<Correlation>& pairs,
                        std::span<const std::string> interesting, const Advice& advice, const std::string& prefix) {
  const auto wanted = [&](const std::string& name) {
    return std::find(interesting.begin(), interesting.end(), name) != interesting.end();
  };
  for (const Correlation& pair : pairs) {
    if (&pairs != &result.shared_correlation && has_one_value_for_all(result, pair.first) &&
        has_one_value_for_all(result, pair.second))
      continue;
    if (!(std::abs(pair.value) > degenerate_correlation) || !(wanted(pair.first) || wanted(pair.second))) continue;
    const auto help = [&](const std::string& other) {
      return advice ? advice(pair.first, other) : "fix one of them, or measure it independently";
    };
    result.warnings.push_back(
        prefix + pair.first + " and " + pair.second + " are degenerate" +
        (pair.because_of.empty()
             ? ", they trade off: ρ = " + correlation(pair.value) +
                   ", the data fix little more than one combination of them; " + help(pair.second)
             : " with " + pair.because_of + ", which is at its bound: ρ = " + correlation(pair.value) +
                   ", most of their errors is what follows when it leaves it; " + help(pair.because_of)));
  }
}

/// "Delta 0.82 (here 1.05), Z 0.3 (here 0.5)": where another minimum differs from the one reported.
std::string differences(const FittedData& data, const OtherMinimum& other, std::span<const std::string> interesting) {
  constexpr double worth_telling = 0.01;  // relative
  std::string list;
  for (const Estimate& estimate : data.parameters) {
    const auto there = other.parameters.find(estimate.name);
    if (there == other.parameters.end()) continue;
    if (std::find(interesting.begin(), interesting.end(), estimate.name) == interesting.end()) continue;
    if (std::abs(there->second - estimate.value) <= worth_telling * std::abs(estimate.value)) continue;
    list += (list.empty() ? "" : ", ") + estimate.name + " = " + text::rounded(there->second, 3) + " for " +
            text::rounded(estimate.value, 3);
  }
  return list.empty() ? "nearly the same parameters" : list;
}

void judge_other_minima(FitResult& result, const FittedData& data, std::span<const std::string> interesting,
                        const std::string& prefix) {
  constexpr double indistinct = 4;  // of χ²: two standard deviations
  const auto is_fitted = [](const Estimate& p) { return p.state != ParameterState::fixed; };
  const double fitted = static_cast<double>(std::ranges::count_if(data.parameters, is_fitted)),
               noise = result.sigma_estimated ? data.chi_squared / (data.independent_points() - fitted) : 1;
  if (!(noise > 0)) return;
  for (const OtherMinimum& other : data.other_minima) {
    const double rise = (other.chi_squared - data.chi_squared) / noise;
    if (rise < indistinct)
      result.warnings.push_back(prefix + "another minimum describes the data as well (Δχ² = " + text::rounded(rise, 3) +
                                "): " + differences(data, other, interesting) +
                                "; the data do not decide between them");
  }
}

void judge_residuals(FitResult& result, const FittedData& data, const std::string& prefix) {
  constexpr double model_accuracy = 1e-7;  // relative: below it the residuals are the model's own rounding
  if (data.points() < 10 || rms(data.residual) < model_accuracy * rms(data.data)) return;
  const bool shared_out = data.noise && data.noise->model.correlated;
  const ResidualStructure structure = residual_structure(data);
  if (!structure.is_surprising()) {
    for (const std::string& wrong : what_is_wrong_with_scatter(data, result.sigma_estimated))
      result.warnings.push_back(prefix + wrong);
    return;
  }
  const double factor = std::sqrt(structure.points_of_one());
  result.warnings.push_back(
      prefix +
      (shared_out ? "what neighbours do not share of the residuals has structure (runs test "
                  : "the residuals have structure (runs test ") +
      text::rounded(structure.runs_score, 3) + " σ, neighbours correlate by " +
      text::rounded(structure.autocorrelation, 3) +
      "): the curve does not describe the data to their noise, and the error bars are too small" +
      (factor > 1.2 ? ", " + text::rounded(factor, 3) + " times by what neighbours share alone" : ""));
  if (const auto spikes = what_looks_like_spikes(data); spikes && result.sigma_estimated && !data.noise)
    result.warnings.push_back(prefix + *spikes);
}

/// What a noise model does to the numbers.
void judge_noise(FitResult& result, const FittedData& data, const std::string& prefix) {
  if (!data.noise) return;
  const NoiseFound& noise = *data.noise;
  const double points = static_cast<double>(data.points()), rho = noise.neighbour_correlation;
  constexpr double too_long = 0.05;  // of the points
  if (rho > 0 && -1 / std::log(rho) > too_long * points)
    result.warnings.push_back(prefix + "the residuals hang together over " + text::rounded(-1 / std::log(rho), 3) +
                              " of " + text::rounded(points, 3) +
                              " points: that is hardly the noise, but a curve that does not describe the data");
  if (noise.model.loss == Loss::squares) return;
  result.warnings.push_back(
      prefix + "loss " + to_string(noise.model.loss) +
      ": errors are approximate, by the scatter of the bent residuals; χ² is the sum of the loss; " +
      std::to_string(noise.outliers) + " of " + text::rounded(points, 3) + " points are off by more than 5 σ");
  constexpr double many = 0.1;  // of the points
  if (static_cast<double>(noise.outliers) > many * points)
    result.warnings.push_back(prefix + "so many are no outliers: sigma is too small, or this is not the model");
}

void judge_chi_squared(FitResult& result) {
  if (result.sigma_estimated) {
    if (!(result.degrees_of_freedom > 0))
      result.not_usable_because.push_back("no degrees of freedom are left: the noise cannot be estimated");
    return;
  }
  const double ndf = result.degrees_of_freedom;
  const auto bent = [](const FittedData& data) { return data.noise && data.noise->model.loss != Loss::squares; };
  if (ndf > 0 && std::any_of(result.data.begin(), result.data.end(), bent)) return;
  if (!(ndf > 0)) {
    result.warnings.push_back("no degrees of freedom are left: χ² says nothing about the curve");
    return;
  }
  const double score = f_score(result.chi_squared / ndf, ndf, infinity);
  const bool relative = std::ranges::any_of(
      result.data, [](const FittedData& data) { return data.noise && data.noise->model.relative > 0; });
  const std::string noise = relative ? "the noise" : "sigma",
                    reduced = "χ²/ndf = " + text::rounded(result.chi_squared / ndf, 3) + " with " +
                              (relative ? "the noise stated" : "the sigma given") + ": " + noise;
  if (score > surprising)
    result.warnings.push_back(reduced +
                              " is too small, or the curve does not describe the data; the errors are "
                              "not scaled for it");
  if (score < -surprising) result.warnings.push_back(reduced + " is too large, and so are the errors");
}

}  // namespace

double ResidualStructure::points_of_one() const {
  const double rho = std::clamp(autocorrelation, 0.0, 0.99);
  return (1 + rho) / (1 - rho);
}

ResidualStructure residual_structure(std::span<const double> x, std::span<const double> residual) {
  const std::size_t n = residual.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  double mean = 0;
  for (const double r : residual) mean += r / static_cast<double>(n);
  double positive = 0, runs = 1, square = 0, lagged = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double here = residual[order[i]] - mean;
    positive += here > 0;
    square += here * here;
    if (i == 0) continue;
    const double before = residual[order[i - 1]] - mean;
    runs += (here > 0) != (before > 0);
    lagged += here * before;
  }
  const double total = static_cast<double>(n), negative = total - positive;
  const double expected = 1 + 2 * positive * negative / total;
  const double variance = (expected - 1) * (expected - 2) / (total - 1);
  ResidualStructure structure{0, 0, 0};
  if (variance > 0) structure.runs_score = (runs - expected) / std::sqrt(variance);
  if (square > 0) structure.autocorrelation = lagged / square;
  structure.autocorrelation_score = structure.autocorrelation * std::sqrt(total);
  return structure;
}

void take_back(FittedData& data, std::size_t parameter, const std::string& reason) {
  Estimate& p = data.parameters[parameter];
  p.state = ParameterState::not_determined;
  p.standard_error.reset();
  p.interval_68.reset();
  p.interval_95.reset();
  p.interval_from.clear();
  p.reason = reason;
  std::erase_if(data.correlation, [&](const Correlation& c) { return c.first == p.name || c.second == p.name; });
}

bool has_tied_gap(const std::vector<Estimate>& parameters) {
  return std::ranges::any_of(
      parameters, [](const Estimate& p) { return p.state == ParameterState::tied && p.name.starts_with("Delta"); });
}

std::vector<double> alike_residuals(const FittedData& data) {
  if (data.noise) return data.noise->standard_residual;
  std::vector<double> residuals = data.residual;
  for (std::size_t i = 0; i < data.sigma.size(); ++i) residuals[i] /= data.sigma[i];
  return residuals;
}

ResidualStructure residual_structure(const FittedData& data) {
  const std::vector<double> of_all = alike_residuals(data);
  std::vector<double> x, residual;
  for (const std::size_t i : points_of_their_own(data.x, data.data)) {
    x.push_back(data.x[i]);
    residual.push_back(of_all[i]);
  }
  return residual_structure(x, residual);
}

void judge(FitResult& result, std::span<const Range> ranges, std::span<const std::string> interesting,
           const Advice& advice) {
  if (result.status != FitStatus::converged)
    result.not_usable_because.insert(result.not_usable_because.begin(), "the fit did not converge");
  if (result.status == FitStatus::failed) return;
  judge_chi_squared(result);
  judge_parameters(result, result.shared, ranges, "");
  judge_correlations(result, result.shared_correlation, interesting, advice, "");
  for (const FittedData& data : result.data) {
    if (data.status == FitStatus::failed) continue;
    const std::string prefix = result.data.size() > 1 ? data.name + ": " : "";
    judge_parameters(result, data.parameters, ranges, prefix);
    judge_correlations(result, data.correlation, interesting, advice, prefix);
    judge_other_minima(result, data, interesting, prefix);
  }
}

void judge_residuals(FitResult& result) {
  for (const FittedData& data : result.data) {
    if (data.status == FitStatus::failed) continue;
    const std::string prefix = result.data.size() > 1 ? data.name + ": " : "";
    const double m = data.points_per_independent_point;
    judge_noise(result, data, prefix);
    const bool mirrored = m >= 2 && is_mirrored(data.x, data.data);
    const bool testable = m <= (mirrored ? 2 : 1);
    if (m > 1)
      result.warnings.push_back(
          prefix + (mirrored ? "the data were symmetrised, each point stands at V and at -V: " : "") + text::number(m) +
          " points carry the information of one: the errors are widened by " + text::rounded(std::sqrt(m), 3) +
          (testable ? "" : ", and structure in the residuals cannot be tested"));
    if (testable) judge_residuals(result, data, prefix);
  }
}

}  // namespace didv::fitting
