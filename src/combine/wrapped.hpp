#pragma once
// A model with one parameter more, before T.

#include <utility>

#include "didv/error.hpp"
#include "didv/model.hpp"

namespace didv {

class Wrapped : public CurveSource {
 public:
  Wrapped(const Model& inner, const std::string& suffix, const std::string& title, ParameterInfo added)
      : inner_(inner), suffix_(suffix), card_(inner.card()), parameters_(inner.parameters()) {
    card_.reduces_to = inner.name();
    card_.name += "+" + suffix;
    card_.title += ", " + title;
    if (inner.has(added.name))
      throw InvalidArgument("model " + inner.name() + " has a parameter " + added.name + " already: +" + suffix +
                            " cannot be added");
    parameters_.insert(parameters_.end() - 1, std::move(added));
  }

  const ModelCard& card() const override { return card_; }
  const std::vector<ParameterInfo>& parameters() const override { return parameters_; }
  std::vector<Edge> edges(std::span<const double> p) const override { return inner_.edges(inner_values(p)); }
  std::vector<double> softened(std::span<const double> p, double resolution_mV,
                               Derivatives derivatives) const override {
    std::vector<double> soft = inner().softened(inner_values(p), resolution_mV, derivatives);
    soft.insert(soft.end() - 1, added(p));
    return soft;
  }
  std::vector<ModelPart> parts() const override { return inner().parts(); }
  Composition composition() const override {
    Composition with_more = inner().composition();
    with_more.additions.push_back(suffix_);
    return with_more;
  }
  std::vector<double> in_order(std::span<const double> p) const override {
    std::vector<double> ordered = inner_.in_order(inner_values(p));
    ordered.insert(ordered.end() - 1, added(p));
    return ordered;
  }

 protected:
  const CurveSource& inner() const { return inner_.source(); }
  static double added(std::span<const double> p) { return p[p.size() - 2]; }
  static double temperature_K(std::span<const double> p) { return p.back(); }
  static std::vector<double> inner_values(std::span<const double> p) {
    std::vector<double> values(p.begin(), p.end() - 2);
    values.push_back(p.back());
    return values;
  }
  /// A column for the added parameter, in its place before T.
  static void insert_column(Curve& curve, std::vector<double> column) {
    curve.d_parameter.insert(curve.d_parameter.end() - 1, std::move(column));
  }

 private:
  Model inner_;
  std::string suffix_;
  ModelCard card_;
  std::vector<ParameterInfo> parameters_;
};

}  // namespace didv
