#pragma once
// Tunnelling into a thin superconductor in a field: depairing, Zeeman splitting and spin-orbit scattering (Maki).

#include <array>
#include <cmath>

#include "didv/kernel.hpp"
#include "didv/models/dynes.hpp"
#include "didv/units.hpp"

namespace didv {

namespace detail {
/// The physical solution (g₊, g₋) of Maki's equations at x± (src/models/maki.cpp).
std::array<double, 4> maki_solution(ComplexNumber<double> x_up, ComplexNumber<double> x_down, double zeta, double b_so);

/// The same at n energies re + i·im, in four rows of n.
struct MakiParameters {
  double Delta, Gamma, zeta, h, b_so;
};
void maki_solutions(const double* re, const double* im, std::size_t n, const MakiParameters& parameters,
                    double* solution);
}  // namespace detail

/// N(E) = ½ Re(c₊ + c₋), c± = u±/√(u±²−1), where u± solve, z = E + iΓ and x± = (z ∓ h)/Δ,
///   u± = x± + ζ u±/√(1−u±²) + b (u∓ − u±)/√(1−u∓²),   √(1−u²) = −i√(u−1)√(u+1);
/// h Zeeman energy μ_B B in meV (shifts the two spins by ±h), ζ depairing rate over Δ, b = ħ/(3τ_so Δ).
/// Dimensionless; E, Δ, Γ, h in meV. Even in E, 1 far above the gap.
/// With u = (1+g²)/2g the physical solution is the only one with |g₊|, |g₋| < 1 in the upper half-plane: the equations
/// are a fixed point of a map of the pair of unit discs into itself. It is found by Newton's method to rounding;
/// AccuracyError where it is not found. On the real axis itself (T = 0, Γ = 0) z is taken 1e-13 Δ above it.
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
             {"b_so", "b", "1", 0.1, 0, infinity, "spin-orbit scattering, hbar/(3 tau_so Delta)"}}};
  }
  static constexpr bool even = true;

  /// The edges of the two spins for b = 0, and how far the depairing smears what lies above them.
  std::array<SpectralEdge<Real>, 3> edges() const {
    const Real narrowed = zeta == 0 ? Real(1.0) : zeta < 1 ? 1 - exp(2. / 3 * log(zeta)) : Real(0.0);
    const Real edge = narrowed > 0 ? Delta * narrowed * sqrt(narrowed) : Real(0.0);
    return {{{edge + h, Gamma}, {abs(edge - h), Gamma}, {Delta + h, Gamma + zeta * Delta}}};
  }

  /// g₊ and g₋, real and imaginary parts.
  static constexpr std::size_t unknowns = 4;
  using Unknowns = std::array<double, unknowns>;
  void solve(const double* re, const double* im, std::size_t n, double* solution) const;

  /// F(E) = ½(c₊ + c₋).
  Complex<Real> amplitude(const Energy<Complex<Real>>& E, const Unknowns& solved) const {
    if (Delta == 0) return Complex<Real>(1.0);
    const Spins g = refined(positions(E), solved);
    return 0.5 * (c(g.up) + c(g.down));
  }

  /// F′, by differentiating the equations.
  Complex<Real> slope(const Energy<Complex<Real>>& E, const Unknowns& solved) const {
    if (Delta == 0) return Complex<Real>(0.0);
    const Spins x = positions(E), g = refined(x, solved);
    const Spins motion = step(jacobian(x, g), {2.0 * g.up, 2.0 * g.down});  // −∂P/∂x
    return 0.5 * (c_slope(g.up) * motion.up + c_slope(g.down) * motion.down) / Complex<Real>(Delta);
  }

  /// ∫F dE = ½iΔΛ, Λ = Σ(sin θ − ix cos θ − ½ζ sin²θ) + b[cos(θ₊−θ₋) − 1] at its stationary point, cos θ = c, sin θ =
  /// ik.
  Complex<Real> primitive(const Energy<Complex<Real>>& E, const Unknowns& solved) const {
    if (Delta == 0) return Complex<Real>(broadened(E, Gamma));
    const Spins x = positions(E), g = refined(x, solved);
    const Complex<Real> c_up = c(g.up), c_down = c(g.down), k_up = k(g.up), k_down = k(g.down);
    const Complex<Real> scattering =
        0.5 * zeta * (k_up * k_up + k_down * k_down) + b_so * (c_up * c_down - k_up * k_down - 1.0);
    return 0.5 * Delta * (x.up * c_up - k_up + x.down * c_down - k_down + times_i(scattering));
  }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    if (Gamma == 0 && zeta == 0 && b_so == 0 && h == 0) return Dynes<Real>{Delta, Gamma}(E);
    const Energy<Complex<Real>> z(Complex<Real>(E.base), Complex<Real>(E.offset));
    const Spins x = positions(z);
    Unknowns solved;
    if constexpr (is_dual<Real>) {
      solved = detail::maki_solution(x.up.value, x.down.value, zeta.value, b_so.value);
    } else {
      solved = detail::maki_solution(x.up, x.down, zeta, b_so);
    }
    return real(amplitude(z, solved));
  }

 private:
  struct Spins {
    Complex<Real> up, down;
  };
  struct Jacobian {
    Complex<Real> up_up, up_down, down_up, down_down;
  };

  static Complex<Real> c(const Complex<Real>& g) { return (1 + g * g) / (1 - g * g); }
  static Complex<Real> c_slope(const Complex<Real>& g) { return 4 * g / ((1 - g * g) * (1 - g * g)); }
  static Complex<Real> k(const Complex<Real>& g) { return 2 * g / (1 - g * g); }

  Spins positions(const Energy<Complex<Real>>& E) const {
    const auto z = broadened(E, Gamma);
    return {(z - h) / Complex<Real>(Delta), (z + h) / Complex<Real>(Delta)};
  }

  /// P± = 1 + g±² − 2g±(x± + iζc±) + 2ib(g∓−g±)(1−g₊g₋)/(1−g∓²), which vanishes at the solution.
  Complex<Real> miss(const Complex<Real>& x, const Complex<Real>& g, const Complex<Real>& other) const {
    return 1 + g * g - 2 * g * (x + times_i(zeta * c(g))) +
           times_i(2 * b_so * (other - g) * (1 - g * other) / (1 - other * other));
  }
  Complex<Real> by_own(const Complex<Real>& x, const Complex<Real>& g, const Complex<Real>& other) const {
    return 2 * g - 2 * (x + times_i(zeta * (c(g) + g * c_slope(g)))) +
           times_i(2 * b_so * (2 * g * other - 1 - other * other) / (1 - other * other));
  }
  Complex<Real> by_other(const Complex<Real>& g, const Complex<Real>& other) const {
    const Complex<Real> one = 1 - other * other;
    return times_i(2 * b_so * ((1 + g * g - 2 * g * other) * one + 2 * other * (other - g) * (1 - g * other)) /
                   (one * one));
  }
  Jacobian jacobian(const Spins& x, const Spins& g) const {
    return {by_own(x.up, g.up, g.down), by_other(g.up, g.down), by_other(g.down, g.up), by_own(x.down, g.down, g.up)};
  }
  static Spins step(const Jacobian& J, const Spins& right) {
    const Complex<Real> inverse = 1.0 / (J.up_up * J.down_down - J.up_down * J.down_up);
    return {(J.down_down * right.up - J.up_down * right.down) * inverse,
            (J.up_up * right.down - J.down_up * right.up) * inverse};
  }

  /// The solution, and its derivatives by one more step of Newton's method in numbers that carry them.
  Spins refined([[maybe_unused]] const Spins& x, const Unknowns& solved) const {
    const Spins g{Complex<Real>(ComplexNumber<double>(solved[0], solved[1])),
                  Complex<Real>(ComplexNumber<double>(solved[2], solved[3]))};
    if constexpr (is_dual<Real>) {
      const Spins off = step(jacobian(x, g), {miss(x.up, g.up, g.down), miss(x.down, g.down, g.up)});
      return {g.up - off.up, g.down - off.down};
    } else {
      return g;
    }
  }
};

template <class Real>
void Maki<Real>::solve(const double* re, const double* im, std::size_t n, double* solution) const {
  static_assert(!is_dual<Real>, "the equations are solved in plain numbers");
  detail::maki_solutions(re, im, n, {Delta, Gamma, zeta, h, b_so}, solution);
}

extern template class detail::KernelOf<Maki>;  // compiled once, in the library

namespace models {
inline Model maki() { return make_model<Maki>(); }
}  // namespace models

}  // namespace didv
