#pragma once
// Tunnelling into a thin superconductor in a field: depairing, Zeeman splitting and spin-orbit scattering (Maki).

#include <array>
#include <cmath>
#include <utility>

#include "didv/kernel.hpp"
#include "didv/models/dynes.hpp"
#include "didv/units.hpp"

namespace didv {

namespace detail {
/// A gap below this is none: energies in units of it would overflow.
inline constexpr double no_gap_meV = 1e-100;

/// One spin's g and what is made of it. Number: complex, or a dual of complex.
template <class Number>
struct MakiSpin {
  Number g, square, inverse;  // g, g², 1/(1−g²)

  explicit MakiSpin(const Number& amplitude) : g(amplitude), square(g * g), inverse(1.0 / (1.0 - square)) {}
  Number c() const { return (1.0 + square) * inverse; }
  Number c_slope() const { return 4.0 * g * (inverse * inverse); }
};

/// How the two equations P± = 1 + g±² − 2g±(x± + iζc±) + 2ib(g∓−g±)(1−g₊g₋)/(1−g∓²) = 0 move with g₊ and g₋, c =
/// (1+g²)/(1−g²).
template <class Number>
struct MakiJacobian {
  Number up_up, up_down, down_up, down_down;

  MakiJacobian(const Number& x_up, const Number& x_down, const MakiSpin<Number>& up, const MakiSpin<Number>& down,
               double zeta, double b_so)
      : up_up(own(x_up, up, down, zeta, b_so)),
        up_down(other(up, down, b_so)),
        down_up(other(down, up, b_so)),
        down_down(own(x_down, down, up, zeta, b_so)) {}

  /// (g₊, g₋) for which they move by these.
  std::pair<Number, Number> step(const Number& P_up, const Number& P_down) const {
    const Number inverse = 1.0 / (up_up * down_down - up_down * down_up);
    return {(down_down * P_up - up_down * P_down) * inverse, (up_up * P_down - down_up * P_up) * inverse};
  }

 private:
  static Number own(const Number& x, const MakiSpin<Number>& spin, const MakiSpin<Number>& partner, double zeta,
                    double b_so) {
    return 2.0 * spin.g - 2.0 * (x + times_i(zeta * (spin.c() + 4.0 * spin.square * (spin.inverse * spin.inverse)))) +
           times_i(2 * b_so * ((2.0 * spin.g * partner.g - 1.0 - partner.square) * partner.inverse));
  }
  static Number other(const MakiSpin<Number>& spin, const MakiSpin<Number>& partner, double b_so) {
    const Number both = spin.g * partner.g;
    return times_i(
        2 * b_so *
        ((1.0 + spin.square - 2.0 * both + 2.0 * partner.g * (partner.g - spin.g) * (1.0 - both) * partner.inverse) *
         partner.inverse));
  }
};

/// The physical solution of the equations at n energies re + i·im (src/models/maki.cpp): rows of n numbers, g₊ and g₋
/// (real and imaginary parts); with derivatives also those of F = ½(c₊ + c₋) with respect to x = z/Δ, h/Δ, ζ and b, and
/// those of ∂F/∂x.
struct MakiParameters {
  double Delta, Gamma, zeta, h, b_so;
};
void maki_solutions(const double* re, const double* im, std::size_t n, const MakiParameters& parameters, Derivatives,
                    double* solution);
}  // namespace detail

/// N(E) = ½ Re(c₊ + c₋), c± = u±/√(u±²−1), where u± solve, z = E + iΓ and x± = (z ∓ h)/Δ,
///   u± = x± + ζ u±/√(1−u±²) + b (u∓ − u±)/√(1−u∓²),   √(1−u²) = −i√(u−1)√(u+1);
/// h Zeeman energy μ_B B in meV (shifts the two spins by ±h), ζ depairing rate over Δ, b = ħ/(3τ_so Δ).
/// Dimensionless; E, Δ, Γ, h in meV. Even in E, 1 far above the gap.
/// With u = (1+g²)/2g the physical solution is the only one with |g₊|, |g₋| < 1 in the upper half-plane: the equations
/// are a fixed point of a map of the pair of unit discs into itself. It is found by Newton's method to 1e-13;
/// AccuracyError where it is not found. On the real axis itself (T = 0, Γ = 0) it is followed down from 1e-13 Δ
/// above; at an edge of N, where that fails, it stays there.
/// Limits: ζ = h = b = 0 is Dynes; ζ = b = 0 two Dynes curves at ±h; h = 0 Abrikosov-Gor'kov with the edge
/// Δ(1−ζ^⅔)^{3/2}, gapless for ζ ≥ 1. Source: K. Maki, Prog. Theor. Phys. 32, 29 (1964); R. Meservey, P. M. Tedrow, R.
/// C. Bruno, Phys. Rev. B 11, 4224 (1975).
template <class Real = double>
struct Maki {
  Real Delta;
  Real Gamma;
  Real zeta;
  Real h;
  Real b_so;

