#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <set>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/heat_capacity.hpp"
#include "didv/units.hpp"
#include "heat_capacity/averaged_heat.hpp"
#include "heat_capacity/broadened_alpha_model.hpp"
#include "heat_capacity/electronic_heat.hpp"
#include "heat_capacity/entropy_construction.hpp"
#include "heat_capacity/fit_quantities.hpp"
#include "heat_capacity/normal_state.hpp"
#include "text/number.hpp"

namespace didv {

namespace {

using heat_capacity::AveragedHeat;
using heat_capacity::ElectronicHeat;
using heat_capacity::NormalState;
using heat_capacity::product;
using heat_capacity::quantity;
using heat_capacity::ReducedHeat;
using heat_capacity::warn_of_misfit;
using text::number;

constexpr std::size_t fewest_temperatures = 12;
void check(const HeatCapacityCurve& curve, const HeatCapacityOptions& options) {
  const std::string where = curve.name.empty() ? "heat capacity" : curve.name;
  const auto& T = curve.temperature_K;
  const auto& C = curve.heat_capacity;
  if (T.size() != C.size()) {
    throw InvalidArgument(where + ": " + std::to_string(T.size()) + " temperatures and " + std::to_string(C.size()) +
                          " heat capacities: expected as many");
  }
  const auto refuse = [&](std::size_t i, const std::string& what) {
    throw InvalidArgument(where + ": point " + std::to_string(i + 1) + ": " + what + ": expected a positive number");
  };
  std::set<double> distinct;
  for (std::size_t i = 0; i < T.size(); ++i) {
    if (!(T[i] > 0) || !std::isfinite(T[i])) refuse(i, "temperature " + number(T[i]) + " K");
    if (!(C[i] > 0) || !std::isfinite(C[i])) refuse(i, "heat capacity " + number(C[i]) + " " + curve.unit);
    if (distinct.size() < fewest_temperatures) distinct.insert(T[i]);
  }
  if (distinct.size() < fewest_temperatures) {
    throw InvalidArgument(where + ": " + std::to_string(distinct.size()) + " temperatures: expected at least " +
                          std::to_string(fewest_temperatures));
  }
  const auto positive = [&](const std::optional<double>& value, const char* what) {
    if (value && !(*value > 0 && std::isfinite(*value)))
      throw InvalidArgument(where + ": " + what + " = " + number(*value) + ": expected a positive number");
  };
  positive(options.normal_above_K, "lower end of the normal state");
  positive(options.normal_below_K, "upper end of the normal state");
  positive(options.atoms_per_formula_unit, "atoms per formula unit");
  if (!(options.exponential_below > 0 && options.exponential_below < 1)) {
    throw InvalidArgument(where + ": exponential below " + number(options.exponential_below) +
                          " Tc: expected a fraction between 0 and 1");
  }
}

class Analysis {
 public:
  Analysis(const HeatCapacityCurve& curve, const HeatCapacityOptions& options)
      : options_(options), averages_(curve), heat_(averages_.means()) {
    const std::string per_T2 = "mJ/(mol K^2)";
    unit_T_ = curve.unit == "mJ/(mol K)" ? per_T2 : curve.unit + "/K";
    unit_T3_ = curve.unit == "mJ/(mol K)" ? "mJ/(mol K^4)" : curve.unit + "/K^3";
    molar_ = curve.unit == "mJ/(mol K)";
    result_.name = curve.name;
    result_.points = curve.temperature_K.size();
    result_.means = heat_.size();
    result_.relative_noise = averages_.relative_noise();
    if (averages_.noise_is_assumed())
      result_.warnings.push_back("no noise between neighbouring points; 1e-9 of C is assumed");
  }

  HeatCapacityAnalysis run() {
    for (Quantity* q : {&result_.gamma, &result_.gamma_0, &result_.gamma_s}) q->unit = unit_T_;
    result_.beta.unit = unit_T3_;
    for (Quantity* q : {&result_.debye_temperature_K, &result_.model_Tc_K, &result_.Tc_spread_K, &result_.Tc_K})
      q->unit = "K";
    for (Quantity* q : {&result_.Delta0_meV, &result_.exponential_Delta_meV}) q->unit = "meV";
    for (Quantity* q : {&result_.ratio_2Delta0_kTc, &result_.model_jump, &result_.jump, &result_.exponential_ratio})
      q->unit = "1";

    auto found = heat_capacity::find_normal_state(heat_, options_);
    if (const auto* reason = std::get_if<std::string>(&found)) {
      for (Quantity* q : all()) q->reason = *reason;
      return std::move(result_);
    }
    NormalState& normal = std::get<NormalState>(found);
    report_normal_state(normal);
    averages_.resolve_jump(normal);
    result_.means = heat_.size();
    fit_model(normal);
    construct_jump(normal);
    fit_exponential(normal);
    return std::move(result_);
  }

