#include "fit_options.hpp"

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "syntax.hpp"

namespace didv::cli {

void add_list_option(CLI::App& app, const std::string& name, std::vector<std::string>& given, const std::string& what,
                     const std::string& syntax) {
  app.add_option(name, given, what)->allow_extra_args(false)->option_text(syntax);
}

void add_fit_options(CLI::App& app, FitOptions& options) {
  add_spectrum_options(app, options.data);
  add_list_option(app, "--fix", options.fix, "hold parameters", "NAME=VALUE,...");
  add_list_option(app, "--free", options.free, "fit what is held by itself: T, scale", "NAME,...");
  add_list_option(app, "--start", options.start, "where to begin; else the curve decides", "NAME=VALUE,...");
  add_list_option(app, "--bound", options.bound, "narrow the range", "NAME=LOWER:UPPER,...");
  app.add_option("--window", options.window, "use this range of bias only (mV)")->option_text("LOWER:UPPER");
  app.add_option("--sigma", options.data.sigma,
                 "noise of each point as read, before it is symmetrised or normalised: in S for a conductance with a "
                 "unit, else in that of the column")
      ->option_text("SIGMA");
  app.add_option("--relative-noise", options.relative_noise,
                 "noise with a part that is this fraction of the curve, beside --sigma or the sigma column")
      ->option_text("FRACTION");
  app.add_option("--correlation", options.correlation,
                 "neighbouring points share their noise over this many points, or as the residuals tell")
      ->option_text("POINTS|estimate");
  app.add_option("--loss", options.loss, "what outliers cost: squares, or less: huber, cauchy")
      ->option_text("squares|huber|cauchy");
  app.add_option("--background", options.background, "polynomial background, fitted together with the model")
      ->option_text("DEGREE");
  app.add_option("--normalise-outside", options.normalise_outside,
                 "divide by a polynomial through |V| > MV first, then fit")
      ->option_text("MV");
  app.add_option("--degree", options.degree, "degree of that polynomial (2)")->option_text("N");
  app.add_option("--intervals", options.intervals,
                 "68 and 95 % intervals of every parameter; by itself a profile only where the covariance is not to be "
                 "trusted")
      ->option_text("profile|bootstrap|posterior");
  app.add_option("--bootstrap", options.bootstrap,
                 "its kind; by itself residual, or block where neighbouring points are correlated")
      ->option_text("parametric|residual|block");
  app.add_option("--replicas", options.replicas, "refits of the bootstrap (1000)")->option_text("N");
  app.add_option("--seed", options.seed, "chance of the bootstrap or posterior (1)")->option_text("N");
  app.add_option("--threads", options.threads, "of the bootstrap or posterior; by itself as many as there are cores")
      ->option_text("N");
  app.add_flag("--offset", options.offset, "fit a bias offset")->disable_flag_override();
}

Spectrum prepared(const std::string& file, const FitOptions& options) {
  Spectrum spectrum = load(file, options.data);
  if (!options.degree.empty() && options.normalise_outside.empty()) {
    throw InvalidArgument("--degree needs --normalise-outside; a background within the fit is --background DEGREE");
  }
  if (!options.normalise_outside.empty()) {
    if (!options.background.empty()) {
      throw InvalidArgument("--background and --normalise-outside are two ways to treat one background: give one");
    }
    const double outside_mV = number("--normalise-outside", options.normalise_outside);
    const int degree = options.degree.empty() ? 2 : whole_number("--degree", options.degree, 0);
    spectrum = on_data_of(file, [&] { return normalise_outside(spectrum, outside_mV, degree).spectrum; });
  }
  const ParameterValues fixed = assignments("--fix", options.fix), started = assignments("--start", options.start);
  if (const auto T = fixed.find("T"); T != fixed.end()) {
    if (!options.data.temperature.empty()) throw InvalidArgument("--temperature and --fix T say the same: give one");
    spectrum.temperature_K = {T->second, Origin::option};
  } else if (const auto start = started.find("T"); start != started.end() && !spectrum.temperature_K) {
    spectrum.temperature_K = {start->second, Origin::option};
  }
  if (!spectrum.temperature_K) {
    throw DataError(file, 0, 0,
                    "no temperature: expected the option --temperature K or a line '# temperature_K: ...' in the file");
  }
  return spectrum;
}

namespace {

Bootstrap bootstrap_of(const FitOptions& options) {
  Bootstrap bootstrap;
  if (!options.bootstrap.empty()) bootstrap.kind = find_bootstrap_kind(options.bootstrap);
  if (!options.replicas.empty())
    bootstrap.replicas = static_cast<std::size_t>(whole_number("--replicas", options.replicas, 10));
  if (!options.seed.empty()) bootstrap.seed = static_cast<std::uint64_t>(whole_number("--seed", options.seed, 0));
  if (!options.threads.empty())
    bootstrap.threads = static_cast<unsigned>(whole_number("--threads", options.threads, 1));
  return bootstrap;
}

}  // namespace

NoiseModel noise_model(const FitOptions& options) {
  NoiseModel model;
  const auto above_0 = [](const char* option, const std::string& text) {
    const double value = number(option, text);
    if (!(value > 0)) throw InvalidArgument(std::string(option) + ": '" + text + "': expected a number above 0");
    return value;
  };
  if (!options.relative_noise.empty()) model.relative = above_0("--relative-noise", options.relative_noise);
  if (!options.correlation.empty()) model.correlated = CorrelatedNoise{};
  if (model.correlated && options.correlation != "estimate")
    model.correlated->length_points = above_0("--correlation", options.correlation);
  if (options.loss.empty()) return model;
  for (const Loss loss : {Loss::squares, Loss::huber, Loss::cauchy})
    if (to_string(loss) == options.loss) {
      model.loss = loss;
      return model;
    }
  throw InvalidArgument("--loss: '" + options.loss + "': expected squares, huber or cauchy");
}

Fit fit_with(const Model& model, const FitOptions& options) {
  Fit fit(model);
  for (const auto& [name, value] : assignments("--fix", options.fix)) fit.fix(name, value);
  for (const std::string& name : names("--free", options.free)) fit.free(name);
  for (const auto& [name, value] : assignments("--start", options.start)) fit.start(name, value);
  for (const auto& [name, bound] : named_ranges("--bound", options.bound)) fit.bound(name, bound.first, bound.second);
  if (!options.window.empty()) {
    const auto [lower_mV, upper_mV] = range("--window", options.window);
    fit.window(lower_mV, upper_mV);
  }
  fit.noise(noise_model(options));
  if (!options.background.empty()) fit.background(whole_number("--background", options.background, 0));
  if (options.offset) fit.fit_offset();
  // A seed or threads change nothing where there is no chance, and do not hurt.
  const Bootstrap bootstrap = bootstrap_of(options);
  if (options.intervals == "bootstrap") {
    fit.intervals(bootstrap);
  } else if (options.intervals == "posterior") {
    fit.intervals(PosteriorSampler{.seed = bootstrap.seed, .threads = bootstrap.threads});
  } else if (options.intervals == "profile") {
    fit.intervals(IntervalMethod::profile);
  } else if (!options.intervals.empty()) {
    throw InvalidArgument("--intervals: '" + options.intervals + "': expected profile, bootstrap or posterior");
  }
  if (options.intervals != "bootstrap" && !(options.bootstrap.empty() && options.replicas.empty()))
    throw InvalidArgument(std::string(options.bootstrap.empty() ? "--replicas" : "--bootstrap") +
                          " needs --intervals bootstrap");
  return fit;
}

}  // namespace didv::cli
