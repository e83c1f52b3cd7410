#include "fit/spectrum_verdict.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "didv/units.hpp"
#include "fit/at_minimum.hpp"
#include "fit/centre_of_symmetry.hpp"
#include "fit/dips.hpp"
#include "fit/missing_parts.hpp"
#include "fit/resolution.hpp"
#include "fit/rival.hpp"
#include "fit/verdict.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

/// Does the superconductor explain more than chance would?
bool judge_signal(FitResult& result, const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve,
                  const Misfits& misfits, const std::string& prefix) {
  const Rival rival = rival_of(fitted, data, curve, misfits);
  if (rival == Rival::none) return true;
  // Of a gap that a law ties to other spectra that is news, but no fault; above Tc it is not even news.
  const bool tied = has_tied_gap(fitted.parameters);
  const auto is_closed = [](const Estimate& p) {
    return p.state == ParameterState::tied && p.name.starts_with("Delta") && p.value == 0;
  };
  if (std::ranges::any_of(fitted.parameters, is_closed)) return false;
  std::vector<std::string>& told = tied ? result.warnings : result.not_usable_because;
  const std::string normal = curve.background_degree > 0 ? "the background alone" : "a constant";
  told.push_back(
      prefix + (rival == Rival::chance
                    ? "there is no superconducting signal of this model: it describes the data no better than " + normal
                    : "no superconducting signal is told from " + normal +
                          " with noise that neighbours share: either there is none, or " + result.model +
                          " does not describe this curve"));
  return false;
}

/// Residuals with structure that hold more than a part of what the superconductor does to the curve: another model is
/// needed, and what this one makes of the gap is not to be quoted.
void judge_description(FitResult& result, const FittedData& fitted, const DataSet& data, const Misfits& misfits,
                       const std::string& prefix) {
  constexpr double too_much = 0.1;  // of the sum of squares; a fit of one gap to NbSe2 leaves 0.03
  if (!has_surprising_structure(fitted, data)) return;
  const double left = misfits.fit / misfits.normal;
  if (!(left > too_much)) return;
  result.not_usable_because.push_back(prefix + result.model +
                                      " does not describe this curve: " + text::rounded(100 * left, 3) +
                                      " % of what the superconductor does to it is left, with structure; the gap of "
                                      "such a fit is not to be quoted");
}

double outermost_edge_meV(const FittedData& fitted, const SpectrumCurve& curve) {
  std::vector<double> values;
  for (std::size_t j = 0; j < curve.scale_index(); ++j) values.push_back(fitted.parameters[j].value);
  double outermost = 0;
  for (const Edge& edge : curve.model.edges(values)) outermost = std::max(outermost, std::abs(edge.energy_meV));
  return outermost;
}

void judge_energies(FitResult& result, const FittedData& fitted, const SpectrumCurve& curve,
                    const std::string& prefix) {
  const double offset_mV = curve.has_offset ? fitted.parameters[curve.offset_index()].value : 0;
  const double outermost = outermost_edge_meV(fitted, curve);
  double reach = 0, nearest = infinity;
  for (const double V : fitted.x) {
    reach = std::max(reach, std::abs(V - offset_mV));
    nearest = std::min(nearest, std::abs(V - offset_mV));
  }
  if (outermost > 0 && nearest > outermost)
    result.not_usable_because.push_back(prefix + "no point lies inside the gap: the lowest |V| is " +
                                        text::rounded(nearest, 3) + " mV, and Δ would be " +
                                        text::rounded(outermost, 3) + " meV");
  const bool gap_is_found = std::ranges::any_of(fitted.parameters, [](const Estimate& p) {
    return p.name.starts_with("Delta") && p.state != ParameterState::fixed && p.state != ParameterState::tied;
  });
  if (gap_is_found && reach < outermost)
    result.not_usable_because.push_back(prefix + "no point lies outside the gap: the biases reach " +
                                        text::rounded(reach, 3) + " mV, and Δ would be " + text::rounded(outermost, 3) +
                                        " meV");
  else if (reach < 3 * outermost)
    result.warnings.push_back(prefix + "the bias window reaches " + text::rounded(reach, 3) + " mV, less than 3 Δ = " +
                              text::rounded(3 * outermost, 3) + " meV: scale, background and gap lean on each other");
}

