#pragma once
// For model authors: what a kernel is, and make_model, which turns it into a Model.
//
// A kernel is the T = 0 spectral conductance σ(E) = G/G_N as a class template over its real type:
//
//   template <class Real = double>
//   struct Mine {
//     Real Delta, Gamma;                                              // members in the order of parameters()
//     static ModelCard card() { return {"mine", "My junction", "J. Doe (2030)"}; }
//     static std::array<ParameterInfo, 2> parameters() { return {{…, …}}; }
//     std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }
//     Real operator()(Energy<Real> E) const { … }                     // or of a plain Real, or of a double
//   };
//   const Model mine = make_model<Mine>();                            // parameters: Delta, Gamma, T
//
// Real is double or a dual that carries exact derivatives. make_model adds the thermal window, the parameter T,
// modulation, noise and derivatives. Optional members:
//   static constexpr bool even = true;     σ(−E) = σ(E): saves half of the work (the contract test checks the claim)
//   edges()                                where σ has structure, and how wide, 0 for a singularity, a jump or a kink;
//                                          both ±energy are taken. Without it σ has to be smooth on the scale of k_BT,
//                                          or the evaluation ends in an AccuracyError.
//   static std::array<double, N> in_order(std::array<double, N> p)
//                                          of all parameter values that give the same curve, the ones to report
//   amplitude, slope, primitive            F(E), F′(E), ∫F dE of complex E, where σ = Re F and F is analytic and
//   bounded in
//                                          the upper half-plane: the thermal average is then an exact, cheap sum.
//   solve                                  where those rest on what is had for many energies at once, the solution of
//                                          equations or an average: void solve(const double* re, const double* im,
//                                          std::size_t n, Derivatives, double* solution) const, of the kernel of
//                                          doubles, finds it at n complex energies (without Γ) and writes rows of n
//                                          numbers: `unknowns` rows, `unknowns_with_derivatives` where those are
//                                          wanted (static constants). amplitude, slope and primitive then take a
//                                          std::array of one energy's numbers behind the energy.
// A kernel of a double cannot follow its edges as they move with a parameter: its derivatives are less accurate at
// edges much narrower than k_BT.

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "didv/dual.hpp"
#include "didv/model.hpp"
#include "didv/multiversion.hpp"

namespace didv {

/// An energy as base + offset, so that E − Delta is exact next to an edge at base = Delta, where it would be lost in a
/// sum. Scalar is Real, or Complex<Real> for energies in the upper half-plane. Converts to Scalar.
template <class Scalar>
struct Energy {
  Scalar base{};
  Scalar offset{};

