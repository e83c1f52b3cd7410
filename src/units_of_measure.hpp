#pragma once
// Units as people write them in files and on command lines.

#include <optional>
#include <string>
#include <string_view>

namespace didv {

/// How a number in some unit becomes the library's unit: value · multiply / divide. Two exact factors, because
/// 20 / 1000 is the double nearest to 0.02 and 20 · 0.001 need not be.
struct Conversion {
  double multiply = 1, divide = 1;
  double operator()(double value) const { return value * multiply / divide; }
};

/// V, mV, uV, µV, nV → mV.
std::optional<Conversion> to_millivolts(std::string_view unit);
/// A, mA, uA, µA, nA, pA, fA → mA.
std::optional<Conversion> to_milliamperes(std::string_view unit);
/// S, mS, uS, µS, nS, pS, G0 and 2e^2/h, e^2/h, a current per voltage (nA/V), one per resistance (1/kOhm) → S.
std::optional<Conversion> to_siemens(std::string_view unit);
/// K, mK → K.
std::optional<Conversion> to_kelvin(std::string_view unit);
/// T, mT, uT, Oe, kOe, G, kG, Gauss → T (of the field in vacuum).
std::optional<Conversion> to_tesla(std::string_view unit);

/// Micro as u, which is written µ (U+00B5), μ (U+03BC) or as the Latin-1 byte of old instruments as well.
std::string with_plain_micro(std::string_view text);

}  // namespace didv
