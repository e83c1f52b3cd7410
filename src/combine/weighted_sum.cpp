#include <algorithm>
#include <numeric>
#include <utility>

#include "didv/combine.hpp"
#include "didv/error.hpp"

namespace didv {
namespace {

/// Whether exchanging their values exchanges their curves. A name alone does not say: two given distributions of gaps,
/// or two models of a user, may share one.
bool are_of_one_kind(const Model& one, const Model& other) {
  if (&one.source() == &other.source()) return true;
  if (one.name() != other.name() || one.parameters().size() != other.parameters().size()) return false;
  const std::vector<double> values = one.arrange({}), bias{0.3, 1.1, 2.7};
  for (std::size_t k = 0; k < values.size(); ++k)
    if (one.parameters()[k].name != other.parameters()[k].name) return false;
  return one.conductance(bias, values).value == other.conductance(bias, values).value;
}

class WeightedSum final : public CurveSource {
 public:
  WeightedSum(std::vector<Model> parts, ModelCard card) : parts_(std::move(parts)), card_(std::move(card)) {
    if (parts_.size() < 2) throw InvalidArgument("weighted sum: expected two models or more");
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      add_parameters_of(k);
      const auto same = std::find_if(parts_.begin(), parts_.begin() + static_cast<std::ptrdiff_t>(k),
                                     [&](const Model& before) { return are_of_one_kind(before, parts_[k]); });
      kind_.push_back(static_cast<std::size_t>(same - parts_.begin()));
    }
    const std::size_t shares = parts_.size() - 1;
    if (shares == 1) {
      parameters_.push_back({"w", "w", "1", 0.5, 0, 1, "weight of part 1"});
    } else {
      for (std::size_t k = 0; k < shares; ++k) {
        const std::string digit = std::to_string(k + 1);
        // Equal weights by default.
        parameters_.push_back({"w" + digit, "w" + digit, "1", 1 / static_cast<double>(parts_.size() - k), 0, 1,
                               "share of part " + digit + " of what the parts before it leave"});
      }
    }
    parameters_.push_back(parts_.front().parameters().back());
    for (const ParameterInfo& p : parameters_)
      if (std::ranges::count(parameters_, p.name, &ParameterInfo::name) > 1)
        throw InvalidArgument("weighted sum " + card_.name + ": two of its parameters are called " + p.name);
  }

  const ModelCard& card() const override { return card_; }
  const std::vector<ParameterInfo>& parameters() const override { return parameters_; }

  std::vector<Edge> edges(std::span<const double> p) const override {
    std::vector<Edge> all;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      const std::vector<Edge> more = parts_[k].edges(values_of(k, p));
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }
  double smoothness_mV(std::span<const double> p) const override {
    double least = infinity;
    for (std::size_t k = 0; k < parts_.size(); ++k)
      least = std::min(least, parts_[k].source().smoothness_mV(values_of(k, p)));
    return least;
  }
  std::vector<double> softened(std::span<const double> p, double resolution_mV,
                               Derivatives derivatives) const override {
    std::vector<double> soft = CurveSource::softened(p, resolution_mV, derivatives);
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      const std::vector<double> part = parts_[k].source().softened(values_of(k, p), resolution_mV, derivatives);
      put(k, part, soft);
    }
    return soft;
  }

