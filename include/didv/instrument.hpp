#pragma once
// What the spectrometer adds to a thermally averaged conductance curve: lock-in modulation and bias noise.
// (The thermal window itself belongs to the model, through its parameter T.)

#include <string>
#include <string_view>
#include <vector>

namespace didv {

/// Root-mean-square amplitude of a sinusoidal modulation, mV.
struct Rms {
  double mV;
};
/// Peak amplitude V_m of a sinusoidal modulation V_m cos(ωt), mV.
struct Peak {
  double mV;
};
/// Peak-to-peak amplitude of a sinusoidal modulation, mV.
struct PeakToPeak {
  double mV;
};

/// Sinusoidal lock-in modulation of the bias; never a bare double, because rms taken for peak spoils Γ.
///
/// First-harmonic measurement: G_meas(V) = (2/π) ∫_0^π G(V + V_m cos θ) sin²θ dθ, V_m = peak amplitude
/// = (2/(πV_m²)) ∫_{−V_m}^{V_m} G(V+v) √(V_m²−v²) dv. V_m = √2 · rms = peak-to-peak / 2.
/// Throws InvalidArgument for an amplitude that is negative or not finite.
class Modulation {
 public:
  Modulation() = default;  ///< no modulation
  Modulation(Rms amplitude);
  Modulation(Peak amplitude);
  Modulation(PeakToPeak amplitude);

  /// Reads "0.6 mV peak", "20 uV rms", "1e-3 V peak-to-peak" (a remark in brackets or after a comma may follow) and
  /// "none" (anything may follow). A bare amplitude is refused: rms, peak and peak-to-peak differ by up to 2.8 times.
  /// Throws InvalidArgument.
  static Modulation parse(std::string_view text);

  /// V_m in mV, 0 for none.
  double peak_mV() const { return peak_mV_; }
  bool none() const { return peak_mV_ == 0; }
  /// As it was stated: "0.6 mV rms", or "none".
  std::string text() const;
  /// How the amplitude is meant: "rms", "peak", "peak-to-peak", or "none".
  std::string kind() const;
  /// The same number meant in the other two ways; empty for none.
  std::vector<Modulation> other_readings() const;

 private:
  enum class Stated { none, rms, peak, peak_to_peak };
  Modulation(double stated_mV, Stated stated, double factor_to_peak);
  double peak_mV_ = 0;
  double stated_mV_ = 0;
  Stated stated_ = Stated::none;
};

/// Gaussian noise on the bias: G ⊗ exp(−v²/2σ²)/(σ√2π), σ = standard deviation in mV.
struct GaussianNoise {
  double standard_deviation_mV = 0;

  /// Reads "0.05 mV", "50 uV". Throws InvalidArgument.
  static GaussianNoise parse(std::string_view text);
};

/// Everything the spectrometer does to a curve; the default does nothing.
struct Instrument {
  Modulation modulation;
  GaussianNoise bias_noise;
};

}  // namespace didv
