#include "numerics/excess_kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv::numerics {
namespace {

constexpr double tolerance = 1e-13;
constexpr double derivative_tolerance = 1e-9;
constexpr int deepest = 40;
constexpr double growth = 4;               // of the panels away from an edge
constexpr double narrowest_width = 1e-22;  // of the range: its square root is what an inverse-root singularity loses

// Gauss–Legendre, 16 points on [−1, 1].
constexpr std::array<double, 8> legendre_x{0.0950125098376374401853193354249581, 0.281603550779258913230460501460496,
                                           0.458016777657227386342419442983578,  0.617876244402643748446671764048791,
                                           0.755404408355003033895101194847442,  0.865631202387831743880467897712393,
                                           0.944575023073232576077988415534608,  0.989400934991649932596154173450333};
constexpr std::array<double, 8> legendre_w{0.189450610455068496285396723208283,  0.182603415044923588866763667969220,
                                           0.169156519395002538189312079030360,  0.149595988816576732081501730547479,
                                           0.124628971255533872052476282192016,  0.0951585116824927848099251076022462,
                                           0.0622535239386478928628438369943776, 0.0271524594117540948517805724560181};

}  // namespace

ExcessKernel::ExcessKernel(const detail::KernelFunction& inner, std::span<const double> p, double lower, double upper,
                           Derivatives derivatives)
    : inner_(inner),
      parameters_(p.begin(), p.end()),
      moving_(inner, p),
      derivatives_(derivatives),
      range_(0),
      running_(derivatives == Derivatives::yes ? 1 + p.size() : 1, 0.0) {
  card = inner.card;
  parameters = inner.parameters;
  follows_edges = inner.follows_edges;
  lower = std::min(lower, 0.0);
  upper = std::max(upper, 0.0);
  range_ = upper - lower;
  const int count = int(moving_.at.size());
  for (int k = count ? 0 : -1; k < count; ++k) {
    const double at = moving_.energy(k);
    const double from = k <= 0 ? lower - at : std::max(lower - at, (moving_.energy(k - 1) - at) / 2);
    const double to = k < 0 || k + 1 == count ? upper - at : std::min(upper - at, (moving_.energy(k + 1) - at) / 2);
    const double width = k < 0 ? range_ : std::max(moving_.at[std::size_t(k)].width_meV, narrowest_width * range_);
    if (from < to) cover(k, from, to, width);
  }
  const int home = moving_.nearest(0);
  origin_.assign(running_.size(), 0);
  origin_ = until(home, -moving_.energy(home));
}

void ExcessKernel::cover(int edge, double from, double to, double width) {
  std::vector<double> cuts{from, to};
  for (double x = width; x < std::max(-from, to); x *= growth) {
    for (const double cut : {-x, x}) {
      if (cut > from && cut < to) cuts.push_back(cut);
    }
  }
  if (from < 0 && to > 0) cuts.push_back(0);
  std::sort(cuts.begin(), cuts.end());
  for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
    const Panel panel{edge, cuts[c], cuts[c + 1], {}};
    refine(panel, integrate(edge, panel.from, panel.to), 0);
  }
}

void ExcessKernel::refine(const Panel& panel, const Integrals& whole, int depth) {
  const double middle = (panel.from + panel.to) / 2;
  const Integrals left = integrate(panel.edge, panel.from, middle), right = integrate(panel.edge, middle, panel.to);
  bool good = true;
  for (std::size_t c = 0; c < running_.size(); ++c) {
    const double miss = std::abs(left.column[c] + right.column[c] - whole.column[c]);
    good = good &&
           miss <= std::max(tolerance * range_, 1e-14 * whole.size) * (c == 0 ? 1 : derivative_tolerance / tolerance);
  }
  if (good) {
    panels_.push_back({panel.edge, panel.from, panel.to, running_});
    for (std::size_t c = 0; c < running_.size(); ++c) running_[c] += left.column[c] + right.column[c];
  } else if (depth == deepest) {
    throw AccuracyError("model " + card.name + ": current not converged near " +
                        text::number(moving_.energy(panel.edge) + middle) +
                        " meV: the kernel is not integrable or not finite there");
  } else {
    refine({panel.edge, panel.from, middle, {}}, left, depth + 1);
    refine({panel.edge, middle, panel.to, {}}, right, depth + 1);
  }
}

