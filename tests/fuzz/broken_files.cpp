#include "broken_files.hpp"

#include <algorithm>
#include <utility>

namespace didv::attack {

namespace {

using Files = std::vector<BrokenFile>;

/// A format with two columns and the place of its first row of numbers.
struct Format {
  std::string name, above, separator, bias_header, data_header;
  std::size_t first_row;  // line

  std::string row(const std::string& bias, const std::string& data) const { return bias + separator + data + "\n"; }
  std::string rows() const { return row("0", "1") + row("1", "2"); }
};

std::vector<Format> formats() {
  const std::string nanonis = "Experiment\tspectroscopy\t\n[DATA]\n";
  const std::string wsxm =
      "WSxM file copyright\nX axis text: bias\nX axis unit: mV\nY axis text: conductance\nY axis unit: nS\n[Header "
      "end]\n";
  return {{"commas", "bias_mV,conductance_nS\n", ",", "bias_mV", "conductance_nS", 2},
          {"semicolons", "# title: t\nbias_V;dI/dV (uS)\n", ";", "bias_V", "dI/dV (uS)", 3},
          {"tabs", "\nbias_mV\tG\n", "\t", "bias_mV", "G", 3},
          {"blanks", "# bias_mV conductance\n", "  ", "bias_mV", "conductance", 2},
          {"Nanonis", nanonis + "Bias (V)\tLI X (S)\n", "\t", "Bias (V)", "LI X (S)", 4},
          {"WSxM", wsxm, " ", "bias (mV)", "conductance (nS)", 7}};
}

std::string at(std::size_t line, std::size_t column = 0) {
  return "f:" + std::to_string(line) + (column ? ":" + std::to_string(column) : "") + ": ";
}

/// A cell that is no finite number, in either column, in a row below the first.
void bad_cells(const Format& f, Files& files) {
  for (const std::string cell : {"abc", "nan", "-inf", "1e999", "1.5x", "0x10", "--1", "1e", "+-2", "1..2"}) {
    const std::string end = "found '" + cell + "', expected a number (";
    files.push_back({f.name + ", second row, bias: '" + cell + "'", f.above + f.row("0", "1") + f.row(cell, "2"),
                     ReadAs::spectrum, at(f.first_row + 1, 1) + end + f.bias_header + ")"});
    files.push_back({f.name + ", third row, conductance: '" + cell + "'", f.above + f.rows() + f.row("2", cell),
                     ReadAs::spectrum, at(f.first_row + 2, 2) + end + f.data_header + ")"});
  }
}

void bad_shapes(const Format& f, Files& files) {
  const auto ragged = [&](const std::string& cells) {
    return at(f.first_row + 2) + "found " + cells + ", expected 2 as in the first row";
  };
  const std::string below = f.name == "Nanonis" ? "[DATA]" : "[Header end]";
  files.push_back({f.name + ": a row of one cell", f.above + f.rows() + "3\n", ReadAs::spectrum, ragged("1 cell")});
  files.push_back({f.name + ": a row of three cells", f.above + f.rows() + f.row("2", "3" + f.separator + "4"),
                   ReadAs::spectrum, ragged("3 cells")});
  files.push_back({f.name + ": one row", f.above + f.row("0", "1"), ReadAs::spectrum,
                   "f: has 1 row of numbers, expected at least 2"});
  files.push_back(
      {f.name + ": a zero byte in the numbers", f.above + f.row("0", std::string("1\0", 2)), ReadAs::spectrum,
       "f: is binary (a zero at byte " + std::to_string(f.above.size() + 3 + f.separator.size()) + "), expected text"});
  files.push_back(
      {f.name + ": no row", f.above, ReadAs::spectrum,
       f.name == "blanks" ? "f: has no row of numbers"
       : f.name == "Nanonis" || f.name == "WSxM"
           ? "f: has no row of numbers behind " + below
           : "f: has a header (line " + std::to_string(f.first_row - 1) + ") but no row of numbers below it"});
  files.push_back({f.name + ": decimal point, then decimal comma", f.above + f.row("0.5", "1") + f.row("1", "2;5"),
                   ReadAs::spectrum,
                   f.name == "semicolons"
                       ? at(f.first_row + 1) + "found 3 cells, expected 2 as in the first row"
                       : at(f.first_row + 1, 2) + "found '2;5', expected a number (" + f.data_header + ")"});
  files.push_back({f.name + ": a bias beyond every number", f.above + f.row("0", "1") + f.row("1e309", "1"),
                   ReadAs::spectrum,
                   at(f.first_row + 1, 1) + "found '1e309', expected a number (" + f.bias_header + ")"});
}

/// Metadata of a file that is sane otherwise.
void bad_metadata(Files& files) {
  const auto add = [&](const std::string& key, const std::string& value, const std::string& expected) {
    files.push_back({"metadatum " + key + ": '" + value + "'",
                     "# title: t\n# " + key + ": " + value + "\nbias_mV,conductance\n0,1\n1,2\n", ReadAs::spectrum,
                     at(2) + expected});
  };
  for (const std::string value : {"cold", "-2", "nan", "inf", "1e999", "4.2 K", "4,2", "", "0x2", "--1"})
    add("temperature_K", value, "temperature_K is '" + value + "', expected a number of kelvin >= 0");
  for (const std::string value : {"0", "0.5", "-10", "nan", "inf", "1:10", "ten", ""})
    add("bias_divider", value, "bias_divider is '" + value + "', expected a number >= 1 by which the bias is divided");
  for (const std::string value : {"0", "0.99", "-1", "nan", "inf", "two", ""})
    add("points_per_independent_point", value,
        "points_per_independent_point is '" + value + "', expected a number >= 1");
  for (const std::string value : {"-1", "nan", "inf", "0.1 mV", ""})
    add("smoothing_mV", value, "smoothing_mV is '" + value + "', expected a standard deviation in mV >= 0");
  for (const std::string value : {"yes", "nan", "inf", "0 mV", ""})
    add("symmetrised_about_mV", value, "symmetrised_about_mV is '" + value + "', expected a bias in mV");
  const std::string kinds =
      ", expected 'rms', 'peak' or 'peak-to-peak' after the amplitude: they differ by factors of 1.4 to 2.8";
  for (const std::string value : {"0.6 mV", "0.6 mV pk", "0.6 mV rms peak", "0.6 mV (rms)", "1 V,rms", "20 uV RMSS"})
    add("modulation", value, "modulation is '" + value + "'" + kinds);
  const std::string form =
      ", expected an amplitude, its unit and its kind, such as '0.6 mV peak', '20 uV rms', or 'none'";
  for (const std::string value :
       {"", "rms", "0.6 rms", "0.6 peak", "mV rms", "0.6 meV peak", "0.6 mA peak", "- mV peak"})
    add("modulation", value, "modulation is '" + value + "'" + form);
  add("modulation", "-0.6 mV peak", "modulation amplitude is -0.6 mV, expected a finite number >= 0");
  add("modulation", "nan mV rms", "modulation amplitude is nan mV, expected a finite number >= 0");
  add("modulation", "inf mV rms", "modulation amplitude is inf mV, expected a finite number >= 0");
  add("modulation", "1e308 V rms", "modulation amplitude is inf mV, expected a finite number >= 0");
  for (const std::string value :
       {"", "0.05", "mV", "-0.05 mV", "0.05 meV", "0.05 mV rms", "nan mV", "inf V", "1e308 V"})
    add("bias_noise", value,
        "bias noise is '" + value + "', expected a standard deviation >= 0 with its unit, such as '0.05 mV'");
  for (const std::string key :
       {"temperature_K", "modulation", "bias_noise", "bias_divider", "points_per_independent_point"}) {
    const std::string value = key == "modulation" ? "none" : key == "bias_noise" ? "1 mV" : "2";
    files.push_back({key + " twice",
                     "# " + key + ": " + value + "\n#" + key + ":" + value + "\nbias_mV,conductance\n0,1\n1,2\n",
                     ReadAs::spectrum, at(2) + key + " is stated twice, expected it once (line 1 has it already)"});
  }
}

void bad_columns(Files& files) {
  const auto add = [&](const std::string& broken, const std::string& text, const std::string& message,
                       ReadAs read_as = ReadAs::spectrum) {
    files.push_back({broken, text, read_as, message});
  };
  const std::string rows = "0,1\n1,2\n", rows3 = "0,1,2\n1,2,3\n";
  const std::string no_bias = "f: has no bias column, expected one in V, mV or uV; columns: ";
  const std::string no_data =
      "f: has no conductance column, expected one in S, mS, uS, nS, G0, normalised or arbitrary; columns: ";
  add("no bias", "x,conductance\n" + rows, no_bias + "x, conductance");
  add("an energy is no bias", "E_meV,conductance\n" + rows, no_bias + "E_meV, conductance");
  add("no conductance", "bias_mV,t\n" + rows, no_data + "bias_mV, t");
  add("a current only", "bias_mV,current_nA\n" + rows,
      no_data + "bias_mV, current_nA (a current is differentiated only when asked)");
  add("two biases", "bias_mV,V_V,G\n" + rows3,
      "f: has 2 bias columns, choose one by name (--bias-column): bias_mV, V_V");
  add("two conductances", "bias_mV,a_nS,b_nS\n" + rows3,
      "f: has 2 conductance columns, choose one by name (--column): a_nS, b_nS");
  add("one name twice", "bias_mV,G,G\n" + rows3,
      "f:1:3: found 'G' again, expected a name of its own (column 2 has it already)");
  add("an empty name twice", "bias_mV,,,G\n0,1,2,3\n1,2,3,4\n",
      "f:1:3: found '' again, expected a name of its own (column 2 has it already)");
  add("three columns, two names", "bias_mV,G\n" + rows3,
      "f:2: found 3 cells, expected 2: the header in line 1 names 2 columns");
  add("two columns, three names", "bias_mV,G,sigma\n" + rows,
      "f:2: found 2 cells, expected 3: the header in line 1 names 3 columns");
  add("three columns, no names", rows3,
      "f: has no header and 3 columns, expected names, or the bias and the data column chosen by number");
  add("one column, no name", "1\n2\n",
      "f: has no header and 1 column, expected names, or the bias and the data column chosen by number");
  add("no unit and a bias of 0.1", "-0.1 1\n0.1 2\n",
      "f: has no unit of bias, and a reach of 0.1 may be mV or V: state the unit");
  for (const std::string sigma : {"0", "-1", "-0.0"})
    add("sigma " + sigma, "bias_mV,G,sigma\n0,1,1\n1,2," + sigma + "\n",
        "f:3:3: found sigma " + std::string(sigma == "-0.0" ? "-0" : sigma) + ", expected a number > 0");
  for (const std::string sigma : {"nan", "inf", "", "?"})
    add("sigma '" + sigma + "'", "bias_mV,G,sigma\n0,1,1\n1,2," + sigma + "\n",
        "f:3:3: found " + (sigma.empty() ? "an empty cell" : "'" + sigma + "'") + ", expected a number (sigma)");
  add("sigma in siemens, conductance without", "bias_mV,conductance,sigma_S\n" + rows3,
      "f: has its sigma column in 'S', expected the unit of the conductance, normalised");
  add("sigma in volts", "bias_mV,G_nS,sigma_mV\n" + rows3,
      "f: has its sigma column in 'mV', expected the unit of the conductance, nS");
  add("a bias that no double holds in mV", "bias_V,G\n0,1\n1e306,1\n",
      "f:3:1: found 1e+306 V, expected a number that can be converted");
  add("no current", "voltage_mV,G\n" + rows,
      "f: has no current column, expected one in A, mA, uA, nA or pA; columns: voltage_mV, G", ReadAs::current_voltage);
  add("two currents", "voltage_mV,up_nA,down_nA\n" + rows3,
      "f: has 2 current columns, choose one by name (--column): up_nA, down_nA", ReadAs::current_voltage);
  add("a current that is no number", "voltage_mV,I_nA\n0,1\n1,-\n", "f:3:2: found '-', expected a number (I_nA)",
      ReadAs::current_voltage);
  add("a current beyond every number", "voltage_mV,I_A\n0,1\n1,1e307\n",
      "f:3:2: found 1e+307 A, expected a number that can be converted", ReadAs::current_voltage);
  add("I(V) of one row", "voltage_mV,I_A\n0,1\n", "f: has 1 row of numbers, expected at least 2",
      ReadAs::current_voltage);
  const auto iv = ReadAs::current_voltage_series;
  add("a temperature that never repeats", "temperature_K,voltage_mV,I_A\n1,0,1\n2,1,2\n3,2,3\n",
      "f: has 3 different values of the temperature in 3 rows, expected one that repeats for each curve", iv);
  add("two temperatures", "T1_K,T2_K,voltage_mV,I_A\n1,1,0,1\n1,1,1,2\n",
      "f: has 2 temperature columns, choose one by name: T1_K, T2_K", iv);
  add("a temperature that is no number", "temperature_K,voltage_mV,I_A\n1,0,1\nx,1,2\n",
      "f:3:1: found 'x', expected a number (temperature_K)", iv);
  const auto rt = ReadAs::resistance_curves;
  add("no resistance", "temperature_K,x\n" + rows,
      "f: has no resistance column, expected one in ohm, or any unit of resistivity; columns: temperature_K, x", rt);
  add("no temperature", "x,R_ohm\n" + rows, "f: has no temperature column, expected one in K or mK; columns: x, R_ohm",
      rt);
  add("two resistances", "temperature_K,a_ohm,b_ohm\n" + rows3,
      "f: has 2 resistance columns, choose one by name (--column): a_ohm, b_ohm", rt);
  add("a field that never repeats", "field_T,temperature_K,R_ohm\n0,1,2\n1,2,3\n2,3,4\n",
      "f: has 3 different values of the field in 3 rows, expected one that repeats for each curve", rt);
  add("a resistance that is no number", "temperature_K,R_ohm\n1,2\n2,OL\n",
      "f:3:2: found 'OL', expected a number (R_ohm)", rt);
  const auto heat = ReadAs::heat_capacity;
  add("no heat capacity", "temperature_K,x\n" + rows,
      "f: has no heat capacity column, choose one by name (--column): temperature_K, x", heat);
  add("two heat capacities", "temperature_K,Cp (J/mol K),heat_capacity_mJ_per_molK\n" + rows3,
      "f: has 2 heat capacity columns, choose one by name (--column): Cp (J/mol K), heat_capacity_mJ_per_molK", heat);
  add("a heat capacity that is no number", "temperature_K,Cp (J/mol K)\n0,1\n1,*\n",
      "f:3:2: found '*', expected a number (Cp (J/mol K))", heat);
  add("a heat capacity that no double holds in mJ", "temperature_K,Cp (J/mol K)\n0,1\n1,1e306\n",
      "f:3:2: found 1e+306, expected a number that can be converted", heat);
  add("R(T) of one row", "temperature_K,R_ohm\n1,2\n", "f: has 1 row of numbers, expected 2 or more", rt);
}

void no_tables(Files& files) {
  const auto add = [&](const std::string& broken, const std::string& text, const std::string& message) {
    files.push_back({broken, text, ReadAs::spectrum, message});
  };
  add("nothing", "", "f: is empty (0 bytes)");
  add("one line end", "\n", "f: has no row of numbers");
  add("blanks", " \t \r\n\r\n", "f: has no row of numbers");
  add("a byte order mark and no more", "\xEF\xBB\xBF", "f: has no row of numbers");
  add("UTF-16, little end",
      std::string("\xFF\xFE"
                  "1\0",
                  4),
      "f: is UTF-16 text, expected UTF-8 or ASCII");
  add("UTF-16, big end",
      std::string("\xFE\xFF"
                  "\0"
                  "1",
                  4),
      "f: is UTF-16 text, expected UTF-8 or ASCII");
  add("a zero", std::string(1, '\0'), "f: is binary (a zero at byte 1), expected text");
  add("a letter", "Dear Sir,\nwhere is my gap?\n",
      "f:2: found 'where is my gap?' and no row of numbers in any line, expected numbers below a header");
  add("metadata only", "# temperature_K: 2\n", "f: has no row of numbers");
  add("HTML", "<!DOCTYPE html>\n<html></html>\n",
      "f:2: found '<html></html>' and no row of numbers in any line, expected numbers below a header");
  add("numbers in quotation marks", "bias_mV,conductance\n\"1\",\"2\"\n",
      "f:2: found '\"1\",\"2\"' and no row of numbers in any line, expected numbers below a header");
  add("JSON", "{\"bias\": [1, 2]}\n", "f: has a header (line 1) but no row of numbers below it");
  add("Nanonis without columns", "a\tb\n[DATA]\n", "f:2: found nothing behind [DATA], expected the columns");
  add("Nanonis, one name twice", "a\tb\n[DATA]\nBias (V)\tBias (V)\n1\t2\n",
      "f:3:2: found 'Bias (V)' again, expected a name of its own (column 1 has it already)");
  add("a header that steers the terminal", "bias_mV,\x1b[31mred\x07\r\x7f_mV\n0,1\n1,2\n",
      "f: has 2 bias columns, choose one by name (--bias-column): bias_mV, ?[31mred???_mV");
  add("a unit of two thousand letters", "bias (" + std::string(2000, 'u') + "),G\n0,1\n1,2\n",
      "f: has no bias column, expected one in V, mV or uV; columns: bias (" + std::string(34, 'u') + "..., G");
  std::string many_columns = "1", many_metadata;
  for (int k = 0; k < 200'000; ++k) many_columns += ",1";
  for (int k = 0; k < 100'001; ++k) many_metadata += "#k:\n";
  add("two hundred thousand columns", many_columns + "\n" + many_columns + "\n", "f:1: has more than 100000 columns");
  add("a hundred thousand lines of metadata", many_metadata, "f:100001: has more than 100000 lines of metadata");
  std::string many_cells = "1";
  for (int k = 0; k < 199'999; ++k) many_cells += " 1";
  add("WSxM, two hundred thousand columns", "WSxM file copyright\n[Header end]\n" + many_cells + "\n",
      "f:3: has more than 100000 columns");
  add(
      "Nanonis, two hundred thousand columns",
      "a\tb\n[DATA]\n" +
          [&] {
            std::string tabs = many_cells;
            std::replace(tabs.begin(), tabs.end(), ' ', '\t');
            return tabs;
          }() +
          "\n1\n",
      "f:3: has more than 100000 columns");
  add("WSxM, three cells", "WSxM file copyright\n[Header end]\n1 2 3\n",
      "f:3: found 3 cells, expected pairs of x and y");
  add("WSxM, an axis twice", "WSxM file copyright\nX axis text: V\nX axis text: I\n[Header end]\n1 2\n",
      "f:3: X axis text is stated twice, expected it once (line 2 has it already)");
}

}  // namespace

std::vector<BrokenFile> broken_files() {
  Files files;
  for (const Format& format : formats()) {
    bad_cells(format, files);
    bad_shapes(format, files);
  }
  bad_metadata(files);
  bad_columns(files);
  no_tables(files);
  return files;
}

}  // namespace didv::attack
