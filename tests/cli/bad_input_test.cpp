// Measurements that are wrong in a way that a fit could swallow: each ends in one line that says where, or in a
// warning.

#include "program.hpp"

namespace didv::test {

class BadInput : public Program {
 protected:
  /// A curve with a sigma column of 0.01, `sigma` in place of that of the third point, which stands in line 5.
  void write_with_sigma(const std::string& file, const std::string& sigma) const {
    std::string text = "# temperature_K: 2\nbias_mV,conductance,sigma\n";
    const Outcome curve = didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:61 --noise 0.01 --seed 3");
    int point = 0;
    for (const std::vector<double>& row : curve.rows())
      text += std::to_string(row[0]) + "," + std::to_string(row[1]) + "," + (++point == 3 ? sigma : "0.01") + "\n";
    write(file, text);
  }
  /// Exit code 2 and exactly this line.
  void expect_line(const std::string& arguments, const std::string& line) const {
    const Outcome outcome = didv(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_EQ(outcome.error, line + "\n");
    EXPECT_EQ(outcome.out, "");
  }
  std::string warnings(const std::string& arguments, int exit_code) const {
    const Outcome outcome = didv(arguments + " --json -");
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.error;
    std::string all;
    const nlohmann::json json = outcome.json();
    for (const auto& warning : json["warnings"]) all += warning.get<std::string>() + "\n";
    return all;
  }
};

TEST_F(BadInput, a_sigma_that_is_none_is_found_by_line_and_column) {
  for (const auto& [sigma, found] : {std::pair{"0", "found sigma 0, expected a number > 0"},
                                     {"-0.01", "found sigma -0.01, expected a number > 0"},
                                     {"", "found an empty cell, expected a number (sigma)"},
                                     {"nan", "found 'nan', expected a number (sigma)"},
                                     {"inf", "found 'inf', expected a number (sigma)"},
                                     {"x", "found 'x', expected a number (sigma)"}}) {
    write_with_sigma("s.csv", sigma);
    for (const char* command :
         {"fit s.csv --model dynes", "compare s.csv --models dynes,btk", "series s.csv --model dynes"})
      expect_line(command, std::string("s.csv:5:3: ") + found);
  }
  write_with_sigma("s.csv", "0.02");
  EXPECT_EQ(didv("fit s.csv --model dynes").exit_code, 0);
}

TEST_F(BadInput, a_sigma_given_that_is_none_is_named) {
  write_with_sigma("s.csv", "0.01");
  expect_line("fit s.csv --model dynes --sigma 0", "--sigma: '0': expected a standard deviation > 0");
  expect_line("fit s.csv --model dynes --sigma -1", "--sigma: '-1': expected a standard deviation > 0");
  expect_line("fit s.csv --model dynes --sigma nan", "--sigma: 'nan': expected a number");
}

TEST_F(BadInput, fewer_points_than_parameters_are_counted) {
  write("two.csv", "# temperature_K: 2\nbias_mV,conductance\n-1,0.5\n1,0.5\n");
  expect_line("fit two.csv --model btk",
              "two.csv: 2 points cannot fix 3 parameters (Delta, Gamma, Z): fix some, or widen the window");
  write_with_sigma("s.csv", "0.01");
  expect_line("fit s.csv --model btk --window 5.9:6",
              "s.csv: 1 point cannot fix 3 parameters (Delta, Gamma, Z): fix some, or widen the window");
  expect_line("fit s.csv --model btk --window 7:8", "s.csv: no point inside the window 7 to 8 mV");
}

TEST_F(BadInput, all_the_weight_on_one_point_is_a_warning) {
  write_with_sigma("s.csv", "1e-9");
  // The curve has to go through that point, whatever the others say.
  const std::string told = warnings("fit s.csv --model dynes", 1);
  EXPECT_NE(told.find("the weight lies on 1 of 61 points: the smallest sigma is 1e+07 times smaller than the largest; "
                      "values and errors rest on these few"),
            std::string::npos)
      << told;
  write_with_sigma("s.csv", "0.02");
  EXPECT_EQ(warnings("fit s.csv --model dynes", 0).find("the weight lies"), std::string::npos);
}

TEST_F(BadInput, biases_in_another_unit_are_noticed_by_the_gap_they_give) {
  // The same contact at 2 K, its biases in µV, in V, and in mV, under a header that says mV.
  didv("simulate dynes --set Delta=1400,Gamma=100,T=2000 --bias -6000:6000:121 --noise 0.01 --seed 3 -o uV.csv");
  didv("simulate dynes --set Delta=0.0014,Gamma=0.0001,T=0.002 --bias -0.006:0.006:121 --noise 0.01 --seed 3 -o V.csv");
  didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:121 --noise 0.01 --seed 3 -o mV.csv");
  EXPECT_NE(
      warnings("fit uV.csv --model dynes --temperature 2", 0).find("is the bias in another unit (µV taken for mV)"),
      std::string::npos);
  const Outcome volts = didv("fit V.csv --model dynes --temperature 2 --json -");
  EXPECT_NE(volts.out.find("is the bias in another unit"), std::string::npos) << volts.out;
  EXPECT_EQ(warnings("fit mV.csv --model dynes --temperature 2", 0).find("another unit"), std::string::npos);
}

}  // namespace didv::test
