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
                                   NamedConversion{"pS", {1, 1e12}}, NamedConversion{"G0", {conductance_quantum_S, 1}},
                                   NamedConversion{"2e^2/h", {conductance_quantum_S, 1}},
                                   NamedConversion{"2e2/h", {conductance_quantum_S, 1}},
                                   NamedConversion{"2e²/h", {conductance_quantum_S, 1}},
                                   NamedConversion{"e^2/h", {conductance_quantum_S, 2}},
                                   NamedConversion{"e2/h", {conductance_quantum_S, 2}},
                                   NamedConversion{"e²/h", {conductance_quantum_S, 2}}};
/// Of one per resistance, in S.
constexpr std::array per_ohm_units{NamedConversion{"Ohm", {}},        NamedConversion{"ohm", {}},
                               NamedConversion{"Ω", {}},          NamedConversion{"kOhm", {1, 1e3}},
                               NamedConversion{"kohm", {1, 1e3}}, NamedConversion{"kΩ", {1, 1e3}},
                               NamedConversion{"MOhm", {1, 1e6}}, NamedConversion{"Mohm", {1, 1e6}},
                               NamedConversion{"MΩ", {1, 1e6}},   NamedConversion{"GOhm", {1, 1e9}},
                               NamedConversion{"Gohm", {1, 1e9}}, NamedConversion{"GΩ", {1, 1e9}}};
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

std::optional<Conversion> to_siemens(std::string_view unit) {
  if (const auto named = find(siemens_units, unit)) return named;
  const std::size_t slash = unit.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view above = unit.substr(0, slash), below = unit.substr(slash + 1);
  if (above == "1") return find(per_ohm_units, below);
  const auto current = to_milliamperes(above), voltage = to_millivolts(below);
  if (!current || !voltage) return std::nullopt;
  return Conversion{current->multiply * voltage->divide, current->divide * voltage->multiply};
}

std::optional<Conversion> to_kelvin(std::string_view unit) { return find(kelvin_units, unit); }
std::optional<Conversion> to_tesla(std::string_view unit) { return find(tesla_units, unit); }

std::string with_plain_micro(std::string_view text) {
  std::string plain(text);
  for (const std::string_view micro : {"\xC2\xB5", "\xCE\xBC", "\xB5"})
    for (std::size_t at; (at = plain.find(micro)) != std::string::npos;) plain.replace(at, micro.size(), "u");
  return plain;
}

}  // namespace didv