/// Error bars that come from a given σ say nothing about a curve that misses the points by many of it.
void judge_misfit(FitResult& result, const FittedData& fitted, const DataSet& data, const std::string& prefix) {
  constexpr double no_description = 25;  // five σ at a point on average
  if (data.sigma.empty()) return;
  const double per_point =
      fitted.chi_squared * data.points_per_independent_point / static_cast<double>(fitted.points());
  if (per_point > no_description)
    result.not_usable_because.push_back(prefix + "the curve misses the points by " +
                                        text::rounded(std::sqrt(per_point), 3) +
                                        " times the sigma given: sigma is far too small, or this is not the model");
}

/// A curve that is not centred smears its peaks over twice the offset, and misses the gap by more than its error.
void judge_centre(FitResult& result, const AtMinimum& minimum, const FittedData& fitted, const SpectrumCurve& curve,
                  const std::string& prefix) {
  constexpr double surprising = 5;         // standard errors
  constexpr double worth_telling = 0.005;  // of the outermost gap, which it changes to second order only
  if (curve.has_offset) return;
  std::vector<std::vector<double>> slope;  // is no offset
  if (curve.background_degree == 0) {
    slope.push_back(fitted.fit);
    for (std::size_t i = 0; i < fitted.x.size(); ++i) slope[0][i] *= fitted.x[i];
  }
  const std::optional<Freed> offset = minimum.freed(minimum.by_offset(), slope);
  if (!offset || !(std::abs(offset->step) > surprising * offset->error) ||
      !(std::abs(offset->step) > worth_telling * outermost_edge_meV(fitted, curve)))
    return;
  result.warnings.push_back(prefix + "the curve is not centred at zero bias but near " +
                            text::rounded(offset->step, 3) + " mV, " +
                            text::rounded(std::abs(offset->step) / offset->error, 3) +
                            " standard errors off: gap and broadening take that in; fit the offset");
}

/// Where one polarity alone shows the edge of the gap, an offset of the bias moves it as the gap does.
void judge_polarities(FitResult& result, const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve,
                      double T_K, const std::string& prefix) {
  const bool offset_is_fitted =
      curve.has_offset && fitted.parameters[curve.offset_index()].state != ParameterState::fixed;
  const bool gap_is_fitted = std::ranges::any_of(fitted.parameters, [](const Estimate& p) {
    return p.name.starts_with("Delta") && p.state != ParameterState::fixed;
  });
  // Symmetrised data an offset smears, to second order.
  if (offset_is_fitted || !gap_is_fitted || curve.mirror_mV || !is_lopsided(data)) return;
  std::vector<double> values;
  for (std::size_t j = 0; j < curve.scale_index(); ++j) values.push_back(fitted.parameters[j].value);
  double edge_mV = 0;
  for (const Edge& edge : curve.model.edges(values))
    edge_mV = std::max(edge_mV, std::abs(edge.energy_meV) + edge.width_meV);
  edge_mV += 0.5 * Resolution(curve.instrument, T_K).together();
  const double offset_mV = curve.has_offset ? fitted.parameters[curve.offset_index()].value : 0;
  const auto [lowest, highest] = std::ranges::minmax(fitted.x);
  const double at_negative_mV = offset_mV - lowest, at_positive_mV = highest - offset_mV;
  if (std::min(at_negative_mV, at_positive_mV) > edge_mV) return;
  result.warnings.push_back(prefix + "the points hold the edge of the gap, up to " + text::rounded(edge_mV, 3) +
                            " mV, at " + (at_positive_mV > at_negative_mV ? "positive" : "negative") +
                            " bias only: an offset of the bias is not told from the gap, shifts it by about as much "
                            "and is in no error bar; take in the other polarity and fit the offset");
}