  constexpr Energy(const Scalar& energy) : base(energy), offset(0.0) {}
  constexpr Energy(const Scalar& base_energy, const Scalar& small_offset) : base(base_energy), offset(small_offset) {}
  constexpr operator Scalar() const { return base + offset; }
};

template <class Scalar, class Real>
constexpr Scalar operator-(const Energy<Scalar>& E, const Real& edge) {
  return (E.base - edge) + E.offset;
}
template <class Scalar, class Real>
constexpr Scalar operator+(const Energy<Scalar>& E, const Real& edge) {
  return (E.base + edge) + E.offset;
}

/// E + iΓ: the retarded energy with broadening Γ ≥ 0 (Γ = 0 is the upper lip of the real axis).
template <class Real>
constexpr Energy<Complex<Real>> broadened(const Energy<Real>& E, const Real& Gamma) {
  return {Complex<Real>(E.base), make_complex(E.offset, Gamma)};
}
template <class Real>
constexpr Energy<Complex<Real>> broadened(const Energy<Complex<Real>>& E, const Real& Gamma) {
  return {E.base, E.offset + make_complex(Real(0), Gamma)};
}

/// The physical root of z² − Δ² for Im z ≥ 0: the one with Im ≥ 0, equal to √(z−Δ)·√(z+Δ) with principal roots. It goes
/// as z at infinity, is cut on [−Δ, Δ] alone, and on the upper lip (imaginary part +0) equals i√(Δ²−E²) in the gap and
/// sign(E)√(E²−Δ²) outside. The product is formed from z − Δ and z + Δ, exact next to the edges.
template <class ComplexReal, class Real>
ComplexReal gap_root(const Energy<ComplexReal>& z, const Real& Delta) {
  return times_i(sqrt(-((z - Delta) * (z + Delta))));
}

/// 1/gap_root, for less than its division.
template <class ComplexReal, class Real>
ComplexReal inverse_gap_root(const Energy<ComplexReal>& z, const Real& Delta) {
  return -times_i(inverse_sqrt(-((z - Delta) * (z + Delta))));
}

/// Edge as a kernel states it: energy and width of a structure, with their dependence on the parameters.
template <class Real>
struct SpectralEdge {
  Real energy;
  Real width;
};

namespace detail {

/// One term of the pole rule (numerics/pole_rule.cpp).
struct PoleNode {
  ComplexNumber<double> d, w, v;
};

/// Which function is averaged over the thermal window: the conductance or its primitive.
enum class Average { conductance, current };

/// Whether an edge moves as the energies around it do when they stretch, dE/dp = stretch·E: but for rounding.
inline bool moves_along(double velocity, double energy, double stretch) {
  return std::abs(velocity - stretch * energy) <= 1e-12 * std::abs(velocity);
}

/// A kernel behind one virtual call per batch of energies. Tables are column-major, [column][node]:
/// the value, then (if wanted) one derivative per parameter, then (if wanted) the derivative with respect to energy.
class KernelFunction {
 public:
  /// An edge and how fast it moves with each parameter.
  struct MovingEdge {
    Edge at;
    std::vector<double> velocity;
  };

  ModelCard card;
  std::vector<ParameterInfo> parameters;  ///< without T
  bool even = false;
  bool analytic = false;       ///< answers add_pole()
  bool follows_edges = false;  ///< takes energies that move with its parameters

  virtual ~KernelFunction() = default;
  /// Of all parameter values that give the same curve, the ones to report.
  virtual std::vector<double> in_order(std::span<const double> p) const { return {p.begin(), p.end()}; }
  virtual std::vector<MovingEdge> edges(std::span<const double> p) const = 0;
  /// At fixed energies; columns: value, and with derivatives also every parameter and the energy.
  virtual void at(std::span<const double> p, std::span<const double> energies, Derivatives,
                  std::span<double> table) const = 0;
  /// At sign·edge + offset, where the energies stretch with the parameters, dE/dp = stretch_p·E, whether the edge
  /// itself does or not; columns: value, and with derivatives every parameter along that motion. edge = −1: energies
  /// are offsets from 0.
  virtual void beside_edge(std::span<const double> p, int edge, double sign, std::span<const double> offsets,
                           std::span<const double> stretch, Derivatives, std::span<double> table) const = 0;
  /// Analytic kernels: adds Re[w·F + kT·v·F′] at energies + kT·d (d in the upper half-plane) to the table, F the
  /// amplitude or the primitive. Columns: value; with derivatives then every parameter, the energy, and kT.
  virtual void add_pole(std::span<const double> p, std::span<const double> energies, double kT, const PoleNode& node,
                        Average, Derivatives, std::span<double> table) const = 0;
};

/// The model of a kernel: thermal averages at any T including 0.
Model thermal_model(std::shared_ptr<const KernelFunction> kernel);

template <template <class> class Kernel>
class KernelOf final : public KernelFunction {
  static constexpr std::size_t count = std::tuple_size_v<decltype(Kernel<double>::parameters())>;
  using D = Dual<double, count>;
  using DE = Dual<double, count + 1>;  // the last direction is the energy
  static constexpr bool has_edges = requires(const Kernel<double>& kernel) { kernel.edges(); };
  static constexpr bool has_equations = requires { Kernel<double>::unknowns; };
  static constexpr bool has_amplitude = has_equations || requires(const Kernel<double>& k, Energy<Complex<double>> z) {
    k.amplitude(z);
  };
  static constexpr bool takes_dual_energy = requires(const Kernel<D>& kernel, Energy<D> E) { kernel(E); };

