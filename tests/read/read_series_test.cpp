#include "didv/read_series.hpp"

#include <gtest/gtest.h>

#include <string>

#include "didv/error.hpp"

namespace didv {
namespace {

template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const DataError& error) {
    return error.what();
  }
  return "accepted";
}

std::vector<ResistanceCurve> resistance(const std::string& text) {
  return to_resistance_curves(parse_table(text, "r.csv"));
}

TEST(ReadSeries, resistance_in_fields_becomes_one_curve_for_each_field_in_tesla) {
  const auto curves = resistance("field_kOe,temperature_K,resistivity_mOhm_cm\n1,2,0.5\n1,3,0.6\n0,2,0.7\n0,3,0.8\n");
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves[0].field_T, 0);
  EXPECT_EQ(curves[0].resistance, (std::vector{0.7, 0.8}));
  EXPECT_EQ(curves[1].field_T, 0.1);
  EXPECT_EQ(curves[1].temperature_K, (std::vector{2.0, 3.0}));
  EXPECT_EQ(curves[1].unit, "mOhm_cm");
}

TEST(ReadSeries, a_field_is_known_by_its_name_and_refused_in_a_unit_that_is_none) {
  for (const std::string header : {"field_G", "field_Gauss", "B (G)", "magnetic field (G)", "H_Oe"}) {
    const auto curves = resistance(header + ",temperature_K,R_ohm\n0,2,1\n0,3,2\n10000,2,1\n10000,3,2\n");
    ASSERT_EQ(curves.size(), 2u) << header;
    EXPECT_EQ(curves[1].field_T, 1) << header;
  }
  for (const std::string header : {"field (A/m)", "field_A_per_m", "magnetic field (furlong)"})
    EXPECT_NE(refusal([&] {
                resistance(header + ",temperature_K,R_ohm\n0,2,1\n0,3,2\n1,2,1\n1,3,2\n");
              }).find("expected T, mT, uT, Oe, kOe, G or kG"),
              std::string::npos)
        << header;
  const auto bare = resistance("field,temperature_K,R_ohm\n0,2,1\n0,3,2\n1,2,1\n1,3,2\n");
  EXPECT_EQ(bare[1].history[0], "field: column 'field' taken in T: the file states no unit");
  EXPECT_EQ(bare[1].history[1], "temperature: column 'temperature_K' in K");
}

TEST(ReadSeries, resistance_without_a_field_is_one_curve) {
  const auto curves = resistance("temperature_mK;R (ohm)\n100;1\n200;2\n");
  ASSERT_EQ(curves.size(), 1u);
  EXPECT_FALSE(curves[0].field_T);
  EXPECT_EQ(curves[0].temperature_K, (std::vector{0.1, 0.2}));
  EXPECT_EQ(curves[0].unit, "ohm");
}

TEST(ReadSeries, current_voltage_curves_are_told_apart_by_temperature) {
  const auto curves =
      to_current_voltage_series(parse_table("# cross_section_um2: 30\ntemperature_K,current_mA,voltage_V\n"
                                            "60,1,0.1\n60,2,0.2\n62,1,0.3\n62,2,0.4\n",
                                            "iv.csv"));
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves[1].temperature_K->value, 62);
  EXPECT_EQ(curves[1].voltage_mV, (std::vector{300.0, 400.0}));
  EXPECT_EQ(cross_section_um2(curves[0]), 30);
}

std::string runs_at_temperatures(const std::string& runs) {
  std::string text = "temperature_K,run,current_mA,voltage_mV\n";
  for (const char* T : {"4", "6"})
    for (const char run : runs)
      for (int i = 0; i < 4; ++i)
        text += std::string(T) + "," + run + "," + std::to_string(i * (run - '0')) + "," + std::to_string(i) + "\n";
  return text;
}

TEST(ReadSeries, of_several_runs_at_each_temperature_one_is_chosen) {
  const Table table = parse_table(runs_at_temperatures("12"), "iv.csv");
  EXPECT_EQ(refusal([&] { to_current_voltage_series(table); }),
            "iv.csv: has 2 curves one behind the other, column 'run' from 1 to 2: choose one (--where run=VALUE)");
  ColumnChoice choice;
  choice.where = {{"run", 2}};
  const auto curves = to_current_voltage_series(table, choice);
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves[1].temperature_K->value, 6);
  EXPECT_EQ(curves[1].current_mA, (std::vector<double>{0, 2, 4, 6}));
  EXPECT_EQ(curves[1].history.front(), "rows: the 8 of 16 with run = 2 (option)");
  EXPECT_EQ(to_current_voltage_series(parse_table(runs_at_temperatures("1"), "iv.csv")).size(), 2u);
}

TEST(ReadSeries, a_number_that_goes_with_the_temperature_is_no_further_choice) {
  const auto curves = to_current_voltage_series(parse_table(
      "temperature_K,run,current_mA,voltage_mV\n4,1,0,0\n4,1,1,1\n4,1,2,2\n6,2,0,0\n6,2,1,1\n6,2,2,2\n", "iv.csv"));
  EXPECT_EQ(curves.size(), 2u);
}

TEST(ReadSeries, rows_of_a_resistance_are_chosen) {
  ColumnChoice choice;
  choice.where = {{"run", 2}};
  const auto curves =
      to_resistance_curves(parse_table("run,temperature_K,R_ohm\n1,4,1\n1,5,2\n2,4,3\n2,5,4\n", "r.csv"), choice);
  ASSERT_EQ(curves.size(), 1u);
  EXPECT_EQ(curves[0].resistance, (std::vector<double>{3, 4}));
}

TEST(ReadSeries, a_curve_without_temperature_column_takes_it_from_the_header) {
  const auto curves =
      to_current_voltage_series(parse_table("# temperature_K: 4.2\ncurrent_mA,voltage_mV\n1,0.1\n2,0.2\n", "iv.csv"));
  ASSERT_EQ(curves.size(), 1u);
  EXPECT_EQ(curves[0].temperature_K->value, 4.2);
  EXPECT_FALSE(cross_section_um2(curves[0]));
}

TEST(ReadSeries, what_cannot_be_understood_is_refused_in_one_line) {
  EXPECT_EQ(refusal([] { resistance("temperature_K,height\n1,2\n2,3\n"); }),
            "r.csv: has no resistance column, expected one in ohm, or any unit of resistivity; columns: temperature_K, "
            "height");
  EXPECT_EQ(refusal([] { resistance("field_T,temperature_K,R_ohm\n0.01,1,2\n0.011,2,3\n0.012,3,3\n"); }),
            "r.csv: has 3 different values of the field in 3 rows, expected one that repeats for each curve");
  EXPECT_EQ(refusal([] { resistance("temperature_K,R_ohm\n1,2\n"); }),
            "r.csv: has 1 row of numbers, expected 2 or more");
  const auto curves = to_current_voltage_series(
      parse_table("# cross_section_um2: wide\ncurrent_mA,voltage_mV\n1,0.1\n2,0.2\n", "iv.csv"));
  EXPECT_EQ(refusal([&] { cross_section_um2(curves[0]); }),
            "iv.csv: has cross_section_um2 'wide', expected a number of um2 > 0");
}

}  // namespace
}  // namespace didv