 private:
  std::vector<Quantity*> all() {
    return {&result_.gamma,
            &result_.beta,
            &result_.debye_temperature_K,
            &result_.gamma_0,
            &result_.gamma_s,
            &result_.Delta0_meV,
            &result_.ratio_2Delta0_kTc,
            &result_.model_Tc_K,
            &result_.model_jump,
            &result_.Tc_spread_K,
            &result_.exponential_Delta_meV,
            &result_.Tc_K,
            &result_.jump,
            &result_.exponential_ratio};
  }

  void report_normal_state(const NormalState& normal) {
    const numerics::Polynomial& line = normal.line;
    const double wider = std::max(1.0, line.scatter_squared());
    result_.normal_range_K = {heat_.temperature_K[normal.first], heat_.temperature_K[normal.last - 1]};
    result_.gamma.value = line(0);
    result_.gamma.standard_error = std::sqrt(line.variance_at(0) * wider);
    result_.beta.value = line.slope(0);
    result_.beta.standard_error = std::sqrt(line.variance[1] * wider);
    if (wider > 1.5) {
      result_.warnings.push_back("C/T of the normal state misses a straight line in T^2 by " +
                                 number(std::round(10 * std::sqrt(wider)) / 10) +
                                 " times the noise: choose its range, or mistrust gamma and beta");
    }
    if (!molar_) {
      result_.debye_temperature_K.reason = "the heat capacity is not per mole";
    } else if (!options_.atoms_per_formula_unit) {
      result_.debye_temperature_K.reason = "needs the number of atoms per formula unit";
    } else if (!(*result_.beta.value > 0)) {
      result_.debye_temperature_K.reason = "beta is not positive";
    } else {
      constexpr double gas_constant_mJ_per_mol_K = 8314.46261815324;
      const double pi4 = std::pow(std::numbers::pi, 4);
      const double theta = std::cbrt(12 * pi4 * gas_constant_mJ_per_mol_K * *options_.atoms_per_formula_unit /
                                     (5 * *result_.beta.value));
      result_.debye_temperature_K.value = theta;
      result_.debye_temperature_K.standard_error = theta / 3 * *result_.beta.standard_error / *result_.beta.value;
    }
  }

  /// Distance of the two points around a temperature; 0 outside of the data.
  double spacing_at(double temperature_K) const {
    const auto& T = heat_.temperature_K;
    const auto above = std::ranges::lower_bound(T, temperature_K);
    return above != T.begin() && above != T.end() ? *above - *std::prev(above) : 0;
  }

  /// Empty: the numbers of the fit are those of this transition.
  std::string why_no_model(const FitResult& fit, const NormalState& normal) const {
    if (result_.gamma.value < -3 * result_.gamma.standard_error.value_or(0))
      return "gamma of the normal state is negative: choose its range";
    if (fit.status != FitStatus::converged) return heat_capacity::why_unusable(fit);
    if (fit["ratio"].state != ParameterState::free)
      return fit["ratio"].reason.empty() ? heat_capacity::why_unusable(fit) : fit["ratio"].reason;
    if (fit["Tc"].state == ParameterState::at_bound)
      return "it finds no transition within 30 % of the jump at " +
             number(std::round(1000 * normal.midpoint_K) / 1000) + " K";
    return unbalanced_;
  }

  /// At Tc both states have the same entropy. The α-model has it by itself, of γ₀ + γ_s: another γ above Tc is that of
  /// no superconductor, or of a line that does not hold below Tc.
  std::string why_unbalanced(const FitResult& fit) const {
    const Quantity gamma_0 = quantity(fit, "gamma_0", unit_T_), gamma_s = quantity(fit, "gamma_s", unit_T_);
    if (!gamma_0.standard_error || !gamma_s.standard_error) return {};
    const double model = *gamma_0.value + *gamma_s.value;
    const double error = std::hypot(*result_.gamma.standard_error, *gamma_0.standard_error, *gamma_s.standard_error);
    constexpr double errors = 3, tolerated = 0.1;  // of γ_s
    if (std::abs(*result_.gamma.value - model) < std::max(errors * error, tolerated * *gamma_s.value)) return {};
    return "the two states differ in entropy at Tc, gamma of the normal state is " +
           to_string({.value = result_.gamma.value, .standard_error = result_.gamma.standard_error, .unit = unit_T_}) +
           " and gamma_0 + gamma_s " + text::rounded(model) +
           ": a transition that is not superconducting, or a normal state that is no straight line in T^2 down to 0";
  }

