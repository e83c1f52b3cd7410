#include <algorithm>
#include <cmath>
#include <iomanip>
#include <locale>
#include <sstream>

#include "didv/result.hpp"
#include "result/origin_text.hpp"
#include "result/other_minima.hpp"

namespace didv {
namespace {

constexpr double worth_showing = 0.5;  // correlations below are left to the JSON

std::string number(double value) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::setprecision(4) << value;
  return text.str();
}

void intervals(std::ostream& out, const Estimate& parameter) {
  if (parameter.interval_from.empty()) return;
  out << "      ";
  const auto show = [&](const char* level, const std::optional<Interval>& interval) {
    if (interval) out << level << " [" << number(interval->first) << ", " << number(interval->second) << "]  ";
  };
  show("68.27 %", parameter.interval_68);
  show("95.45 %", parameter.interval_95);
  out << "(" << parameter.interval_from << ")\n";
}

void table(std::ostream& out, const std::vector<Estimate>& parameters) {
  std::size_t name_width = 0, value_width = 0;
  for (const Estimate& parameter : parameters) {
    name_width = std::max(name_width, parameter.name.size());
    value_width = std::max(value_width, to_string(parameter).size());
  }
  for (const Estimate& parameter : parameters) {
    out << "  " << std::left << std::setw(static_cast<int>(name_width)) << parameter.name << "  ";
    if (parameter.reason.empty()) {
      out << to_string(parameter) << '\n';
    } else {
      out << std::setw(static_cast<int>(value_width)) << to_string(parameter) << "  " << parameter.reason << '\n';
    }
    intervals(out, parameter);
  }
}

void origin(std::ostream& out, const FittedData& data) {
  out << "  data: " << (data.name.empty() ? "(no name)" : data.name) << ", "
      << result::joined(result::metadata_text(data)) << '\n';
  if (!data.sha256.empty()) out << "    sha256 " << data.sha256 << '\n';
  for (const std::string& step : data.history) out << "    " << step << '\n';
}

void correlations(std::ostream& out, const std::vector<Correlation>& pairs) {
  std::string list;
  for (const Correlation& pair : pairs) {
    if (std::abs(pair.value) < worth_showing) continue;
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::showpos << std::fixed << std::setprecision(3) << pair.value;
    list += (list.empty() ? "" : ", ") + pair.first + "–" + pair.second + " " + text.str();
  }
  if (!list.empty()) out << "  correlations: " << list << '\n';
}

/// "Delta -0.5 %, Gamma -70 %": what changes by more than its own error and by a per mille; empty where nothing does.
std::string changes(const FittedData& data, const MetadataRisk& risk) {
  constexpr double worth_telling = 1e-3;
  std::string list;
  for (const Estimate& estimate : data.parameters) {
    const auto found = risk.parameters.find(estimate.name);
    if (found == risk.parameters.end()) continue;
    const double change = found->second - estimate.value;
    if (std::abs(change) <= std::max(estimate.standard_error.value_or(0), worth_telling * std::abs(estimate.value)))
      continue;
    list += (list.empty() ? "" : ", ") + estimate.name;
    std::ostringstream text;
    text.imbue(std::locale::classic());
    if (estimate.value != 0) {
      text << ' ' << std::showpos << std::setprecision(2) << 100 * change / std::abs(estimate.value) << " %";
    } else {
      text << ' ' << std::setprecision(3) << found->second << " for 0";
    }
    list += text.str();
  }
  return list;
}

void doubts(std::ostream& out, const FitResult& result) {
  for (const MetadataRisk& risk : result.metadata_risks) {
    if (risk.parameters.empty()) {
      out << "  if " << risk.assumption << ": no usable fit is found from this one\n";
    } else if (const std::string list = changes(result.data.front(), risk); !list.empty()) {
      out << "  if " << risk.assumption << ": " << list << '\n';
    }
  }
}

}  // namespace

std::string FitResult::report() const {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << model << (usable() ? ": USABLE" : ": NOT USABLE") << " (" << message << ")\n";
  for (const std::string& reason : not_usable_because) out << "  because " << reason << '\n';
  if (!shared.empty()) {
    out << "\nfor all data sets\n";
    table(out, shared);
    correlations(out, shared_correlation);
  }
  for (const FittedData& one : data) {
    out << '\n';
    table(out, one.parameters);
    origin(out, one);
    out << "  rms residual " << number(one.rms_residual) << '\n';
    for (const std::string& line : result::noise_model_text(one)) out << "  " << line << '\n';
    correlations(out, one.correlation);
    out << result::other_minima_text(one, "  ");
  }
  out << '\n';
  out << "  " << result::noise_text(*this) << '\n';
  doubts(out, *this);
  for (const std::string& warning : warnings) out << "  warning: " << warning << '\n';
  out << "  " << provenance.text() << '\n';
  return out.str();
}

}  // namespace didv