  template <class Real, std::size_t... k>
  static Kernel<Real> make(std::span<const double> p, std::index_sequence<k...>) {
    if constexpr (is_dual<Real>) {
      return Kernel<Real>{Real::variable(p[k], k)...};
    } else {
      return Kernel<Real>{p[k]...};
    }
  }
  template <class Real>
  static Kernel<Real> make(std::span<const double> p) {
    return make<Real>(p, std::make_index_sequence<count>{});
  }

 public:
  KernelOf() {
    const auto table = Kernel<double>::parameters();
    card = Kernel<double>::card();
    parameters.assign(table.begin(), table.end());
    if constexpr (requires { Kernel<double>::even; }) even = Kernel<double>::even;
    analytic = has_amplitude;
    follows_edges = takes_dual_energy;
  }

  std::vector<double> in_order(std::span<const double> p) const override {
    if constexpr (requires(std::array<double, count> own) { Kernel<double>::in_order(own); }) {
      std::array<double, count> own;
      for (std::size_t k = 0; k < count; ++k) own[k] = p[k];
      const auto ordered = Kernel<double>::in_order(own);
      return {ordered.begin(), ordered.end()};
    } else {
      return {p.begin(), p.end()};
    }
  }

  std::vector<MovingEdge> edges(std::span<const double> p) const override {
    std::vector<MovingEdge> out;
    if constexpr (has_edges) {
      for (const auto& edge : make<D>(p).edges()) {
        const D energy = edge.energy, width = edge.width;
        out.push_back({{energy.value, width.value}, {energy.d.begin(), energy.d.end()}});
      }
    }
    return out;
  }

  void at(std::span<const double> p, std::span<const double> energies, Derivatives derivatives,
          std::span<double> table) const override {
    const std::size_t n = energies.size();
    if (derivatives == Derivatives::no) {
      values_beside(make<double>(p), 0, energies.data(), n, table.data());
    } else if constexpr (takes_dual_energy) {
      all_at(make<DE>(p), energies.data(), n, table.data());
    } else {
      const auto kernel = make<DE>(p);
      const auto plain = make<double>(p);
      for (std::size_t j = 0; j < n; ++j) {
        const double E = energies[j], step = 1e-5 * (std::abs(E) + 1e-3);
        DE value = kernel(E);
        value.d[count] = (plain(E + step) - plain(E - step)) / (2 * step);
        store(value, j, n, table.data());
      }
    }
  }

  void beside_edge(std::span<const double> p, int edge, double sign, std::span<const double> offsets,
                   std::span<const double> stretch, Derivatives derivatives, std::span<double> table) const override {
    const std::size_t n = offsets.size();
    if (derivatives == Derivatives::no) {
      const auto kernel = make<double>(p);
      const double base = edge_energy<double>(kernel, edge, sign);
      values_beside(kernel, base, offsets.data(), n, table.data());
      return;
    }
    const auto kernel = make<D>(p);
    D base = edge_energy<D>(kernel, edge, sign);
    const auto rate = [&]<std::size_t... k>(std::index_sequence<k...>) {
      return std::array<double, count>{stretch[k]...};
    }
    (std::make_index_sequence<count>());
    for (std::size_t k = 0; k < count; ++k) {
      if (!moves_along(base.d[k], base.value, rate[k])) base.d[k] = rate[k] * base.value;
    }
    all_beside(kernel, base, rate, offsets.data(), n, table.data());
  }

