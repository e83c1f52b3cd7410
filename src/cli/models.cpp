// didv models: what can be simulated and fitted.

#include <memory>

#include "command.hpp"
#include "didv/combine.hpp"
#include "didv/model.hpp"
#include "output.hpp"

namespace didv::cli {

namespace {

/// A bound at infinity is null: JSON has no infinity.
Json as_json(const ParameterInfo& p) {
  return {{"name", p.name},   {"symbol", p.symbol}, {"unit", p.unit},      {"default", p.default_value},
          {"lower", p.lower}, {"upper", p.upper},   {"meaning", p.meaning}};
}

/// A model, and what its name may be joined with.
Json as_json(const Model& model) {
  Json parameters = Json::array(), behind = Json::array();
  for (const ParameterInfo& p : model.parameters()) parameters.push_back(as_json(p));
  for (const Combinator& c : combinators()) {
    if (model.has(c.parameter)) continue;  // it would be there twice
    const Model combined = c.apply(model);
    behind.push_back({{"name", combined.name()},
                      {"title", c.title},
                      {"adds", as_json(combined.parameters()[combined.index_of(c.parameter)])}});
  }
  const ModelCard& card = model.card();
  return {{"name", card.name},        {"title", card.title},   {"reference", card.reference},
          {"parameters", parameters}, {"combinators", behind}, {"side_by_side", card.name + ":MODEL"}};
}

std::string as_text(const Model& model) {
  const ModelCard& card = model.card();
  std::string text = card.name + "  " + card.title + "\n    " + card.reference + "\n";
  for (const ParameterInfo& p : model.parameters()) {
    const std::string unit = p.unit == "1" ? "" : p.unit;
    text += "    " + padded(p.name, 8) + padded(p.symbol, 4) + padded(unit, 5) +
            padded(shortest(p.default_value) + " in [" + shortest(p.lower) + ", " + shortest(p.upper) + "]", 22) +
            p.meaning + "\n";
  }
  return text;
}

}  // namespace

Command models(CLI::App& program) {
  CLI::App* app = program.add_subcommand("models", "List the models with their parameters, units, defaults and limits");
  auto json = std::make_shared<std::string>();
  CLI::Option* json_option = add_json_option(*app, *json);
  return {app, [json, json_option](const Provenance&) {
            if (json_option->count() > 0) {
              Json all = Json::array();
              for (const Model& model : catalogue()) all.push_back(as_json(model));
              deliver(all, *json);
            } else {
              std::string text;
              for (const Model& model : catalogue()) text += (text.empty() ? "" : "\n") + as_text(model);
              text +=
                  "\nmodels side by side on one contact, any number and kind: dynes:btk, dynes:dynes:btk\n"
                  "behind the name of any model, or behind all that stand side by side, one after the other:\n";
              for (const Combinator& c : combinators())
                text += "  +" + padded(c.name, 19) + padded(c.parameter, 6) + c.title + "\n";
              text += "  +" + padded("gap_distribution", 25) +
                      "an average over the gaps of --gap-distribution FILE; behind a model with a parameter Delta\n";
              deliver(text);
            }
            return usable;
          }};
}

}  // namespace didv::cli
