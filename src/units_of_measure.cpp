#include "units_of_measure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "didv/units.hpp"

namespace didv {

namespace {

struct NamedConversion {
  std::string_view unit;
  Conversion conversion;
};

constexpr std::array millivolt_units{NamedConversion{"V", {1e3, 1}}, NamedConversion{"mV", {}},
                                     NamedConversion{"uV", {1, 1e3}}, NamedConversion{"nV", {1, 1e6}}};
constexpr std::array milliampere_units{NamedConversion{"A", {1e3, 1}},  NamedConversion{"mA", {}},
                                       NamedConversion{"uA", {1, 1e3}}, NamedConversion{"nA", {1, 1e6}},
                                       NamedConversion{"pA", {1, 1e9}}, NamedConversion{"fA", {1, 1e12}}};
constexpr std::array siemens_units{NamedConversion{"S", {}},         NamedConversion{"mS", {1, 1e3}},
                                   NamedConversion{"uS", {1, 1e6}},  NamedConversion{"nS", {1, 1e9}},
                                   NamedConversion{"pS", {1, 1e12}}, NamedConversion{"G0", {conductance_quantum_S, 1}}};
constexpr std::array kelvin_units{NamedConversion{"K", {}}, NamedConversion{"mK", {1, 1e3}}};
constexpr std::array tesla_units{NamedConversion{"T", {}},        NamedConversion{"mT", {1, 1e3}},
                                 NamedConversion{"uT", {1, 1e6}}, NamedConversion{"Oe", {1, 1e4}},
                                 NamedConversion{"kOe", {1, 10}}, NamedConversion{"G", {1, 1e4}},
                                 NamedConversion{"kG", {1, 10}},  NamedConversion{"Gauss", {1, 1e4}}};

std::optional<Conversion> find(std::span<const NamedConversion> units, std::string_view unit) {
  const auto found = std::ranges::find(units, with_plain_micro(unit), &NamedConversion::unit);
  if (found == units.end()) return std::nullopt;
  return found->conversion;
}

}  // namespace

std::optional<Conversion> to_millivolts(std::string_view unit) { return find(millivolt_units, unit); }
std::optional<Conversion> to_milliamperes(std::string_view unit) { return find(milliampere_units, unit); }
std::optional<Conversion> to_siemens(std::string_view unit) { return find(siemens_units, unit); }
std::optional<Conversion> to_kelvin(std::string_view unit) { return find(kelvin_units, unit); }
std::optional<Conversion> to_tesla(std::string_view unit) { return find(tesla_units, unit); }

std::string with_plain_micro(std::string_view text) {
  std::string plain(text);
  for (const std::string_view micro : {"\xC2\xB5", "\xCE\xBC", "\xB5"})
    for (std::size_t at; (at = plain.find(micro)) != std::string::npos;) plain.replace(at, micro.size(), "u");
  return plain;
}

}  // namespace didv
