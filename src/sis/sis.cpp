// A tunnel junction of two superconductors: a CurveSource of its own, because its current is no thermal average of one
// kernel.

#include "didv/models/sis.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "didv/models/dynes.hpp"
#include "numerics/folded_bias.hpp"
#include "sis/smooth_sum.hpp"

namespace didv {
namespace {

using sis::Column;
using sis::Function;
using sis::Superconductor;
using sis::Term;

enum Parameter { Delta1, Gamma1, Delta2, Gamma2, T };

constexpr double same_bias =
    1e-12;                         // of the smallest energy of the junction: two such biases are one, but for rounding
constexpr double coldest = 1e-13;  // k_BT of the smaller gap: T = 0 for every double, and yet it keeps 0/0 away
constexpr double normal_beyond = 1e9;  // Γ in units of every other energy: the density of states is 1 to 1e-18

constexpr double sharpest_seen = 1e-7;  // Γ in units of what an instrument averages over

/// G − 1, or I − V, as it is summed up.
class Sum {
 public:
  Sum(std::span<const double> magnitude_mV, bool current, bool with_derivatives)
      : V_(magnitude_mV), current_(current), with_derivatives_(with_derivatives) {
    out.value.assign(V_.size(), 0);
    if (!with_derivatives) return;
    out.d_bias.assign(V_.size(), 0);
    out.d_parameter.assign(5, std::vector<double>(V_.size(), 0));
  }

  /// The terms at +V, and where `both_ways` at −V too.
  void add(std::span<const Term> terms, double base, bool first_made_them, const Superconductor& other,
           Function function, bool both_ways) {
    if (terms.empty() || V_.empty()) return;
    std::vector<double> x(V_.begin(), V_.end());
    for (std::size_t i = 0; both_ways && i < V_.size(); ++i) x.push_back(-V_[i]);
    const double reach = *std::max_element(V_.begin(), V_.end());
    const sis::Columns sums = sis::shared_sum_over_terms(terms, base, other, function, x, reach, with_derivatives_);
    // The current is odd in the bias.
    const auto take = [&](Column column, std::vector<double>& to, bool odd) {
      const std::vector<double>& sum = sums[column];
      const double sign = odd ? -1 : 1;
      for (std::size_t i = 0; i < to.size(); ++i) to[i] += sum[i];
      for (std::size_t i = to.size(); i < sum.size(); ++i) to[i - to.size()] += sign * sum[i];
    };
    take(sis::of_value, out.value, current_);
    if (!with_derivatives_) return;
    take(sis::of_energy, out.d_bias, !current_);
    take(sis::of_own_Delta, out.d_parameter[first_made_them ? Delta1 : Delta2], current_);
    take(sis::of_own_Gamma, out.d_parameter[first_made_them ? Gamma1 : Gamma2], current_);
    take(sis::of_other_Delta, out.d_parameter[first_made_them ? Delta2 : Delta1], current_);
    take(sis::of_other_Gamma, out.d_parameter[first_made_them ? Gamma2 : Gamma1], current_);
    take(sis::of_kT, out.d_parameter[T], current_);
  }

  Curve out;

 private:
  std::span<const double> V_;
  bool current_, with_derivatives_;
};

/// G, or I, at biases ≥ 0.
Curve curve_of(std::span<const double> V, Superconductor first, Superconductor second, double kT, bool current,
               Derivatives derivatives) {
  Sum sum(V, current, derivatives == Derivatives::yes);
  const Function function = current ? Function::density : Function::slope;
  const double warmth = std::max(kT, coldest * std::min(first.Delta, second.Delta));
  const double broadest =
      normal_beyond * std::max({first.Delta, second.Delta, kT, V.empty() ? 0 : *std::max_element(V.begin(), V.end())});
  for (Superconductor* side : {&first, &second}) side->Gamma = std::min(side->Gamma, broadest);
  for (const bool is_first : {true, false}) {
    const Superconductor &one = is_first ? first : second, &other = is_first ? second : first;
    const std::vector<Term> path = sis::edge_terms(one, other, warmth, V, derivatives == Derivatives::yes);
    sum.add(path, one.Delta, is_first, other, function, true);
    sum.add(sis::matsubara_terms(one, other, warmth, V), 0, is_first, other, function, false);
  }
  Curve out = std::move(sum.out);
  for (std::size_t i = 0; i < V.size(); ++i) {
    out.value[i] += current ? V[i] : 1;
    if (derivatives == Derivatives::no) continue;
    if (current) out.d_bias[i] += 1;
    out.d_parameter[T][i] *= kT == 0 ? 0 : boltzmann_meV_per_K;
  }
  return out;
}

class Sis final : public CurveSource {
 public:
  const ModelCard& card() const override { return card_; }
  const std::vector<ParameterInfo>& parameters() const override { return parameters_; }

