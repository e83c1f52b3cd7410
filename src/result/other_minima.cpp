#include "result/other_minima.hpp"

#include <algorithm>
#include <iomanip>
#include <locale>
#include <sstream>

namespace didv::result {

std::string other_minima_text(const FittedData& data, const std::string& indent) {
  constexpr std::size_t shown = 3;
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << std::setprecision(4);
  for (std::size_t k = 0; k < std::min(shown, data.other_minima.size()); ++k) {
    const OtherMinimum& other = data.other_minima[k];
    out << indent << "another minimum, χ² " << other.chi_squared / data.chi_squared << " times as large:";
    const char* before = " ";
    for (const Estimate& estimate : data.parameters) {
      const auto found = other.parameters.find(estimate.name);
      if (found == other.parameters.end()) continue;
      out << before << estimate.name << ' ' << found->second;
      before = ", ";
    }
    out << '\n';
  }
  if (data.other_minima.size() > shown)
    out << indent << "and " << data.other_minima.size() - shown << " more, with larger χ² still\n";
  return out.str();
}

Json other_minima_json(const FittedData& data) {
  Json list = Json::array();
  for (const OtherMinimum& other : data.other_minima) {
    Json parameters = Json::object();
    for (const Estimate& estimate : data.parameters)
      if (const auto found = other.parameters.find(estimate.name); found != other.parameters.end())
        parameters[estimate.name] = found->second;
    list.push_back({{"chi_squared", other.chi_squared}, {"parameters", std::move(parameters)}});
  }
  return list;
}

}  // namespace didv::result
