#include <algorithm>
#include <utility>

#include "didv/combine.hpp"

namespace didv {
namespace {

class WeightedSum final : public CurveSource {
 public:
  WeightedSum(const Model& first, const Model& second, ModelCard card)
      : first_(first), second_(second), card_(std::move(card)) {
    const auto number = [&](const Model& model, const std::string& digit, double stretch) {
      for (ParameterInfo p : model.parameters()) {
        if (p.name == "T") continue;
        // Two equal gaps would be one by default.
        if (p.unit == "meV") p.default_value *= stretch;
        p.name += digit;
        p.symbol += digit;
        p.meaning += " of part " + digit;
        parameters_.push_back(std::move(p));
      }
    };
    number(first, "1", 1);
    number(second, "2", 2);
    parameters_.push_back({"w", "w", "1", 0.5, 0, 1, "weight of part 1"});
    parameters_.push_back(first.parameters().back());
  }

  const ModelCard& card() const override { return card_; }
  const std::vector<ParameterInfo>& parameters() const override { return parameters_; }

  std::vector<Edge> edges(std::span<const double> p) const override {
    std::vector<Edge> all = first_.edges(of_first(p));
    const std::vector<Edge> more = second_.edges(of_second(p));
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  double smoothness_mV(std::span<const double> p) const override {
    return std::min(first_.source().smoothness_mV(of_first(p)), second_.source().smoothness_mV(of_second(p)));
  }
  std::vector<double> in_order(std::span<const double> p) const override {
    std::vector<double> ordered(p.begin(), p.end());
    const std::size_t n = count_first();
    if (first_.name() != second_.name() || !(p[0] > p[n])) return ordered;
    std::swap_ranges(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(n),
                     ordered.begin() + static_cast<std::ptrdiff_t>(n));
    ordered[2 * n] = 1 - p[2 * n];
    return ordered;
  }

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return sum(first_.source().conductance(V, of_first(p), derivatives),
               second_.source().conductance(V, of_second(p), derivatives), weight(p));
  }
  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return sum(first_.source().current(V, of_first(p), derivatives),
               second_.source().current(V, of_second(p), derivatives), weight(p));
  }

 private:
  std::size_t count_first() const { return first_.parameters().size() - 1; }
  static double weight(std::span<const double> p) { return p[p.size() - 2]; }
  std::vector<double> of_first(std::span<const double> p) const {
    std::vector<double> values(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(count_first()));
    values.push_back(p.back());
    return values;
  }
  std::vector<double> of_second(std::span<const double> p) const {
    std::vector<double> values(p.begin() + static_cast<std::ptrdiff_t>(count_first()), p.end() - 2);
    values.push_back(p.back());
    return values;
  }

  static Curve sum(Curve first, Curve second, double w) {
    Curve out;
    const std::size_t n = first.value.size();
    if (!first.d_parameter.empty()) {
      const std::size_t ones = first.d_parameter.size() - 1, twos = second.d_parameter.size() - 1;
      std::vector<double> by_weight(n), by_temperature(n);
      for (std::size_t i = 0; i < n; ++i) {
        by_weight[i] = first.value[i] - second.value[i];
        by_temperature[i] = w * first.d_parameter.back()[i] + (1 - w) * second.d_parameter.back()[i];
      }
      const auto take = [&](Curve& part, std::size_t count, double share) {
        for (std::size_t k = 0; k < count; ++k) {
          for (double& d : part.d_parameter[k]) d *= share;
          out.d_parameter.push_back(std::move(part.d_parameter[k]));
        }
      };
      take(first, ones, w);
      take(second, twos, 1 - w);
      out.d_parameter.push_back(std::move(by_weight));
      out.d_parameter.push_back(std::move(by_temperature));
    }
    const auto blend = [&](const std::vector<double>& a, const std::vector<double>& b) {
      std::vector<double> all(a.size());
      for (std::size_t i = 0; i < a.size(); ++i) all[i] = w == 1 ? a[i] : w == 0 ? b[i] : w * a[i] + (1 - w) * b[i];
      return all;
    };
    out.value = blend(first.value, second.value);
    out.d_bias = blend(first.d_bias, second.d_bias);
    return out;
  }

  Model first_, second_;
  ModelCard card_;
  std::vector<ParameterInfo> parameters_;
};

}  // namespace

Model weighted_sum(const Model& first, const Model& second, ModelCard card) {
  return Model(std::make_shared<const WeightedSum>(first, second, std::move(card)));
}

}  // namespace didv
