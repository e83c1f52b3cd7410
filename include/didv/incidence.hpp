#pragma once
// For authors of models whose pair potential depends on the direction: what an electron sees that arrives under an
// angle, and the average over that angle.
//
//   template <class Real = double>
//   struct Mine {                                       // a kernel as in kernel.hpp
//     Real Delta, Gamma, Z;
//     struct Gap {                                      // what depends on neither energy nor angle, computed once
//       Real Delta;
//       PairPotentials<Real> operator()(const Incidence& in) const { return {…, …}; }
//     };
//     Real operator()(const Energy<Real>& E) const {
//       return averaged_over_incidence(E, Gamma, Z, Gap{Delta}, angles);
//     }
//   };

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "didv/dual.hpp"
#include "didv/kernel.hpp"
#include "didv/multiversion.hpp"

namespace didv {

/// Direction of an arriving electron, at the angle 0 ≤ θ ≤ π/2 to the normal of the interface.
struct Incidence {
  double cosine;
  double sine;
};

/// Pair potentials of the electron-like and the hole-like quasiparticle that an electron at θ sends into the
/// superconductor, Δ₊ = Δ(θ) and Δ₋ = Δ(π−θ), both real, in meV; they change places for −θ.
template <class Real>
struct PairPotentials {
  Real plus;
  Real minus;
};

/// The same where they are complex: Δ₊*·Δ₋ = plus·minus·phase, |Δ₊| = |plus|, |Δ₋| = |minus|; for −θ the phase is
/// conjugate.
template <class Real>
struct ChiralPairPotentials {
  Real plus;
  Real minus;
  ComplexNumber<double> phase;
};

/// ∫cosθ σ_N(θ)dθ over −π/2 … π/2, the conductance of the normal state, with σ_N = cos²θ/(cos²θ+Z²):
///   2 − 2Z²/√(1+Z²)·artanh(1/√(1+Z²)).
/// A pure number, to 1e-14 of itself; 2 at Z = 0, 4/(3Z²) for Z → ∞.
template <class Real>
Real normal_conductance(const Real& Z) {
  if (Z == 0) return 2.0;
  const Real x2 = 1 / (1 + Z * Z);
  if (x2 < 0.1) {  // where the two terms cancel, their series
    Real power = x2, sum = 0.0;
    for (int k = 1; k <= 16; ++k, power = power * x2) sum = sum + power / (4. * k * k - 1);
    return 4 * sum;
  }
  const Real x = sqrt(x2);
  return 2 - Z * Z * x * log((1 + x) / (1 - x));
}

/// z + √(z²−Δ²): the denominator of the pair amplitude Γ = Δ/(z + √(z²−Δ²)), in meV.
template <class ComplexReal, class Real>
ComplexReal pair_denominator(const Energy<ComplexReal>& z, const Real& gap) {
  return ComplexReal(z) + gap_root(z, gap);
}

/// σ_N·σ_R of one direction, averaged over ±θ:
///   σ_N·{1 + σ_N(|Γ₊|²+|Γ₋|²)/2 + (σ_N−1)|Γ₊Γ₋|²}/|1 + (σ_N−1)Γ₊Γ₋|²,  Γ± = Δ±/w±,  w± = z + √(z²−|Δ±|²).
/// The transparency σ_N is a pure number, 0 … 1; so is the result. Formed so that nothing cancels at grazing incidence
/// on a resonance, and multiplied through with |w₊w₋|², which saves the divisions. Source: Y. Tanaka, S. Kashiwaya,
/// Phys. Rev. Lett. 74, 3451 (1995); S. Kashiwaya, Y. Tanaka, Rep. Prog. Phys. 63, 1641 (2000).
template <class Real>
Real transmitted(const Real& transparency, const PairPotentials<Real>& gap, const Complex<Real>& w_plus,
                 const Complex<Real>& w_minus) {
  const Complex<Real> w = w_plus * w_minus;
  const Real plus2 = gap.plus * gap.plus, minus2 = gap.minus * gap.minus, both = plus2 * minus2;
  const Real a = norm(w_plus), b = norm(w_minus), pair = gap.plus * gap.minus;
  return transparency * ((a * b - both) + transparency * (0.5 * (plus2 * b + minus2 * a) + both)) /
         norm((w - pair) + transparency * pair);
}
template <class Real>
Real transmitted(const Real& transparency, const ChiralPairPotentials<Real>& gap, const Complex<Real>& w_plus,
                 const Complex<Real>& w_minus) {
  const Complex<Real> w = w_plus * w_minus;
  const Real plus2 = gap.plus * gap.plus, minus2 = gap.minus * gap.minus, both = plus2 * minus2;
  const Real a = norm(w_plus), b = norm(w_minus), reflected = (1 - transparency) * (gap.plus * gap.minus);
  return transparency * ((a * b - both) + transparency * (0.5 * (plus2 * b + minus2 * a) + both)) *
         (0.5 / norm(w - reflected * gap.phase) + 0.5 / norm(w - reflected * conj(gap.phase)));
}

/// The angles θ = ±α ± φ, of all their images under mirror and quarter turn the ones in 0 … π/2: what a pair potential
/// of fourfold symmetry, turned by α, makes of a structure at φ from one of its axes.
std::array<double, 4> fourfold(double alpha, double phi);

/// The image of α under mirror and quarter turn that lies in 0 … π/4.
double fourfold_image(double alpha);

/// Width of the edges where the gap differs from direction to direction, in meV: Γ, at least 1e-14 of the gap. The
/// average over directions leaves a logarithm of each edge at most, which needs no nodes closer than that.
template <class Real>
Real edge_width(const Real& Gamma, const Real& gap) {
  const Real least = 1e-14 * gap;
  return Gamma < least ? least : Gamma;
}

namespace detail {

/// h = tan(θ/2) of grazing incidence: just below 1, because at 1 an electron neither arrives nor passes, 0/0.
inline constexpr double grazing = 1 - 1e-16;

inline constexpr double least_broadening = 1e-24;  // of the gap: its root is below any accuracy asked for
/// Of the gap. Without broadening a derivative diverges next to every energy that is the gap of some direction.
inline constexpr double least_broadening_of_derivatives = 1e-6;

/// So many directions at a time: the points of one panel.
inline constexpr std::size_t panel_points = 32;

/// Integrand over 0 ≤ h ≤ 1, panel by panel: its columns, [panel][column][point].
using HalfTangentIntegrand = std::function<void(std::span<const double> h, std::span<double> table)>;

/// What rounds off the integrand next to a cut, in h: Γ, and how close to it the finest structure comes.
struct Fineness {
  double broadening;
  double finest;
};

/// ∫₀¹ of every column. The cuts, 0 ≤ h ≤ 1 in any order, are where the integrand may have the root of the distance or
/// a resonance. Gauss–Legendre panels, quadratic towards each cut, halved until the Legendre series of the integrand
/// says that the rule is exact to some 1e-10 (derivatives 1e-8); AccuracyError where it never does.
void integrate_half_tangent(std::span<const double> cuts, const Fineness& fineness,
                            const HalfTangentIntegrand& integrand, std::span<double> out);

/// A pair potential that says so is the same in every direction.
template <class Gap>
inline constexpr bool is_uniform = requires {
  Gap::uniform;
};

/// Pair potentials without their derivatives.
template <class Gap>
struct ValuesOf {
  Gap gap;
  PairPotentials<double> operator()(const Incidence& in) const {
    const auto pair = gap(in);
    return {value_of(pair.plus), value_of(pair.minus)};
  }
};

/// A real and its derivatives as columns of a table.
template <class Real>
struct Columns {
  static constexpr std::size_t count = 1;
  static double from(const std::array<double, count>& column) { return column[0]; }
  static void store(double value, std::size_t j, double* __restrict table) { table[j] = value; }
};
template <std::size_t N>
struct Columns<Dual<double, N>> {
  static constexpr std::size_t count = N + 1;
  static Dual<double, N> from(const std::array<double, count>& column) {
    Dual<double, N> out(column[0]);
    for (std::size_t k = 0; k < N; ++k) out.d[k] = column[k + 1];
    return out;
  }
  static void store(const Dual<double, N>& value, std::size_t j, double* __restrict table) {
    table[j] = value.value;
    [&]<std::size_t... k>(std::index_sequence<k...>) { ((table[(k + 1) * panel_points + j] = value.d[k]), ...); }
    (std::make_index_sequence<N>());
  }
};

/// The hot loop: everything of one energy for many directions.
template <class Real, class Gap>
struct IncidenceLoop {
  Energy<Complex<Real>> z;
  Real Z, scale;
  Gap gap;

