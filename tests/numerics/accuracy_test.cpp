// The accuracy contract on a few places of its box; the whole of it is accuracy_sweep.cpp.

#include "numerics/accuracy.hpp"

#include <gtest/gtest.h>

namespace {

const accuracy::Box corners{{0, 1e-4, 0.2}, {1e-3, 0.1, 10}, {0, 0.7, 10}};
const accuracy::Box middle{{0, 0.05}, {0.02, 0.5}, {0.4}};

TEST(Accuracy, dynes_values_keep_1e_minus_9_in_the_corners_of_the_box) {
  const auto report = accuracy::sweep(didv::models::dynes(), reference::dynes, 1.25, corners, 4, false);
  EXPECT_LE(report.value.error, accuracy::value_contract) << report.value.where;
}

TEST(Accuracy, btk_values_keep_1e_minus_9_in_the_corners_of_the_box) {
  const auto report = accuracy::sweep(didv::models::btk(), reference::btk, 1.25, corners, 4, false);
  EXPECT_LE(report.value.error, accuracy::value_contract) << report.value.where;
}

TEST(Accuracy, legacy_values_keep_1e_minus_9_in_the_corners_of_the_box) {
  for (const auto& [model, kernel] : {std::pair{didv::models::legacy_dynes_modulus(), &reference::legacy_dynes_modulus},
                                      {didv::models::legacy_btk_real_root(), &reference::legacy_btk_real_root}}) {
    const auto report = accuracy::sweep(model, kernel, 1.25, corners, 4, false);
    EXPECT_LE(report.value.error, accuracy::value_contract) << report.value.where;
  }
}

TEST(Accuracy, derivatives_keep_1e_minus_6) {
  for (const auto& [model, kernel] :
       {std::pair{didv::models::dynes(), &reference::dynes}, {didv::models::btk(), &reference::btk}}) {
    const auto report = accuracy::sweep(model, kernel, 1.25, middle, 9, true);
    EXPECT_LE(report.value.error, accuracy::value_contract) << report.value.where;
    for (const auto& worst : report.derivative) EXPECT_LE(worst.error, accuracy::derivative_contract) << worst.where;
  }
}

}  // namespace
