// The certified fits of NIST as a table of docs/validation.md: digits of the worst parameter from both starts, by didv
// and by Ceres alone. --compare FILE fails where the table in FILE has drifted, --write FILE puts it there.

#include <ceres/ceres.h>
#include <glog/logging.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "nist_fit.hpp"

namespace {

using namespace didv;

constexpr const char* first_line = "<!-- written by tests/curve/nist_table.cpp -->";
constexpr const char* last_line = "<!-- end of the table -->";

class WholeCurve final : public ceres::CostFunction {
 public:
  WholeCurve(CurveFunction function, CurveData data, int parameters)
      : function_(std::move(function)), data_(std::move(data)), width_(static_cast<std::size_t>(parameters)) {
    set_num_residuals(static_cast<int>(data_.x.size()));
    mutable_parameter_block_sizes()->push_back(parameters);
  }
  bool Evaluate(double const* const* parameters, double* residuals, double** jacobians) const override {
    const std::span<const double> theta(parameters[0], width_);
    std::vector<double> y(data_.x.size());
    std::span<double> jacobian;
    if (jacobians != nullptr && jacobians[0] != nullptr) jacobian = {jacobians[0], y.size() * width_};
    function_(data_.x, theta, y, jacobian);
    for (std::size_t i = 0; i < y.size(); ++i) residuals[i] = y[i] - data_.y[i];
    return true;
  }

 private:
  CurveFunction function_;
  CurveData data_;
  std::size_t width_;
};

/// Levenberg–Marquardt and DENSE_QR. `patient`: as many iterations and as small steps as its own NIST example allows.
std::vector<double> ceres_alone(const nist::Problem& problem, const nist::Set& set, int start, bool patient) {
  std::vector<double> theta;
  for (const nist::Certified& parameter : set.parameters) theta.push_back(nist::start_of(parameter, start));
  ceres::Problem ceres_problem;
  ceres_problem.AddResidualBlock(
      new WholeCurve(problem.function, nist::points(problem, set), static_cast<int>(theta.size())), nullptr,
      theta.data());
  ceres::Solver::Options options;
  options.trust_region_strategy_type = ceres::LEVENBERG_MARQUARDT;
  options.linear_solver_type = ceres::DENSE_QR;
  options.logging_type = ceres::SILENT;
  options.num_threads = 1;
  if (patient) {
    options.max_num_iterations = 10000;
    options.function_tolerance = options.gradient_tolerance = options.parameter_tolerance =
        std::numeric_limits<double>::epsilon();
  }
  ceres::Solver::Summary summary;
  ceres::Solve(options, &ceres_problem, &summary);
  return theta;
}

double worst_digits(const std::vector<double>& found, const nist::Set& set) {
  double worst = 11;
  for (std::size_t j = 0; j < found.size(); ++j) {
    const double digits = nist::digits(found[j], set.parameters[j].value);
    worst = std::min(worst, std::isfinite(digits) ? std::max(0.0, digits) : 0);
  }
  return worst;
}

constexpr const char* columns[]{"parameters", "errors", "sum of squares", "Ceres as it comes", "Ceres to the end"};

struct Row {
  std::string problem;
  int start;
  std::vector<std::optional<double>> digits;  ///< one a column; empty: none to compare
};

std::vector<Row> measured() {
  std::vector<Row> rows;
  for (const nist::Problem& problem : nist::problems()) {
    const nist::Set set = nist::read(problem.name);
    for (const int start : {1, 2}) {
      const FitResult result = nist::fit(problem, set, start);
      std::vector<double> found;
      double errors = 11;
      for (std::size_t j = 0; j < set.parameters.size(); ++j) {
        const Estimate& estimate = result.data[0].parameters[j];
        found.push_back(estimate.value);
        errors = std::min(errors, estimate.standard_error
                                      ? nist::digits(*estimate.standard_error, set.parameters[j].standard_error)
                                      : 0);
      }
      const double squares = nist::digits(result.chi_squared, set.sum_of_squares);
      // The residuals of Lanczos1 are the rounding of its own data.
      const bool rounding = problem.name == "Lanczos1";
      using Digits = std::optional<double>;
      rows.push_back(
          {problem.name,
           start,
           {result.usable() ? worst_digits(found, set) : 0, rounding ? Digits() : std::max(0.0, errors),
            rounding ? Digits() : std::max(0.0, squares), worst_digits(ceres_alone(problem, set, start, false), set),
            worst_digits(ceres_alone(problem, set, start, true), set)}});
    }
  }
  return rows;
}

std::string one_decimal(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string table(const std::vector<Row>& rows) {
  std::string text = "| problem | start |";
  std::string rule = "\n| --- | --- |";
  for (const char* column : columns) {
    text += std::string(" ") + column + " |";
    rule += " --- |";
  }
  text += rule + '\n';
  std::vector<double> sum(std::size(columns)), count(std::size(columns)), solved(std::size(columns));
  for (const Row& row : rows) {
    text += "| " + row.problem + " | " + std::to_string(row.start) + " |";
    for (std::size_t c = 0; c < row.digits.size(); ++c) {
      text += " " + (row.digits[c] ? one_decimal(*row.digits[c]) : "–") + " |";
      if (!row.digits[c]) continue;
      sum[c] += *row.digits[c];
      ++count[c];
      solved[c] += *row.digits[c] >= 6;
    }
    text += '\n';
  }
  text += "| mean | |";
  for (std::size_t c = 0; c < sum.size(); ++c) text += " " + one_decimal(sum[c] / count[c]) + " |";
  text += "\n| 6 digits and more | |";
  for (std::size_t c = 0; c < sum.size(); ++c)
    text +=
        " " + std::to_string(static_cast<int>(solved[c])) + " of " + std::to_string(static_cast<int>(count[c])) + " |";
  return text + '\n';
}

std::string read(const std::string& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error(file + ": cannot read");
  return text.str();
}

/// Where the table stands in the page.
std::pair<std::size_t, std::size_t> place_of_table(const std::string& page) {
  const std::size_t first = page.find(first_line), last = page.find(last_line);
  if (first == std::string::npos || last == std::string::npos || last < first)
    throw std::runtime_error("the page has no place for the table");
  return {first + std::string(first_line).size() + 1, last};
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> all;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '|');) all.push_back(cell);
  return all;
}