  DIDV_MULTIVERSION static void run(const IncidenceLoop& loop, const double* h, std::size_t panels,
                                    double* __restrict table) {
    const IncidenceLoop own = loop;
    const Real Z2 = own.Z * own.Z;
    Complex<Real> plus(0.0), minus(0.0);
    if constexpr (is_uniform<Gap>) {
      const auto everywhere = own.gap({1, 0});
      plus = pair_denominator(own.z, everywhere.plus);
      minus = pair_denominator(own.z, everywhere.minus);
    }
    // Strides that are known let the loop vectorise with any number of columns.
    for (; panels-- > 0; h += panel_points, table += Columns<Real>::count * panel_points) {
      for (std::size_t j = 0; j < panel_points; ++j) {
        const double inverse = 1 / (1 + h[j] * h[j]);
        const Incidence in{(1 - h[j]) * (1 + h[j]) * inverse, 2 * h[j] * inverse};
        const double c2 = in.cosine * in.cosine;
        const Real transparency = c2 / (c2 + Z2);
        const auto pair = own.gap(in);
        if constexpr (!is_uniform<Gap>) {
          plus = pair_denominator(own.z, pair.plus);
          minus = pair_denominator(own.z, pair.minus);
        }
        const double measure = 2 * in.cosine * inverse;  // cosθ dθ/dh
        Columns<Real>::store(measure * own.scale * transmitted<Real>(transparency, pair, plus, minus), j, table);
      }
    }
  }
};

}  // namespace detail

namespace detail {

/// The average with the broadening raised to at least so much of the largest gap.
template <class Real, class Gap>
Real average_over_incidence(const Energy<Real>& E, const Real& Gamma, const Real& Z, const Gap& gap, double largest,
                            double least, std::span<const double> angles) {
  const Real width = Gamma < least * largest ? Gamma + (least * largest - value_of(Gamma)) : Gamma;
  const IncidenceLoop<Real, Gap> loop{broadened(E, width), Z, 2 / normal_conductance(Z), gap};
  std::vector<double> cuts{0, grazing};
  for (const double angle : angles) {
    const double h = std::tan(angle / 2);
    if (h > 0 && h < grazing) cuts.push_back(h);
  }
  Fineness fineness{value_of(width) / largest, value_of(width) / largest};
  // Without broadening, next to a node the pair amplitudes change where the gap is as small as the energy.
  if (fineness.broadening <= least_broadening && !is_uniform<Gap>)
    fineness.finest = std::abs(value_of(Real(E))) / largest;
  std::array<double, Columns<Real>::count> out{};
  integrate_half_tangent(
      cuts, fineness,
      [&loop](std::span<const double> h, std::span<double> table) {
        IncidenceLoop<Real, Gap>::run(loop, h.data(), h.size() / panel_points, table.data());
      },
      out);
  return Columns<Real>::from(out);
}

}  // namespace detail

/// σ_T(E) = ∫cosθ σ_N σ_R dθ / ∫cosθ σ_N dθ over −π/2 … π/2 (see transmitted and normal_conductance), z = E + iΓ.
/// `gap(Incidence)` gives the pair potentials; `angles` are those at which, at this energy, the direction matters most:
/// where |E| = |Δ±(θ)|, and where a bound state lies (rad; NaN and what lies outside 0 … π/2 is passed over).
/// A pure number, G/G_N; energies in meV; to 1e-9 of max(1, value), derivatives to 1e-6, where Γ is smaller those at a
/// Γ of 1e-6 of the gap; AccuracyError where that cannot be had. Without a gap it is 1 but for rounding.
template <class Real, class Gap>
[[gnu::noinline]] Real averaged_over_incidence(const Energy<Real>& E, const Real& Gamma, const Real& Z, const Gap& gap,
                                               std::span<const double> angles) {
  double largest = 0;
  for (const Incidence in : {Incidence{1, 0}, Incidence{std::sqrt(0.5), std::sqrt(0.5)}})
    largest = std::max(largest, std::abs(value_of(gap(in).plus)));
  if constexpr (detail::is_uniform<Gap>) {
    return detail::average_over_incidence(E, Gamma, Z, gap, largest, 0, angles);
  } else {
    // Where the gap turns with the angle, rounding may put it on the energy: a little broadening leaves every root a
    // slope.
    const auto value_with = [&](const auto& energy, const auto& of_gap) {
      return detail::average_over_incidence(energy, value_of(Gamma), value_of(Z), of_gap, largest,
                                            detail::least_broadening, angles);
    };
    if constexpr (is_dual<Real>) {
      const double least = detail::least_broadening_of_derivatives;
      Real out = detail::average_over_incidence(E, Gamma, Z, gap, largest, least, angles);
      if (Gamma < least * largest)
        out.value = value_with(Energy<double>(value_of(E.base), value_of(E.offset)), detail::ValuesOf<Gap>{gap});
      return out;
    } else {
      return value_with(E, gap);
    }
  }
}

}  // namespace didv
