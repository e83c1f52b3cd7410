#include "fit/trade_offs.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace didv::fitting {
namespace {

enum class Where { anywhere, in_one_junction, side_by_side };

struct TradeOff {
  const char* first;
  const char* second;  ///< "*": any other
  const char* advice;
  Where where = Where::anywhere;
};

// The first row that fits is taken.
constexpr TradeOff trade_offs[]{
    {"P", "Z",
     "fix one, or measure at another T, where P stays and the thermal width does not, or contacts of other Z"},
    {"Gamma", "T", "both smear the edge: fix T at a measured value, or measure colder"},
    {"Delta", "Rs",
     "a series resistance stretches the bias: measure it in the normal state or by four wires, and fix it"},
    {"Z", "Rs", "measure the series resistance in the normal state or by four wires, and fix it"},
    {"Gamma", "Rs", "measure the series resistance in the normal state or by four wires, and fix it"},
    {"scale", "w_n",
     "a normal part and a scale both lift the curve: normalise the data well beyond the gap, and fix the scale"},
    {"Z", "w_n", "fix the normal part, or measure at another T, where Z stays"},
    {"P", "w_n", "both fill the subgap alike: fix one, or measure in a field or another contact"},
    {"Gamma", "w_n",
     "both fill the gap: measure colder, where the normal part stays and the edge sharpens, or fix one"},
    {"Gamma", "Z",
     "measure colder, or fit several temperatures together with Z shared (Fit::share, or didv series where there is "
     "one gap)"},
    {"Delta", "Z",
     "measure colder, or fit several temperatures together with Z shared (Fit::share, or didv series where there is "
     "one gap)"},
    {"Gamma", "P",
     "measure colder, or fit several temperatures together with P shared (Fit::share, or didv series where there is "
     "one gap)"},
    {"Delta", "Gamma", "measure colder, where the edge stands out of the broadening"},
    {"Delta", "T", "fix T at a measured value"},
    {"Z", "T", "fix T at a measured value"},
    {"Gamma", "sigma_Delta", "both round the edge: measure colder, where the lifetime tail stands out, or fix one"},
    {"Delta", "alpha", "fix the angle from the orientation of the crystal, or measure along another direction"},
    {"Z", "alpha", "fix the angle from the orientation of the crystal, or measure along another direction"},
    {"h", "*", "measure at several fields: the Zeeman energy grows as the field"},
    {"zeta", "*", "measure at several fields: depairing and Zeeman energy grow differently"},
    {"b_so", "*", "measure at several fields, or fix the spin-orbit scattering from a thicker film of the same metal"},
    {"w", "*", "measure colder, where the two gaps stand apart, or fix the weight"},
    {"Delta", "Delta", "the two gaps are not resolved: measure colder, or try one gap", Where::side_by_side},
    {"Gamma", "Gamma", "the two broadenings are not resolved: measure colder, or fix one", Where::side_by_side},
    {"Delta", "Delta",
     "of two electrodes a cold curve knows little but the sum: measure warmer, where structure at the difference "
     "appears, or fix that of an electrode that is known",
     Where::in_one_junction},
    {"Gamma", "Gamma",
     "of two electrodes the edge knows little but the sum: measure warmer, where structure at the difference of the "
     "gaps appears, or fix that of an electrode that is known",
     Where::in_one_junction},
    {"scale", "*", "measure to higher bias, where the scale shows by itself, or normalise the data and fix it"},
    {"background", "*", "measure to higher bias, or take a lower degree of the background"},
};

std::string kind_of(const std::string& name) {
  if (name.starts_with("background_")) return "background";
  std::string kind = name;
  while (!kind.empty() && kind.back() >= '0' && kind.back() <= '9') kind.pop_back();
  return kind;
}

Where where_are(const Model& model, const std::string& first, const std::string& second) {
  if (!model.has(first) || !model.has(second)) return Where::anywhere;
  const std::vector<ModelPart> parts = model.source().parts();
  const bool apart = std::any_of(parts.begin(), parts.end(), [&](const ModelPart& part) {
    const auto holds = [&](const std::string& name) {
      return std::find(part.parameters.begin(), part.parameters.end(), model.index_of(name)) != part.parameters.end();
    };
    return holds(first) != holds(second);
  });
  return apart ? Where::side_by_side : Where::in_one_junction;
}

}  // namespace

std::string what_would_separate(const Model& model, const std::string& first, const std::string& second) {
  const std::string a = kind_of(first), b = kind_of(second);
  const Where where = where_are(model, first, second);
  const auto is_of = [&](const TradeOff& row) {
    const auto matches = [&](const std::string& x, const std::string& y) {
      return x == row.first && (y == row.second || std::string(row.second) == "*");
    };
    return (row.where == Where::anywhere || row.where == where) && (matches(a, b) || matches(b, a));
  };
  const auto found = std::find_if(std::begin(trade_offs), std::end(trade_offs), is_of);
  return found != std::end(trade_offs) ? found->advice : "fix one of them, or measure it independently";
}

}  // namespace didv::fitting
