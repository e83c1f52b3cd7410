// The average over the angle of incidence (didv/incidence.hpp), in h = tan(θ/2): sine and cosine are rational in it.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "didv/error.hpp"
#include "didv/incidence.hpp"
#include "didv/multiversion.hpp"
#include "numerics/gauss_legendre.hpp"

namespace didv {

namespace {

constexpr double quarter_turn = std::numbers::pi / 2;

double within_quarter(double angle) { return angle - quarter_turn * std::floor(angle / quarter_turn); }

}  // namespace

std::array<double, 4> fourfold(double alpha, double phi) {
  return {within_quarter(alpha + phi), within_quarter(alpha - phi), within_quarter(-alpha + phi),
          within_quarter(-alpha - phi)};
}

double fourfold_image(double alpha) {
  const double angle = within_quarter(alpha);
  return std::min(angle, quarter_turn - angle);
}

namespace detail {
namespace {

constexpr std::size_t points = panel_points;
constexpr double value_tolerance = 3e-11;  // of one panel, of max(1, value)
constexpr double derivative_tolerance = 1e-8;
constexpr double negligible_value = 1e-13;  // a panel that small is taken as it is
constexpr double negligible_derivative = 1e-8;
constexpr double shortest = 1e-14;   // between two cuts
constexpr double first_seen = 1e-4;  // of a stretch: structures down to here do not escape its first nodes
constexpr double growth = 8;
constexpr double rounding = 1e-13;   // of the integrand's size
constexpr double narrowest = 1e-16;  // of a stretch
// Without broadening a derivative diverges next to a singular energy, on angles that rounding blurs. It is then had to
// some part of its size only; the share of such energies in any average is smaller still.
constexpr int most_for_derivatives = 200;  // panels halved for the sake of derivatives alone
constexpr double worst_derivative = 1e-5;  // of its size, with broadening
constexpr double sharp = 1e-8;
constexpr std::size_t most_panels = 2000;

constexpr std::array<std::size_t, 4> seen{0, 1, 3, 4};  // odd and even ones, in case some happen to be small

/// ∫f, ∫|f|, and the estimated error of the former.
struct Sums {
  double integral = 0, size = 0, error = 0;
};

struct Rule {
  std::array<double, points> position, weight;
  // Of some coefficients of the Legendre series, from half-way on, every eighth of its order. (The last ones are small
  // for a peak on one node, where the next polynomial vanishes, and tell nothing.)
  using Coefficients = std::array<std::array<double, points>, seen.size()>;
  Coefficients middle, later, late;

  Rule() {
    const auto nodes = numerics::gauss_legendre<points>();
    for (std::size_t q = 0; q < points; ++q) {
      position[q] = nodes[q].position;
      weight[q] = nodes[q].weight;
      const double x = 2 * nodes[q].position - 1;
      std::array<double, points> legendre{1, x};
      for (std::size_t k = 2; k < points; ++k) {
        const double degree = double(k);
        legendre[k] = ((2 * degree - 1) * x * legendre[k - 1] - (degree - 1) * legendre[k - 2]) / degree;
      }
      const auto coefficient = [&](std::size_t k) { return weight[q] * legendre[k] * double(2 * k + 1); };
      for (std::size_t k = 0; k < seen.size(); ++k) {
        middle[k][q] = coefficient(points / 2 + seen[k]);
        later[k][q] = coefficient(points * 5 / 8 + seen[k]);
        late[k][q] = coefficient(points * 3 / 4 + seen[k]);
      }
    }
  }

