#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/read.hpp"
#include "didv/units.hpp"

namespace didv {
namespace {

using Numbers = std::vector<double>;

Spectrum spectrum_of(const std::string& text, const ColumnChoice& choice = {}) {
  return to_spectrum(parse_table(text, "f.csv"), choice);
}

TEST(ReadSpectrum, ErrorsAndTemperaturesInColumnsOfOtherNamesAreToldToBeUnused) {
  const auto warnings = [](const std::string& columns) {
    std::string all;
    for (const std::string& warning :
         spectrum_of("bias_mV,conductance_nS," + columns + "\n-1,2,0.1\n0,1,0.1\n1,2,0.1\n").warnings)
      all += warning;
    return all;
  };
  EXPECT_EQ(warnings("dG_error"),
            "column 'dG_error' is not used: errors of the conductance are read from a column named sigma");
  EXPECT_NE(warnings("temperature_K").find("column 'temperature_K' is not used"), std::string::npos);
  EXPECT_EQ(warnings("sigma"), "");
  EXPECT_EQ(warnings("field_T"), "");
  const Spectrum chosen = spectrum_of("bias_mV,temperature_corrected_nS\n-1,2\n0,1\n1,2\n");
  EXPECT_TRUE(chosen.warnings.empty()) << chosen.warnings.front();
}

// FIPS 180-4, and the empty message.
TEST(Sha256, is_that_of_the_standard) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(parse_table("bias_mV,conductance\n1,2\n", "f").sha256, sha256("bias_mV,conductance\n1,2\n"));
}

TEST(ReadSpectrum, a_shipped_file_comes_with_its_temperature_and_modulation) {
  const Spectrum spectrum = read_spectrum(DIDV_SOURCE_DIR "/data/ats/tunneling_300mK.csv");
  ASSERT_EQ(spectrum.size(), 301u);
  EXPECT_EQ(spectrum.bias_mV.front(), -3);
  EXPECT_EQ(spectrum.conductance.front(), 2.34773841 / 1e9);
  EXPECT_EQ(spectrum.unit, ConductanceUnit::siemens);
  EXPECT_TRUE(spectrum.sigma.empty());
  ASSERT_TRUE(spectrum.temperature_K && spectrum.modulation);
  EXPECT_EQ(spectrum.temperature_K->value, 0.3);
  EXPECT_EQ(spectrum.temperature_K->origin, Origin::file);
  EXPECT_EQ(spectrum.modulation->value.text(), "0.6 mV peak");
  EXPECT_TRUE(spectrum.metadata.contains("reconstructed"));
  EXPECT_TRUE(spectrum.warnings.empty());
}

TEST(ReadSpectrum, every_shipped_spectrum_can_be_read) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(DIDV_SOURCE_DIR "/data/ceh9")) {
    if (!entry.path().filename().string().starts_with("spectrum")) continue;
    const Spectrum spectrum = read_spectrum(entry.path());
    EXPECT_EQ(spectrum.size(), 481u) << entry.path();
    EXPECT_TRUE(spectrum.temperature_K) << entry.path();
    EXPECT_TRUE(spectrum.modulation && spectrum.modulation->value.none()) << entry.path();
    ++count;
  }
  EXPECT_EQ(count, 10);
}

TEST(ReadSpectrum, all_separators_line_ends_and_decimal_marks_say_the_same) {
  const Spectrum expected = spectrum_of("bias_mV,conductance_nS,sigma\n-1.5,2.25,0.5\n+1.5,1e1,0.25\n");
  EXPECT_EQ(expected.bias_mV, (Numbers{-1.5, 1.5}));
  EXPECT_EQ(expected.conductance, (Numbers{2.25 / 1e9, 10 / 1e9}));
  EXPECT_EQ(expected.sigma, (Numbers{0.5 / 1e9, 0.25 / 1e9}));
  for (const std::string text : {
           "bias_mV;conductance_nS;sigma\n-1.5;2.25;0.5\n1.5;10;.25\n",
           "bias_mV;conductance_nS;sigma\n-1,5;2,25;0,5\n1,5;10;,25\n",
           "bias_mV\tconductance_nS\tsigma\t\n-1.5\t2.25\t0.5\t\n1.5\t10\t0.25\t\n",
           "bias_mV\tconductance_nS\tsigma\n-1,5\t2,25\t0,5\n1,5\t1e1\t0,25\n",
           "bias_mV  conductance_nS sigma\n  -1.5   2.25\t0.5\n  1.5  10  0.25  \n",
           "bias_mV conductance_nS sigma\n-1,5 2,25 0,5\n1,5 10 0,25\n",
           "bias_mV, conductance_nS, sigma\r\n-1.5, 2.25, 0.5\r\n1.5, 10, 0.25\r\n",
           "\xEF\xBB\xBF"
           "bias_mV,conductance_nS,sigma\n-1.5,2.25,0.5\n1.5,10,0.25",
           "\"bias_mV\",\"conductance_nS\",\"sigma\"\n-1.5,2.25,0.5\n\n1.5,10,0.25\n\n",
           "# bias_mV,conductance_nS,sigma\n-1.5,2.25,0.5\n1.5,10,0.25\n",
           "bias (mV),conductance (nS),sigma (nS)\n-1.5,2.25,0.5\n1.5,10,0.25\n",
           "My sample\nbias_mV,conductance_nS,sigma\n-1.5,2.25,0.5\n1.5,10,0.25\n",
       }) {
    const Spectrum spectrum = spectrum_of(text);
    EXPECT_EQ(spectrum.bias_mV, expected.bias_mV) << text;
    EXPECT_EQ(spectrum.conductance, expected.conductance) << text;
    EXPECT_EQ(spectrum.sigma, expected.sigma) << text;
  }
}

