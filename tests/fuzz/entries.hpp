#pragma once
// What bytes from outside may reach: each reader, the small languages of models and options, the fit. libFuzzer and the
// default tests go through the same doors: an entry takes any bytes and returns, or std::terminate is its verdict.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace didv::attack {

/// An entry saw what must never be: a number that is none, data that do not read back, a column of another length.
class Broken : public std::logic_error {
  using std::logic_error::logic_error;
};

/// Throws Broken with the reason.
inline void require(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

/// Takes any bytes: returns where they were understood, or refused with a didv::Error of one line. Throws Broken, or
/// whatever escaped, where the library did something else.
struct Entry {
  std::string name;  ///< of its folder in tests/fuzz/corpus, and of the program fuzz_NAME
  void (*take)(std::string_view bytes);
  double seconds = 5;  ///< of the processor that an input may take, however long: beyond, it hangs
};

void delimited(std::string_view bytes);  ///< the CSV dialect, and every meaning a table can get
void nanonis(std::string_view bytes);    ///< the text behind the lines of a Nanonis header
void wsxm(std::string_view bytes);       ///< the text behind the first lines of a WSxM header
void syntax(std::string_view bytes);     ///< lines: model names, option values, modulation and noise
void fit(std::string_view bytes);        ///< bytes steer a small spectrum, a model and its rules into Fit
void curve_fit(std::string_view bytes);  ///< the same for CurveFit
void result(std::string_view bytes);     ///< the JSON of a result

const std::vector<Entry>& entries();

}  // namespace didv::attack
