// Files as instruments write them. The texts here were composed for the test after the layout of real files.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

using Numbers = std::vector<double>;

const std::string nanonis =
    "Experiment\tbias spectroscopy\t\r\nExperiment\tbias spectroscopy\t\r\nUser\t\t\r\nLock-in>Amplitude\t2E-3\t\r\n"
    "Temperature (K)\t1.3\t\r\n\r\n[DATA]\r\n"
    "Bias calc (V)\tCurrent (A)\tBias (V)\tLI Demod 1 X (A)\tCurrent [bwd] (A)\tCurrent (A) [filt]\r\n"
    "-2.00000E-3\t-10.0E-12\t-2.1E-3\t1E-12\t-11E-12\tNaN\r\n"
    "2.00000E-3\t10.0E-12\t2.1E-3\t2E-12\t11E-12\t10E-12\r\n";

std::string refusal(const std::string& text, const ColumnChoice& choice = {}) {
  try {
    to_current_voltage(parse_table(text, "f.dat"), choice);
  } catch (const DataError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Nanonis, is_recognised_by_content) {
  const Table table = parse_table(nanonis, "f.dat");
  EXPECT_EQ(table.format, "Nanonis spectroscopy");
  EXPECT_EQ(table.swept, "Bias calc (V)");
  EXPECT_EQ(table.metadata.size(), 4u);  // the repeated line counts once
  EXPECT_EQ(table.metadatum("Lock-in>Amplitude")->value, "2E-3");
}

TEST(Nanonis, the_bias_is_the_swept_one_and_the_current_is_chosen_by_name) {
  for (const char* name : {"Current [bwd]", "Current [bwd] (A)"}) {
    const CurrentVoltage curve = to_current_voltage(parse_table(nanonis, "f.dat"), {.data = name});
    EXPECT_EQ(curve.voltage_mV, (Numbers{-2, 2}));
    EXPECT_EQ(curve.current_mA, (Numbers{-11e-12 * 1e3, 11e-12 * 1e3}));
  }
  EXPECT_EQ(refusal(nanonis),
            "f.dat: has 4 current columns, choose one by name (--column): Current (A), LI Demod 1 X (A), Current [bwd] "
            "(A), Current "
            "(A) [filt]");
}

TEST(Nanonis, its_header_gives_no_temperature_and_no_modulation) {
  const CurrentVoltage curve = to_current_voltage(parse_table(nanonis, "f.dat"), {.data = "Current"});
  EXPECT_FALSE(curve.temperature_K);
  EXPECT_FALSE(curve.modulation);
  EXPECT_EQ(curve.metadata.at("Temperature (K)"), "1.3");
}

TEST(Nanonis, a_lock_in_current_is_a_conductance_in_arbitrary_units_when_asked) {
  const Spectrum spectrum =
      to_spectrum(parse_table(nanonis, "f.dat"), {.data = "LI Demod 1 X", .data_unit = "arbitrary"});
  EXPECT_EQ(spectrum.conductance, (Numbers{1e-12, 2e-12}));
  EXPECT_EQ(spectrum.unit, ConductanceUnit::arbitrary);
}

TEST(Nanonis, a_cell_without_number_spoils_its_column_alone) {
  EXPECT_EQ(refusal(nanonis, {.data = "Current (A) [filt]"}),
            "f.dat:9:6: found 'NaN', expected a number (Current (A) [filt])");
}

TEST(Nanonis, a_file_that_ends_early_is_refused) {
  EXPECT_EQ(refusal("Experiment\tx\t\n[DATA]\n"), "f.dat:2: found nothing behind [DATA], expected the columns");
  EXPECT_EQ(refusal("Experiment\tx\t\n[DATA]\nBias calc (V)\tCurrent (A)\n"),
            "f.dat: has no row of numbers behind [DATA]");
  EXPECT_EQ(refusal("Experiment\tx\t\n[DATA]\nBias calc (V)\tCurrent (A)\n1\t2\n1\n"),
            "f.dat:5: found 1 cell, expected 2 as in the first row");
}

std::string wsxm(const std::string& rows) {
  return "WSxM file copyright WSxM solutions\r\nIV curve file\r\n\r\n[General Info]\r\n\r\n    X axis text: Bias "
         "[#x]\r\n"
         "    X axis unit: V\r\n    Y axis text: Current [#y]\r\n    Y axis unit: nA\r\n\r\n[Header end]\r\n" +
         rows;
}

TEST(Wsxm, forward_and_backward_curves_share_one_bias_where_it_is_the_same) {
  const std::string text = wsxm("0.005 2 0.005 2.5 \r\n-0.005 -2 -0.005 -2.5 \r\n");
  EXPECT_EQ(parse_table(text, "f.cur").format, "WSxM curve");
  const CurrentVoltage curve = to_current_voltage(parse_table(text, "f.cur"), {.data = "Current 2"});
  EXPECT_EQ(curve.voltage_mV, (Numbers{5, -5}));
  EXPECT_EQ(curve.current_mA, (Numbers{2.5e-6, -2.5e-6}));
  EXPECT_EQ(refusal(text),
            "f.dat: has 2 current columns, choose one by name (--column): Current 1 (nA), Current 2 (nA)");
}

TEST(Wsxm, one_curve_needs_no_choice) {
  const CurrentVoltage curve = to_current_voltage(parse_table(wsxm("0.005 2\n-0.005 -2\n"), "f.cur"));
  EXPECT_EQ(curve.voltage_mV, (Numbers{5, -5}));
  EXPECT_EQ(curve.current_mA, (Numbers{2e-6, -2e-6}));
}

TEST(Wsxm, different_biases_stay_apart) {
  const Table table = parse_table(wsxm("0.005 2 -0.005 2.5\n-0.005 -2 0.005 -2.5\n"), "f.cur");
  ASSERT_EQ(table.columns.size(), 4u);
  EXPECT_EQ(table.columns[2].header, "Bias 2 (V)");
}

TEST(Wsxm, rows_that_are_no_pairs_are_refused) {
  EXPECT_EQ(refusal(wsxm("1 2 3\n")), "f.dat:12: found 3 cells, expected pairs of x and y");
  EXPECT_EQ(refusal(wsxm("")), "f.dat: has no row of numbers behind [Header end]");
}

TEST(InstrumentFiles, measured_files_are_read) {
  const char* folder = std::getenv("DIDV_MEASURED_DATA");
  if (!folder) GTEST_SKIP() << "DIDV_MEASURED_DATA is not set";
  const std::string root(folder);
  EXPECT_EQ(read_current_voltage(root + "/pb-stm/olovo-2.44001-Export001.dat").size(), 1024u);
  EXPECT_EQ(
      read_current_voltage(root + "/nbse2-stm/NbSe2_00500mK_0000mT_0001_Current_Avg.iv.cur", {.data = "Current 1"})
          .size(),
      1024u);
  for (const char* file :
       {"nanonis-xarray_i_v.dat", "nanonis-xarray_filtered.dat", "SciFiDatasets_BiasSpectroscopy.dat",
        "pynxtools_gen5_Bias-Spectroscopy00015_20230420.dat"}) {
    EXPECT_GT(read_current_voltage(root + "/instruments/" + file, {.data = "Current (A)"}).size(), 100u) << file;
  }
  for (const char* file : {"nanonispy_Bias-Spectroscopy002.dat", "nanonispy_duplicate_headers.dat"}) {
    EXPECT_GT(read_current_voltage(root + "/instruments/" + file, {.data = "Input 3 (A)"}).size(), 100u) << file;
  }
}

}  // namespace
}  // namespace didv