TEST(ReadSpectrum, units_are_converted_to_millivolts_and_siemens) {
  const auto bias = [](const std::string& unit) { return spectrum_of("bias_" + unit + ",G\n0,1\n3,1\n").bias_mV[1]; };
  EXPECT_EQ(bias("V"), 3000);
  EXPECT_EQ(bias("mV"), 3);
  EXPECT_EQ(bias("uV"), 0.003);
  EXPECT_EQ(bias("\xC2\xB5V"), 0.003);
  const auto conductance = [](const std::string& unit) {
    const Spectrum spectrum = spectrum_of("bias_mV,dIdV_" + unit + "\n0,1\n1,3\n");
    EXPECT_EQ(spectrum.unit, unit == "normalised" ? ConductanceUnit::normalised : ConductanceUnit::siemens);
    return spectrum.conductance[1];
  };
  EXPECT_EQ(conductance("S"), 3);
  EXPECT_EQ(conductance("mS"), 0.003);
  EXPECT_EQ(conductance("uS"), 3e-6);
  EXPECT_EQ(conductance("nS"), 3e-9);
  EXPECT_EQ(conductance("G0"), 3 * conductance_quantum_S);
  EXPECT_EQ(conductance("normalised"), 3);
}

TEST(ReadSpectrum, a_conductance_may_be_a_current_per_voltage_a_part_of_a_resistance_or_in_quanta) {
  const auto conductance = [](const std::string& unit) {
    return spectrum_of("bias_mV,dI/dV (" + unit + ")\n0,1\n1,3\n").conductance[1];
  };
  EXPECT_EQ(conductance("A/V"), 3);
  EXPECT_EQ(conductance("nA/V"), 3e-9);
  EXPECT_EQ(conductance("nA/mV"), 3e-6);
  EXPECT_EQ(conductance("\xC2\xB5" + std::string("A/mV")), 3e-3);
  EXPECT_EQ(conductance("1/Ohm"), 3);
  EXPECT_EQ(conductance("1/k\xCE\xA9"), 3e-3);
  EXPECT_EQ(conductance("2e^2/h"), 3 * conductance_quantum_S);
  EXPECT_EQ(conductance("e\xC2\xB2/h"), 3 * conductance_quantum_S / 2);
  for (const char* no_conductance : {"V/A", "nA/nA", "2/Ohm", "/V", "A/"})
    EXPECT_THROW(conductance(no_conductance), DataError) << no_conductance;
}

TEST(ReadSpectrum, names_and_units_are_told_apart_as_people_write_them) {
  for (const char* header : {"bias_mV", "Bias (mV)", "Bias [mV]", "V/mV", "\"Bias [mV]\"", "Sample bias[mV]"}) {
    const Spectrum spectrum = spectrum_of(std::string(header) + ";dI/dU (nS)\n0;1\n3;1\n");
    EXPECT_EQ(spectrum.bias_mV, (Numbers{0, 3})) << header;
    EXPECT_EQ(spectrum.conductance, (Numbers{1e-9, 1e-9})) << header;
  }
  const auto names = [](const std::string& header) {
    const Column column = parse_table(header + ",x_mV\n1,2\n", "f.csv").columns[0];
    return std::pair(column.name, column.unit);
  };
  using Names = std::pair<std::string, std::string>;
  EXPECT_EQ(names("dI/dV [nA/V]"), Names("dI/dV", "nA/V"));
  EXPECT_EQ(names("Current [bwd]"), Names("Current [bwd]", ""));
  EXPECT_EQ(names("Current [bwd] (A)"), Names("Current [bwd]", "A"));
  EXPECT_EQ(names("T/K"), Names("T", "K"));
  for (const char* quotient : {"dI/dV", "G/G0", "G/GN", "C/T", "1/K", "/mV"}) EXPECT_EQ(names(quotient).second, "");
}

