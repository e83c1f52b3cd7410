#include "heat_capacity/broadened_alpha_model.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "heat_capacity/electronic_heat.hpp"
#include "numerics/gauss_legendre.hpp"

namespace didv::heat_capacity {

namespace {

/// ⟨C_es/γT⟩ and its derivatives.
struct Average {
  double value = 0, per_ratio = 0, per_Tc = 0, per_width = 0;
};

class BroadenedHeat {
 public:
  BroadenedHeat(GapSymmetry symmetry, std::span<const double> parameters)
      : Tc_(parameters[4]), width_(parameters[5]), heat_(symmetry, parameters[3]) {}

  // Parts of the sample with Tc' = Tc + z·width above T, z > z₀ = (T − Tc)/width, are superconducting; the rest
  // gives 1.
  Average at(double temperature) const {
    const double z0 = (temperature - Tc_) / width_;
    Average sum;
    if (z0 > reach) return {.value = 1};
    if (z0 < -reach) {
      for (const auto& [z, weight] : gauss_hermite) add(sum, temperature, z, weight);
      return sum;
    }
    sum.value = std::erfc(-z0 / std::numbers::sqrt2) / 2;
    const double jump = (heat_(1) - 1) * normal_density(z0) / width_;
    sum.per_Tc = jump;
    sum.per_width = jump * z0;
    static const auto nodes = numerics::gauss_legendre<32>();
    for (const auto& [position, weight] : nodes) {
      const double z = z0 + (reach - z0) * position;
      add(sum, temperature, z, weight * (reach - z0) * normal_density(z));
    }
    return sum;
  }

 private:
  static constexpr double reach = 7;  // of a normal distribution, 1.3e-12 lies beyond
  /// ∫ f φ dz with 5 nodes, exact for polynomials of degree 9: enough away from the jump.
  static constexpr std::array<numerics::QuadratureNode, 5> gauss_hermite{{{0, 8.0 / 15},
                                                                          {1.3556261799742659, 0.22207592200561264},
                                                                          {-1.3556261799742659, 0.22207592200561264},
                                                                          {2.8569700138728056, 0.011257411327720688},
                                                                          {-2.8569700138728056, 0.011257411327720688}}};

  static double normal_density(double z) {
    return std::exp(-z * z / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  }

  void add(Average& sum, double temperature, double z, double weight) const {
    const double Tc = Tc_ + z * width_;
    const double t = std::min(temperature / Tc, 1.0);
    const auto [value, slope, per_ratio] = heat_.at(t);
    sum.value += weight * value;
    sum.per_ratio += weight * per_ratio;
    sum.per_Tc -= weight * slope * t / Tc;
    sum.per_width -= weight * slope * t / Tc * z;
  }

  double Tc_, width_;
  ElectronicHeat heat_;
};

}  // namespace

CurveFunction broadened_alpha_model(GapSymmetry symmetry) {
  return [symmetry](std::span<const double> x, std::span<const double> parameters, std::span<double> y,
                    std::span<double> jacobian) {
    const BroadenedHeat heat(symmetry, parameters);
    const double gamma_0 = parameters[0], gamma_s = parameters[1], beta = parameters[2];
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Average average = heat.at(x[i]);
      y[i] = gamma_0 + gamma_s * average.value + beta * x[i] * x[i];
      if (jacobian.empty()) continue;
      const std::array row{1.0,
                           average.value,
                           x[i] * x[i],
                           gamma_s * average.per_ratio,
                           gamma_s * average.per_Tc,
                           gamma_s * average.per_width};
      std::copy(row.begin(), row.end(), jacobian.begin() + static_cast<std::ptrdiff_t>(i * row.size()));
    }
  };
}

}  // namespace didv::heat_capacity
