// How the physical solution of Maki's equations is found.

#include "didv/models/maki.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "didv/multiversion.hpp"
#include "text/number.hpp"

namespace didv::detail {
namespace {

using C = ComplexNumber<double>;

constexpr double above_the_axis = 1e-13;  // of Δ: on the axis several solutions lie on the unit circle
constexpr double off_the_poles = 1e-12;   // the equations have poles at g = ±1
// Of the squared relative step: after it Newton's method has settled to rounding. A longer one that is no shorter than
// the last is rounding already.
constexpr double settled = 1e-15, rounding = 1e-13;
constexpr double left_out = 1e-26;        // a squared relative step that need not be taken any more
constexpr double least_by_square = 1e-6;  // so much of its square follows a step at least: one may be lucky

struct Scattering {
  double zeta, b_so;
};
struct Pair {
  C up, down;
};

/// The root of u = (1+g²)/2g inside the unit circle, a little off its poles.
C inside(C u) { return (1 - off_the_poles) / (u + times_i(sqrt(-((u - 1.0) * (u + 1.0))))); }

/// c = (1+g²)/(1−g²) and k = 2g/(1−g²) of a spin: what it scatters into the energy and into the gap of the other.
struct Scatterer {
  C c, k;
};
Scatterer scatterer(const C& g) {
  const MakiSpin<C> spin(g);
  return {spin.c(), 2 * g * spin.inverse};
}
/// Of a superconductor without scattering: u/√(u²−1) and 1/√(u²−1).
Scatterer bare(const C& u) {
  const C k = -times_i(inverse_sqrt(-((u - 1.0) * (u + 1.0))));
  return {u * k, k};
}

/// Each spin in the self-energies of the two: with those of the last solution a contraction of the pair of unit discs,
/// slow near the real axis.
Pair dressed(const Pair& x, const Scattering& s, const Scatterer& up, const Scatterer& down) {
  const auto of = [&](const C& energy, const Scatterer& own, const Scatterer& other) {
    return inside((energy + times_i(s.zeta * own.c + s.b_so * other.c)) / (1.0 + times_i(s.b_so * other.k)));
  };
  return {of(x.up, up, down), of(x.down, down, up)};
}

/// One step of Newton's method on P± (maki.hpp); returns its relative length, squared. Without branches: a loop over
/// energies vectorises.
template <bool spins_mix>
double newton(const Pair& x, const Scattering& s, Pair& g) {
  const MakiSpin<C> a(g.up), b(g.down);
  C P_a = 1 + a.square - 2 * a.g * (x.up + times_i(s.zeta * a.c())),
    P_b = 1 + b.square - 2 * b.g * (x.down + times_i(s.zeta * b.c()));
  if constexpr (spins_mix) {
    const C apart = times_i(2 * s.b_so * (b.g - a.g) * (1 - a.g * b.g));
    P_a = P_a + apart * b.inverse;
    P_b = P_b - apart * a.inverse;
  }
  const auto [step_a, step_b] = MakiJacobian<C>(x.up, x.down, a, b, s.zeta, s.b_so).step(P_a, P_b);
  g.up = a.g - step_a;
  g.down = b.g - step_b;
  const double of_a = norm(step_a) * norm(g.down), of_b = norm(step_b) * norm(g.up);
  return (of_a > of_b ? of_a : of_b) / (norm(g.up) * norm(g.down));
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
  for (int k = 0; k < first_guesses; ++k) g = dressed(raised(at), s, scatterer(g.up), scatterer(g.down));
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

Pair first_guess(const Pair& x, const Scattering& s) { return dressed(x, s, bare(x.up), bare(x.down)); }

Pair solution(const Pair& x, const Scattering& s) {
  Pair g = first_guess(x, s);
  return converges(x, s, g) ? g : followed(x, s);
}

/// So many energies are solved side by side.
constexpr std::size_t batch = 64;
constexpr std::size_t lanes = 8;  // of the widest vector registers: a loop over a multiple of them has no odd end

struct Batch {
  double x_re[batch], x_im[batch], up_re[batch], up_im[batch], down_re[batch], down_im[batch];
  double length[batch], next_length[batch];  // of the last step, and of the one that would follow

  Pair x(std::size_t j, double h) const { return {{x_re[j] - h, x_im[j]}, {x_re[j] + h, x_im[j]}}; }
  Pair g(std::size_t j) const { return {{up_re[j], up_im[j]}, {down_re[j], down_im[j]}}; }
  void set(std::size_t j, const Pair& g) {
    up_re[j] = g.up.re;
    up_im[j] = g.up.im;
    down_re[j] = g.down.re;
    down_im[j] = g.down.im;
  }
};

/// x of the energies re + i·im, the last of them repeated up to `padded`.
DIDV_MULTIVERSION void place(Batch& b, const double* re, const double* im, std::size_t count, std::size_t padded,
                             const MakiParameters& p) {
  const double inverse = 1 / p.Delta, Gamma = p.Gamma;
  for (std::size_t j = 0; j < count; ++j) {
    const double x_im = (im[j] + Gamma) * inverse;
    b.x_re[j] = re[j] * inverse;
    b.x_im[j] = x_im > above_the_axis ? x_im : above_the_axis;
  }
  for (std::size_t j = count; j < padded; ++j) {
    b.x_re[j] = b.x_re[count - 1];
    b.x_im[j] = b.x_im[count - 1];
  }
}

DIDV_MULTIVERSION void begin(Batch& b, std::size_t count, double h, const Scattering& scattering) {
  const Scattering s = scattering;
  for (std::size_t j = 0; j < count; ++j) {
    b.set(j, first_guess(b.x(j, h), s));
    b.length[j] = 1;
  }
}

template <bool spins_mix>
DIDV_MULTIVERSION void step(Batch& b, std::size_t count, double h, const Scattering& scattering) {
  const Scattering s = scattering;
  for (std::size_t j = 0; j < count; ++j) {
    Pair g = b.g(j);
    const double before = b.length[j], now = newton<spins_mix>(b.x(j, h), s, g);
    const double by_square = now / (before * before);  // each step goes as the last one, squared
    b.length[j] = now;
    b.next_length[j] = now < settled ? 0 : now * now * (by_square > least_by_square ? by_square : least_by_square);
    b.set(j, g);
  }
}

// F's derivatives by x, h/Δ, ζ, b, and those of ∂F/∂x. With −∂P/∂q = m and J the Jacobian, J ∂g/∂q = m and ∂F/∂q =
// λ·m, where Jᵀλ = ∂F/∂g; and with ′ the derivative along x, ∂²F/∂x∂q = [(∂F/∂g)′ − Jᵀ′λ]·∂g/∂q + λ·m′.
DIDV_MULTIVERSION void respond(const Batch& b, std::size_t count, double h, const Scattering& scattering,
                               double (&rows)[16][batch]) {
  using Along = Dual<C, 1>;
  const Scattering s = scattering;
  for (std::size_t j = 0; j < count; ++j) {
    const Pair x = b.x(j, h), g = b.g(j);
    const MakiSpin<C> up(g.up), down(g.down);
    const MakiJacobian<C> J(x.up, x.down, up, down, s.zeta, s.b_so);
    const C inverse = 1.0 / (J.up_up * J.down_down - J.up_down * J.down_up);
    const auto solve_up = [&](const C& m_up, const C& m_down) {
      return (J.down_down * m_up - J.up_down * m_down) * inverse;
    };
    const auto solve_down = [&](const C& m_up, const C& m_down) {
      return (J.up_up * m_down - J.down_up * m_up) * inverse;
    };
    const C F_up = 0.5 * up.c_slope(), F_down = 0.5 * down.c_slope();
    const C lambda_up = (J.down_down * F_up - J.down_up * F_down) * inverse,
            lambda_down = (J.up_up * F_down - J.up_down * F_up) * inverse;

    const C x_moves_up = solve_up(2.0 * up.g, 2.0 * down.g), x_moves_down = solve_down(2.0 * up.g, 2.0 * down.g);
    const MakiSpin<Along> a(Along(g.up, {x_moves_up})), d(Along(g.down, {x_moves_down}));
    const MakiJacobian<Along> moving(Along(x.up, {C(1)}), Along(x.down, {C(1)}), a, d, s.zeta, s.b_so);
    const C w_up = 0.5 * a.c_slope().d[0] - lambda_up * moving.up_up.d[0] - lambda_down * moving.down_up.d[0],
            w_down = 0.5 * d.c_slope().d[0] - lambda_up * moving.up_down.d[0] - lambda_down * moving.down_down.d[0];
    const auto store = [&](std::size_t q, const Along& m_up, const Along& m_down) {
      const C by = lambda_up * m_up.value + lambda_down * m_down.value,
              x_by = w_up * solve_up(m_up.value, m_down.value) + w_down * solve_down(m_up.value, m_down.value) +
                     lambda_up * m_up.d[0] + lambda_down * m_down.d[0];
      rows[2 * q][j] = by.re;
      rows[2 * q + 1][j] = by.im;
      rows[8 + 2 * q][j] = x_by.re;
      rows[9 + 2 * q][j] = x_by.im;
    };
    store(0, 2.0 * a.g, 2.0 * d.g);
    store(1, -2.0 * a.g, 2.0 * d.g);
    store(2, times_i(2.0 * a.g * a.c()), times_i(2.0 * d.g * d.c()));
    const Along apart = times_i(2.0 * (a.g - d.g) * (1.0 - a.g * d.g));
    store(3, apart * d.inverse, -(apart * a.inverse));
  }
}

/// The longest of the steps that would follow; not a number counts as none.
DIDV_MULTIVERSION double longest_to_come(const Batch& b, std::size_t count) {
  double longest = 0;
#pragma omp simd reduction(max : longest)
  for (std::size_t j = 0; j < count; ++j) longest = b.next_length[j] > longest ? b.next_length[j] : longest;
  return longest;
}

// Without a branch, for the loop below.
bool is_missed(const Batch& b, std::size_t j) {
  const Pair g = b.g(j);
  const int settles = b.next_length[j] < left_out, up_inside = norm(g.up) < 1, down_inside = norm(g.down) < 1;
  return (settles & up_inside & down_inside) == 0;
}

DIDV_MULTIVERSION bool any_missed(const Batch& b, std::size_t count) {
  double missed = 0;
#pragma omp simd reduction(+ : missed)
  for (std::size_t j = 0; j < count; ++j) missed += is_missed(b, j) ? 1 : 0;
  return missed > 0;
}

/// A solution that the batch missed.
Pair by_itself(Pair x, const Scattering& s) {
  // Far out what scatters is below rounding, and squares may overflow.
  const double far = 1e9 * (1 + s.zeta + s.b_so);
  if (std::abs(x.up.re) < far && std::abs(x.down.re) < far && x.up.im < far) return solution(x, s);
  return {0.5 / x.up, 0.5 / x.down};
}

/// From above the axis down to `x_im`, where the solution can be followed: next to an edge of the density of states it
/// moves as the root of the distance. At the edge itself, where two solutions meet and Newton's method does not
/// converge by squares, it stays above.
void lower(Batch& b, std::size_t j, double x_im, double h, const Scattering& s) {
  constexpr int most_steps = 6;
  constexpr double farthest = 1e-6;   // squared, of g: what is farther is another solution
  constexpr double on_circle = 1e-9;  // of the squared modulus: what rounding makes of it next to an edge
  const Pair above = b.g(j), x{{b.x_re[j] - h, x_im}, {b.x_re[j] + h, x_im}};
  Pair g = above;
  double before = 1, next = infinity;
  for (int step = 0; step < most_steps && !(next < left_out); ++step) {
    const double now = newton(x, s, g);
    next = step == 0 || !std::isfinite(now) ? infinity : now * now * std::max(now / (before * before), least_by_square);
    before = now;
  }
  const auto is_near = [&](const C& there, const C& here) {
    return norm(there - here) < farthest * norm(here) && norm(there) < 1 + on_circle;
  };
  if (!(next < left_out) || !is_near(g.up, above.up) || !is_near(g.down, above.down)) return;
  b.x_im[j] = x_im;
  b.set(j, g);
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
    const std::size_t count = std::min(batch, n - start), padded = (count + lanes - 1) / lanes * lanes;
    place(b, re + start, im + start, count, padded, p);
    begin(b, padded, h, s);
    double longest = infinity;
    for (int k = 0; k < most_steps && !(longest < left_out); ++k) {
      s.b_so > 0 ? step<true>(b, padded, h, s) : step<false>(b, padded, h, s);
      if (k > 0) longest = longest_to_come(b, padded);
    }
    if (any_missed(b, padded)) {
      for (std::size_t j = 0; j < count; ++j)
        if (is_missed(b, j)) b.set(j, by_itself(b.x(j, h), s));
    }
    for (std::size_t j = 0; j < count && p.Gamma < above_the_axis * p.Delta; ++j) {
      const double x_im = (im[start + j] + p.Gamma) / p.Delta;
      if (x_im < above_the_axis) lower(b, j, x_im, h, s);
    }
    double* row = solution + start;
    for (const double* of : {b.up_re, b.up_im, b.down_re, b.down_im}) {
      std::copy_n(of, count, row);
      row += n;
    }
    if (derivatives == Derivatives::no) continue;
    respond(b, padded, h, s, rows);
    for (std::size_t k = 0; k < 16; ++k) std::copy_n(rows[k], count, solution + (4 + k) * n + start);
  }
}

}  // namespace didv::detail