TEST(ReadSpectrum, sigma_has_the_unit_of_the_conductance_or_its_own) {
  EXPECT_EQ(spectrum_of("bias_mV,G_mS,sigma\n0,1,2\n1,1,2\n").sigma, (Numbers{0.002, 0.002}));
  const Spectrum own = spectrum_of("bias_mV,G_mS,sigma_uS\n0,1,2\n1,1,2\n");
  EXPECT_EQ(own.sigma, (Numbers{2e-6, 2e-6}));
  EXPECT_EQ(own.history.back(), "sigma of each point: column 'sigma_uS' in uS");
}

TEST(ReadSpectrum, a_bias_divider_is_applied_and_told) {
  const Spectrum spectrum = spectrum_of("# bias_divider: 100\nbias_V,conductance\n-1,1\n1,1\n");
  EXPECT_EQ(spectrum.bias_mV, (Numbers{-10, 10}));
  EXPECT_FALSE(spectrum.metadata.contains("bias_divider"));
  EXPECT_EQ(spectrum.history.at(1), "bias divided by 100 (bias_divider in the file)");
}

TEST(ReadSpectrum, columns_are_chosen_by_name_with_or_without_unit) {
  const std::string text = "set_mV,true_mV,forward_nS,backward_nS\n0,1,2,3\n4,5,6,7\n";
  const Spectrum spectrum = spectrum_of(text, {.bias = "true", .data = "backward_nS"});
  EXPECT_EQ(spectrum.bias_mV, (Numbers{1, 5}));
  EXPECT_EQ(spectrum.conductance, (Numbers{3 / 1e9, 7 / 1e9}));
  EXPECT_EQ(spectrum.history.at(0), "bias: column 'true_mV' in mV");
}

TEST(ReadSpectrum, a_unit_given_by_option_wins_and_is_told) {
  const Spectrum spectrum =
      spectrum_of("v_bias\tlockin\n-0.001\t1\n0.001\t2\n",
                  {.bias = "v_bias", .data = "lockin", .bias_unit = "V", .data_unit = "arbitrary"});
  EXPECT_EQ(spectrum.bias_mV, (Numbers{-1, 1}));
  EXPECT_EQ(spectrum.unit, ConductanceUnit::arbitrary);
  EXPECT_EQ(spectrum.history.at(0), "bias: column 'v_bias' in V (given by option)");
}

TEST(ReadSpectrum, a_conductance_is_normalised_only_where_the_file_says_so) {
  const auto read = [](const std::string& header, const ColumnChoice& choice = {}) {
    return spectrum_of("bias_mV;" + header + "\n0;1\n1;2\n", choice);
  };
  for (const char* header : {"conductance", "Conductance", "conductance_normalised", "dI/dV (normalized)", "G/G_N",
                             "normalised dI/dV", "conductance (1)"}) {
    EXPECT_EQ(read(header).unit, ConductanceUnit::normalised) << header;
    EXPECT_TRUE(read(header).warnings.empty()) << header;
  }
  for (const char* header : {"conductance_arb", "conductance_arbitrary", "dI/dV (a.u.)", "dI/dV (arb. u.)"}) {
    EXPECT_EQ(read(header).unit, ConductanceUnit::arbitrary) << header;
    EXPECT_TRUE(read(header).warnings.empty()) << header << " says it itself";
  }
  for (const char* header : {"dIdV", "G", "conductance_raw"}) {
    EXPECT_EQ(read(header).unit, ConductanceUnit::arbitrary) << header;
    ASSERT_EQ(read(header).warnings.size(), 1u) << header;
    EXPECT_NE(read(header).warnings[0].find("arbitrary units, and a fit frees its scale"), std::string::npos) << header;
  }
  EXPECT_EQ(read("dIdV", {.data_unit = "normalised"}).unit, ConductanceUnit::normalised);
}

TEST(ReadSpectrum, two_columns_without_names_are_read_with_a_warning) {
  const Spectrum millivolts = spectrum_of("-5,1\n5,2\n");
  EXPECT_EQ(millivolts.bias_mV, (Numbers{-5, 5}));
  EXPECT_EQ(millivolts.unit, ConductanceUnit::arbitrary);
  ASSERT_EQ(millivolts.warnings.size(), 3u);
  EXPECT_EQ(millivolts.warnings[1],
            "the unit of the bias is assumed to be mV: the file does not state it, and its numbers reach 5");
  const Spectrum volts = spectrum_of("header\n  5e-3   1\n -5e-3  2\n");
  EXPECT_EQ(volts.bias_mV, (Numbers{5, -5}));
  EXPECT_EQ(volts.metadata.at("title"), "header");
  const Spectrum stated = spectrum_of("-0.1 1\n0.1 2\n", {.bias_unit = "V"});
  EXPECT_EQ(stated.bias_mV, (Numbers{-100, 100}));
  EXPECT_EQ(stated.warnings.size(), 2u);
}