/// Is a scale that was held the one that the data have beyond 3 Δ, where the model hardly knows of its gap?
void judge_normalisation(FitResult& result, const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve,
                         const std::string& prefix) {
  constexpr double worth_telling = 0.003;  // 0.45 % moved the gap of a measured point contact by 4 %
  constexpr double surprising = 5;         // standard errors
  if (fitted.parameters[curve.scale_index()].state != ParameterState::fixed) return;
  const double offset_mV = curve.has_offset ? fitted.parameters[curve.offset_index()].value : 0;
  const double limit_mV = 3 * outermost_edge_meV(fitted, curve);
  if (limit_mV == 0) return;
  double points = 0, product = 0, square = 0, residual = 0, variance = 0;
  const auto outside = [&](std::size_t i) { return std::abs(fitted.x[i] - offset_mV) > limit_mV; };
  for (std::size_t i = 0; i < fitted.points(); ++i) {
    if (!outside(i)) continue;
    ++points;
    product += fitted.data[i] * fitted.fit[i];
    square += fitted.fit[i] * fitted.fit[i];
    if (!data.sigma.empty()) variance += std::pow(fitted.fit[i] * data.sigma[i], 2);
  }
  if (points < 5 || !(square > 0)) return;
  const double ratio = product / square;
  for (std::size_t i = 0; i < fitted.points(); ++i)
    if (outside(i)) residual += std::pow(fitted.data[i] - ratio * fitted.fit[i], 2);
  if (data.sigma.empty()) variance = residual / (points - 1) * square;
  const double error = std::sqrt(variance * data.points_per_independent_point) / square;
  if (!(std::abs(ratio - 1) > std::max(worth_telling, surprising * error))) return;
  result.warnings.push_back(prefix + "beyond " + text::rounded(limit_mV, 3) + " mV, 3 Δ, the data are " +
                            text::rounded(100 * std::abs(ratio - 1), 3) + " % " + (ratio > 1 ? "above" : "below") +
                            " the curve, whose scale is held: they may not be normalised; free scale, or fit a "
                            "background");
}

/// The upper end of 95.45 % from what the fit knows of a parameter; empty where it knows none. A profile that found no
/// end knows more than an error bar.
std::optional<double> upper_limit_of(const Estimate& p) {
  if (p.interval_95 && std::isfinite(p.interval_95->second)) return p.interval_95->second;
  if (!p.interval_from.empty()) return {};
  if (p.standard_error) return p.value + 2 * *p.standard_error;
  return {};
}

void judge_broadening(FitResult& result, const Estimate& Gamma, const SpectrumCurve& curve, double T_K,
                      const std::string& prefix) {
  const Resolution of(curve.instrument, T_K);
  const double resolution = of.together();
  const std::optional<double> limit = upper_limit_of(Gamma);
  if (2 * Gamma.value < 0.25 * resolution) {
    result.warnings.push_back(
        prefix + Gamma.name + " = " + text::rounded(Gamma.value, 3) + " meV is swallowed by the resolution of " +
        text::rounded(resolution, 3) + " meV (temperature " + text::rounded(of.thermal, 3) + ", modulation " +
        text::rounded(of.modulated, 3) + ", noise " + text::rounded(of.noisy, 3) +
        "): it hangs on these being right; quote " +
        (limit ? "an upper limit, below " + text::rounded(*limit, 3) + " meV (95.45 %, if they are)"
               : "no value of it"));
  } else if (Gamma.standard_error && Gamma.value < 2 * *Gamma.standard_error) {
    result.warnings.push_back(
        prefix + Gamma.name + " is compatible with 0: " +
        (limit ? "below " + text::rounded(*limit, 3) + " meV (95.45 %)" : "and not limited above"));
  }
}