  std::vector<ModelPart> parts() const override {
    std::vector<ModelPart> out;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      ModelPart part;
      for (std::size_t j = 0; j + 1 < parts_[k].parameters().size(); ++j) part.parameters.push_back(first_of_[k] + j);
      if (k + 1 < parts_.size()) part.share = share_index(k);
      out.push_back(std::move(part));
    }
    return out;
  }

  /// A part behind an addition of its own is one for itself: the additions of a composition stand behind all parts.
  Composition composition() const override {
    Composition all;
    for (const Model& part : parts_) {
      const Composition own = part.source().composition();
      if (own.additions.empty())
        all.parts.insert(all.parts.end(), own.parts.begin(), own.parts.end());
      else
        all.parts.push_back({part.name()});
    }
    return all;
  }

  // Each part for itself, and those of one kind by their first parameter, the gap.
  std::vector<double> in_order(std::span<const double> p) const override {
    std::vector<double> ordered(p.begin(), p.end());
    for (std::size_t k = 0; k < parts_.size(); ++k) put(k, parts_[k].in_order(values_of(k, p)), ordered);
    // Which part of the contact each place is given to.
    std::vector<std::size_t> given(parts_.size());
    std::iota(given.begin(), given.end(), 0);
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      if (kind_[k] != k) continue;
      std::vector<std::size_t> places;
      for (std::size_t l = k; l < parts_.size(); ++l)
        if (kind_[l] == k) places.push_back(l);
      std::vector<std::size_t> by_gap = places;
      std::ranges::stable_sort(by_gap, {}, [&](std::size_t l) { return ordered[first_of_[l]]; });
      for (std::size_t i = 0; i < places.size(); ++i) given[places[i]] = by_gap[i];
    }
    if (std::ranges::is_sorted(given)) return ordered;
    const std::vector<double> weight = weights(p), before = ordered;
    double left = 1;
    for (std::size_t k = 0; k < given.size(); ++k) {
      put(k, values_of(given[k], before), ordered);
      if (k + 1 == given.size()) break;
      ordered[share_index(k)] = left > 0 ? std::clamp(weight[given[k]] / left, 0.0, 1.0) : 0;
      left -= weight[given[k]];
    }
    return ordered;
  }

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return sum(p, V.size(), derivatives,
               [&](std::size_t k) { return parts_[k].source().conductance(V, values_of(k, p), derivatives); });
  }
  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return sum(p, V.size(), derivatives,
               [&](std::size_t k) { return parts_[k].source().current(V, values_of(k, p), derivatives); });
  }

 private:
  void add_parameters_of(std::size_t k) {
    const std::string digit = std::to_string(k + 1);
    first_of_.push_back(parameters_.size());
    for (ParameterInfo p : parts_[k].parameters()) {
      if (p.name == "T") continue;
      // Equal gaps would be one by default.
      if (p.unit == "meV") p.default_value = std::min(p.default_value * static_cast<double>(k + 1), p.upper);
      p.name += digit;
      p.symbol += digit;
      p.meaning += " of part " + digit;
      parameters_.push_back(std::move(p));
    }
  }

  std::size_t share_index(std::size_t k) const { return parameters_.size() - parts_.size() + k; }

  /// The values of a model of that kind, T last, where part k has them in the sum.
  void put(std::size_t k, const std::vector<double>& values, std::vector<double>& all) const {
    std::copy(values.begin(), values.end() - 1, all.begin() + static_cast<std::ptrdiff_t>(first_of_[k]));
  }

  std::vector<double> values_of(std::size_t k, std::span<const double> p) const {
    const auto own = p.subspan(first_of_[k], parts_[k].parameters().size() - 1);
    std::vector<double> values(own.begin(), own.end());
    values.push_back(p.back());
    return values;
  }

  /// Of each part; they add up to 1.
  std::vector<double> weights(std::span<const double> p) const {
    std::vector<double> weight;
    double left = 1;
    for (std::size_t k = 0; k + 1 < parts_.size(); ++k) {
      weight.push_back(left * p[share_index(k)]);
      left *= 1 - p[share_index(k)];
    }
    weight.push_back(left);
    return weight;
  }

  template <class PartCurve>
  Curve sum(std::span<const double> p, std::size_t size, Derivatives derivatives, PartCurve curve_of) const {
    const std::vector<double> weight = weights(p);
    const bool wanted = derivatives == Derivatives::yes;
    Curve out;
    out.value.assign(size, 0);
    if (wanted) {
      out.d_bias.assign(size, 0);
      out.d_parameter.assign(parameters_.size(), std::vector<double>(size, 0));
    }
    // A part without weight may be infinite.
    const auto add = [](std::vector<double>& to, const std::vector<double>& column, double factor) {
      for (std::size_t i = 0; factor != 0 && i < to.size(); ++i) to[i] += factor * column[i];
    };
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      const Curve part = curve_of(k);
      add(out.value, part.value, weight[k]);
      if (!wanted) continue;
      add(out.d_bias, part.d_bias, weight[k]);
      const std::size_t own = part.d_parameter.size() - 1;
      for (std::size_t j = 0; j < own; ++j) add(out.d_parameter[first_of_[k] + j], part.d_parameter[j], weight[k]);
      add(out.d_parameter.back(), part.d_parameter.back(), weight[k]);
      // ∂weight_k/∂share_j: the share itself for j = k, what it takes from the others for j < k.
      for (std::size_t j = 0; j <= std::min(k, parts_.size() - 2); ++j) {
        double slope = j < k ? -1 : 1;
        for (std::size_t i = 0; i < std::min(k, parts_.size() - 1); ++i)
          if (i != j) slope *= 1 - p[share_index(i)];
        if (j < k && k + 1 < parts_.size()) slope *= p[share_index(k)];
        for (std::size_t i = 0; i < size; ++i) out.d_parameter[share_index(j)][i] += slope * part.value[i];
      }
    }
    return out;
  }

  std::vector<Model> parts_;
  ModelCard card_;
  std::vector<ParameterInfo> parameters_;
  std::vector<std::size_t> first_of_;  // where the parameters of each part begin
  std::vector<std::size_t> kind_;      // the first part of the same kind
};

}  // namespace

Model weighted_sum(std::vector<Model> parts, ModelCard card) {
  return Model(std::make_shared<const WeightedSum>(std::move(parts), std::move(card)));
}

Model side_by_side(std::vector<Model> parts) {
  ModelCard card;
  for (const Model& part : parts) {
    card.name += (card.name.empty() ? "" : ":") + part.name();
    card.title += (card.title.empty() ? "Side by side: " : "; ") + part.card().title;
    if (card.reference.find(part.card().reference) == std::string::npos)
      card.reference += (card.reference.empty() ? "" : "; ") + part.card().reference;
  }
  if (!parts.empty()) card.reduces_to = parts.front().name();
  return weighted_sum(std::move(parts), std::move(card));
}

}  // namespace didv