  /// Of f times measure. A series that falls off geometrically goes on to do so, and the rule errs by the coefficients
  /// of twice its order; of one that does not, the rule errs by its last coefficients. The slower of two falls counts:
  /// a narrow resonance on top of something large and smooth shows only once the series of the latter is through.
  DIDV_MULTIVERSION Sums sum(const double* f, const double* measure) const {
    std::array<double, points> term;
    double integral = 0, size = 0;
#pragma omp simd reduction(+ : integral, size)
    for (std::size_t q = 0; q < points; ++q) {
      term[q] = f[q] * measure[q];
      integral += weight[q] * term[q];
      size += weight[q] * std::abs(term[q]);
    }
    double before = 0, between = 0, tail = 0;
    for (std::size_t k = 0; k < seen.size(); ++k) {
      double half = 0, more = 0, end = 0;
#pragma omp simd reduction(+ : half, more, end)
      for (std::size_t q = 0; q < points; ++q) {
        half += middle[k][q] * term[q];
        more += later[k][q] * term[q];
        end += late[k][q] * term[q];
      }
      before = std::max(before, std::abs(half));
      between = std::max(between, std::abs(more));
      tail = std::max(tail, std::abs(end));
    }
    const double fall = between < before && tail < between ? std::max(between / before, tail / between) : 1;
    return {integral, size, tail * fall * fall * fall * fall};
  }
};

const Rule& rule() {
  static const Rule the_rule;
  return the_rule;
}

// Part [from, to] ⊂ [0, 1] of the stretch between two cuts.
struct Panel {
  double begin, end;
  double from, to;
};

// The stretch between two cuts: in one piece, or in pieces that grow away from both ends where the first nodes would
// not see the finest structure there.
void cover(double begin, double end, double finest, std::vector<Panel>& panels) {
  std::vector<double> places{0};
  const double least = finest / (end - begin);
  if (least > shortest && least < first_seen)
    for (double y = std::sqrt(least); y < 0.5; y *= growth) places.push_back(y);
  const std::size_t half = places.size();
  for (std::size_t k = half; k-- > 0;) places.push_back(1 - places[k]);
  for (std::size_t k = 0; k + 1 < places.size(); ++k) panels.push_back({begin, end, places[k], places[k + 1]});
}

// Places and measures of the points of a panel.
DIDV_MULTIVERSION void place(const Panel& panel, const double* position, double* __restrict h,
                             double* __restrict measure) {
  const double begin = panel.begin, end = panel.end, length = end - begin, from = panel.from, step = panel.to - from;
  for (std::size_t q = 0; q < points; ++q) {
    // y²(3−2y), quadratic at both ends; counted from the nearer one.
    const double y = from + step * position[q], z = 1 - y;
    const double above = begin + length * y * y * (3 - 2 * y), below = end - length * z * z * (1 + 2 * y);
    h[q] = y < 0.5 ? above : below;
    measure[q] = 6 * length * step * y * z;
  }
}

void place(const std::vector<Panel>& panels, std::vector<double>& h, std::vector<double>& measure) {
  h.resize(panels.size() * points);
  measure.resize(h.size());
  for (std::size_t k = 0; k < panels.size(); ++k)
    place(panels[k], rule().position.data(), &h[k * points], &measure[k * points]);
}

}  // namespace

void integrate_half_tangent(std::span<const double> cuts, const Fineness& fineness,
                            const HalfTangentIntegrand& integrand, std::span<double> out) {
  std::vector<double> sorted(cuts.begin(), cuts.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<Panel> waiting, next;
  for (std::size_t c = 0; c + 1 < sorted.size(); ++c)
    if (sorted[c + 1] - sorted[c] > shortest) cover(sorted[c], sorted[c + 1], fineness.finest, waiting);
  const std::size_t columns = out.size();
  std::vector<Sums> total(columns), part(columns);
  std::vector<double> h, measure, table;
  int patience = most_for_derivatives;
  while (!waiting.empty()) {
    if (waiting.size() > most_panels || waiting.back().to - waiting.back().from < narrowest)
      throw AccuracyError("average over the angle of incidence not converged");
    place(waiting, h, measure);
    table.resize(h.size() * columns);
    integrand(h, table);
    next.clear();
    for (std::size_t k = 0; k < waiting.size(); ++k) {
      // What is not a number counts as resolved: the caller sees it.
      const auto unresolved = [&](std::size_t c, double tolerance, double negligible) {
        const double peak = std::max(1.0, std::abs(total[c].integral + part[c].integral));
        return part[c].error > std::max(tolerance * peak, rounding * part[c].size) && part[c].size > negligible * peak;
      };
      for (std::size_t c = 0; c < columns; ++c)
        part[c] = rule().sum(&table[(k * columns + c) * points], &measure[k * points]);
      bool split = unresolved(0, value_tolerance, negligible_value);
      const Panel& panel = waiting[k];
      // Halved no further than where a value would give up: what is left counts as the error that it is.
      if (!split && patience > 0 && panel.to - panel.from > 4 * narrowest) {
        for (std::size_t c = 1; c < columns && !split; ++c)
          split = unresolved(c, derivative_tolerance, negligible_derivative);
        if (split) --patience;
      }
      if (split) {
        const double middle = 0.5 * (panel.from + panel.to);
        next.push_back({panel.begin, panel.end, panel.from, middle});
        next.push_back({panel.begin, panel.end, middle, panel.to});
      } else {
        for (std::size_t c = 0; c < columns; ++c) {
          total[c].integral += part[c].integral;
          total[c].size += part[c].size;
          total[c].error += part[c].error;
        }
      }
    }
    waiting.swap(next);
  }
  for (std::size_t c = 0; c < columns; ++c) {
    if (c > 0 && fineness.broadening > sharp && total[c].error > worst_derivative * std::max(1.0, total[c].size))
      throw AccuracyError("average over the angle of incidence: a derivative is not resolved");
    out[c] = total[c].integral;
  }
}

}  // namespace detail
}  // namespace didv