ExcessKernel::Integrals ExcessKernel::integrate(int edge, double from, double to) const {
  constexpr std::size_t points = 2 * legendre_x.size();
  const double half = (to - from) / 2;
  std::array<double, points> offset, weight;
  for (std::size_t q = 0; q < points; ++q) {
    const std::size_t k = q / 2;
    // Counted from the closer end, where an edge may sit.
    const double x = half * (1 - legendre_x[k]);
    offset[q] = q % 2 ? to - x : from + x;
    weight[q] = half * legendre_w[k];
  }
  std::vector<double> table(points * running_.size());
  moving_.evaluate(inner_, parameters_, edge, offset, derivatives_, table);
  Integrals out{std::vector<double>(running_.size(), 0.0), 0};
  for (std::size_t q = 0; q < points; ++q) {
    const double excess = table[q] - 1;
    out.size += weight[q] * std::abs(excess);
    out.column[0] += weight[q] * excess;
    // A stretching range of integration adds its own growth.
    for (std::size_t c = 1; c < running_.size(); ++c) {
      out.column[c] += weight[q] * (table[c * points + q] + moving_.stretch[c - 1] * excess);
    }
  }
  return out;
}

// All columns from the lower end to edge + offset.
std::vector<double> ExcessKernel::until(int edge, double offset) const {
  if (panels_.empty()) return origin_;
  const auto later = [](const Panel& panel, const std::pair<int, double>& place) {
    return std::pair(panel.edge, panel.to) < place;
  };
  auto panel = std::lower_bound(panels_.begin(), panels_.end(), std::pair(edge, offset), later);
  if (panel == panels_.end()) --panel;
  // Half-way between two edges rounding may have put the energy on the other one's side.
  const double target = panel->edge == edge ? offset : moving_.energy(edge) + offset - moving_.energy(panel->edge);
  std::vector<double> out = integrate(panel->edge, panel->from, target).column;
  for (std::size_t c = 0; c < out.size(); ++c) out[c] += panel->before[c];
  return out;
}

std::vector<detail::KernelFunction::MovingEdge> ExcessKernel::edges(std::span<const double> p) const {
  return inner_.edges(p);
}

void ExcessKernel::beside_edge(std::span<const double>, int edge, double sign, std::span<const double> offsets,
                               std::span<const double>, Derivatives, std::span<double> table) const {
  const std::size_t n = offsets.size();
  int signed_edge = -1;
  for (std::size_t k = 0; k < moving_.at.size(); ++k) {
    if (moving_.index[k] == edge && moving_.sign[k] == sign) signed_edge = int(k);
  }
  for (std::size_t j = 0; j < n; ++j) {
    const auto integrals = until(signed_edge, offsets[j]);
    table[j] = 1 + integrals[0] - origin_[0];
    for (std::size_t c = 1; c < integrals.size(); ++c) table[c * n + j] = integrals[c] - origin_[c];
  }
}

void ExcessKernel::at(std::span<const double>, std::span<const double> energies, Derivatives,
                      std::span<double> table) const {
  const std::size_t n = energies.size(), count = parameters_.size();
  std::vector<double> sigma(n);
  inner_.at(parameters_, energies, Derivatives::no, sigma);
  for (std::size_t j = 0; j < n; ++j) {
    const int edge = moving_.nearest(energies[j]);
    const auto integrals = until(edge, energies[j] - moving_.energy(edge));
    table[j] = 1 + integrals[0] - origin_[0];
    if (derivatives_ == Derivatives::no) continue;
    const double slope = sigma[j] - 1;
    for (std::size_t k = 0; k < count; ++k) {
      // What was gathered along the stretch, back at a fixed energy.
      table[(k + 1) * n + j] = integrals[k + 1] - origin_[k + 1] - moving_.stretch[k] * energies[j] * slope;
    }
    table[(count + 1) * n + j] = slope;
  }
}

}  // namespace didv::numerics
