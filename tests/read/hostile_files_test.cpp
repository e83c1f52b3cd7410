// Every file that cannot be read gets one line: what, where, what was expected.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "didv/error.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

std::string refusal(const std::string& text, const ColumnChoice& choice = {}) {
  try {
    to_spectrum(parse_table(text, "f.csv"), choice);
  } catch (const DataError& error) {
    return error.what();
  }
  return "accepted";
}

std::string refusal_of_file(const std::filesystem::path& file) {
  try {
    read_spectrum(file);
  } catch (const DataError& error) {
    return error.what();
  }
  return "accepted";
}

const std::string header = "bias_mV,conductance_S\n";

TEST(HostileFiles, a_missing_file_is_named) {
  EXPECT_EQ(refusal_of_file("missing.csv"), "missing.csv: cannot open: No such file or directory");
}

TEST(HostileFiles, a_directory_is_no_file) { EXPECT_EQ(refusal_of_file("/usr"), "/usr: cannot open: Is a directory"); }

TEST(HostileFiles, a_file_without_permission_is_named) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const auto file = std::filesystem::temp_directory_path() / ("didv_locked_" + std::to_string(::getpid()) + ".csv");
  std::ofstream(file) << header;
  ::chmod(file.c_str(), 0);
  EXPECT_EQ(refusal_of_file(file), file.string() + ": cannot open: Permission denied");
  std::filesystem::remove(file);
}

TEST(HostileFiles, an_empty_file_is_empty) {
  EXPECT_EQ(refusal(""), "f.csv: is empty (0 bytes)");
  EXPECT_EQ(refusal_of_file("/dev/null"), "/dev/null: is empty (0 bytes)");
}

TEST(HostileFiles, a_device_without_an_end_is_left) {
  EXPECT_EQ(refusal_of_file("/dev/zero"), "/dev/zero: is a device without an end, expected a file or a pipe");
}

TEST(HostileFiles, binary_data_are_no_text) {
  EXPECT_EQ(refusal(std::string("bias\0mV", 7)), "f.csv: is binary (a zero at byte 5), expected text");
  EXPECT_EQ(refusal(std::string("\xFF\xFE"
                                "b\0",
                                4)),
            "f.csv: is UTF-16 text, expected UTF-8 or ASCII");
}

TEST(HostileFiles, a_table_needs_rows) {
  EXPECT_EQ(refusal("# title: nothing\n\n"), "f.csv: has no row of numbers");
  EXPECT_EQ(refusal("\n" + header), "f.csv: has a header (line 2) but no row of numbers below it");
  EXPECT_EQ(refusal(header + "1,2\n"), "f.csv: has 1 row of numbers, expected at least 2");
  EXPECT_EQ(refusal("Dear Sir,\nplease find enclosed\n"),
            "f.csv:2: found 'please find enclosed' and no row of numbers in any line, expected numbers below a header");
}

TEST(HostileFiles, a_cell_that_is_no_finite_number_is_found) {
  const std::string end = ", expected a number (conductance_S)";
  EXPECT_EQ(refusal(header + "0,1\n1,abc\n2,1\n"), "f.csv:3:2: found 'abc'" + end);
  EXPECT_EQ(refusal(header + "0,abc\n1,1\n2,1\n"), "f.csv:2:2: found 'abc'" + end);
  EXPECT_EQ(refusal("# a: b\n\n" + header + "0,1\n\n1,nan\n2,1\n"), "f.csv:6:2: found 'nan'" + end);
  EXPECT_EQ(refusal(header + "0,1\n1,-inf\n2,1\n"), "f.csv:3:2: found '-inf'" + end);
  EXPECT_EQ(refusal(header + "0,1\n1,\n2,1\n"), "f.csv:3:2: found an empty cell" + end);
  EXPECT_EQ(refusal(header + "0,1\n1,1e999\n2,1\n"), "f.csv:3:2: found '1e999'" + end);
  EXPECT_EQ(refusal(header + "0,1\n1,1.5x\n2,1\n"), "f.csv:3:2: found '1.5x'" + end);
  EXPECT_EQ(refusal(header + "0,1\n1,0x10\n2,1\n"), "f.csv:3:2: found '0x10'" + end);
  EXPECT_EQ(refusal(header + "0,1\n--1,1\n2,1\n"), "f.csv:3:1: found '--1', expected a number (bias_mV)");
  EXPECT_EQ(refusal("bias_V,conductance_S\n0,1\n1e307,1\n"),
            "f.csv:3:1: found 1e+307 V, expected a number that can be converted");
}