  std::vector<Edge> edges(std::span<const double> p) const override {
    const double width = p[Gamma1] + p[Gamma2];
    return {{std::abs(p[Delta1] - p[Delta2]), width}, {p[Delta1] + p[Delta2], width}};
  }
  // The nearest singularities: where the edges of the two meet, Γ₁ + Γ₂ off the axis, and where one meets the Fermi
  // level.
  double smoothness_mV(std::span<const double> p) const override {
    const double sharper = std::min(p[Gamma1], p[Gamma2]);
    return std::min((p[Gamma1] + p[Gamma2]) / std::numbers::pi, thermal_energy_meV(p[T]) + sharper / std::numbers::pi);
  }
  // The step in I is a δ in G that no quadrature finds.
  std::vector<double> softened(std::span<const double> p, double resolution_mV,
                               Derivatives derivatives) const override {
    std::vector<double> soft = CurveSource::softened(p, resolution_mV, derivatives);
    for (const Parameter Gamma : {Gamma1, Gamma2}) soft[Gamma] = std::max(soft[Gamma], sharpest_seen * resolution_mV);
    return soft;
  }
  std::vector<double> in_order(std::span<const double> p) const override {
    if (p[Delta1] <= p[Delta2]) return {p.begin(), p.end()};
    return {p[Delta2], p[Gamma2], p[Delta1], p[Gamma1], p[T]};
  }

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    if (p[Delta1] == 0 || p[Delta2] == 0) return one_gap(V, p, false, derivatives);
    const auto folded = numerics::fold(V, same_bias * std::min(p[Delta1], p[Delta2]));
    Curve half = curve_of(folded.magnitude_mV, {p[Delta1], p[Gamma1]}, {p[Delta2], p[Gamma2]}, thermal_energy_meV(p[T]),
                          false, derivatives);
    for (std::size_t i = 0; i < half.value.size(); ++i)
      if (diverges_at(folded.magnitude_mV[i], p))
        half.value[i] = infinity;
      else if (p[T] == 0 && p[Gamma1] == 0 && p[Gamma2] == 0 && folded.magnitude_mV[i] < p[Delta1] + p[Delta2])
        half.value[i] = 0;
    return numerics::unfold(half, folded, V);
  }

  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    if (p[Delta1] == 0 || p[Delta2] == 0) return one_gap(V, p, true, derivatives);
    std::vector<double> magnitude(V.begin(), V.end());
    for (double& v : magnitude) v = std::abs(v);
    Curve out = curve_of(magnitude, {p[Delta1], p[Gamma1]}, {p[Delta2], p[Gamma2]}, thermal_energy_meV(p[T]), true,
                         derivatives);
    for (std::size_t i = 0; i < V.size(); ++i) {
      if (V[i] != 0 && magnitude[i] == std::abs(p[Delta1] - p[Delta2]) && diverges_at(magnitude[i], p))
        out.value[i] = infinity;
      if (!(V[i] < 0)) continue;
      out.value[i] = -out.value[i];
      for (std::vector<double>& column : out.d_parameter) column[i] = -column[i];
    }
    return out;
  }

 private:
  /// Without broadening the current jumps at Δ₁ + Δ₂ and, warm, diverges at |Δ₁ − Δ₂|.
  static bool diverges_at(double magnitude_mV, std::span<const double> p) {
    return p[Gamma1] == 0 && p[Gamma2] == 0 &&
           (magnitude_mV == p[Delta1] + p[Delta2] || (p[T] > 0 && magnitude_mV == std::abs(p[Delta1] - p[Delta2])));
  }

  /// A normal metal on one side: dynes. The curve is even in its Delta, and its Gamma has nothing to broaden.
  Curve one_gap(std::span<const double> V, std::span<const double> p, bool current, Derivatives derivatives) const {
    const bool first = p[Delta1] != 0;
    const std::vector<double> values{p[first ? Delta1 : Delta2], p[first ? Gamma1 : Gamma2], p[T]};
    Curve out = current ? dynes_.current(V, values, derivatives) : dynes_.conductance(V, values, {}, derivatives);
    if (derivatives == Derivatives::yes)
      out.d_parameter.insert(out.d_parameter.begin() + (first ? 2 : 0), 2, std::vector<double>(V.size(), 0));
    return out;
  }

  Model dynes_ = models::dynes();
  ModelCard card_{"sis", "Tunnelling between two Dynes-broadened superconductors (superconducting tip)",
                  "Nicol, Shapiro, Smith, Phys. Rev. Lett. 5, 461 (1960); Werthamer, Phys. Rev. 147, 255 (1966); Dynes "
                  "et al. (1978): each side",
                  "dynes"};
  std::vector<ParameterInfo> parameters_{{"Delta1", "Δ1", "meV", 0.7, 0, infinity, "smaller gap"},
                                         {"Gamma1", "Γ1", "meV", 0.05, 0, infinity, "lifetime broadening on its side"},
                                         {"Delta2", "Δ2", "meV", 1.3, 0, infinity, "larger gap"},
                                         {"Gamma2", "Γ2", "meV", 0.05, 0, infinity, "lifetime broadening on its side"},
                                         {"T", "T", "K", 4.2, 0, infinity, "temperature"}};
};

}  // namespace

Model models::sis() { return Model(std::make_shared<const Sis>()); }

}  // namespace didv
