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
  const C a = g.up, b = g.down;
  C P_a = 1 + a * a - 2 * a * (x.up + times_i(s.zeta * c_of(a))),
    P_b = 1 + b * b - 2 * b * (x.down + times_i(s.zeta * c_of(b)));
  if constexpr (spins_mix) {
    const C apart = times_i(2 * s.b_so * (b - a) * (1 - a * b));
    P_a = P_a + apart / (1 - b * b);
    P_b = P_b - apart / (1 - a * a);
  }
  const auto [step_a, step_b] = MakiJacobian<C>(x.up, x.down, a, b, s.zeta, s.b_so).step(P_a, P_b);
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

/// F's derivatives by x, h/Δ, ζ, b, and those of ∂F/∂x: the equations differentiated in numbers that carry the
/// derivative by x, which gives both at once.
struct Response {
  C by[4], x_by[4];
};

Response response(const Pair& x, const Scattering& s, const Pair& g) {
  using Along = Dual<C, 1>;
  const auto [up_moves, down_moves] =
      MakiJacobian<C>(x.up, x.down, g.up, g.down, s.zeta, s.b_so).step(2.0 * g.up, 2.0 * g.down);
  const Along a(g.up, {up_moves}), b(g.down, {down_moves}), x_up(x.up, {C(1)}), x_down(x.down, {C(1)});
  const Along square_a = a * a, square_b = b * b, inverse_a = 1.0 / (1.0 - square_a),
              inverse_b = 1.0 / (1.0 - square_b);
  const Along c_a = (1.0 + square_a) * inverse_a, c_b = (1.0 + square_b) * inverse_b;
  const Along slope_a = 4.0 * a * (inverse_a * inverse_a), slope_b = 4.0 * b * (inverse_b * inverse_b);
  const Along apart = times_i(2.0 * (a - b) * (1.0 - a * b));
  const MakiJacobian<Along> J(x_up, x_down, a, b, s.zeta, s.b_so);
  // −∂P±/∂q.
  const Along moved[4][2]{{2.0 * a, 2.0 * b},
                          {-2.0 * a, 2.0 * b},
                          {times_i(2.0 * a * c_a), times_i(2.0 * b * c_b)},
                          {apart * inverse_b, -(apart * inverse_a)}};
  Response out;
  for (int q = 0; q < 4; ++q) {
    const auto [of_a, of_b] = J.step(moved[q][0], moved[q][1]);
    const Along F_q = 0.5 * (slope_a * of_a + slope_b * of_b);
    out.by[q] = F_q.value;
    out.x_by[q] = F_q.d[0];
  }
  return out;
}

DIDV_MULTIVERSION void respond(const Batch& b, double h, const Scattering& scattering, double (&rows)[16][batch]) {
  const Scattering s = scattering;
  for (std::size_t j = 0; j < batch; ++j) {
    const Response r = response(b.x(j, h), s, b.g(j));
    for (std::size_t q = 0; q < 4; ++q) {
      rows[2 * q][j] = r.by[q].re;
      rows[2 * q + 1][j] = r.by[q].im;
      rows[8 + 2 * q][j] = r.x_by[q].re;
      rows[8 + 2 * q + 1][j] = r.x_by[q].im;
    }
  }
}

/// A solution that the batch missed.
Pair by_itself(Pair x, const Scattering& s) {
  // Far out what scatters is below rounding, and squares may overflow.
  const double far = 1e9 * (1 + s.zeta + s.b_so);
  if (std::abs(x.up.re) < far && std::abs(x.down.re) < far && x.up.im < far) return solution(x, s);
  return {0.5 / x.up, 0.5 / x.down};
}

}  // namespace

void maki_solutions(const double* re, const double* im, std::size_t n, const MakiParameters& p, Derivatives derivatives,
                    double* solution) {
  constexpr int most_steps = 12;
  if (p.Delta < no_gap_meV) return;
  const Scattering s{p.zeta, p.b_so};
  const double h = p.h / p.Delta;
  Batch b;
  double rows[16][batch];
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
      if (!(b.length[j] < rounding) || !is_physical(b.g(j))) b.set(j, by_itself(b.x(j, h), s));
      solution[start + j] = b.up_re[j];
      solution[n + start + j] = b.up_im[j];
      solution[2 * n + start + j] = b.down_re[j];
      solution[3 * n + start + j] = b.down_im[j];
    }
    if (derivatives == Derivatives::no) continue;
    respond(b, h, s, rows);
    for (std::size_t k = 0; k < 16; ++k) std::copy_n(rows[k], count, solution + (4 + k) * n + start);
  }
}

}  // namespace didv::detail
