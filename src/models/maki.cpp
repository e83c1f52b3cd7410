// How the physical solution of Maki's equations is found.

#include "didv/models/maki.hpp"

#include <algorithm>
#include <string>

#include "didv/error.hpp"
#include "didv/multiversion.hpp"
#include "text/number.hpp"

namespace didv::detail {
namespace {

using C = ComplexNumber<double>;

constexpr double above_the_axis = 1e-13;  // of Δ: on the axis both solutions lie on the unit circle
constexpr double off_the_poles = 1e-12;   // the equations have poles at g = ±1
// Of the squared relative step: after it Newton's method has settled to rounding. A longer one that is no shorter than
// the last is rounding already.
constexpr double settled = 1e-15, rounding = 1e-13;

struct Scattering {
  double zeta, b_so;
};
struct Pair {
  C up, down;
};

C c_of(C g) { return (1 + g * g) / (1 - g * g); }
C k_of(C g) { return 2 * g / (1 - g * g); }

/// The root of u = (1+g²)/2g inside the unit circle, a little off its poles.
C inside(C u) { return (1 - off_the_poles) / (u + times_i(sqrt(-((u - 1.0) * (u + 1.0))))); }

/// Each spin in the self-energies that the last solution made: a contraction of the pair of unit discs, slow near the
/// real axis.
Pair dressed(const Pair& x, const Scattering& s, const Pair& g) {
  const C c_up = c_of(g.up), c_down = c_of(g.down);
  return {inside((x.up + times_i(s.zeta * c_up + s.b_so * c_down)) / (1.0 + times_i(s.b_so * k_of(g.down)))),
          inside((x.down + times_i(s.zeta * c_down + s.b_so * c_up)) / (1.0 + times_i(s.b_so * k_of(g.up))))};
}

/// One step of Newton's method on P± (maki.hpp); returns its relative length, squared. Without branches: a loop over
/// energies vectorises.
template <bool spins_mix>
double newton(const Pair& x, const Scattering& s, Pair& g) {
  const C a = g.up, b = g.down, one_a = 1 - a * a, one_b = 1 - b * b;
  const C inverse_a = 1.0 / one_a, inverse_b = 1.0 / one_b;
  const C c_a = (1 + a * a) * inverse_a, c_b = (1 + b * b) * inverse_b;
  C P_a = 1 + a * a - 2 * a * (x.up + times_i(s.zeta * c_a)),
    P_b = 1 + b * b - 2 * b * (x.down + times_i(s.zeta * c_b));
  C J_aa = 2 * a - 2 * (x.up + times_i(s.zeta * (c_a + 4 * a * a * inverse_a * inverse_a))),
    J_bb = 2 * b - 2 * (x.down + times_i(s.zeta * (c_b + 4 * b * b * inverse_b * inverse_b)));
  C step_a, step_b;
  if constexpr (spins_mix) {
    const C apart = b - a, cross = 1 - a * b, twice = 2 * a * b;
    P_a = P_a + times_i(2 * s.b_so * apart * cross * inverse_b);
    P_b = P_b - times_i(2 * s.b_so * apart * cross * inverse_a);
    J_aa = J_aa + times_i(2 * s.b_so * (twice - 1 - b * b) * inverse_b);
    J_bb = J_bb + times_i(2 * s.b_so * (twice - 1 - a * a) * inverse_a);
    const C J_ab =
        times_i(2 * s.b_so * ((1 + a * a - twice) * one_b + 2 * b * apart * cross) * (inverse_b * inverse_b));
    const C J_ba =
        times_i(2 * s.b_so * ((1 + b * b - twice) * one_a - 2 * a * apart * cross) * (inverse_a * inverse_a));
    const C inverse = 1.0 / (J_aa * J_bb - J_ab * J_ba);
    step_a = (J_bb * P_a - J_ab * P_b) * inverse;
    step_b = (J_aa * P_b - J_ba * P_a) * inverse;
  } else {
    step_a = P_a / J_aa;
    step_b = P_b / J_bb;
  }
  g.up = a - step_a;
  g.down = b - step_b;
  const double length_a = norm(step_a) / norm(g.up), length_b = norm(step_b) / norm(g.down);
  return length_a > length_b ? length_a : length_b;
}

double newton(const Pair& x, const Scattering& s, Pair& g) {
  return s.b_so > 0 ? newton<true>(x, s, g) : newton<false>(x, s, g);
}

bool is_physical(const Pair& g) { return norm(g.up) < 1 && norm(g.down) < 1; }

/// Newton's method from `g`, which it replaces if it ends in the physical solution.
bool converges(const Pair& x, const Scattering& s, Pair& g) {
  constexpr int most_steps = 40;
  Pair trial = g;
  double before = infinity;
  for (int step = 0; step < most_steps; ++step) {
    const double length = newton(x, s, trial);
    if (!std::isfinite(length)) return false;
    const bool done = length < settled || (length < rounding && length >= before);
    before = length;
    if (!done) continue;
    if (is_physical(trial)) g = trial;
    return is_physical(trial);
  }
  return false;
}

/// Down from high above the axis, where g = 1/2x, in steps that Newton's method can follow.
Pair followed(const Pair& x, const Scattering& s) {
  constexpr int first_guesses = 60, most_steps = 4000;
  const auto raised = [&](double by) { return Pair{x.up + C(0, by), x.down + C(0, by)}; };
  const double lowest = 1e-3 * std::min(x.up.im, x.down.im);
  double at = 10 * (1 + s.zeta + s.b_so + std::sqrt(norm(x.up)) + std::sqrt(norm(x.down))), ratio = 0.5;
  Pair g{0.5 / raised(at).up, 0.5 / raised(at).down};
  for (int k = 0; k < first_guesses; ++k) g = dressed(raised(at), s, g);
  for (int k = 0; k < most_steps && ratio < 0.9999; ++k) {
    const double next = at * ratio < lowest ? 0 : at * ratio;
    if (converges(raised(next), s, g)) {
      if (next == 0) return g;
      at = next;
      ratio = std::max(0.25, ratio * ratio);
    } else {
      ratio = std::sqrt(ratio);
    }
  }
  throw AccuracyError("model maki: no physical solution found at (E ∓ h)/Delta = " + text::number(x.up.re) + " and " +
                      text::number(x.down.re) + ", zeta = " + text::number(s.zeta) +
                      ", b_so = " + text::number(s.b_so));
}

Pair first_guess(const Pair& x, const Scattering& s) { return dressed(x, s, {inside(x.up), inside(x.down)}); }

Pair solution(const Pair& x, const Scattering& s) {
  Pair g = first_guess(x, s);
  return converges(x, s, g) ? g : followed(x, s);
}

/// So many energies are solved side by side.
constexpr std::size_t batch = 64;

struct Batch {
  double x_re[batch], x_im[batch], up_re[batch], up_im[batch], down_re[batch], down_im[batch], length[batch];

