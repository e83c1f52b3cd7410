#pragma once
// The options that say how a model is fitted; the same for one spectrum and for a series.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "didv/fit.hpp"
#include "spectrum_options.hpp"

namespace didv::cli {

/// As typed; empty: not given.
struct FitOptions {
  SpectrumOptions data;
  std::vector<std::string> fix, free, start, bound;
  std::string window, background, normalise_outside, degree;
  std::string relative_noise, correlation, loss;
  std::string intervals, bootstrap, replicas, seed, threads;
  bool offset = false;
};

/// All but the model and --temperature, which every command takes in its own way.
void add_fit_options(CLI::App& app, FitOptions& options);

/// A repeated option that takes a comma-separated list.
void add_list_option(CLI::App& app, const std::string& name, std::vector<std::string>& given, const std::string& what,
                     const std::string& syntax);

/// The spectrum of that file that is fitted, with a temperature.
Spectrum prepared(const std::string& file, const FitOptions& options);

/// How the points scatter.
NoiseModel noise_model(const FitOptions& options);

/// A fit with the rules of the options and no spectrum yet.
Fit fit_with(const Model& model, const FitOptions& options);

}  // namespace didv::cli