  static ModelCard card() {
    return {"maki", "Tunnelling into a superconductor with depairing, Zeeman splitting and spin-orbit scattering",
            "Maki, Prog. Theor. Phys. 32, 29 (1964); Meservey, Tedrow, Bruno, Phys. Rev. B 11, 4224 (1975)", "dynes"};
  }
  static std::array<ParameterInfo, 5> parameters() {
    const auto [Delta, Gamma] = Dynes<>::parameters();
    return {{Delta,
             Gamma,
             {"zeta", "ζ", "1", 0.05, 0, infinity, "depairing rate over Delta"},
             {"h", "h", "meV", 0.1, 0, infinity, "Zeeman energy, shifts the two spins by ±h"},
             {"b_so", "b", "1", 0.1, 0, 300, "spin-orbit scattering, hbar/(3 tau_so Delta)"}}};
  }
  static constexpr bool even = true;

  /// The edges of the two spins for b = 0, and how far the depairing smears what lies above them.
  std::array<SpectralEdge<Real>, 3> edges() const {
    const Real narrowed = zeta == 0 ? Real(1.0) : zeta < 1 ? 1 - exp(2. / 3 * log(zeta)) : Real(0.0);
    const Real edge = narrowed > 0 ? Delta * narrowed * sqrt(narrowed) : Real(0.0);
    return {{{edge + h, Gamma}, {abs(edge - h), Gamma}, {Delta + h, Gamma + zeta * Delta}}};
  }

  /// g₊ and g₋, real and imaginary parts; then, with derivatives, what maki_solutions says.
  static constexpr std::size_t unknowns = 4, unknowns_with_derivatives = 20;
  void solve(const double* re, const double* im, std::size_t n, Derivatives derivatives, double* solution) const {
    static_assert(!is_dual<Real>, "the equations are solved in plain numbers");
    detail::maki_solutions(re, im, n, {Delta, Gamma, zeta, h, b_so}, derivatives, solution);
  }

  /// F(E) = ½(c₊ + c₋).
  template <std::size_t rows>
  Complex<Real> amplitude(const Energy<Complex<Real>>& E, const std::array<double, rows>& solved) const {
    if (Delta < detail::no_gap_meV) return Complex<Real>(1.0);
    const C F = 0.5 * (c(up(solved)) + c(down(solved)));
    if constexpr (is_dual<Real>) {
      return along_parameters(E, F, {at(solved, 4), at(solved, 6), at(solved, 8), at(solved, 10)});
    } else {
      return F;
    }
  }