void judge_gap_and_broadening(FitResult& result, const FittedData& fitted, const SpectrumCurve& curve, double T_K,
                              const std::string& prefix) {
  const auto is_gap = [](const Estimate& p) { return p.name.starts_with("Delta"); };
  const auto is_not_told_from_0 = [](const Estimate& p) {
    return p.state == ParameterState::not_determined && p.interval_95 && p.interval_95->first == 0;
  };
  const bool any_gap = std::ranges::any_of(
      fitted.parameters, [&](const Estimate& p) { return is_gap(p) && p.value > 0 && !is_not_told_from_0(p); });
  const std::string normal = "a normal channel beside the others is the combinator normal_channel";
  for (std::size_t j = 0; j < curve.scale_index(); ++j) {
    const Estimate& p = fitted.parameters[j];
    if (p.state == ParameterState::fixed) continue;
    if (is_gap(p) && p.state != ParameterState::tied && p.value == 0)
      result.not_usable_because.push_back(
          prefix + p.name +
          " went to 0: " + (any_gap ? "what it belongs to has no gap; " + normal : "no gap in this curve"));
    else if (is_gap(p) && any_gap && is_not_told_from_0(p))
      result.warnings.push_back(prefix + p.name + " is not told from 0; " + normal);
    if (p.name.starts_with("Gamma")) judge_broadening(result, p, curve, T_K, prefix);
  }
}

/// Biases in the wrong unit, or a wrong temperature, give gaps that no superconductor has.
/// Of a gap of 0, which is none, nothing is said.
void judge_scale_of_energies(FitResult& result, const FittedData& fitted, double gap, double T_K,
                             const std::string& prefix) {
  constexpr double largest_gap_meV = 100;       // twice that of the cuprates, five times that of the hydrides
  constexpr double largest_gap_over_kT = 3000;  // 60 meV at 0.25 K
  constexpr double smallest_gap_over_kT = 0.3;  // δ(T) at 0.99 Tc: closer to Tc is told nowhere else
  const double kT = thermal_energy_meV(T_K);
  double reach = 0;
  for (const double V : fitted.x) reach = std::max(reach, std::abs(V));
  const std::string there = " at " + text::rounded(T_K, 3) + " K";
  if (gap > largest_gap_meV || (kT > 0 && gap > largest_gap_over_kT * kT)) {
    result.warnings.push_back(prefix + "a gap of " + text::rounded(gap, 3) + " meV" + there +
                              (kT > 0 ? ", Δ/kT = " + text::rounded(gap / kT, 3) : "") + ", would mean Tc ≈ " +
                              text::rounded(gap / (1.764 * boltzmann_meV_per_K), 3) +
                              " K in weak coupling: is the bias in another unit (µV taken for mV), or T wrong?");
  } else if (gap > 0 && gap < smallest_gap_over_kT * kT) {
    result.warnings.push_back(prefix + "Δ is only " + text::rounded(gap / kT, 3) + " kT" + there +
                              ": within a per cent of Tc, or the bias is in another unit (V taken for mV), or T wrong");
  }
  if (kT > 0 && reach < 3.53 * kT)
    result.warnings.push_back(prefix + "the biases reach " + text::rounded(reach, 3) +
                              " mV, less than the thermal width 3.53 kT = " + text::rounded(3.53 * kT, 3) + " meV" +
                              there + ": is the bias in another unit, or T wrong?");
}

