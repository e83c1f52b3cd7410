// The accuracy contract of the models averaged over the angle of incidence, with the worst case and where it is,
// against the published integral in long double. Labels: accuracy, slow.

#include <gtest/gtest.h>

#include <cstdio>
#include <numbers>
#include <string>

#include "didv/models.hpp"
#include "didv/units.hpp"
#include "models/incidence_reference.hpp"

namespace {

using namespace didv;
namespace R = incidence_reference;

constexpr double Delta = 1.25, contract = 1e-9;
/// Γ and kT in units of Δ. Without heat every barrier and broadening; with it, where the reference takes seconds,
/// fewer.
struct Case {
  double Gamma, kT, Z;
};
std::vector<Case> cases() {
  std::vector<Case> out;
  for (const double Z : {0.0, 0.5, 3.0, 20.0}) {
    for (const double Gamma : {0.0, 1e-4, 0.05}) out.push_back({Gamma, 0, Z});
    for (const double kT : {0.02, 0.3}) out.push_back({Z == 0.5 || Z == 20 ? 0.0 : 0.05, kT, Z});
  }
  return out;
}

struct Worst {
  double error = 0;
  std::string where = "nowhere";
};

void compare(const Model& model, ParameterValues values, const R::Superconductor& superconductor, Worst& worst) {
  for (const auto& [Gamma, kT, Z] : cases()) {
    std::vector<double> bias;
    if (kT > 0) bias.push_back(0);  // without heat and broadening bound states at 0 leave the reference 0/0
    for (const double V : {1e-3, 0.3, 0.85, 0.999, 1.003, 1.31, 2.6}) bias.push_back(V * Delta);
    values["Delta"] = Delta, values["Gamma"] = Gamma * Delta, values["Z"] = Z;
    values["T"] = kT * Delta / boltzmann_meV_per_K;
    const auto mine = model(bias, values);
    const auto theirs = R::conductance(superconductor, Gamma * Delta, Z, thermal_energy_meV(values["T"]), bias);
    double peak = 1;
    for (const auto G : theirs) peak = std::max(peak, double(G));
    for (std::size_t i = 0; i < bias.size(); ++i) {
      const double error = std::abs(double(mine[i] - theirs[i])) / peak;
      EXPECT_LE(error, contract);
      if (error <= worst.error) continue;
      char where[160];
      std::snprintf(where, sizeof where, "Gamma/Delta = %g, kT/Delta = %g, Z = %g, V/Delta = %g", Gamma, kT, Z,
                    bias[i] / Delta);
      worst.error = error;
      worst.where = where;
      for (const char* name : {"a", "alpha"})
        if (values.contains(name)) worst.where += std::string(", ") + name + " = " + std::to_string(values[name]);
    }
  }
}

void print(const Model& model, const Worst& worst) {
  std::printf("%-18s value %.1e of max(1, peak) at %s\n", model.name().c_str(), worst.error, worst.where.c_str());
}

TEST(IncidenceAccuracy, s_wave) {
  Worst worst;
  compare(models::btk_2d(), {}, R::s_wave(Delta), worst);
  print(models::btk_2d(), worst);
}
TEST(IncidenceAccuracy, p_wave) {
  Worst worst;
  compare(models::btk_p_wave(), {}, R::p_wave(Delta), worst);
  print(models::btk_p_wave(), worst);
}
TEST(IncidenceAccuracy, d_wave) {
  Worst worst;
  for (const double alpha : {0.0, 0.3, std::numbers::pi / 4})
    compare(models::btk_d_wave(), {{"alpha", alpha}}, R::harmonic(0, Delta, 2, alpha), worst);
  print(models::btk_d_wave(), worst);
}
TEST(IncidenceAccuracy, anisotropic_s_wave) {
  Worst worst;
  for (const double a : {0.3, 1.0})
    compare(models::btk_anisotropic_s(), {{"a", a}, {"alpha", 0.2}}, R::harmonic(Delta, R::Real(a) * Delta, 4, 0.2),
            worst);
  print(models::btk_anisotropic_s(), worst);
}

}  // namespace
