#include <cmath>
#include <limits>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "fit/joint.hpp"
#include "fit/scattered_starts.hpp"
#include "fit/verdict.hpp"

namespace didv {

CurveFit::CurveFit(CurveFunction function, std::vector<ParameterInfo> parameters, std::string name)
    : function_(std::move(function)), parameters_(std::move(parameters)), name_(std::move(name)) {}

CurveFit& CurveFit::add(CurveData data) {
  data_.push_back(std::move(data));
  return *this;
}

CurveFit& CurveFit::window(double lower, double upper) {
  window_ = {lower, upper};
  return *this;
}

CurveFit& CurveFit::sigma(double standard_deviation) {
  sigma_ = standard_deviation;
  return *this;
}

CurveFit& CurveFit::noise(NoiseModel model) {
  noise_ = model;
  return *this;
}

FitResult CurveFit::run() const {
  if (!function_) throw InvalidArgument(name_ + ": no function to fit");
  if (data_.empty()) throw InvalidArgument(name_ + ": no data: add() a data set");
  fitting::check_window(window_, "");
  fitting::check_sigma(sigma_);
  const std::vector<fitting::PlannedParameter> planned = fitting::plan(parameters_, rules_);

  std::vector<fitting::Task> tasks;
  for (const CurveData& data : data_) {
    fitting::Task task;
    task.data =
        fitting::choose_points({data.name, data.x, data.y, data.sigma, data.points_per_independent_point, noise_, {}},
                               window_, sigma_, {"x", "", "y"});
    task.curve = [this, x = task.data.x](std::span<const double> parameters, std::span<double> y,
                                         std::span<double> jacobian) { function_(x, parameters, y, jacobian); };
    fitting::Starts starts;
    starts.values.emplace_back();
    for (const auto& [info, rule, may_vanish] : planned) {
      const double start = rule.fixed      ? *rule.fixed
                           : rule.start    ? *rule.start
                           : rule.measured ? rule.measured->value
                                           : std::clamp(info.default_value, info.lower, info.upper);
      task.held.push_back(rule.fixed);
      task.held_because.push_back(rule.fixed ? "held by the caller" : "");
      starts.unit.push_back(start != 0 ? std::abs(start) : 1);
      starts.values.front().push_back(start);
    }
    task.rank = static_cast<double>(tasks.size());
    task.starts = [starts] { return starts; };
    task.further.push_back(
        [points = task.data, curve = task.curve, planned, held = task.held, start = starts.values.front()] {
          return fitting::scattered_starts(points, curve, planned, held, start);
        });
    task.adapted = [](std::vector<double> values) { return values; };
    tasks.push_back(std::move(task));
  }

  FitResult result =
      fitting::solve_tasks({.parameters = planned, .intervals = intervals_, .contours = contours_}, tasks);
  result.model = name_;
  for (std::size_t k = 0; k < data_.size(); ++k) result.data[k].sha256 = data_[k].sha256;
  std::vector<fitting::Range> ranges;
  std::vector<std::string> names;
  for (const auto& [info, rule, may_vanish] : planned) {
    ranges.push_back({info.name, info.lower, info.upper});
    names.push_back(info.name);
  }
  fitting::judge(result, ranges, names);
  if (result.status != FitStatus::failed) fitting::judge_residuals(result);
  return result;
}

}  // namespace didv