  void add_pole([[maybe_unused]] std::span<const double> p, [[maybe_unused]] std::span<const double> energies,
                [[maybe_unused]] double kT, [[maybe_unused]] const PoleNode& node, [[maybe_unused]] Average average,
                [[maybe_unused]] Derivatives derivatives, [[maybe_unused]] std::span<double> table) const override {
    if constexpr (has_amplitude) {
      const bool current = average == Average::current;
      const double* E = energies.data();
      const std::size_t n = energies.size();
      double* out = table.data();
      const std::vector<double> solutions = solutions_at(p, energies, kT, node, derivatives);
      const double* solved = solutions.data();
      if (derivatives == Derivatives::no) {
        const auto kernel = make<double>(p);
        current ? add_values<true>(kernel, E, solved, n, kT, node, out)
                : add_values<false>(kernel, E, solved, n, kT, node, out);
      } else {
        const auto kernel = make<DE>(p);
        current ? add_all<true>(kernel, E, solved, n, kT, node, out)
                : add_all<false>(kernel, E, solved, n, kT, node, out);
      }
    }
  }

 private:
  static std::vector<double> solutions_at([[maybe_unused]] std::span<const double> p,
                                          [[maybe_unused]] std::span<const double> energies, [[maybe_unused]] double kT,
                                          [[maybe_unused]] const PoleNode& node,
                                          [[maybe_unused]] Derivatives derivatives) {
    if constexpr (has_equations) {
      const std::size_t n = energies.size();
      std::vector<double> re(energies.begin(), energies.end()), im(n, kT * node.d.im);
      for (double& E : re) E += kT * node.d.re;
      std::vector<double> solutions(
          n * (derivatives == Derivatives::yes ? Kernel<double>::unknowns_with_derivatives : Kernel<double>::unknowns));
      make<double>(p).solve(re.data(), im.data(), n, derivatives, solutions.data());
      return solutions;
    } else {
      return {};
    }
  }
  /// Energy j's numbers, of `rows` rows of n.
  template <std::size_t rows>
  static auto unknowns_of(const double* solved, std::size_t j, std::size_t n) {
    return [&]<std::size_t... k>(std::index_sequence<k...>) { return std::array<double, rows>{solved[k * n + j]...}; }
    (std::make_index_sequence<rows>());
  }

  // The hot loops: plain numbers instead of structures, and no inner loops, so that the loop over the energies
  // vectorises (where the kernel does not branch on the energy).
  DIDV_MULTIVERSION static void values_beside(const Kernel<double>& kernel, double base, const double* offsets,
                                              std::size_t n, double* __restrict value) {
    const Kernel<double> own = kernel;
    for (std::size_t j = 0; j < n; ++j) {
      const double offset = offsets[j];
      value[j] = own(Energy<double>(base, offset));
    }
  }

  DIDV_MULTIVERSION static void all_beside(const Kernel<D>& kernel, const D& base,
                                           const std::array<double, count>& stretch, const double* offsets,
                                           std::size_t n, double* __restrict table) {
    const Kernel<D> own = kernel;
    const D start = base;
    const std::array<double, count> rate = stretch;
    for (std::size_t j = 0; j < n; ++j) {
      const double x = offsets[j];
      D value;
      if constexpr (takes_dual_energy) {
        const D offset = [&]<std::size_t... k>(std::index_sequence<k...>) {
          return D(x, std::array<double, count>{rate[k] * x...});
        }
        (std::make_index_sequence<count>());
        value = own(Energy<D>(start, offset));
      } else {
        value = own(start.value + x);
      }
      store(value, j, n, table);
    }
  }

  DIDV_MULTIVERSION static void all_at(const Kernel<DE>& kernel, const double* energies, std::size_t n,
                                       double* __restrict table) {
    const Kernel<DE> own = kernel;
    for (std::size_t j = 0; j < n; ++j) {
      DE E(0.0);
      E.value = energies[j];
      E.d[count] = 1;
      store(own(Energy<DE>(E)), j, n, table);
    }
  }