  void warn_where_no_entropy_is_missing() {
    const Quantity &gamma = result_.gamma, &gamma_0 = result_.gamma_0;
    const double error = std::hypot(*gamma.standard_error, gamma_0.standard_error.value_or(0));
    if (*gamma.value - *gamma_0.value < 3 * error)
      result_.warnings.push_back(
          "gamma_0 is not below gamma of the normal state by more than the errors: no entropy is seen to be missing "
          "below Tc, and nothing tells that it is superconducting");
  }

  void fit_model(const NormalState& normal) {
    const double gamma = *result_.gamma.value, beta = *result_.beta.value, Tc = normal.midpoint_K;
    const double lowest = heat_.heat_over_T.front() - beta * heat_.temperature_K.front() * heat_.temperature_K.front();
    const double gamma_0 = 0.9 * std::clamp(lowest, 0.0, 0.9 * gamma);
    const auto end = static_cast<std::ptrdiff_t>(normal.last);
    // A quarter of the distance between points is a sharp jump to them.
    const double sharp = std::min(1e-4 * Tc, std::max(spacing_at(Tc) / 4, 1e-6 * Tc));
    const std::vector<ParameterInfo> parameters{
        {.name = "gamma_0", .unit = unit_T_, .default_value = gamma_0},
        {.name = "gamma_s", .unit = unit_T_, .default_value = std::max(gamma - gamma_0, 0.1 * gamma), .lower = 0},
        {.name = "beta", .unit = unit_T3_, .default_value = beta},
        {.name = "ratio",
         .default_value = 2 * weak_coupling_gap_ratio(options_.symmetry),
         .lower = ElectronicHeat::lowest_ratio,
         .upper = ElectronicHeat::highest_ratio},
        {.name = "Tc", .unit = "K", .default_value = Tc, .lower = 0.7 * Tc, .upper = 1.3 * Tc},
        {.name = "width", .unit = "K", .default_value = 0.01 * Tc, .lower = sharp, .upper = 0.1 * Tc}};
    FitResult fit = CurveFit(heat_capacity::broadened_alpha_model(options_.symmetry), parameters, "alpha_model")
                        .add({.name = result_.name,
                              .x = {heat_.temperature_K.begin(), heat_.temperature_K.begin() + end},
                              .y = {heat_.heat_over_T.begin(), heat_.heat_over_T.begin() + end},
                              .sigma = {heat_.sigma.begin(), heat_.sigma.begin() + end}})
                        .run();
    if (fit.status == FitStatus::converged) unbalanced_ = why_unbalanced(fit);
    const double step = spacing_at(fit["Tc"].value);
    const bool width_unresolved = !fit["width"].standard_error || fit["width"].value < step / 4;
    if (const std::string why = why_no_model(fit, normal); !why.empty()) {
      const std::string reason = "alpha-model fit: " + why;
      for (Quantity* q : {&result_.gamma_0, &result_.gamma_s, &result_.ratio_2Delta0_kTc, &result_.Delta0_meV,
                          &result_.model_Tc_K, &result_.Tc_spread_K, &result_.model_jump})
        q->reason = reason;
    } else {
      result_.gamma_0 = quantity(fit, "gamma_0", unit_T_);
      result_.gamma_s = quantity(fit, "gamma_s", unit_T_);
      result_.ratio_2Delta0_kTc = quantity(fit, "ratio", "1");
      result_.model_Tc_K = quantity(fit, "Tc", "K");
      result_.Tc_spread_K = quantity(fit, "width", "K");
      if (width_unresolved) {
        result_.Tc_spread_K = {.unit = "K", .reason = "the points are too far apart to resolve it"};
        // The jump may then stand anywhere between two of them: uniform, step²/12.
        if (result_.model_Tc_K.standard_error)
          result_.model_Tc_K.standard_error = std::hypot(*result_.model_Tc_K.standard_error, step / std::sqrt(12));
      }
      result_.Delta0_meV = product(fit, "ratio", "Tc", boltzmann_meV_per_K / 2, "meV");
      const double ratio = *result_.ratio_2Delta0_kTc.value;
      const double jump = AlphaModel(ratio, options_.symmetry).specific_heat_jump();
      result_.model_jump.value = jump;
      result_.model_jump.reason = result_.ratio_2Delta0_kTc.reason;
      if (result_.ratio_2Delta0_kTc.standard_error)
        result_.model_jump.standard_error = 2 * jump * *result_.ratio_2Delta0_kTc.standard_error / ratio;
      warn_of_misfit(fit, "the alpha-model", result_.warnings);
      warn_where_no_entropy_is_missing();
    }
    result_.model_fit = std::move(fit);
  }

