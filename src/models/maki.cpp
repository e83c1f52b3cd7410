// How the physical solution of Maki's equations is found.

#include "didv/models/maki.hpp"

#include <algorithm>
#include <string>

#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv::detail {
namespace {

using C = ComplexNumber<double>;

constexpr double above_the_axis = 1e-13;  // of Δ: on the axis both solutions lie on the unit circle
constexpr int most_steps = 40;

struct Equations {
  C x_up, x_down;
  double zeta, b_so;

  static C c(C g) { return (1 + g * g) / (1 - g * g); }
  static C k(C g) { return 2 * g / (1 - g * g); }

  /// The root of u = (1+g²)/2g inside the unit circle.
  static C inside(C u) { return 1.0 / (u + times_i(sqrt(-((u - 1.0) * (u + 1.0))))); }

  /// Green functions in the self-energies that the last ones made: a contraction, slow near the real axis.
  MakiSolution dressed(const MakiSolution& g) const {
    const C c_up = c(g.up), c_down = c(g.down);
    const C up = (x_up + times_i(zeta * c_up + b_so * c_down)) / (1.0 + times_i(b_so * k(g.down)));
    const C down = (x_down + times_i(zeta * c_down + b_so * c_up)) / (1.0 + times_i(b_so * k(g.up)));
    return {nearer(inside(up)), nearer(inside(down))};
  }

  /// One step of Newton's method; returns its relative length.
  double newton(MakiSolution& g) const {
    const C a = g.up, b = g.down, one_a = 1 - a * a, one_b = 1 - b * b;
    const C inverse_a = 1.0 / one_a, inverse_b = 1.0 / one_b;
    const C c_a = (1 + a * a) * inverse_a, c_b = (1 + b * b) * inverse_b;
    C P_a = 1 + a * a - 2 * a * (x_up + times_i(zeta * c_a)), P_b = 1 + b * b - 2 * b * (x_down + times_i(zeta * c_b));
    C J_aa = 2 * a - 2 * (x_up + times_i(zeta * (c_a + 4 * a * a * inverse_a * inverse_a))),
      J_bb = 2 * b - 2 * (x_down + times_i(zeta * (c_b + 4 * b * b * inverse_b * inverse_b)));
    if (b_so == 0) {
      const C step_a = P_a / J_aa, step_b = P_b / J_bb;
      g = {a - step_a, b - step_b};
      return std::max(norm(step_a) / norm(g.up), norm(step_b) / norm(g.down));
    }
    const C apart = b - a, cross = 1 - a * b, twice = 2 * a * b;
    P_a = P_a + times_i(2 * b_so * apart * cross * inverse_b);
    P_b = P_b - times_i(2 * b_so * apart * cross * inverse_a);
    J_aa = J_aa + times_i(2 * b_so * (twice - 1 - b * b) * inverse_b);
    J_bb = J_bb + times_i(2 * b_so * (twice - 1 - a * a) * inverse_a);
    const C J_ab = times_i(2 * b_so * ((1 + a * a - twice) * one_b + 2 * b * apart * cross) * (inverse_b * inverse_b));
    const C J_ba = times_i(2 * b_so * ((1 + b * b - twice) * one_a - 2 * a * apart * cross) * (inverse_a * inverse_a));
    const C inverse = 1.0 / (J_aa * J_bb - J_ab * J_ba);
    const C step_a = (J_bb * P_a - J_ab * P_b) * inverse, step_b = (J_aa * P_b - J_ba * P_a) * inverse;
    g = {a - step_a, b - step_b};
    return std::max(norm(step_a) / norm(g.up), norm(step_b) / norm(g.down));
  }

 private:
  /// Not on ±1, where the equations have a pole.
  static C nearer(C g) { return g * (1 - 1e-12); }
};

bool is_physical(const MakiSolution& g) { return norm(g.up) < 1 && norm(g.down) < 1; }

/// Newton's method from `g`, which it replaces if it ends in the physical solution.
bool converges(const Equations& equations, MakiSolution& g) {
  MakiSolution trial = g;
  double before = 1e300;
  for (int step = 0; step < most_steps; ++step) {
    const double length = equations.newton(trial);
    if (!(length < 1e300)) return false;
    // Quadratic: what comes after a step of 1e-9 is rounding. Steps that no longer shrink are.
    const bool done = length < 1e-18 || (length < 1e-14 && length >= before);
    before = length;
    if (!done) continue;
    if (!is_physical(trial)) return false;
    g = trial;
    return true;
  }
  return false;
}

/// Down from high above the axis, where g = 1/2x, in steps that Newton's method can follow.
MakiSolution followed(const Equations& target) {
  const double high =
      10 * (1 + target.zeta + target.b_so + std::sqrt(norm(target.x_up)) + std::sqrt(norm(target.x_down)));
  Equations here = target;
  const auto raise = [&](double by) {
    here.x_up = target.x_up + C(0, by);
    here.x_down = target.x_down + C(0, by);
  };
  double at = high, ratio = 0.5;
  raise(at);
  MakiSolution g{0.5 / here.x_up, 0.5 / here.x_down};
  for (int k = 0; k < 60; ++k) g = here.dressed(g);
  converges(here, g);
  constexpr int most = 4000;
  for (int k = 0; k < most; ++k) {
    const double lowest = 1e-3 * std::min(target.x_up.im, target.x_down.im);
    const double next = at * ratio < lowest ? 0 : at * ratio;
    raise(next);
    MakiSolution trial = g;
    if (converges(here, trial)) {
      // A solution that was left by a jump is no continuation.
      g = trial;
      if (next == 0) return g;
      at = next;
      ratio = std::max(0.25, ratio * ratio);
    } else {
      ratio = std::sqrt(ratio);
      if (ratio > 0.9999) break;
    }
  }
  throw AccuracyError("model maki: no physical solution found at E/Delta = " + text::number(target.x_up.re) + " and " +
                      text::number(target.x_down.re) + ", zeta = " + text::number(target.zeta) +
                      ", b_so = " + text::number(target.b_so));
}

}  // namespace

MakiSolution maki_solution(C x_up, C x_down, double zeta, double b_so) {
  x_up.im = std::max(x_up.im, above_the_axis);
  x_down.im = std::max(x_down.im, above_the_axis);
  // Far out what scatters is below rounding, and squares may overflow.
  const double far = 1e9 * (1 + zeta + b_so);
  if (std::abs(x_up.re) > far || std::abs(x_down.re) > far) return {0.5 / x_up, 0.5 / x_down};
  const Equations equations{x_up, x_down, zeta, b_so};
  MakiSolution g{Equations::inside(x_up), Equations::inside(x_down)};
  if (zeta == 0 && b_so == 0) return g;
  g = equations.dressed({g.up * (1 - 1e-12), g.down * (1 - 1e-12)});
  if (converges(equations, g)) return g;
  return followed(equations);
}

}  // namespace didv::detail