  /// F′ = ∂F/∂x /Δ, by differentiating the equations.
  template <std::size_t rows>
  Complex<Real> slope(const Energy<Complex<Real>>& E, const std::array<double, rows>& solved) const {
    if (Delta < detail::no_gap_meV) return Complex<Real>(0.0);
    if constexpr (is_dual<Real>) {
      return along_parameters(E, at(solved, 4), {at(solved, 12), at(solved, 14), at(solved, 16), at(solved, 18)}) /
             Complex<Real>(Delta);
    } else {
      const auto z = broadened(E, Gamma);
      const detail::MakiSpin<C> a(up(solved)), b(down(solved));
      const double inverse = 1 / Delta;
      const detail::MakiJacobian<C> J{(z - h) * inverse, (z + h) * inverse, a, b, zeta, b_so};
      const auto [up_moves, down_moves] = J.step(2.0 * a.g, 2.0 * b.g);  // −∂P/∂x
      return 0.5 * (a.c_slope() * up_moves + b.c_slope() * down_moves) * inverse;
    }
  }

  /// ∫F dE = ½iΔΛ, Λ = Σ(sin θ − ix cos θ − ½ζ sin²θ) + b[cos(θ₊−θ₋) − 1] at its stationary point, cos θ = c, sin θ =
  /// ik: its derivatives are those at fixed θ.
  template <std::size_t rows>
  Complex<Real> primitive(const Energy<Complex<Real>>& E, const std::array<double, rows>& solved) const {
    const auto z = broadened(E, Gamma);
    if (Delta < detail::no_gap_meV) return Complex<Real>(z);
    const C c_up = c(up(solved)), c_down = c(down(solved)), k_up = k(up(solved)), k_down = k(down(solved));
    const Complex<Real> scattering =
        0.5 * zeta * (k_up * k_up + k_down * k_down) + b_so * (c_up * c_down - k_up * k_down - 1.0);
    const Complex<Real> x_up = (z - h) / Complex<Real>(Delta), x_down = (z + h) / Complex<Real>(Delta);
    return 0.5 * Delta * (x_up * c_up - k_up + x_down * c_down - k_down + times_i(scattering));
  }

  Real operator()(const Energy<Real>& E) const {
    if (Delta < detail::no_gap_meV) return 1.0;
    if (Gamma == 0 && zeta == 0 && b_so == 0 && h == 0) return Dynes<Real>{Delta, Gamma}(E);
    constexpr std::size_t rows = is_dual<Real> ? unknowns_with_derivatives : unknowns;
    const Real whole = E;
    const double energy = plain(whole), on_the_axis = 0;
    std::array<double, rows> solved;
    detail::maki_solutions(&energy, &on_the_axis, 1, {plain(Delta), plain(Gamma), plain(zeta), plain(h), plain(b_so)},
                           is_dual<Real> ? Derivatives::yes : Derivatives::no, solved.data());
    return real(amplitude(Energy<Complex<Real>>(Complex<Real>(E.base), Complex<Real>(E.offset)), solved));
  }

 private:
  using C = ComplexNumber<double>;

  static C c(const C& g) { return (1 + g * g) / (1 - g * g); }
  static C k(const C& g) { return 2 * g / (1 - g * g); }

  template <std::size_t rows>
  static C at(const std::array<double, rows>& solved, std::size_t row) {
    return {solved[row], solved[row + 1]};
  }
  template <std::size_t rows>
  static C up(const std::array<double, rows>& solved) {
    return at(solved, 0);
  }
  template <std::size_t rows>
  static C down(const std::array<double, rows>& solved) {
    return at(solved, 2);
  }
  static double plain(const Real& x) {
    if constexpr (is_dual<Real>) {
      return x.value;
    } else {
      return x;
    }
  }

  /// A value with its derivatives by x = z/Δ, h/Δ, ζ and b, as a number that carries those by the parameters.
  Complex<Real> along_parameters(const Energy<Complex<Real>>& E, const C& value, const std::array<C, 4>& by) const {
    const Complex<Real> x = Complex<Real>(broadened(E, Gamma)) / Complex<Real>(Delta);
    const Real field = h / Delta;
    return (x - x.value) * by[0] + (field - field.value) * by[1] + (zeta - zeta.value) * by[2] +
           (b_so - b_so.value) * by[3] + value;
  }
};

extern template class detail::KernelOf<Maki>;  // compiled once, in the library

namespace models {
inline Model maki() { return make_model<Maki>(); }
}  // namespace models

}  // namespace didv
