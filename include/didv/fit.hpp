#pragma once
// Fits a model to spectra:  data = scale · (1 + Σ_k background_k V^k) · model(V − offset_mV).
//
//   FitResult one = Fit(models::btk()).add(spectrum).background(2).fit_offset().run();
//   if (!one.usable()) std::cerr << one.report();
//   const Estimate& gap = one["Delta"];
//
// Beside the model's own parameters every fit has
//   scale                  overall factor; 1 for data that say they are normalised, free for others or with a
//                          background
//   background_1 … _n      polynomial × model, unit 1/mV^k, where background(n) asks for it; V is the bias as measured
//   offset_mV              bias offset, where fit_offset() asks for it
//
// Many spectra of one contact are one fit: what belongs to the contact is shared, what follows a law of temperature is
// tied to it, the rest (scale and background among it) is each spectrum's own.
//
//   Fit series(models::btk());
//   for (const Spectrum& s : spectra) series.add(s);
//   FitResult all = series.share("Z").tie("Delta", laws::bcs_gap()).run();
//   const Estimate& Tc = all["Tc"];
//
// T comes with the spectrum and is held unless freed or measured. Modulation and bias noise come with the spectrum too.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "didv/contour.hpp"
#include "didv/intervals.hpp"
#include "didv/laws.hpp"
#include "didv/model.hpp"
#include "didv/noise.hpp"
#include "didv/parameter_rules.hpp"
#include "didv/result.hpp"
#include "didv/spectrum.hpp"

namespace didv {

struct OtherReading;

class Fit : public WithParameterRules<Fit>, public WithIntervals<Fit>, public WithContours<Fit> {
 public:
  explicit Fit(Model model);

  /// One more data set. Bias may be in any order and may repeat. Without share() each has its own parameters, and the
  /// result is that of independent fits.
  Fit& add(Spectrum spectrum);

  /// Uses only lower_mV ≤ bias ≤ upper_mV.
  Fit& window(double lower_mV, double upper_mV);
  /// One standard deviation for all points, in the unit of the data; wins over a sigma column. Without either the noise
  /// is estimated from the residuals.
  Fit& sigma(double standard_deviation);
  /// Noise that is relative, correlated, or has outliers (noise.hpp).
  Fit& noise(NoiseModel model);
  /// Fits a polynomial background together with the model.
  Fit& background(int degree);
  /// Fits a bias offset.
  Fit& fit_offset();
  /// Computes a parameter of every spectrum from a law of its temperature (laws.hpp). The law's parameters stand in the
  /// place of this one: start, bound, fix and measured apply to them by name.
  Fit& tie(std::string_view parameter, Law law);
  /// Asks how far the numbers of a single spectrum hang on its metadata: what they would be with T 10 % lower or
  /// higher, and with the modulation amplitude meant otherwise (rms, peak, peak-to-peak). A few fits more, each begun
  /// at the result; they fill FitResult::metadata_risks. Nothing is asked of a result that is not usable.
  Fit& question_metadata();
  /// Calls back after each step of a long run() with the number of steps done and to be done.
  Fit& on_progress(std::function<void(std::size_t done, std::size_t of)> told);

  const Model& model() const { return model_; }
  const std::vector<Spectrum>& spectra() const { return spectra_; }
  /// The law a parameter is tied to; nullptr: none.
  const Law* law_of(std::string_view parameter) const;
  /// The same fit, its contours aside, with another law for a parameter that is tied. Throws InvalidArgument for one
  /// that is not.
  Fit with_law(std::string_view parameter, Law law) const;
  /// The same fit with every tie cut, and without the rules of the laws' parameters.
  Fit without_ties() const;
  /// The same fit with a value of this parameter for each spectrum, where it has one for all.
  Fit unshared(std::string_view parameter) const;
  /// The same fit with T held at these values, one a spectrum, and without a rule for it.
  Fit at_temperatures(const std::vector<double>& temperatures_K) const;

  /// This fit of one spectrum, from its result on, with the modulation amplitude meant otherwise (rms, peak,
  /// peak-to-peak), or free where none is stated, and with T free from a tenth to ten times what it was held at
  /// (electrons are often twice as hot as the thermometer, in a dilution refrigerator several times): what stands and
  /// falls with the metadata does not survive these. Empty for several spectra, and for a fit that failed.
  std::vector<OtherReading> otherwise_read(const FitResult& result) const;

  /// Solves. Throws InvalidArgument for contradictory rules and for data that cannot be fitted (no temperature, fewer
  /// points than parameters, values that are not finite, …), for a law that gives no finite number at the temperature
  /// of a spectrum, and where bounds make a law close the gap of a spectrum that shows one; everything else is told by
  /// the result.
  FitResult run() const;

 private:
  FitResult run_once() const;
  void take_back_superfluous_parts(FitResult& result) const;
  Fit begun_at(const FitResult& result) const;
  std::vector<MetadataRisk> find_metadata_risks(const FitResult& result) const;

  Model model_;
  std::vector<Spectrum> spectra_;
  std::optional<Interval> window_mV_;
  std::optional<double> sigma_;
  NoiseModel noise_;
  int background_degree_ = 0;
  bool offset_ = false;
  std::vector<std::pair<std::string, Law>> ties_;
  std::function<void(std::size_t, std::size_t)> told_;
  bool question_metadata_ = false;
  bool stay_near_starts_ = false;  // a question about a result that is there already
  bool doubt_parts_ = true;        // of a model of several, whether the data hold them all
};

/// A fit of the same spectrum with its metadata read otherwise.
struct OtherReading {
  std::string assumption;  ///< "0.6 mV is rms, not peak", "T is not 2 K"
  std::string freed;       ///< the parameter that says what it is instead; empty: the assumption does
  Fit fit;
};

}  // namespace didv
