#include "fit/replica_interval.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/intervals.hpp"
#include "fit/student_t.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

double normal_below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double normal_score(double below) {
  const double z = below == 0.5 ? 0 : fitting::central_student_t(std::abs(2 * below - 1), infinity);
  return below < 0.5 ? -z : z;
}

/// Below which a share of values lies; empty in a tail of less than one value.
std::optional<double> quantile(const std::vector<double>& sorted, double below) {
  const auto count = static_cast<double>(sorted.size());
  const double place = below * (count + 1) - 1;
  // Values that pile up at a bound have no tail beyond it.
  if (place < 0) return sorted.size() > 1 && sorted[0] == sorted[1] ? std::optional(sorted.front()) : std::nullopt;
  if (place > count - 1)
    return sorted.size() > 1 && sorted.back() == *(sorted.end() - 2) ? std::optional(sorted.back()) : std::nullopt;
  const auto lower = static_cast<std::size_t>(place);
  if (lower + 1 == sorted.size()) return sorted.back();
  return std::lerp(sorted[lower], sorted[lower + 1], place - std::floor(place));
}

/// By how much the value found lies above the median of the refits, in standard deviations. Refits that find the very
/// same (a bound) may lie on either side, as favours no shift.
double shift_of(const std::vector<double>& sorted, double found) {
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), found);
  const auto count = static_cast<double>(sorted.size());
  const double below = static_cast<double>(first - sorted.begin()) / count,
               not_above = static_cast<double>(last - sorted.begin()) / count;
  const double least = 0.5 / count;
  return normal_score(std::clamp(std::clamp(0.5, below, not_above), least, 1 - least));
}

}  // namespace

std::optional<Interval> fitting::interval_at(std::span<const double> replicas, double found, double z) {
  std::vector<double> sorted(replicas.begin(), replicas.end());
  if (sorted.empty() || !std::all_of(sorted.begin(), sorted.end(), [](double v) { return std::isfinite(v); }))
    return std::nullopt;
  std::sort(sorted.begin(), sorted.end());
  const double shift = 2 * shift_of(sorted, found);
  const auto low = quantile(sorted, normal_below(shift - z)), high = quantile(sorted, normal_below(shift + z));
  return low && high ? std::optional(Interval{*low, *high}) : std::nullopt;
}

std::optional<Interval> bootstrap_interval(std::span<const double> replicas, double found, double probability) {
  if (!(probability > 0 && probability < 1))
    throw InvalidArgument("bootstrap_interval: probability " + text::number(probability) +
                          ", expected one between 0 and 1");
  return fitting::interval_at(replicas, found, fitting::central_student_t(probability, infinity));
}

std::string to_string(BootstrapKind kind) {
  switch (kind) {
    case BootstrapKind::parametric:
      return "parametric";
    case BootstrapKind::residual:
      return "residual";
    case BootstrapKind::block:
      return "block";
  }
  return {};
}

BootstrapKind find_bootstrap_kind(std::string_view name) {
  for (const BootstrapKind kind : {BootstrapKind::parametric, BootstrapKind::residual, BootstrapKind::block})
    if (to_string(kind) == name) return kind;
  throw InvalidArgument("unknown kind of bootstrap '" + std::string(name) +
                        "': there are parametric, residual and block");
}

}  // namespace didv
