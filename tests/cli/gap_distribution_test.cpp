// A distribution of gaps from a file, behind a model's name.

#include "didv/combine.hpp"
#include "program.hpp"

namespace didv::test {

class GapDistributionOption : public Program {
 protected:
  void SetUp() override {
    write("gaps.csv", "gap,weight\n0.7,1\n0.85,2\n1,3\n1.15,2\n1.3,1\n");
    const Outcome made = didv("simulate dynes+gap_distribution " + option +
                              " --set Delta=1.4,Gamma=0.05,T=1 --bias -6:6:201 --noise 0.005 -o a.csv");
    ASSERT_EQ(made.exit_code, 0) << made.error;
  }
  const std::string option = "--gap-distribution gaps.csv";
};

TEST_F(GapDistributionOption, simulates_the_average_of_the_library) {
  const auto rows = didv("simulate dynes+gap_distribution+normal_channel " + option +
                         " --set Delta=1.4,Gamma=0.05,w_n=0.2,T=1 --bias -3:3:7")
                        .rows();
  const Model same =
      with_normal_channel(with_gap_distribution(find_model("dynes"), {0.7, 0.85, 1, 1.15, 1.3}, {1, 2, 3, 2, 1}));
  ASSERT_EQ(rows.size(), 7u);
  for (const std::vector<double>& row : rows)
    EXPECT_NEAR(row[1], same({{row[0]}}, {{"Delta", 1.4}, {"Gamma", 0.05}, {"w_n", 0.2}, {"T", 1}})[0], 1e-12);
}

TEST_F(GapDistributionOption, fits_what_was_simulated_and_records_the_file) {
  const nlohmann::json fit = didv("fit a.csv --model dynes+gap_distribution " + option + " --json -").json();
  EXPECT_EQ(fit["usable"], true);
  const auto& Delta = fit["parameters"]["Delta"];
  EXPECT_NEAR(Delta["value"].get<double>(), 1.4, 4 * Delta["standard_error"].get<double>());
  ASSERT_EQ(fit["inputs"].size(), 1u);
  EXPECT_EQ(fit["inputs"][0]["file"], "gaps.csv");
  EXPECT_EQ(fit["inputs"][0]["sha256"], shell("sha256sum < gaps.csv").out.substr(0, 64));
  EXPECT_NE(read("a.csv").find("gaps.csv, sha256 " + fit["inputs"][0]["sha256"].get<std::string>()), std::string::npos);
}

TEST_F(GapDistributionOption, takes_gaps_in_any_unit_and_columns_without_names) {
  write("other.dat", "14 1\n17 2\n20 3\n23 2\n26 1\n6 0\n");  // twenty times as large
  write("header.csv", "weight,gap_meV\n1,0.14\n2,0.17\n3,0.2\n2,0.23\n1,0.26\n");
  const auto gap = [&](const std::string& file) {
    return didv("fit a.csv --model dynes+gap_distribution --json - --gap-distribution " + file)
        .json()["parameters"]["Delta"]["value"]
        .get<double>();
  };
  EXPECT_NEAR(gap("other.dat"), gap("gaps.csv"), 1e-8);
  EXPECT_NEAR(gap("header.csv"), gap("gaps.csv"), 1e-8);
}

TEST_F(GapDistributionOption, stands_in_a_comparison_in_a_series_and_in_a_refit) {
  const nlohmann::json compared =
      didv("compare a.csv --models dynes,dynes+gap_distribution " + option + " --json -").json();
  EXPECT_EQ(compared["best"], "dynes+gap_distribution");
  EXPECT_EQ(compared["inputs"][0]["file"], "gaps.csv");
  const std::string points = read("a.csv");
  write("b.csv", points.substr(0, points.rfind('\n', points.size() - 2) + 1));  // without the last
  EXPECT_EQ(didv("series a.csv b.csv --temperature 1,1.1 --model dynes+gap_distribution " + option + " --json s.json")
                .exit_code,
            0);
  EXPECT_EQ(didv("refit s.json").exit_code, 0);
  write("gaps.csv", "gap,weight\n1,1\n");
  expect_refusal("refit s.json", "gaps.csv: is not the file that s.json was made from");
}

TEST_F(GapDistributionOption, is_refused_where_something_is_missing_or_wrong) {
  expect_refusal("fit a.csv --model dynes+gap_distribution",
                 "model 'dynes+gap_distribution': +gap_distribution needs --gap-distribution FILE");
  expect_refusal("fit a.csv --model dynes " + option, "--gap-distribution: no model has +gap_distribution");
  expect_refusal("fit a.csv --model two_gap_dynes+gap_distribution " + option,
                 "model two_gap_dynes: no parameter 'Delta'");
  expect_refusal("fit a.csv --model dynes+gap_distribution --gap-distribution none.csv", "none.csv: cannot open");
  expect_refusal("simulate dynes+gap_distribution --bias -1:1:3 -o gaps.csv " + option, "is the file that is read");
  for (const char* command :
       {"fit a.csv --json gaps.csv --model", "fit a.csv -o gaps.csv --model", "series a.csv a.csv -o gaps.csv --model",
        "fit a.csv --draws gaps.csv --intervals bootstrap --model", "series a.csv a.csv --json gaps.csv --model",
        "compare a.csv --json gaps.csv --models dynes,"})
    expect_refusal(
        std::string(command) + (std::string(command).ends_with(',') ? "" : " ") + "dynes+gap_distribution " + option,
        "gaps.csv is the file that is read");
  expect_refusal("simulate dynes+gap_distribution:dynes --bias -1:1:3 " + option, "a combinator acts on all");
  const auto refused = [&](const std::string& text, const std::string& complaint) {
    write("bad.csv", text);
    expect_refusal("fit a.csv --model dynes+gap_distribution --gap-distribution bad.csv", complaint);
  };
  refused("gap,weight\n0.7,1\n0.85,-2\n", "bad.csv:3: has a gap or a weight below 0");
  refused("gap,weight\n0.7,1\n0.85,x\n", "bad.csv:3:2");
  refused("gap,weight\n0.7,0\n0.85,0\n", "bad.csv: has no gap above 0 with a weight above 0");
  refused("gap,weight\n0,1\n", "bad.csv: has no gap above 0 with a weight above 0");
  refused("relative_gap,weight\n0.7,1\n0.85,2\n", "bad.csv: has no column 'gap'");
}

}  // namespace didv::test
