#pragma once
// The curve that Fit puts through a spectrum: scale · (1 + Σ_k background_k V^k) · model(V − offset_mV). Where the data
// were symmetrised about a bias c, the mean of model(V − offset_mV) and model(2c − V − offset_mV) stands for the model.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "didv/model.hpp"

namespace didv::fitting {

/// Parameters in order: the model's, scale, background_1 … background_degree, then offset_mV where has_offset.
struct SpectrumCurve {
  Model model;
  Instrument instrument;
  std::vector<double> bias_mV;
  int background_degree = 0;
  bool has_offset = false;
  std::optional<double> mirror_mV = {};  ///< the bias about which the data were symmetrised

  std::size_t scale_index() const { return model.parameters().size(); }
  std::size_t background_index(int power) const { return scale_index() + static_cast<std::size_t>(power); }
  std::size_t offset_index() const { return background_index(background_degree) + 1; }
  std::size_t width() const { return offset_index() + (has_offset ? 1 : 0); }

  /// What the parameters mean.
  static std::vector<ParameterInfo> parameters(const Model& model, int background_degree, bool has_offset);

  /// The model as the data show it, shifted and mirrored, without scale and background; d_bias is −∂/∂offset_mV.
  Curve model_part(std::span<const double> at_mV, std::span<const double> parameters, Derivatives derivatives) const;

  /// Values, and the Jacobian in rows [bias][parameter] unless it is empty.
  void operator()(std::span<const double> parameters, std::span<double> value, std::span<double> jacobian) const;
};

}  // namespace didv::fitting