  Pair x(std::size_t j, double h) const { return {{x_re[j] - h, x_im[j]}, {x_re[j] + h, x_im[j]}}; }
  Pair g(std::size_t j) const { return {{up_re[j], up_im[j]}, {down_re[j], down_im[j]}}; }
  void set(std::size_t j, const Pair& g) {
    up_re[j] = g.up.re;
    up_im[j] = g.up.im;
    down_re[j] = g.down.re;
    down_im[j] = g.down.im;
  }
};

DIDV_MULTIVERSION void begin(Batch& b, double h, const Scattering& scattering) {
  const Scattering s = scattering;
  for (std::size_t j = 0; j < batch; ++j) b.set(j, first_guess(b.x(j, h), s));
}

template <bool spins_mix>
DIDV_MULTIVERSION void step(Batch& b, double h, const Scattering& scattering) {
  const Scattering s = scattering;
  for (std::size_t j = 0; j < batch; ++j) {
    Pair g = b.g(j);
    b.length[j] = newton<spins_mix>(b.x(j, h), s, g);
    b.set(j, g);
  }
}

}  // namespace

std::array<double, 4> maki_solution(C x_up, C x_down, double zeta, double b_so) {
  x_up.im = std::max(x_up.im, above_the_axis);
  x_down.im = std::max(x_down.im, above_the_axis);
  // Far out what scatters is below rounding, and squares may overflow.
  const double far = 1e9 * (1 + zeta + b_so);
  Pair g{0.5 / x_up, 0.5 / x_down};
  if (std::abs(x_up.re) < far && std::abs(x_down.re) < far && x_up.im < far) g = solution({x_up, x_down}, {zeta, b_so});
  return {g.up.re, g.up.im, g.down.re, g.down.im};
}

void maki_solutions(const double* re, const double* im, std::size_t n, const MakiParameters& p, double* solution) {
  constexpr int most_steps = 12;
  if (p.Delta == 0) return;
  const Scattering s{p.zeta, p.b_so};
  const double h = p.h / p.Delta;
  Batch b;
  for (std::size_t start = 0; start < n; start += batch) {
    const std::size_t count = std::min(batch, n - start);
    for (std::size_t j = 0; j < batch; ++j) {
      const std::size_t i = start + std::min(j, count - 1);
      b.x_re[j] = re[i] / p.Delta;
      b.x_im[j] = std::max((im[i] + p.Gamma) / p.Delta, above_the_axis);
    }
    begin(b, h, s);
    double longest = infinity;
    for (int k = 0; k < most_steps && !(longest < settled); ++k) {
      s.b_so > 0 ? step<true>(b, h, s) : step<false>(b, h, s);
      longest = *std::max_element(b.length, b.length + count);
    }
    for (std::size_t j = 0; j < count; ++j) {
      std::array<double, 4> found{b.up_re[j], b.up_im[j], b.down_re[j], b.down_im[j]};
      const Pair x = b.x(j, h);
      if (!(b.length[j] < rounding) || !is_physical(b.g(j))) found = maki_solution(x.up, x.down, s.zeta, s.b_so);
      for (std::size_t k = 0; k < found.size(); ++k) solution[k * n + start + j] = found[k];
    }
  }
}

}  // namespace didv::detail
