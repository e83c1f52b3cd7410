#include "didv/gap_equation/interpolations.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/units.hpp"
#include "gap_equation/argument_check.hpp"

namespace didv::bcs {

namespace {

double tanh_of_root(double t) { return std::tanh(1.74 * std::sqrt(1 / t - 1)); }

double tanh_of_power(double t) { return std::tanh(1.82 * std::pow(1.018 * (1 / t - 1), 0.51)); }

double tanh_of_jump(double t) {
  const double ratio = 1.7639, jump = 1.4261;
  return std::tanh(std::numbers::pi / ratio * std::sqrt(2. / 3 * jump * (1 / t - 1)));
}

double root_of_cosine(double t) {
  return std::sqrt(std::sin(std::numbers::pi / 2 * (1 - t) * (1 + t)));  // cos(πt²/2), with its digits next to Tc
}

double square_root(double t) { return 1.74 * std::sqrt(1 - t); }

// δ = tanh(δ/t), from above, where the residual is convex and Newton's steps cannot overshoot.
double two_level(double t) {
  double delta = 1;
  for (int step = 0; step < 60; ++step) {
    const double value = std::tanh(delta / t);
    const double next = delta - (delta - value) / (1 - (1 - value * value) / t);
    if (!(next < delta)) break;
    delta = next;
  }
  return delta;
}

constexpr GapInterpolation all[] = {
    {"tanh_1.74", "tanh(1.74 sqrt(1/t-1))", "widely used; two-digit coefficient of the square root at Tc", -0.017425,
     0.5673, 0.00192, tanh_of_root},
    {"tanh_1.82", "tanh(1.82 [1.018 (1/t-1)]^0.51)", "A. Carrington, F. Manzano, Physica C 385, 205 (2003)", 0.010096,
     0.8808, -1, tanh_of_power},
    {"tanh_gross", "tanh((pi/1.7639) sqrt((2/3) 1.4261 (1/t-1)))", "F. Gross et al., Z. Phys. B 64, 175 (1986)",
     -0.017946, 0.5729, -0.00002, tanh_of_jump},
    {"sqrt_cos", "sqrt(cos(pi t^2/2))", "T. P. Sheahen, Phys. Rev. 149, 368 (1966)", 0.021029, 0.7862, 0.02061,
     root_of_cosine},
    {"sqrt_1.74", "1.74 sqrt(1-t)", "limit next to Tc", 0.722512, 0.02, 0.00192, square_root},
    {"thouless", "solution of delta = tanh(delta/t)", "D. J. Thouless, Phys. Rev. 117, 1256 (1960)", -0.000914, 0.9076,
     -0.00265, two_level},
};

}  // namespace

double GapInterpolation::operator()(double reduced_temperature) const {
  gap_equation::require_reduced_temperature(reduced_temperature);
  if (reduced_temperature >= 1) return 0;
  return reduced_temperature > 0 ? below_tc(reduced_temperature) : below_tc(1e-300);
}

std::span<const GapInterpolation> gap_interpolations() { return all; }

const GapInterpolation& find_gap_interpolation(std::string_view name) {
  std::string names;
  for (const GapInterpolation& interpolation : all) {
    if (interpolation.name == name) return interpolation;
    names += (names.empty() ? "" : ", ") + std::string(interpolation.name);
  }
  throw InvalidArgument("gap interpolation \"" + std::string(name) + "\": expected one of " + names);
}

}  // namespace didv::bcs