TEST(HostileFiles, a_message_stays_one_short_line) {
  const std::string message = refusal(header + "0,1\n1," + std::string(1000, 'x') + "\n2,1\n");
  EXPECT_EQ(message, "f.csv:3:2: found '" + std::string(40, 'x') + "...', expected a number (conductance_S)");
  EXPECT_EQ(refusal(header + "0,1\n1,a\rb\x1b[31m\n2,1\n"),
            "f.csv:3:2: found 'a?b?[31m', expected a number (conductance_S)");
  EXPECT_LT(refusal("a" + std::string(5000, ',') + "\n1" + std::string(5000, ',') + "\n").size(), 300u);
}

TEST(HostileFiles, a_bad_cell_in_a_column_that_is_not_used_does_no_harm) {
  EXPECT_EQ(refusal("time,bias_mV,conductance_S\n12:00,0,1\n12:01,1,1\n"), "accepted");
}

TEST(HostileFiles, a_ragged_row_is_found) {
  EXPECT_EQ(refusal(header + "0,1\n1\n2,1\n"), "f.csv:3: found 1 cell, expected 2 as in the first row");
  EXPECT_EQ(refusal(header + "0,1\n1,2,3\n"), "f.csv:3: found 3 cells, expected 2 as in the first row");
  EXPECT_EQ(refusal("bias_mV,conductance_S,sigma\n0,1\n1,2\n"),
            "f.csv:2: found 2 cells, expected 3: the header in line 1 names 3 columns");
}

TEST(HostileFiles, decimal_points_and_commas_are_not_mixed) {
  EXPECT_EQ(refusal("bias_mV;conductance_S\n0,5;1,5\n1;1.234\n"),
            "f.csv:3:2: found '1.234', expected a decimal comma as in line 2");
  EXPECT_EQ(refusal("bias_mV;conductance_S\n0.5;1.5\n1;1,234\n"),
            "f.csv:3:2: found '1,234', expected a decimal point as in line 2");
  EXPECT_EQ(refusal("bias_mV;conductance_S\n0;1\n1;1,234.5\n"),
            "f.csv:3:2: found '1,234.5', expected a number (conductance_S)");
}

TEST(HostileFiles, missing_columns_are_named_beside_those_that_are_there) {
  EXPECT_EQ(refusal("V,I\n0,1\n1,2\n"), "f.csv: has no bias column, expected one in V, mV or uV; columns: V, I");
  EXPECT_EQ(
      refusal("bias_mV,temperature_K\n0,1\n1,2\n"),
      "f.csv: has no conductance column, expected one in S, mS, uS, nS, G0, normalised or arbitrary; columns: bias_mV, "
      "temperature_K");
  EXPECT_EQ(refusal("voltage_mV,current_mA\n0,1\n1,2\n"),
            "f.csv: has no conductance column, expected one in S, mS, uS, nS, G0, normalised or arbitrary; columns: "
            "voltage_mV, "
            "current_mA (a current is differentiated only when asked)");
  EXPECT_EQ(refusal(header + "0,1\n1,2\n", {.data = "dIdV"}),
            "f.csv: has no column 'dIdV', columns: bias_mV, conductance_S");
}

TEST(HostileFiles, several_candidates_and_no_choice_are_refused_with_the_list) {
  EXPECT_EQ(refusal("bias_mV,forward_nS,backward_nS\n0,1,2\n1,2,3\n"),
            "f.csv: has 2 conductance columns, choose one by name (--column): forward_nS, backward_nS");
  EXPECT_EQ(refusal("bias_mV,applied_V,conductance\n0,1,2\n1,2,3\n"),
            "f.csv: has 2 bias columns, choose one by name (--bias-column): bias_mV, applied_V");
}

TEST(HostileFiles, two_columns_of_one_name_are_refused) {
  EXPECT_EQ(refusal("bias_mV,conductance_S,bias_mV\n0,1,2\n1,2,3\n"),
            "f.csv:1:3: found 'bias_mV' again, expected a name of its own (column 1 has it already)");
}

