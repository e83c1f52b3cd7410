// Each line of the text goes to every small language of the command line. What is accepted is a finite number, a model
// that answers, an instrument that says what it is.

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "cli/syntax.hpp"
#include "didv/error.hpp"
#include "didv/laws.hpp"
#include "didv/model.hpp"
#include "entries.hpp"

namespace didv::attack {

namespace {

template <class Step>
void may_refuse(Step step) {
  try {
    step();
  } catch (const Error& refusal) {
    require(*refusal.what() != '\0', "a refusal says nothing");
  }
}

void check(const Model& model) {
  std::set<std::string> names;
  for (const ParameterInfo& p : model.parameters())
    require(names.insert(p.name).second, model.name() + " has " + p.name + " twice");
  require(model.parameters().back().name == "T", "the last parameter is not T");
  const std::vector<double> bias{-3, 0, 0.5};
  for (const double g : model(bias, {})) require(!std::isnan(g), model.name() + " gives a NaN at its default values");
}

/// A grid of millions of points is allowed and takes seconds under a sanitizer: not what is looked for here.
bool asks_for_a_large_grid(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 5) return true;
  }
  return false;
}

void take_line(const std::string& line) {
  using namespace cli;
  may_refuse([&] { check(find_model(line)); });
  may_refuse([&] { require(std::isfinite(number("--o", line)), "a number is not finite"); });
  may_refuse([&] { require(whole_number("--o", line, 0) >= 0, "a whole number is below its lowest"); });
  may_refuse([&] {
    for (const std::string& name : names("--o", {line, line})) require(!name.empty(), "an empty name");
  });
  may_refuse([&] {
    for (const auto& [name, value] : assignments("--o", {line}))
      require(!name.empty() && std::isfinite(value), "an assignment without number");
  });
  may_refuse([&] { named_words("--o", {line}); });
  may_refuse([&] {
    const auto [lower, upper] = range("--o", line);
    require(lower < upper, "a range is not ascending");
  });
  may_refuse([&] {
    for (const auto& [name, r] : named_ranges("--o", {line})) require(r.first < r.second, "a range is not ascending");
  });
  if (!asks_for_a_large_grid(line)) {
    may_refuse([&] {
      for (const double value : grid("--o", line))
        require(std::isfinite(value), "a grid has a point that is no number: " + line);
    });
  }
  may_refuse([&] {
    const Modulation m = Modulation::parse(line);
    require(std::isfinite(m.peak_mV()) && m.peak_mV() >= 0, "a modulation without amplitude");
    require(Modulation::parse(m.text()).peak_mV() == m.peak_mV(), "a modulation does not read back");
  });
  may_refuse([&] { require(GaussianNoise::parse(line).standard_deviation_mV >= 0, "a noise below 0"); });
  may_refuse([&] { laws::find(line, "Delta", "meV"); });
}

}  // namespace

void syntax(std::string_view bytes) {
  std::string_view rest = bytes.substr(0, 4096);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    take_line(std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace didv::attack
