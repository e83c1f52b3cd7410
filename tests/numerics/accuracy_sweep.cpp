// The accuracy contract over the whole box, with the worst case and where it is. Label: accuracy.

#include <gtest/gtest.h>

#include "numerics/accuracy.hpp"

namespace {

const accuracy::Box box{{0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.2, 1},
                        {1e-3, 2.3e-3, 5e-3, 1e-2, 2.3e-2, 5e-2, 0.1, 0.23, 0.5, 1, 2.3, 5, 10},
                        {0, 0.1, 0.5, 1, 3, 10}};
// The derivatives of the reference are differences: twenty integrals each.
const accuracy::Box coarse{{0, 1e-6, 1e-3, 0.05, 1}, {1e-3, 1e-2, 0.05, 0.23, 1, 10}, {0, 0.5, 3, 10}};

/// Without Z = 0, where the polarised part of Strijkers is not continuous.
const accuracy::Box with_barrier{coarse.Gamma, coarse.kT, {0.5, 3, 10}};

/// Without Γ = 0, where ∂/∂Γ has no difference to compare with, and Γ = Δ, where it is infinite.
const accuracy::Box legacy_coarse{{1e-6, 1e-3, 0.05, 0.5}, {1e-3, 1e-2, 0.05, 0.23, 1, 10}, {0, 0.5, 3, 10}};

void meets_the_contract(const didv::Model& model, reference::Kernel kernel, const accuracy::Box& for_derivatives) {
  const accuracy::Report values = accuracy::sweep(model, kernel, 1.25, box, 1, false);
  std::printf("%-6s value    %.1e of max(1, peak) at %s\n", model.name().c_str(), values.value.error,
              values.value.where.c_str());
  EXPECT_LE(values.value.error, accuracy::value_contract);
  const accuracy::Report report = accuracy::sweep(model, kernel, 1.25, for_derivatives, 1, true);
  for (std::size_t k = 0; k < report.derivative.size(); ++k) {
    const std::string name = k == 0 ? "V" : model.parameters()[k - 1].name;
    std::printf("%-6s d/d%-6s %.1e of max(1, peak) at %s\n", model.name().c_str(), name.c_str(),
                report.derivative[k].error, report.derivative[k].where.c_str());
    EXPECT_LE(report.derivative[k].error, accuracy::derivative_contract) << name;
  }
}

TEST(Accuracy, dynes_meets_its_contract_over_the_whole_box) {
  meets_the_contract(didv::models::dynes(), reference::dynes, coarse);
}
TEST(Accuracy, btk_meets_its_contract_over_the_whole_box) {
  meets_the_contract(didv::models::btk(), reference::btk, coarse);
}
TEST(Accuracy, btk_mazin_meets_its_contract_over_the_whole_box) {
  meets_the_contract(didv::models::btk_mazin(), reference::btk_mazin, coarse);
}
TEST(Accuracy, btk_strijkers_meets_its_contract_over_the_whole_box) {
  meets_the_contract(didv::models::btk_strijkers(), reference::btk_strijkers, with_barrier);
}
TEST(Accuracy, legacy_dynes_modulus_meets_its_contract_over_the_whole_box) {
  meets_the_contract(didv::models::legacy_dynes_modulus(), reference::legacy_dynes_modulus, legacy_coarse);
}
TEST(Accuracy, legacy_btk_real_root_meets_its_contract_over_the_whole_box) {
  meets_the_contract(didv::models::legacy_btk_real_root(), reference::legacy_btk_real_root, legacy_coarse);
}

}  // namespace