/// Nothing in a model of the density of states or of Andreev reflection goes below the normal conductance outside the
/// gap. A contact that does carries its critical current there, or heats, and its inner part need not be spectroscopy.
void judge_dips(FitResult& result, const FittedData& fitted, const SpectrumCurve& curve, double T_K,
                const std::string& prefix) {
  const double offset_mV = curve.has_offset ? fitted.parameters[curve.offset_index()].value : 0;
  const double edge = outermost_edge_meV(fitted, curve);
  const double resolution = Resolution(curve.instrument, T_K).together();
  std::vector<double> bias_mV, deviation;
  for (std::size_t i = 0; i < fitted.points(); ++i) {
    if (!(fitted.fit[i] > 0)) return;
    bias_mV.push_back(fitted.x[i] - offset_mV);
    deviation.push_back(fitted.residual[i] / fitted.fit[i]);
  }
  const std::optional<Dips> dips = dips_outside(bias_mV, deviation, edge, std::max(resolution, edge / 4));
  if (!dips) return;
  const bool contact = curve.model.has("Z") || curve.model.has("Z1");
  const std::string what = "dips outside the gap, at " + text::rounded(dips->negative_mV, 3) + " and " +
                           text::rounded(dips->positive_mV, 3) + " mV, " + text::rounded(100 * dips->depth, 3) +
                           " % below the curve";
  if (contact) {
    result.not_usable_because.insert(
        result.not_usable_because.begin(),
        prefix + "BTK does not describe this curve: " + what +
            ", look like a critical current or heating in the contact; the gap of such a contact is not to be quoted");
  } else {
    result.warnings.push_back(prefix + what + ": phonons of a strong coupler, or a critical current");
  }
}

void judge_origins(FitResult& result, const Spectrum& spectrum, bool temperature_used, const std::string& prefix) {
  if (temperature_used && spectrum.temperature_K && spectrum.temperature_K->origin == Origin::assumed)
    result.warnings.push_back(prefix + "the temperature is assumed, not measured: T = " +
                              text::rounded(spectrum.temperature_K->value, 3) + " K");
  if (temperature_used && spectrum.temperature_K && spectrum.temperature_K->value == 0)
    result.warnings.push_back(prefix + "the temperature is stated as 0 K: what heat there was counts as Γ");
  if (!spectrum.modulation)
    result.warnings.push_back(prefix + "the modulation is not stated: taken as none; what there was counts as Γ");
  if (spectrum.modulation && spectrum.modulation->origin == Origin::assumed)
    result.warnings.push_back(prefix + "the modulation is assumed: " + spectrum.modulation->value.text());
  if (spectrum.bias_noise && spectrum.bias_noise->origin == Origin::assumed)
    result.warnings.push_back(prefix + "the bias noise is assumed: " +
                              text::rounded(spectrum.bias_noise->value.standard_deviation_mV, 3) + " mV");
  for (const std::string& warning : spectrum.warnings) result.warnings.push_back(prefix + warning);
}

}  // namespace

bool judge_spectrum(FitResult& result, std::size_t index, const Spectrum& spectrum, const DataSet& data,
                    const SpectrumCurve& curve) {
  const FittedData& fitted = result.data[index];
  const std::string prefix = result.data.size() > 1 ? fitted.name + ": " : "";
  const Estimate& T = fitted.parameters[curve.scale_index() - 1];
  const Misfits misfits = misfits_of(fitted, data, curve);
  const bool signal = judge_signal(result, fitted, data, curve, misfits, prefix);
  if (signal) judge_description(result, fitted, data, misfits, prefix);
  judge_scale_of_energies(result, fitted, signal ? outermost_edge_meV(fitted, curve) : 0, T.value, prefix);
  if (signal) judge_energies(result, fitted, curve, prefix);
  judge_misfit(result, fitted, data, prefix);
  judge_normalisation(result, fitted, data, curve, prefix);
  if (signal) {
    const AtMinimum minimum(fitted, data, curve);
    judge_centre(result, minimum, fitted, curve, prefix);
    if (const auto parts = missing_parts(minimum, fitted, curve, result.model))
      result.warnings.push_back(prefix + *parts);
  }
  if (signal) judge_polarities(result, fitted, data, curve, T.value, prefix);
  judge_gap_and_broadening(result, fitted, curve, T.value, prefix);
  if (signal) judge_dips(result, fitted, curve, T.value, prefix);
  judge_origins(result, spectrum, T.state == ParameterState::fixed, prefix);
  return signal;
}

}  // namespace didv::fitting
