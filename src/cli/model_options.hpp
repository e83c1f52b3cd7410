#pragma once
// The options that turn a name into a model; the same for every command that takes one.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "didv/model.hpp"
#include "didv/provenance.hpp"

namespace didv::cli {

/// For the help of every option that takes a model's name.
constexpr const char* how_to_name_a_model =
    "model, as didv models lists it; several side by side joined by ':', combinators behind them with '+': "
    "dynes:btk+series_resistance";

/// As typed; empty: not given.
struct ModelOptions {
  std::string gap_distribution;  ///< file of what +gap_distribution behind a name stands for
};

void add_model_options(CLI::App& app, ModelOptions& options);

/// "--model MODEL", and the same.
void add_model_options(CLI::App& app, std::string& model, ModelOptions& options);

/// Models, and the provenance of what is made with them: it names every file they were read from.
struct NamedModels {
  std::vector<Model> models;
  Provenance made_by;
};

/// Throws InvalidArgument for a name that there is not, and for a file that no name asks for; DataError for that file.
NamedModels named_models(const std::vector<std::string>& names, const ModelOptions& options, Provenance made_by);

}  // namespace didv::cli