TEST(ReadSpectrum, metadata_may_stand_anywhere_and_in_either_case) {
  const Spectrum spectrum = spectrum_of(
      "# Temperature_K: 4.2\n# just a remark\n# measured at 12:30\nbias_mV,G\n0,1\n# modulation: none (dc)\n1,1\n"
      "# note: one\n# note: two\n");
  EXPECT_EQ(spectrum.temperature_K->value, 4.2);
  EXPECT_TRUE(spectrum.modulation->value.none());
  EXPECT_EQ(spectrum.metadata.at("note"), "one; two");
  EXPECT_EQ(spectrum.metadata.size(), 1u);
}

TEST(ReadSpectrum, what_the_file_does_not_say_is_not_invented) {
  const Spectrum spectrum = spectrum_of("bias_mV,G\n0,1\n1,1\n");
  EXPECT_FALSE(spectrum.temperature_K);
  EXPECT_FALSE(spectrum.modulation);
  EXPECT_FALSE(spectrum.bias_noise);
}

TEST(ReadSpectrum, a_measured_file_without_names_is_read) {
  const char* folder = std::getenv("DIDV_MEASURED_DATA");
  if (!folder) GTEST_SKIP() << "DIDV_MEASURED_DATA is not set";
  const Spectrum point_contact = read_spectrum(std::string(folder) + "/pcar-b2/b2.csv");
  EXPECT_EQ(point_contact.size(), 1001u);
  EXPECT_EQ(point_contact.bias_mV.front(), -7);
  const Spectrum tunnelling = read_spectrum(std::string(folder) + "/nbse2-stm/dIdV.txt");
  EXPECT_DOUBLE_EQ(tunnelling.bias_mV.front(), 4.9432483);
}

TEST(ReadCurrentVoltage, currents_are_converted_to_milliamperes) {
  const CurrentVoltage curve =
      to_current_voltage(parse_table("# temperature_K: 2\nvoltage_V,current_nA\n1,2\n-1,-2\n", "f.csv"));
  EXPECT_EQ(curve.voltage_mV, (Numbers{1000, -1000}));
  EXPECT_EQ(curve.current_mA, (Numbers{2e-6, -2e-6}));
  EXPECT_EQ(curve.temperature_K->value, 2);
}

TEST(ReadCurrentVoltage, the_shipped_curve_can_be_read) {
  const CurrentVoltage curve = read_current_voltage(DIDV_SOURCE_DIR "/data/ceh9/current_voltage_02K.csv");
  EXPECT_EQ(curve.size(), 801u);
  EXPECT_EQ(curve.voltage_mV.front(), -121.851138);
  EXPECT_EQ(curve.current_mA.front(), -110.398622);
}

TEST(ReadCurrentVoltage, a_conductance_file_is_no_current_voltage_curve) {
  try {
    to_current_voltage(parse_table("bias_mV,conductance_S\n0,1\n1,2\n", "f.csv"));
    FAIL() << "accepted";
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(),
                 "f.csv: has no current column, expected one in A, mA, uA, nA or pA; columns: bias_mV, conductance_S");
  }
}

}  // namespace
std::string map_of_two_curves() {
  std::string text = "B_T,bias_mV,conductance\n";
  for (const char* field : {"0", "0.1"})
    for (int V = -2; V <= 2; ++V)
      text += std::string(field) + "," + std::to_string(V) + "," + std::to_string(field[1] ? 10 + V : V) + "\n";
  return text;
}

TEST(ManyCurves, one_is_chosen_by_the_nearest_value_and_told) {
  ColumnChoice choice;
  choice.where = {{"B_T", 0.09}};
  const Spectrum s = to_spectrum(parse_table(map_of_two_curves(), "map.csv"), choice);
  EXPECT_EQ(s.conductance, (std::vector<double>{8, 9, 10, 11, 12}));
  EXPECT_EQ(s.history.front(), "rows: the 5 of 10 with B_T = 0.1, the nearest to 0.09 (option)");
}

TEST(ManyCurves, are_refused_without_a_choice) {
  try {
    to_spectrum(parse_table(map_of_two_curves(), "map.csv"));
    FAIL();
  } catch (const DataError& error) {
    EXPECT_STREQ(
        error.what(),
        "map.csv: has 2 curves one behind the other, column 'B_T' from 0 to 0.1: choose one (--where B_T=VALUE)");
  }
  ColumnChoice choice;
  choice.where = {{"field", 0}};
  EXPECT_THROW(to_spectrum(parse_table(map_of_two_curves(), "map.csv"), choice), DataError);
}

}  // namespace didv