  void construct_jump(const NormalState& normal) {
    const double spread = result_.Tc_spread_K.value.value_or(0);
    const heat_capacity::EntropyConstruction found = heat_capacity::conserve_entropy(heat_, normal, spread);
    if (!found.reason.empty()) {
      result_.Tc_K.reason = result_.jump.reason = found.reason;
      return;
    }
    result_.Tc_K.value = found.Tc_K;
    result_.Tc_K.standard_error = found.Tc_error_K;
    if (!result_.gamma_s.value) {
      result_.jump.reason = "gamma_s is not known: " + result_.gamma_s.reason;
      return;
    }
    const double gamma_s = *result_.gamma_s.value;
    result_.jump.value = found.jump / gamma_s;
    if (!result_.gamma_s.standard_error) {
      result_.jump.reason = result_.gamma_s.reason;
      return;
    }
    result_.jump.standard_error =
        std::hypot(found.jump_error, *result_.jump.value * *result_.gamma_s.standard_error) / gamma_s;
  }

  void fit_exponential(const NormalState& normal) {
    if (!unbalanced_.empty()) {
      result_.exponential_Delta_meV.reason = result_.exponential_ratio.reason = unbalanced_;
      return;
    }
    const double Tc = result_.Tc_K.value.value_or(normal.midpoint_K);
    const double end = options_.exponential_below * Tc;
    CurveData low{.name = result_.name, .x = {}, .y = {}};
    for (std::size_t i = 0; i < heat_.size() && heat_.temperature_K[i] <= end; ++i) {
      const double T = heat_.temperature_K[i];
      low.x.push_back(T);
      low.y.push_back(heat_.heat_over_T[i] - *result_.beta.value * T * T);
      low.sigma.push_back(heat_.sigma[i]);
    }
    if (low.x.size() < 6) {
      result_.exponential_Delta_meV.reason = result_.exponential_ratio.reason =
          "fewer than 6 points below " + number(std::round(1000 * end) / 1000) + " K";
      return;
    }
    const auto formula = [](double T, const auto& p) { return p[0] + p[1] * exp(-p[2] / thermal_energy_meV(T)); };
    const double gap = result_.Delta0_meV.value.value_or(1.76 * thermal_energy_meV(Tc));
    const double rise = low.y.back() - low.y.front();
    FitResult fit = CurveFit(curve_function<3>(formula),
                             {{.name = "gamma_0", .unit = unit_T_, .default_value = low.y.front()},
                              {.name = "A",
                               .unit = unit_T_,
                               .default_value = std::max(rise, 1e-3 * std::abs(low.y.front())) *
                                                std::exp(0.8 * gap / thermal_energy_meV(low.x.back())),
                               .lower = 0},
                              {.name = "Delta", .unit = "meV", .default_value = 0.8 * gap, .lower = 0}},
                             "exponential")
                        .add(std::move(low))
                        .run();
    if (fit.status != FitStatus::converged || fit["Delta"].state != ParameterState::free) {
      result_.exponential_Delta_meV.reason = result_.exponential_ratio.reason =
          "exponential fit: " + (fit["Delta"].reason.empty() ? heat_capacity::why_unusable(fit) : fit["Delta"].reason);
    } else {
      result_.exponential_Delta_meV = quantity(fit, "Delta", "meV");
      const Quantity& Delta = result_.exponential_Delta_meV;
      const double per_kTc = 2 / thermal_energy_meV(Tc);
      result_.exponential_ratio.value = per_kTc * *Delta.value;
      result_.exponential_ratio.reason = Delta.reason;
      if (Delta.standard_error) {
        const double Tc_part = *result_.exponential_ratio.value * result_.Tc_K.standard_error.value_or(0) / Tc;
        result_.exponential_ratio.standard_error = std::hypot(per_kTc * *Delta.standard_error, Tc_part);
      }
      warn_of_misfit(fit, "the exponential", result_.warnings);
    }
    result_.exponential_fit = std::move(fit);
  }

  HeatCapacityOptions options_;
  HeatCapacityAnalysis result_;
  AveragedHeat averages_;
  const ReducedHeat& heat_;  // what is analysed
  std::string unbalanced_;   // why this is no superconducting transition, by its entropy
  std::string unit_T_, unit_T3_;
  bool molar_ = true;
};

}  // namespace

HeatCapacityAnalysis analyse_heat_capacity(const HeatCapacityCurve& curve, const HeatCapacityOptions& options) {
  check(curve, options);
  return Analysis(curve, options).run();
}

}  // namespace didv