TEST(HostileFiles, one_column_is_not_bias_and_conductance_at_once) {
  EXPECT_EQ(refusal("bias_mV,conductance_S\n0,1\n1,2\n", {.bias = "bias_mV", .data = "bias_mV"}),
            "f.csv: has its column 'bias_mV' chosen twice, expected one for the conductance");
}

TEST(HostileFiles, a_hundred_thousand_columns_or_lines_of_metadata_are_the_most) {
  constexpr std::size_t most = 100'000;
  std::string wide, row, talkative;
  for (std::size_t k = 0; k <= most; ++k) {
    wide += (k == 0 ? "a" : ",a") + std::to_string(k);
    row += k == 0 ? "0" : ",0";
    talkative += "# k: 1\n";
  }
  EXPECT_EQ(refusal(wide + "\n" + row + "\n"), "f.csv:2: has more than 100000 columns");
  EXPECT_EQ(refusal(talkative + header + "0,1\n1,2\n"), "f.csv:100001: has more than 100000 lines of metadata");
}

TEST(HostileFiles, a_column_in_a_wrong_unit_is_refused) {
  EXPECT_EQ(
      refusal("bias_mV,lockin (A)\n0,1\n1,2\n", {.data = "lockin"}),
      "f.csv: has its conductance column 'lockin (A)' in 'A', expected S, mS, uS, nS, G0, normalised or arbitrary");
  EXPECT_EQ(refusal("V,G\n0,1\n1,2\n", {.bias = "V"}),
            "f.csv: has its bias column 'V' without a unit, expected V, mV or uV");
  EXPECT_EQ(refusal(header + "0,1\n1,2\n", {.bias_unit = "furlong"}),
            "f.csv: has its bias column 'bias_mV' in 'furlong', expected V, mV or uV");
}

TEST(HostileFiles, sigma_is_positive_and_in_a_unit_of_conductance) {
  EXPECT_EQ(refusal("bias_mV,conductance_S,sigma\n0,1,0.1\n1,2,0\n"),
            "f.csv:3:3: found sigma 0, expected a number > 0");
  EXPECT_EQ(refusal("bias_mV,conductance_S,sigma\n0,1,-0.1\n1,2,1\n"),
            "f.csv:2:3: found sigma -0.1, expected a number > 0");
  EXPECT_EQ(refusal("bias_mV,conductance_nS,sigma\n0,1,1e-320\n1,2,1\n"),
            "f.csv:2:3: found sigma 1e-320, expected a number > 0");
  EXPECT_EQ(refusal("bias_mV,conductance,sigma_nS\n0,1,1\n1,2,1\n"),
            "f.csv: has its sigma column in 'nS', expected the unit of the conductance, normalised");
}

TEST(HostileFiles, metadata_that_cannot_be_understood_are_refused_by_line) {
  const std::string table = header + "0,1\n1,2\n";
  EXPECT_EQ(refusal("# temperature_K: cold\n" + table),
            "f.csv:1: temperature_K is 'cold', expected a number of kelvin >= 0");
  EXPECT_EQ(refusal("# title: x\n# temperature_K: -2\n" + table),
            "f.csv:2: temperature_K is '-2', expected a number of kelvin >= 0");
  EXPECT_EQ(refusal("# temperature_K: nan\n" + table),
            "f.csv:1: temperature_K is 'nan', expected a number of kelvin >= 0");
  EXPECT_EQ(refusal("# temperature_K: 2\n# temperature_K: 3\n" + table),
            "f.csv:2: temperature_K is stated twice, expected it once (line 1 has it already)");
  EXPECT_EQ(refusal("# modulation: 0.6 mV\n" + table),
            "f.csv:1: modulation is '0.6 mV', expected 'rms', 'peak' or 'peak-to-peak' after the amplitude: they "
            "differ by factors of 1.4 to 2.8");
  EXPECT_EQ(refusal("# bias_divider: 0.01\n" + table),
            "f.csv:1: bias_divider is '0.01', expected a number >= 1 by which the bias is divided");
}

TEST(HostileFiles, columns_without_names_are_refused_where_they_leave_a_doubt) {
  EXPECT_EQ(refusal("0,1,2\n1,2,3\n"),
            "f.csv: has no header and 3 columns, expected names, or the bias and the data column chosen by number");
  EXPECT_EQ(refusal("-0.1,1\n0.1,2\n"),
            "f.csv: has no unit of bias, and a reach of 0.1 may be mV or V: state the unit");
}

}  // namespace
}  // namespace didv