  template <bool current>
  DIDV_MULTIVERSION static void add_values(const Kernel<double>& kernel, const double* energies,
                                           [[maybe_unused]] const double* solved, std::size_t n, double kT,
                                           const PoleNode& node, double* __restrict value) {
    using C = ComplexNumber<double>;
    const double d_re = kT * node.d.re, d_im = kT * node.d.im, w_re = node.w.re, w_im = node.w.im;
    const double v_re = kT * node.v.re, v_im = kT * node.v.im;
    const Kernel<double> own = kernel;
    for (std::size_t j = 0; j < n; ++j) {
      const Energy<C> E(C(energies[j]), C(d_re, d_im));
      C F, slope;
      if constexpr (has_equations) {
        const auto at = unknowns_of<Kernel<double>::unknowns>(solved, j, n);
        F = current ? own.primitive(E, at) : own.amplitude(E, at);
        slope = current ? own.amplitude(E, at) : own.slope(E, at);
      } else {
        F = current ? own.primitive(E) : own.amplitude(E);
        slope = current ? own.amplitude(E) : own.slope(E);
      }
      value[j] += (w_re * F.re - w_im * F.im) + (v_re * slope.re - v_im * slope.im);
    }
  }

  template <bool current>
  DIDV_MULTIVERSION static void add_all(const Kernel<DE>& kernel, const double* energies,
                                        [[maybe_unused]] const double* solved, std::size_t n, double kT,
                                        const PoleNode& node, double* __restrict table) {
    using C = ComplexNumber<double>;
    const double d_re = node.d.re, d_im = node.d.im, w_re = node.w.re, w_im = node.w.im;
    const double v_re = node.v.re, v_im = node.v.im;
    const Kernel<DE> own = kernel;
    for (std::size_t j = 0; j < n; ++j) {
      DE V(0.0);
      V.value = energies[j];
      V.d[count] = 1;
      const Energy<Complex<DE>> E(Complex<DE>(V), Complex<DE>(C(kT * d_re, kT * d_im)));
      Complex<DE> F, slope;
      if constexpr (has_equations) {
        const auto at = unknowns_of<Kernel<double>::unknowns_with_derivatives>(solved, j, n);
        F = current ? own.primitive(E, at) : own.amplitude(E, at);
        slope = current ? own.amplitude(E, at) : own.slope(E, at);
      } else {
        F = current ? own.primitive(E) : own.amplitude(E);
        slope = current ? own.amplitude(E) : own.slope(E);
      }
      const C w(w_re, w_im), v(kT * v_re, kT * v_im);
      table[j] += real(w * F.value + v * slope.value);
      [&]<std::size_t... k>(std::index_sequence<k...>) {
        ((table[(k + 1) * n + j] += real(w * F.d[k] + v * slope.d[k])), ...);
      }
      (std::make_index_sequence<count>());
      const C motion = w * slope.value + v * slope.d[count];
      table[(count + 1) * n + j] += motion.re;
      table[(count + 2) * n + j] += real(C(d_re, d_im) * motion + C(v_re, v_im) * slope.value);
    }
  }

  template <class Real>
  static Real edge_energy(const Kernel<Real>& kernel, int edge, double sign) {
    if constexpr (has_edges) {
      if (edge >= 0) return Real(sign * kernel.edges()[edge].energy);
    }
    return Real(0.0);
  }
  template <std::size_t N>
  static void store(const Dual<double, N>& value, std::size_t j, std::size_t n, double* __restrict table) {
    table[j] = value.value;
    [&]<std::size_t... k>(std::index_sequence<k...>) { ((table[(k + 1) * n + j] = value.d[k]), ...); }
    (std::make_index_sequence<N>());
  }
};

}  // namespace detail

/// The model of a kernel; its parameters are the kernel's, then T.
template <template <class> class Kernel>
Model make_model() {
  return detail::thermal_model(std::make_shared<const detail::KernelOf<Kernel>>());
}

}  // namespace didv
