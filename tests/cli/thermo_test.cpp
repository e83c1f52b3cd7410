#include "didv/gap_equation.hpp"
#include "didv/thermodynamics.hpp"
#include "program.hpp"

namespace didv::test {

class ThermoCommand : public Program {};

TEST_F(ThermoCommand, prints_the_alpha_model_over_temperature) {
  const Outcome outcome = didv("thermo --ratio 3.53 --tc 1 --temperature 0.02:1:50");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("\ntemperature_K,Delta_meV,entropy,specific_heat,critical_field,superfluid_density\n"),
            std::string::npos);
  const auto rows = outcome.rows();
  ASSERT_EQ(rows.size(), 50u);
  const AlphaModel model(3.53);
  for (const auto& row : rows) {
    EXPECT_NEAR(row[1], bcs::gap(row[0], bcs::from_ratio(3.53, 1)), 1e-15);
    EXPECT_EQ(row[2], model.entropy(row[0]));
    EXPECT_EQ(row[3], model.specific_heat(row[0]));
    EXPECT_EQ(row[4], CriticalField(model).reduced(row[0]));
    EXPECT_EQ(row[5], model.superfluid_density(row[0]));
  }
  EXPECT_NEAR(rows.back()[3], 1 + 1.426127 * (3.53 * 3.53) / (3.5277540 * 3.5277540), 1e-6) << "at Tc: from below";
}

TEST_F(ThermoCommand, scales_with_tc_and_defaults_to_weak_coupling) {
  const auto rows = didv("thermo --tc 9.2 --temperature 4.6 --symmetry d").rows();
  EXPECT_DOUBLE_EQ(rows[0][2], AlphaModel::weak_coupling(GapSymmetry::d_wave).entropy(0.5));
  const nlohmann::json json = didv("thermo --tc 9.2 --temperature 4.6,9.2 --json").json();
  EXPECT_NEAR(json["specific_heat_jump"], 1.426126924, 1e-9);
  EXPECT_NEAR(json["ratio_2Delta0_kTc"], 3.5277539777, 1e-9);
  EXPECT_EQ(json["critical_field"][1], 0);
  EXPECT_EQ(json["dirty_superfluid_density"].size(), 2u);
}

TEST_F(ThermoCommand, each_mistake_gets_its_own_line) {
  expect_refusal("thermo", "expected --tc K");
  expect_refusal("thermo --tc 1", "expected --temperature");
  expect_refusal("thermo --tc 0 --temperature 1", "--tc: '0'");
  expect_refusal("thermo --tc 1 --temperature -1:1:3", "--temperature: -1 K: expected 0 or more");
  expect_refusal("thermo --tc 1 --temperature 1 --ratio -3", "ratio 2Delta(0)/kTc = -3");
  expect_refusal("thermo --tc 1 --temperature 1 --ratio 100", "0.5 to 30");
  expect_refusal("thermo --tc 1 --temperature 1 --symmetry p", "--symmetry: 'p': expected s or d");
}

}  // namespace didv::test