/// Beyond nine digits it is the machine's rounding that counts; below, half of one is more than that changes.
bool agree(const std::string& line, const std::string& other_line) {
  constexpr double tolerance = 0.5, rounding_begins = 9;
  const std::vector<std::string> a = cells(line), b = cells(other_line);
  if (a.size() != b.size()) return false;
  for (std::size_t c = 0; c < a.size(); ++c) {
    char* end = nullptr;
    const double value = std::strtod(a[c].c_str(), &end);
    const bool number = end != a[c].c_str() && std::string(end).find_first_not_of(' ') == std::string::npos;
    const double other = number ? std::strtod(b[c].c_str(), nullptr) : 0;
    if (number ? std::abs(std::min(value, rounding_begins) - std::min(other, rounding_begins)) > tolerance
               : a[c] != b[c])
      return false;
  }
  return true;
}

int compare(const std::string& now, const std::string& page) {
  std::istringstream fresh(now), before(page);
  int differences = 0;
  for (std::string new_line, old_line;;) {
    const bool more = static_cast<bool>(std::getline(fresh, new_line)),
               had = static_cast<bool>(std::getline(before, old_line));
    if (!more && !had) break;
    if (more && had && agree(new_line, old_line)) continue;
    ++differences;
    std::cerr << "page: " << (had ? old_line : "") << "\nnow:  " << (more ? new_line : "") << '\n';
  }
  return differences == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  // Steps to where a formula overflows are no news.
  google::InitGoogleLogging(argv[0]);
  FLAGS_minloglevel = google::GLOG_FATAL;
  try {
    const std::string now = table(measured());
    if (argc != 3) {
      std::cout << now;
      return EXIT_SUCCESS;
    }
    const std::string file = argv[2];
    std::string page = read(file);
    const auto [begin, end] = place_of_table(page);
    if (std::string(argv[1]) == "--compare") return compare(now, page.substr(begin, end - begin));
    page.replace(begin, end - begin, now);
    std::ofstream(file) << page;
    return EXIT_SUCCESS;
  } catch (const std::exception& e) {
    std::cerr << "nist_table: " << e.what() << '\n';
    return EXIT_FAILURE;
  }
}
