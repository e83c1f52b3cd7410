#include "sis/sum_over_terms.hpp"

#include <algorithm>

#include "didv/kernel.hpp"
#include "didv/multiversion.hpp"

namespace didv::sis {
namespace {

constexpr std::size_t block = 64;  // biases at a time: their sums stay in the first cache
constexpr std::size_t lanes = 8;   // of the widest vector registers

/// x − Δ and x + Δ, exact next to the edges, at a block of biases.
struct Block {
  std::size_t size;
  std::array<double, block> below, above;
  std::array<std::array<double, block>, column_count> sum;
};

template <Function function>
struct Loop {
  DIDV_MULTIVERSION static void values(const Term* terms, std::size_t count, double Delta, double Gamma, Block& at) {
    const std::size_t n = at.size;
    const double *below = at.below.data(), *above = at.above.data();
    double* __restrict sum = at.sum[of_value].data();
    for (std::size_t k = 0; k < count; ++k) {
      const double e_re = terms[k].offset.re, y = terms[k].offset.im + Gamma;
      // F′ = −Δ²/s³ and 1/s = −ir: what all biases share stands in the weight.
      const C weight = function == Function::density ? terms[k].weight : Delta * Delta * times_i(terms[k].weight);
      const double w_re = weight.re, w_im = weight.im;
      for (std::size_t i = 0; i < n; ++i) {
        const C p{below[i] + e_re, y}, q{above[i] + e_re, y}, w{w_re, w_im};
        const C r = inverse_sqrt(-(p * q));
        if constexpr (function == Function::density)
          sum[i] += real(w * (-times_i((p + Delta) * r) - 1.0));
        else
          sum[i] -= real(w * (r * r * r));
      }
    }
  }

  DIDV_MULTIVERSION static void all(const Term* terms, std::size_t count, double Delta, double Gamma, Block& at) {
    const std::size_t n = at.size;
    const double *below = at.below.data(), *above = at.above.data();
    double* __restrict sums = at.sum[0].data();
    for (std::size_t k = 0; k < count; ++k) {
      const Term& term = terms[k];
      const double e_re = term.offset.re, y = term.offset.im + Gamma;
      const double w_re = term.weight.re, w_im = term.weight.im;
      const double D_re = term.weight_by_Delta.re, D_im = term.weight_by_Delta.im;
      const double G_re = term.weight_by_Gamma.re, G_im = term.weight_by_Gamma.im;
      const double T_re = term.weight_by_kT.re, T_im = term.weight_by_kT.im;
      const C E_D = term.weight * term.energy_by_Delta, E_G = term.weight * term.energy_by_Gamma,
              E_T = term.weight * term.energy_by_kT;
      const double ED_re = E_D.re, ED_im = E_D.im, EG_re = E_G.re, EG_im = E_G.im, ET_re = E_T.re, ET_im = E_T.im;
      for (std::size_t i = 0; i < n; ++i) {
        const C p{below[i] + e_re, y}, q{above[i] + e_re, y};
        const C z = p + Delta, inverse = -times_i(inverse_sqrt(-(p * q)));
        const C cube = inverse * inverse * inverse;
        C A, A_energy, A_Delta;
        if constexpr (function == Function::density) {
          A = z * inverse - 1.0;
          A_energy = -(Delta * Delta) * cube;
          A_Delta = Delta * (z * cube);
        } else {
          const C fifth = Delta * Delta * 3.0 * (cube * inverse * inverse);
          A = -(Delta * Delta) * cube;
          A_energy = z * fifth;
          A_Delta = -(2 * Delta) * cube - Delta * fifth;
        }
        const auto times_A = [&](double re, double im) { return re * A.re - im * A.im; };
        const auto times_slope = [&](double re, double im) { return re * A_energy.re - im * A_energy.im; };
        sums[of_value * block + i] += times_A(w_re, w_im);
        sums[of_energy * block + i] += times_slope(w_re, w_im);
        sums[of_own_Delta * block + i] += times_A(D_re, D_im) + times_slope(ED_re, ED_im);
        sums[of_own_Gamma * block + i] += times_A(G_re, G_im) + times_slope(EG_re, EG_im);
        sums[of_other_Delta * block + i] += w_re * A_Delta.re - w_im * A_Delta.im;
        sums[of_other_Gamma * block + i] += times_slope(-w_im, w_re);
        sums[of_kT * block + i] += times_A(T_re, T_im) + times_slope(ET_re, ET_im);
      }
    }
  }
};

template <Function function>
void run(std::span<const Term> terms, const Superconductor& other, bool with_derivatives, Block& at) {
  if (with_derivatives)
    Loop<function>::all(terms.data(), terms.size(), other.Delta, other.Gamma, at);
  else
    Loop<function>::values(terms.data(), terms.size(), other.Delta, other.Gamma, at);
}

}  // namespace

Columns sum_over_terms(std::span<const Term> terms, double base, const Superconductor& other, Function function,
                       std::span<const double> x_mV, bool with_derivatives) {
  const std::size_t size = x_mV.size(), columns = with_derivatives ? column_count : 1;
  Columns out;
  for (std::size_t c = 0; c < columns; ++c) out[c].resize(size);
  Block at;
  for (std::size_t start = 0; start < size; start += block) {
    const std::size_t n = std::min(block, size - start);
    at.size = (n + lanes - 1) / lanes * lanes;
    for (std::size_t i = 0; i < at.size; ++i) {
      const double x = x_mV[start + std::min(i, n - 1)];
      at.below[i] = x + (base - other.Delta);
      at.above[i] = x + (base + other.Delta);
    }
    for (std::size_t c = 0; c < columns; ++c) at.sum[c].fill(0);
    switch (function) {
      case Function::density:
        run<Function::density>(terms, other, with_derivatives, at);
        break;
      case Function::slope:
        run<Function::slope>(terms, other, with_derivatives, at);
        break;
    }
    for (std::size_t c = 0; c < columns; ++c) std::copy_n(at.sum[c].begin(), n, out[c].begin() + std::ptrdiff_t(start));
  }
  return out;
}

}  // namespace didv::sis
