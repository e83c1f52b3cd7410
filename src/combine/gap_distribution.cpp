#include <algorithm>
#include <cmath>
#include <utility>

#include "didv/combine.hpp"
#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

class GapDistribution final : public CurveSource {
 public:
  GapDistribution(const Model& model, std::vector<double> relative_gap, std::vector<double> weight)
      : model_(model), card_(model.card()), gap_(std::move(relative_gap)), weight_(std::move(weight)) {
    if (gap_.empty() || gap_.size() != weight_.size())
      throw InvalidArgument("gap distribution: " + std::to_string(gap_.size()) + " gaps and " +
                            std::to_string(weight_.size()) + " weights, expected as many, and at least one");
    for (std::size_t k = 0; k < gap_.size(); ++k)
      if (!std::isfinite(gap_[k]) || gap_[k] < 0 || !std::isfinite(weight_[k]) || weight_[k] < 0)
        throw InvalidArgument("gap distribution: gap " + text::number(gap_[k]) + " with weight " +
                              text::number(weight_[k]) + ", expected finite numbers of at least 0");
    const double largest = *std::max_element(weight_.begin(), weight_.end());
    if (!(largest > 0)) throw InvalidArgument("gap distribution: all weights are 0");
    double sum = 0;
    for (double& w : weight_) sum += w /= largest;  // their sum may be beyond the range of numbers
    for (double& w : weight_) w /= sum;
    card_.title += ", with a given distribution of " + std::to_string(gap_.size()) + " gaps";
    leave_out_what_has_no_weight();
    Delta_ = model.index_of("Delta");
    card_.reduces_to.clear();
    card_.name += behind;
  }

  const ModelCard& card() const override { return card_; }
  const std::vector<ParameterInfo>& parameters() const override { return model_.parameters(); }
  std::vector<Edge> edges(std::span<const double> p) const override {
    std::vector<Edge> all;
    for (const double x : gap_) {
      const std::vector<Edge> more = model_.edges(with_gap(p, x));
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }
  double smoothness_mV(std::span<const double> p) const override {
    double least = infinity;
    for (const double x : gap_) least = std::min(least, model_.source().smoothness_mV(with_gap(p, x)));
    return least;
  }
  std::vector<double> softened(std::span<const double> p, double resolution_mV,
                               Derivatives derivatives) const override {
    return model_.source().softened(p, resolution_mV, derivatives);
  }
  std::vector<ModelPart> parts() const override { return model_.source().parts(); }
  /// No addition: no value of its parameters makes one gap of many.
  Composition composition() const override {
    Composition of_many = model_.source().composition();
    for (std::vector<std::string>& part : of_many.parts)
      for (std::string& name : part) name += behind;
    return of_many;
  }
  std::vector<double> in_order(std::span<const double> p) const override { return model_.in_order(p); }

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return average([&](double x) { return model_.source().conductance(V, with_gap(p, x), derivatives); });
  }
  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return average([&](double x) { return model_.source().current(V, with_gap(p, x), derivatives); });
  }

 private:
  void leave_out_what_has_no_weight() {
    std::size_t kept = 0;
    for (std::size_t k = 0; k < gap_.size(); ++k) {
      if (weight_[k] == 0) continue;
      gap_[kept] = gap_[k];
      weight_[kept++] = weight_[k];
    }
    gap_.resize(kept);
    weight_.resize(kept);
  }

  std::vector<double> with_gap(std::span<const double> p, double relative) const {
    std::vector<double> values(p.begin(), p.end());
    values[Delta_] *= relative;
    return values;
  }

  template <class CurveAt>
  Curve average(CurveAt curve_at) const {
    Curve out;
    for (std::size_t k = 0; k < gap_.size(); ++k) {
      Curve part = curve_at(gap_[k]);
      if (!part.d_parameter.empty())
        for (double& d : part.d_parameter[Delta_]) d *= gap_[k];
      const auto add = [&](std::vector<double>& to, const std::vector<double>& column) {
        to.resize(column.size(), 0);
        for (std::size_t i = 0; i < column.size(); ++i) to[i] += weight_[k] * column[i];
      };
      add(out.value, part.value);
      add(out.d_bias, part.d_bias);
      out.d_parameter.resize(part.d_parameter.size());
      for (std::size_t j = 0; j < part.d_parameter.size(); ++j) add(out.d_parameter[j], part.d_parameter[j]);
    }
    return out;
  }

  static constexpr const char* behind = "+gap_distribution";
  Model model_;
  ModelCard card_;
  std::vector<double> gap_, weight_;
  std::size_t Delta_ = 0;
};

}  // namespace

Model with_gap_distribution(const Model& model, std::vector<double> relative_gaps, std::vector<double> weights) {
  return Model(std::make_shared<const GapDistribution>(model, std::move(relative_gaps), std::move(weights)));
}

}  // namespace didv
